"""``cstui roster``: weeks shown, checked, published, compared, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import click

from ...floor import when
from ...floor.packs import spoken
from ...floor.rosters import cells, publishing, weeks
from ...floor.rosters.clashes import sides
from ...floor.rosters.policy import load_policy
from ...floor.rosters.views import Shift, Violation, Week
from ...floor.rosters.words import code, label
from ...i18n import N_, _, labelled, phrase
from ...text import one_line
from ..output import Column, plain, safe_echo, short, show_list, show_one
from ..parts import argument, command, option, output_option
from ..session import Session, pass_session

team_argument = argument("team", metavar="TEAM", required=False, help=N_("The team; yours unless told."))
week_option = option("--week", metavar="WEEK", help=N_("Such as 2026-W48, a date, next, +2w; this week unless told."))

_SHIFTS = (
    Column(N_("Login"), lambda shift: shift.login),
    Column(N_("Day"), lambda shift: shift.day.isoformat()),
    Column(N_("Shift"), lambda shift: shift.code),
)
_WEEKS = (
    Column(N_("Week"), lambda week: cells.name_of(week.monday)),
    Column(N_("Monday"), lambda week: week.monday.isoformat()),
    Column(N_("State"), lambda week: label("roster_state", week.state)),
    Column(N_("Version"), lambda week: week.version),
    Column(N_("Revision"), lambda week: week.revision),
    Column(N_("Published"), lambda week: short(week.published_at)),
    Column(N_("By"), lambda week: week.published_by or ""),
)
_VIOLATIONS = (
    Column(N_("Strictness"), lambda each: label("rule_level", each.level)),
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Days"), lambda each: _span(each)),
    Column(N_("Rule"), lambda each: f"{each.profile} {each.rule}"),
    Column(N_("What is wrong"), lambda each: each.text, narrows=True),
)
_DIFFERENCES = (
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Day"), lambda each: f"{when.weekday(each.day)} {each.day.isoformat()}"),
    Column(N_("Before"), lambda each: sides(each)[0]),
    Column(N_("After"), lambda each: sides(each)[1]),
)
_VERSIONS = (
    Column(N_("Version"), lambda each: each.version),
    Column(N_("Published"), lambda each: short(each.published_at)),
    Column(N_("By"), lambda each: each.published_by),
    Column(N_("Shifts"), lambda each: each.shifts),
    Column(N_("Changed"), lambda each: each.changed),
)


@command("show", N_("Show a week as published: people by days; agents see their own row."))
@team_argument
@week_option
@option("--draft", is_flag=True, help=N_("The draft instead of what is published."))
@output_option
@pass_session
def show(session: Session, form: str, team: str | None, week: str | None, draft: bool) -> None:
    layer = weeks.DRAFT if draft else weeks.FORCE
    found = weeks.week(session.actor(), team, weeks.monday_of(week), layer=layer)
    if form in ("csv", "jsonl"):
        show_list(form, found.shifts, _SHIFTS)
        return
    show_one(form, as_object(found), lambda: _page(found))
    if form == "table" and not found.version and not draft:
        safe_echo(_("Not published yet; --draft shows what is drawn up."), err=True)


@command("list", N_("List the weeks of a team that have a roster, the newest first."))
@team_argument
@option("--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help=N_("At most so many."))
@output_option
@pass_session
def list_(session: Session, form: str, team: str | None, limit: int) -> None:
    found = weeks.weeks(session.actor(), team, limit=limit)
    shown = found if form == "table" else [_head(week) for week in found]
    show_list(form, shown, _WEEKS, begin="roster set")


@command("check", N_("Check the draft of a week against the rules; ends with 1 while a hard one is broken."))
@team_argument
@week_option
@output_option
@pass_session
@click.pass_context
def check(ctx: click.Context, session: Session, form: str, team: str | None, week: str | None) -> None:
    found = publishing.check(session.actor(), team, weeks.monday_of(week))
    if found or form != "table":
        show_list(form, found, _VIOLATIONS)
    else:
        safe_echo(_("No rule is broken."), err=True)
    if any(each.level == "hard" for each in found):
        ctx.exit(1)


@command("publish", N_("Publish the draft of a week: its next version, told to everybody whose shifts it changes."))
@team_argument
@week_option
@option("--revision", type=click.IntRange(0), help=N_("Only if the draft is still at this revision."))
@output_option
@pass_session
def publish(session: Session, form: str, team: str | None, week: str | None, revision: int | None) -> None:
    found = publishing.publish(session.actor(), team, weeks.monday_of(week), revision=revision)
    show_week(form, found)


@command("diff", N_("Show in which cells two versions of a week differ; unless told, the draft and what is published."))
@team_argument
@week_option
@option("--from", "older", type=click.IntRange(0), metavar="N", help=N_("The older version; 0 is the empty week."))
@option("--to", "newer", type=click.IntRange(1), metavar="N", help=N_("The newer version instead of the draft."))
@output_option
@pass_session
def diff(session: Session, form: str, team: str | None, week: str | None, older: int | None, newer: int | None) -> None:
    found = publishing.diff(session.actor(), team, weeks.monday_of(week), older, newer)
    show_list(form, found, _DIFFERENCES)


@command("versions", N_("List the publications of a week, the newest first."))
@team_argument
@week_option
@output_option
@pass_session
def versions(session: Session, form: str, team: str | None, week: str | None) -> None:
    found = publishing.versions(session.actor(), team, weeks.monday_of(week))
    show_list(form, found, _VERSIONS, begin="roster publish")


@command("close", N_("Close a week that is over: nobody changes it any more."))
@team_argument
@week_option
@output_option
@pass_session
def close(session: Session, form: str, team: str | None, week: str | None) -> None:
    show_week(form, publishing.close(session.actor(), team, weeks.monday_of(week)))


def show_week(form: str, week: Week, told: Callable[[], str] | None = None) -> None:
    """Write a week that was just changed: one line for people, unless ``told`` says more."""
    show_one(form, as_object(week), told or (lambda: line(week)))


def as_object(week: Week) -> dict[str, Any]:
    """Return a week as JSON shows it."""
    return _head(week) | {
        "people": [{"login": login, "name": name} for login, name in week.people],
        "shifts": [plain(shift) for shift in week.shifts],
        "leave": [{"login": login, "day": plain(day), "kind": kind} for login, day, kind in week.leave],
    }


def line(week: Week) -> str:
    """Return what there is to say of a week in one line."""
    return _("{team} {week}: {state}, version {version}, revision {revision}").format(
        team=week.team,
        week=cells.name_of(week.monday),
        state=label("roster_state", week.state),
        version=week.version,
        revision=week.revision,
    )


def _head(week: Week) -> dict[str, Any]:
    names = ("team", "monday", "state", "version", "revision", "published_at", "published_by")
    return {name: plain(getattr(week, name)) for name in names}


def _page(week: Week) -> str:
    from ..tables import table

    days = [week.monday + timedelta(days=step) for step in range(7)]
    by_cell = {(shift.login, shift.day): shift for shift in week.shifts}
    away = {(login, day) for login, day, _kind in week.leave}
    headings = [_("Login"), _("Name"), *(f"{when.weekday(day)} {day.day:02}" for day in days), _("Hours a week")]
    lines = []
    for login, name in week.people:
        row = [by_cell.get((login, day)) for day in days]
        marked = [_cell(shift, (login, day) in away) for shift, day in zip(row, days, strict=True)]
        minutes = sum(shift.minutes for shift in row if shift)
        lines.append([login, one_line(name), *marked, f"{minutes / 60:g}"])
    drawn = table(headings, lines, [False, True, *[False] * 7, False]) if lines else _("Nothing to show.")
    return "\n".join([line(week), "", drawn, *_legend(week)])


def _cell(shift: Shift | None, away: bool) -> str:
    return _code(shift) + ("*" if shift and shift.locked else "") + ("~" if away else "")


def _legend(week: Week) -> list[str]:
    kinds = load_policy(week.team).leave
    lines = [_("* locked")] if any(shift.locked for shift in week.shifts) else []
    by_spell: dict[tuple[str, str], list[date]] = {}
    for login, day, kind in week.leave:
        by_spell.setdefault((login, kind), []).append(day)
    for (login, kind), days in by_spell.items():
        named = spoken(kinds[kind].name) if kind in kinds else one_line(kind)
        lines.append("~ " + labelled(login, phrase(named, " ".join(f"{day:%m-%d}" for day in days))))
    return lines


def _code(shift: Shift | None) -> str:
    return code(shift.code) if shift else ""


def _span(each: Violation) -> str:
    first, last = each.dates[0].isoformat(), each.dates[-1].isoformat()
    return first if first == last else f"{first}..{last}"
