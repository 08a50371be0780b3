"""``cstui import``: tables of complaints, agents and customers, of scores, praise, training, penalties and papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput
from ..i18n import N_, _, listed
from ..text import one_line
from . import endings
from .output import safe_echo, show_one
from .parts import F, Nouns, argument, option, output_option, verb
from .progress import progress
from .session import Session, pass_session

if TYPE_CHECKING:
    from ..exchange.report import Report

imports = Nouns(
    "import",
    help=N_("Import a table: csv, tsv, xlsx, json or jsonl. All or nothing unless told."),
    lazy={
        "roster": "rosters.imports:roster",
        "attendance": "rosters.imports:attendance",
        "demand": "rosters.imports:demand",
    },
)

_OPTIONS = (
    option("--source", "source_name", metavar="NAME", help=N_("Where the rows come from; the file's stem.")),
    option("--map", "mapping", metavar="FILE|NAME", help=N_("A mapping file, or the name of a ready mapping.")),
    option("--sheet", metavar="SHEET", help=N_("The sheet of a workbook; the first unless told.")),
    option("--encoding", metavar="NAME", help=N_("The encoding; else BOM, UTF-8, GB18030 are tried.")),
    option("--dry-run", is_flag=True, help=N_("Check everything and write nothing.")),
    option(
        "--on-bad",
        type=click.Choice(("refuse", "skip")),
        default="refuse",
        show_default=True,
        help=N_("What bad rows do: refuse the file, or be skipped."),
    ),
    option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help=N_("Where skipped rows go, whole.")),
    option("--suggest-map", is_flag=True, help=N_("Print a mapping to edit, and import nothing.")),
)


def _import_options(function: F) -> F:
    function = output_option(function)
    for each in reversed(_OPTIONS):
        function = each(function)
    return argument("file", metavar="FILE", help=N_("The table; - reads standard input."))(function)


def _add(name: str, message: str) -> None:
    """Add the import of one kind of table: all of them ask for the same."""

    @_import_options
    @pass_session
    def run(session: Session, file: str, form: str, suggest_map: bool, **options: Any) -> None:
        if suggest_map:
            from ..exchange.suggest import suggest_map as suggest

            safe_echo(suggest(file, name, sheet=options["sheet"], encoding=options["encoding"]).rstrip("\n"))
            return
        from ..exchange import imports as incoming

        _run(session, getattr(incoming, f"import_{name}"), file, form, options)

    verb(imports, name, message)(run)


def _run(session: Session, work: Callable[..., Report], file: str, form: str, options: dict[str, Any]) -> None:
    if options["rejects"] and options["on_bad"] != "skip":
        raise click.UsageError(_("--rejects needs --on-bad skip."))
    actor = session.actor()
    with progress(_("Importing")) as step:
        report = work(actor, file, progress=step, **options)
    shown = report.as_dict()
    show_one(form, shown, lambda: _summary(shown))
    if report.passed_over:
        columns = listed(map(one_line, report.passed_over))
        safe_echo(_("Columns passed over: {columns}").format(columns=columns), err=True)
    if report.refused:
        title = _("{file}: nothing was imported").format(file=report.file)
        endings.show_error(BadInput(title, _("Mend the rows below, or skip them with --on-bad skip.")))
    elif options["dry_run"]:
        safe_echo(_("A dry run: nothing was written."), err=True)
    endings.show_problems(report.problems, report.file)
    if report.refused:
        click.get_current_context().exit(BadInput.exit_code)


def _summary(report: dict[str, Any]) -> str:
    return _(
        "{file} ({encoding}): {rows} rows, {added} added, {updated} updated, {unchanged} unchanged, {rejected} rejected"
    ).format(**report)


_add("complaints", N_("Import complaints; repeating an import adds nothing."))
_add("agents", N_("Import agents: login, name, team, roles, skills."))
_add("customers", N_("Import customers: customer_id, customer_name, customer_phone, tier."))
_add("scores", N_("Import scores: login, month, item, score; or a column an item."))
_add("praise", N_("Import praise: login, day, giver or customer_id, kind, text."))
_add("training", N_("Import training: login, day, kind, subject, score, passed, newcomer, until."))
_add("penalties", N_("Import penalties: login, day, kind, rule, money, complaint, text."))
_add("profiles", N_("Import papers and first levels: login, hired_on, status, education, level, since."))
