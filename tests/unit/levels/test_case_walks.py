"""Anybody tries anything at any time: what must hold of cases and levels holds after every step."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from cstui.errors import CstuiError
from cstui.floor import journal
from cstui.floor.levels import case_book, case_due, cases, people, vacancies
from cstui.floor.levels.case_forms import FORMS
from cstui.floor.views import Actor
from db import connection
from db import models as rows
from tests.conftest import Floor
from tests.unit.levels.promoting import GIVEN, REPORT, START, lay_ladder, manager, stand

LIKELY = ("review", "endorse", "exam", "panel", "notice", "settle", "approve", "confirm", "investigate", "conclude",
          "decide", "object", "appeal", "hear", "revert")  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_a_walk(floor: Floor, seed: int) -> None:
    connection.database.pragma("synchronous", 0)
    chance, now = random.Random(seed), START
    lay_ladder(months=1, annual=chance.random() < 0.3)
    people_ = [floor.agent, floor.other, floor.lead, floor.boss, manager(floor), floor.stranger]
    for login, level in (("li.na", "low"), ("zhang.wei", "high"), ("lead.wang", "middle")):
        stand(floor, login, level)
    vacancies.open_place(floor.boss, "chief", ladder="mini", now=now)
    done = 0
    for _step in range(80):
        now += timedelta(hours=chance.choice((1, 1, 4, 24, 72, 24 * 20)))
        try:
            done += take_something(chance, people_, floor, now)
        except CstuiError:
            pass
        case_due.settle_due(now=now)
        check(now)
    assert done > 8
    assert journal.verdict().whole


def take_something(chance: random.Random, people_: list[Actor], floor: Floor, now: datetime) -> int:
    """Let somebody try something and return 1 when it was done."""
    actor, dice = chance.choice(people_), chance.random()
    if dice < 0.1:
        cases.apply(actor, values={"to": chance.choice(("", "", "high", "chief"))}, ladder="mini", now=now)
    elif dice < 0.2:
        cases.apply(floor.lead, chance.choice(people_).login, ladder="mini", now=now)
    elif dice < 0.26:
        day = {"on": people.today(now).isoformat()}
        cases.report(floor.lead, chance.choice(people_).login, REPORT | day, ladder="mini", now=now)
    else:
        number = chance.choice([row.id for row in rows.Promotion.select()] or [1])
        action = chance.choice(tuple(FORMS))
        if dice < 0.9:
            actor, number, action = chance.choice(ways_on(people_, now) or [(actor, number, action)])
        cases.take(actor, number, action, GIVEN[action], now=now)
    return 1


def ways_on(people_: list[Actor], now: datetime) -> list[tuple[Actor, int, str]]:
    """Return who may take which case on, as the screens are told."""
    found = []
    for actor in people_:
        for case, may in case_book.details(actor, now=now):
            found += [(actor, case.number, step) for step in LIKELY if step in may and may[step] is None]
    return found


def check(now: datetime) -> None:
    """Assert what must hold of every case and of everybody's levels."""
    for row in rows.Promotion.select():
        persons = [each for each in (row.agent_id, row.proposer_id, row.approver_id) if each is not None]
        assert len(persons) == len(set(persons)), "a person sits in two chairs"
        still = rows.Objection.select().where(rows.Objection.promotion == row.id, rows.Objection.state == "open")
        assert not still.exists() or row.state in ("objected", "rejected", "withdrawn"), "closed over an objection"
        if row.state in ("approved", "trial", "confirmed", "decided", "effective"):
            assert row.proposer_id and row.approver_id and row.effective_on
            assert people.today(row.notice_until) < row.effective_on, "in effect before the notice was over"
        assert row.state != "trial" or row.effective_on <= people.today(now)
    for agent in {row.agent_id for row in rows.Standing.select()}:
        held = list(rows.Standing.select().where(rows.Standing.agent == agent).order_by(rows.Standing.since))
        assert all(one.until == other.since for one, other in zip(held, held[1:], strict=False)), "a gap in the levels"
        assert held[-1].until is None
        under_way = [row for row in rows.Promotion.select().where(rows.Promotion.agent == agent)
                     if row.state in case_book.OPEN_STATES and row.kind != "demotion"]  # fmt: skip
        assert len(under_way) <= 1
    taken = [row.promotion_id for row in rows.Vacancy.select() if row.promotion_id is not None]
    assert len(taken) == len(set(taken))
