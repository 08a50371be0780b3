"""``cstui customer``: customers and their history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ..floor import customers
from ..floor.views import Customer
from ..i18n import N_, _
from .complaint import LONGEST_PAGE, brief
from .output import Column, plain, safe_echo, short, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

if TYPE_CHECKING:
    from ..floor.erasure import Erased

customer = Nouns("customer", help=N_("Customers, with their phones masked."))

_TO_CALL = (
    Column(N_("Customer number"), lambda each: each.customer.id),
    Column(N_("Name"), lambda each: each.customer.name, narrows=True),
    Column(N_("Phone"), lambda each: each.customer.phone),
    Column(N_("Ref"), lambda each: each.ref),
    Column(N_("Open"), lambda each: each.open),
    Column(N_("Last called"), lambda each: short(each.called_at) or "-"),
)
_COLUMNS = (
    Column(N_("Customer number"), lambda person: person.id),
    Column(N_("Name"), lambda person: person.name, narrows=True),
    Column(N_("Phone"), lambda person: person.phone),
    Column(N_("Tier"), lambda person: person.tier),
)


@verb(customer, "list", N_("List customers, all or those that a text finds."))
@argument("text", metavar="TEXT", default="", help=N_("A part of the name, the number, the phone or the initials."))
@option("--tier", metavar="TIER", help=N_("Only those of this tier."))
@option("--follow-up", "follow_up", is_flag=True, help=N_("The VIPs to call: with open cases, or not called of late."))
@option("--limit", type=click.IntRange(1, LONGEST_PAGE), default=50, show_default=True, help=N_("At most so many."))
@output_option
@pass_session
def list_(session: Session, form: str, text: str, tier: str | None, follow_up: bool, limit: int) -> None:
    if not follow_up:
        show_list(form, customers.customers(session.actor(), text, tier=tier, limit=limit), _COLUMNS)
        return
    if text or tier:
        raise click.UsageError(_("--follow-up lists VIPs; it takes neither a text nor a tier."))
    from ..floor import tiers

    show_list(form, tiers.follow_ups(session.actor(), limit=limit), _TO_CALL)


@verb(customer, "show", N_("Show one customer with the complaints you may see."))
@argument("number", metavar="ID", help=N_("The customer number, as imported."))
@output_option
@pass_session
def show(session: Session, form: str, number: str) -> None:
    record = customers.show(session.actor(), number)
    cases = record.complaints
    shown = plain(record.customer) | {"complaints": plain(cases)}
    show_one(form, shown, lambda: "\n".join([_line(record.customer), *(f"  {brief(case)}" for case in cases)]))


def _line(person: Customer) -> str:
    return "  ".join(part for part in (person.id, person.name, person.phone, person.tier) if part)


@verb(customer, "tier", N_("Set a customer's tier."))
@argument("number", metavar="ID", help=N_("The customer number, or the reference of one of the complaints."))
@argument("tier", metavar="TIER", help=N_("vip, gold, silver, standard or a word of your own; none takes it away."))
@output_option
@pass_session
def tier_(session: Session, form: str, number: str, tier: str) -> None:
    from ..floor import tiers

    changed = tiers.set_tier(session.actor(), number, tier)
    show_one(form, changed, lambda: _line(changed))


@verb(customer, "erase", N_("Erase a customer for good: name, numbers and every text of the complaints."))
@argument("number", metavar="ID", help=N_("The customer number, or the reference of one of the complaints."))
@option("--reason", required=True, metavar="TEXT", help=N_("Why; without the customer's name."))
@option("--force", metavar="REASON", help=N_("Why before the time that a policy pack says to keep cases."))
@option("--yes", is_flag=True, help=N_("Do it."))
@output_option
@pass_session
def erase(session: Session, form: str, number: str, reason: str, force: str | None, yes: bool) -> None:
    if not yes:
        raise click.UsageError(_("This cannot be taken back: add --yes."))
    from ..floor import erasure

    erased = erasure.erase(session.actor(), number, reason, force=force)
    show_one(form, erased, lambda: _told(len(erased.complaints), erased.forms))
    for line in _left(erased):
        safe_echo(line, err=True)


def _told(complaints: int, forms: int) -> str:
    return _("Erased: one customer, {complaints} complaints, {forms} forms.").format(complaints=complaints, forms=forms)


def _left(erased: Erased) -> Iterator[str]:
    if not erased.swept:
        yield _("Others kept the store busy: the next backup clears what is left in the slack of the file.")
    for copy in erased.copies:
        yield _("An older copy still holds the customer until it is restored or deleted: {file}").format(file=copy)
    for folder in erased.unreached:
        yield _("This folder of backups could not be told: {file}").format(file=folder)
