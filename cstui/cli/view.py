"""``cstui view``: filters kept under a name."""

from __future__ import annotations

from ..floor import saved
from ..i18n import N_, _
from .output import Column, safe_echo, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

view = Nouns("view", help=N_("Saved views: filters with their order, under a name."))

_COLUMNS = (
    Column(N_("View"), lambda each: each.name),
    Column(N_("Filter"), lambda each: each.query, narrows=True),
    Column(N_("Order"), lambda each: ("-" if each.reverse else "") + each.sort),
    Column(N_("Shared"), lambda each: _("yes") if each.shared else ""),
)


@verb(view, "list", N_("List your views and the shared ones."))
@output_option
@pass_session
def list_(session: Session, form: str) -> None:
    show_list(form, saved.views(session.actor()), _COLUMNS)


@verb(view, "save", N_("Keep a filter under a name."))
@argument("name", metavar="NAME", help=N_("One word."))
@argument("query", metavar="FILTER", help=N_("Words and field:value, as typed after / on the screen."))
@option("--sort", metavar="[-]FIELD", default="due", show_default=True, help=N_("The order; - turns it round."))
@option("--shared", is_flag=True, help=N_("For everybody; leads only."))
@output_option
@pass_session
def save(session: Session, form: str, name: str, query: str, sort: str, shared: bool) -> None:
    order, reverse = sort.removeprefix("-"), sort.startswith("-")
    kept = saved.save(session.actor(), name, query, sort=order, reverse=reverse, shared=shared)
    show_one(form, kept, lambda: f"{kept.name}  {kept.query}")


@verb(view, "remove", N_("Forget a view."))
@argument("name", metavar="NAME", help=N_("Its name."))
@pass_session
def remove(session: Session, name: str) -> None:
    saved.remove(session.actor(), name)
    safe_echo(_("Removed {name}.").format(name=name), err=True)
