"""Swaps whose ground moves, people who act at once, and random walks: the roster moves by approvals only."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cstui.errors import Conflict, CstuiError, Refused
from cstui.floor import accounts, store
from cstui.floor.rosters import clashes, drafting, leave, open_shifts, publishing, swaps, touched
from cstui.floor.views import Actor
from db import journal
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import FRI, MON, MONDAY, NOW, TUE, WED, in_force, publish, told

WEEK = {
    "li.na": "A1 off A1 off off off off",
    "zhang.wei": "off B1 B1 off off off off",
    "lead.wang": "off off off A2 off off off",
}


@pytest.fixture
def week(floor: Floor) -> Floor:
    publish(floor.lead, WEEK)
    return floor


def republish(floor: Floor, login: str, day: date, code: str | None) -> None:
    """Change one cell of the draft and publish the week."""
    drafting.set_cells(floor.boss, "floor", [clashes.Edit(login, day, code)], now=NOW)
    publishing.publish(floor.boss, "floor", MONDAY, now=NOW)


def state(number: int) -> str:
    return str(rows.Swap.get_by_id(number).state)


@pytest.mark.parametrize(
    ("login", "day", "code", "falls"),
    [
        ("li.na", MON, "A2", True),  # the shift that is given
        ("zhang.wei", TUE, "off", True),  # the shift in return
        ("zhang.wei", MON, "B1", True),  # the taker works by now
        ("li.na", TUE, "A1", True),
        ("li.na", WED, "A2", False),  # another day
        ("lead.wang", MON, "A2", False),  # somebody else
    ],
)
def test_publishing_cancels_what_rested_on_a_changed_cell(
    week: Floor, login: str, day: date, code: str, falls: bool
) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number
    republish(week, login, day, code)
    assert (state(number), told("swap.cancelled")) == (
        ("cancelled", ["li.na", "zhang.wei"]) if falls else ("offered", [])
    )


def test_a_lead_who_approves_too_late_reads_whose_shift_moved(week: Floor) -> None:
    """The inbox may show it still as it was, so the reason comes before anything about versions."""
    swap = swaps.accept(week.other, swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number, now=NOW)
    republish(week, "li.na", MON, "A2")
    for version in (None, swap.version):
        with pytest.raises(Refused, match="a shift is no longer as agreed") as refused:
            swaps.approve(week.lead, swap.number, version=version, now=NOW)
        assert refused.value.detail == "李娜 on 2026-11-23: A1 08:00-17:00 became A2 09:00-18:00"
    assert swaps.swap(week.agent, swap.number, now=NOW).warnings == (refused.value.detail,)


def test_a_draft_that_is_not_published_cancels_nothing(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number
    drafting.set_cells(week.boss, "floor", [clashes.Edit("li.na", MON, "A2")], now=NOW)
    assert state(number) == "offered"


def test_who_decides_reads_what_the_draft_says_otherwise(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    drafting.set_cells(week.boss, "floor", [clashes.Edit("li.na", MON, "A2")], now=NOW)
    told = "li.na: the draft says A2 for 2026-11-23, not published yet; that is replaced"
    assert told in swaps.swap(week.lead, number, now=NOW).warnings
    assert told not in swaps.swap(week.agent, number, now=NOW).warnings
    swaps.approve(week.lead, number, now=NOW)
    assert in_force()["zhang.wei", MON] == "A1"


def test_one_swap_approved_ends_the_other_on_the_same_shift(week: Floor) -> None:
    kept = swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number
    other = swaps.ask(week.other, WED, peer="lead.wang", now=NOW).number
    swaps.accept(week.other, kept, now=NOW)
    swaps.approve(week.lead, kept, now=NOW)
    assert (state(kept), state(other)) == ("approved", "cancelled")


def test_an_open_shift_that_is_filled_ends_a_swap_of_that_day(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).number
    shift = open_shifts.post(week.lead, MON, "B1", now=NOW).number
    open_shifts.ask(week.other, shift, now=NOW)
    open_shifts.approve(week.lead, shift, now=NOW)
    assert state(number) == "cancelled"


def test_what_is_over_or_kept_does_not_fall(week: Floor) -> None:
    done = swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).number
    swaps.withdraw(week.agent, done, now=NOW)
    live = swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).number
    publish(week.lead, {"li.na": "A2 off A1 off off off off"})
    with store.transaction():
        assert touched.cancel([], now=NOW) == 0
        assert touched.cancel([(week.agent.id, MON)], now=NOW, keep=live) == 0
        assert touched.cancel([(week.agent.id, WED)], now=NOW) == 0
        assert touched.cancel([(week.agent.id, MON)], now=NOW) == 1
    assert (state(done), state(live)) == ("withdrawn", "cancelled")


def test_a_closed_week_takes_no_swap(week: Floor) -> None:
    number = swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    rows.Roster.update(state="closed").execute()
    with pytest.raises(Refused, match="closed"):
        swaps.approve(week.lead, number, now=NOW)
    assert (state(number), in_force()["li.na", WED]) == ("waiting", "A1")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run several actions in threads of their own; return what each gave or raised."""
    ready, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        with store.reading():
            ready.wait()
            try:
                found[place] = acts[place]()
            except CstuiError as error:
                found[place] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_two_who_accept_at_once_one_reads_who_was_first(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, now=NOW).number
    found = at_once(
        lambda: swaps.accept(week.other, number, now=NOW),
        lambda: swaps.accept(week.lead, number, now=NOW),
    )
    lost = [each for each in found if isinstance(each, Conflict)]
    won = [each for each in found if isinstance(each, swaps.Swap)]
    assert (len(won), len(lost)) == (1, 1)
    assert lost[0].title == f"{won[0].peer_name} was first"


def test_of_two_who_ask_for_an_open_shift_at_once_one_reads_who_was_first(week: Floor) -> None:
    number = open_shifts.post(week.boss, FRI, "A1", now=NOW).number
    found = at_once(
        lambda: open_shifts.ask(week.agent, number, now=NOW),
        lambda: open_shifts.ask(week.other, number, now=NOW),
        lambda: open_shifts.ask(week.lead, number, now=NOW),
    )
    won = [each for each in found if isinstance(each, open_shifts.OpenShift)]
    assert len(won) == 1
    assert {each.title for each in found if isinstance(each, Conflict)} == {f"{won[0].asker_name} was first"}


def test_a_decision_falls_once(week: Floor) -> None:
    number = swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    found = at_once(
        lambda: swaps.approve(week.lead, number, now=NOW),
        lambda: swaps.deny(week.boss, number, reason="x", now=NOW),
    )
    assert len([each for each in found if isinstance(each, Refused)]) == 1
    assert state(number) in ("approved", "denied")
    assert (in_force()["li.na", WED] == "B1") == (state(number) == "approved")


def _random_act(dice: random.Random, people: list[Actor], at: datetime) -> tuple[str, Callable[[], Any]]:
    actor, number = dice.choice(people), max(1, rows.Swap.select().count() - dice.randrange(3))
    day, back = (MONDAY + timedelta(days=dice.randrange(7)) for _each in range(2))
    acts: dict[str, Callable[[], Any]] = {
        "ask": lambda: swaps.ask(
            actor,
            day,
            peer=dice.choice([None, dice.choice(people).login]),
            peer_day=dice.choice([None, back, day]),
            now=at,
        ),
        "accept": lambda: swaps.accept(actor, number, now=at),
        "approve": lambda: swaps.approve(actor, number, now=at),
        "deny": lambda: swaps.deny(actor, number, reason="x", now=at),
        "decline": lambda: swaps.decline(actor, number, now=at),
        "withdraw": lambda: swaps.withdraw(actor, number, now=at),
        "leave": lambda: leave.ask(actor, "annual", day, now=at),
        "grant": lambda: leave.approve(actor, number, now=at),
        "post": lambda: open_shifts.post(actor, day, "H1", now=at),
        "take": lambda: open_shifts.ask(actor, number, now=at),
        "fill": lambda: open_shifts.approve(actor, number, now=at),
    }
    name = dice.choice([*acts, *("ask", "accept", "approve") * 4])
    return name, acts[name]


@pytest.mark.parametrize("seed", range(4))
def test_only_approvals_write_the_roster(floor: Floor, seed: int) -> None:
    """Walk at random: nothing but an approval moves a shift, none is lost or made, and the journal holds."""
    dice = random.Random(seed)
    accounts.add_agent(floor.boss, "deputy", name="Deputy", roles=("lead",))
    publish(floor.lead, WEEK | {"deputy": "A1 A2 off off B1 off off"})
    people = [floor.agent, floor.other, floor.lead, floor.boss, accounts.find_actor("deputy")]
    approved = 0
    for step in range(300):
        name, act = _random_act(dice, people, NOW + timedelta(hours=step // 2))
        before = in_force()
        try:
            act()
        except CstuiError:
            assert in_force() == before
            continue
        after = in_force()
        if name == "approve":
            approved += 1
            assert after != before
            assert sorted(code for code in after.values() if code != "off") == sorted(
                code for code in before.values() if code != "off"
            )
        elif name == "fill":
            moved = {cell for cell in {*before, *after} if before.get(cell) != after.get(cell)}
            assert len(moved) == 1
        else:
            assert after == before
    assert approved > 0
    assert journal.first_break() is None
