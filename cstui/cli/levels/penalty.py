"""``cstui penalty``: penalties in money, and incidents."""

from __future__ import annotations

from datetime import date

import click

from ...floor.levels.evidence import Given
from ...floor.levels.ladder_reading import INCIDENTS
from ...i18n import N_, _
from ..parts import Nouns, option, output_option, verb
from ..session import Session, pass_session
from . import facts

penalty = Nouns("penalty", help=N_("Penalties in money, serious incidents and crossed red lines."))


@verb(penalty, "add", N_("Record a penalty by its rule, or an incident."))
@facts.agent_argument
@option("--rule", metavar="TEXT", help=N_("The rule that takes money: what was done."))
@option("--money", type=float, metavar="NUMBER", help=N_("How much is taken, in yuan."))
@option("--incident", type=click.Choice(INCIDENTS), help=N_("An incident instead of a penalty."))
@option("--complaint", metavar="REF", help=N_("The complaint it arose from."))
@facts.day_option
@facts.text_option
@output_option
@pass_session
def add(
    session: Session,
    form: str,
    login: str,
    rule: str | None,
    money: float | None,
    incident: str | None,
    complaint: str | None,
    day: date | None,
    text: str,
) -> None:
    if (rule is None) == (incident is None):
        raise click.UsageError(_("Give --rule for a penalty, or --incident."))
    if incident and money is not None:
        raise click.UsageError(_("--money goes with --rule."))
    kind = "incident" if incident else "penalty"
    given = Given(kind, day, incident or rule or "", value=money, complaint=complaint, text=text)
    facts.record(session, form, login, given)


facts.add_reading(penalty, ("penalty", "incident"))
