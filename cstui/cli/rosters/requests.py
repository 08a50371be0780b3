"""What the commands of swaps, leave and open shifts share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ...floor.rosters import weeks
from ...i18n import N_, _, labelled
from ..parts import NUMBER, Nouns, argument, option, output_option, verb
from ..session import Session, pass_session

number_argument = argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
reason_option = option("--reason", metavar="TEXT", default="", help=N_("Why."))
all_option = option("--all", "ended", is_flag=True, help=N_("The ended ones as well."))


def day(text: str | None) -> date | None:
    """Return a day as typed, None for none; raises BadInput."""
    return None if text is None else weeks.day_of(text)


def told(words: str, state: str, number: int, warnings: tuple[str, ...], *facts: tuple[str, str]) -> str:
    """Return a request as a person reads it: the line, its state, what else is known, what the rules say."""
    lines = [f"{number}  {words}  [{state}]"]
    lines += [f"  {labelled(_(name), value)}" for name, value in facts if value]
    lines += [f"  ! {warning}" for warning in warnings]
    return "\n".join(lines)


def add_step(
    group: Nouns, name: str, message: str, take: Callable[..., Any], show: Callable[[str, Any], None], *options: Any
) -> None:
    """Add the verb of one step of a request: it names the request, takes its options and shows what became of it."""

    @output_option
    @pass_session
    def run(session: Session, form: str, number: int, **given: Any) -> None:
        show(form, take(session.actor(), number, **given))

    for each in reversed(options):
        run = each(run)
    verb(group, name, message)(number_argument(run))
