"""The draft of a roster: cells set, copied, laid by pattern, locked; nobody's change is overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from db import journal
from db import models as rows
from db.queries import people
from db.queries import rosters as queries

from ...errors import BadInput, Conflict, Refused
from ...i18n import _, ngettext
from ...text import one_line
from .. import access, accounts, store
from ..views import Actor
from . import book, cells, weeks
from .cells import Cell, Key
from .policy import RosterPolicy, load_policy
from .views import Difference, Week

ANY = "*"  # an Edit's ``was``: whatever stands there
_TOLD = 5  # cells that a refusal lists
_KEPT = 20  # revisions that can be taken back


class Edit(NamedTuple):
    """One cell to be set: ``code`` None empties it; ``was`` is the code the editor saw, None an empty cell."""

    login: str
    day: date
    code: str | None
    was: str | None = ANY


class Clash(Conflict):
    """Cells are no longer what the editor saw; ``differences`` tell seen and standing, nothing was written."""

    def __init__(self, title: str, detail: str, differences: Sequence[Difference]) -> None:
        super().__init__(title, detail)
        self.differences = tuple(differences)


class Laid(NamedTuple):
    """What copying a week or laying a pattern did: cells changed, cells left for their lock, logins left out."""

    week: Week
    cells: int
    locked: int
    gone: tuple[str, ...]


class Desk(NamedTuple):
    """Who writes on which team's roster, with what is needed to turn codes into times."""

    actor: Actor
    team: str
    team_id: int
    members: Mapping[str, people.Account]
    policy: RosterPolicy
    at: datetime

    def cell(self, code: str | None, day: date, locked: bool = False) -> Cell | None:
        """Return what a code means on a day; raises BadInput."""
        return None if code is None else Cell(*book.times_of(code, day, self.policy, store.zone()), locked)

    def person(self, login: str) -> people.Account:
        """Return one of the team's people who may be given a shift; raises BadInput."""
        found = self.members.get(login)
        if found is not None and found.enabled:
            return found
        shown = one_line(login)[:40]
        if found is not None:
            raise BadInput(_("The account {login} is disabled").format(login=shown))
        other = people.account(login)
        if other is not None:
            raise BadInput(_("{login} is of the team {team}").format(login=shown, team=other.team))
        raise BadInput(_("There is no agent {login}").format(login=shown), _("See `cstui agent list`."))


def set_cells(
    actor: Actor, team: str | None, edits: Sequence[Edit], *, force: bool = False, now: datetime | None = None
) -> Week:
    """Set cells of a team's draft, all of them or none, and return the week of the first.

    Raises Clash when a cell is not what the editor saw (unless ``force``), Refused for a locked cell or a
    closed week, BadInput for a code or a person that is none of the team.
    """
    if not edits:
        raise BadInput(_("Name at least one shift to set"))
    with access.acting():
        desk = desk_of(actor, team, now)
        wanted = {(desk.person(edit.login).id, edit.day): edit for edit in edits}
        before = _standing(wanted)
        after = {key: _kept_lock(desk.cell(edit.code, edit.day), before.get(key)) for key, edit in wanted.items()}
        moved = {key: after[key] for key in after if not cells.same(before.get(key), after[key])}
        if not force:
            _compare(desk, [wanted[key] for key in moved], before)
        _refuse_locked(desk, [key for key in moved if key in before and before[key].locked])
        write(desk, moved, "roster.set")
        return weeks.week(desk.actor, desk.team, edits[0].day)


def desk_of(actor: Actor, team: str | None, now: datetime | None) -> Desk:
    """Return who writes where, checked anew inside the open transaction; raises Denied, BadInput."""
    actor = accounts.fresh(actor)
    slug, team_id = weeks.team_of(actor, team)
    access.require(actor, "roster.write", team_id=team_id)
    return Desk(actor, slug, team_id, weeks.members(slug), load_policy(slug), now or store.now())


def write(desk: Desk, changes: Mapping[Key, Cell | None], action: str) -> None:
    """Write cells of the draft inside the open transaction, a revision and an event for every week touched."""
    for monday in sorted({cells.monday_before(day) for _agent, day in changes}):
        part = {key: cell for key, cell in changes.items() if cells.monday_before(key[1]) == monday}
        row = cells.roster_to_write(desk.team_id, monday, desk.at)
        standing = _standing(part)
        rows.RosterChange.create(
            roster=row.id,
            revision=row.revision + 1,
            agent=desk.actor.id,
            at=desk.at,
            cells=cells.listed({key: standing.get(key) for key in part}),
        )
        cells.put(queries.DRAFT, row.id, part)
        move(desk, row, action, {"cells": len(part), "people": len({agent for agent, _day in part})})


def move(desk: Desk, row: rows.Roster, action: str, facts: Mapping[str, int]) -> None:
    """Count a revision of a draft that was just written, set the state that follows, and journal it."""
    revision = row.revision + 1
    columns = {"revision": revision, "state": cells.settle(row, row.version)}
    rows.Roster.update(columns).where(rows.Roster.id == row.id).execute()
    old = (rows.RosterChange.roster == row.id) & (rows.RosterChange.revision <= revision - _KEPT)
    rows.RosterChange.delete().where(old).execute()
    body = {**facts, "revision": revision}
    role = access.acting_role(desk.actor)
    journal.append(journal.Fact(desk.at, desk.actor.id, role, action, f"roster:{row.id}", body))


def _standing(keys: Iterable[Key]) -> dict[Key, Cell]:
    """Return what the draft holds in these cells; those where nothing stands are left out."""
    wanted = set(keys)
    found = cells.read(queries.DRAFT, {day for _agent, day in wanted}, {agent for agent, _day in wanted})
    return {key: cell for key, cell in found.items() if key in wanted}


def _kept_lock(cell: Cell | None, before: Cell | None) -> Cell | None:
    return cell and cell._replace(locked=before is not None and before.locked)


def _compare(desk: Desk, edits: Sequence[Edit], before: Mapping[Key, Cell]) -> None:
    """Raise Clash when a cell is not what its editor saw."""
    found = []
    for edit in edits:
        person = desk.members[edit.login]
        stands = before.get((person.id, edit.day))
        if edit.was != ANY and _seen(desk, edit) != (stands.code if stands else None):
            seen = _saw(desk, edit)
            found.append(
                Difference(
                    edit.login,
                    person.name,
                    edit.day,
                    cells.shift(seen, edit.login, person.name, edit.day),
                    cells.shift(stands, edit.login, person.name, edit.day),
                )
            )
    if found:
        raise _clash(desk, found)


def _saw(desk: Desk, edit: Edit) -> Cell | None:
    """Return the cell an editor saw; a code that is no shift any more is shown as it is."""
    try:
        return desk.cell(edit.was, edit.day)
    except BadInput:
        return Cell(edit.was or "", None, None, 0)


def _seen(desk: Desk, edit: Edit) -> str | None:
    found = _saw(desk, edit)
    return found.code if found else None


def _clash(desk: Desk, found: Sequence[Difference]) -> Clash:
    title = ngettext(
        "{n} shift is no longer what you saw; nothing was written",
        "{n} shifts are no longer what you saw; nothing was written",
        len(found),
    ).format(n=len(found))
    lines = [told(each) for each in found[:_TOLD]]
    if len(found) > _TOLD:
        lines.append(_("and {n} more").format(n=len(found) - _TOLD))
    who = _last_writer(desk, {cells.monday_before(each.day) for each in found})
    if who:
        lines.append(_("Last changed by {who}").format(who=who))
    return Clash(title, "\n".join(lines), found)


def told(each: Difference) -> str:
    """Return one line of a difference: whom, which day, from what to what."""
    before, after = (shift.code if shift else "-" for shift in (each.before, each.after))
    return f"{one_line(each.name)} ({each.login}) {each.day.isoformat()}: {before} → {after}"


def _last_writer(desk: Desk, mondays: Collection[date]) -> str | None:
    table = rows.RosterChange
    query = table.select(table.agent).join(rows.Roster).where(
        (rows.Roster.team == desk.team_id) & rows.Roster.monday.in_([monday.isoformat() for monday in mondays])
    )  # fmt: skip
    last = query.order_by(table.id.desc()).first()
    return people.login_of(last.agent_id) if last else None


def _refuse_locked(desk: Desk, locked: Sequence[Key]) -> None:
    if not locked:
        return
    names = {person.id: person for person in desk.members.values()}
    agent_id, day = min(locked)
    title = _("The shift of {who} on {day} is locked").format(who=names[agent_id].login, day=day.isoformat())
    raise Refused(title, _("`cstui roster unlock` frees it. Nothing was written."))
