"""Who is on shift at an instant, and who may therefore be given a case.

A person counts as there when the shift in force covers the instant, unless leave or a lead's mark of absence
says otherwise, or the time clock does: clocked out, or not clocked in after the grace of the policy although
others of the team have stamped for the same shift.  Where nobody stamps, the roster alone counts; where no roster
is published for the day, only leave and absence.  A break that has its place, and is as long as what the policy calls
off post, parts a shift: each part stands for itself here, and nobody is on shift between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from db.queries import attendance as queries

from ...i18n import _
from .. import access, accounts, store
from ..views import Actor
from .stretches import stretches
from .views import OnShift

EARLY = timedelta(hours=4)  # a stamp so long before a shift may belong to it
FORGOTTEN = timedelta(hours=16)  # an older ``in`` was never stamped out
THERE = frozenset({"present", "extra", "scheduled"})  # scheduled: nobody of the team stamps, the roster counts
_BEHIND = timedelta(hours=24)
_SECOND = timedelta(seconds=1)
_PRIVATE = frozenset({"late", "absent", "leave"})  # of others, shown as away to whom it does not concern


class Standing(NamedTuple):
    """How one person stands at an instant; ``since`` is when that began, ``shift`` the one that covers it.

    ``near`` is another that begins or ended within four hours.
    """

    agent_id: int
    login: str
    name: str
    team: str
    status: str  # present, scheduled, late, away, absent, leave, extra, off
    since: datetime | None
    shift: queries.Covering | None
    near: queries.Covering | None


class Judged(NamedTuple):
    """Who of a team may be given a case as far as the roster says; ``rostered`` False: leave and absence alone do."""

    rostered: bool
    obstacles: Mapping[int, str | None]

    def against(self, agent_id: int) -> str | None:
        """Say why a person is passed over, None when nothing speaks against it."""
        return self.obstacles.get(agent_id, _("off shift") if self.rostered else None)


class Facts(NamedTuple):
    """What tells how people stand over a span of time, as read; ``others`` stamped but have no shift around it."""

    shifts: Sequence[queries.Covering]
    stamps: Sequence[queries.Stamp]
    leave: Sequence[queries.OnLeave]
    absences: Sequence[queries.Away]
    others: Sequence[queries.Person]

    @property
    def names(self) -> Mapping[int, queries.Person]:
        """Return everybody of it by id."""
        planned = {each.agent_id: queries.Person(*each[:4]) for each in self.shifts}
        return planned | {each.id: each for each in self.others}


def on_shift(
    actor: Actor, at: datetime | None = None, team: str | None = None, *, now: datetime | None = None
) -> list[OnShift]:
    """Return who is on shift at an instant (now unless told), with those clocked in without a shift, by login.

    Everybody with a part in the rosters may see who is there now; why somebody is not (late, absent, leave) is
    ``away`` to whom it does not concern.  Of another time, whoever reads only the own shifts sees oneself alone:
    asked hour by hour it would be the roster of all.  Raises BadInput for an unknown team, Denied.
    """
    access.require(actor, "roster.read")
    moment = now or store.now()
    of = queries.Of(accounts.team_row(team).id if team else None)
    scope = access.scope_of(actor, "attendance.read")
    found = [each for each in standings(of, at or moment, now=moment) if each.status != "off"]
    if at not in (None, moment) and access.scope_of(actor, "roster.read") == "own":
        found = [each for each in found if each.agent_id == actor.id]
    return [_shown(each, scope == "all" or _concerns(actor, each, scope)) for each in found]


def standings(of: queries.Of, at: datetime, *, now: datetime) -> list[Standing]:
    """Return how each person with a shift around an instant, or clocked in then, stands, by login.

    Ahead of ``now`` the time clock says nothing yet, and the roster alone counts.
    """
    return standing_at(read(of, at, at), at, now=now)


def read(of: queries.Of, first: datetime, last: datetime) -> Facts:
    """Read what tells how people stand at any instant from ``first`` to ``last``, in a handful of queries."""
    shifts = [part for each in queries.covering(of, first - EARLY, last + EARLY) for part in _parts(each)]
    zone = store.zone()
    begin, end = first.astimezone(zone).date() - timedelta(days=2), last.astimezone(zone).date()
    absences = queries.absences(of, first, last + _SECOND) if shifts else []
    since = min([first - _BEHIND, *(each.start for each in absences)])
    stamps = queries.stamps(of, since, last)
    planned = {each.agent_id for each in shifts}
    strangers = {stamp.agent_id for stamp in stamps} - planned
    others = queries.people(queries.Of(None, strangers)) if strangers else []
    return Facts(shifts, stamps, queries.leave(of, begin, end) if shifts else [], absences, others)


def standing_at(facts: Facts, at: datetime, *, now: datetime) -> list[Standing]:
    """Return how people stand at one instant of what was read, by login."""
    shifts = [each for each in facts.shifts if _pausing(each, at) or _near(each, at)]
    stamps: dict[int, list[queries.Stamp]] = {}
    for stamp in facts.stamps if at <= now else ():
        if at - _BEHIND <= stamp.at <= at:
            stamps.setdefault(stamp.agent_id, []).append(stamp)
    covering = {each.agent_id: each for each in shifts if each.start <= at < each.end}
    near: dict[int, queries.Covering] = {}
    for each in shifts:  # in order of time: the next to begin, else the last that ended
        if each is not covering.get(each.agent_id) and (each.agent_id not in near or near[each.agent_id].start <= at):
            near[each.agent_id] = each
    clocked = {shift.team for agent, shift in covering.items() if _arrivals(shift, stamps.get(agent, ()))}
    absent = {each.agent_id: each for each in _holding(facts.absences, facts.stamps, at)}
    found = []
    for agent, shift in covering.items():
        standing = _on(shift, stamps.get(agent, ()), facts.leave, absent.get(agent), shift.team in clocked, at)
        found.append(standing._replace(near=near.get(agent)))
    found += [_off(shift, stamps.get(agent, ()), at) for agent, shift in near.items() if agent not in covering]
    strangers = {agent: each for agent, each in stamps.items() if agent not in covering and agent not in near}
    found += _extra(strangers, facts.names, at)
    return sorted(found, key=lambda each: each.login)


def marked(of: queries.Of, at: datetime) -> list[queries.Away]:
    """Return the absences that hold at an instant: whoever clocked in since is back."""
    found = queries.absences(of, at, at + _SECOND)
    if not found:
        return []
    return _holding(found, queries.stamps(queries.Of(None, [each.agent_id for each in found]), found[0].start, at), at)


def _holding(absences: Sequence[queries.Away], stamps: Sequence[queries.Stamp], at: datetime) -> list[queries.Away]:
    running = [each for each in absences if each.start <= at < each.end]
    came = {(stamp.agent_id, stamp.at) for stamp in stamps if stamp.kind == "in" and stamp.at <= at} if running else ()
    return [each for each in running if not any(who == each.agent_id and moment > each.start for who, moment in came)]


def judged(team_id: int, team: str, at: datetime) -> Judged:
    """Return whom of a team the roster passes over at an instant, and why.

    It speaks when the week of the local day was published, or somebody's shift of the night before still runs.
    """
    from .policy import load_policy

    found = standings(queries.Of(team_id), at, now=at)
    local = at.astimezone(store.zone()).date()
    monday = local - timedelta(days=local.weekday())
    if not any(_running(each, at) for each in found) and not queries.published(team_id, monday):
        return Judged(False, _away(queries.Of(team_id), at))
    enough = load_policy(team).enough_minutes
    return Judged(True, {each.agent_id: _obstacle(each, at, enough) for each in found})


def _running(each: Standing, at: datetime) -> bool:
    """Say whether somebody's shift runs, in its break too."""
    return each.shift is not None or (each.near is not None and _pausing(each.near, at))


def _away(of: queries.Of, at: datetime) -> dict[int, str | None]:
    day = at.astimezone(store.zone()).date()
    found: dict[int, str | None] = {each.agent_id: _("on leave") for each in queries.leave(of, day, day)}
    absent = {each.agent_id: _("absent since {time}").format(time=_clock(each.start)) for each in marked(of, at)}
    return found | absent


def obstacle(agent_id: int, team_id: int, team: str, now: datetime) -> str | None:
    """Say why the roster speaks against giving a person a case, None when nothing does."""
    return judged(team_id, team, now).against(agent_id)


def _on(
    shift: queries.Covering,
    stamps: Sequence[queries.Stamp],
    leave: Sequence[queries.OnLeave],
    mark: queries.Away | None,
    clocked: bool,
    at: datetime,
) -> Standing:
    status, since = "scheduled", shift.start
    last = _last(stamps, at)
    if any(each.agent_id == shift.agent_id and each.first <= shift.day <= each.last for each in leave):
        status = "leave"
    elif mark is not None:
        status, since = "absent", mark.start
    elif last is not None and last.kind == "in":
        status, since = "present", last.at
    elif last is not None and last.at > shift.start:
        status, since = "away", last.at
    elif clocked and at > shift.start + _grace(shift.team):
        status = "late"
    return Standing(shift.agent_id, shift.login, shift.name, shift.team, status, since, shift, None)


def _parts(shift: queries.Covering) -> list[queries.Covering]:
    """Return a shift in the parts in which it is worked; those of one that is parted know of the break."""
    if shift.break_at is None:
        return [shift]
    from .policy import load_policy

    spans = stretches(shift, load_policy(shift.team).off_post_minutes)
    parted = shift.break_at if len(spans) > 1 else None
    return [shift._replace(start=start, end=end, break_at=parted) for start, end in spans]


def _near(part: queries.Covering, at: datetime) -> bool:
    return part.start <= at + EARLY and part.end > at - EARLY


def _pausing(part: queries.Covering, at: datetime) -> bool:
    """Say whether the break that parts a shift runs at an instant."""
    return part.break_at is not None and part.break_at <= at < part.break_at + timedelta(minutes=part.break_minutes)


def _off(near: queries.Covering, stamps: Sequence[queries.Stamp], at: datetime) -> Standing:
    """Return how somebody stands outside a shift; who came before the break that runs is taken to make it."""
    last = _last(stamps, at)
    if last is not None and near.break_at is not None and _pausing(near, at) and last.at < near.break_at:
        last = None
    inside = last if last is not None and last.kind == "in" else None
    status, since = ("extra", inside.at) if inside else ("off", None)
    return Standing(near.agent_id, near.login, near.name, near.team, status, since, None, near)


def _extra(
    stamped: Mapping[int, Sequence[queries.Stamp]], names: Mapping[int, queries.Person], at: datetime
) -> list[Standing]:
    inside = {agent: last.at for agent, own in stamped.items() if (last := _last(own, at)) and last.kind == "in"}
    return [
        Standing(agent, names[agent].login, names[agent].name, names[agent].team, "extra", since, None, None)
        for agent, since in inside.items()
    ]


def _arrivals(shift: queries.Covering, stamps: Sequence[queries.Stamp]) -> bool:
    return any(each.kind == "in" and each.at >= shift.start - EARLY for each in stamps)


def _last(stamps: Sequence[queries.Stamp], at: datetime) -> queries.Stamp | None:
    """Return the last stamp, None where it was an ``in`` that was never ended."""
    last = stamps[-1] if stamps else None
    return last if last is not None and at - last.at < FORGOTTEN else None


def _grace(team: str) -> timedelta:
    from .policy import load_policy

    return timedelta(minutes=load_policy(team).grace_minutes)


def _obstacle(each: Standing, at: datetime, enough: int) -> str | None:
    if each.status == "leave":
        return _("on leave")
    if each.shift is None:
        return _off_words(each.near, at)
    since = _clock(each.since)
    if each.status == "absent":
        return _("absent since {time}").format(time=since)
    if each.status == "late":
        return _("not clocked in, the shift began at {time}").format(time=since)
    if each.status == "away":
        return _("clocked out at {time}").format(time=since)
    until = each.near.end if each.near is not None and each.near.start == each.shift.end else each.shift.end
    left = int((until - at).total_seconds()) // 60
    return _("shift ends in {minutes} min").format(minutes=left) if left < enough else None


def _off_words(near: queries.Covering | None, at: datetime) -> str:
    if near is None:
        return _("off shift")
    if near.start > at:
        return _("off shift until {time}").format(time=_clock(near.start))
    return _("off shift since {time}").format(time=_clock(near.end))


def _clock(at: datetime | None) -> str:
    return at.astimezone(store.zone()).strftime("%H:%M") if at else "-"


def _concerns(actor: Actor, each: Standing, scope: str | None) -> bool:
    return each.agent_id == actor.id or (scope == "team" and each.team == actor.team)


def _shown(each: Standing, whole: bool) -> OnShift:
    status = "away" if each.status in _PRIVATE and not whole else each.status
    shift = each.shift or each.near
    if shift is None:
        return OnShift(each.login, each.name, each.team, "", each.since, None, status)
    return OnShift(each.login, each.name, each.team, shift.code, shift.start, shift.end, status)
