"""Who writes on a team's roster, and how the draft is written: every change a revision and an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from db import journal
from db import models as rows
from db.queries import people
from db.queries import rosters as queries

from ...errors import BadInput
from ...i18n import _
from ...text import one_line
from .. import access, accounts, store
from ..views import Actor
from ..when import monday_before
from . import book, cells, weeks
from .cells import Cell, Key
from .policy import RosterPolicy, load_policy

_KEPT = 20  # revisions that can be taken back


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

    def person(self, login: str, *, gone: bool = False) -> people.Account:
        """Return one of the team's people who work shifts, enabled unless ``gone`` will do; raises BadInput."""
        found = self.members.get(login)
        shown = one_line(login)[:40]
        if found is not None and not gone and found.roles.isdisjoint(access.RIGHTS["clock"]):
            raise BadInput(_("{who} works no shifts").format(who=shown), _("Only who clocks in stands in a roster."))
        if found is not None and (found.enabled or gone):
            return found
        if found is not None:
            left = _("What it still has in the roster is emptied: `{command}`.")
            command = f"cstui roster set {shown} DAY..DAY none"
            raise BadInput(_("The account {login} is disabled").format(login=shown), left.format(command=command))
        other = people.account(login)
        if other is not None:
            raise BadInput(_("{login} is of the team {team}").format(login=shown, team=other.team))
        raise BadInput(_("There is no agent {login}").format(login=shown), _("See `cstui agent list`."))


def desk_of(actor: Actor, team: str | None, now: datetime | None) -> Desk:
    """Return who writes where, checked anew inside the open transaction; raises Denied, BadInput."""
    actor = accounts.fresh(actor)
    slug, team_id = weeks.team_of(actor, team)
    access.require(actor, "roster.write", team_id=team_id)
    return Desk(actor, slug, team_id, weeks.members(slug), load_policy(slug), now or store.now())


def write(desk: Desk, changes: Mapping[Key, Cell | None], action: str) -> None:
    """Write cells of the draft inside the open transaction, a revision and an event for every week touched."""
    for monday in sorted({monday_before(day) for _agent, day in changes}):
        part = {key: cell for key, cell in changes.items() if monday_before(key[1]) == monday}
        row = cells.roster_to_write(desk.team_id, monday, desk.at)
        before = standing(part)
        rows.RosterChange.create(
            roster=row.id,
            revision=row.revision + 1,
            base=row.revision,
            agent=desk.actor.id,
            at=desk.at,
            cells=cells.listed({key: before.get(key) for key in part}),
        )
        put(desk, row, part, before, action)


def put(desk: Desk, row: rows.Roster, part: Mapping[Key, Cell | None], before: Mapping[Key, Cell], action: str) -> None:
    """Write cells of one week's draft as its next revision, with the state that follows, and journal it."""
    cells.put(queries.DRAFT, row.id, part)
    revision = row.revision + 1
    worked = any(not cells.same(before.get(key), cell) for key, cell in part.items())
    state = cells.settle(row, row.version) if worked else row.state
    rows.Roster.update(revision=revision, state=state).where(rows.Roster.id == row.id).execute()
    old = (rows.RosterChange.roster == row.id) & (rows.RosterChange.revision <= revision - _KEPT)
    rows.RosterChange.delete().where(old).execute()
    body = {"cells": len(part), "people": len({agent for agent, _day in part}), "revision": revision}
    role = access.acting_role(desk.actor)
    journal.append(journal.Fact(desk.at, desk.actor.id, role, action, f"roster:{row.id}", body))


def standing(keys: Iterable[Key]) -> dict[Key, Cell]:
    """Return what the draft holds in these cells; those where nothing stands are left out."""
    wanted = set(keys)
    found = cells.read(queries.DRAFT, {day for _agent, day in wanted}, {agent for agent, _day in wanted})
    return {key: cell for key, cell in found.items() if key in wanted}
