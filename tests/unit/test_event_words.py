"""Every event that the journal can keep has a name that a person understands."""

from __future__ import annotations

import pytest

from cstui.floor import event_words
from cstui.floor.levels.case_steps import RULES
from cstui.floor.levels.case_words import label
from cstui.floor.rosters.request_steps import MACHINES
from cstui.floor.rosters.requests import PAST
from cstui.i18n import set_language


@pytest.mark.parametrize(
    "action", sorted({f"{each.kind}.{PAST[step.action]}" for each in MACHINES for step in each.steps})
)
def test_every_step_of_a_request_has_a_name(action: str) -> None:
    assert "." not in event_words.event(action)


@pytest.mark.parametrize("step", sorted({rule.action for rule in RULES} | {"apply", "propose", "report", "over"}))
def test_every_step_of_a_case_is_called_as_in_the_case(step: str) -> None:
    assert event_words.event(f"level.{step}") == label("step", step)
    assert "level." not in event_words.event(f"level.{step}")


def test_the_name_is_the_word_of_a_complaints_step_or_what_is_stored() -> None:
    assert event_words.event("not-accepted") == "reply not accepted"
    assert event_words.event("future.thing") == "future.thing"
    set_language("zh")
    assert event_words.event("claim") != "claim"
