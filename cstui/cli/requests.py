"""What the commands of swaps, leave and open shifts share."""

from __future__ import annotations

from datetime import date

import click

from ..floor.rosters import weeks
from ..i18n import N_, _
from .parts import argument, option

number_argument = argument("number", metavar="NUMBER", type=click.IntRange(1), help=N_("Its number."))
reason_option = option("--reason", metavar="TEXT", default="", help=N_("Why."))
all_option = option("--all", "ended", is_flag=True, help=N_("The ended ones as well."))


def day(text: str | None) -> date | None:
    """Return a day as typed, None for none; raises BadInput."""
    return None if text is None else weeks.day_of(text)


def told(words: str, state: str, number: int, warnings: tuple[str, ...], *facts: tuple[str, str]) -> str:
    """Return a request as a person reads it: the line, its state, what else is known, what the rules say."""
    lines = [f"{number}  {words}  [{state}]"]
    lines += [f"  {_(name)}: {value}" for name, value in facts if value]
    lines += [f"  ! {warning}" for warning in warnings]
    return "\n".join(lines)
