"""Where the people of the demo floor stand, what their papers say, and what is recorded of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .. import accounts, store
from ..levels import certificates, evidence, profiles, standings
from ..levels.evidence import Given
from ..levels.windows import add_months
from ..views import Actor
from .script import Entry, Script, careers

_YEAR = timedelta(days=364)


def write(told: Script, at: datetime) -> None:
    """Enter everything as the floor's founder would have, as of the start."""
    founder = accounts.find_actor(told.floor["founder"]["login"])
    today, careers_ = at.astimezone(store.zone()).date(), careers()
    for each in careers_["career"]:
        _place(founder, each, today, at)
    for each in careers_["fact"]:
        given = Given(
            kind=each["kind"],
            day=_day(each, today),
            name=each.get("name", ""),
            giver=each.get("giver"),
            value=each.get("value"),
            passed=each.get("passed"),
            text=each.get("text", ""),
        )
        evidence.record(founder, each["login"], given, now=at)
    for each in careers_["certificate"]:
        end = today + timedelta(days=each["ends"])
        certificates.issue(founder, each["login"], each["name"], on=end - _YEAR, until=end, now=at)


def _place(founder: Actor, career: Entry, today: date, at: datetime) -> None:
    login = career["login"]
    papers = {
        "hired_on": add_months(today, -career["hired"]),
        "service_since": add_months(today, -career["service"]),
        "status": career.get("status", "regular"),
        "education": career["education"],
    }
    profiles.change(founder, login, papers, now=at)
    standings.grade(founder, login, career["level"], since=add_months(today, -career["since"]), now=at)


def _day(fact: Entry, today: date) -> date:
    if "last_year" in fact:
        return date.fromisoformat(f"{today.year - 1}-{fact['last_year']}")
    return today - timedelta(days=fact["days"])
