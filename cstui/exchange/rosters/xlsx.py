"""A roster as a sheet people print and hang up: people by days, landscape, one page wide, every code a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from ...errors import BadInput
from ...floor import packs, store
from ...floor.rosters.book import spelled
from ...floor.rosters.policy import load_policy
from ...floor.rosters.words import code
from ...floor.when import weekday
from ...i18n import _, listed
from ...text import one_line
from ..layout import cells
from ..writers import PLAIN

if TYPE_CHECKING:
    from .rostered import Rostered

_A4 = 9
_MOST_DAYS = 92  # a quarter: more cannot be read on one page's width
_FIRST_DAY = 2  # the column, after login and name
_HEAD = 3  # rows: title, dates, weekdays
_WIDEST = 24  # cells of a column of names


def write(found: Rostered, stream: BinaryIO) -> None:
    """Write a roster as a workbook of one sheet; raises BadInput for more days than a page has room for."""
    import xlsxwriter

    if len(found.days) > _MOST_DAYS:
        title = _("{days} days do not fit across a page").format(days=len(found.days))
        raise BadInput(title, _("Export at most {most}, or a csv.").format(most=_MOST_DAYS))
    with xlsxwriter.Workbook(stream, {**PLAIN, "constant_memory": False}) as book:
        sheet = book.add_worksheet(found.first.isoformat())
        styles = _Styles(book)
        _set_up(sheet, found)
        _write_head(sheet, found, styles)
        for place, (login, name) in enumerate(found.people.items()):
            _write_person(sheet, _HEAD + place, (login, name), found, styles)
        _write_foot(sheet, _HEAD + len(found.people), found, styles)


class _Styles:
    """The formats of the sheet; those of days come plain, and shaded for Saturdays and Sundays."""

    def __init__(self, book: Any) -> None:
        edge = {"border": 1, "border_color": "#999999", "font_size": 10, "valign": "vcenter"}
        day = {**edge, "align": "center", "num_format": "@"}
        shade = {"bg_color": "#E6E6E6"}
        self.title = book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
        self.name = book.add_format({**edge, "num_format": "@"})
        self.head = book.add_format({**day, "bold": True})
        self.figure = book.add_format({**edge, "align": "right"})
        self.note = book.add_format({"text_wrap": True, "valign": "top", "font_size": 9})
        self._day, self._weekend = book.add_format(day), book.add_format({**day, **shade})
        self._head_weekend = book.add_format({**day, **shade, "bold": True})

    def day(self, day: date, *, head: bool = False) -> Any:
        """Return the format of a cell of a day."""
        if day.weekday() < 5:
            return self.head if head else self._day
        return self._head_weekend if head else self._weekend


def _set_up(sheet: Any, found: Rostered) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.repeat_rows(0, _HEAD - 1)
    sheet.freeze_panes(_HEAD, _FIRST_DAY)
    sheet.set_footer("&R&P / &N")
    for column, texts in enumerate((found.people, found.people.values())):
        sheet.set_column(column, column, min(max([8, *(cells(one_line(text)) + 2 for text in texts)]), _WIDEST))
    codes = [cells(code(shift.code)) for shift in found.shifts.values()]
    last = _FIRST_DAY + len(found.days)
    sheet.set_column(_FIRST_DAY, last - 1, max([6, *(width + 1 for width in codes)]))
    sheet.set_column(last, last, 8)


def _write_head(sheet: Any, found: Rostered, styles: _Styles) -> None:
    last = _FIRST_DAY + len(found.days)
    sheet.set_row(0, 24)
    sheet.merge_range(0, 0, 0, last, "", styles.title)
    sheet.write_string(0, 0, _title(found), styles.title)
    for column, text in ((0, _("Login")), (1, _("Name")), (last, _("Hours in all"))):
        sheet.merge_range(1, column, 2, column, "", styles.head)
        sheet.write_string(1, column, text, styles.head)
    for column, day in enumerate(found.days, start=_FIRST_DAY):
        sheet.write_string(1, column, day.strftime("%m-%d"), styles.day(day, head=True))
        sheet.write_string(2, column, weekday(day), styles.day(day, head=True))


def _title(found: Rostered) -> str:
    versions = sorted({week.version for week in found.weeks.values()})
    state = _("draft") if found.layer == "draft" else _("version {n}").format(n=listed(map(str, versions)))
    return _("Roster of {team}, {first} to {last} ({state})").format(
        team=found.team, first=found.first.isoformat(), last=found.last.isoformat(), state=state
    )


def _write_person(sheet: Any, row: int, person: tuple[str, str], found: Rostered, styles: _Styles) -> None:
    login, name = person
    sheet.write_string(row, 0, login, styles.name)
    sheet.write_string(row, 1, one_line(name), styles.name)
    minutes = 0
    leave = load_policy(found.team).leave
    for column, day in enumerate(found.days, start=_FIRST_DAY):
        shift, kind = found.shifts.get((login, day)), found.leave.get((login, day))
        minutes += shift.minutes if shift else 0
        said = code(shift.code) if shift else ""
        if kind is not None and not said:
            said = packs.spoken(leave[kind].name) if kind in leave else kind
        sheet.write_string(row, column, one_line(said), styles.day(day))
    sheet.write_number(row, _FIRST_DAY + len(found.days), round(minutes / 60, 2), styles.figure)


def _write_foot(sheet: Any, row: int, found: Rostered, styles: _Styles) -> None:
    last = _FIRST_DAY + len(found.days)
    sheet.merge_range(row, 0, row, 1, "", styles.name)
    sheet.write_string(row, 0, _("People on duty"), styles.name)
    for column, day in enumerate(found.days, start=_FIRST_DAY):
        count = sum(shift.start is not None for (_login, on), shift in found.shifts.items() if on == day)
        sheet.write_number(row, column, count, styles.day(day))
    lines = _legend(found)
    if lines:
        sheet.merge_range(row + 2, 0, row + 2, last, "", styles.note)
        sheet.write_string(row + 2, 0, "   ".join(lines), styles.note)
        sheet.set_row(row + 2, 15 * (1 + len(lines) // 4))


def _legend(found: Rostered) -> Sequence[str]:
    """Return what the codes mean, those of the sheet only: ``A1=08:00-17:00 early``."""
    zone, policy = store.zone(), load_policy(found.team)
    seen = {}
    for shift in found.shifts.values():
        if shift.start and shift.code in policy.templates:
            seen[shift.code] = f"{shift.code}={spelled(shift, zone)} {packs.spoken(policy.templates[shift.code].name)}"
    return [seen[each] for each in sorted(seen)]
