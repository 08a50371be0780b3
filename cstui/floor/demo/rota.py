"""Who works when on the demo floor: published rosters around its start, and the stamps of the time clock."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from db import models as rows
from db.queries import rosters as queries

from .. import accounts, store
from ..rosters import book, clocking, drafting, policy, publishing
from ..rosters.drafting import Edit
from ..rosters.stretches import stretches
from ..when import monday_before
from .script import Entry, Script, under_way
from .truants import Truants

Stamp = tuple[int, datetime, str]

_WEEKS = (-1, 0, 1, 2)  # from last week to the one after next, which is still a draft
_PUBLISHED = timedelta(days=9, hours=8)  # before the Monday of a week
_DRAFTED = timedelta(hours=2)  # before the start
_STAYS = timedelta(hours=2)  # who opens the demo stays at least so long


class Rota(NamedTuple):
    """The roster of one team's week, written by its lead at an instant."""

    at: datetime
    lead: str
    team: str
    monday: date
    edits: tuple[Edit, ...]
    published: bool

    def write(self) -> None:
        """Draw the week up and, unless it is the last, publish it; what was told of older weeks was seen."""
        lead = accounts.find_actor(self.lead)
        drafting.set_cells(lead, self.team, self.edits, now=self.at)
        if self.published:
            table = rows.Notice
            table.update(seen_at=self.at).where(table.seen_at.is_null() & (table.at < self.at)).execute()
            publishing.publish(lead, self.team, self.monday, now=self.at)


def rotas(told: Script, at: datetime) -> list[Rota]:
    """Return the rosters of every team for a floor that opens at an instant, in the order of time."""
    zone = store.zone()
    start_code, start_day = _code_at(at, zone)
    this_week = monday_before(at.astimezone(zone).date())
    found = []
    for place in _WEEKS:
        monday = this_week + timedelta(weeks=place)
        published = place != _WEEKS[-1]
        begun = datetime.combine(monday, time(), zone).astimezone(UTC) - _PUBLISHED
        for team in told.teams:
            lead, rota = _patterns(told, team, start_code, start_day.weekday())
            edits = tuple(_edits(rota, monday, None if published else told.floor["rota"]["gap"]))
            found.append(Rota(begun if published else at - _DRAFTED, lead, team, monday, edits, published))
    return sorted(found, key=lambda each: (each.at, each.team))


def stamps(chance: random.Random, at: datetime, truants: Truants, *, visitor: str) -> list[Stamp]:
    """Return the stamps of all published shifts in order of time, also those still to come.

    Most come a little early, some late; whoever opens the demo stamps nothing once it is open.
    """
    found: list[Stamp] = []
    tardy = timedelta(minutes=under_way()["today"]["late_minutes"])
    for row in queries.overlapping(queries.FORCE, at - timedelta(days=14), at + timedelta(days=7)):
        worked = truants.exchanged.get(row.id, row)
        assert worked.start_at is not None and worked.end_at is not None
        late = chance.random() < 0.04
        come = worked.start_at + timedelta(minutes=chance.randint(4, 25) if late else -chance.randint(1, 9))
        gone = worked.end_at + timedelta(minutes=chance.randint(0, 12))
        if row == truants.late:
            come = worked.start_at + tardy
        theirs = [(row.agent_id, come, "in"), (row.agent_id, gone, "out")]
        if row != truants.absent:
            found += [stamp for stamp in theirs if row.login != visitor or stamp[1] <= at]
    return sorted(found, key=lambda stamp: (stamp[1], stamp[0]))


def clock(ahead: list[Stamp], founder: str, now: datetime) -> list[Stamp]:
    """Keep the stamps that are due and return the others."""
    due = [stamp for stamp in ahead if stamp[1] <= now]
    if due:
        with store.transaction():
            clocking.keep_stamps(due, source="terminal", by=accounts.find_actor(founder), now=now)
    return ahead[len(due) :]


def _patterns(
    told: Script, team: str, start_code: str, start_weekday: int
) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """Return the lead of a team, and everybody's codes from Monday to Sunday."""
    rota, found = told.floor["rota"], {}
    crew = [agent for agent in told.floor["agent"] if agent["team"] == team]
    leads = [agent["login"] for agent in crew if "lead" in agent.get("roles", ())]
    found.update(dict.fromkeys(leads, tuple(rota["lead"])))
    agents = [agent["login"] for agent in crew if "roles" not in agent]
    found.update({login: tuple(rota["agent"][place % len(rota["agent"])]) for place, login in enumerate(agents)})
    if told.floor["start"] in found:
        # Two days each side of the day on which the demo is opened, always at the hours at which it is.
        days = [(start_weekday + step) % 7 for step in (-2, -1, 0, 1, 2)]
        found[told.floor["start"]] = tuple(start_code if day in days else "off" for day in range(7))
    return leads[0], found


def _edits(rota: Mapping[str, tuple[str, ...]], monday: date, gap: Entry | None) -> Iterator[Edit]:
    for login, codes in rota.items():
        for step, code in enumerate(codes):
            if gap is None or (gap["code"], gap["weekday"]) != (code, step):
                yield Edit(login, monday + timedelta(days=step), code)


def _code_at(at: datetime, zone: tzinfo) -> tuple[str, date]:
    """Return the code and the day of a shift that is worked at an instant and goes on for a while."""
    held = policy.load_policy()
    today = at.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        for code in held.templates:
            parts = stretches(book.times_of(code, day, held, zone), held.off_post_minutes)
            if any(start <= at <= end - _STAYS for start, end in parts):
                return code, day
    hour = at.astimezone(zone).hour
    return f"{hour:02}:00-{(hour + 8) % 24:02}:00", today
