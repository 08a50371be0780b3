"""A complaint taken in as one JSON object: our JSON keys, or the columns of an import."""

from __future__ import annotations

from typing import Any

from ..errors import BadInput
from ..floor.forms import INTAKE
from ..i18n import _
from ..text import one_line
from .fields import read_object

_KNOWN = {field.name for field in INTAKE}


def from_json(source: str) -> dict[str, Any]:
    """Return the fields of intake from a JSON object; keys that hold nothing are passed over.

    Raises BadInput for keys that mean nothing at intake.
    """
    values: dict[str, Any] = {}
    for name, value in read_object(source).items():
        if name == "customer" and isinstance(value, dict):
            values |= {f"customer_{inner}": each for inner, each in value.items()}
        else:
            values[name] = value
    values = {name: value for name, value in values.items() if value not in (None, "")}
    unknown = [name for name in values if name not in _KNOWN]
    if unknown:
        raise BadInput(
            _("These keys mean nothing at intake: {keys}").format(keys=one_line(", ".join(unknown))),
            _("Known keys: {keys}").format(keys=", ".join(sorted(_KNOWN))),
        )
    return values
