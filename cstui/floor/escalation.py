"""Escalation 催办 → 督办 → 通报: who hears of a limit at which share of it, in which words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from ..i18n import N_, _
from .calendar import Calendar
from .clocks import Clock
from .labels import label
from .views import Complaint


class Level(NamedTuple):
    """One level: from which per cent of a limit, whom it reaches, and what it is called."""

    percent: int
    reaches: str  # owner | lead | manager
    name: str
    text: str


LEVELS: tuple[Level, ...] = (
    Level(50, "owner", N_("notice"), N_("{ref} ({severity}): half of the {clock} limit is used; it ends {due}.")),
    Level(75, "owner", N_("reminder"), N_("{ref} ({severity}): please answer, the {clock} limit ends {due}.")),
    Level(
        90, "lead", N_("supervision"), N_("{ref} ({severity}): the lead takes this up, the {clock} limit ends {due}.")
    ),
    Level(100, "manager", N_("circular"), N_("{ref} ({severity}): the {clock} limit ended {due} and was not kept.")),
)


def level_at(clock: Clock, calendar: Calendar, now: datetime) -> int:
    """Return how many levels a clock has reached at ``now``; a paused clock stands still."""
    if clock.resumes_at is not None and clock.resumes_at > now:
        return sum(_instant(clock, level, calendar) <= clock.resumes_at for level in LEVELS)
    return sum(_instant(clock, level, calendar) <= now for level in LEVELS)


def next_at(clock: Clock | None, calendar: Calendar, now: datetime) -> datetime | None:
    """Return when the clock reaches its next level, None when no clock runs or all levels are reached."""
    if clock is None:
        return None
    ahead = (_instant(clock, level, calendar) for level in LEVELS)
    return next((at for at in ahead if at > now), None)


def draft(complaint: Complaint, level: int, due: str) -> str:
    """Return the words of a level (1 to 4) for a complaint; ``due`` is the limit in local time."""
    return _(LEVELS[level - 1].text).format(
        ref=complaint.ref,
        severity=label("severity", complaint.severity),
        clock=label("clock", complaint.next_clock),
        due=due,
    )


def name_of(level: int) -> str:
    """Return what a level is called, translated; empty for level 0."""
    return label("level", LEVELS[level - 1].name) if level else ""


def _instant(clock: Clock, level: Level, calendar: Calendar) -> datetime:
    """Return when a share of the limit is used: of its working time, or of plain time where it has none."""
    if level.percent >= 100:
        return clock.due_at
    total = calendar.working_minutes(clock.started_at, clock.due_at)
    if total > 0:
        return calendar.add_minutes(clock.started_at, total * level.percent // 100)
    return clock.started_at + timedelta(
        seconds=int((clock.due_at - clock.started_at).total_seconds() * level.percent / 100)
    )
