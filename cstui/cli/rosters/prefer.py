"""``cstui roster prefer``: shifts you would like, or would rather not work."""

from __future__ import annotations

from datetime import date

import click

from ...floor.rosters import preferences
from ...floor.rosters.preferences import Preference
from ...floor.rosters.weeks import day_of
from ...floor.rosters.words import label
from ...floor.when import weekday
from ...i18n import N_
from ..output import Column, show_list, show_one
from ..parts import Nouns, argument, option, output_option, verb
from ..session import Session, pass_session
from .requests import number_argument

prefer = Nouns("prefer", help=N_("Shifts you would like, or would rather not work; rosters heed them where they can."))

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONDAY = date(2024, 1, 1)  # any Monday: names of weekdays are asked of dates
_COLUMNS = (
    Column(N_("Wish"), lambda each: each.number),
    Column(N_("Login"), lambda each: each.agent),
    Column(N_("What"), lambda each: label("wish", each.wish)),
    Column(N_("Shift"), lambda each: each.code),
    Column(N_("When"), lambda each: _when(each)),
)


@verb(prefer, "want", N_("Say that you would like a shift on a weekday or a day."))
@argument("code", metavar="CODE", help=N_("A shift of the policy, or off."))
@option("--weekday", type=click.Choice(_DAYS), help=N_("Every week on this day."))
@option("--day", "on", metavar="DAY", help=N_("On this day only, such as 2026-11-23, 11-23."))
@output_option
@pass_session
def want(session: Session, form: str, code: str, weekday: str | None, on: str | None) -> None:
    _set(session, form, "want", code, weekday, on)


@verb(prefer, "avoid", N_("Say that you would rather not work a shift on a weekday or a day."))
@argument("code", metavar="CODE", help=N_("A shift of the policy, or off."))
@option("--weekday", type=click.Choice(_DAYS), help=N_("Every week on this day."))
@option("--day", "on", metavar="DAY", help=N_("On this day only, such as 2026-11-23, 11-23."))
@output_option
@pass_session
def avoid(session: Session, form: str, code: str, weekday: str | None, on: str | None) -> None:
    _set(session, form, "avoid", code, weekday, on)


@verb(prefer, "list", N_("List your wishes, or those of one of your people."))
@argument("login", metavar="LOGIN", required=False, help=N_("Whose; yours unless told."))
@output_option
@pass_session
def list_(session: Session, form: str, login: str | None) -> None:
    show_list(form, preferences.preferences(session.actor(), login), _COLUMNS, begin="roster prefer want")


@verb(prefer, "drop", N_("Drop a wish."))
@number_argument
@pass_session
def drop(session: Session, number: int) -> None:
    preferences.drop(session.actor(), number)


def _set(session: Session, form: str, wish: str, code: str, name: str | None, on: str | None) -> None:
    actor = session.actor()
    place = _DAYS.index(name) if name else None
    found = preferences.prefer(actor, wish, code, weekday=place, day=day_of(on) if on else None)
    show_one(form, found, lambda: f"{found.number}  {label('wish', found.wish)}  {found.code}  {_when(found)}")


def _when(each: Preference) -> str:
    if each.day is not None:
        return each.day.isoformat()
    return weekday(date.fromordinal(_MONDAY.toordinal() + (each.weekday or 0)))
