"""``cstui roster``: how many people calls need, what is expected, how a day is covered, what if somebody is away."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...errors import BadInput
from ...floor import store, when
from ...floor.rosters import coverage as covering
from ...floor.rosters import demand as expecting
from ...floor.rosters import erlang, weeks
from ...floor.rosters.policy import load_policy, minutes_of
from ...floor.rosters.views import Interval
from ...i18n import N_, _, ngettext
from ...text import one_line
from ..output import Column, local, safe_echo, short, show_list, show_one
from ..parts import Nouns, argument, command, option, output_option, verb
from ..session import Session, pass_session

_DIGITS = 6
_SHORT = "!"  # the sign of a hole, which needs no colour

_team_option = option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
_date_option = option(
    "--date", "date_text", metavar="DATE", default="today", show_default=True, help=N_("Such as mon, 11-23, tomorrow.")
)


def _clock(start: object) -> str:
    return local(start).strftime("%H:%M")  # type: ignore[arg-type]


def _lacking(needed: int, there: int | None) -> str:
    return f"{_SHORT}{needed - there}" if there is not None and there < needed else ""


def _picture(each: Interval) -> str:
    """Return who is there, or planned as long as nobody can know, against the need: full, missing, more than needed."""
    there = each.planned if each.present is None else each.present
    filled = min(there, each.needed)
    return "█" * filled + _SHORT * (each.needed - filled) + "░" * (there - filled)


_COVERAGE = (
    Column(N_("From"), lambda each: _clock(each.start)),
    Column(N_("Demand"), lambda each: f"{each.demand:.1f}"),
    Column(N_("Needed"), lambda each: each.needed),
    Column(N_("Planned"), lambda each: each.planned),
    Column(N_("Short"), lambda each: _lacking(each.needed, each.planned)),
    Column(N_("There"), lambda each: each.present),
    Column(N_("Missing"), lambda each: _lacking(each.needed, each.present)),
    Column(N_("Picture"), lambda each: _picture(each), narrows=True),
)
_DEMAND = (
    Column(N_("From"), lambda each: _clock(each.start)),
    Column(N_("Calls"), lambda each: f"{each.calls:.2f}"),
    Column(N_("Seconds each"), lambda each: each.aht_seconds),
    Column(N_("Source"), lambda each: one_line(_source(each.source))),
)


def _source(source: str) -> str:
    words = {
        expecting.LEARNT: N_("learnt"),
        expecting.CARRIED: N_("learnt, carried on"),
        expecting.ENTERED: N_("entered"),
        expecting.IMPORTED: N_("imported"),
    }
    return _(words[source]) if source in words else source


@command("need", N_("Say how many agents answer so many calls (Erlang C), and how many to schedule."))
@option("--calls", type=float, required=True, metavar="NUMBER", help=N_("Calls in that time."))
@option("--minutes", type=float, default=30, show_default=True, metavar="NUMBER", help=N_("The time, in minutes."))
@option("--aht", type=float, metavar="SECONDS", help=N_("How long one takes; the policy's unless told."))
@option("--target", metavar="PERCENT/SECONDS", help=N_("Such as 80/20; the policy's unless told."))
@option("--max-occupancy", type=float, metavar="PERCENT", help=N_("Nobody busier; the policy's unless told."))
@option("--shrinkage", type=float, metavar="PERCENT", help=N_("Paid time without answering; the policy's unless told."))
@output_option
def need(
    form: str,
    calls: float,
    minutes: float,
    aht: float | None,
    target: str | None,
    max_occupancy: float | None,
    shrinkage: float | None,
) -> None:
    policy = load_policy()
    percent, seconds = _target(target) if target else (policy.target_percent, policy.target_seconds)
    goal = erlang.Goal(
        percent,
        seconds,
        policy.max_occupancy_percent if max_occupancy is None else max_occupancy,
        policy.shrinkage_percent if shrinkage is None else shrinkage,
    )
    exact = erlang.need(calls, minutes, policy.aht_seconds if aht is None else aht, goal)
    found = erlang.Need(*exact[:2], *(round(figure, _DIGITS) for figure in exact[2:]))
    show_one(form, found, lambda: _need_page(found))


def _need_page(found: erlang.Need) -> str:
    lines = (
        _("{agents} agents answer; schedule {scheduled}").format(agents=found.agents, scheduled=found.scheduled),
        _("service level {level}, occupancy {busy}").format(
            level=f"{found.service_level:.1%}", busy=f"{found.occupancy:.1%}"
        ),
        _("{share} of the calls wait; the average speed of answer is {seconds} s").format(
            share=f"{found.pw:.1%}", seconds=f"{found.asa_seconds:.1f}"
        ),
    )
    return "\n".join(lines)


def _target(text: str) -> tuple[float, float]:
    percent, _slash, seconds = text.partition("/")
    try:
        return float(percent), float(seconds)
    except ValueError:
        title = _("{text} is not a target").format(text=one_line(text)[:40])
        raise BadInput(title, _("Write it as 80/20: 80 percent within 20 seconds.")) from None


@command("coverage", N_("Show a day by half hours: people needed, planned and there; ! marks a hole."))
@_team_option
@_date_option
@option("--draft", is_flag=True, help=N_("The roster as drawn up, not as published."))
@output_option
@pass_session
def coverage(session: Session, form: str, team: str | None, date_text: str, draft: bool) -> None:
    actor = session.actor()
    layer = weeks.DRAFT if draft else weeks.FORCE
    on = weeks.day_of(date_text)
    found = covering.day(actor, team, on, layer=layer)
    show_list(form, [each for each in found if form != "table" or _matters(each)], _COVERAGE)
    if form == "table":
        _warn(found)
        _tell_carried(expecting.show(actor, team, on))


def _warn(found: Sequence[Interval]) -> None:
    """Say on stderr how many holes there are, or that nobody knows what to expect."""
    holes = sum(each.planned < each.needed for each in found)
    if not any(each.demand for each in found):
        safe_echo(_("No demand is known for that day; see `cstui roster demand --help`."), err=True)
    elif holes:
        told = ngettext("{count} half hour is short of people.", "{count} half hours are short of people.", holes)
        safe_echo(told.format(count=holes), err=True)


def _tell_carried(found: Sequence[expecting.HalfHour]) -> None:
    """Say on stderr that the figures of a day were learnt for an earlier week."""
    if any(each.source == expecting.CARRIED for each in found):
        told = _("Nothing was learnt for that day yet: the figures are those of the last week that was laid out.")
        safe_echo(f"{told} {_('See `{command}`.').format(command='cstui roster demand learn')}", err=True)


def _matters(each: Interval) -> bool:
    return bool(each.needed or each.planned or each.present)


demand = Nouns("demand", help=N_("What is expected in each half hour: shown, set, learnt from the complaints."))


@verb(demand, "show", N_("Show what a team expects in each half hour of a day."))
@_team_option
@_date_option
@output_option
@pass_session
def show(session: Session, form: str, team: str | None, date_text: str) -> None:
    found = expecting.show(session.actor(), team, weeks.day_of(date_text))
    show_list(form, [each for each in found if form != "table" or each.source], _DEMAND)
    _tell_carried(found)


@verb(demand, "set", N_("Say how many calls to expect in each half hour from one time to another."))
@argument("span", metavar="HH:MM-HH:MM", help=N_("By the floor's clock, at full or half hours."))
@argument("calls", type=float, metavar="CALLS", help=N_("In each half hour."))
@option("--aht", type=int, metavar="SECONDS", help=N_("How long one takes; the policy's unless told."))
@_team_option
@_date_option
@pass_session
def set_(session: Session, span: str, calls: float, aht: int | None, team: str | None, date_text: str) -> None:
    actor = session.actor()
    start, end = _span(span)
    kept = expecting.enter(actor, team, weeks.day_of(date_text), start, end, calls, aht)
    told = _("{added} half hours added, {changed} changed, {same} as before.")
    safe_echo(told.format(added=kept.added, changed=kept.changed, same=kept.same), err=True)


def _span(text: str) -> tuple[int, int]:
    first, _dash, last = text.partition("-")
    try:
        return minutes_of(first), minutes_of(last)
    except ValueError:
        title = _("{text} is not a span of time").format(text=one_line(text)[:40])
        raise BadInput(title, _("Write it as 09:00-12:30.")) from None


@verb(demand, "learn", N_("Learn from the team's complaints of the last weeks; what was set or imported stays."))
@option("--weeks", "span", type=click.IntRange(1, 104), default=8, show_default=True, help=N_("From so many weeks."))
@_team_option
@output_option
@pass_session
def learn(session: Session, form: str, span: int, team: str | None) -> None:
    found = expecting.learn(session.actor(), team, span)
    show_one(form, found, lambda: _learnt(found))
    if found.days < 7 * span:
        told = ngettext(
            "Complaints go back {n} day only, not the {weeks} weeks asked for.",
            "Complaints go back {n} days only, not the {weeks} weeks asked for.",
            found.days,
        )
        safe_echo(told.format(n=found.days, weeks=span), err=True)
    if found.days < 7:
        safe_echo(_("Weekdays among them that did not occur have no figure."), err=True)


def _learnt(found: expecting.Learnt) -> str:
    told = _(
        "Learnt since {day} (complaints: {count}, weeks: {weeks}). Half hours written: {written}, up to {until}; "
        "later weeks are read like the last of these."
    )
    weeks = f"{found.days / 7:.1f}".removesuffix(".0")
    return told.format(
        count=found.complaints, weeks=weeks, day=found.since.isoformat(), written=found.written,
        until=found.until.isoformat(),
    )  # fmt: skip


@command("what-if", N_("Estimate what goes short when somebody is away from one time to another."))
@argument("login", metavar="LOGIN", help=N_("Who is away."))
@argument("start", metavar="FROM", help=N_("Such as 14:00, tomorrow 9:00, 2026-11-23T09:00."))
@argument("end", metavar="UNTIL", help=N_("Such as 18:00 of that day."))
@output_option
@pass_session
def what_if(session: Session, form: str, login: str, start: str, end: str) -> None:
    actor = session.actor()
    begin = when.resolve(start, now=store.now(), zone=store.zone())
    over = when.resolve_end(end, begin, now=store.now(), zone=store.zone())
    found = covering.what_if(actor, login, begin, over)
    show_one(form, found, lambda: _what_if_page(found))


def _what_if_page(found: covering.WhatIf) -> str:
    told = _("{time}: {planned} of {needed} people")
    holes = [
        told.format(time=short(each.start), planned=each.planned, needed=each.needed)
        for each in sorted([*found.short, *found.worse])
    ]
    return "\n".join([found.text, *(f"  {_SHORT} {hole}" for hole in holes), found.how])
