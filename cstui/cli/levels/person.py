"""``cstui level set|history|profile``: where a person stands, and what the ladders ask of a person's papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ...floor.levels import case_due, profiles, standings
from ...floor.levels.fact_words import word
from ...floor.levels.fitness import title
from ...floor.levels.ladder_reading import EDUCATIONS, STATUSES
from ...i18n import N_, _, labelled
from ..days import DAY
from ..output import Column, show_list, show_one
from ..parts import argument, command, option, output_option
from ..session import Session, pass_session
from . import facts

_HISTORY = (
    Column(N_("Ladder"), lambda each: each.ladder),
    Column(N_("Level"), lambda each: title(each.ladder, each.level), narrows=True),
    Column(N_("Since"), lambda each: each.since),
    Column(N_("Until"), lambda each: each.until),
    Column(N_("Cause"), lambda each: word("cause", each.cause)),
)


@command("set", N_("Put a person on a level for the first time; later a promotion case does it."))
@facts.agent_argument
@argument("level", metavar="LEVEL", help=N_("The level's key in the ladder."))
@option("--ladder", metavar="NAME", help=N_("The ladder; that of the person's team unless told."))
@option("--since", type=DAY, metavar="DATE", help=N_("Since when; today unless told."))
@option("--mend", metavar="REASON", help=N_("Set right what was entered wrong, while no case rests on it."))
@output_option
@pass_session
def set_(
    session: Session, form: str, login: str, level: str, ladder: str | None, since: date | None, mend: str | None
) -> None:
    stand = standings.grade(session.actor(), login, level, ladder=ladder, since=since, mend=mend)
    show_one(form, stand, lambda: _line(stand))


@command("history", N_("Show which levels a person holds and held."))
@facts.agent_argument
@option("--ladder", metavar="NAME", help=N_("Only this ladder."))
@output_option
@pass_session
def history(session: Session, form: str, login: str, ladder: str | None) -> None:
    actor = session.actor()
    case_due.settle_due()
    show_list(form, standings.history(actor, login, ladder=ladder), _HISTORY, begin="level set")


@command("profile", N_("Show a person's papers; with options, enter them."))
@facts.agent_argument
@option("--hired", "hired_on", type=DAY, metavar="DATE", help=N_("When the person entered the company."))
@option("--service-since", type=DAY, metavar="DATE", help=N_("In customer service since, here or elsewhere."))
@option("--status", type=click.Choice(STATUSES), help=N_("Of the employment."))
@option("--education", type=click.Choice(EDUCATIONS), help=N_("The highest degree."))
@option("--born", "born_on", type=DAY, metavar="DATE", help=N_("Date of birth; only criteria of age ask for it."))
@output_option
@pass_session
def profile(session: Session, form: str, login: str, **given: Any) -> None:
    values = {name: value for name, value in given.items() if value is not None}
    actor = session.actor()
    found = profiles.change(actor, login, values) if values else profiles.show(actor, login)
    show_one(form, found, lambda: _page(found))


def _line(stand: standings.Stand) -> str:
    return _("{name}: {level} since {day}").format(
        name=stand.name, level=title(stand.ladder, stand.level), day=stand.since
    )


def _page(found: profiles.Profile) -> str:
    facts_ = (
        (_("Hired"), found.hired_on),
        (_("In service since"), found.service_since),
        (_("Status"), word("status", found.status)),
        (_("Education"), word("education", found.education)),
        (_("Born"), found.born_on),
    )
    return "\n".join(
        [f"{found.agent}  {found.name}", *("  " + labelled(name, str(value or "-")) for name, value in facts_)]
    )
