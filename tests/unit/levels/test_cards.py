"""Scorecard templates: what ships adds up, and what does not is refused with its figures."""

from __future__ import annotations

import pytest

from cstui.errors import BadInput
from cstui.floor.levels import cards
from tests.unit.levels.scoring_cards import AE_AS_DOCUMENTED, PLAIN, parsed


def test_the_ae_card_as_the_document_has_it_is_refused_with_its_sum() -> None:
    with pytest.raises(BadInput) as refused:
        parsed(AE_AS_DOCUMENTED)
    assert "35 ≠ 40" in refused.value.title
    assert "card.toml" in refused.value.title and "section.internal" in refused.value.title
    for item in ("客户资料建立与更新 5", "客户服务管理制度制定与监督 10", "投诉处理及时有效 10"):
        assert item in refused.value.detail


def test_the_shipped_ae_card_is_the_documents_with_the_missing_five() -> None:
    ae = cards.load_template("ae")
    assert {section.key: section.weight for section in ae.sections} == {"internal": 40, "external": 60}
    points = {item.title["zh"]: item.most for item in ae.items}
    assert points == {
        "客户资料建立与更新": 5, "客户服务管理制度制定与监督": 10, "客户资料分析": 5, "投诉处理及时有效": 15,
        "制度执行": 5,
        "客户满意度": 30, "内部客户满意度": 20, "增值服务供应商沟通": 10,
    }  # fmt: skip
    rules = {rule.key: rule for rule in ae.rules}
    assert (rules["excellent"].threshold, rules["excellent"].least) == (90, 200)
    assert (rules["recovered"].kind, rules["recovered"].threshold) == ("percent", 2)
    assert (rules["mishandled"].sign, rules["mishandled"].least, rules["mishandled"].most) == (-1, 100, 300)
    assert (rules["slacking"].sign, rules["slacking"].least, rules["slacking"].most) == (-1, 500, 500)
    assert [(rule.bottom, rule.times, rule.months) for rule in ae.coaching] == [(2, 2, 2), (3, 3, 12)]


def test_the_store_card_weighs_360_degrees_within_its_range() -> None:
    store = cards.load_template("store")
    rating = next(section for section in store.sections if section.key == "rating")
    assert 20 <= rating.weight <= 30
    assert [item.rater for item in rating.items] == ["self", "peer", "lead"]


@pytest.mark.parametrize("name", ["ae", "service", "store"])
def test_what_ships_fits(name: str) -> None:
    template = cards.load_template(name)
    assert sum(section.weight for section in template.sections) == 100
    assert all(item.metric in (None, *cards.MEASURES) for item in template.items)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("max = 60", "max = 61", "101 ≠ 100"),
        ("weight = 100", "weight = 90", "100 ≠ 90"),
        ("max = 60", 'max = 60, rater = "boss"', "rater"),
        ("max = 60", 'max = 60, metric = "speed"', "metric"),
        ("max = 60", 'max = 60, metric = "cases", scale = [[5, 0], [5, 60]]', "scale"),
        ("max = 60", 'max = 60, metric = "cases", scale = [[0, 0], [5, 59]]', "scale"),
        ("max = 60", 'max = 60, metric = "cases", scale = [[0, -1], [5, 60]]', "scale"),
        ("max = 60", 'max = 60, metric = "cases", rater = "lead", scale = [[0, 0], [5, 60]]', "rater"),
        ("max = 60", "max = 60, scale = [[0, 0], [5, 60]]", "metric"),
        ("max = 60", "max = true", "max"),
        ("max = 60", "max = 60, weight = 3", "weight"),
        ("work =", '"a b" =', "a b"),
        ("work =", '"a@b" =', "a@b"),
        ("work =", "letter =", "letter"),
        ("each = [100, 300]", "each = [300, 100]", "each"),
        ("each = [100, 300]", "money = 3", "each"),
        ("percent = 2", "percent = 200", "percent"),
        ("people = 2", "people = 1", "people"),
        ("months = 2\npeople", "months = 1\npeople", "months"),
        ("weight = 100", "weight = 100\nrange = [20, 30]", "weight"),
        ("[star]", "[stars]", "stars"),
        ("[section.all]", 'roles = ["cook"]\n[section.all]', "roles"),
    ],
)
def test_a_template_that_does_not_fit_says_where(was: str, becomes: str, told: str) -> None:
    parsed(PLAIN)
    assert was in PLAIN
    with pytest.raises(BadInput) as refused:
        parsed(PLAIN.replace(was, becomes, 1))
    assert told in f"{refused.value.title} {refused.value.detail}"
    assert "card.toml" in refused.value.title


def test_an_unknown_template_names_the_known_ones() -> None:
    with pytest.raises(BadInput) as refused:
        cards.load_template("none")
    assert "ae, service, store" in refused.value.detail
