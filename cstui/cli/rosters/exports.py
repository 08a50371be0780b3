"""``cstui export roster|attendance``: what hangs on the wall, goes into a calendar, or is reckoned with elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from ...floor import store
from ...floor.rosters.weeks import day_of, monday_of
from ...i18n import N_, _
from ..exports import FORMATS, run_export
from ..output import local
from ..parts import argument, command, option
from ..session import Session, pass_session

ROSTER_FORMATS = ("csv", "xlsx", "ics")

_file = argument("file", metavar="FILE", help=N_("The file to make; - writes to standard output."))
_force = option("--force", is_flag=True, help=N_("Overwrite an existing file."))
_first = option("--from", "first", metavar="DAY", help=N_("The first day."))
_last = option("--to", "last", metavar="DAY", help=N_("The last day."))


@command("roster", N_("Export a roster: a table, a sheet to print, or one person's calendar (ics)."))
@_file
@option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
@option("--week", metavar="WEEK", help=N_("Such as 2026-W48, a date, next, +2w; this week unless told."))
@_first
@_last
@option("--agent", "login", metavar="LOGIN", help=N_("Only this person; your own needs no right to export."))
@option("--draft", is_flag=True, help=N_("The draft instead of what is published."))
@option("--format", type=click.Choice(ROSTER_FORMATS), help=N_("The format; the file's suffix unless told."))
@_force
@pass_session
def roster(session: Session, file: str, week: str | None, first: str | None, last: str | None, **options: Any) -> None:
    from ...exchange.rosters.roster_out import export_roster

    if week and (first or last):
        raise click.UsageError(_("Give --week, or --from and --to."))
    actor = session.actor()
    begin = day_of(first) if first else monday_of(week)
    end = day_of(last, begin) if last else begin + timedelta(days=6)
    run_export(export_roster, actor, file, {**options, "first": begin, "last": end})


@command("attendance", N_("Export attendance: a row a person and day, or with --month the figures of each person."))
@_file
@option("--team", metavar="TEAM", help=N_("Only this team."))
@_first
@_last
@option("--month", metavar="MONTH", help=N_("The figures of this month, such as 2026-11."))
@option("--format", type=click.Choice(FORMATS), help=N_("The format; the file's suffix unless told."))
@_force
@pass_session
def attendance(
    session: Session, file: str, first: str | None, last: str | None, month: str | None, **options: Any
) -> None:
    from ...exchange.rosters.attendance_out import export_attendance
    from ...floor.levels.months import month_of

    actor = session.actor()
    today = local(store.now()).date()
    end = day_of(last) if last else today
    begin = day_of(first) if first else end.replace(day=1)
    whole = month_of(month) if month else None
    run_export(export_attendance, actor, file, {**options, "first": begin, "last": end, "month": whole})
