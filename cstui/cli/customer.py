"""``cstui customer``: customers and their history."""

from __future__ import annotations

import click

from ..floor import customers
from ..floor.views import Customer
from ..i18n import N_
from .complaint import LONGEST_PAGE, brief
from .output import Column, plain, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

customer = Nouns("customer", help=N_("Customers, with their phones masked."))

_COLUMNS = (
    Column(N_("Customer number"), lambda person: person.id),
    Column(N_("Name"), lambda person: person.name, narrows=True),
    Column(N_("Phone"), lambda person: person.phone),
    Column(N_("Tier"), lambda person: person.tier),
)


@verb(customer, "list", N_("List customers, all or those that a text finds."))
@argument("text", metavar="TEXT", default="", help=N_("A part of the name, the number, the phone or the initials."))
@option("--limit", type=click.IntRange(1, LONGEST_PAGE), default=50, show_default=True, help=N_("At most so many."))
@output_option
@pass_session
def list_(session: Session, form: str, text: str, limit: int) -> None:
    show_list(form, customers.customers(session.actor(), text, limit=limit), _COLUMNS)


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
