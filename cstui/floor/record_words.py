"""What was recorded with an event, in words: the form's answers, and the facts that the journal itself holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db.fields import NEVER, instant
from db.queries import people
from db.queries.history import EventRow

from ..errors import CstuiError
from ..i18n import N_, _, noted
from ..text import clean, one_line
from . import causes, store
from .escalation import LEVELS
from .forms import FORMS, INTAKE
from .labels import label
from .marks import ref_of


class Pair(NamedTuple):
    """One line of a form: its label, and what was filled in (foreign text, whole and clean)."""

    label: str
    value: str


_FIELDS = {(kind, field.name): field for kind, form in (*FORMS.items(), ("received", INTAKE)) for field in form}
_FACTS = {
    "clock": N_("Clock"),
    "cycle": N_("Cycle"),
    "due": N_("Due"),
    "promised": N_("Reply promised for"),
    "span": N_("By how much"),
    "percent": N_("Per cent of the limit"),
    "level": N_("Escalation level"),
    "severity": N_("Severity"),
    "policy": N_("Policy pack"),
    "assignee": N_("Owner"),
    "team": N_("Team"),
    "hops": N_("Hop"),
    "into": N_("Into"),
    "merged": N_("Merged"),
    "undoes": N_("Undoes the event"),
    "alone": N_("Closed alone"),
    "full": N_("Phones unmasked"),
    "at": N_("Effective"),
}


def moment(at: datetime | None, *, seconds: bool = False) -> str:
    """Return an instant in the floor's zone as papers write it; empty for none."""
    if at is None:
        return ""
    return at.astimezone(store.zone()).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def answers(row: EventRow) -> tuple[Pair, ...]:
    """Return the form recorded with an event, in the order of its fields."""
    kind = row.form or row.action
    asked = [name for form, name in _FIELDS if form == kind and name in row.fields]
    others = [name for name in row.fields if name not in asked]
    return tuple(Pair(_label(kind, name), _answer(kind, name, row.fields[name])) for name in asked + others)


def facts(row: EventRow) -> tuple[Pair, ...]:
    """Return what the journal itself says of an event beyond its states and its form."""
    told = {*row.fields, "promised"} if "promised_at" in row.fields else row.fields.keys()
    body = {name: value for name, value in row.body.items() if name in _FACTS and name not in told}
    return tuple(Pair(_(_FACTS[name]), _fact(name, body[name])) for name in _FACTS if name in body)


def change(row: EventRow) -> str:
    """Return the states an event led from and to: ``registered → handling``; empty where it moved none."""
    frm, to = row.body.get("from"), row.body.get("to")
    if not to or frm == to:
        return ""
    return " → ".join(label("state", str(state)) for state in (frm, to) if state)


def _label(kind: str, name: str) -> str:
    field = _FIELDS.get((kind, name))
    return _(field.label) if field else one_line(name)


def _answer(kind: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = _FIELDS.get((kind, name))
    text = clean(str(value if value is not None else ""))
    if field is None or not text:
        return text
    if field.kind == "when":
        return _told_time(text)
    if field.kind == "cause":
        return cause(text)
    return label(name, text) if field.kind == "choice" else text


def _told_time(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text  # an imported history may hold other words under that name


def cause(code: str | None) -> str:
    """Return a root cause in words; its code where the cause tree cannot be read."""
    try:
        return clean(causes.words_of(code))
    except CstuiError:
        return code or ""


def _fact(name: str, value: Any) -> str:
    return clean("".join(_fact_words(name, value)))


def _fact_words(name: str, value: Any) -> Iterator[str]:
    if name in ("due", "promised", "at") and isinstance(value, int) and value < NEVER:
        yield moment(instant(value))
    elif name in ("clock", "severity"):
        yield label(name, str(value))
    elif name == "assignee":
        yield people.login_of(value) or "-"
    elif name == "team" and isinstance(value, int):
        yield people.slug_of(value)
    elif name in ("into", "merged") and isinstance(value, int):
        yield ref_of(value)
    elif name == "level" and isinstance(value, int) and 1 <= value <= len(LEVELS):
        yield label("level", LEVELS[value - 1].name)
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    else:
        yield str(value)


def who(actor: str | None, role: str) -> str:
    """Return who acted and under which role; the floor itself where nobody did."""
    return noted(one_line(actor), label("role", role)) if actor else _("the floor")


def fields_of(pairs: Mapping[str, object]) -> tuple[Pair, ...]:
    """Return labelled values as pairs, those that hold nothing left out."""
    return tuple(Pair(name, clean(str(value))) for name, value in pairs.items() if value not in (None, ""))
