"""What every import asks for, and how each one ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput
from ..i18n import N_, _
from . import endings
from .output import safe_echo
from .parts import F, argument, option, output_option

if TYPE_CHECKING:
    from ..exchange.report import Report

READING = (
    option("--sheet", metavar="SHEET", help=N_("The sheet of a workbook; the first unless told.")),
    option("--encoding", metavar="NAME", help=N_("The encoding; else BOM, UTF-8, GB18030 are tried.")),
)
BAD_ROWS = (
    option(
        "--on-bad",
        type=click.Choice(("refuse", "skip")),
        default="refuse",
        show_default=True,
        help=N_("What bad rows do: refuse the file, or be skipped."),
    ),
    option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help=N_("Where skipped rows go, whole.")),
)


def asking(file_help: str, options: Sequence[Callable[[F], F]]) -> Callable[[F], F]:
    """Return a decorator that adds the file to read, these options and --output to a command."""

    def decorated(function: F) -> F:
        function = output_option(function)
        for each in reversed(options):
            function = each(function)
        return argument("file", metavar="FILE", help=file_help)(function)

    return decorated


def check_options(options: dict[str, Any]) -> None:
    """Raise a usage error for --rejects where no row is skipped."""
    if options["rejects"] and options["on_bad"] != "skip":
        raise click.UsageError(_("--rejects needs --on-bad skip."))


def summary(report: dict[str, Any]) -> str:
    """Return the figures of an import as one line."""
    return _(
        "{file} ({encoding}): {rows} rows, {added} added, {updated} updated, {unchanged} unchanged, {rejected} rejected"
    ).format(**report)


def end(report: Report, *, dry_run: bool) -> None:
    """Tell what kept the file out, or that nothing was written, then every problem; a refused file is an error."""
    if report.refused:
        title = _("{file}: nothing was imported").format(file=report.file)
        endings.show_error(BadInput(title, _("Mend the rows below, or skip them with --on-bad skip.")))
    elif dry_run:
        safe_echo(_("A dry run: nothing was written."), err=True)
    endings.show_problems(report.problems, report.file)
    if report.refused:
        click.get_current_context().exit(BadInput.exit_code)
