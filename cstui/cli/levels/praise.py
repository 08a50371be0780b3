"""``cstui praise``: praise by customers and by colleagues."""

from __future__ import annotations

from datetime import date

import click

from ...floor.levels.evidence import Given
from ...i18n import N_, _
from ..parts import Nouns, option, output_option, verb
from ..session import Session, pass_session
from . import facts

praise = Nouns("praise", help=N_("Praise: by customers, of whom different ones count, and by colleagues."))


@verb(praise, "add", N_("Record praise of a person."))
@facts.agent_argument
@option("--from-customer", "customer", metavar="ID", help=N_("The customer's number, or a reference of theirs."))
@option("--from", "giver", metavar="TEXT", help=N_("Who gave it: a customer without number, a department."))
@option("--internal", is_flag=True, help=N_("By a colleague or department, not by a customer."))
@option("--complaint", metavar="REF", help=N_("The complaint it arose from."))
@facts.day_option
@facts.text_option
@output_option
@pass_session
def add(
    session: Session,
    form: str,
    login: str,
    customer: str | None,
    giver: str | None,
    internal: bool,
    complaint: str | None,
    day: date | None,
    text: str,
) -> None:
    if internal and customer:
        raise click.UsageError(_("--internal praise is not given by a customer."))
    kind = "praise_internal" if internal else "praise_customer"
    given = Given(kind, day, giver=giver, customer=customer, complaint=complaint, text=text)
    facts.record(session, form, login, given)


facts.add_reading(praise, ("praise_customer", "praise_internal"))
