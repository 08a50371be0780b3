"""Notices in words: one line for each kind, made of the ids and days it was kept with.

``WORDS`` maps a kind to its message; whoever tells of something new adds a line.  What a name in braces
shows is decided by ``_SHOWN``; a name without an entry there is shown as it stands in the notice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from db.fields import instant
from db.queries import people

from ..i18n import N_, _, listed
from ..text import one_line
from . import store
from .notices import Notice

WORDS: dict[str, str] = {
    "roster.published": N_("The roster of {week} is published: you have shifts on {days}"),
    "roster.changed": N_("Your shifts of {week} were changed: {days}"),
    "swap.offered": N_("{asker} offers you a swap of {code} on {day} (swap {number})"),
    "swap.accepted": N_("{peer} agreed to your swap of {day}; a lead decides (swap {number})"),
    "swap.declined": N_("{peer} declined your swap of {day} (swap {number})"),
    "swap.approved": N_("The swap of {code} on {day} between {asker} and {peer} is approved (swap {number})"),
    "swap.denied": N_("The swap of {code} on {day} between {asker} and {peer} is denied (swap {number})"),
    "swap.withdrawn": N_("The swap of {code} on {day} was withdrawn (swap {number})"),
    "swap.expired": N_("The swap of {day} expired: nobody decided in time (swap {number})"),
    "swap.cancelled": N_("The swap of {day} fell: one of its shifts was changed (swap {number})"),
    "swap.party_gone": N_("The swap of {day} fell: the account of {agent} was disabled (swap {number})"),
    "leave.approved": N_("Your {leave} from {first} to {last} is approved (leave {number})"),
    "leave.rejected": N_("Your {leave} from {first} to {last} is rejected (leave {number})"),
    "leave.cancelled": N_("Your {leave} from {first} to {last} was cancelled (leave {number})"),
    "leave.given_back": N_("{agent} took {leave} from {first} to {last} back (leave {number})"),
    "open_shift.approved": N_("You work {code} on {day}: the open shift is yours (open shift {number})"),
    "open_shift.refused": N_("Somebody else is to work {code} on {day} (open shift {number})"),
    "open_shift.withdrawn": N_("The open shift {code} on {day} was withdrawn (open shift {number})"),
    "open_shift.expired": N_("The open shift of {day} was filled by nobody (open shift {number})"),
    "open_shift.party_gone": N_(
        "The open shift of {day} is open again: the account of {agent} was disabled (open shift {number})"
    ),
    "score.published": N_("Your scorecard of {month} is published"),
    "attendance.decided": N_("What you said of {day} was decided on: {excuse}"),
    "certificate.ends": N_("The certificate {name} of {agent} ends on {until}"),
    "absence.marked": N_("You are marked absent from {from} until {until}"),
    "absence.cancelled": N_("You are not marked absent any more from {from} until {until}"),
    "clock.voided": N_("Your stamp was struck out: {stamp} {from}"),
    "level.case": N_("Case {number}, {agent}: {step}; it is now: {case_state}"),
}


def words(notice: Notice) -> str:
    """Return a notice in one line; one of an unknown kind by its kind and subject."""
    message = WORDS.get(notice.kind)
    if message is None:
        return f"{notice.kind} {notice.subject}"
    return _(message).format_map(_Body(notice.body))


class _Body(dict[str, Any]):
    """What a notice was kept with, shown name by name."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__(body)
        self["leave"], self["excuse"] = body.get("kind"), body.get("state")
        self["days"] = [(day, *body.get("moves", {}).get(day, ())) for day in body.get("days", ())]

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            return "?"
        return _SHOWN.get(name, str)(value)


def _person(who: int | str) -> str:
    """Return the name of a person who is kept by id, or by login."""
    if isinstance(who, str):
        return one_line(who)
    found = people.of_ids([who]).get(who)
    return one_line(found.name) if found else "?"


def _day(day: str) -> str:
    this_year = store.now().astimezone(store.zone()).year
    return day[5:] if date.fromisoformat(day).year == this_year else day


def _days(days: list[tuple[str, ...]]) -> str:
    """Return days one by one, each with the codes before and after where those are kept."""
    from .rosters.words import code

    told = [" ".join([_day(day), *([" → ".join(code(each) or "-" for each in codes)] if codes else [])])
            for day, *codes in days]  # fmt: skip
    return listed(told)


def _moment(seconds: int | str) -> str:
    """Return an instant kept in seconds, or a day kept as text."""
    if isinstance(seconds, str):
        return _day(seconds)
    at = instant(seconds) or datetime.max.replace(tzinfo=store.zone())
    return at.astimezone(store.zone()).strftime("%m-%d %H:%M")


def _leave(kind: str) -> str:
    from .rosters.request_words import kind_words

    return kind_words(kind)


def _step(step: str) -> str:
    from .levels.case_words import label

    return label("step", step)


def _case_state(state: str) -> str:
    from .levels.case_words import label

    return label("state", state)


def _excuse(state: str) -> str:
    from .rosters.words import label

    return label("excuse_state", state)


def _stamp(kind: str) -> str:
    from .rosters.words import label

    return label("stamp", kind)


_SHOWN: dict[str, Callable[[Any], str]] = {
    "name": one_line,
    "asker": _person,
    "peer": _person,
    "agent": _person,
    "day": _day,
    "first": _day,
    "last": _day,
    "days": _days,
    "from": _moment,
    "until": _moment,
    "leave": _leave,
    "excuse": _excuse,
    "stamp": _stamp,
    "step": _step,
    "case_state": _case_state,
}
