"""A complaint taken in as one JSON object: our JSON keys, or the columns of an import."""

from __future__ import annotations

from typing import Any

from ..errors import BadInput
from ..exchange.words import COMPLAINT_COLUMNS, HEADERS, VALUES, folded
from ..floor.forms import INTAKE, ORIGIN
from ..i18n import _, listed
from ..text import one_line
from .fields import read_object

_KNOWN = {field.name for field in (*INTAKE, *ORIGIN)}
_DEFAULT_SOURCE = "json"


def from_json(source: str) -> dict[str, Any]:
    """Return the fields of intake from a JSON object; keys that hold nothing are passed over.

    Keys and the usual words for severity and channel may be those that an import recognises, in
    English or Chinese.  Raises BadInput for keys that mean nothing at intake.
    """
    given: dict[str, Any] = {}
    for name, value in read_object(source).items():
        if name == "customer" and isinstance(value, dict):
            given |= {f"customer_{inner}": each for inner, each in value.items()}
        else:
            given[name] = value
    values = {_field(name): value for name, value in given.items() if value not in (None, "")}
    _check(list(values))
    for name in ("severity", "channel"):
        if name in values:
            values[name] = VALUES[name].get(folded(str(values[name])), values[name])
    if "external_id" in values:
        values.setdefault("source", _DEFAULT_SOURCE)
    return values


def _field(name: str) -> str:
    return name if name in _KNOWN else HEADERS["complaints"].get(folded(name), name)


def _check(names: list[str]) -> None:
    unknown = [name for name in names if name not in _KNOWN]
    if not unknown:
        return
    advice = _("Known keys: {keys}").format(keys=listed(sorted(_KNOWN)))
    if set(unknown) <= set(COMPLAINT_COLUMNS):
        advice = _("What has a history already is imported: cstui import complaints FILE")
    raise BadInput(_("These keys mean nothing at intake: {keys}").format(keys=one_line(listed(unknown))), advice)
