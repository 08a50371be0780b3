"""What an import came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import Problem

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one import; ``refused`` says that bad rows kept everything out.

    ``added``, ``updated`` and ``unchanged`` count complaints (agents, customers), ``rows`` and
    ``rejected`` rows of the file.  After a dry run they say what would have happened.  ``passed_over`` are the
    headers of columns that nobody asked for.
    """

    file: str
    encoding: str
    rows: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    passed_over: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object of the report."""
        figures = ("file", "encoding", "rows", "added", "updated", "unchanged", "rejected")
        return {name: getattr(self, name) for name in figures} | {"problems": [p._asdict() for p in self.problems]}


class Tally:
    """Counts what an import does while it goes on."""

    def __init__(self, file: str, encoding: str) -> None:
        self.file, self.encoding = file, encoding
        self.rows = self.added = self.updated = self.unchanged = 0
        self.problems: list[Problem] = []
        self.bad_rows: set[int] = set()
        self.passed_over: tuple[str, ...] = ()

    def blame(self, problems: Sequence[Problem]) -> None:
        """Take note of problems and of the rows that have them."""
        self.problems += problems
        self.bad_rows.update(problem.row for problem in problems)

    def count(self, added: int, updated: int, unchanged: int) -> None:
        """Add to the figures of what was done, or would be."""
        self.added += added
        self.updated += updated
        self.unchanged += unchanged

    def report(self, *, refused: bool) -> Report:
        """Return the report as it stands; nothing is done where the file was refused."""
        done = (0, 0, 0) if refused else (self.added, self.updated, self.unchanged)
        problems = tuple(sorted(self.problems, key=lambda problem: problem.row))
        bad = len(self.bad_rows)
        return Report(self.file, self.encoding, self.rows, *done, bad, problems, refused, self.passed_over)
