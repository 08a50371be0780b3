"""Demotions: from the incident to the effect, with an appeal; cross moves and the places they take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import corrections, journal
from cstui.floor.access import Denied
from cstui.floor.levels import case_book, case_due, case_inbox, cases, dossier, evidence, review, standings, vacancies
from cstui.floor.levels.case_views import Case
from cstui.floor.levels.demotion import level_below
from cstui.floor.levels.ladders import load_ladder
from tests.conftest import Floor
from tests.unit.levels.promoting import GIVEN, REPORT, START, applied, lay_ladder, manager, stand


@pytest.fixture(autouse=True)
def ladder(floor: Floor) -> None:
    lay_ladder()
    stand(floor, level="middle")


def at(month: int, day: int, hour: int = 12) -> datetime:
    """Return an hour of a day of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


def led_to(floor: Floor, state: str, **change: str) -> Case:
    """Lead a demotion of li.na to a state."""
    case = cases.report(floor.lead, "li.na", REPORT | change, ladder="mini", now=START)
    for action, actor in (("investigate", floor.lead), ("conclude", floor.boss), ("decide", floor.boss)):
        if case.state == state:
            break
        case = cases.take(actor, case.number, action, GIVEN[action], now=START)
    assert case.state == state
    return case


def test_a_whole_demotion(floor: Floor) -> None:
    case = led_to(floor, "decided")
    assert (case.level_from, case.level_to, case.proposer, case.approver) == ("middle", "low", "lead.wang", "boss")
    assert (case.effective_on, case.notice_left) == (date(2026, 3, 24), 5)
    assert case_due.settle_due(now=at(3, 23, 23)) == 0
    assert case_due.settle_due(now=at(3, 24, 0)) == 1
    assert standings.level_on(floor.agent.id, "mini", date(2026, 3, 23)) == "middle"
    assert standings.level_on(floor.agent.id, "mini", date(2026, 3, 24)) == "low"
    assert standings.history(floor.boss, "li.na")[0].cause == "demotion"
    assert journal.verdict().whole


def test_what_is_established_counts_and_withholds_the_allowance(floor: Floor) -> None:
    led_to(floor, "concluded")
    facts = dossier.dossier(floor.agent.id, "mini", on=date(2026, 3, 16)).facts
    assert {(each.kind, each.name, each.day) for each in facts} == {
        ("incident", "serious", date(2026, 3, 15)),
        ("penalty", "level_allowance", date(2026, 3, 15)),
    }


@pytest.mark.parametrize(("change", "entered"), [
    ({"gravity": "red_line"}, {"incident"}),
    ({"gravity": "performance"}, set()),
])  # fmt: skip
def test_no_allowance_is_withheld_where_the_ladder_says_nothing_of_it(
    floor: Floor, change: dict[str, str], entered: set[str]
) -> None:
    led_to(floor, "concluded", **change)
    assert {each.kind for each in dossier.dossier(floor.agent.id, "mini", on=date(2026, 3, 16)).facts} == entered


def test_what_is_not_established_ends_it(floor: Floor) -> None:
    number = led_to(floor, "investigated").number
    case = cases.take(floor.boss, number, "conclude", {"established": False, "conclusion": "no"}, now=START)
    assert case.state == "rejected"
    assert dossier.dossier(floor.agent.id, "mini", on=date(2026, 3, 16)).facts == ()


def test_an_appeal_stops_it_and_another_manager_hears_it(floor: Floor) -> None:
    number = led_to(floor, "decided").number
    with pytest.raises(Denied, match="the person it is about"):
        cases.take(floor.lead, number, "appeal", GIVEN["appeal"], now=at(3, 20))
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 23, 22))
    assert case_due.settle_due(now=at(4, 20)) == 0
    second = manager(floor)
    with pytest.raises(Denied, match="no part in the case"):
        cases.take(floor.boss, number, "hear", GIVEN["hear"], now=at(4, 20))
    with pytest.raises(BadInput, match="yourself"):
        cases.take(second, number, "hear", GIVEN["hear"] | {"heard_by": "the owner"}, now=at(4, 20))
    case = cases.take(second, number, "hear", GIVEN["hear"], now=at(4, 20))
    assert (case.state, case.effective_on) == ("decided", date(2026, 4, 21))
    assert case_due.settle_due(now=at(4, 21)) == 1


def test_an_appeal_upheld_ends_it(floor: Floor) -> None:
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    case = cases.take(manager(floor), number, "hear", {"upheld": True, "finding": "right"}, now=at(3, 18))
    assert case.state == "rejected"
    assert standings.level_on(floor.agent.id, "mini", date(2026, 12, 31)) == "middle"


def test_an_appeal_is_made_once(floor: Floor) -> None:
    """Else it would stop the demotion for as long as there is somebody left to hear it."""
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    case = cases.take(manager(floor), number, "hear", GIVEN["hear"], now=at(3, 17))
    assert (case.state, case.notice_until, case.notice_left) == ("decided", None, None)
    with pytest.raises(Refused, match="heard"):
        cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    assert case_book.case(floor.agent, number, now=at(3, 17)).may["appeal"]
    assert case_due.settle_due(now=at(4, 20)) == 1


def test_who_took_any_step_hears_no_appeal(floor: Floor) -> None:
    second, third = manager(floor), manager(floor, "third")
    number = led_to(floor, "investigated").number
    cases.take(second, number, "conclude", GIVEN["conclude"], now=START)
    cases.take(floor.boss, number, "decide", GIVEN["decide"], now=START)
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    with pytest.raises(Denied, match="no part in the case"):
        cases.take(second, number, "hear", GIVEN["hear"], now=at(3, 18))
    assert cases.take(third, number, "hear", GIVEN["hear"], now=at(3, 18)).state == "decided"


def test_with_one_manager_an_appeal_is_heard_outside_the_floor(floor: Floor) -> None:
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    with pytest.raises(BadInput, match="who outside the floor") as refused:
        cases.take(floor.boss, number, "hear", GIVEN["hear"], now=at(3, 18))
    assert "--heard-by" in refused.value.detail and "cstui agent add" in refused.value.detail
    with pytest.raises(Denied):
        cases.take(floor.lead, number, "hear", GIVEN["hear"] | {"heard_by": "the owner"}, now=at(3, 18))
    given = GIVEN["hear"] | {"heard_by": "Ms Zhao, works council"}
    assert cases.take(floor.boss, number, "hear", given, now=at(3, 18)).state == "decided"
    last = case_book.case(floor.agent, number, now=at(3, 18)).steps[-1]
    assert (last.by, last.fields["heard_by"]) == ("boss", "Ms Zhao, works council")


@pytest.mark.parametrize("named", ["boss", "lead.wang", "Boss Chen", " boss "])
def test_nobody_of_the_floor_is_outside_of_it(floor: Floor, named: str) -> None:
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    with pytest.raises(BadInput, match="is of this floor"):
        cases.take(floor.boss, number, "hear", GIVEN["hear"] | {"heard_by": named}, now=at(3, 18))


def test_who_brought_a_calendar_into_force_had_no_part_in_the_case(floor: Floor, tmp_path: Path) -> None:
    second, number = manager(floor), led_to(floor, "decided").number
    calendar = tmp_path / "flood.toml"
    calendar.write_text('base = "cn"\n[[site]]\nfrom = 2026-03-18\nto = 2026-03-18\nhours = []\nname = "x"\n', "utf-8")
    corrections.apply(second, calendar, now=START)
    assert case_book.case(second, number, now=START).steps[-1].step == "moved"
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    assert cases.take(second, number, "hear", GIVEN["hear"], now=at(3, 18)).state == "decided"


def lay_house(tmp_path: Path, text: str, ladder: str = "mini") -> None:
    """Lay the site's own levels/house.toml."""
    (tmp_path / "config" / "levels").mkdir(parents=True, exist_ok=True)
    (tmp_path / "config" / "levels" / "house.toml").write_text(f'ladder = "{ladder}"\n{text}', "utf-8")


def test_a_house_may_forbid_that(floor: Floor, tmp_path: Path) -> None:
    lay_house(tmp_path, "[appeal]\noutside = false\n")
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    with pytest.raises(Denied, match="no part in the case") as refused:
        cases.take(floor.boss, number, "hear", GIVEN["hear"] | {"heard_by": "the owner"}, now=at(3, 18))
    assert "cstui agent add LOGIN --role manager" in refused.value.detail


def test_a_broken_house_hides_no_case_and_lets_an_appeal_wait(floor: Floor, tmp_path: Path) -> None:
    lay_house(tmp_path, "")
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    lay_house(tmp_path, "[appeal\n")
    assert [each.number for each in case_inbox.inbox(floor.agent, now=at(3, 18)).mine] == [number]
    assert case_book.case(floor.boss, number, now=at(3, 18)).may["hear"]
    given = GIVEN["hear"] | {"heard_by": "the owner"}
    with pytest.raises(Denied):
        cases.take(floor.boss, number, "hear", given, now=at(3, 18))
    lay_house(tmp_path, "")
    assert cases.take(floor.boss, number, "hear", given, now=at(3, 18)).state == "decided"


def test_upheld_what_the_conclusion_entered_counts_no_longer(floor: Floor) -> None:
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    cases.take(manager(floor), number, "hear", {"upheld": True, "finding": "right"}, now=at(3, 18))
    assert dossier.dossier(floor.agent.id, "mini", on=date(2026, 3, 18)).facts == ()
    assert [each.kind for each in evidence.entries(floor.boss, login="li.na", voided=True)] == ["penalty", "incident"]
    assert journal.verdict().whole


def test_a_month_withheld_says_how_much(floor: Floor, tmp_path: Path) -> None:
    number = led_to(floor, "investigated").number
    lay_house(tmp_path, "[allowance]\nmiddle = 500\nhihg = 800\n")
    with pytest.raises(BadInput, match="hihg is a level of no ladder"):
        cases.take(floor.boss, number, "conclude", GIVEN["conclude"], now=START)
    lay_house(tmp_path, "[allowance]\nmiddle = 500\nhigh = 800.5\n")
    cases.take(floor.boss, number, "conclude", GIVEN["conclude"], now=START)
    [entry] = evidence.entries(floor.boss, login="li.na", kinds=("penalty",))
    assert (entry.name, entry.value) == ("level_allowance", 500)
    found = review.review(floor.boss, "li.na", "2026-03", now=START)
    assert (found.withheld, found.withheld_cny) == (True, 500)
    assert ("Level allowance withheld", "500 CNY") in review.page(found)
    assert not review.review(floor.boss, "li.na", "2026-02", now=START).withheld


def test_the_allowance_of_a_level_that_is_gone_is_withheld_all_the_same(floor: Floor, tmp_path: Path) -> None:
    number = led_to(floor, "investigated").number
    lay_house(tmp_path, "[allowance]\nmiddle = 500\n", ladder="dual")
    (tmp_path / "config" / "ladders" / "mini.toml").unlink()
    cases.take(floor.boss, number, "conclude", GIVEN["conclude"], now=START)
    [entry] = evidence.entries(floor.boss, login="li.na", kinds=("penalty",))
    assert (entry.name, entry.value) == ("level_allowance", 500)


def test_heard_early_it_takes_effect_when_it_would_have(floor: Floor) -> None:
    number = led_to(floor, "decided").number
    cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 17))
    case = cases.take(manager(floor), number, "hear", GIVEN["hear"], now=at(3, 18))
    assert case.effective_on == date(2026, 3, 24)


def test_an_appeal_comes_too_late(floor: Floor) -> None:
    number = led_to(floor, "concluded").number
    cases.take(floor.boss, number, "decide", {"reason": "x", "effective_on": "2026-05-01"}, now=START)
    with pytest.raises(Refused, match="over"):
        cases.take(floor.agent, number, "appeal", GIVEN["appeal"], now=at(3, 24))


def test_nobody_decides_over_an_open_promotion(floor: Floor) -> None:
    promotion = applied(floor, to="high")
    number = led_to(floor, "concluded").number
    with pytest.raises(Refused, match=f"Case {promotion.number} "):
        cases.take(floor.boss, number, "decide", GIVEN["decide"], now=START)
    cases.take(floor.boss, promotion.number, "reject", GIVEN["reject"], now=START)
    assert cases.take(floor.boss, number, "decide", GIVEN["decide"], now=START).state == "decided"
    with pytest.raises(Refused, match="under way"):
        applied(floor, to="high")


def test_who_may_report_whom(floor: Floor) -> None:
    for actor, login in ((floor.agent, "zhang.wei"), (floor.lead, "chen.mo"), (floor.lead, "lead.wang")):
        with pytest.raises(Denied):
            cases.report(actor, login, REPORT, ladder="mini", now=START)
    with pytest.raises(NotFound):
        cases.report(floor.lead, "nobody", REPORT, ladder="mini", now=START)
    with pytest.raises(Refused, match="no level"):
        cases.report(floor.lead, "zhang.wei", REPORT, ladder="mini", now=START)
    with pytest.raises(BadInput, match="future"):
        cases.report(floor.lead, "li.na", REPORT | {"on": "2026-03-17"}, ladder="mini", now=START)
    case = cases.report(floor.boss, "li.na", REPORT, ladder="mini", now=START)
    with pytest.raises(Denied, match="nor the proposer"):
        cases.take(floor.boss, cases.take(floor.lead, case.number, "investigate", GIVEN["investigate"]).number,
                   "conclude", GIVEN["conclude"])  # fmt: skip


def test_how_far_down_it_goes() -> None:
    ladder = load_ladder("mini")
    assert level_below(ladder, "high", None) == "middle"
    assert level_below(ladder, "high", "low") == "low"
    for level, to, error in (
        ("low", None, Refused), (None, None, Refused), ("high", "chief", BadInput), ("middle", "high", BadInput)
    ):  # fmt: skip
        with pytest.raises(error):
            level_below(ladder, level, to)


class TestCross:
    """Moves between tracks on one band."""

    @pytest.fixture(autouse=True)
    def high(self, floor: Floor) -> None:
        stand(floor, "zhang.wei", "high")

    def move(self, floor: Floor) -> Case:
        return cases.apply(floor.other, values={"to": "chief"}, ladder="mini", now=START)

    def ready(self, floor: Floor) -> Case:
        """Lead a cross move to the end of its notice."""
        case = self.move(floor)
        for action, actor in (("review", floor.lead), ("endorse", floor.boss), ("exam", floor.lead),
                              ("panel", floor.boss), ("notice", floor.boss)):  # fmt: skip
            case = cases.take(actor, case.number, action, GIVEN[action], now=START)
        return case

    def test_it_needs_a_vacancy_on_the_team(self, floor: Floor) -> None:
        with pytest.raises(Refused, match="No place"):
            self.move(floor)
        vacancies.open_place(floor.boss, "chief", team="cards", ladder="mini", now=START)
        with pytest.raises(Refused, match="No place"):
            self.move(floor)
        vacancies.open_place(floor.boss, "chief", ladder="mini", now=START)
        assert self.move(floor).kind == "cross"

    def test_the_case_takes_it(self, floor: Floor) -> None:
        place = vacancies.open_place(floor.boss, "chief", ladder="mini", now=START)
        case = self.ready(floor)
        case = cases.take(floor.boss, case.number, "approve", {}, now=at(3, 24))
        assert case.state == "trial"
        [taken] = vacancies.vacancies(floor.boss, ended=True)
        assert (taken.number, taken.case, taken.closed_on) == (place.number, case.number, date(2026, 3, 24))
        assert vacancies.vacancies(floor.boss) == []
        cases.take(floor.boss, case.number, "revert", GIVEN["revert"], now=at(4, 10))
        assert [each.number for each in vacancies.vacancies(floor.boss)] == [place.number]

    def test_it_goes_by_its_vacancy_and_not_by_the_annual_round(self, floor: Floor) -> None:
        lay_ladder(annual=True)
        with pytest.raises(Refused, match="No place") as refused:
            self.move(floor)
        assert "cstui level vacancy open chief --team floor" in refused.value.detail
        vacancies.open_place(floor.boss, "chief", ladder="mini", now=START)
        assert not self.move(floor).annual
        assert applied(floor, to="high").annual

    def test_the_last_place_goes_once(self, floor: Floor) -> None:
        place = vacancies.open_place(floor.boss, "chief", ladder="mini", now=START)
        case = self.ready(floor)
        vacancies.close_place(floor.boss, place.number, now=START)
        with pytest.raises(Refused, match="No place"):
            cases.take(floor.boss, case.number, "approve", {}, now=at(3, 24))
        vacancies.open_place(floor.boss, "chief", ladder="mini", now=START)
        later = {"effective_on": "2026-06-01"}
        assert cases.take(floor.boss, case.number, "approve", later, now=at(3, 24)).state == "approved"
        [taken] = [each for each in vacancies.vacancies(floor.boss, ended=True) if each.case]
        with pytest.raises(Refused, match="taken"):
            vacancies.close_place(floor.boss, taken.number, now=START)
        cases.take(floor.other, case.number, "withdraw", GIVEN["withdraw"], now=at(3, 25))
        assert [each.number for each in vacancies.vacancies(floor.boss)] == [taken.number]

    def test_only_a_manager_opens_and_closes(self, floor: Floor) -> None:
        with pytest.raises(Denied):
            vacancies.open_place(floor.lead, "chief", ladder="mini", now=START)
        with pytest.raises(BadInput):
            vacancies.open_place(floor.boss, "king", ladder="mini", now=START)
        place = vacancies.open_place(floor.boss, "chief", ladder="mini", now=START)
        with pytest.raises(Denied):
            vacancies.close_place(floor.lead, place.number, now=START)
        with pytest.raises(NotFound):
            vacancies.close_place(floor.boss, 99, now=START)
        assert vacancies.vacancies(floor.stranger) == [place]
