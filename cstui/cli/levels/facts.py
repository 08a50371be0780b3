"""What praise, penalties and training have in common: their columns, how one is recorded, listed and voided."""

from __future__ import annotations

from collections.abc import Collection

import click

from ...floor.levels import evidence, training
from ...floor.levels.evidence import Entry, Given
from ...floor.levels.fact_words import about, word
from ...i18n import N_, _
from ..days import DAY
from ..output import Column, safe_echo, show_list, show_one, text_of
from ..parts import NUMBER, F, Nouns, argument, option, output_option, verb
from ..session import Session, pass_session


def _result(entry: Entry) -> str:
    verdict = {True: _("passed"), False: _("failed"), None: ""}[entry.passed]
    return f"{verdict} {figure(entry.value)}".strip()


def figure(value: float | None) -> str:
    """Return a figure without a needless ``.0``."""
    return "" if value is None else f"{value:.10g}"


COLUMNS = (
    Column(N_("Number"), lambda each: each.id),
    Column(N_("Day"), lambda each: each.day),
    Column(N_("Agent"), lambda each: each.agent),
    Column(N_("Kind"), lambda each: word("fact", each.kind)),
    Column(N_("Matter"), lambda each: about(each.kind, each.name), narrows=True),
    Column(N_("From or with"), lambda each: each.giver, narrows=True),
    Column(N_("Result"), _result),
    Column(N_("Case"), lambda each: each.ref),
    Column(N_("Text"), lambda each: each.text, narrows=True),
    Column(N_("Voided"), lambda each: _("yes") if each.voided else ""),
)

agent_argument = argument("login", metavar="AGENT", help=N_("The login of the person."))
day_option = option("--on", "day", type=DAY, metavar="DATE", help=N_("The day; today unless told."))
text_option = option("--text", default="", metavar="TEXT", help=N_("The words, or what happened."))
score_option = option("--score", "value", type=float, metavar="NUMBER", help=N_("Points of a hundred."))


def passed_option(function: F) -> F:
    """Add ``--passed/--failed``, which must be told."""
    return option("--passed/--failed", "passed", default=None, required=True, help=N_("The result."))(function)


def record(session: Session, form: str, login: str, given: Given) -> None:
    """Record an entry and show it."""
    entry = evidence.record(session.actor(), login, given)
    show_one(form, entry, lambda: line(entry))
    note = training.unasked(entry.kind, entry.name)
    if note:
        safe_echo(note, err=True)


def line(entry: Entry) -> str:
    """Return an entry on one line: number, day, whom, what."""
    cells = (column.cell(entry) for column in COLUMNS)
    return "  ".join(text for text in (text_of(cell) for cell in cells) if text)


def add_reading(group: Nouns, kinds: Collection[str]) -> None:
    """Give a noun ``list`` and ``void`` for its kinds of entries."""

    @verb(group, "list", N_("List what is recorded, the newest first."))
    @option("--agent", "login", metavar="LOGIN", help=N_("Only this person."))
    @option("--voided", is_flag=True, help=N_("The voided ones as well."))
    @option("--limit", type=click.IntRange(1, 1_000), default=200, show_default=True, help=N_("At most so many."))
    @output_option
    @pass_session
    def list_(session: Session, form: str, login: str | None, voided: bool, limit: int) -> None:
        found = evidence.entries(session.actor(), login=login, kinds=kinds, voided=voided, limit=limit)
        show_list(form, found, COLUMNS, begin=group.name or "")

    @verb(group, "void", N_("Take an entry out of count; it stays in the record with the reason."))
    @argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
    @option("--reason", required=True, metavar="TEXT", help=N_("Why it does not count."))
    @output_option
    @pass_session
    def void(session: Session, form: str, number: int, reason: str) -> None:
        entry = evidence.void(session.actor(), number, reason, kinds=kinds)
        show_one(form, entry, lambda: line(entry))
