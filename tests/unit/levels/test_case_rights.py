"""Every step of a case in every state by everybody: what the table allows is done, all else is refused.

Who may do what is spelled out here a second time, from the specification, not taken from the code.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cstui.errors import Conflict, Refused
from cstui.floor import accounts, store
from cstui.floor.access import Denied
from cstui.floor.levels import cases
from cstui.floor.levels.case_forms import FORMS
from cstui.floor.levels.case_steps import ENDED_STATES, FALL, KINDS, OPEN_STATES, RISE, RULES, STATES, rule_of
from cstui.floor.levels.case_words import label
from cstui.floor.views import Actor
from db import connection
from db import models as rows
from tests.conftest import Floor
from tests.unit.levels.promoting import ALL_STAGES, REPORT, START, lay_ladder, stand

# state -> step -> who may take it, of a promotion with every stage
MANAGERS, LEADS = {"manager", "approver"}, {"lead", "proposer", "manager", "approver"}
ALWAYS = {"reject": MANAGERS, "withdraw": {"subject", "proposer"}}
EVERYBODY = LEADS | {"agent", "stranger", "other lead"}
RISING = {
    "applied": {"review": LEADS, **ALWAYS},
    "reviewed": {"endorse": MANAGERS, **ALWAYS},
    "endorsed": {"exam": LEADS, **ALWAYS},
    "examined": {"panel": MANAGERS, **ALWAYS},
    "assessed": {"notice": MANAGERS, **ALWAYS},
    "noticed": {"object": EVERYBODY, "approve": MANAGERS, **ALWAYS},
    "objected": {"object": EVERYBODY, "settle": MANAGERS, **ALWAYS},
    "approved": ALWAYS,
    "trial": {"extend": MANAGERS, "confirm": MANAGERS, "revert": MANAGERS},
}
ENDING = {"reject": MANAGERS, "withdraw": {"proposer"}}
FALLING = {
    "reported": {"investigate": LEADS, **ENDING},
    "investigated": {"conclude": MANAGERS, **ENDING},
    "concluded": {"decide": MANAGERS, **ENDING},
    "decided": {"appeal": {"subject"}},
    "appealed": {"hear": {"manager"}},
}
PERSONS = {
    "agent": ("floor", "agent"), "stranger": ("cards", "agent"), "lead": ("floor", "lead"),
    "other lead": ("cards", "lead"), "proposer": ("floor", "lead"), "manager": ("floor", "manager"),
    "approver": ("floor", "manager"), "auditor": ("floor", "auditor"), "admin": ("floor", "admin"),
}  # fmt: skip


class Undone(Exception):
    """Takes back what a test has just done."""


@pytest.fixture
def persons(floor: Floor) -> Iterator[dict[str, Actor]]:
    connection.database.pragma("synchronous", 0)  # hundreds of steps, none of which must survive a power cut
    lay_ladder()
    stand(floor, level="middle")
    found = {"subject": floor.agent}
    for name, (team, role) in PERSONS.items():
        login = name.replace(" ", ".")
        accounts.add_agent(floor.boss, login, name=name, team=team, roles=(role,))
        found[name] = accounts.find_actor(login)
    yield found


def outcome(actor: Actor, number: int, action: str) -> str:
    """Try a step without its form and say how far it comes; nothing remains of it."""
    try:
        with store.transaction():
            cases.take(actor, number, action, {}, now=START)
            raise Undone
    except (Undone, ValueError, LookupError):
        return "allowed"
    except Denied:
        return "denied"
    except Conflict:
        raise
    except Refused as error:
        return "hidden" if "that you may see" in error.title else "refused"
    except Exception as error:
        assert "form is not complete" in str(error), error  # the right was there: only the form is wanting
        return "allowed"


@pytest.mark.parametrize(("kind", "table"), [("promotion", RISING), ("demotion", FALLING)])
def test_the_table_for_everybody(persons: dict[str, Actor], kind: str, table: dict[str, dict[str, set[str]]]) -> None:
    if kind == "promotion":
        number = cases.apply(persons["proposer"], "li.na", values={"to": "high"}, ladder="mini", now=START).number
    else:
        number = cases.report(persons["proposer"], "li.na", REPORT, ladder="mini", now=START).number
    way = KINDS[kind]
    of_kind = {rule.source for rule in RULES if rule.way == way} | {rule.target for rule in RULES if rule.way == way}
    tried = 0
    for state in sorted(of_kind):
        fields = {"state": state, "approver": persons["approver"].id, "notice_until": START}
        fields["effective_on"] = "2026-01-01" if state == "trial" else None
        rows.Promotion.update(fields | {"trial_until": "2027-01-01"}).where(rows.Promotion.id == number).execute()
        for action in FORMS:
            for name, actor in persons.items():
                if action in ("approve", "settle", "extend", "notice") and name in table.get(state, {}).get(action, ()):
                    continue  # these need no form or more than one: they are tried through in test_cases
                found = outcome(actor, number, action)
                allowed = name in table.get(state, {}).get(action, ())
                assert (found == "allowed") == allowed, (state, action, name, found)
                if action not in table.get(state, {}) and name != "admin":  # who may see no case at all
                    assert found in ("refused", "hidden"), (state, action, name, found)
                tried += 1
    assert tried > 700


def test_the_words_know_every_state_and_step() -> None:
    assert all(label("state", state) != state or state in ("reviewed", "withdrawn") for state in ("applied", "noticed"))
    for state in STATES:
        assert label("state", state)
    assert set(STATES) == set(OPEN_STATES) | set(ENDED_STATES)
    assert {rule.source for rule in RULES} <= set(OPEN_STATES)
    assert {rule.action for rule in RULES} - {"effect"} == set(FORMS)
    assert rule_of(RISE, "appeal", "decided", ALL_STAGES) is None
    assert rule_of(FALL, "appeal", "decided", ALL_STAGES) is not None
