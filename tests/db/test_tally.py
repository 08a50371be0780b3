"""The header's figures: kept by triggers, equal to what counting gives, whatever was done."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import complaints, dispatch, journal, queue, setup, store
from cstui.floor.forms import FORMS
from cstui.floor.marks import number_of
from cstui.floor.views import Actor
from db import connection, schema
from db import models as rows
from tests.conftest import Floor
from tests.db.rows import NOW, random_rows, write

START = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)


def values(dice: random.Random, action: str, now: datetime) -> dict[str, object]:
    """Fill a form so that it is mostly right."""
    known = {
        "severity": dice.choice(("critical", "major", "normal", "minor")), "to": dice.choice(("li.na", "zhang.wei")),
        "waiting_for": dice.choice(("customer", "third_party")), "category": "fees", "channel": "phone",
        "until": (now + timedelta(minutes=dice.randrange(5, 300))).isoformat(), "direction": "outbound",
        "due": (now + timedelta(hours=2)).isoformat(), "into": f"C-{dice.randrange(1, 30):06d}", "level": "reminder",
        "clock": "resolve", "span": "1wd",
    }  # fmt: skip
    if action == "transfer":
        known["to"] = dice.choice(("cards", "floor"))
    return {
        field.name: known.get(field.name, "text")
        for field in FORMS[action]
        if field.required or field.name == "category"
    }


def live(floor: Floor, seed: int, steps: int) -> tuple[datetime, int]:
    """Do whatever people might do; return the time it is then and how many steps were taken."""
    dice, now, done = random.Random(seed), START, 0
    people: list[Actor] = [floor.boss, floor.lead, floor.agent, floor.other, floor.stranger]
    for _step in range(steps):
        now += timedelta(minutes=dice.randrange(1, 40))
        actor = dice.choice(people)
        try:
            if dice.random() < 0.3:
                complaints.add(actor, {"subject": "x", "severity": dice.choice(("critical", "normal"))}, now=now)
            else:
                case = dice.choice(queue.page(actor, "state:all", now=now).rows or (None,))
                if case is None:
                    continue
                free = [
                    action for action, why in complaints.show(actor, case.ref, now=now).steps.items() if why is None
                ]
                action = dice.choice(free or ["note"])
                complaints.take(actor, case.ref, action, values(dice, action, now), now=now)
            done += 1
        except (Refused, BadInput):
            continue
    return now, done


@pytest.mark.parametrize("seed", range(3))
def test_the_figures_are_those_of_a_count_after_random_actions(floor: Floor, seed: int) -> None:
    connection.database.pragma("synchronous", 0)
    now, done = live(floor, seed, 150)
    assert done > 80
    assert len({case.state for case in queue.page(floor.boss, "state:all", now=now, limit=1000).rows}) > 5
    for at in (now, now + timedelta(hours=3), now + timedelta(days=30)):
        for actor in (floor.boss, floor.agent, floor.stranger):
            figures = queue.tally(actor, now=at)
            assert figures.open == queue.count(actor, "state:open overdue:yes", now=at) + queue.count(
                actor, "state:open overdue:no", now=at
            )
            assert figures.open == len(queue.page(actor, now=at, limit=1000).rows)
            assert figures.critical == queue.count(actor, "severity:critical", now=at)
            assert figures.breached == queue.count(actor, "overdue:yes", now=at)
            assert figures.breached == sum(case.overdue for case in queue.page(actor, now=at, limit=1000).rows)
            assert figures.waiting == queue.count(actor, "state:waiting", now=at)
            assert figures.unowned == queue.count(actor, "owner:none", now=at)
    assert setup.check(floor.boss) == []
    assert journal.verify(floor.boss).whole


@pytest.mark.parametrize("seed", range(2))
def test_pages_show_what_the_rows_say_after_random_actions(floor: Floor, seed: int) -> None:
    """Every filter of a case's own field finds that case: SQL and what is shown agree."""
    connection.database.pragma("synchronous", 0)
    now, _done = live(floor, 10 + seed, 100)
    for at in (now, now + timedelta(hours=4)):
        for case in queue.page(floor.boss, "state:all", now=at, limit=1000).rows:
            asked = [f"state:{case.state}", f"severity:{case.severity}", f"owner:{case.assignee or 'none'}"]
            asked += [f"overdue:{'yes' if case.overdue else 'no'}", f"breached:{'yes' if case.breached else 'no'}"]
            asked += [f"clock:{case.next_clock or 'none'}", f"version:{case.version}", f"team:{case.team}"]
            assert queue.count(floor.boss, f"ref:{case.ref} {' '.join(asked)}", now=at) == 1, (case, at)


def test_direct_changes_are_counted_too(floor: Floor) -> None:
    write(random_rows(3, 200))
    assert not schema.tally_is_off()
    connection.database.execute_sql("DELETE FROM complaint WHERE id % 3 = 0")
    connection.database.execute_sql("UPDATE complaint SET team_id = 3 - team_id WHERE id % 5 = 0")
    connection.database.execute_sql("UPDATE complaint SET severity = 3 WHERE id % 7 = 0")
    connection.database.execute_sql("UPDATE complaint SET assignee_id = NULL WHERE id % 4 = 0")
    assert not schema.tally_is_off()
    at = datetime.fromtimestamp(NOW, UTC)
    assert queue.tally(floor.boss, now=at).open == queue.count(floor.boss, "-state:closed state:open", now=at)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE tally SET n = n + 1 WHERE n > 0",
        "DELETE FROM tally",
        "INSERT INTO tally VALUES (9, 'closed', 0, 0, 4)",
    ],
)
def test_a_tally_that_is_off_is_found(floor: Floor, spoil: str) -> None:
    complaints.add(floor.agent, {"subject": "x"})
    assert setup.check(floor.boss) == []
    connection.database.execute_sql(spoil)
    assert setup.check(floor.boss) == ["the tally of the queue does not fit the complaints"]


def test_loads_are_those_of_a_count(floor: Floor) -> None:
    connection.database.pragma("synchronous", 0)
    now, _done = live(floor, 21, 120)
    ref = complaints.add(floor.agent, {"subject": "x"}, now=now).ref
    for offer in dispatch.offers(floor.lead, ref, now=now):
        states = [case.state for case in queue.page(floor.boss, f"owner:{offer.login}", now=now, limit=1000).rows]
        assert offer.load == sum(state != "waiting" for state in states)
    with store.transaction():
        rows.Complaint.update(assignee=None).where(rows.Complaint.id == number_of(ref)).execute()
