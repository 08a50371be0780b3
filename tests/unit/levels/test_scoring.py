"""What scores come to, against a plain reference."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui.floor.levels import scoring
from cstui.floor.levels.cards import Item, Rule
from cstui.i18n import set_language
from tests.unit.levels.scoring_cards import PLAIN, made, parsed

PLAIN_CARD = parsed(PLAIN)
SCORES = st.integers(0, 400).map(lambda quarters: quarters / 4)
MONEY = st.dictionaries(st.sampled_from("abcd"), st.integers(100, 300), max_size=4)


@given(st.lists(st.one_of(st.none(), SCORES), min_size=1, max_size=8))
def test_the_total_is_the_sum_and_there_is_none_while_an_item_lacks(scores: list[float | None]) -> None:
    template = made(*(100 for _ in scores))
    found = scoring.result(template, {f"i{number}": score for number, score in enumerate(scores)})
    exact = sum((Fraction(score) for score in scores if score is not None), Fraction())
    assert Fraction(found.so_far) == exact
    assert found.total == (None if None in scores else found.so_far)
    assert found.missing == tuple(f"i{number}" for number, score in enumerate(scores) if score is None)
    assert [line.score for line in found.lines] == scores


@given(MONEY, MONEY, st.integers(0, 10**6), st.floats(0, 60), st.floats(0, 40))
def test_money_is_bonuses_less_penalties(
    mishandled: dict[str, int], letters: dict[str, int], recovered: int, work: float, manner: float
) -> None:
    work, manner = round(work, 2), round(manner, 2)
    points = {f"letter:{name}": amount / 100 for name, amount in letters.items()}
    entries: dict[str, float | None] = {"work": work, "manner": manner, "recovered": recovered, **points}
    entries |= {f"mishandled:{name}": amount for name, amount in mishandled.items()} | {"slacking:1": 500}
    found = scoring.result(PLAIN_CARD, entries)
    total = round(work + manner + sum(points.values()), 2)
    assert found.total == pytest.approx(total, abs=0.011)
    earned = 200 if found.total is not None and found.total >= 90 else 0
    assert found.money == pytest.approx(earned + recovered * 0.02 - sum(mishandled.values()) - 500, abs=0.011)


def test_nothing_falls_below_zero_by_points() -> None:
    rule = Rule("crisis", {"en": "crisis"}, -1, "points", 0, 5, 20)
    found = scoring.result(made(10, rules=(rule,)), {"i0": 3, "crisis:x": 20})
    assert (found.so_far, found.total, found.money) == (0, 0, 0)


@pytest.mark.parametrize(("total", "money"), [(89.99, 0), (90, 200), (100, 200)])
def test_ninety_points_earn_200(total: float, money: float) -> None:
    found = scoring.result(PLAIN_CARD, {"work": 60, "manner": total - 60})
    assert (found.total, found.money) == (total, money)


def test_several_raters_count_by_their_mean() -> None:
    found = scoring.result(PLAIN_CARD, {"work@3": 50, "work@8": 41, "manner": 0})
    assert found.total == 45.5


@pytest.mark.parametrize(
    ("scale", "steps", "figure", "points"),
    [
        (((70, 0), (99, 15)), False, 69, 0),
        (((70, 0), (99, 15)), False, 70, 0),
        (((70, 0), (99, 15)), False, 84.5, 7.5),
        (((70, 0), (99, 15)), False, 99, 15),
        (((70, 0), (99, 15)), False, 100, 15),
        (((0.3, 20), (5, 0)), False, 0, 20),
        (((0.3, 20), (5, 0)), False, 9, 0),
        (((0.3, 20), (5, 0)), False, 2.65, 10),
        (((0, 0), (10, 5), (20, 15)), True, 19.9, 5),
        (((0, 0), (10, 5), (20, 15)), True, 20, 15),
    ],
)
def test_a_scale_makes_points_of_a_figure(
    scale: tuple[tuple[float, float], ...], steps: bool, figure: float, points: float
) -> None:
    most = max(earned for _figure, earned in scale)
    item = Item("i", "s", {}, most, metric="on_time", scale=scale, steps=steps)
    assert scoring.points_of(item, figure) == points


@given(st.lists(st.integers(0, 5), max_size=12))
def test_equal_totals_share_a_place_and_leave_out_the_next(totals: list[float]) -> None:
    places = scoring.places(totals)
    in_order = sorted(totals, reverse=True)
    assert places == [in_order.index(total) + 1 for total in totals]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 5)), st.integers(1, 4))
def test_the_last_are_those_below_whom_too_few_stand(totals: dict[str, float], last: int) -> None:
    found = scoring.bottom(totals, last)
    if not totals:
        assert found == set()
        return
    lowest = sorted(totals.values())[:last]
    assert found == {who for who, total in totals.items() if total <= lowest[-1] and total != max(totals.values())}


def test_the_lines_say_what_counts_in_both_languages() -> None:
    found = scoring.result(PLAIN_CARD, {"work": 60, "manner": 32.5, "mishandled:C-000001": 150})
    assert scoring.explain(found) == (
        "work: 60 of 60", "manner: 32.5 of 40", "excellent: +200 CNY", "mishandled: -150 CNY", "92.5 points, +50 CNY",
    )  # fmt: skip
    lacking = scoring.explain(scoring.result(PLAIN_CARD, {"work": 10}))
    assert lacking[-1] == "10 points so far; not scored yet: manner"
    set_language("zh")
    assert len(scoring.explain(found)) == 5
