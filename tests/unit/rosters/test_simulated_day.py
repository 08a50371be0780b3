"""Two days on the floor, minute by minute: whoever is offered a case is on shift, long enough, and below the cap."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from cstui.errors import Refused
from cstui.floor import accounts, complaints, dispatch
from cstui.floor.rosters import absence
from cstui.floor.views import Offer
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

TUESDAY = MONDAY + timedelta(days=1)
CODES = ("A1", "A1", "A1", "A2", "B1", "B1", "C1", "C1", "H1", "S1", "S1", "off")
CAP, ENOUGH, GAP = 8, 30, timedelta(minutes=17)
Span = tuple[datetime, datetime]


class World:
    """What the test itself knows of the people, beside the program: shifts, leave, absences, stamps."""

    def __init__(self, floor: Floor, random: Random) -> None:
        self.floor = floor
        self.shifts: dict[str, list[Span]] = {}
        self.away: dict[str, list[Span]] = {}
        for number in range(8):
            accounts.add_agent(floor.boss, f"a{number:02}", name=f"A{number}", team="floor")
        for login in (*(f"a{number:02}" for number in range(8)), "li.na", "zhang.wei", "lead.wang"):
            cells = {day: random.choice(CODES) for day in (MONDAY, TUESDAY)}
            publish(floor.boss, {login: cells})
        for row in rows.Shift.select(rows.Shift, rows.Agent).join(rows.Agent):
            spans = self.shifts.setdefault(row.agent.login, [])
            spans += split(row) if row.code == "S1" else [(row.start_at, row.end_at)] if row.start_at else []
        for login in ("a01", "a02"):
            self.leave(login)

    def leave(self, login: str) -> None:
        """Give a person approved leave on Monday: no shift that begins that day counts."""
        agent = accounts.find_actor(login)
        rows.Leave.create(
            agent=agent.id, kind="sick", first_day=MONDAY, last_day=MONDAY, state="approved", created_at=wall("0:00")
        )
        self.away.setdefault(login, []).extend(span for span in self.shifts[login] if span[0] < wall("0:00", TUESDAY))

    def mark_absent(self, login: str, start: datetime, end: datetime) -> None:
        """Let the lead mark a person absent."""
        absence.mark(self.floor.lead, login, start, end, now=start)
        self.away.setdefault(login, []).append((start, end))

    def may_work(self, login: str, at: datetime) -> bool:
        """Say, plainly, whether a person is on shift with enough of it left, and not away."""
        there = any(start <= at and end - at >= timedelta(minutes=ENOUGH) for start, end in self.shifts.get(login, ()))
        return there and not any(start <= at < end for start, end in self.away.get(login, ()))


def split(row: rows.Shift) -> list[Span]:
    """Return the two parts of a split shift."""
    return [(wall(start, row.day), wall(end, row.day)) for start, end in (("09:00", "12:00"), ("17:00", "21:00"))]


def load(login: str) -> int:
    """Count the cases a person works on, by the rows themselves."""
    agent = accounts.find_actor(login)
    return rows.Complaint.select().where((rows.Complaint.assignee == agent.id) & rows.Complaint.open).count()


def check(world: World, found: tuple[Offer, ...], at: datetime) -> None:
    for offer in found:
        fit = world.may_work(offer.login, at) and load(offer.login) < CAP
        assert (offer.passed_over is None) == fit, (offer, at)
        assert offer.passed_over != ""


@pytest.mark.parametrize("seed", [1, 2])
def test_every_assignment_is_for_somebody_on_shift(floor: Floor, seed: int) -> None:
    random = Random(seed)
    world = World(floor, random)
    assigned, left, full = Counter[str](), Counter[str](), 0
    at = wall("00:10")
    while at < wall("06:00", TUESDAY):
        if at.minute % 7 == 0:
            login = random.choice(sorted(world.shifts))
            if login not in world.away:
                world.mark_absent(login, at, at + timedelta(hours=3))
        ref = complaints.add(floor.lead, {"subject": "x"}, now=at).ref
        check(world, dispatch.offers(floor.lead, ref, now=at), at)
        done, refused = dispatch.spread(floor.lead, [ref], now=at)
        for case in done:
            login = str(case.assignee)
            assert world.may_work(login, at) and load(login) <= CAP
            assigned[login] += 1
            full += load(login) == CAP
        for _ref, reason in refused:
            people = [person.login for person in accounts.agents(floor.boss, team="floor")]
            assert not [login for login in people if world.may_work(login, at) and load(login) < CAP]
            assert reason.startswith("nobody qualifies: ")
            assert rows.Complaint.get_by_id(int(ref[2:])).assignee_id is None
            left[reason.partition(": ")[2].partition(" ")[0]] += 1
        if random.random() < 0.2 and assigned:
            finish(random.choice(sorted(assigned)), at)
        at += GAP
    assert len(assigned) > 6 and sum(left.values()) > 3 and full


def finish(login: str, at: datetime) -> None:
    """Let a person end one of the own cases."""
    actor = accounts.find_actor(login)
    row = rows.Complaint.get_or_none((rows.Complaint.assignee == actor.id) & rows.Complaint.open)
    if row is not None:
        complaints.take(actor, f"C-{row.id:06}", "withdraw", {"reason": "r", "notice": "n"}, now=at)


def test_pulled_cases_obey_the_same_rules(floor: Floor) -> None:
    world = World(floor, Random(3))
    pulled = Counter[bool]()
    at = wall("05:40")
    while at < wall("23:59"):
        complaints.add(floor.lead, {"subject": "x"}, now=at)
        for login in ("a00", "a01", "li.na", "zhang.wei"):
            fit = world.may_work(login, at) and load(login) < CAP
            try:
                found = dispatch.next_case(accounts.find_actor(login), claim=True, now=at)
            except Refused as refusal:
                assert not fit and refusal.title
            else:
                assert fit and (found is None or found[0].assignee == login)
            pulled[fit] += 1
        at += timedelta(minutes=53)
    assert min(pulled[True], pulled[False]) > 5


def test_the_time_clock_narrows_it_further(floor: Floor) -> None:
    world = World(floor, Random(4))
    at = wall("10:00")
    here = [login for login in sorted(world.shifts) if world.may_work(login, at)]
    came, late = here[::2], here[1::2]
    for login in came:
        stamp(accounts.find_actor(login), ("in", "07:50"))
    ref = complaints.add(floor.lead, {"subject": "x"}, now=at).ref
    found = {offer.login: offer.passed_over for offer in dispatch.offers(floor.lead, ref, now=at)}
    assert [login for login, reason in found.items() if reason is None] == came
    assert all("not clocked in" in str(found[login]) for login in late) and late
