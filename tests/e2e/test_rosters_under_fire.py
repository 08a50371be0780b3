"""Rosters under fire: two publish at once, and whoever publishes is killed; a week is published whole or not at all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from cstui.errors import CstuiError
from cstui.floor import accounts, journal, setup, store
from cstui.floor.rosters import drafting, publishing, weeks
from cstui.floor.rosters.drafting import Edit
from db import models as rows
from tests.conftest import Floor
from tests.e2e.crowd import Child

MONDAY = date(2026, 3, 16)
PEOPLE = 12
KILLS = 40
Tell = Callable[[Any], None]


@pytest.fixture
def drawn(floor: Floor) -> Iterator[Floor]:
    """A drawn up week of a dozen more people, closed so that processes can be forked."""
    for number in range(PEOPLE):
        accounts.add_agent(floor.boss, f"agent.{number}", name=f"Agent {number}")
    drafting.lay_pattern(floor.lead, None, [], MONDAY, 7, "early")
    store.close_floor()
    yield floor
    store.close_floor()


def publish_once(login: str) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        me = accounts.find_actor(login)
        revision = weeks.week(me, "floor", MONDAY).revision
        tell(["ready", revision])
        try:
            tell(["version", publishing.publish(me, "floor", MONDAY, revision=revision).version])
        except CstuiError as error:
            tell(["refused", error.title])

    return work


def test_two_who_publish_at_once_make_one_version_and_tell_everybody_once(drawn: Floor) -> None:
    told = [child.finish() for child in [Child(drawn.path, publish_once(login)) for login in ("lead.wang", "boss")]]
    outcomes = sorted(kind for lines in told for kind, _what in lines if kind != "ready")
    assert outcomes in (["refused", "version"], ["version", "version"]), told
    store.open_floor(drawn.path)
    found = publishing.versions(drawn.lead, None, MONDAY)
    assert [each.version for each in found] == list(range(len(found), 0, -1))
    notices = rows.Notice.select().where(rows.Notice.kind == "roster.published")
    assert len({row.agent_id for row in notices}) == len(notices) >= PEOPLE
    assert_sound(drawn)


def change_and_publish(seed: int) -> Callable[[Tell], None]:
    """Change somebody's shifts and publish, without end; tell each version only when it is out."""

    def work(tell: Tell) -> None:
        dice, me = random.Random(seed), accounts.find_actor("lead.wang")
        for _turn in range(1_000):
            login, code = f"agent.{dice.randrange(PEOPLE)}", dice.choice(["A1", "A2", "E1"])
            drafting.set_cells(me, None, [Edit(login, day, code) for day in weeks.days_of("mon..fri", MONDAY)])
            if not publishing.diff(me, None, MONDAY) and weeks.week(me, None, MONDAY).version:
                continue  # the very codes that stand there
            week = publishing.publish(me, None, MONDAY)
            tell([week.version, sorted([shift.login, shift.day.isoformat(), shift.code] for shift in week.shifts)])

    return work


def test_a_kill_leaves_a_week_published_whole_or_not_at_all(drawn: Floor) -> None:
    dice, last = random.Random(4), 0
    for kill in range(KILLS):
        child = Child(drawn.path, change_and_publish(kill))
        told = child.kill(dice.randrange(3), dice.uniform(0, 0.1))
        assert not [line for line in told if "crash" in line], told
        store.open_floor(drawn.path)
        found = publishing.versions(drawn.lead, None, MONDAY)
        force = weeks.week(drawn.lead, None, MONDAY, layer=weeks.FORCE)
        # The kill may have come between the write and its acknowledgement: then one version more is out.
        last = max([last, *(version for version, _shifts in told)])
        assert last <= len(found) <= last + 1 and force.version == len(found)
        last = len(found)
        written = sorted([shift.login, shift.day.isoformat(), shift.code] for shift in force.shifts)
        if told and told[-1][0] == force.version:
            assert written == told[-1][1]
        if found:
            newest = publishing.diff(drawn.lead, None, MONDAY, newer=len(found), older=0)
            kept = [[each.login, each.day.isoformat(), each.after.code] for each in newest if each.after]
            assert sorted(kept) == written
        store.close_floor()
    assert last > KILLS / 4
    store.open_floor(drawn.path)
    events = [entry.event.action for entry in journal.entries(drawn.boss, limit=100_000)]
    assert events.count("roster.published") == last
    assert_sound(drawn)


def assert_sound(floor: Floor) -> None:
    """The file, its references and its journal are whole."""
    assert setup.check(floor.boss) == []
    assert journal.verify(floor.boss).whole
