"""How a sheet of people, stamps or demand is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ...floor import store
from ..import_job import OnBad


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How a sheet is to be read and what is to be done with bad rows.

    ``monday`` takes one week of a roster only; ``minutes`` is how long the intervals of a demand are.
    """

    team: str | None = None
    monday: date | None = None
    year: int | None = None
    minutes: int | None = None
    sheet: str | None = None
    encoding: str | None = None
    dry_run: bool = False
    on_bad: OnBad = "refuse"
    rejects: Path | None = None

    def near(self, now: datetime) -> date:
        """Return the day near which dates without a year lie."""
        if self.monday is not None:
            return self.monday
        today = now.astimezone(store.zone()).date()
        return date(self.year, 7, 1) if self.year else today
