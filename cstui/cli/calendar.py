"""``cstui calendar``: working days, when a limit ends, and what a corrected calendar would move."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path

import click

from ..errors import BadInput
from ..floor import in_force, labels, store, when
from ..floor.calendar import Calendar, Day, load_calendar
from ..floor.span import Span
from ..i18n import N_, _, ngettext
from ..text import one_line
from .output import Column, local, plain, safe_echo, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

_KINDS = {
    "working": N_("working day"),
    "weekend": N_("weekend"),
    "holiday": N_("holiday"),
    "makeup": N_("make-up working day"),
    "site": N_("set by the site"),
}
_MONTH = re.compile(r"(\d{4})-(\d{2})")

calendar = Nouns("calendar", help=N_("The calendar of working days, and when limits end."))

_named = option("--calendar", "name", metavar="NAME", help=N_("Another calendar than the floor's, such as cn or GB."))

_COLUMNS = (
    Column(N_("Date"), lambda day: day.date.isoformat()),
    Column(N_("Weekday"), lambda day: when.weekday(day.date)),
    Column(N_("Kind"), lambda day: _kind(day)),
    Column(N_("Hours"), lambda day: " ".join(day.hours), narrows=True),
    Column(N_("Occasion"), lambda day: day.name, narrows=True),
)


def _kind(day: Day) -> str:
    kind = _(_KINDS[day.kind])
    return kind + _(" (provisional)") if day.provisional else kind


def _open(session: Session, name: str | None) -> Calendar:
    session.actor()
    return load_calendar(name, store.zone()) if name else in_force.calendar()


@verb(calendar, "show", N_("Show the days of a month and the rule behind each."))
@argument("month", metavar="MONTH", required=False, help=N_("Such as 2026-02; this month unless told."))
@_named
@output_option
@pass_session
def show(session: Session, form: str, month: str | None, name: str | None) -> None:
    days = _open(session, name)
    today = local(store.now())
    if month is None:
        year, number = today.year, today.month
    else:
        match = _MONTH.fullmatch(month)
        if match is None:
            raise BadInput(_("{text} is not a month").format(text=one_line(month)[:40]), _("Write it as 2026-02."))
        year, number = int(match[1]), int(match[2])
    show_list(form, days.month(year, number), _COLUMNS)


@verb(calendar, "due", N_("Say when a limit ends that starts at a time."))
@argument("start", metavar="DATE", help=N_("A day, or a time such as 2026-02-10T09:30."))
@argument("span", metavar="SPAN", help=N_("15wd (working days), 30d, 8w, 8h or 30m (working hours, minutes)."))
@_named
@output_option
@pass_session
def due(session: Session, form: str, start: str, span: str, name: str | None) -> None:
    days = _open(session, name)
    begins, length = _start(start), Span.parse(span)
    end = days.add_span(begins, length)
    found = {"from": plain(begins), "span": str(length), "due": plain(end.due_at), "provisional": end.provisional}
    uncertain = _(" (provisional)") if end.provisional else ""
    show_one(form, found, lambda: local(end.due_at).strftime("%Y-%m-%d %H:%M") + uncertain)


_file = argument(
    "file",
    metavar="FILE",
    required=False,
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("A calendar file; the floor's own one, the site's before the shipped, unless told."),
)

_MOVES = (
    Column(N_("Ref"), lambda move: move.ref),
    Column(
        N_("Clock"), lambda move: labels.label("clock", move.clock) + (f" ({move.cycle})" if move.cycle > 1 else "")
    ),
    Column(N_("Old due"), lambda move: _moment(move.old_due_at)),
    Column(N_("New due"), lambda move: _moment(move.new_due_at)),
)


def _moment(at: datetime) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M")


@verb(calendar, "check", N_("List every deadline and public notice that a corrected calendar would move."))
@_file
@output_option
@pass_session
def check(session: Session, form: str, file: Path | None) -> None:
    from ..floor import corrections

    show_list(form, corrections.moves(session.actor(), file), _MOVES)


@verb(calendar, "apply", N_("Bring a corrected calendar into force; lists the deadlines that it moves."))
@_file
@option("--yes", is_flag=True, help=N_("Do it."))
@output_option
@pass_session
def apply(session: Session, form: str, file: Path | None, yes: bool) -> None:
    from ..floor import corrections

    actor = session.actor()
    if not yes:
        show_list(form, corrections.moves(actor, file), _MOVES)
        raise click.UsageError(_("Nothing was changed. This moves the deadlines listed: add --yes."))
    moved = corrections.apply(actor, file)
    show_list(form, moved, _MOVES)
    told = ngettext(
        "The calendar is in force; {count} deadline moved.",
        "The calendar is in force; {count} deadlines moved.",
        len(moved),
    )
    safe_echo(told.format(count=len(moved)), err=True)


def _start(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(), store.zone())
    except ValueError:
        return when.resolve(text, now=store.now(), zone=store.zone())
