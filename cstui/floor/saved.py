"""Saved views: a filter with its order under a name, one's own or everybody's."""

from __future__ import annotations

from typing import NamedTuple

from db import models as rows
from db.queries.complaints import SORTS

from ..errors import BadInput, NotFound
from ..i18n import _
from ..text import clean, one_line
from . import access, filters, store
from .views import Actor

_LONGEST = 40


class View(NamedTuple):
    """One saved view; ``shared`` ones are everybody's."""

    name: str
    query: str
    sort: str
    reverse: bool
    shared: bool


def views(actor: Actor) -> list[View]:
    """Return the actor's own views and the shared ones by name."""
    table = rows.SavedView
    query = table.select().where((table.agent == actor.id) | table.agent.is_null())
    return [_view(row) for row in query.order_by(table.name)]


def view(actor: Actor, name: str) -> View:
    """Return the view of a name, one's own before a shared one; raises NotFound."""
    found = [each for each in views(actor) if each.name == name]
    if not found:
        raise NotFound(_("There is no view {name}").format(name=one_line(name)), _("See `cstui view list`."))
    return min(found, key=lambda each: each.shared)


def save(
    actor: Actor, name: str, query: str, *, sort: str = "due", reverse: bool = False, shared: bool = False
) -> View:
    """Keep a filter under a name, replacing one's own of that name; sharing takes a lead.

    Raises BadInput for a name or a filter that cannot be, Denied without the right to share.
    """
    name = clean(name).strip()
    if not name or len(name) > _LONGEST or any(blank in name for blank in " \n\t"):
        raise BadInput(_("{name} cannot be the name of a view").format(name=one_line(name)), _("Use one word."))
    if sort not in SORTS:
        raise BadInput(_("{sort} is not an order").format(sort=sort))
    filters.parse(query, actor)
    if shared and not actor.leads:
        access.deny(actor, "view.share", _("Only a lead shares a view"))
    owner = None if shared else actor.id
    with store.transaction():
        _delete(name, owner)
        row = rows.SavedView.create(agent=owner, name=name, query=query, sort=sort, reverse=reverse)
    return _view(row)


def remove(actor: Actor, name: str) -> None:
    """Forget a view; a shared one takes a lead.  Raises NotFound, Denied."""
    found = view(actor, name)
    if found.shared and not actor.leads:
        access.deny(actor, "view.share", _("Only a lead removes a shared view"))
    with store.transaction():
        _delete(name, None if found.shared else actor.id)


def _delete(name: str, owner: int | None) -> None:
    table = rows.SavedView
    owned = table.agent.is_null() if owner is None else table.agent == owner
    table.delete().where((table.name == name) & owned).execute()


def _view(row: rows.SavedView) -> View:
    return View(row.name, row.query, row.sort, row.reverse, row.agent is None)
