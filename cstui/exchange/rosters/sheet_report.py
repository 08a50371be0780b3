"""What the import of a sheet came to: the figures of every import, what was passed over, and what was understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import Problem
from ..grid import Grid, written
from ..rejects import write_rejects
from ..report import Report
from ..table import Row, Table


class Understood(NamedTuple):
    """One cell of a preview: whose, which day, and what it says."""

    login: str
    name: str
    day: date
    said: str


@dataclass(frozen=True, slots=True)
class SheetReport(Report):
    """A report that also tells what was passed over (``notes``) and, after a dry run, what was ``understood``."""

    team: str = ""
    notes: tuple[Problem, ...] = ()
    understood: tuple[Understood, ...] = ()

    @classmethod
    def of(
        cls,
        report: Report,
        team: str,
        notes: Sequence[Problem],
        understood: Sequence[Understood] = (),
        in_file: Callable[[Iterable[Problem]], Sequence[Problem]] = tuple,
    ) -> SheetReport:
        """Return a report with what there is to tell of a sheet; ``in_file`` places what is said in the file."""
        figures = {field.name: getattr(report, field.name) for field in fields(Report)}
        figures["problems"] = tuple(sorted(in_file(report.problems), key=lambda problem: problem.row))
        return cls(**figures, team=team, notes=tuple(in_file(notes)), understood=tuple(understood))

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object of the report."""
        told = [note._asdict() for note in self.notes]
        shown = [each._asdict() | {"day": each.day.isoformat()} for each in self.understood]
        return Report.as_dict(self) | {"team": self.team, "notes": told, "understood": shown}


def write_sheet_rejects(path: Path, grid: Grid, headers: Sequence[Row], problems: Sequence[Problem]) -> None:
    """Write the rows with problems, below the headers they stand under; raises BadInput, Refused."""
    dated = {row.number: row for row in headers}
    rows = [dated.get(row.number, row) for row in grid.rows]
    first = headers[0]
    table = Table(grid.file, grid.stem, grid.kind, grid.encoding, tuple(map(written, first.cells)), lambda: iter(rows))
    again = [Problem(row.number, "", "", "") for row in headers[1:]]
    write_rejects(path, table, [*problems, *again])
