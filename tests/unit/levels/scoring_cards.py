"""Templates for tests of scorecards: the customer's AE card word for word, and any sound template at random."""

from __future__ import annotations

from pathlib import Path

from cstui.floor.levels import cards
from cstui.floor.levels.cards import Coaching, Item, Rule, Section, Stars, Template

# As the customer's document has it: 40 is declared for what adds up to 35.
AE_AS_DOCUMENTED = """
title = "AE"
[section.internal]
title = "内部"
weight = 40
[section.internal.item."客户资料建立与更新"]
max = 5
[section.internal.item."客户服务管理制度制定与监督"]
max = 10
[section.internal.item."客户资料分析"]
max = 5
[section.internal.item."投诉处理及时有效"]
max = 10
[section.internal.item."制度执行"]
max = 5
[section.external]
title = "外部"
weight = 60
[section.external.item."客户满意度"]
max = 30
[section.external.item."内部客户满意度"]
max = 20
[section.external.item."增值服务供应商沟通"]
max = 10
[bonus.excellent]
total_from = 90
money = 200
[penalty."处理不当导致客户投诉"]
each = [100, 300]
"""
# A small one that tests need not explain: all of it is entered by a lead.
PLAIN = """
[section.all]
weight = 100
item = { work = { max = 60 }, manner = { max = 40 } }
[bonus.excellent]
total_from = 90
money = 200
[bonus.recovered]
percent = 2
[bonus.letter]
points = [1, 5]
[penalty.mishandled]
each = [100, 300]
[penalty.slacking]
each = 500
[star]
month_least = 50
quarter_least = 60
quarter_months = 2
[[coaching]]
bottom = 1
times = 2
months = 2
people = 2
"""


def parsed(text: str) -> Template:
    return cards.parse(Path("card.toml"), text, "card")


def made(*points: float, rules: tuple[Rule, ...] = ()) -> Template:
    items = tuple(Item(f"i{number}", "all", {"en": f"i{number}"}, most) for number, most in enumerate(points))
    section = Section("all", {"en": "all"}, sum(points), items)
    rule = Coaching(1, 2, 2, 2)
    return Template("made", {"en": "made"}, {}, {}, frozenset({"agent"}), (section,), rules, Stars(0, 0, 3), (rule,))
