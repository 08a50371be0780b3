"""What a swap is about: whose shift for whose, whether it can still be, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from db import models as rows
from db.queries import attendance, people
from db.queries import rosters as queries
from db.queries.people import Account

from ...errors import BadInput, Refused
from ...i18n import _, labelled
from ...text import one_line
from .. import access, accounts
from . import cells, checking, frozen
from .book import Times
from .frozen import FREE, Cell
from .policy import RosterPolicy, load_policy
from .views import Violation
from .words import code

HARD = "hard"


class Terms(NamedTuple):
    """The shifts to be exchanged and until when a swap of them may be decided."""

    asker_shift: Times
    peer_shift: Times | None
    expires_at: datetime


def terms(asker: Account, peer: Account | None, day: date, peer_day: date | None, *, now: datetime) -> Terms:
    """Return what would be exchanged as it is published now; raises Refused when that cannot be."""
    if peer is not None:
        same_team(asker, peer)
    touched = [(asker.id, day), *_taken_cells(asker, peer, day, peer_day)]
    standing = frozen.in_force(touched)
    given = standing[asker.id, day]
    worked(given, asker.name, day)
    back = standing[peer.id, peer_day] if peer is not None and peer_day is not None else None
    if peer is not None and peer_day is not None and back is not None:
        worked(back, peer.name, peer_day)
    if back is not None and peer_day == day and back == given:
        raise Refused(_("Both work the same shift on {day}").format(day=day))
    if peer is not None and peer_day != day:
        free(standing[peer.id, day], peer.name, day)
    if peer_day not in (None, day):
        free(standing[asker.id, peer_day], asker.name, peer_day)
    not_on_leave([(person, taken) for person, taken in ((peer, day), (asker, peer_day)) if person and taken])
    return Terms(given, back, deadline((given, back or FREE), load_policy(asker.team), now))


def same_team(asker: Account, peer: Account) -> None:
    """Raise Refused unless both may work for each other: two people of one team who work shifts."""
    if asker.id == peer.id:
        raise BadInput(_("A swap takes two people"))
    of_team(asker, asker.team_id)
    of_team(peer, asker.team_id)


def of_team(person: Account, team_id: int) -> None:
    """Raise Refused unless a person may work shifts of a team: enabled, in it, with a role that works."""
    who = one_line(person.name)
    if not person.enabled:
        raise Refused(_("The account {login} is disabled").format(login=person.login))
    if access.scope_of(accounts.as_actor(person), "swap.ask") is None:
        raise Refused(_("{who} works no shifts").format(who=who))
    if person.team_id != team_id:
        title = _("{who} is not in the team {team}").format(who=who, team=people.slug_of(team_id))
        raise Refused(title, _("Shifts change hands within a team only."))


def worked(times: Times, name: str, day: date) -> None:
    """Raise Refused unless somebody has a shift on a day, as published."""
    if times.start is None:
        title = _("{who} has no shift on {day}").format(who=one_line(name), day=day)
        raise Refused(title, _("Only what is published can be swapped."))


def free(times: Times, name: str, day: date) -> None:
    """Raise Refused unless somebody works nothing on a day, as published."""
    if times.start is not None:
        title = _("{who} works {code} on {day} already").format(who=one_line(name), code=times.code, day=day)
        raise Refused(title, _("Nobody works two shifts a day."))


def not_on_leave(taken: Collection[tuple[Account, date]]) -> None:
    """Raise Refused when somebody would work on a day of their leave."""
    for person, day in taken:
        if attendance.leave(attendance.Of(agents=[person.id]), day, day):
            raise Refused(_("{who} is on leave on {day}").format(who=one_line(person.name), day=day))


def deadline(shifts: Collection[Times], policy: RosterPolicy, now: datetime) -> datetime:
    """Return until when shifts may still change hands; raises Refused when that is over."""
    start = min(times.start for times in shifts if times.start is not None)
    last = start - timedelta(hours=policy.swap_notice_hours)
    if last <= now:
        hours = policy.swap_notice_hours
        title = _("It is too late: a shift begins too soon")
        raise Refused(title, _("A shift changes hands at least {hours} h before it begins.").format(hours=hours))
    return last


def exchange(row: rows.Swap) -> dict[Cell, Times]:
    """Return how the cells of a swap stand once it is approved."""
    given, back = frozen.read(row.asker_shift), frozen.read(row.peer_shift)
    changed = {(row.asker_id, row.asker_day): FREE, (row.peer_id, row.asker_day): given}
    if row.peer_day is not None:
        changed.setdefault((row.peer_id, row.peer_day), FREE)
        changed[row.asker_id, row.peer_day] = back
    return changed


def recheck(row: rows.Swap, *, now: datetime) -> None:
    """Raise Refused when the people, their leave or the time forbid by now what was agreed on."""
    found = people.of_ids([row.asker_id, row.peer_id])
    asker, peer = found[row.asker_id], found[row.peer_id]
    for person in (asker, peer):
        of_team(person, row.team_id)
    not_on_leave([(person, day) for person, day in ((peer, row.asker_day), (asker, row.peer_day)) if day])
    deadline((frozen.read(row.asker_shift), frozen.read(row.peer_shift)), load_policy(asker.team), now)


def judged(changes: Mapping[Cell, Times | None]) -> tuple[Violation, ...]:
    """Return the warnings of a change; raises Refused that names each hard rule it would break."""
    found = checking.check_change(changes, levels=(HARD, "warn"))
    hard = [_told(each) for each in found if each.level == HARD]
    if hard:
        raise Refused(_("The rules forbid it"), "\n".join(hard))
    return found


def warnings_of(changes: Mapping[Cell, Times | None]) -> tuple[str, ...]:
    """Return what the rules say of a change as it stands now, a prohibition included."""
    try:
        return tuple(map(_told, judged(changes)))
    except Refused as refused:
        return (refused.title, *refused.detail.splitlines())


def unpublished(changes: Mapping[Cell, Times | None]) -> tuple[str, ...]:
    """Return what a lead drew up for these cells and has not published: a change of what is in force replaces it."""
    days, agents = {day for _agent, day in changes}, {agent for agent, _day in changes}
    draft, force = (cells.read(layer, days, agents) for layer in (queries.DRAFT, queries.FORCE))
    drawn = [key for key in sorted(changes) if not cells.same(draft.get(key), force.get(key))]
    who = people.of_ids(agents)
    told = _("{who}: the draft says {code} for {day}, not published yet; that is replaced")
    return tuple(
        told.format(who=who[agent].login, day=day, code=code(draft[agent, day].code) if (agent, day) in draft else "-")
        for agent, day in drawn
    )


def names_of(violations: Collection[Violation]) -> list[str]:
    """Return the rules as the journal keeps them."""
    return sorted({f"{each.profile}.{each.rule}" for each in violations})


def _taken_cells(asker: Account, peer: Account | None, day: date, peer_day: date | None) -> list[Cell]:
    taken = [(asker.id, peer_day)] if peer_day else []
    if peer is not None:
        taken += [(peer.id, day), *([(peer.id, peer_day)] if peer_day else [])]
    return taken


def _told(violation: Violation) -> str:
    return labelled(violation.login, violation.text)
