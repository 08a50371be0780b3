"""``cstui complaint``: taking in, listing, showing and pulling; the steps stand in ``steps.py``."""

from __future__ import annotations

from typing import Any

import click

from ..errors import NotFound
from ..floor import complaints, labels
from ..floor.forms import FORMS, INTAKE, ORIGIN
from ..floor.views import SEVERITIES, Actor, Complaint, Page
from ..i18n import N_, _, listed
from ..text import one_line
from . import fields
from .output import Column, plain, safe_echo, short, show_list, show_one
from .parts import Nouns, argument, command, option, output_option
from .session import Session, pass_session

LONGEST_PAGE = 1_000

complaint = Nouns(
    "complaint",
    lazy={
        "add": "complaint:add",
        "list": "complaint:list_",
        "show": "complaint:show",
        "next": "complaint:next_",
        **dict.fromkeys(FORMS, "steps:STEPS"),
        "undo": "undo:undo",
        "forecast": "forecast:forecast",
    },
    help=N_("Complaints: take in, look up, dispatch, answer, close."),
)


def due(case: Complaint) -> str:
    """Return when the next limit ends; ``!`` once it has passed."""
    return short(case.due_at) + ("!" if case.overdue else "")


COLUMNS = (
    Column(N_("Ref"), lambda case: case.ref),
    Column(N_("Severity"), lambda case: labels.label("severity", case.severity)),
    Column(N_("Due"), due),
    Column(N_("State"), lambda case: labels.label("state", case.state)),
    Column(N_("Customer"), lambda case: case.customer.name or case.customer.phone, narrows=True),
    Column(N_("Subject"), lambda case: case.subject or case.narrative[:200], narrows=True),
    Column(N_("Owner"), lambda case: case.assignee or "-", narrows=True),
)


def brief(case: Complaint) -> str:
    """Return one line that confirms what became of a complaint."""
    parts = (case.ref, labels.label("state", case.state), case.team, case.assignee or "-")
    return "  ".join(parts) + (_("  due {when}").format(when=due(case)) if case.due_at else "")


def warn_of_load(actor: Actor) -> None:
    """Say on stderr when the person now holds more open cases than the cap, or is off shift."""
    from ..floor import dispatch

    warning = dispatch.claim_warning(actor)
    if warning:
        safe_echo(warning, err=True)


@command("add", N_("Take in a complaint and print it."), params=fields.options((*INTAKE, *ORIGIN)))
@output_option
@pass_session
def add(session: Session, form: str, json_source: str | None, **given: Any) -> None:
    actor = session.actor()
    values: dict[str, Any] = {}
    if json_source is not None:
        from .intake import from_json

        values = from_json(json_source)
    values |= {name: value for name, value in given.items() if value is not None}
    twins = _likely(actor, values)
    case = complaints.add(actor, values)
    show_one(form, case, lambda: brief(case))
    if twins:
        told = _("{ref} may repeat: {refs}").format(ref=case.ref, refs=listed(twins))
        safe_echo(f"{told}\n" + _("  To merge: cstui complaint merge {ref} --into REF").format(ref=case.ref), err=True)


def _likely(actor: Actor, values: dict[str, Any]) -> list[str]:
    from ..floor import duplicates

    found = duplicates.likely(actor, values)
    return [f"{each.ref} ({one_line(each.subject)[:40]})" for each in found]


@command("list", N_("List complaints in the order of the queue; open ones unless told."))
@option("--state", metavar="STATE", help=N_("A state, or open, or all."))
@option("--team", metavar="TEAM", help=N_("Complaints of this team."))
@option("--assignee", metavar="LOGIN", help=N_("Complaints of this owner; - for none, me for yourself."))
@option("--severity", type=click.Choice(SEVERITIES), help=N_("Complaints of this severity."))
@option("--overdue", is_flag=True, help=N_("Only those past their next limit."))
@option("--query", metavar="FILTER", default="", help=N_("Words and field:value, as typed after / on the screen."))
@option("--sort", metavar="[-]FIELD", default="due", show_default=True, help=N_("The order; - turns it round."))
@option("--limit", type=click.IntRange(1, LONGEST_PAGE), default=50, show_default=True, help=N_("At most so many."))
@option("--after", metavar="REF", help=N_("Go on after this complaint of the page before."))
@option("--view", metavar="NAME", help=N_("A saved view: its filter and order."))
@option("--as-of", "as_of", metavar="TIME", help=N_("The open queue as it was then, from the journal."))
@output_option
@pass_session
def list_(
    session: Session,
    form: str,
    query: str,
    sort: str,
    limit: int,
    after: str | None,
    view: str | None,
    as_of: str | None,
    **chosen: str | bool | None,
) -> None:
    from ..floor import queue

    actor = session.actor()
    if as_of is not None:
        _as_it_was(form, actor, as_of)
        return
    if view is not None:
        from ..floor import saved

        kept = saved.view(actor, view)
        query, sort = f"{kept.query} {query}", ("-" if kept.reverse else "") + kept.sort
    terms = [_term(name, value) for name, value in chosen.items() if value]
    page = queue.page(
        actor,
        " ".join([query, *terms]).strip(),
        sort=sort.removeprefix("-"),
        reverse=sort.startswith("-"),
        after=after,
        limit=limit,
    )
    show_list(form, page.rows, COLUMNS)
    _tell_more(form, page)
    hint_at_calendar()


def _as_it_was(form: str, actor: Actor, as_of: str) -> None:
    from ..floor import past, store, when

    at = when.resolve(as_of, now=store.now(), zone=store.zone())
    show_list(form, past.queue_at(actor, at), _THEN)


_THEN = (
    Column(N_("Ref"), lambda then: then.ref),
    Column(N_("Severity"), lambda then: labels.label("severity", then.severity)),
    Column(N_("Due"), lambda then: short(then.due_at)),
    Column(N_("State"), lambda then: labels.label("state", then.state)),
    Column(N_("Subject"), lambda then: then.subject, narrows=True),
    Column(N_("Owner"), lambda then: then.assignee or "-", narrows=True),
)


def _term(name: str, value: str | bool) -> str:
    from ..floor import filters

    return f"{name}:{filters.quote('yes' if value is True else str(value))}"


def hint_at_calendar() -> None:
    """Say on stderr when the calendar's file says something else than the calendar in force."""
    from ..floor import in_force

    if in_force.differs():
        safe_echo(_("The calendar's file differs from the calendar in force: see `cstui calendar check`."), err=True)


def _tell_more(form: str, page: Page) -> None:
    if form == "table" and page.after:
        safe_echo(_("There are more: add --after {ref}").format(ref=page.after), err=True)


@command("show", N_("Show one complaint: fields, clocks, forms and time line."))
@argument("ref", metavar="REF", help=N_("A reference such as C-000123."))
@option("--reveal", "reason", metavar="REASON", help=N_("Show the phone in full; the journal keeps who and why."))
@output_option
@pass_session
def show(session: Session, form: str, ref: str, reason: str | None) -> None:
    actor = session.actor()
    phone = None
    if reason is not None:
        from ..floor import reveal

        phone = reveal.reveal(actor, ref, reason)
    detail = complaints.show(actor, ref)
    if phone is not None:
        detail = detail.revealed(phone)
    if form == "table":
        from .page import page_of

        safe_echo(page_of(detail))
        return
    shown = plain(detail.complaint) | {name: plain(getattr(detail, name)) for name in ("clocks", "events", "forms")}
    show_one(form, shown, lambda: "")


@command("next", N_("Show the case you should take next, and why."))
@option("--claim", is_flag=True, help=N_("Take it."))
@output_option
@pass_session
def next_(session: Session, form: str, claim: bool) -> None:
    from ..floor import dispatch

    actor = session.actor()
    found = dispatch.next_case(actor, claim=claim)
    if found is None:
        raise NotFound(_("There is no case for you to take"))
    case, reason = found
    if claim:
        warn_of_load(actor)
    show_one(form, plain(case) | {"reason": reason}, lambda: f"{brief(case)}\n{reason}")
