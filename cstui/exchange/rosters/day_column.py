"""The days of a column: in one format for the whole file, as dates, as serial numbers, with a weekday behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ...i18n import _
from ..dates import DateChoice, Format
from ..grid import written
from ..table import Cell
from . import sheet_dates

_WEEKDAY = re.compile(r"(?P<day>.*?)[\s,]*\(?(?P<weekday>(?:星期|周|週|礼拜|禮拜)[一二三四五六日天])\)?")
_SHORT = re.compile(r"(?P<y>\d{2})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})")


def day_column(file: str, cells: Sequence[Cell], near: date) -> list[date | None]:
    """Return the days of a column, in one format for the whole file, None for what is none.

    A day without a year is in the one that brings it nearest to a day.  Raises BadInput for dates that may mean two
    things.
    """
    plain = list(_plain(cells))
    choice = DateChoice()
    choice.look(text for cell in plain if isinstance(cell, str) and (text := written(cell)))
    form = choice.decide(file, _("Write the days as 2026-11-23."))
    return [_day(cell, form, near) for cell in plain]


def _plain(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells without weekdays behind the days, which tell whether 26-11-16 begins with the year."""
    found = [_WEEKDAY.fullmatch(written(cell)) if isinstance(cell, str) else None for cell in cells]
    years_first = all(_fits(each) for each in found if each is not None)
    for cell, each in zip(cells, found, strict=True):
        if each is None or sheet_dates.heading(cell) is not None:
            yield cell
        else:
            yield f"20{each['day']}" if years_first and _SHORT.fullmatch(each["day"]) else each["day"]


def _fits(found: re.Match[str]) -> bool:
    """Tell whether a day of two digits a part is on its weekday when the year stands in front."""
    short, told = _SHORT.fullmatch(found["day"]), sheet_dates.heading(found["weekday"])
    try:
        day = date(2000 + int(short["y"]), int(short["m"]), int(short["d"])) if short else None
    except ValueError:
        return False
    return day is None or (told is not None and told.weekday == day.weekday())


def _day(cell: Cell, form: Format, near: date) -> date | None:
    told = sheet_dates.heading(cell)
    if told is not None and (day := sheet_dates.nearest(told, near)):
        return day
    moment = form.read(written(cell)) if isinstance(cell, str) else None
    return moment.date() if moment and moment.year in sheet_dates.YEARS else None
