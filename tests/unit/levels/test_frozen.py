"""What an application froze is told in the language of whoever reads it, word for word as it was judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest

from cstui.floor.levels import frozen
from cstui.floor.levels.evaluate import evaluate
from cstui.floor.levels.ladders import load_ladder
from cstui.i18n import set_language
from tests.unit.levels import people


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.parametrize("name", ["dual", "streak", "grade-post", "five"])
def test_every_sentence_comes_back_in_both_languages(name: str) -> None:
    random, ladder = Random(f"frozen:{name}"), load_ladder(name)
    for _number in range(60):
        dossier = people.person(random, ladder)
        step = random.choice(ladder.next_steps(dossier.held[0].level))
        set_language(random.choice(("en", "zh")))
        filed = evaluate(ladder, dossier, step.to, people.ON)
        kept = json.loads(json.dumps(frozen.freeze(filed, ladder, dossier, people.ON)))
        assert not any("text" in each for each in kept["criteria"])
        for language in ("zh", "en"):
            set_language(language)
            now, told = evaluate(ladder, dossier, step.to, people.ON), frozen.told(kept, ladder)
            assert [each["text"] for each in told["criteria"]] == [each.text for each in now.criteria]
            assert [each["unit"] for each in told["criteria"]] == [each.unit for each in now.criteria]


def test_the_keys_are_those_of_an_explanation() -> None:
    ladder = load_ladder("dual")
    dossier = people.person(Random(1), ladder)
    step = ladder.next_steps(dossier.held[0].level)[0]
    found = evaluate(ladder, dossier, step.to, people.ON)
    told = frozen.told(frozen.freeze(found, ladder, dossier, people.ON), ladder)
    assert set(told["criteria"][0]) == set(found.criteria[0]._fields)
    assert set(told) == {*found._fields, "on"}


def test_a_demotion_froze_nothing() -> None:
    assert frozen.told({}, load_ladder("dual")) == {}
