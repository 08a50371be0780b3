"""``cstui action``: corrective actions, from planned to checked for effect."""

from __future__ import annotations

import click

from ..floor import corrective
from ..floor.corrective import Action
from ..i18n import N_, _
from .output import Column, short, show_list, show_one
from .parts import NUMBER, Nouns, argument, option, output_option, verb
from .session import Session, pass_session

action = Nouns("action", help=N_("Corrective actions: list them, report them done, check their effect."))

_number = argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number in `cstui action list`."))


def _stage(item: Action) -> str:
    """Return where an action stands."""
    if item.effective is not None:
        return _("helped") if item.effective else _("did not help")
    if item.done_at is not None:
        return _("to be checked")
    return _("overdue") if item.overdue else _("to be done")


_COLUMNS = (
    Column(N_("Number"), lambda item: item.id),
    Column(N_("Ref"), lambda item: item.ref),
    Column(N_("Action"), lambda item: item.action, narrows=True),
    Column(N_("Owner"), lambda item: item.owner, narrows=True),
    Column(N_("Due"), lambda item: short(item.due_at)),
    Column(N_("Stage"), _stage),
    Column(N_("Effect"), lambda item: item.effect, narrows=True),
)


def _line(item: Action) -> str:
    return "  ".join((str(item.id), item.ref, item.owner, _stage(item)))


@verb(action, "list", N_("List corrective actions by due date; those to do or to check unless told."))
@option("--all", "everything", is_flag=True, help=N_("Also those whose effect was checked."))
@option("--limit", type=click.IntRange(1, 1_000), default=200, show_default=True, help=N_("At most so many."))
@output_option
@pass_session
def list_(session: Session, form: str, everything: bool, limit: int) -> None:
    show_list(form, corrective.actions(session.actor(), pending=not everything, limit=limit), _COLUMNS)


@verb(action, "done", N_("Report a corrective action as carried out: its owner, or a lead."))
@_number
@output_option
@pass_session
def done(session: Session, form: str, number: int) -> None:
    item = corrective.done(session.actor(), number)
    show_one(form, item, lambda: _line(item))


@verb(action, "check", N_("Record whether a corrective action helped; nobody judges their own."))
@_number
@option("--helped/--did-not-help", "effective", default=None, required=True, help=N_("Whether the action helped."))
@option("--effect", metavar="TEXT", required=True, help=N_("What the check of the effect showed."))
@output_option
@pass_session
def check(session: Session, form: str, number: int, effective: bool, effect: str) -> None:
    item = corrective.judge(session.actor(), number, effective=effective, effect=effect)
    show_one(form, item, lambda: _line(item))
