"""The month's reviews of a team taken out: Markdown with a section a person, or a workbook with a row a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from ...floor.levels import review
from ...floor.levels.score_views import Review
from ...floor.views import Actor
from ...i18n import _
from ..casefile_md import literal
from ..outlet import Outlet, Target
from ..report_book import write_cell
from ..writers import PLAIN


def export_reviews(
    actor: Actor,
    target: Target,
    *,
    month: str | date,
    team: str | None = None,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    force: bool = False,
) -> int:
    """Write the month's pages of a team; return how many people.  As Markdown unless told or named so.

    Raises BadInput, Refused.
    """
    suffix = Path(target).suffix.lower().removeprefix(".") if isinstance(target, str | Path) else ""
    chosen = format or (suffix if suffix in _WRITERS else "md")
    outlet = Outlet(actor, "reviews", target, chosen, force, None, formats=tuple(_WRITERS))
    found = review.reviews(outlet.actor, month, team)
    outlet.record()
    with outlet.stream() as stream:
        _WRITERS[outlet.format](found, stream)
    return len(found)


def markdown(found: Sequence[Review]) -> str:
    """Return the pages as Markdown in which foreign text stands as it is."""
    lines: list[str] = []
    for each in found:
        lines += [f"# {literal(each.name)} ({literal(each.login)}), {each.month}", ""]
        lines += [f"- {literal(entry.what)}: {literal(entry.value)}" for entry in review.page(each)]
        lines += ["", *([f"## {literal(_('Scorecard'))}", ""] if each.explained else [])]
        lines += [f"- {literal(line)}" for line in each.explained]
        lines += [""] if each.explained else []
    return "\n".join(lines)


def _write_md(found: Sequence[Review], stream: BinaryIO) -> None:
    stream.write(markdown(found).encode())


def _write_xlsx(found: Sequence[Review], stream: BinaryIO) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(stream, PLAIN) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(Review._fields):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(found, start=1):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, "; ".join(value) if isinstance(value, tuple) else value)


_WRITERS: Mapping[str, Callable[[Sequence[Review], BinaryIO], None]] = {"md": _write_md, "xlsx": _write_xlsx}
