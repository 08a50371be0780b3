"""Coverage: how many people each half hour needs, how many the roster brings, how many are really there.

Needed are people in the roster: the agents that Erlang C asks for at the team's target, and as many more as shrinkage
takes away.  Planned is who has a shift that covers the whole half hour; a break counts as shrinkage, unless it has its
place and parts the shift (see stretches.py): then nobody is planned in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from db.fields import epoch
from db.queries import ahead, attendance, people
from db.queries import rosters as queries
from db.queries.people import Account

from ...errors import BadInput, NotFound
from ...i18n import _, listed, ngettext, noted
from ...text import one_line
from .. import access, store
from ..views import Actor
from . import demand, erlang, presence
from .book import Times
from .demand import STEP, HalfHour
from .policy import RosterPolicy, load_policy
from .stretches import Span, stretches
from .views import Interval
from .weeks import team_of


class WhatIf(NamedTuple):
    """What is likely when one person is away from ``start`` to ``end``.

    ``short`` are the half hours that then lack people and did not before, ``worse`` those that lacked some already;
    their ``planned`` is without the person.  ``limits`` are open cases of the person whose next limit ends in that
    time, ``late_calls`` how many calls more than otherwise wait longer than the target; ``breaches`` is both together,
    rounded.  ``text`` says it in one line, ``how`` says how it was reckoned.
    """

    login: str
    name: str
    start: datetime
    end: datetime
    short: tuple[Interval, ...]
    worse: tuple[Interval, ...]
    limits: int
    late_calls: float
    breaches: int
    text: str
    how: str


def day(
    actor: Actor, team: str | None, day: date, *, layer: str = queries.FORCE, now: datetime | None = None
) -> tuple[Interval, ...]:
    """Return the coverage of a team (the actor's unless told) by half hours of a day; raises Denied, BadInput.

    ``layer`` draft looks at the roster as it is drawn up.  ``present`` are those of whom ``who`` says so in the middle
    of the half hour (where nobody of the team stamps, the roster counts), None for half hours that have not begun.
    """
    slug, team_id = team_of(actor, team)
    access.require(actor, "coverage.read", team_id=team_id)
    at, policy = now or store.now(), load_policy(slug)
    expected = demand.of_day(team_id, day)
    first, end = expected[0].start, expected[-1].start + STEP
    duty = _on_duty(layer, slug, team_id, first, end)
    facts = presence.read(attendance.Of(team_id), first, min(end, at)) if first <= at else None
    return tuple(
        Interval(
            each.start,
            each.calls,
            needed(each, policy).scheduled,
            len(_covering(duty, each.start)),
            _present(facts, each.start, at),
        )
        for each in expected
    )


def needed(expected: HalfHour, policy: RosterPolicy) -> erlang.Need:
    """Return what a half hour needs by the target of the policy; raises BadInput for a load beyond all bounds."""
    goal = erlang.Goal(
        policy.target_percent, policy.target_seconds, policy.max_occupancy_percent, policy.shrinkage_percent
    )
    return erlang.need(expected.calls, 30, expected.aht_seconds or policy.aht_seconds, goal)


def what_if(actor: Actor, login: str, start: datetime, end: datetime, *, now: datetime | None = None) -> WhatIf:
    """Return what is likely to go short when a person is away in [start, end); raises Denied, BadInput, NotFound.

    The estimate.  Late calls: in each half hour that the person's shift covers, the expected calls times the service
    level (Erlang C) that is lost with one person fewer.  Limits: the person's open cases whose next limit ends in that
    time and has not ended yet, a paused one left out; they are counted as if nobody took them over.
    """
    person = people.account(login)
    if person is None:
        raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
    access.require(actor, "coverage.read", team_id=person.team_id)
    at = now or store.now()
    if not start < end <= start + timedelta(days=7):
        raise BadInput(_("The end is not after the start, or more than a week later"))
    policy = load_policy(person.team)
    touched = _touched(person, start, end)
    short: list[Interval] = []
    worse: list[Interval] = []
    late = 0.0
    for each, planned in touched:
        need = needed(each, policy)
        interval = Interval(each.start, each.calls, need.scheduled, planned - 1, None)
        if planned - 1 < need.scheduled:
            (short if planned >= need.scheduled else worse).append(interval)
        late += each.calls * (_level(each, planned, policy) - _level(each, planned - 1, policy))
    limits = ahead.limits_of(person.id, epoch(at), epoch(max(start, at)), epoch(end))
    found = _told(person, start, end, short, worse, limits, late)
    unknown = _unknown([each.calls for each, _planned in touched])
    return found._replace(text=noted(found.text, unknown)) if unknown else found


def _unknown(calls: Sequence[float]) -> str | None:
    """Say why nothing goes short although nothing is known to be enough; ``calls`` of the half hours touched."""
    if not calls:
        return _("has no shift then")
    return None if any(calls) else _("no demand is known for that time")


def _told(
    person: Account,
    start: datetime,
    end: datetime,
    short: Sequence[Interval],
    worse: Sequence[Interval],
    limits: int,
    late: float,
) -> WhatIf:
    breaches = limits + round(late)
    parts = [
        ngettext("{count} interval short", "{count} intervals short", len(short)).format(count=len(short)),
        ngettext("{count} more breach", "{count} more breaches", breaches).format(count=breaches),
    ]
    zone = store.zone()
    text = _("{who} absent {start}-{end} → {effects}").format(
        who=one_line(person.name),
        start=start.astimezone(zone).strftime("%H:%M"),
        end=end.astimezone(zone).strftime("%H:%M"),
        effects=listed(parts),
    )
    how = _(
        "Estimated: {limits} limits of own open cases end in that time, if nobody takes them over; "
        "{calls} more calls wait beyond the target by Erlang C; {worse} intervals were short already."
    ).format(limits=limits, calls=f"{late:.1f}", worse=len(worse))
    return WhatIf(
        *(person.login, person.name, start, end, tuple(short), tuple(worse), limits, round(late, 2), breaches),
        *(text, how),
    )


def _touched(person: Account, start: datetime, end: datetime) -> list[tuple[HalfHour, int]]:
    """Return the half hours touched by [start, end) that the person's shifts cover, with how many cover them."""
    duty = _on_duty(queries.FORCE, person.team, person.team_id, start - STEP, end + STEP)
    zone = store.zone()
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    found = []
    for each in (half_hour for on in days for half_hour in demand.of_day(person.team_id, on)):
        if each.start < end and each.start + STEP > start:
            there = _covering(duty, each.start)
            if person.id in there:
                found.append((each, len(there)))
    return found


def _level(expected: HalfHour, planned: int, policy: RosterPolicy) -> float:
    """Return the service level that so many people in the roster reach."""
    aht = expected.aht_seconds or policy.aht_seconds
    agents = erlang.answering(planned, policy.shrinkage_percent)
    return erlang.service_level(agents, expected.calls * aht / STEP.total_seconds(), aht, policy.target_seconds)


def _on_duty(layer: str, team: str, team_id: int, start: datetime, end: datetime) -> list[tuple[int, Span]]:
    """Return from when to when each person of a team is on duty around some time."""
    enabled = {person.id for person in people.accounts(team) if person.enabled}
    least = load_policy(team).off_post_minutes
    return [
        (row.agent_id, part)
        for row in queries.overlapping(layer, start, end, team_id=team_id)
        if row.agent_id in enabled
        for part in stretches(Times.of(row), least)
    ]


def _covering(duty: Sequence[tuple[int, Span]], start: datetime) -> frozenset[int]:
    """Return who is on duty for the whole half hour from ``start`` on."""
    return frozenset(agent_id for agent_id, (begins, ends) in duty if begins <= start and ends >= start + STEP)


def _present(facts: presence.Facts | None, start: datetime, now: datetime) -> int | None:
    """Return how many were there in the middle of a half hour (now, in the present one), None for one to come."""
    if facts is None or start > now:
        return None
    found = presence.standing_at(facts, min(start + STEP / 2, now), now=now)
    return sum(each.status in presence.THERE for each in found)
