"""``cstui roster``: the draft of a week set, copied, laid by pattern, locked, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from ...floor.rosters import drafting, weeks
from ...floor.rosters.drafting import ANY, Edit, Laid
from ...floor.views import Actor
from ...i18n import N_, _, clauses, listed
from ..output import safe_echo
from ..parts import argument, command, option, output_option
from ..session import Session, pass_session
from .week import line, show_week, team_argument, week_option

_NOTHING = "none"  # typed for an empty cell
_ALL = "all"

_team_option = option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
_people = argument("logins", metavar="LOGIN[,LOGIN]...|all", help=N_("Whom; all means the whole team."))
_days = argument(
    "days", metavar="DAY[..DAY][,DAY]...", help=N_("Such as mon, mon..fri, sat,sun, 2026-11-23, 11-23..11-29.")
)


@command("set", N_("Set shifts in the draft of a week, all of them or none."))
@_people
@_days
@argument("code", metavar="CODE", help=N_("Of a shift, times such as 09:00-18:00, off, or none to empty the cell."))
@week_option
@_team_option
@option("--was", metavar="CODE", help=N_("Only where this stands (none: nothing); else it is told who changed it."))
@option("--force", is_flag=True, help=N_("Set them whatever --was says."))
@output_option
@pass_session
def set_(
    session: Session,
    form: str,
    logins: str,
    days: str,
    code: str,
    week: str | None,
    team: str | None,
    was: str | None,
    force: bool,
) -> None:
    actor = session.actor()
    seen = ANY if was is None else _typed(was)
    edits = [Edit(login, day, _typed(code), seen) for login, day in _places(actor, team, logins, days, week)]
    show_week(form, drafting.set_cells(actor, team, edits, force=force))


@command("copy", N_("Copy a week into another: the same codes on the new days; locked shifts stay."))
@argument("source", metavar="FROM", help=N_("The week to copy, such as this or 2026-W48."))
@argument("target", metavar="TO", help=N_("The week to write, such as next."))
@option("--only", "logins", metavar="LOGIN[,LOGIN]...", help=N_("Only these people."))
@_team_option
@output_option
@pass_session
def copy(session: Session, form: str, source: str, target: str, logins: str | None, team: str | None) -> None:
    actor = session.actor()
    only = _split(logins) if logins else None
    _show_laid(form, drafting.copy_week(actor, team, weeks.monday_of(source), weeks.monday_of(target), only))


@command("pattern", N_("Lay a rota pattern over the draft; locked shifts stay."))
@argument("name", metavar="PATTERN", help=N_("Such as early-late; a wrong name lists the known ones."))
@_people
@week_option
@_team_option
@option("--from", "first", metavar="DAY", help=N_("The first day; the week's Monday unless told."))
@option("--days", type=click.IntRange(1, 366), default=7, show_default=True, help=N_("Over so many days."))
@option("--step", type=int, default=0, show_default=True, help=N_("Each next person begins so many days further on."))
@option("--start", type=int, default=0, show_default=True, help=N_("The pattern begins so many days further on."))
@output_option
@pass_session
def pattern(
    session: Session,
    form: str,
    name: str,
    logins: str,
    week: str | None,
    team: str | None,
    first: str | None,
    days: int,
    step: int,
    start: int,
) -> None:
    actor = session.actor()
    monday = weeks.monday_of(week)
    begin = weeks.day_of(first, monday) if first else monday
    people = [] if logins == _ALL else _split(logins)
    _show_laid(form, drafting.lay_pattern(actor, team, people, begin, days, name, step=step, start=start))


def _locking(name: str, help_: str, *, locked: bool) -> click.Command:
    @command(name, help_)
    @_people
    @_days
    @week_option
    @_team_option
    @output_option
    @pass_session
    def done(session: Session, form: str, logins: str, days: str, week: str | None, team: str | None) -> None:
        actor = session.actor()
        show_week(form, drafting.lock(actor, team, _places(actor, team, logins, days, week), locked=locked))

    return done


lock = _locking("lock", N_("Lock shifts of the draft: copies, patterns and edits leave them alone."), locked=True)
unlock = _locking("unlock", N_("Free locked shifts of the draft."), locked=False)


@command("undo", N_("Take back your last change of a week's draft, while nobody changed the week since."))
@team_argument
@week_option
@output_option
@pass_session
def undo(session: Session, form: str, team: str | None, week: str | None) -> None:
    show_week(form, drafting.undo_last(session.actor(), team, weeks.monday_of(week)))


def _places(actor: Actor, team: str | None, logins: str, days: str, week: str | None) -> list[tuple[str, date]]:
    monday = weeks.monday_of(week)
    chosen = weeks.days_of(days, monday)
    if logins == _ALL:
        people: Sequence[str] = [login for login, _name in weeks.week(actor, team, monday).people]
    else:
        people = _split(logins)
    return [(login, day) for login in people for day in chosen]


def _split(logins: str) -> list[str]:
    return [login.strip() for login in logins.replace("，", ",").split(",") if login.strip()]


def _typed(code: str) -> str | None:
    return None if code.strip().lower() == _NOTHING else code


def _show_laid(form: str, laid: Laid) -> None:
    told = _("{n} cells changed").format(n=laid.cells)
    show_week(form, laid.week, lambda: clauses((line(laid.week), told)))
    if laid.locked:
        safe_echo(_("{n} locked cells were left as they are").format(n=laid.locked), err=True)
    if laid.gone:
        safe_echo(_("Not of the team any more: {logins}").format(logins=listed(laid.gone)), err=True)
