"""Reply templates: texts with fields that the complaint at hand fills in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from db import journal
from db import models as rows

from ..errors import BadInput, Conflict, NotFound
from ..i18n import _, listed
from ..text import clean, one_line
from . import access, accounts, store
from .views import Actor, Detail

FIELDS = ("customer", "ref", "subject", "due", "agent")
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_LONGEST_NAME = 60
_LONGEST_TEXT = 10_000


class Template(NamedTuple):
    """One reply template; ``category`` None serves all."""

    name: str
    category: str | None
    text: str


def add(actor: Actor, name: str, text: str, *, category: str | None = None, now: datetime | None = None) -> Template:
    """Keep a new template; raises BadInput for an unknown field, Conflict where the name is taken, Denied."""
    at = now or store.now()
    name, text = one_line(name), clean(text).strip()
    _check(name, text)
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "template.write")
        if rows.ReplyTemplate.get_or_none(rows.ReplyTemplate.name == name):
            raise Conflict(_("There is a template {name} already").format(name=name), _("Remove it first."))
        kept = clean(category).strip() or None if category else None
        row = rows.ReplyTemplate.create(name=name, category=kept, text=text, created_at=at)
        _journal(actor, "template.added", row.id, at)
    return Template(name, kept, text)


def remove(actor: Actor, name: str, *, now: datetime | None = None) -> None:
    """Forget a template; replies made with it stay.  Raises NotFound, Denied."""
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "template.write")
        row = _row(name)
        row.delete_instance()
        _journal(actor, "template.removed", row.id, now or store.now())


def templates(actor: Actor, *, category: str | None = None) -> list[Template]:
    """Return the templates by name, those of a category and those that serve all where one is given."""
    access.require(actor, "complaint.read")
    table = rows.ReplyTemplate
    query = table.select().order_by(table.name)
    if category is not None:
        query = query.where(table.category.is_null() | (table.category == category))
    return [_view(row) for row in query]


def show(actor: Actor, name: str) -> Template:
    """Return one template; raises NotFound."""
    access.require(actor, "complaint.read")
    return _view(_row(name))


def fill(actor: Actor, name: str, detail: Detail) -> str:
    """Return the text of a template with its fields filled in from a complaint; raises NotFound, BadInput."""
    text = show(actor, name).text
    _check_fields(text)
    case = detail.complaint
    due = case.due_at.astimezone(store.zone()) if case.due_at else None
    values = {
        "customer": one_line(case.customer.name),
        "ref": case.ref,
        "subject": one_line(case.subject),
        "due": f"{due:%Y-%m-%d %H:%M}" if due else "-",
        "agent": one_line(actor.name),
    }
    return _FIELD.sub(lambda field: values[field.group(1)], text)


def _check(name: str, text: str) -> None:
    if not name or len(name) > _LONGEST_NAME:
        raise BadInput(_("A template needs a name of at most {n} characters").format(n=_LONGEST_NAME))
    if not text or len(text) > _LONGEST_TEXT:
        raise BadInput(_("A template needs a text of at most {n} characters").format(n=_LONGEST_TEXT))
    _check_fields(text)


def _check_fields(text: str) -> None:
    unknown = [name for name in _FIELD.findall(text) if name not in FIELDS]
    if unknown:
        known = listed(f"{{{name}}}" for name in FIELDS)
        raise BadInput(
            _("{field} is no field of a template").format(field="{" + one_line(unknown[0])[:40] + "}"),
            _("Known: {names}.").format(names=known),
        )


def _row(name: str) -> rows.ReplyTemplate:
    found: rows.ReplyTemplate | None = rows.ReplyTemplate.get_or_none(rows.ReplyTemplate.name == one_line(name))
    if found is None:
        raise NotFound(
            _("There is no template {name}").format(name=one_line(name)[:60]), _("See `cstui template list`.")
        )
    return found


def _view(row: rows.ReplyTemplate) -> Template:
    return Template(row.name, row.category, row.text)


def _journal(actor: Actor, action: str, number: int, at: datetime) -> None:
    fact = journal.Fact(at, actor.id, access.acting_role(actor), action, f"template:{number}", {})
    journal.append(fact)
