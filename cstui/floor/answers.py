"""What was filled into a form, checked and brought into the store's shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ..errors import BadInput, Problem
from ..i18n import _, labelled, listed
from ..text import clean, one_line
from . import causes, phones, store, when
from .forms import Field
from .labels import label

_LIMIT = 100_000  # characters a field may hold; longer ones are refused, never cut
_DIGITS = 18  # more before or behind the point is no amount of anything
_TRUE = {"1", "true", "yes", "y", "on", "是", "有"}
_FALSE = {"0", "false", "no", "n", "off", "否", "无", ""}


def check(fields: Sequence[Field], values: Mapping[str, object], *, now: datetime) -> dict[str, Any]:
    """Return the given values by name, typed; raises BadInput with every problem at once.

    Texts come out clean, ``when`` as aware instants, numbers as Decimal text, flags as bool;
    fields left empty are absent.
    """
    known = {field.name: field for field in fields}
    problems = [
        Problem(0, name, one_line(str(values[name]))[:80], _("unknown field")) for name in values if name not in known
    ]
    answers: dict[str, Any] = {}
    for field in fields:
        try:
            value = _typed(field, values.get(field.name), now)
        except BadInput as error:
            given = one_line(str(values.get(field.name)))[:80]
            problems.append(Problem(0, field.name, given, f"{error.title}. {error.detail}".strip(". ")))
            continue
        if value is not None:
            answers[field.name] = value
        elif field.required:
            problems.append(Problem(0, field.name, "", _("is needed")))
    if problems:
        lines = [labelled(name_of(known, problem.column), problem.problem) for problem in problems]
        raise BadInput(_("The form is not complete or not right"), "\n".join(lines), problems)
    return answers


def name_of(known: Mapping[str, Field], name: str) -> str:
    """Return the label of a field for a message; an unknown name is shown as it is."""
    return _(known[name].label) if name in known else one_line(name)


def _typed(field: Field, value: object, now: datetime) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if field.kind == "flag":
        return _flag(value)
    if field.kind == "when":
        return value if isinstance(value, datetime) else when.resolve(str(value), now=now, zone=store.zone())
    text = clean(str(value)).strip()
    if len(text) > _LIMIT:
        raise BadInput(_("is longer than {limit} characters").format(limit=_LIMIT))
    if field.kind == "number":
        return _number(text)
    if field.kind == "phone":
        if not phones.is_number(text):
            raise BadInput(_("is no phone number"), _("For example 13812341234, 010-62345678 or +86 138 1234 1234."))
        return phones.normalise(text)
    if field.kind == "cause":
        return causes.check(text)
    if field.kind == "choice":
        return _choice(field, text)
    return text


def _flag(value: object) -> bool:
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadInput(_("is neither yes nor no"))


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadInput(_("is not a number")) from None
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        raise BadInput(_("is not a number"))
    return format(number, "f")


def _choice(field: Field, text: str) -> str:
    if field.free:
        return text
    lowered = text.lower().replace("-", "_")
    if lowered in field.choices:
        return lowered
    spoken = {label(field.name, choice).lower(): choice for choice in field.choices} if field.choices else {}
    if lowered in spoken:
        return spoken[lowered]
    raise BadInput(_("is none of: {choices}").format(choices=listed(field.choices)))
