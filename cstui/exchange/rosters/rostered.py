"""A roster as it is taken out, whatever it is written as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ...floor.rosters.views import Shift, Week


class Rostered(NamedTuple):
    """A team's roster from the first to the last day; ``weeks`` by their Mondays, ``leave`` kinds by person and day."""

    team: str
    first: date
    last: date
    layer: str
    weeks: Mapping[date, Week]
    people: Mapping[str, str]
    shifts: Mapping[tuple[str, date], Shift]
    leave: Mapping[tuple[str, date], str]

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]
