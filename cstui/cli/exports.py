"""``cstui export``: complaints, customers, agents, the journal and case files into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from ..floor.views import STATES
from ..i18n import N_, _, ngettext
from .output import safe_echo
from .parts import NUMBER, F, Nouns, argument, option, verb
from .period import between, since_option, until_option
from .progress import progress
from .session import Session, pass_session

FORMATS = ("csv", "xlsx", "json", "jsonl")
PAPERS = ("md", "xlsx")
CASE_PAPERS = ("application", "review", "notice", "certificate", "all")

exports = Nouns(
    "export",
    help=N_("Export to a new file: csv, xlsx, json or jsonl. Phones are masked unless told."),
    lazy={"roster": "rosters.exports:roster", "attendance": "rosters.exports:attendance"},
)

_full = option("--full", "full_reason", metavar="REASON", help=N_("Phones unmasked; the reason is journaled."))


def _export_options(function: F) -> F:
    function = option("--force", is_flag=True, help=N_("Overwrite an existing file."))(function)
    function = option("--format", type=click.Choice(FORMATS), help=N_("The format; the file's suffix unless told."))(
        function
    )
    return argument("file", metavar="FILE", help=N_("The file to make; - writes to standard output."))(function)


@verb(exports, "complaints", N_("Export complaints, all states unless told."))
@_export_options
@option("--query", metavar="FILTER", default="", help=N_("Words and field:value, as typed after / on the screen."))
@option("--state", type=click.Choice(("open", "all", *STATES)), help=N_("Only complaints in this state."))
@since_option
@until_option
@_full
@pass_session
def complaints(session: Session, file: str, since: str | None, until: str | None, **options: Any) -> None:
    from ..exchange.exports import export_complaints

    actor = session.actor()
    run_export(export_complaints, actor, file, options | between(since, until))


@verb(exports, "customers", N_("Export customers."))
@_export_options
@_full
@pass_session
def customers(session: Session, file: str, **options: Any) -> None:
    from ..exchange.exports import export_customers

    run_export(export_customers, session.actor(), file, options)


@verb(exports, "agents", N_("Export the staff."))
@_export_options
@pass_session
def agents(session: Session, file: str, **options: Any) -> None:
    from ..exchange.exports import export_agents

    run_export(export_agents, session.actor(), file, options)


@verb(exports, "journal", N_("Export the journal's events."))
@_export_options
@since_option
@until_option
@pass_session
def journal(session: Session, file: str, since: str | None, until: str | None, **options: Any) -> None:
    from ..exchange.exports import export_journal

    actor = session.actor()
    run_export(export_journal, actor, file, options | between(since, until))


@verb(exports, "halfyear", N_("Export one row a complaint of a half-year, without personal data."))
@_export_options
@option("--half", metavar="HALF", required=True, help=N_("The half-year, such as 2026H2."))
@pass_session
def halfyear(session: Session, file: str, **options: Any) -> None:
    from ..exchange.exports import export_halfyear

    run_export(export_halfyear, session.actor(), file, options)


@verb(exports, "scores", N_("Export scores, a row an item; importing them again changes nothing."))
@_export_options
@option("--month", metavar="MONTH", help=N_("Such as 2026-02; every month unless told."))
@pass_session
def scores(session: Session, file: str, month: str | None, **options: Any) -> None:
    from ..exchange.exports import export_scores
    from ..floor.levels.months import month_of

    actor = session.actor()
    run_export(export_scores, actor, file, options | {"month": month_of(month) if month else None})


@verb(exports, "reviews", N_("Export the month's reviews of a team: a section a person, or a row."))
@argument("month", metavar="MONTH", help=N_("Such as 2026-02."))
@argument("file", metavar="FILE", help=N_("The file to make; - writes to standard output."))
@option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
@option("--format", type=click.Choice(PAPERS), help=N_("The format; the file's suffix unless told, else md."))
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
@pass_session
def reviews(session: Session, month: str, file: str, **options: Any) -> None:
    from ..exchange.levels.reviews import export_reviews

    if file == "-" and options["format"] == "xlsx" and sys.stdout.isatty():
        raise click.UsageError(_("A workbook cannot be shown on a terminal."))
    count = export_reviews(session.actor(), sys.stdout.buffer if file == "-" else file, month=month, **options)
    if file != "-":
        told = ngettext("{count} person written to {file}", "{count} people written to {file}", count)
        safe_echo(told.format(count=count, file=file), err=True)


@verb(exports, "levels", N_("Export who stands where, since when, and what comes next."))
@_export_options
@option("--team", metavar="TEAM", help=N_("Only this team."))
@pass_session
def levels(session: Session, file: str, **options: Any) -> None:
    from ..exchange.levels.level_list import export_levels

    run_export(export_levels, session.actor(), file, options)


@verb(exports, "promotion-file", N_("Export the papers of a promotion case: application, review, notice, letter."))
@argument("number", metavar="CASE", type=NUMBER, help=N_("Its number in `cstui level cases`."))
@argument("file", metavar="FILE", help=N_("The file to make; - writes to standard output."))
@option("--paper", type=click.Choice(CASE_PAPERS), default="all", show_default=True, help=N_("Which paper."))
@option("--format", type=click.Choice(PAPERS), help=N_("The format; the file's suffix unless told, else md."))
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
@pass_session
def promotion_file(session: Session, number: int, file: str, **options: Any) -> None:
    from ..exchange.levels.promotion import export_promotion

    if file == "-" and options["format"] == "xlsx" and sys.stdout.isatty():
        raise click.UsageError(_("A workbook cannot be shown on a terminal."))
    export_promotion(session.actor(), number, sys.stdout.buffer if file == "-" else file, **options)
    if file != "-":
        safe_echo(_("The papers are written to {file}").format(file=file), err=True)


@verb(exports, "casefile", N_("Export one complaint's case file: forms, clocks, contacts and the whole time line."))
@argument("ref", metavar="REF", help=N_("A reference such as C-000123."))
@argument("file", metavar="FILE", help=N_("The file to make; - writes to standard output."))
@option("--format", type=click.Choice(PAPERS), help=N_("The format; the file's suffix unless told, else md."))
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
@_full
@pass_session
def casefile(session: Session, ref: str, file: str, **options: Any) -> None:
    from ..exchange.casefile import export_casefile

    if file == "-" and options["format"] == "xlsx" and sys.stdout.isatty():
        raise click.UsageError(_("A workbook cannot be shown on a terminal."))
    export_casefile(session.actor(), ref, sys.stdout.buffer if file == "-" else file, **options)
    if file != "-":
        safe_echo(_("The case file is written to {file}").format(file=file), err=True)


def run_export(work: Callable[..., int], actor: Any, file: str, options: dict[str, Any]) -> None:
    """Export to a file or to standard output, and tell how many rows were written."""
    if file == "-":
        if options["format"] is None:
            raise click.UsageError(_("Name the format with --format when writing to standard output."))
        if options["format"] == "xlsx" and sys.stdout.isatty():
            raise click.UsageError(_("A workbook cannot be shown on a terminal."))
    with progress(_("Exporting")) as step:
        count = work(actor, sys.stdout.buffer if file == "-" else file, progress=step, **options)
    if file != "-":
        told = ngettext("{count} row written to {file}", "{count} rows written to {file}", count)
        safe_echo(told.format(count=count, file=file), err=True)
