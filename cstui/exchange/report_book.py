"""A report as a workbook of one sheet: figures as numbers, so that a spreadsheet can go on with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..floor import store
from ..floor.views import Actor
from ..text import one_line
from .outlet import Outlet, Target
from .writers import PLAIN


def write_report(actor: Actor, name: str, rows: Sequence[Any], target: Target, *, force: bool = False) -> int:
    """Write the rows of a report, read by the actor, to an xlsx file; return how many.

    Every field of the rows has a column.  The export is journaled.  Raises BadInput, Refused.
    """
    import xlsxwriter

    outlet = Outlet(actor, f"report {name}", target, "xlsx", force, None, right="report.read", formats=("xlsx",))
    outlet.record()
    with outlet.stream() as stream, xlsxwriter.Workbook(stream, PLAIN) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(rows[0]._fields if rows else ()):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, value)
    return len(rows)


def write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Write a value into a sheet: figures as numbers, instants in the floor's zone, the rest as text."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_string(row, column, value.astimezone(store.zone()).isoformat(timespec="seconds"))
    elif value is not None:
        sheet.write_string(row, column, one_line(value))
