"""What reaches stdout and stderr: one safe way out, and a result as table, JSON, JSONL or CSV."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import click

from ..errors import StoreProblem
from ..floor import store
from ..i18n import _
from ..text import clean, escaped, one_line

Row = Mapping[str, Any]


class Column(NamedTuple):
    """A column of a table: its heading (a message id) and what it shows of an object."""

    heading: str
    cell: Callable[[Any], object]
    narrows: bool = False


def safe_echo(text: str, err: bool = False) -> None:
    """Write text and a line end; no control byte, bidi or invisible character gets through.

    Raises StoreProblem when the output cannot be written (a full disk, say).
    """
    try:
        click.echo(clean(text), err=err)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreProblem(_("The output cannot be written"), error.strerror or "") from error


def show_list(form: str, items: Sequence[Any], columns: Sequence[Column], begin: str = "") -> None:
    """Write a list: an array in JSON, a line or row each otherwise; ``columns`` make the table.

    ``begin`` is the command by which there comes to be something to list.
    """
    if form == "table" and not items:
        hint = "\n  " + _("See `{command}`.").format(command=f"cstui {begin} --help") if begin else ""
        safe_echo(_("Nothing to show.") + hint, err=True)
        return
    if form == "table":
        _show_table(items, columns)
        return
    objects = [plain(item) for item in items]
    if form == "json":
        safe_echo(as_json(objects))
    elif not objects:
        return
    elif form == "jsonl":
        safe_echo("\n".join(as_json(each, indent=None) for each in objects))
    else:
        safe_echo(as_csv(objects))


def _show_table(items: Sequence[Any], columns: Sequence[Column]) -> None:
    from .tables import table

    cells = [[one_line(text_of(column.cell(item))) for column in columns] for item in items]
    safe_echo(table([_(column.heading) for column in columns], cells, [column.narrows for column in columns]))


def show_one(form: str, item: Any, page: Callable[[], str]) -> None:
    """Write one object; ``page`` makes what a person reads."""
    if form == "table":
        safe_echo(page())
    elif form == "csv":
        safe_echo(as_csv([plain(item)]))
    else:
        safe_echo(as_json(plain(item), indent=2 if form == "json" else None))


def as_json(value: Any, indent: int | None = 2) -> str:
    """Return JSON that is exact and yet harmless on a terminal, whatever the encoding of stdout."""
    readable = str(getattr(sys.stdout, "encoding", None)).lower().replace("-", "") == "utf8"
    return escaped(json.dumps(value, ensure_ascii=not readable, indent=indent))


def as_csv(objects: Sequence[Row]) -> str:
    """Return CSV of flat objects, a nested one spread as ``customer_name``; formulas are neutralised."""
    import csv

    from ..exchange.formula import neutralise

    flat = [dict(_flatten(each)) for each in objects]
    names = list(dict.fromkeys(name for each in flat for name in each))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for each in flat:
        values = (each.get(name) for name in names)
        writer.writerow([neutralise(value) if isinstance(value, str) else text_of(value) for value in values])
    return buffer.getvalue().removesuffix("\n")


def _flatten(item: Row, prefix: str = "") -> Iterable[tuple[str, object]]:
    for name, value in item.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}_")
        elif isinstance(value, list):
            simple = all(isinstance(each, str) for each in value)
            yield prefix + name, " ".join(value) if simple else as_json(value, indent=None)
        else:
            yield prefix + name, value


def text_of(value: object) -> str:
    """Return a value as a cell holds it: nothing for None, yes and no as JSON writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def plain(value: Any) -> Any:
    """Return the floor's frozen values as JSON knows them; instants in the floor's zone with offset."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [plain(each) for each in value]
    fields = getattr(value, "__dataclass_fields__", None) or getattr(value, "_fields", None)
    if fields is not None:
        return {name: plain(getattr(value, name)) for name in fields}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def local(at: datetime) -> datetime:
    """Return an instant in the floor's time zone."""
    return at.astimezone(store.zone())


def short(at: datetime | None) -> str:
    """Return an instant as people read it: local, without the year while it is this year's."""
    if at is None:
        return ""
    there = local(at)
    same_year = there.year == local(store.now()).year
    return there.strftime("%m-%d %H:%M" if same_year else "%Y-%m-%d %H:%M")
