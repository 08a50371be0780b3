"""What the rosters hand out, frozen.  Instants are aware datetimes in UTC, days are dates of the floor's zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

OFF = "off"  # the code of a rest day, 休 in the sheets of the trade


class Shift(NamedTuple):
    """What one person works on one day; ``start`` and ``end`` are None on a rest day (code ``off``).

    ``break_at`` is when the break begins, None where it lies nowhere in particular.
    """

    login: str
    name: str
    day: date
    code: str
    start: datetime | None
    end: datetime | None
    break_minutes: int = 0
    break_at: datetime | None = None
    locked: bool = False

    @property
    def minutes(self) -> int:
        """The minutes worked: from start to end without the break; 0 on a rest day."""
        if self.start is None or self.end is None:
            return 0
        return max(0, int((self.end - self.start).total_seconds()) // 60 - self.break_minutes)

    @property
    def worked(self) -> tuple[str, datetime | None, datetime | None, int, datetime | None]:
        """What makes it another shift: code, times and break, whoever has it and locked or not."""
        return self.code, self.start, self.end, self.break_minutes, self.break_at


class Violation(NamedTuple):
    """One rule that a roster breaks: whom, when, how much there is and how much is allowed.

    ``level`` is hard (stops publishing), warn or soft; ``measured`` and ``allowed`` are in ``unit``
    (hours, days, minutes, people); ``text`` is one line in the language in use; ``source`` names the law.
    """

    login: str
    dates: tuple[date, ...]
    rule: str
    profile: str
    level: str
    measured: float
    allowed: float
    unit: str
    text: str
    source: str


class Week(NamedTuple):
    """One team's week: ``state`` draft, checked, published or closed; ``version`` 0 before the first publication.

    ``revision`` moves with every change of the draft; ``shifts`` are those of the layer asked for; ``leave`` are
    the days of approved leave, as (login, day, kind).
    """

    team: str
    monday: date
    state: str
    version: int
    revision: int
    published_at: datetime | None
    published_by: str | None
    people: tuple[tuple[str, str], ...]
    shifts: tuple[Shift, ...]
    leave: tuple[tuple[str, date, str], ...] = ()


class Difference(NamedTuple):
    """One cell in which two states of a roster differ; None where nothing stands."""

    login: str
    name: str
    day: date
    before: Shift | None
    after: Shift | None


class Interval(NamedTuple):
    """Half an hour of coverage: agents needed on the floor, planned by the roster, really present (None ahead)."""

    start: datetime
    demand: float
    needed: int
    planned: int
    present: int | None


class OnShift(NamedTuple):
    """One line of ``who``; the field names are its JSON keys.

    ``status`` is present, scheduled (nobody of the shift stamps yet), late, away (clocked out), absent, leave
    or extra (clocked in outside a shift).
    """

    agent: str
    name: str
    team: str
    shift: str
    start: datetime | None
    end: datetime | None
    status: str
