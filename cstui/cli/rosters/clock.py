"""``cstui roster``: the time clock and the attendance kept from it."""

from __future__ import annotations

from datetime import date, timedelta

import click

from ...errors import BadInput
from ...floor import store, when
from ...floor.rosters import attendance as kept
from ...floor.rosters import excuses as explained
from ...floor.rosters import rates
from ...floor.rosters.clocking import KINDS, Stamped
from ...floor.rosters.clocking import clock as stamp
from ...floor.rosters.judgement import Day
from ...floor.rosters.missing import left
from ...floor.rosters.weeks import day_of
from ...floor.rosters.words import label
from ...i18n import N_, _, listed
from ...text import one_line
from ..endings import show_left
from ..output import Column, local, safe_echo, short, show_list, show_one
from ..parts import argument, command, option, output_option
from ..session import Session, pass_session


def words(day: Day) -> str:
    """Return in words what a day was."""
    marks = listed(label("attendance", mark) for mark in day.marks)
    with_whom = f" ({day.other})" if day.other else ""
    said = f", {label('excuse_state', day.excuse)}" if day.excuse else ""
    return marks + with_whom + said


def _clock(at: object) -> str:
    return local(at).strftime("%H:%M") if at is not None else ""  # type: ignore[arg-type]


def _percent(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.1f} %"


_DAYS = (
    Column(N_("Login"), lambda day: day.login),
    Column(N_("Day"), lambda day: day.day.isoformat()),
    Column(N_("Shift"), lambda day: day.shift),
    Column(N_("In"), lambda day: _clock(day.first_in)),
    Column(N_("Out"), lambda day: _clock(day.last_out)),
    Column(N_("What"), words, narrows=True),
    Column(N_("Late min"), lambda day: day.late_minutes or ""),
    Column(N_("Early min"), lambda day: day.early_minutes or ""),
    Column(N_("Away min"), lambda day: day.away_minutes or ""),
    Column(N_("Adherence"), lambda day: _percent(day.adherence)),
)
_MONTH = (
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Month"), lambda each: each.month),
    Column(N_("Due days"), lambda each: each.due_days),
    Column(N_("Worked"), lambda each: each.worked_days),
    Column(N_("Late"), lambda each: each.late or ""),
    Column(N_("Absent"), lambda each: each.absent or ""),
    Column(N_("Adherence"), lambda each: _percent(each.adherence)),
    Column(N_("Conformance"), lambda each: _percent(each.conformance)),
    Column(N_("Rate"), lambda each: _percent(each.rate)),
    Column(N_("Forfeits"), lambda each: each.forfeits, narrows=True),
)
_EXCUSES = (
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Day"), lambda each: each.day.isoformat()),
    Column(N_("State"), lambda each: label("excuse_state", each.state)),
    Column(N_("Explanation"), lambda each: each.text, narrows=True),
)
_DECIDED = (
    Column(N_("Decided by"), lambda each: each.decided_by or ""),
    Column(N_("Why anew"), lambda each: one_line(each.decision), narrows=True),
)


@command("clock", N_("Clock in or out."))
@argument("kind", metavar="in|out", type=click.Choice(KINDS), help=N_("Which of the two."))
@option("--for", "login", metavar="LOGIN", help=N_("Stamp for this person; leads only."))
@option("--at", metavar="TIME", help=N_("At this time instead of now; for another person."))
@output_option
@pass_session
def clock(session: Session, form: str, kind: str, login: str | None, at: str | None) -> None:
    actor = session.actor()
    moment = when.resolve(at, now=store.now(), zone=store.zone()) if at else None
    done = stamp(actor, kind, login, at=moment, source="cli")
    show_one(form, done, lambda: _stamped(done))
    if kind == "out":
        show_left(left(actor, done.login), done.login)


def _stamped(done: Stamped) -> str:
    text = _("{who}: {kind} {time}") if done.added else _("{who}: {kind} {time}, stamped already")
    return text.format(who=done.login, kind=label("stamp", done.kind), time=short(done.at))


@command("attendance", N_("Show attendance against the roster: by day, or with --month in figures by person."))
@argument("login", metavar="[LOGIN]", required=False, help=N_("Only this person."))
@option("--team", metavar="TEAM", help=N_("Only this team."))
@option("--from", "first", metavar="DAY", help=N_("The first day; this week's Monday unless told."))
@option("--to", "last", metavar="DAY", help=N_("The last day; today unless told."))
@option("--month", metavar="MONTH", help=N_("The figures of this month, such as 2026-11."))
@output_option
@pass_session
def attendance(
    session: Session,
    form: str,
    login: str | None,
    team: str | None,
    first: str | None,
    last: str | None,
    month: str | None,
) -> None:
    actor = session.actor()
    if month is not None:
        show_list(form, rates.month(actor, _month(month), team=team, login=login), _MONTH, begin="roster clock")
        return
    show_list(form, kept.days(actor, *days_of_week(first, last), team=team, login=login), _DAYS, begin="roster clock")


def days_of_week(first: str | None, last: str | None) -> tuple[date, date]:
    """Return the first and last day as typed; this week's Monday and today unless told."""
    today = local(store.now()).date()
    end = day_of(last) if last else today
    return day_of(first) if first else min(end, today - timedelta(days=today.weekday())), end


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise BadInput(_("{text} is not a month").format(text=one_line(text)[:40]), _("For example 2026-11.")) from None


@command("excuse", N_("Explain one of your days that went otherwise than planned."))
@argument("day", metavar="DAY", help=N_("The day, such as 2026-11-23, 11-23, mon."))
@argument("text", metavar="TEXT", help=N_("What happened."))
@output_option
@pass_session
def excuse(session: Session, form: str, day: str, text: str) -> None:
    actor, on = session.actor(), day_of(day)
    _told(form, explained.explain(actor, on, text))
    if not kept.days(actor, on, on, login=actor.login):
        told = _("Nothing was planned or stamped on that day; a shift over midnight is that of the day it starts on.")
        safe_echo(told, err=True)


@command("excused", N_("Accept what a person of your team said of a day, or refuse it."))
@argument("login", metavar="LOGIN", help=N_("Whose day."))
@argument("day", metavar="DAY", help=N_("The day, such as 2026-11-23, 11-23, mon."))
@option("--refuse", is_flag=True, help=N_("Refuse it."))
@option("--again", metavar="REASON", help=N_("Turn round what was decided already, and why."))
@output_option
@pass_session
def excused(session: Session, form: str, login: str, day: str, refuse: bool, again: str | None) -> None:
    _told(form, explained.decide(session.actor(), login, day_of(day), accept=not refuse, again=again))


@command("excuses", N_("List the explanations that wait for your decision."))
@option("--all", "every", is_flag=True, help=N_("Those decided too, of everybody whose days you may see."))
@output_option
@pass_session
def excuses(session: Session, form: str, every: bool) -> None:
    actor = session.actor()
    if every:
        show_list(form, explained.explanations(actor), (*_EXCUSES, *_DECIDED), begin="roster excuse")
    else:
        show_list(form, explained.waiting(actor), _EXCUSES, begin="roster excuse")


def _told(form: str, told: explained.Excuse) -> None:
    line = f"{told.login}  {told.day.isoformat()}  {label('excuse_state', told.state)}  {one_line(told.text)}"
    show_one(form, told, lambda: line)
