"""``cstui quality``: a random sample of closed cases, scored."""

from __future__ import annotations

from typing import Any

import click

from ...i18n import N_
from ..output import Column, plain, show_list, show_one
from ..parts import NUMBER, Nouns, argument, option, output_option, verb
from ..session import Session, pass_session

quality = Nouns("quality", help=N_("Quality: a random sample of the month's closed cases, scored from 0 to 100."))

_COLUMNS = (
    Column(N_("Number"), lambda each: each.id),
    Column(N_("Case"), lambda each: each.ref),
    Column(N_("Agent"), lambda each: each.agent),
    Column(N_("Month"), lambda each: each.month),
    Column(N_("Score"), lambda each: "-" if each.score is None else f"{each.score:g}"),
    Column(N_("Remarks"), lambda each: each.remarks, narrows=True),
)


@verb(quality, "draw", N_("Draw cases at random; drawing again adds only what lacks."))
@argument("month", metavar="MONTH", help=N_("Such as 2026-02."))
@option("-n", "n", type=int, default=3, show_default=True, help=N_("How many cases."))
@option(
    "--per", type=click.Choice(("agent", "team")), default="agent", show_default=True, help=N_("Of each, or in all.")
)
@option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
@option("--seed", type=int, help=N_("Draw by this number, to repeat a draw."))
@output_option
@pass_session
def draw(session: Session, form: str, month: str, team: str | None, **given: Any) -> None:
    from ...floor.levels import quality as sample

    show_list(form, sample.draw(session.actor(), team, month, **given), _COLUMNS)


@verb(quality, "list", N_("List the drawn cases of a month."))
@argument("month", metavar="MONTH", help=N_("Such as 2026-02."))
@option("--team", metavar="TEAM", help=N_("Only this team."))
@output_option
@pass_session
def list_(session: Session, form: str, month: str, team: str | None) -> None:
    from ...floor.levels import quality as sample

    show_list(form, sample.checks(session.actor(), month, team), _COLUMNS, begin="quality draw")


@verb(quality, "score", N_("Score a drawn case."))
@argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number in the list."))
@argument("points", metavar="SCORE", type=float, help=N_("From 0 to 100."))
@option("--remarks", metavar="TEXT", default="", help=N_("What was good, what was not."))
@output_option
@pass_session
def score(session: Session, form: str, number: int, points: float, remarks: str) -> None:
    from ...floor.levels import quality as sample

    found = sample.score(session.actor(), number, points, remarks)
    show_one(form, plain(found), lambda: f"{found.ref}  {found.agent}  {found.score:g}")
