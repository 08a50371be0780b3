"""Who stands where on the ladders, since when, and what comes next: one row a person."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from ..floor.levels.places import Place, places
from ..floor.views import Actor
from .formula import neutralise
from .outlet import Outlet, Target
from .report import Progress
from .report_book import write_cell
from .writers import PLAIN


def export_levels(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    team: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write where the people that the actor may see stand; return how many.  Raises BadInput, Refused."""
    outlet = Outlet(actor, "levels", target, format, force, None, formats=tuple(_WRITERS))
    found = places(outlet.actor, team)
    outlet.record()
    with outlet.stream() as stream:
        _WRITERS[outlet.format]([_plain(each) for each in found], stream)
    if progress is not None:
        progress(len(found), len(found))
    return len(found)


def _plain(place: Place) -> dict[str, Any]:
    days = {name: day.isoformat() for name in ("since", "earliest") if (day := getattr(place, name)) is not None}
    return place._asdict() | days | {"missing": " ".join(place.missing)}


def _write_csv(rows: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Place._fields)
    writer.writerows(
        [neutralise("" if row[name] is None else str(row[name])) for name in Place._fields] for row in rows
    )
    text.detach()  # flushes; the stream itself is closed by the one who opened it


def _write_json(rows: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    stream.write(json.dumps(list(rows), ensure_ascii=False, indent=1).encode() + b"\n")


def _write_jsonl(rows: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    stream.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def _write_xlsx(rows: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(stream, PLAIN) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([{name: name for name in Place._fields}, *rows]):
            for column, name in enumerate(Place._fields):
                write_cell(sheet, number, column, row[name])


_WRITERS: Mapping[str, Callable[[Sequence[Mapping[str, Any]], BinaryIO], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "json": _write_json,
    "jsonl": _write_jsonl,
}
