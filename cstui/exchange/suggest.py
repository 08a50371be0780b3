"""A mapping to edit, made from a file: what was recognised, and samples of every column."""

from __future__ import annotations

import json
from pathlib import Path

from ..i18n import _
from ..text import one_line
from .readers import open_table
from .table import Table, cell_text
from .words import COLUMNS, HEADERS, folded, loosely_folded

_SAMPLES = 3
_LOOKED_AT = 1_000  # rows searched for samples
_WIDTH = 40
# An example of what a mapping may say where the rows of a kind say nothing.
_DEFAULT = {
    "complaints": 'severity = "normal"',
    "customers": 'tier = "vip"',
    "agents": 'team = "floor"',
    "scores": 'month = "2026-10"',
    "praise": 'kind = "internal"',
    "training": 'kind = "exam"',
    "penalties": 'kind = "penalty"',
    "profiles": 'status = "regular"',
}


def suggest_map(
    source: Path | str, kind: str = "complaints", *, sheet: str | None = None, encoding: str | None = None
) -> str:
    """Return a TOML mapping for a file of a kind, with three sample values a column as comments."""
    return _written(open_table(source, sheet=sheet, encoding=encoding), kind)


def _written(table: Table, kind: str) -> str:
    theirs: dict[str, str] = {}
    for title in table.header:
        ours = HEADERS[kind].get(folded(title)) or HEADERS[kind].get(loosely_folded(title))
        if ours and title:
            theirs.setdefault(ours, title)
    lines = [
        "# " + _("A mapping for {file}: ours = theirs; a list joins with a blank.").format(file=one_line(table.file)),
        f"source = {_quoted(table.stem)}",
        "",
        "[dates]",
        '# format = "%Y-%m-%d"',
        '# timezone = "Asia/Shanghai"',
        "",
        "[columns]",
        *(f"{ours} = {_quoted(theirs[ours])}" if ours in theirs else f'# {ours} = ""' for ours in COLUMNS[kind]),
        "",
        "[defaults]",
        f"# {_DEFAULT[kind]}",
        "",
        "# " + _("The columns of the file, with samples:"),
        *_samples(table),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a text as a TOML string; JSON's strings are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _samples(table: Table) -> list[str]:
    found: list[dict[str, None]] = [{} for _title in table.header]
    for row, _n in zip(table.rows(), range(_LOOKED_AT), strict=False):
        for samples, cell in zip(found, row.cells, strict=False):
            text = one_line(cell_text(cell))
            if text and len(samples) < _SAMPLES:
                samples[text if len(text) <= _WIDTH else text[:_WIDTH] + "\u2026"] = None
    return [
        f"#   {_quoted(title)}: {' | '.join(samples)}".rstrip()
        for title, samples in zip(table.header, found, strict=True)
    ]
