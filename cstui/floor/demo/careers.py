"""Where the people of the demo floor stand, what is recorded of them, and how they ask for their next level."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from .. import accounts, notices, store
from ..levels import cases, certificates, evidence, profiles, standings
from ..levels.evidence import Given
from ..levels.windows import add_months
from ..views import Actor
from .asked import Deed
from .script import Entry, Script, careers

_YEAR = timedelta(days=364)
_RECORDED = time(18, 5)  # when what happened on a day is written down
_READ = timedelta(days=3), time(8, 40)  # before the start: when people last looked at what they are told


def recorded(told: Script, founded: datetime, at: datetime) -> list[Deed]:
    """Return what is recorded of people between the day the floor was made and the start."""
    login, today = told.floor["founder"]["login"], at.astimezone(store.zone()).date()
    days = [(_day(each, today), each) for each in careers()["fact"]]
    return [Deed(max(founded, moment(day, _RECORDED)), partial(_record, login, each, day)) for day, each in days]


def rises(told: Script, founded: datetime, at: datetime) -> list[Deed]:
    """Return how people came to their levels and certificates, in the order of time.

    Levels bar people from complaints, which the demo's lives do not know: this happens after them.
    """
    login, today, written = told.floor["founder"]["login"], at.astimezone(store.zone()).date(), careers()
    found = [Deed(at, partial(_certify, login, each, today)) for each in written["certificate"]]
    for each in written["career"]:
        since = add_months(today, -each["since"])
        found.append(Deed(max(founded, moment(since, _RECORDED)), partial(_place, login, each, today, since)))
    for each in written["case"]:
        found += _case(each, today)
    staff = [login, *(each["login"] for each in written["career"])]
    found.append(Deed(moment(today - _READ[0], _READ[1]), partial(_read, staff)))
    return sorted(found, key=lambda deed: deed.at)


def moment(day: date, clock: time) -> datetime:
    """Return an hour of a day on the floor's clock."""
    return datetime.combine(day, clock, store.zone())


def _place(founder: str, career: Entry, today: date, since: date, *, now: datetime) -> None:
    actor, login = accounts.find_actor(founder), career["login"]
    papers = {
        "hired_on": add_months(today, -career["hired"]),
        "service_since": add_months(today, -career["service"]),
        "status": career.get("status", "regular"),
        "education": career["education"],
    }
    profiles.change(actor, login, papers, now=now)
    standings.grade(actor, login, career["level"], since=since, now=now)


def _record(founder: str, fact: Entry, day: date, *, now: datetime) -> None:
    given = Given(
        kind=fact["kind"],
        day=day,
        name=fact.get("name", ""),
        giver=fact.get("giver"),
        value=fact.get("value"),
        passed=fact.get("passed"),
        text=fact.get("text", ""),
    )
    evidence.record(accounts.find_actor(founder), fact["login"], given, now=now)


def _certify(founder: str, issued: Entry, today: date, *, now: datetime) -> None:
    end = today + timedelta(days=issued["ends"])
    actor = accounts.find_actor(founder)
    certificates.issue(actor, issued["login"], issued["name"], on=end - _YEAR, until=end, now=now)


def _read(logins: list[str], *, now: datetime) -> None:
    for actor in map(accounts.find_actor, logins):
        told = [each.id for each in notices.notices(actor) if each.at < now]
        if told:
            notices.see(actor, *told, now=now)


def _day(fact: Entry, today: date) -> date:
    if "last_year" in fact:
        return date.fromisoformat(f"{today.year - fact.get('years', 1)}-{fact['last_year']}")
    return today - timedelta(days=fact["days"])


def _case(told: Entry, today: date) -> list[Deed]:
    """Return the steps of one promotion case; the number it is given by the first is known to the others."""
    numbers: list[int] = []
    return [
        Deed(moment(today - timedelta(days=step["days"]), step["at"]), partial(_step, told, step, numbers))
        for step in told["step"]
    ]


def _step(told: Entry, step: Entry, numbers: list[int], *, now: datetime) -> None:
    actor: Actor = accounts.find_actor(step.get("by", told["login"]))
    if numbers:
        cases.take(actor, numbers[0], step["action"], step["fields"], now=now)
    else:
        numbers.append(cases.apply(actor, values=step["fields"], annual=told["annual"], now=now).number)
