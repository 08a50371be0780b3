"""Judging people against a ladder: equal to the slow reference, honest about what is missing, right about when."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor.levels.criteria import Case, measure
from cstui.floor.levels.earliest import first_day
from cstui.floor.levels.evaluate import evaluate
from cstui.floor.levels.ladder import Ladder, Need, Step
from cstui.floor.levels.ladders import ladder_of, load_ladder
from cstui.floor.levels.views import MET, UNKNOWN, UNMET, Away, Dossier, Evaluation, Fact, Held, Licence
from cstui.i18n import set_language
from tests.unit.levels import ladder_reference, people

SHIPPED = ("dual", "streak", "grade-post", "five")
EVERY_KIND = (Path(__file__).parent / "every_kind.toml").read_text("utf-8")


def _ladder(name: str) -> tuple[Ladder, dict[str, Any]]:
    if name == "every kind":
        return ladder_of("every-kind", EVERY_KIND), tomllib.loads(EVERY_KIND)
    return load_ladder(name), ladder_reference.raw(name)


def _aim(random: Random, ladder: Ladder, dossier: Dossier) -> Step:
    return random.choice(ladder.next_steps(dossier.held[0].level))


@pytest.mark.parametrize("name", [*SHIPPED, "every kind"])
def test_a_thousand_people_are_judged_as_the_reference_does(name: str) -> None:
    ladder, raw = _ladder(name)
    random = Random(f"people of {name}")
    seen = set()
    for number in range(1000):
        dossier = people.person(random, ladder)
        step = _aim(random, ladder, dossier)
        on = people.ON if number % 2 else people.ON - timedelta(days=random.randrange(120))
        if dossier.held[0].since > on:
            on = people.ON
        found = evaluate(ladder, dossier, step.to, on)
        told = {each.criterion: each.status for each in found.criteria}
        assert told == ladder_reference.expected(raw, dossier, step.to, on), (dossier, step.to, on)
        statuses = set(told.values())
        assert found.eligible == ("no" if UNMET in statuses else "unknown" if UNKNOWN in statuses else "yes")
        seen |= statuses
    assert seen == {MET, UNMET, UNKNOWN}


@pytest.mark.parametrize("name", [*SHIPPED, "every kind"])
def test_more_evidence_never_takes_a_criterion_back(name: str) -> None:
    ladder, _raw = _ladder(name)
    random = Random(f"evidence of {name}")
    for _number in range(300):
        dossier = people.person(random, ladder)
        step = _aim(random, ladder, dossier)
        new = people.fact(random, ladder, people.ON)
        before = {each.criterion: each.status for each in evaluate(ladder, dossier, step.to, people.ON).criteria}
        richer = dossier._replace(facts=(*dossier.facts, new))
        for each in evaluate(ladder, richer, step.to, people.ON).criteria:
            if before[each.criterion] == MET and each.status != MET:
                assert each.criterion in ("no-incident", "clean-year") and new.kind == "incident"


def _tell(ladder: Ladder, dossier: Dossier, to: str, on: date) -> dict[str, str]:
    return {each.criterion: each.status for each in evaluate(ladder, dossier, to, on).criteria}


@pytest.mark.parametrize("name", [*SHIPPED, "every kind"])
def test_the_earliest_day_is_the_first_when_time_is_moved_there(name: str) -> None:
    ladder, _raw = _ladder(name)
    random = Random(f"days of {name}")
    moved = 0
    for _number in range(250):
        dossier = people.person(random, ladder)
        step = _aim(random, ladder, dossier)
        found = evaluate(ladder, dossier, step.to, people.ON)
        for each in found.criteria:
            if each.earliest is None or each.status == MET:
                assert each.earliest == (people.ON if each.status == MET else None)
                continue
            moved += 1
            assert _tell(ladder, dossier, step.to, each.earliest)[each.criterion] == MET
            assert _tell(ladder, dossier, step.to, each.earliest - timedelta(days=1))[each.criterion] != MET
        if found.earliest not in (None, people.ON):
            assert evaluate(ladder, dossier, step.to, found.earliest).eligible == "yes"
            assert evaluate(ladder, dossier, step.to, found.earliest - timedelta(days=1)).eligible != "yes"
    assert moved or name == "streak"


@pytest.mark.parametrize("name", [*SHIPPED, "every kind"])
def test_no_day_before_the_earliest_meets_it(name: str) -> None:
    ladder, raw = _ladder(name)
    random = Random(f"every day of {name}")
    for _number in range(1 if name == "every kind" else 3):  # the reference takes its time
        dossier = people.person(random, ladder)
        step = _aim(random, ladder, dossier)
        first: dict[str, date] = {}
        for day in (people.ON + timedelta(days=n) for n in range(1100)):
            told = ladder_reference.expected(raw, dossier, step.to, day)
            first.update({key: day for key, status in told.items() if status == MET and key not in first})
        for each in evaluate(ladder, dossier, step.to, people.ON).criteria:
            far = each.earliest is not None and each.earliest > people.ON + timedelta(days=1099)
            assert far or each.earliest == first.get(each.criterion), (each, dossier)


def test_a_case_is_judged_against_the_next_level_unless_told() -> None:
    ladder = load_ladder("dual")
    dossier = Dossier("li.na", "李娜", "dual", held=(Held("intermediate", date(2025, 1, 1)),))
    assert evaluate(ladder, dossier, None, people.ON).to == "senior"
    with pytest.raises(Refused, match="no step from intermediate to expert"):
        evaluate(ladder, dossier, "expert", people.ON)
    with pytest.raises(BadInput, match="no level king"):
        evaluate(ladder, dossier, "king", people.ON)
    with pytest.raises(Refused, match="highest level"):
        evaluate(ladder, dossier._replace(held=(Held("director", date(2025, 1, 1)),)), None, people.ON)
    with pytest.raises(Refused, match="stands on no level"):
        evaluate(ladder, dossier._replace(held=()), None, people.ON)


def test_nothing_known_is_unknown_and_no_pass() -> None:
    ladder = load_ladder("dual")
    dossier = Dossier("li.na", "李娜", "dual", held=(Held("senior", date(2020, 1, 1)),))
    found = evaluate(ladder, dossier, "expert", people.ON)
    assert found.eligible == "unknown"
    assert {each.criterion: each.status for each in found.criteria if each.status != UNKNOWN} == {"level": MET}


def test_those_below_college_need_eighteen_months_and_thirty_in_the_company() -> None:
    ladder = load_ladder("dual")
    dossier = Dossier(
        "li.na",
        "李娜",
        "dual",
        (Held("intermediate", date(2025, 2, 28)),),
        date(2023, 12, 1),
        education="below_college",
    )
    told = {each.criterion: each for each in evaluate(ladder, dossier, "senior", date(2026, 3, 1)).criteria}
    assert (told["level"].status, told["level"].earliest) == (UNMET, date(2026, 8, 28))
    assert (told["education"].status, told["education"].earliest) == (UNMET, date(2026, 6, 1))
    college = evaluate(ladder, dossier._replace(education="college"), "senior", date(2026, 3, 1))
    assert {each.criterion: each.status for each in college.criteria}["level"] == MET


def _customer_praise(*facts: Fact) -> Dossier:
    held = (Held("senior", date(2023, 1, 1)),)
    return Dossier("li.na", "李娜", "dual", held, facts=facts, recorded=frozenset({"praise_customer"}))


def _praise(found: Evaluation) -> tuple[str, str]:
    return next((each.status, each.text) for each in found.criteria if each.criterion == "customer-praise")


def test_a_second_praise_by_the_same_customer_does_not_count() -> None:
    ladder, day = load_ladder("dual"), date(2025, 5, 1)
    twice = _customer_praise(Fact("praise_customer", day, giver="K-1"), Fact("praise_customer", day, giver="K-1"))
    status, text = _praise(evaluate(ladder, twice, "expert", people.ON))
    assert status == UNMET
    assert text == (
        "customer praise 1 of 2: needs one from a second customer; what counts in 2025 is written praise by a "
        "customer, entered with the customer it came from"
    )
    other = twice._replace(facts=(*twice.facts, Fact("praise_customer", day, giver="K-2")))
    assert _praise(evaluate(ladder, other, "expert", people.ON)) == (
        MET,
        "customer praise 2, at least 2: met (in 2025)",
    )


def test_what_nobody_recorded_is_said_to_be_unknown_not_none() -> None:
    bare = Dossier("li.na", "李娜", "dual", (Held("senior", date(2023, 1, 1)),))
    status, text = _praise(evaluate(load_ladder("dual"), bare, "expert", people.ON))
    assert status == UNKNOWN and text.startswith("customer praise: not known, nothing is on record; what counts in")
    one = bare._replace(facts=(Fact("praise_customer", date(2025, 5, 1), giver="K-1"),))
    status, text = _praise(evaluate(load_ladder("dual"), one, "expert", people.ON))
    assert status == UNKNOWN and text.startswith("customer praise 1 of 2 on record, and the record is not whole; what")


def test_the_language_is_that_in_use() -> None:
    set_language("zh")
    _status, text = _praise(evaluate(load_ladder("dual"), _customer_praise(), "expert", people.ON))
    assert "客户表扬" in text and "客户书面表扬" in text


def _need(kind: str, **fields: Any) -> Need:
    return Need("x", kind, {"en": "x"}, **fields)


def _judge(need: Need, dossier: Dossier, on: date) -> str:
    return measure(need, Case(dossier, dossier.held[0], on)).status


def test_a_certificate_holds_to_the_end_of_its_last_day() -> None:
    dossier = Dossier(
        "a", "A", "x", (Held("low", date(2020, 1, 1)),), recorded=frozenset({"certificate"}),
        licences=(Licence("card", date(2025, 1, 1), date(2025, 12, 31), suspended=date(2025, 6, 1)),
                  Licence("card", date(2026, 2, 1), date(2026, 12, 31))),
    )  # fmt: skip
    need = _need("certificate", names=("card",))
    days = {date(2025, 5, 31): MET, date(2025, 6, 1): UNMET, date(2026, 12, 31): MET, date(2027, 1, 1): UNMET}
    assert {day: _judge(need, dossier, day) for day in days} == days
    assert first_day([need], dossier, "low", date(2025, 6, 1)) == date(2026, 2, 1)


def test_an_incident_runs_out_with_its_window() -> None:
    dossier = Dossier(
        "a", "A", "x", (Held("low", date(2020, 1, 1)),), facts=(Fact("incident", date(2026, 1, 31), "serious"),),
        recorded=frozenset({"incident"}),
    )  # fmt: skip
    need = _need("no_incident", names=("serious",), window="months", window_months=1)
    assert _judge(need, dossier, date(2026, 2, 27)) == UNMET
    assert first_day([need], dossier, "low", date(2026, 2, 1)) == date(2026, 2, 28)
    assert _judge(need, dossier, date(2026, 1, 30)) == MET


def test_years_of_age_are_full_years() -> None:
    dossier = Dossier("a", "A", "x", (Held("low", date(2020, 1, 1)),), born_on=date(1981, 4, 16))
    need = _need("age", at_least=45)
    assert _judge(need, dossier, date(2026, 4, 15)) == UNMET
    assert first_day([need], dossier, "low", date(2026, 4, 15)) == date(2026, 4, 16)
    assert _judge(need, dossier._replace(born_on=None), people.ON) == UNKNOWN


def test_leave_before_anybody_kept_it_is_not_known() -> None:
    dossier = Dossier("a", "A", "x", (Held("low", date(2020, 1, 1)),), recorded=frozenset({"leave"}))
    need = _need("sum", what="leave_days", below=23, window="calendar_year_before")
    for since, hired, status in (
        (date(2025, 1, 1), None, MET), (date(2025, 1, 2), None, UNKNOWN), (date(2026, 3, 2), None, UNKNOWN),
        (date(2025, 6, 1), date(2025, 6, 1), MET), (date(2025, 6, 1), date(2025, 5, 31), UNKNOWN),
    ):  # fmt: skip
        known = dossier._replace(leave_since=since, hired_on=hired)
        assert _judge(need, known, people.ON) == status
    assert first_day([need], dossier._replace(leave_since=date(2026, 3, 2)), "low", people.ON) == date(2028, 1, 1)


def test_leave_stays_below_the_limit() -> None:
    need = _need("sum", what="leave_days", below=23, window="calendar_year_before")
    for days, status in ((22, MET), (23, UNMET)):
        away = (Away("sick", date(2025, 3, 1), date(2025, 3, days), True),)
        dossier = Dossier("a", "A", "x", (Held("low", date(2020, 1, 1)),), away=away, recorded=frozenset({"leave"}))
        assert _judge(need, dossier, people.ON) == status


def test_leave_of_a_year_stops_counting_when_the_next_year_has_passed() -> None:
    away = (Away("sick", date(2025, 3, 1), date(2025, 3, 31), True), Away("marriage", *[date(2025, 5, 1)] * 2, True))
    dossier = Dossier("a", "A", "x", (Held("low", date(2020, 1, 1)),), away=away, recorded=frozenset({"leave"}))
    need = _need("sum", what="leave_days", below=23, window="calendar_year_before", excluding=("marriage",))
    assert measure(need, Case(dossier, dossier.held[0], people.ON)).measured == 31
    assert first_day([need], dossier, "low", people.ON) == date(2027, 1, 1)
    assert _judge(need, dossier._replace(away=()), people.ON) == MET
    assert _judge(need, dossier._replace(away=(), recorded=frozenset()), people.ON) == UNKNOWN


def test_a_mean_of_too_few_months_says_nothing() -> None:
    score = {date(2025, month, 1): 95.0 for month in range(1, 6)}
    dossier = Dossier("a", "A", "x", (Held("low", date(2020, 1, 1)),), months={"score": score})
    need = _need("score", what="score", at_least=90, window="calendar_year_before", least=6)
    assert _judge(need, dossier, people.ON) == UNKNOWN
    score[date(2025, 6, 1)] = 60.0
    assert _judge(need, dossier, people.ON) == UNMET
    score[date(2025, 6, 1)] = 65.0
    assert _judge(need, dossier, people.ON) == MET


def test_months_without_a_figure_are_unknown_but_those_before_the_entry() -> None:
    cases = {date(2025, month, 1): 20.0 for month in range(3, 13)}
    dossier = Dossier(
        "a", "A", "x", (Held("low", date(2025, 2, 28)),), hired_on=date(2025, 3, 1), months={"cases": cases},
        recorded=frozenset({"cases"}),
    )  # fmt: skip
    need = _need("sum", what="cases", at_least=201, window="calendar_year_before")
    assert _judge(need, dossier, people.ON) == UNMET
    assert _judge(need, dossier._replace(hired_on=date(2025, 2, 28)), people.ON) == UNKNOWN
    assert _judge(need, dossier._replace(hired_on=None), people.ON) == UNKNOWN


def test_a_month_drops_out_of_the_last_months_when_the_next_begins() -> None:
    rates = {date(2026, month, 1): rate for month, rate in ((1, 9.0), (2, 1.0), (3, 1.0))}
    dossier = Dossier("a", "A", "x", (Held("low", date(2020, 1, 1)),), months={"complaint_rate": rates})
    need = _need("ratio", what="complaint_rate", at_most=2, window="months", window_months=3)
    assert _judge(need, dossier, people.ON) == UNMET
    assert first_day([need], dossier, "low", people.ON) == date(2026, 5, 1)
