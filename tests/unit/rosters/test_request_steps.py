"""The three tables of requests, walked: every action in every state by every role, as party and as bystander."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from cstui.errors import Conflict, Refused
from cstui.floor import accounts, store
from cstui.floor.access import RIGHTS, Denied
from cstui.floor.rosters import frozen, leave, open_shifts, requests, swaps
from cstui.floor.rosters.request_steps import LEAVE, MACHINES, OPEN_SHIFT, SWAP, Machine, step_of
from cstui.floor.rosters.words import values
from cstui.floor.views import ROLES, Actor
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import NOW, WED, publish

ACTS: dict[str, dict[str, Callable[..., Any]]] = {
    "swap": {
        "offer": swaps.offer,
        "accept": swaps.accept,
        "decline": swaps.decline,
        "approve": swaps.approve,
        "deny": lambda actor, number, now: swaps.deny(actor, number, reason="x", now=now),
        "withdraw": swaps.withdraw,
    },
    "leave": {
        "submit": leave.submit,
        "approve": leave.approve,
        "reject": lambda actor, number, now: leave.reject(actor, number, reason="x", now=now),
        "cancel": lambda actor, number, now: leave.cancel(actor, number, reason="x", now=now),
    },
    "open_shift": {
        "ask": open_shifts.ask,
        "approve": open_shifts.approve,
        "refuse": open_shifts.refuse,
        "retract": open_shifts.retract,
        "withdraw": open_shifts.withdraw,
    },
}
PARTS = {"swap": ("asker", "peer", None), "leave": ("asker", None), "open_shift": ("asker", None)}
BY_TIME = {"floor", "alone"}  # standings nobody takes by a command
WEEK = "off off {} off off off off"


def _walks() -> Iterator[tuple[Machine, str, str, str, str | None]]:
    for machine in MACHINES:
        for state in machine.states:
            for action in ACTS[machine.kind]:
                for role in ROLES:
                    for part in PARTS[machine.kind]:
                        yield machine, state, action, role, part


def _made(machine: Machine, state: str, part: str | None, actor: Actor, floor: Floor) -> int:
    """Write a request in a state, the actor in the part wanted, and return its number."""
    others = {"asker": floor.agent.id, "peer": floor.other.id}
    who = {name: actor.id if name == part else other for name, other in others.items()}
    cells = frozen.in_force([(who["asker"], WED), (who["peer"], WED)])
    table: Any
    if machine is SWAP:
        table, columns = rows.Swap, {
            "team": 1, "asker": who["asker"], "asker_day": WED, "asker_shift": frozen.kept(cells[who["asker"], WED]),
            "peer": who["peer"], "peer_day": WED, "peer_shift": frozen.kept(cells[who["peer"], WED]),
            "expires_at": NOW + timedelta(days=1),
        }  # fmt: skip
    elif machine is LEAVE:
        table, columns = rows.Leave, {"agent": who["asker"], "kind": "annual", "first_day": WED, "last_day": WED}
    else:
        asked = who["asker"] if part or state in ("asked", "filled") else None
        start = NOW + timedelta(days=8)  # ten in the morning of the Thursday
        table, columns = rows.OpenShift, {
            "team": 1, "day": WED + timedelta(days=1), "code": "H1", "posted_by": floor.boss.id, "asker": asked,
            "start_at": start, "end_at": start + timedelta(hours=4),
        }  # fmt: skip
    number: int = table.create(state=state, created_at=NOW, **columns).id
    return number


def _expected(machine: Machine, state: str, action: str, role: str, part: str | None) -> bool:
    """Say by the tables of steps and of rights alone whether somebody may act."""
    step = step_of(machine, action, state)
    if step is None or BY_TIME >= set(step.by):
        return False
    decides = "lead" in step.by and not part and role in RIGHTS[machine.deciding]
    if set(step.by) == {"lead"}:
        return decides
    takes_part = part in step.by or ("team" in step.by and part is None and machine is OPEN_SHIFT)
    return decides or bool(takes_part and role in RIGHTS[machine.asking])


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.kind)
def test_every_step_for_every_role(floor: Floor, machine: Machine) -> None:
    """Try every walk of a table on one floor: what the tables allow happens, all else changes nothing."""
    actors = {}
    for role in ROLES:
        accounts.add_agent(floor.boss, f"only.{role}", name=role, roles=(role,))
        actors[role] = accounts.find_actor(f"only.{role}")
    week = {"li.na": WEEK.format("A1"), "zhang.wei": WEEK.format("B1")}
    publish(floor.lead, week | {actor.login: WEEK.format("A2") for actor in actors.values()})
    wrong, table = [], {"swap": rows.Swap, "leave": rows.Leave, "open_shift": rows.OpenShift}[machine.kind]
    for kind, state, action, role, part in _walks():
        if kind is not machine:
            continue
        if action == "approve":  # the one before may have changed the roster
            publish(floor.lead, week | {actor.login: WEEK.format("A2") for actor in actors.values()})
        number = _made(machine, state, part, actors[role], floor)
        try:
            ACTS[machine.kind][action](actors[role], number, now=NOW)
            happened = True
        except Refused:
            happened = False
        row = table.get_by_id(number)
        step = step_of(machine, action, state)
        # an acceptance is checked at once, so it is seen only as what waits for a lead
        target = {"accepted": "waiting"}.get(step.target, step.target) if step and happened else state
        if happened != _expected(machine, state, action, role, part) or row.state != target:
            wrong.append((state, action, role, part, happened, row.state))
        table.delete().execute()
    assert wrong == []


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.kind)
def test_tables_are_whole(machine: Machine) -> None:
    """Every state has a word, every step somebody, and what a command can do is all that is not the floor's."""
    assert set(values(f"{machine.kind}_state")) == set(machine.states)
    assert all(step.by for step in machine.steps)
    typed = {step.action for step in machine.steps if not BY_TIME >= set(step.by)}
    assert typed == set(ACTS[machine.kind])
    assert len({(step.action, step.source) for step in machine.steps}) == len(machine.steps)


def test_a_wrong_step_says_from_where_it_starts(floor: Floor) -> None:
    publish(floor.lead, {"li.na": WEEK.format("A1"), "zhang.wei": WEEK.format("B1")})
    number = swaps.ask(floor.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number
    with pytest.raises(Refused, match="It is offered; that step starts from: waiting for a lead"):
        swaps.approve(floor.lead, number, now=NOW)


def test_a_missing_right_is_journaled(floor: Floor) -> None:
    publish(floor.lead, {"li.na": WEEK.format("A1"), "zhang.wei": WEEK.format("B1")})
    number = swaps.ask(floor.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number
    with pytest.raises(Denied, match="Only who was asked / the team may do that"):
        swaps.accept(floor.agent, number, now=NOW)
    last = rows.Event.select().order_by(rows.Event.seq.desc()).get()
    assert (last.action, last.subject) == ("refused", f"swap:{number}")


def test_a_step_from_what_is_no_longer_so_writes_nothing(floor: Floor) -> None:
    """Two hold the same row; the one who writes second is told so, and the journal has one step."""
    number = leave.ask(floor.agent, "annual", WED, now=NOW).number
    seen, step = rows.Leave.get_by_id(number), step_of(LEAVE, "approve", "submitted")
    assert step is not None
    leave.cancel(floor.agent, number, now=NOW)
    before = rows.Event.select().count()
    with pytest.raises(Conflict, match="changed meanwhile"), store.transaction():
        requests.write(LEAVE, step, seen, floor.lead, now=NOW)
    assert (rows.Leave.get_by_id(number).state, rows.Event.select().count()) == ("cancelled", before)
