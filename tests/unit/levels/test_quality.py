"""The random sample of closed cases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from cstui.errors import BadInput, NotFound
from cstui.floor import accounts
from cstui.floor.access import Denied
from cstui.floor.levels import quality
from tests.conftest import Floor
from tests.unit.levels.conftest import Closed

LATER = datetime(2026, 4, 2, tzinfo=UTC)


def test_every_case_is_as_likely_as_any_other() -> None:
    pool, draws = range(10), 6_000
    count = Counter(case for seed in range(draws) for case in quality.pick(pool, 3, Random(seed)))
    expected = draws * 3 / 10
    chi = sum((count[case] - expected) ** 2 / (expected * 0.7) for case in pool)
    assert chi < 27.9  # 9 degrees of freedom: a fair draw exceeds this once in a thousand
    pairs = Counter(tuple(quality.pick(range(4), 2, Random(seed))) for seed in range(draws))
    assert len(pairs) == 6 and min(pairs.values()) > 850


def test_a_pool_too_small_is_taken_whole_and_nothing_is_drawn_twice() -> None:
    assert quality.pick([4, 2], 5, Random(1)) == [2, 4]
    assert quality.pick([4, 2], -1, Random(1)) == []


def test_drawing_again_adds_nothing_and_more_adds_what_lacks(floor: Floor, closed: Closed) -> None:
    for _each in range(5):
        closed("li.na")
    closed("zhang.wei")
    closed("li.na", datetime(2026, 4, 1, tzinfo=UTC))
    first = quality.draw(floor.lead, None, "2026-03", 3, seed=7, now=LATER)
    assert Counter(each.agent for each in first) == {"li.na": 3, "zhang.wei": 1}
    assert quality.draw(floor.lead, None, "2026-03", 3, now=LATER) == first
    more = quality.draw(floor.lead, None, "2026-03", 4, now=LATER)
    assert set(first) < set(more) and len(more) == 5
    assert quality.draw(floor.lead, None, "2026-03", 5, per="team", now=LATER) == more
    assert quality.checks(floor.auditor, "2026-03", now=LATER) == more
    with pytest.raises(BadInput):
        quality.draw(floor.lead, None, "2026-03", 0, now=LATER)


def test_the_same_seed_draws_the_same(floor: Floor, closed: Closed) -> None:
    refs = [closed("li.na") for _each in range(6)]
    drawn = quality.draw(floor.lead, None, "2026-03", 2, per="team", seed=3, now=LATER)
    assert [each.ref for each in drawn] == [refs[place] for place in quality.pick(range(6), 2, Random(3))]


def test_a_case_is_scored_by_a_lead_who_did_not_handle_it(floor: Floor, closed: Closed) -> None:
    accounts.add_agent(floor.boss, "both", name="Both", team="floor", roles=("agent", "lead"))
    closed("both")
    (check,) = quality.draw(floor.lead, None, "2026-03", 1, now=LATER)
    with pytest.raises(Denied):
        quality.score(accounts.find_actor("both"), check.id, 100, now=LATER)
    with pytest.raises(BadInput):
        quality.score(floor.lead, check.id, 101, now=LATER)
    with pytest.raises(NotFound):
        quality.score(floor.lead, check.id + 1, 50, now=LATER)
    accounts.add_agent(floor.boss, "cards.lead", name="Lead", team="cards", roles=("lead",))
    with pytest.raises(NotFound):
        quality.score(accounts.find_actor("cards.lead"), check.id, 50, now=LATER)
    done = quality.score(floor.lead, check.id, 85.5, "kind, but late", now=LATER)
    assert (done.score, done.remarks, done.scored_by) == (85.5, "kind, but late", "lead.wang")
