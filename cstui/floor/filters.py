"""The filter language: words and ``field:value``, ``-`` negates; one language for lists, screens and exports.

``state:open -owner:me "double charge" received:>=2026-03-01 severity:critical,major``; ``none`` asks
for an empty field, and what stands in quotes is meant literally.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import cast

from db.fields import epoch
from db.queries.conditions import Condition, Op

from ..errors import BadInput, NotFound
from ..i18n import _, listed
from ..text import one_line
from . import phones, store
from .labels import label, values
from .views import SEVERITIES, STATES, Actor

_TOKEN = re.compile(r'(-?)(?:([A-Za-z_.]+):)?("(?:[^"\\]|\\.)*"?|[^\s"]\S*)')
_COMPARE = re.compile(r"(<=|>=|<|>|=)?(.*)", re.DOTALL)
_ALIASES = {
    "owner": "assignee",
    "received": "received_at",
    "due": "due_at",
    "closed": "closed_at",
    "clock": "next_clock",
    "sev": "severity",
    "customer.name": "customer",
    "customer.phone": "phone",
    "customer.id": "customer_id",
    "customer.tier": "tier",
}
_TEXTS = ("category", "subject", "narrative", "respondent", "customer", "channel")
_EXACT = ("source", "external_id", "customer_id", "tier", "next_clock", "team", "cause")
_INSTANTS = ("received_at", "due_at", "closed_at")
_NUMBERS = ("cycle", "satisfaction", "version", "incident")
_FLAGS = ("overdue", "breached")
_EMPTY = ("none", "-")  # unless in quotes
_MAY_BE_EMPTY = frozenset({*_TEXTS, *_EXACT, "phone", "due_at", "closed_at", "satisfaction"})
_YES, _NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")
FIELDS: tuple[str, ...] = (
    "state", "severity", "team", "owner", "assignee", "customer", "phone", "customer_id", "tier", "category", "cause",
    "channel", "subject", "narrative", "respondent", "received", "due", "closed", "clock", "overdue", "breached",
    "cycle", "satisfaction", "source", "external_id", "ref", "version", "incident",
)  # fmt: skip


def parse(query: str, actor: Actor, *, now: datetime | None = None) -> tuple[Condition, ...]:
    """Return the conditions of a filter text; raises BadInput that names the word and what is known.

    Without any ``state:`` the open complaints are meant.
    """
    at = now or store.now()
    found: list[Condition] = []
    stated = False
    for minus, name, raw in _TOKEN.findall(query):
        field = _ALIASES.get(name.lower(), name.lower())
        stated = stated or field == "state"
        if field in _MAY_BE_EMPTY and raw.lower() in _EMPTY:
            found.append(Condition(field, "=", None, bool(minus)))
        else:
            found += _conditions(field, _unquote(raw), bool(minus), actor, at)
    return tuple(found) if stated else (Condition("open", "=", True), *found)


def quote(value: str) -> str:
    """Return a value so that the filter language reads it as one word."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def complete(text: str) -> list[str]:
    """Return what the last word of a filter may become: field names, or the known values of one."""
    last = text.rsplit(" ", 1)[-1]
    minus, name, begun = "-" * last.startswith("-"), *last.lstrip("-").partition(":")[::2]
    if ":" not in last:
        return [f"{minus}{field}:" for field in FIELDS if field.startswith(name.lower())] if name else []
    known = {
        "state": ("open", "all", *STATES),
        "severity": SEVERITIES,
        "owner": ("me", "none"),
        "overdue": ("yes", "no"),
    }
    return [f"{minus}{name}:{value}" for value in known.get(name.lower(), ()) if value.startswith(begun.lower())]


def _unquote(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    return re.sub(r"\\(.)", r"\1", raw[1:].removesuffix('"'))


def _conditions(field: str, value: str, negated: bool, actor: Actor, now: datetime) -> list[Condition]:
    if not field:
        return [Condition("word", "~", value, negated)] if value else []
    if field == "state":
        return _states(value, negated)
    if field == "severity":
        return [_ranked(value, negated)]
    if field in _FLAGS:
        return [Condition(field, "=", True, negated != _says_no(value))]
    if field == "assignee":
        login = {"me": actor.login, "none": None, "-": None}.get(value.lower(), value)
        return [Condition(field, "=", login, negated)]
    if field == "phone":
        return [Condition(field, "=", phones.normalise(value), negated)]
    if field == "ref":
        return [Condition(field, "=", _number_of(value), negated)]
    if field in _EXACT or field in _TEXTS:
        return [Condition(field, "~" if field in _TEXTS else "=", value, negated)]
    if field in _INSTANTS or field in _NUMBERS:
        return _ranges(field, value, negated, now)
    raise BadInput(
        _("There is no field {field} to filter by").format(field=one_line(field)),
        _("Fields: {fields}").format(fields=listed(FIELDS)),
    )


def _number_of(ref: str) -> int:
    from .marks import number_of

    try:
        return number_of(ref)
    except NotFound as error:
        raise BadInput(error.title, error.detail) from None


def _says_no(value: str) -> bool:
    if value.lower() in (*_YES, *_NO):
        return value.lower() in _NO
    raise BadInput(
        _("{word} is not known here").format(word=one_line(value)), _("Known: {values}").format(values="yes, no")
    )


def _states(value: str, negated: bool) -> list[Condition]:
    if value.lower() == "all":
        return []
    if value.lower() == "open":
        return [Condition("open", "=", True, negated)]
    chosen = [_known("state", word, STATES) for word in value.split(",")]
    return [Condition("state", "in", chosen, negated)]


def _ranked(value: str, negated: bool) -> Condition:
    ranks = [SEVERITIES.index(_known("severity", word, SEVERITIES)) for word in value.split(",")]
    return Condition("severity", "in", ranks, negated)


def _known(kind: str, word: str, known: tuple[str, ...]) -> str:
    """Return the stored value of a word: itself, its label in the language in use, or a clear beginning."""
    lowered = word.lower()
    spoken = {label(kind, value).lower(): value for value in values(kind)}
    begun = [value for value in known if value.startswith(lowered)]
    if lowered in known:
        return lowered
    if lowered in spoken:
        return spoken[lowered]
    if len(begun) == 1 and lowered:
        return begun[0]
    raise BadInput(
        _("{word} is not known here").format(word=one_line(word)), _("Known: {values}").format(values=listed(known))
    )


def _ranges(field: str, value: str, negated: bool, now: datetime) -> list[Condition]:
    match = _COMPARE.fullmatch(value)
    assert match is not None
    op, rest = cast(Op | None, match.group(1)), match.group(2)
    if field in _NUMBERS:
        if not rest.isdecimal() or len(rest) > 15:
            raise BadInput(_("{word} is not a number").format(word=one_line(rest)))
        return [Condition(field, op or "=", int(rest), negated)]
    first, last = _span(rest, now)
    bounds: dict[Op | None, list[tuple[Op, datetime]]] = {
        "<": [("<", first)],
        "<=": [("<", last)],
        ">": [(">=", last)],
        ">=": [(">=", first)],
    }
    whole: list[tuple[Op, datetime]] = [(">=", first), ("<", last)]
    chosen = bounds.get(op, whole)
    if negated and len(chosen) == 2:
        raise BadInput(_("A day cannot be negated"), _("Use < or > instead."))
    return [Condition(field, found, epoch(at), negated) for found, at in chosen]


def _span(text: str, now: datetime) -> tuple[datetime, datetime]:
    """Return the first instant of what a text means and the first one after it: a month, a day, an instant."""
    zone = store.zone()
    starts: list[tuple[str, Callable[[date], date]]] = [
        (r"\d{4}-\d{2}-\d{2}", lambda day: day + timedelta(days=1)),
        (r"\d{4}-\d{2}", lambda day: (day.replace(day=1) + timedelta(days=32)).replace(day=1)),
    ]
    for pattern, after in starts:
        if re.fullmatch(pattern, text):
            try:
                day = date.fromisoformat(text if len(text) == 10 else f"{text}-01")
                return datetime.combine(day, time(), zone), datetime.combine(after(day), time(), zone)
            except (ValueError, OverflowError):
                break
    from .when import resolve

    at = resolve(text, now=now, zone=zone)
    return at, at + timedelta(seconds=1)
