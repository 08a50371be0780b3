"""The fields of a form as options, or as one JSON object: written once, in ``cstui.floor.forms``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from ..errors import BadInput
from ..floor.forms import Field
from ..i18n import N_, _
from ..text import one_line
from .parts import Option

_METAVARS = {
    "line": "TEXT",
    "text": "TEXT",
    "choice": "TEXT",
    "when": "TIME",
    "number": "NUMBER",
    "agent": "LOGIN",
    "team": "TEAM",
    "phone": "PHONE",
    "ref": "REF",
    "cause": "CAUSE",
}


def options(fields: Iterable[Field]) -> list[click.Parameter]:
    """Return one option for each field of a form, and ``--json``."""
    made: list[click.Parameter] = [_option(field) for field in fields]
    if made:
        made.append(json_option())
    return made


def json_option() -> Option:
    """Return the option that reads the fields from a JSON object."""
    return Option(
        ["--json", "json_source"], metavar="FILE", help=N_("Read the fields from a JSON object; - is standard input.")
    )


def _option(field: Field) -> Option:
    name = "--" + field.name.replace("_", "-")
    if field.kind == "flag":
        switch = f"{name}/--no-{field.name.replace('_', '-')}"
        return Option([switch, field.name], default=None, help=field.label, needed=field.required)
    closed = field.kind == "choice" and not field.free
    return Option(
        [name, field.name],
        type=click.Choice(field.choices) if closed else str,
        metavar=None if closed else _METAVARS[field.kind],
        help=field.label,
        needed=field.required,
    )


def gather(given: Mapping[str, Any], source: str | None) -> dict[str, Any]:
    """Return the fields given as options and in the JSON object, options first; the floor checks them.

    Raises BadInput for an object that cannot be read.
    """
    values = {} if source is None else read_object(source)
    return values | {name: value for name, value in given.items() if value is not None}


def read_object(source: str) -> dict[str, Any]:
    """Return the one JSON object of a file or, for ``-``, of standard input; raises BadInput."""
    from ..exchange.json_files import parse

    try:
        value = parse(read_text(source))
    except ValueError as error:
        title = _("{file} cannot be read as JSON").format(file=one_line(source))
        raise BadInput(title, one_line(str(error))) from error
    if not isinstance(value, dict):
        raise BadInput(
            _("{file} is not one JSON object").format(file=one_line(source)),
            _("A batch is imported: cstui import complaints FILE"),
        )
    return value


def read_text(source: str) -> str:
    """Return the UTF-8 text of a file or, for ``-``, of standard input; raises BadInput."""
    from ..exchange.source import open_source

    with open_source(source) as stream:
        data = stream.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(_("{file} is not UTF-8 text").format(file=one_line(source))) from error
