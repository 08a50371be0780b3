"""Every step that is not in the table is refused with a reason: by command and on the screen, for every role."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cstui.floor import accounts
from cstui.floor.forms import FORMS
from cstui.floor.steps import RULES
from cstui.floor.views import ROLES, STATES, Actor
from tests.conftest import Floor
from tests.unit.test_step_rights import VALUES, case

ARROWS = {(rule.action, rule.source) for rule in RULES}
MISSING = [(action, state) for action in FORMS for state in STATES if (action, state) not in ARROWS]
OWN_VALUES: dict[str, Mapping[str, object]] = {
    "assign": {"to": "li.na"},
    "transfer": {"to": "cards", "reason": "theirs"},
    "merge": {"into": "C-000001", "reason": "the same", "notice": "by phone"},
}


def options(action: str) -> list[str]:
    """Return the options with which the step would be complete."""
    values = OWN_VALUES.get(action) or VALUES.get(action, {})
    flags = {field.name for field in FORMS[action] if field.kind == "flag"}
    found: list[str] = []
    for name, value in values.items():
        option = "--" + name.replace("_", "-")
        found += [option] if name in flags else [option, str(value)]
    return found


def person(floor: Floor, role: str) -> Actor:
    accounts.add_agent(floor.boss, f"only.{role}", name=role, roles=(role,))
    return accounts.find_actor(f"only.{role}")


@pytest.mark.parametrize("role", ROLES)
def test_a_command_without_an_arrow_is_refused_with_a_reason(cstui, floor: Floor, role: str) -> None:
    actor = person(floor, role)
    refs = {state: case(None, state, "free").ref for state in STATES}
    for action, state in MISSING:
        result = cstui("complaint", action, refs[state], *options(action), login=actor.login)
        assert result.exit_code == 1, (action, state, result.output)
        assert result.stdout == "", (action, state)
        assert result.stderr.startswith("cstui: ") and len(result.stderr.split()) > 3, (action, state)
