"""One person's shifts as a calendar (RFC 5545): every client takes it, and an event keeps its identity.

Times are UTC, which needs no description of the zone; the client shows them in its own.  SEQUENCE is the version of
the roster, so that a later export replaces what an earlier one brought; DTSTAMP is when that version was published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO
from uuid import NAMESPACE_OID, uuid5

from db.erasure import floor_id

from ...errors import NotFound
from ...floor import packs, store
from ...floor.rosters.policy import RosterPolicy, load_policy
from ...floor.rosters.stretches import stretches
from ...floor.rosters.views import Shift, Week
from ...floor.rosters.weeks import DRAFT
from ...floor.when import monday_before
from ...i18n import _
from ...text import one_line

if TYPE_CHECKING:
    from icalendar import Event

    from .rostered import Rostered


def write(found: Rostered, stream: BinaryIO) -> None:
    """Write the shifts, and whole days of leave, as a calendar; raises NotFound where there is nothing in it."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//cstui//roster//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for login, name in found.people.items():
        calendar.add("x-wr-calname", one_line(f"{name} ({login})"))
    policy, floor = load_policy(found.team), floor_id()
    for shift in found.shifts.values():
        if shift.start is not None and (shift.login, shift.day) not in found.leave:
            for event in _shift(shift, found, policy, floor):
                calendar.add_component(event)
    for login, kind, first, last in _spans(found):
        calendar.add_component(_leave((login, kind, first, last), found, policy, floor))
    if not calendar.subcomponents:  # an empty calendar is none: clients refuse it
        raise NotFound(
            _("There is no shift from {first} to {last}").format(
                first=found.first.isoformat(), last=found.last.isoformat()
            ),
            _("Another week, such as the next: --week next"),
        )
    stream.write(calendar.to_ical())


def _shift(shift: Shift, found: Rostered, policy: RosterPolicy, floor: str) -> Iterator[Event]:
    """Yield the event of a shift; of one parted by its break two, so that the time between shows as free."""
    template = policy.templates.get(shift.code)
    named = f"{shift.code} {packs.spoken(template.name)}" if template else shift.code
    parts = stretches(shift, policy.off_post_minutes)
    for place, (start, end) in enumerate(parts):
        part = f" {place}" if place else ""  # the first keeps the identity that the shift has in one piece
        event = _event(f"shift {shift.login} {shift.day.isoformat()}{part}", found, shift.day, floor)
        event.add("summary", one_line(named))
        event.add("dtstart", start)
        event.add("dtend", end)
        if shift.break_minutes and len(parts) == 1:
            event.add("description", _("{minutes} minutes of break").format(minutes=shift.break_minutes))
        yield event


def _leave(away: tuple[str, str, date, date], found: Rostered, policy: RosterPolicy, floor: str) -> Event:
    login, kind, first, last = away
    known = policy.leave.get(kind)
    event = _event(f"leave {login} {first.isoformat()}", found, first, floor)
    event.add("summary", one_line(packs.spoken(known.name) if known else kind))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    return event


def _event(identity: str, found: Rostered, day: date, floor: str) -> Event:
    from icalendar import Event

    week = found.weeks[monday_before(day)]
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_OID, f"{floor} {identity}")))
    event.add("dtstamp", _stamp(week))
    event.add("sequence", week.version)
    event.add("status", "TENTATIVE" if found.layer == DRAFT else "CONFIRMED")
    event.add("location", one_line(found.team))
    return event


def _stamp(week: Week) -> datetime:
    return (week.published_at or store.now()).replace(microsecond=0)


def _spans(found: Rostered) -> Iterator[tuple[str, str, date, date]]:
    """Yield the days of leave on end as (login, kind, first, last)."""
    span: tuple[str, str, date, date] | None = None
    for login, day in sorted(found.leave):
        kind = found.leave[login, day]
        if span and span[:2] == (login, kind) and day == span[3] + timedelta(days=1):
            span = (*span[:3], day)
            continue
        if span:
            yield span
        span = (login, kind, day, day)
    if span:
        yield span
