"""Attendance: what each person's days were, read for a team or a person in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol, TypeVar

from db.queries import attendance as queries
from db.queries import people
from db.queries.rosters import FORCE, ShiftRow, shifts

from ...errors import BadInput, NotFound
from ...i18n import _
from ...text import one_line
from .. import access, accounts, store
from ..views import Actor
from . import cells
from .judgement import Day, Known, Presence, judge, settle
from .policy import RosterPolicy, load_policy
from .spells import Spell, allot, spells
from .stretches import shared
from .unapproved import Entry, swapped
from .views import Shift

MOST_DAYS = 400
_LOOKED_BACK = timedelta(days=28)  # a team none of whose people stamped within this keeps no time clock


def days(
    actor: Actor,
    first: date,
    last: date,
    *,
    team: str | None = None,
    login: str | None = None,
    now: datetime | None = None,
) -> list[Day]:
    """Return the days on which something was planned or stamped, by person and day, of a team, a person, or one's own.

    Without team and login: whoever the actor may see.  Raises BadInput, NotFound, Denied.
    """
    if not first <= last <= first + timedelta(days=MOST_DAYS):
        raise BadInput(_("Attendance is read for 1 to {most} days").format(most=MOST_DAYS))
    of, only = _whose(actor, team, login)
    return [each for each in judged(of, first, last, now or store.now()) if only in (None, each.login)]


def judged(of: queries.Of, first: date, last: date, now: datetime) -> list[Day]:
    """Return the judged days of a team or of the floor; who stood in for whom is found within whole teams."""
    facts = _read(of, first, last)
    found: list[Day] = []
    entries: list[Entry] = []
    policies: dict[str, RosterPolicy] = {}
    for person in queries.people(of):
        if person.team not in policies:
            policies[person.team] = load_policy(person.team)
        for shift, stretches in _days_of(person, facts):
            if first <= shift.day <= last:
                known = facts.known(person, shift.day)
                day = judge(shift, person.team, stretches, known, policies[person.team], now)
                found.append(day)
                entries.append(_entry(day, settle(day.parts, stretches, known.absences, now), known))
    for missing, standing_in in swapped(entries, now):
        for place, other in ((missing, standing_in), (standing_in, missing)):
            marks = dict.fromkeys((*found[place].marks, "unapproved_swap"))
            found[place] = found[place]._replace(marks=tuple(marks), other=found[other].login)
    return found


class _Facts(NamedTuple):
    """Everything read for a span of days, by person; ``clocked`` are the teams that keep a time clock."""

    shifts: dict[int, list[ShiftRow]]
    stamps: dict[int, list[queries.Stamp]]
    absences: dict[int, list[queries.Away]]
    leave: dict[int, list[queries.OnLeave]]
    excuses: dict[int, list[queries.Said]]
    clocked: frozenset[str]

    def known(self, person: queries.Person, day: date) -> Known:
        """Return what is known of a person's day beside shift and stamps."""
        away = next((each.kind for each in self.leave.get(person.id, ()) if each.first <= day <= each.last), None)
        said = next((each for each in self.excuses.get(person.id, ()) if each.day == day), None)
        marked = [(each.start, each.end) for each in self.absences.get(person.id, ())]
        clocked = person.team in self.clocked
        return Known(away, marked, said.state if said else None, said.text if said else "", clocked)


def _read(of: queries.Of, first: date, last: date) -> _Facts:
    # Two days more at either end: a night's stamps, and the neighbours that a stretch may belong to instead.
    around = timedelta(days=2)
    start = datetime.combine(first - around, time(), store.zone())
    end = datetime.combine(last + around, time(), store.zone())
    people_of = None if of.agents is None else list(of.agents)
    return _Facts(
        shifts=_by_agent(shifts(FORCE, first - around, last + around, team_id=of.team_id, agents=people_of)),
        stamps=_by_agent(queries.stamps(of, start, end)),
        absences=_by_agent(queries.absences(of, start, end)),
        leave=_by_agent(queries.leave(of, first, last)),
        excuses=_by_agent(queries.excuses(of, first, last)),
        clocked=queries.clocked(of, start - _LOOKED_BACK, end),
    )


class _OfAgent(Protocol):
    @property
    def agent_id(self) -> int:
        """Whose row it is."""
        ...


_Row = TypeVar("_Row", bound=_OfAgent)


def _by_agent(found: Iterable[_Row]) -> dict[int, list[_Row]]:
    grouped: dict[int, list[_Row]] = {}
    for row in found:
        grouped.setdefault(row.agent_id, []).append(row)
    return grouped


def _days_of(person: queries.Person, facts: _Facts) -> list[tuple[Shift, list[Spell]]]:
    """Return a person's days with the stretches that belong to each, in order; a day only stamped has no code."""
    rows = facts.shifts.get(person.id, [])
    worked = [row for row in rows if row.start_at is not None]
    stretches = spells((stamp.at, stamp.kind) for stamp in facts.stamps.get(person.id, ()))
    own, rest = allot([(row.start_at, row.end_at) for row in worked if row.start_at and row.end_at], stretches)
    shared = {row.day: pieces for row, pieces in zip(worked, own, strict=True)}
    for piece in rest:
        shared.setdefault(piece.known[0].astimezone(store.zone()).date(), []).append(piece)
    planned = {row.day: row for row in rows}
    return [(_shift(person, day, planned.get(day)), shared[day]) for day in sorted(shared)]


def _shift(person: queries.Person, day: date, row: ShiftRow | None) -> Shift:
    if row is None:
        return Shift(person.login, person.name, day, "", None, None)
    return cells.stored(row)


def _entry(day: Day, there: Presence, known: Known) -> Entry:
    told = shared(known.absences, day.parts)
    missed = bool(day.parts) and not told and day.leave is None and "present" not in day.marks
    return Entry(day.login, day.team, day.day, day.parts, there.spans, missed)


def _whose(actor: Actor, team: str | None, login: str | None) -> tuple[queries.Of, str | None]:
    """Return whose days are read (whole teams) and the one person they are wanted of, None for all."""
    if login is None and team is None and access.scope_of(actor, "attendance.read") in (None, "own"):
        login = actor.login
    if login is not None:
        found = people.account(login)
        if found is None:
            raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
        access.require_about(actor, "attendance.read", agent_id=found.id, team_id=found.team_id)
        return queries.Of(found.team_id), login
    if team is not None:
        row = accounts.team_row(team)
        access.team_scope(actor, "attendance.read")
        access.require(actor, "attendance.read", team_id=row.id)
        return queries.Of(row.id), None
    return queries.Of(access.team_scope(actor, "attendance.read").team_id), None
