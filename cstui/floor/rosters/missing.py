"""Who is not here, and how many open cases that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from db.queries import attendance as queries
from db.queries import people

from .. import access, store
from ..views import Actor
from .presence import marked, standings

_ENDED_WITHIN = timedelta(hours=12)


class Missing(NamedTuple):
    """Somebody who is not at work now, and how many open cases that leaves.

    ``why`` is absent, late, leave (approved, today), ended (the shift did, within twelve hours) or disabled;
    ``until`` is None where nobody knows.
    """

    login: str
    name: str
    team: str
    why: str
    since: datetime | None
    until: datetime | None
    cases: int


def missing(actor: Actor, *, now: datetime | None = None) -> list[Missing]:
    """Return who of the people whose attendance the actor keeps is not here, most open cases first; raises Denied."""
    at = now or store.now()
    of = queries.Of(access.team_scope(actor, "attendance.read").team_id)
    cases = queries.open_cases(of)
    found = [*_absent(of, at, cases), *_on_leave(of, at, cases)]
    found += [
        Missing(*each[1:5], each.since, each.shift and each.shift.end, cases.get(each.agent_id, 0))
        for each in standings(of, at, now=at)
        if each.status in ("late", "leave")
    ]
    found += _ended(of, at, cases)
    found += [
        Missing(each.login, each.name, each.team, "disabled", None, None, cases[each.id])
        for each in queries.leavers(of)
    ]
    once = {each.login: each for each in reversed(found)}
    return sorted(once.values(), key=lambda each: (-each.cases, each.login))


def left(actor: Actor, login: str) -> int:
    """Return how many open cases a person owns; those waiting count too."""
    access.require(actor, "agent.read")
    person = people.account(login)
    return queries.open_cases(queries.Of(None, [person.id])).get(person.id, 0) if person else 0


def _ended(of: queries.Of, at: datetime, cases: Mapping[int, int]) -> list[Missing]:
    around = queries.covering(of, at - _ENDED_WITHIN, at)
    here = {each.agent_id for each in around if each.end > at}
    last = {each.agent_id: each for each in around if each.end <= at and each.agent_id not in here}
    return [
        Missing(each.login, each.name, each.team, "ended", each.end, None, cases[agent])
        for agent, each in last.items()
        if cases.get(agent)
    ]


def _absent(of: queries.Of, at: datetime, cases: Mapping[int, int]) -> list[Missing]:
    marks = {each.agent_id: each for each in marked(of, at)}
    return [
        Missing(*each[1:], "absent", marks[each.id].start, marks[each.id].end, cases.get(each.id, 0))
        for each in (queries.people(queries.Of(None, list(marks))) if marks else ())
    ]


def _on_leave(of: queries.Of, at: datetime, cases: Mapping[int, int]) -> list[Missing]:
    today = at.astimezone(store.zone()).date()
    away = {each.agent_id: each for each in queries.leave(of, today, today)}
    found = []
    for person in queries.people(queries.Of(None, list(away))) if away else ():
        leave = away[person.id]
        since, until = (midnight(day) for day in (leave.first, leave.last + timedelta(days=1)))
        found.append(Missing(person.login, person.name, person.team, "leave", since, until, cases.get(person.id, 0)))
    return found


def midnight(day: date) -> datetime:
    """Return the instant (UTC) at which a day of the floor's zone begins."""
    return datetime.combine(day, time(), store.zone()).astimezone(UTC)
