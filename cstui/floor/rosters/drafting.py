"""The draft of a roster: cells set, copied, laid by pattern, locked; nobody's change is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from db import models as rows
from db.queries import rosters as queries

from ...errors import BadInput, NotFound, Refused
from ...i18n import _, listed
from ...text import one_line
from .. import access
from ..views import Actor
from ..when import monday_before
from . import cells, clashes, weeks
from .cells import Cell, Key
from .clashes import ANY, Clash, Edit
from .desk import Desk, desk_of, put, standing, write
from .views import Week

__all__ = ["ANY", "Clash", "Edit", "Laid", "copy_week", "lay_pattern", "lock", "set_cells", "undo_last"]

_LONGEST = 366  # days over which a pattern is laid at once


class Laid(NamedTuple):
    """What copying a week or laying a pattern did: cells changed, cells left for their lock, logins left out."""

    week: Week
    cells: int
    locked: int
    gone: tuple[str, ...]


def set_cells(
    actor: Actor,
    team: str | None,
    edits: Sequence[Edit],
    *,
    force: bool = False,
    action: str = "roster.set",
    now: datetime | None = None,
) -> Week:
    """Set cells of a team's draft, all of them or none, and return the week of the first; ``action`` is journaled.

    Raises Clash when a cell is not what the editor saw (unless ``force``), Refused for a locked cell or a
    closed week, BadInput for a code or a person that is none of the team.
    """
    if not edits:
        raise BadInput(_("Name at least one shift to set"))
    with access.acting():
        desk = desk_of(actor, team, now)
        wanted = {(desk.person(edit.login, gone=edit.code is None).id, edit.day): edit for edit in edits}
        before = standing(wanted)
        after = {key: _kept_lock(desk.cell(edit.code, edit.day), before.get(key)) for key, edit in wanted.items()}
        moved = {key: after[key] for key in after if not cells.same(before.get(key), after[key])}
        if not force:
            clashes.compare(desk, [wanted[key] for key in moved], before)
        _refuse_locked(desk, [key for key in moved if key in before and before[key].locked])
        write(desk, moved, action)
        return weeks.week(desk.actor, desk.team, edits[0].day)


def copy_week(
    actor: Actor,
    team: str | None,
    source: date,
    target: date,
    logins: Sequence[str] | None = None,
    *,
    now: datetime | None = None,
) -> Laid:
    """Lay the codes of one week anew in another, for everybody who has a shift in it or for those named.

    Locked cells stay, and so do the weeks of people without any shift in the source.  Raises NotFound for an
    empty source, Refused for a closed target, BadInput for a code that is no shift any more.
    """
    first, begin = monday_before(source), monday_before(target)
    if first == begin:
        raise BadInput(_("A week cannot be copied onto itself"))
    with access.acting():
        desk = desk_of(actor, team, now)
        found = cells.of_week(queries.DRAFT, desk.team_id, first)
        wanted = [desk.person(login) for login in logins] if logins else list(desk.members.values())
        there = {agent_id for agent_id, _day in found}
        copied = [person.id for person in wanted if person.enabled and person.id in there]
        if not copied:
            raise NotFound(_("Nobody has a shift in the week {week}").format(week=cells.name_of(first)))
        codes = {key: cell.code for key, cell in found.items()}
        plan = {
            (agent_id, begin + timedelta(days=step)): codes.get((agent_id, first + timedelta(days=step)))
            for agent_id in copied
            for step in range(7)
        }
        return _lay(desk, plan, "roster.copied", begin, _gone(desk, first))


def lay_pattern(
    actor: Actor,
    team: str | None,
    logins: Sequence[str],
    first: date,
    days: int,
    pattern: str,
    *,
    step: int = 0,
    start: int = 0,
    now: datetime | None = None,
) -> Laid:
    """Lay a rota pattern over so many days from ``first``, for those named or for the whole team.

    It begins at its day number ``start`` (0 the first), with each next person ``step`` days further on.
    Locked cells stay.  Raises BadInput for an unknown pattern, Refused for a closed week.
    """
    if not 1 <= days <= _LONGEST:
        raise BadInput(_("A pattern is laid over 1 to {n} days").format(n=_LONGEST))
    with access.acting():
        desk = desk_of(actor, team, now)
        rota = desk.policy.patterns.get(pattern)
        if rota is None:
            title = _("There is no rota pattern {name}").format(name=one_line(pattern)[:40])
            raise BadInput(title, _("Known: {values}").format(values=listed(desk.policy.patterns)))
        chosen = [desk.person(login) for login in dict.fromkeys(logins)] or weeks.working(desk.members)
        plan: dict[Key, str | None] = {
            (person.id, first + timedelta(days=day)): rota.days[(start + place * step + day) % len(rota.days)]
            for place, person in enumerate(chosen)
            for day in range(days)
        }
        return _lay(desk, plan, "roster.pattern", monday_before(first), ())


def lock(
    actor: Actor,
    team: str | None,
    places: Sequence[tuple[str, date]],
    *,
    locked: bool = True,
    now: datetime | None = None,
) -> Week:
    """Lock shifts of the draft, or free them; copying, patterns and edits leave locked ones alone.

    Cells without a shift are passed over; raises NotFound when all are.
    """
    with access.acting():
        desk = desk_of(actor, team, now)
        found = standing((desk.person(login, gone=True).id, day) for login, day in places)
        if not found:
            raise NotFound(_("There is no shift to lock"), _("Set shifts first; an empty cell holds nothing."))
        changes = {key: cell._replace(locked=locked) for key, cell in found.items() if cell.locked != locked}
        write(desk, changes, "roster.locked" if locked else "roster.unlocked")
        return weeks.week(desk.actor, desk.team, places[0][1])


def undo_last(actor: Actor, team: str | None, monday: date, *, now: datetime | None = None) -> Week:
    """Take back the last change of a week's draft, when the actor made it; once more takes back the one before.

    Raises NotFound when there is none, or somebody changed the week since.
    """
    with access.acting():
        desk = desk_of(actor, team, now)
        row = cells.roster_to_write(desk.team_id, monday_before(monday), desk.at)
        table = rows.RosterChange
        last = table.get_or_none(roster=row.id, revision=row.revision, agent=desk.actor.id)
        if last is None:
            raise NotFound(
                _("There is nothing to undo in the week {week}").format(week=cells.name_of(row.monday)),
                _("Only your own last change can be taken back, while nobody changed the week since."),
            )
        last.delete_instance()
        part = cells.unlisted(last.cells)
        put(desk, row, part, standing(part), "roster.undone")
        # The draft is again what it was before: whoever made it that may take that back as well.
        before = (table.roster == row.id) & (table.revision == last.base)
        table.update(revision=row.revision + 1).where(before).execute()
        return weeks.week(desk.actor, desk.team, row.monday)


def _lay(desk: Desk, plan: Mapping[Key, str | None], action: str, monday: date, gone: tuple[str, ...]) -> Laid:
    """Write the codes of a plan where nothing is locked."""
    before = standing(plan)
    wanted = {key: desk.cell(code, key[1]) for key, code in plan.items()}
    moved = [key for key, cell in wanted.items() if not cells.same(before.get(key), cell)]
    locked = [key for key in moved if key in before and before[key].locked]
    changes = {key: wanted[key] for key in moved if key not in locked}
    write(desk, changes, action)
    return Laid(weeks.week(desk.actor, desk.team, monday), len(changes), len(locked), gone)


def _gone(desk: Desk, monday: date) -> tuple[str, ...]:
    """Return who had a shift in a week and is of the team no more, or may not come in."""
    table = rows.Shift
    query = table.select(rows.Agent.login).join(rows.Agent).switch(table).join(rows.Roster)
    theirs = (rows.Roster.team == desk.team_id) & (rows.Roster.monday == monday) & (table.layer == queries.DRAFT)
    left = (rows.Agent.team != desk.team_id) | ~rows.Agent.enabled
    return tuple(sorted({login for (login,) in query.where(theirs & left).tuples().iterator()}))


def _kept_lock(cell: Cell | None, before: Cell | None) -> Cell | None:
    return cell and cell._replace(locked=before is not None and before.locked)


def _refuse_locked(desk: Desk, locked: Sequence[Key]) -> None:
    if not locked:
        return
    names = {person.id: person for person in desk.members.values()}
    agent_id, day = min(locked)
    title = _("The shift of {who} on {day} is locked").format(who=names[agent_id].login, day=day.isoformat())
    raise Refused(title, _("`cstui roster unlock` frees it. Nothing was written."))
