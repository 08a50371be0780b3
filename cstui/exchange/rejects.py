"""The rows that an import skipped, whole, with what is wrong with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from ..errors import Problem, Refused
from ..i18n import _, clauses, labelled
from .formula import neutralise
from .table import Row, Table, cell_text
from .target import check_target, new_file


def check_rejects(path: Path | None) -> None:
    """Raise Refused, before anything is read, where skipped rows cannot be written: over another file, say."""
    if path is not None:
        check_target(path, force=True)
        if path.exists():
            raise Refused(_("{file} is there already").format(file=path), _("Name another file for skipped rows."))


def write_rejects(path: Path, table: Table, problems: list[Problem]) -> None:
    """Write the rows with problems as CSV: all their cells, and a last column ``problem``."""
    told: dict[int, list[str]] = {}
    for problem in problems:
        told.setdefault(problem.row, []).append(labelled(problem.column, problem.problem))
    rows = [row for row in table.rows() if row.number in told]
    width = max([len(table.header), *(len(row.cells) for row in rows)])
    with new_file(path, force=False) as stream:
        text = io.TextIOWrapper(stream, "utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*map(neutralise, table.header), *[""] * (width - len(table.header)), "problem"])
        for row in rows:
            writer.writerow([*_cells(row, width), neutralise(clauses(told[row.number]))])
        text.detach()  # flushes; the file itself is closed by the one who opened it


def _cells(row: Row, width: int) -> Iterator[str]:
    yield from (neutralise(cell_text(cell)) for cell in row.cells)
    yield from [""] * (width - len(row.cells))
