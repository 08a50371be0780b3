"""The one family of errors that cstui raises on purpose.

Every error says what happened (``title``), and where and what to do next
(``detail``).  The CLI shows them through one function, the screens through
another; ``exit_code`` is the process status documented in docs/commands.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple


class Problem(NamedTuple):
    """One thing wrong with one cell of an input.

    ``row`` counts as a spreadsheet does: the header is row 1.
    """

    row: int
    column: str
    value: str
    problem: str


class CstuiError(Exception):
    """An error a person can act on.

    ``title`` is one line; ``detail`` may be several lines or empty.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.title}\n{self.detail}" if self.detail else self.title


class Refused(CstuiError):
    """A business rule or a right says no."""

    exit_code = 1


class Conflict(Refused):
    """Someone else changed the same thing first."""


class NotFound(Refused):
    """There is nothing under that reference."""


class BadInput(CstuiError):
    """Input that cannot be read or is invalid; ``problems`` name the cells."""

    exit_code = 2

    def __init__(self, title: str, detail: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(title, detail)
        self.problems = tuple(problems)


class StoreProblem(CstuiError):
    """The file under the floor: missing, locked, damaged, newer, full; ``cause`` tells them apart."""

    exit_code = 3

    def __init__(self, title: str, detail: str = "", cause: str = "") -> None:
        super().__init__(title, detail)
        self.cause = cause
