"""``cstui import roster|attendance|demand``: the sheets in which the trade keeps its rosters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from ...errors import Problem
from ...i18n import N_, _
from ...text import one_line
from .. import endings
from ..importing import BAD_ROWS, READING, asking, check_options, end, summary
from ..output import safe_echo, show_one
from ..parts import command, option
from ..session import Session, pass_session

if TYPE_CHECKING:
    from ...exchange.rosters.sheet_options import SheetOptions
    from ...exchange.rosters.sheet_report import SheetReport, Understood
    from ...floor.views import Actor

_sheet_options = asking(
    N_("The sheet; - reads standard input."),
    (
        option("--team", metavar="TEAM", help=N_("The team; yours unless told.")),
        *READING,
        option("--dry-run", is_flag=True, help=N_("Check everything, show what was understood, and write nothing.")),
        *BAD_ROWS,
    ),
)
_year = option("--year", type=click.IntRange(1970, 2998), help=N_("The year of dates that name none."))


@command("roster", N_("Import a roster into the draft: people by days. Rows counted are people, the rest shifts."))
@_sheet_options
@option("--week", metavar="WEEK", help=N_("Only this week of the sheet; the week of bare weekdays."))
@_year
@pass_session
def roster(session: Session, file: str, form: str, week: str | None, **options: Any) -> None:
    from ...exchange.rosters.roster_in import import_roster
    from ...exchange.rosters.sheet_options import SheetOptions
    from ...floor.rosters.weeks import monday_of

    check_options(options)
    actor = session.actor()
    monday = monday_of(week) if week else None
    _run(import_roster, actor, file, form, SheetOptions(monday=monday, **options))


@command("attendance", N_("Import a time clock's export: a row a stamp or a day, or a month of people by days."))
@_sheet_options
@_year
@pass_session
def attendance(session: Session, file: str, form: str, **options: Any) -> None:
    from ...exchange.rosters.attendance_in import import_attendance
    from ...exchange.rosters.sheet_options import SheetOptions

    check_options(options)
    _run(import_attendance, session.actor(), file, form, SheetOptions(**options))


@command("demand", N_("Import demand: start (or date and time), count, aht; quarters, half or whole hours."))
@_sheet_options
@_year
@option("--minutes", type=click.Choice(("15", "30", "60")), help=N_("How long the intervals are; the file tells."))
@pass_session
def demand(session: Session, file: str, form: str, minutes: str | None, **options: Any) -> None:
    from ...exchange.rosters.demand_in import import_demand
    from ...exchange.rosters.sheet_options import SheetOptions

    check_options(options)
    _run(import_demand, session.actor(), file, form, SheetOptions(minutes=int(minutes) if minutes else None, **options))


def _run(
    work: Callable[[Actor, str, SheetOptions], SheetReport], actor: Actor, file: str, form: str, options: SheetOptions
) -> None:
    report = work(actor, file, options)
    show_one(form, report.as_dict(), lambda: _page(report))
    _show_notes(report.notes)
    end(report, dry_run=options.dry_run)


def _page(report: SheetReport) -> str:
    return "\n\n".join([*_weeks(report.understood), summary(report.as_dict())])


def _weeks(understood: Sequence[Understood]) -> list[str]:
    """Return what was understood as tables of people by days, a week each."""
    from ...floor.when import monday_before

    by_week: dict[date, list[Understood]] = {}
    for each in understood:
        by_week.setdefault(monday_before(each.day), []).append(each)
    return [_week(monday, by_week[monday]) for monday in sorted(by_week)]


def _week(monday: date, found: Sequence[Understood]) -> str:
    from ...floor.rosters.cells import name_of
    from ...floor.rosters.words import code
    from ...floor.when import weekday
    from ..tables import table

    days = [monday + timedelta(days=step) for step in range(7)]
    said = {(each.login, each.day): code(each.said) for each in found}
    people = dict.fromkeys((each.login, each.name) for each in found)
    lines = [[login, one_line(name), *(said.get((login, day), "") for day in days)] for login, name in people]
    headings = [_("Login"), _("Name"), *(f"{weekday(day)} {day.day:02}" for day in days)]
    return f"{name_of(monday)}\n{table(headings, lines, [False, True, *[False] * 7])}"


def _show_notes(notes: Sequence[Problem]) -> None:
    if notes:
        safe_echo(_("Passed over, or worth a look:"), err=True)
        endings.show_problems(notes)
