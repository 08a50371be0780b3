"""Who is flagged and who is a star, against a plain reference."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cstui.floor.levels import months, ranking
from cstui.floor.levels.cards import Coaching

LAST = date(2026, 3, 1)
PEOPLE = "abcdefg"
TOTALS = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 6).map(float))
HISTORY = st.dictionaries(st.integers(0, 14).map(lambda back: months.shifted(LAST, -back)), TOTALS, max_size=15)
RULES = st.builds(Coaching, st.integers(1, 3), st.integers(1, 3), st.integers(3, 12), st.integers(2, 6))


def is_last(totals: dict[str, float], who: str, last: int) -> bool:
    """Stand in line, the lowest first; those level with the last one inside are inside too, the best never."""
    line = sorted(totals.values())
    return totals[who] <= line[min(last, len(line)) - 1] and totals[who] < line[-1]


def reference(history: dict[date, dict[str, float]], rule: Coaching) -> dict[str, tuple[str, ...]]:
    found = {}
    for who in PEOPLE:
        hits = []
        for year, month in [
            (LAST.year + (LAST.month - 1 - n) // 12, (LAST.month - 1 - n) % 12 + 1) for n in range(rule.months)
        ]:
            totals = history.get(date(year, month, 1), {})
            if who in totals and len(totals) >= rule.people and is_last(totals, who, rule.bottom):
                hits.append(f"{year}-{month:02}")
        if hits and hits[0] == "2026-03" and len(hits) >= rule.times:
            found[who] = tuple(reversed(hits))
    return found


@given(HISTORY, RULES)
def test_flags_are_those_of_the_reference(history: dict[date, dict[str, float]], rule: Coaching) -> None:
    assert ranking.flagged(history, rule, LAST) == reference(history, rule)


def test_bottom_two_two_months_running_and_bottom_three_three_times_a_year() -> None:
    line = {who: float(place) for place, who in enumerate(PEOPLE)}  # a is the last, g the best
    better = line | {"a": 9.0, "b": 8.0}
    running, yearly = Coaching(2, 2, 2, 5), Coaching(3, 3, 12, 5)
    two = {date(2026, 2, 1): line, LAST: line}
    assert set(ranking.flagged(two, running, LAST)) == {"a", "b"}
    assert ranking.flagged({date(2026, 1, 1): line, date(2026, 2, 1): better, LAST: line}, running, LAST) == {}
    three = {date(2025, 4, 1): line, date(2025, 9, 1): line, LAST: line}
    assert ranking.flagged(three, yearly, LAST)["c"] == ("2025-04", "2025-09", "2026-03")
    late = {date(2025, 3, 1): line, date(2025, 9, 1): line, LAST: line}
    assert ranking.flagged(late, yearly, LAST) == {}
    few = {month: {"a": 1.0, "b": 2.0, "g": 3.0} for month in two}
    assert ranking.flagged(few, running, LAST) == {}


@given(TOTALS, st.integers(0, 6))
def test_the_best_share_the_star_and_it_takes_a_total(totals: dict[str, float], least: int) -> None:
    found = ranking.best(totals, least)
    assert found == {who: total for who, total in totals.items() if total >= least and total >= max(totals.values())}
