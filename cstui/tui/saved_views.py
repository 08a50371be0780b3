"""Saved views and the queue of a past time, as the command line and the palette reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cstui.errors import CstuiError
from cstui.floor import saved, store, when
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.act import QUEUE

if TYPE_CHECKING:
    from cstui.tui.program import Program

SHARED = ("shared", "共享")


async def show(app: Program, name: str) -> None:
    """Show the queue through a saved view; without a name let the person pick one."""
    if not name:
        await pick(app)
        return
    try:
        view = await app.work.read(saved.view, app.actor, name)
    except CstuiError as error:
        advice = _(":views lists them.")
        app.status(f"{error.title}  {advice}")
        return
    show_view(app, view)


def show_view(app: Program, view: saved.View) -> None:
    """Show the queue through a view."""
    app.show_view(QUEUE)
    app.queue_screen.look_through(view)


async def pick(app: Program) -> None:
    """Let the person pick one of the saved views."""
    from cstui.tui.modals.choose import ChooseModal

    try:
        views = await app.work.read(saved.views, app.actor)
    except CstuiError as error:
        app.show_error(error)
        return
    if not views:
        app.status(_("No view is saved yet; :save NAME keeps the present filter."))
        return
    app.push_screen(
        ChooseModal(_("Saved views"), [_line(view) for view in views]),
        lambda place: show_view(app, views[place]) if place is not None else None,
    )


async def save(app: Program, argument: str) -> None:
    """Keep the queue's filter and order under a name, for everybody when told so."""
    name, _blank, rest = argument.partition(" ")
    if not name or rest.strip() not in ("", *SHARED):
        app.status(_("Name the view, for example :save mine, or :save urgent shared"))
        return
    screen = app.queue_screen
    query, sort, reverse, shared = screen.query_text, screen.sort, screen.reverse, bool(rest)
    try:
        view = await app.work.write(saved.save, app.actor, name, query, sort=sort, reverse=reverse, shared=shared)
    except CstuiError as error:
        app.status(f"{error.title}. {error.detail}")
        return
    told = _("Saved for everybody as {name}.") if view.shared else _("Saved as {name}.")
    app.status(told.format(name=one_line(view.name)))


async def as_of(app: Program, time: str) -> None:
    """Show the queue as it was at a time."""
    from cstui.tui.screens.as_of import AsOfScreen

    if not time:
        app.status(_("Name a time, for example :asof -2h or :asof yesterday 17:30"))
        return
    try:
        at = when.resolve(time, now=store.now(), zone=await app.work.read(store.zone))
    except CstuiError as error:
        app.status(f"{error.title}. {error.detail}")
        return
    app.show_view(QUEUE)
    app.push_screen(AsOfScreen(at))


def _line(view: saved.View) -> str:
    order = ("-" if view.reverse else "") + view.sort
    parts = (view.name, view.query or _("everything open"), _("sort:{field}").format(field=order))
    return one_line(" · ".join((*parts, _("shared")) if view.shared else parts))
