"""``cstui report``: what the floor learns from its complaints."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from ..floor import queue, report_cases, report_tables, reports
from ..floor.reports import Asked
from ..i18n import N_, _, ngettext
from .complaint import COLUMNS as CASE_COLUMNS
from .complaint import LONGEST_PAGE
from .output import Column, safe_echo, show_list
from .parts import F, Nouns, option, output_option, verb
from .period import between, since_option, until_option
from .session import Session, pass_session

report = Nouns("report", help=N_("What the floor learns: causes, limits met, satisfaction, rates, comparisons."))

CHART_LINES = 20


def _report_options(function: F) -> F:
    function = option("--force", is_flag=True, help=N_("Overwrite an existing file."))(function)
    function = option("--xlsx", metavar="FILE", help=N_("Write a workbook instead."))(function)
    function = option("--plot", is_flag=True, help=N_("Draw a chart instead of the table."))(function)
    function = option("--team", metavar="TEAM", help=N_("Only this team's complaints."))(function)
    return output_option(until_option(since_option(function)))


def _grouped(groups: Sequence[str]) -> Callable[[F], F]:
    return option("--by", type=click.Choice(groups), default=groups[0], show_default=True, help=N_("Grouped by this."))


@verb(report, "causes", N_("Pareto of root causes, or of the categories where no cause was recorded."))
@_report_options
@_grouped(("cause", "category"))
@option("--cause", metavar="CODE", help=N_("List the complaints behind this cause."))
@pass_session
def causes(session: Session, by: str, cause: str | None, **given: Any) -> None:
    if cause is not None:
        _cases_of(session, cause, given)
        return
    name, read = {"cause": ("causes", reports.root_causes), "category": ("categories", reports.categories)}[by]
    _tell(session, name, read, given)


@verb(report, "limits", N_("Share of limits met by clock, and by team, category or agent."))
@_report_options
@_grouped(reports.LIMIT_GROUPS)
@pass_session
def limits(session: Session, by: str, **given: Any) -> None:
    _tell(session, "limits", partial(reports.limits, by=by), given)


@verb(report, "satisfaction", N_("Average and distribution of the ratings."))
@_report_options
@_grouped(reports.RATED_GROUPS)
@pass_session
def satisfaction(session: Session, by: str, **given: Any) -> None:
    _tell(session, "satisfaction", partial(reports.satisfaction, by=by), given)


@verb(report, "rate", N_("Complaints a week, by agent complained about or by team."))
@_report_options
@_grouped(reports.RATE_GROUPS)
@option("--weekly", is_flag=True, help=N_("Week by week."))
@pass_session
def rate(session: Session, by: str, weekly: bool, **given: Any) -> None:
    _tell(session, "rate", partial(reports.weekly if weekly else reports.rate, by=by), given)


@verb(report, "backlog", N_("Open cases by age; the period does not matter."))
@_report_options
@pass_session
def backlog(session: Session, **given: Any) -> None:
    _tell(session, "backlog", reports.backlog, given)


@verb(report, "pauses", N_("Waits by whom they were for, in working minutes."))
@_report_options
@pass_session
def pauses(session: Session, **given: Any) -> None:
    _tell(session, "pauses", reports.pauses, given)


@verb(report, "actions", N_("Corrective actions: overdue, ineffective, due, to be checked, effective."))
@_report_options
@pass_session
def actions(session: Session, **given: Any) -> None:
    _tell(session, "actions", reports.actions, given)


@verb(report, "compare", N_("Week against week or year against year, up to --until or now."))
@_report_options
@_grouped(("week", "year"))
@pass_session
def compare(session: Session, by: str, **given: Any) -> None:
    _tell(session, "compare", partial(reports.compare, by=by), given)


def _tell(session: Session, name: str, read: Callable[..., Sequence[Any]], given: dict[str, Any]) -> None:
    actor = session.actor()
    rows = read(actor, _asked(given))
    if given["xlsx"] is not None:
        from ..exchange.report_book import write_report

        count = write_report(actor, name, rows, given["xlsx"], force=given["force"])
        told = ngettext("{count} row written to {file}", "{count} rows written to {file}", count)
        safe_echo(told.format(count=count, file=given["xlsx"]), err=True)
    elif given["plot"]:
        _draw(rows)
    else:
        columns = [Column(each.heading, each.cell, narrows=True) for each in report_tables.columns(rows)]
        show_list(given["form"], rows, columns)


def _draw(rows: Sequence[Any]) -> None:
    from .. import chart
    from .tables import cut

    width = shutil.get_terminal_size().columns
    ticks, series = report_tables.lines(rows)
    bars = [(cut(label, width // 3), length, figure) for label, length, figure in report_tables.bars(rows)]
    drawn = chart.lines(ticks, series, width, CHART_LINES) if ticks else chart.bars(bars, width, len(bars))
    if drawn:
        safe_echo(drawn)
    else:
        safe_echo(_("Nothing to draw."), err=True)


def _asked(given: dict[str, Any]) -> Asked:
    return Asked(given["team"], **between(given["since"], given["until"]))


def _cases_of(session: Session, cause: str, given: dict[str, Any]) -> None:
    """List the complaints behind a cause, at most a long page of them."""
    from ..floor import access
    from ..floor import causes as tree

    actor = session.actor()
    asked = _asked(given)
    access.require(actor, "report.read")
    found = queue.page(actor, report_cases.of_cause(cause, asked), limit=LONGEST_PAGE).rows
    if not found:
        tree.check(cause)  # a slip of the finger is told; a cause without complaints is an empty list
    show_list(given["form"], found, CASE_COLUMNS)
