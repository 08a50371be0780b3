"""Promotion cases from application to confirmation, and what stops them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import accounts, journal, leavers, notice_words, notices
from cstui.floor.levels import case_book, case_due, case_lines, cases, dossier, standings
from cstui.floor.views import Actor
from db.queries import levels as queries
from tests.conftest import Floor
from tests.unit.levels.promoting import ALL_STAGES, GIVEN, SINCE, START, applied, lay_ladder, led_to, manager, stand


@pytest.fixture(autouse=True)
def ladder(floor: Floor) -> None:
    lay_ladder()
    stand(floor)


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    """Return an hour of a day in Shanghai."""
    return datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


def level_of(login_id: int, day: date) -> str | None:
    return standings.level_on(login_id, "mini", day)


def test_a_whole_promotion(floor: Floor) -> None:
    case = led_to(floor, "noticed")
    assert (case.proposer, case.approver, case.notice_left) == ("lead.wang", None, 5)
    assert case.notice_until == at(3, 23, 18)
    case = cases.take(floor.boss, case.number, "approve", {"trial_months": "2"}, now=at(3, 24))
    assert (case.state, case.approver, case.effective_on) == ("trial", "boss", date(2026, 3, 24))
    assert level_of(floor.agent.id, date(2026, 3, 23)) == "low"
    assert level_of(floor.agent.id, date(2026, 3, 24)) == "middle"
    with pytest.raises(Refused, match="at least until 2026-04-24"):
        cases.take(floor.boss, case.number, "confirm", GIVEN["confirm"], now=at(4, 23))
    case = cases.take(floor.boss, case.number, "confirm", GIVEN["confirm"], now=at(4, 24))
    assert case.state == "confirmed"
    assert journal.verdict().whole
    told = [notice_words.words(each) for each in reversed(notices.notices(floor.agent))]
    assert len(told) == 8
    assert told[4] == "Case 1, 李娜: public notice; it is now: public notice"
    assert told[-1] == "Case 1, 李娜: confirmation; it is now: confirmed"
    assert notices.notices(floor.other)[0].body["step"] == "notice"


def test_who_is_not_eligible_is_refused_with_the_gap(floor: Floor) -> None:
    stand(floor, "zhang.wei", since=date(2026, 3, 2))
    with pytest.raises(Refused, match="not eligible for middle") as refused:
        cases.apply(floor.other, ladder="mini", now=START)
    assert "level explain zhang.wei" in refused.value.detail
    assert len(refused.value.detail.splitlines()) == 2


def test_what_is_unknown_is_no_pass(floor: Floor) -> None:
    file = lay_ladder()
    text = file.read_text("utf-8").replace('kind = "tenure_level"', 'kind = "tenure_company"')
    file.write_text(text + "# changed\n", "utf-8")
    with pytest.raises(Refused, match="not eligible"):
        applied(floor)


def test_one_open_case_a_person(floor: Floor) -> None:
    first = applied(floor)
    with pytest.raises(Refused, match="under way"):
        applied(floor)
    cases.take(floor.agent, first.number, "withdraw", GIVEN["withdraw"], now=START)
    assert applied(floor).state == "applied"


def test_a_lead_proposes_only_people_of_the_team(floor: Floor) -> None:
    assert cases.apply(floor.lead, "li.na", ladder="mini", now=START).proposer == "lead.wang"
    stand(floor, "chen.mo")
    with pytest.raises(Refused, match="may not"):
        cases.apply(floor.lead, "chen.mo", ladder="mini", now=START)
    with pytest.raises(Refused, match="may not"):
        cases.apply(floor.agent, "zhang.wei", ladder="mini", now=START)


def test_the_policy_is_frozen(floor: Floor) -> None:
    case = applied(floor)
    lay_ladder(stages=("review", "approval"), months=600)
    with pytest.raises(Refused, match="not eligible"):
        stand(floor, "zhang.wei")
        cases.apply(floor.other, ladder="mini", now=START)
    for action, actor in (("review", floor.lead), ("endorse", floor.boss), ("exam", floor.lead)):
        cases.take(actor, case.number, action, GIVEN[action], now=START)
    with pytest.raises(Refused, match="starts from"):
        cases.take(floor.boss, case.number, "approve", {}, now=START)
    frozen = case_book.case(floor.boss, case.number, now=START).evaluation
    assert (frozen["eligible"], frozen["criteria"][0]["status"]) == ("yes", "met")


def test_a_ladder_without_notice_and_trial(floor: Floor) -> None:
    lay_ladder(stages=("review", "approval"))
    case = applied(floor)
    cases.take(floor.lead, case.number, "review", GIVEN["review"], now=START)
    with pytest.raises(Refused, match="no such stage"):
        cases.take(floor.boss, case.number, "exam", GIVEN["exam"], now=START)
    case = cases.take(floor.boss, case.number, "approve", {}, now=START)
    assert (case.state, case.trial_until) == ("confirmed", None)


@pytest.mark.parametrize("stages", [
    tuple(each for each, used in zip(ALL_STAGES[3:7], chosen, strict=True) if used)
    for chosen in product((True, False), repeat=4)
])  # fmt: skip
def test_every_choice_of_stages_leads_to_approval(floor: Floor, stages: tuple[str, ...]) -> None:
    lay_ladder(stages=("review", *stages, "approval"))
    case = applied(floor)
    cases.take(floor.lead, case.number, "review", GIVEN["review"], now=START)
    for action, stage in (("endorse", "decision"), ("exam", "exam"), ("panel", "panel"), ("notice", "notice")):
        if stage in stages:
            actor = floor.lead if action == "exam" else floor.boss
            cases.take(actor, case.number, action, GIVEN[action], now=START)
    assert cases.take(floor.boss, case.number, "approve", {}, now=at(4, 30)).state == "confirmed"


@pytest.mark.parametrize(("action", "state", "change"), [
    ("review", "applied", {"recommended": False}),
    ("endorse", "reviewed", {"agreed": False}),
    ("exam", "endorsed", {"passed": False}),
    ("panel", "examined", {"in_favour": "1", "against": "1"}),
])  # fmt: skip
def test_a_no_ends_the_case(floor: Floor, action: str, state: str, change: dict[str, object]) -> None:
    case = led_to(floor, state)
    actor = floor.lead if action in ("review", "exam") else floor.boss
    case = cases.take(actor, case.number, action, GIVEN[action] | change, now=START)
    assert case.state == "rejected"
    assert applied(floor).state == "applied"


def test_what_a_panel_must_be(floor: Floor) -> None:
    number = led_to(floor, "examined").number
    for change, error in (
        ({"members": "boss li.na"}, Refused),
        ({"members": "boss nobody"}, BadInput),
        ({"in_favour": "3"}, BadInput),
        ({"in_favour": "1.5"}, BadInput),
        ({"scores": "service"}, BadInput),
    ):
        with pytest.raises(error):
            cases.take(floor.boss, number, "panel", GIVEN["panel"] | change, now=START)
    cases.take(floor.boss, number, "panel", GIVEN["panel"], now=START)
    step = case_book.case(floor.boss, number, now=START).steps[-1]
    assert step.fields["scores"] == {"service": 90.0, "exam": 91.0}


def test_the_same_version_is_taken_once(floor: Floor) -> None:
    case = applied(floor)
    cases.take(floor.lead, case.number, "review", GIVEN["review"], version=case.version, now=START)
    with pytest.raises(Conflict):
        cases.take(floor.boss, case.number, "endorse", GIVEN["endorse"], version=case.version, now=START)


class TestChairs:
    """Who is promoted, who proposes and who approves are three people."""

    def test_every_pairing(self, floor: Floor) -> None:
        second = manager(floor)
        people: tuple[Actor, ...] = (floor.agent, floor.lead, floor.boss, second)
        for proposer, approver in product(people, people):
            case = applied(floor)
            outcome = self.through(case.number, proposer, approver, floor, second)
            fine = proposer in people[1:] and approver in people[2:] and proposer != approver
            assert outcome == ("approved" if fine else "refused"), (proposer.login, approver.login)
            cases.take(floor.agent, case.number, "withdraw", GIVEN["withdraw"], now=START)

    def through(self, number: int, proposer: Actor, approver: Actor, floor: Floor, second: Actor) -> str:
        """Lead a case through these two chairs and say how it ends; who has no chair does the rest."""
        try:
            cases.take(proposer, number, "review", GIVEN["review"], now=START)
            judge = second if proposer == floor.boss else floor.boss
            cases.take(judge, number, "endorse", GIVEN["endorse"], now=START)
            cases.take(floor.lead, number, "exam", GIVEN["exam"], now=START)
            cases.take(judge, number, "panel", GIVEN["panel"], now=START)
            cases.take(judge, number, "notice", {}, now=START)
            after = {"effective_on": "2026-12-01"}
            return cases.take(approver, number, "approve", after, now=at(3, 24)).state
        except Refused:
            return "refused"

    def test_a_manager_who_leads_does_not_judge_the_own_case(self, floor: Floor) -> None:

        accounts.add_agent(floor.boss, "both", name="Both", roles=("agent", "lead", "manager"))
        both = accounts.find_actor("both")
        stand(floor, "both")
        case = cases.apply(both, ladder="mini", now=START)
        for action in ("review", "reject"):
            with pytest.raises(Refused, match="Only"):
                cases.take(both, case.number, action, GIVEN[action], now=START)
        assert cases.take(floor.lead, case.number, "review", GIVEN["review"], now=START).proposer == "lead.wang"

    def test_a_refusal_for_the_person_is_journaled(self, floor: Floor) -> None:
        case = applied(floor)
        before = journal.verdict().events
        with pytest.raises(Refused):
            cases.take(floor.agent, case.number, "review", GIVEN["review"], now=START)
        assert journal.verdict().events == before + 1


class TestNotice:
    """The public notice and objections to it."""

    def test_nobody_approves_before_its_last_day_is_over(self, floor: Floor) -> None:
        case = led_to(floor, "noticed")
        with pytest.raises(Refused, match="runs until 2026-03-23"):
            cases.take(floor.boss, case.number, "approve", {}, now=at(3, 23, 23))

    def test_it_is_seen_by_everybody_and_only_the_notice(self, floor: Floor) -> None:
        case = led_to(floor, "noticed")
        assert [each.number for each in case_book.cases(floor.stranger, now=START)] == [case.number]
        seen = case_book.case(floor.stranger, case.number, now=START)
        assert (seen.steps, seen.evaluation, seen.case.level_to) == ((), {}, "middle")
        cases.take(floor.boss, case.number, "reject", GIVEN["reject"], now=START)
        with pytest.raises(NotFound):
            case_book.case(floor.stranger, case.number, now=START)

    @pytest.mark.parametrize("hour", [9, 23])
    def test_an_objection_on_the_last_day_stops_it(self, floor: Floor, hour: int) -> None:
        number = led_to(floor, "noticed").number
        case = cases.take(floor.stranger, number, "object", GIVEN["object"], now=at(3, 23, hour))
        assert (case.state, case.objections) == ("objected", 1)
        with pytest.raises(Refused):
            cases.take(floor.boss, number, "approve", {}, now=at(4, 20))
        case = cases.take(floor.boss, number, "settle", GIVEN["settle"], now=at(4, 20))
        assert (case.state, case.notice_until, case.objections) == ("noticed", at(4, 20, 18), 0)
        assert cases.take(floor.boss, number, "approve", {}, now=at(4, 21)).state == "trial"

    def test_an_objection_after_the_last_day_is_too_late(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        with pytest.raises(Refused, match="over"):
            cases.take(floor.stranger, number, "object", GIVEN["object"], now=at(3, 24, 0))

    def test_the_days_left_run_after_the_settlement(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.other, number, "object", GIVEN["object"], now=at(3, 18))  # Wednesday: three days are left
        case = cases.take(floor.boss, number, "settle", GIVEN["settle"], now=at(3, 27))
        assert (case.notice_until, case.notice_left) == (at(4, 1, 18), 3)

    def test_settled_at_once_it_ends_as_it_would_have(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.other, number, "object", GIVEN["object"], now=at(3, 17, 9))
        case = cases.take(floor.boss, number, "settle", GIVEN["settle"], now=at(3, 17, 10))
        assert case.notice_until == at(3, 23, 18)

    def test_upheld_it_ends_the_case(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.other, number, "object", GIVEN["object"], now=START)
        case = cases.take(floor.boss, number, "settle", {"upheld": True, "finding": "right"}, now=START)
        assert case.state == "rejected"

    def test_it_does_not_go_on_over_a_second_objection(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.other, number, "object", GIVEN["object"], now=START)
        cases.take(floor.stranger, number, "object", GIVEN["object"], now=START)
        with pytest.raises(BadInput, match="Several"):
            cases.take(floor.boss, number, "settle", GIVEN["settle"], now=START)
        first, second = (each.number for each in case_book.case(floor.boss, number, now=START).objections)
        case = cases.take(floor.boss, number, "settle", GIVEN["settle"] | {"objection": str(second)}, now=START)
        assert case.state == "objected"
        with pytest.raises(NotFound):
            cases.take(floor.boss, number, "settle", GIVEN["settle"] | {"objection": str(second)}, now=START)
        case = cases.take(floor.boss, number, "settle", GIVEN["settle"] | {"objection": str(first)}, now=START)
        assert case.state == "noticed"

    def test_who_objects_does_not_settle_and_stays_unnamed_to_the_subject(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.boss, number, "object", GIVEN["object"], now=START)
        with pytest.raises(Refused, match="own objection"):
            cases.take(floor.boss, number, "settle", GIVEN["settle"], now=START)
        with pytest.raises(Refused):
            cases.take(floor.agent, number, "object", GIVEN["object"], now=START)
        seen = case_book.case(floor.agent, number, now=START)
        assert [(each.by, each.text, each.state) for each in seen.objections] == [("", "", "open")]
        assert "saw otherwise" not in str(seen) and "boss" not in str(seen.steps[-1])
        assert "saw otherwise" in str(case_book.case(manager(floor), number, now=START).objections)

    @pytest.mark.parametrize(("start", "days", "ends"), [
        (at(9, 18), "3", at(9, 22, 18)),  # Friday; Sunday 09-20 is worked: Sunday, Monday, Tuesday
        (at(9, 28), "5", at(10, 10, 18)),  # 29, 30, then the National Day week; 8, 9 and Saturday 10-10 are worked
        (at(2, 12), "5", at(2, 26, 18)),  # 13 and Saturday 14 before the Spring Festival of nine days, 24 to 26 after
        (at(9, 19), "3", at(9, 22, 18)),  # begun on a Saturday off
    ])  # fmt: skip
    def test_days_off_and_days_made_up_for_move_its_end(
        self, floor: Floor, start: datetime, days: str, ends: datetime
    ) -> None:
        number = led_to(floor, "assessed", now=start).number
        case = cases.take(floor.boss, number, "notice", {"days": days}, now=start)
        assert case.notice_until == ends
        assert case.notice_left == int(days)

    def test_only_the_terms_of_the_ladder(self, floor: Floor) -> None:
        number = led_to(floor, "assessed").number
        with pytest.raises(BadInput, match="5, 3"):
            cases.take(floor.boss, number, "notice", {"days": "1"}, now=START)


class TestTime:
    """What time alone brings about."""

    def test_the_annual_round_takes_effect_in_january(self, floor: Floor) -> None:
        lay_ladder(annual=True)
        number = led_to(floor, "noticed").number
        with pytest.raises(Refused, match="2027-01-01"):
            cases.take(floor.boss, number, "approve", {"effective_on": "2027-02-01"}, now=at(3, 24))
        case = cases.take(floor.boss, number, "approve", {}, now=at(3, 24))
        assert (case.state, case.effective_on, case.trial_until) == ("approved", date(2027, 1, 1), date(2027, 3, 1))
        assert case_due.settle_due(now=at(12, 31, 23)) == 0
        new_year = at(1, 1, 0, 2027)
        assert case_book.case(floor.agent, number, now=new_year).case.state == "trial"
        assert level_of(floor.agent.id, date(2027, 1, 1)) == "low"
        # Whether or not anybody journaled it: on the day itself work is given, and gaps are counted, by the new level.
        for day, level in ((date(2026, 12, 31), "low"), (date(2027, 1, 1), "middle")):
            assert queries.on_level([floor.agent.id], "mini", day.isoformat()) == {floor.agent.id: level}
            known = dossier.dossier(floor.agent.id, "mini", on=date(2026, 12, 31)).level_on(day)
            assert known is not None and known.level == level
        [place] = [each for each in standings.team(floor.boss, ladder="mini", on=date(2027, 1, 1)) if each.level]
        assert (place.agent, place.level, place.cause) == ("li.na", "middle", "promotion")
        held = dossier.dossier(floor.agent.id, "mini", on=date(2026, 12, 31)).held
        assert case_due.settle_due(now=new_year) == 1
        assert dossier.dossier(floor.agent.id, "mini", on=date(2027, 1, 1)).held == held
        assert level_of(floor.agent.id, date(2027, 1, 1)) == "middle"
        assert case_due.settle_due(now=new_year) == 0

    def test_the_round_of_a_year_that_is_over_takes_effect_at_once(self, floor: Floor) -> None:
        lay_ladder(annual=True)
        number = led_to(floor, "noticed").number
        case = cases.take(floor.boss, number, "approve", {}, now=at(2, 1, year=2027))
        assert (case.state, case.effective_on) == ("trial", date(2027, 2, 1))

    def test_one_case_may_stand_outside_the_annual_round(self, floor: Floor) -> None:
        lay_ladder(annual=True)
        assert not cases.apply(floor.agent, ladder="mini", annual=False, now=START).annual

    def test_a_later_day_may_be_named_and_no_earlier_one(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        with pytest.raises(Refused, match="at the earliest"):
            cases.take(floor.boss, number, "approve", {"effective_on": "2026-03-01"}, now=at(3, 24))
        with pytest.raises(BadInput):
            cases.take(floor.boss, number, "approve", {"effective_on": "soon"}, now=at(3, 24))
        case = cases.take(floor.boss, number, "approve", {"effective_on": "2026-05-01"}, now=at(3, 24))
        assert case.state == "approved"
        case = cases.take(floor.agent, number, "withdraw", GIVEN["withdraw"], now=at(4, 30))
        assert (case.state, case_due.settle_due(now=at(5, 1))) == ("withdrawn", 0)

    def test_who_has_left_is_not_promoted(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        leavers.disable_agent(floor.boss, "li.na")
        assert "disabled" in str(case_book.case(floor.boss, number, now=at(3, 24)).may["approve"])
        with pytest.raises(Refused, match="disabled"):
            cases.take(floor.boss, number, "approve", {}, now=at(3, 24))
        assert cases.take(floor.boss, number, "reject", GIVEN["reject"], now=at(3, 24)).state == "rejected"

    @pytest.mark.parametrize("score", ["-1", "1001", "999999999999"])
    def test_points_that_no_exam_gives(self, floor: Floor, score: str) -> None:
        number = led_to(floor, "endorsed").number
        with pytest.raises(BadInput, match="from 0 to 1000"):
            cases.take(floor.lead, number, "exam", {**GIVEN["exam"], "score": score}, now=START)

    def test_a_trial_is_ended_from_its_second_day_on(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.boss, number, "approve", {}, now=at(3, 24))
        assert "tomorrow" in str(case_book.case(floor.boss, number, now=at(3, 24)).may["revert"])
        with pytest.raises(Refused, match="from tomorrow on"):
            cases.take(floor.boss, number, "revert", GIVEN["revert"], now=at(3, 24))
        assert cases.take(floor.boss, number, "revert", GIVEN["revert"], now=at(3, 25)).state == "reverted"
        assert level_of(floor.agent.id, date(2026, 3, 25)) == "low"

    def test_once_confirmed_no_trial_is_told(self, floor: Floor) -> None:
        case = cases.take(floor.boss, led_to(floor, "noticed").number, "approve", {}, now=at(3, 24))
        assert any("On trial until" in each for each in case_lines.dates(case))
        case = cases.take(floor.boss, case.number, "confirm", GIVEN["confirm"], now=at(6, 24))
        assert case.state == "confirmed" and not any("On trial until" in each for each in case_lines.dates(case))

    def test_the_end_of_the_trial_is_told_once(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        case = cases.take(floor.boss, number, "approve", {"trial_months": "1"}, now=at(3, 24))
        assert case.trial_until == date(2026, 4, 24)
        assert [case_due.settle_due(now=at(4, day)) for day in (23, 24, 25)] == [0, 1, 0]
        case = cases.take(floor.boss, number, "extend", GIVEN["extend"], now=at(4, 25))
        assert (case.state, case.trial_until) == ("trial", date(2026, 6, 24))
        assert [case_due.settle_due(now=at(6, day)) for day in (23, 24, 25)] == [0, 1, 0]
        with pytest.raises(Refused, match="lengthen"):
            cases.take(floor.boss, number, "extend", GIVEN["extend"], now=at(6, 25))
        with pytest.raises(BadInput, match="1 to 3"):
            cases.take(floor.boss, number, "extend", GIVEN["extend"] | {"trial_months": "4"}, now=at(6, 25))

    def test_reverted_the_old_level_holds_again(self, floor: Floor) -> None:
        number = led_to(floor, "noticed").number
        cases.take(floor.boss, number, "approve", {}, now=at(3, 24))
        case = cases.take(floor.boss, number, "revert", GIVEN["revert"], now=at(4, 20))
        assert case.state == "reverted"
        assert level_of(floor.agent.id, date(2026, 4, 19)) == "middle"
        assert level_of(floor.agent.id, date(2026, 4, 20)) == "low"

    def test_the_level_held_is_not_rewritten(self, floor: Floor) -> None:
        assert standings.history(floor.boss, "li.na")[0].since == SINCE
        lay_ladder(stages=("review", "approval"), months=0)
        stand(floor, "zhang.wei", since=date(2026, 3, 16))
        case = cases.apply(floor.other, ladder="mini", now=START)
        cases.take(floor.lead, case.number, "review", GIVEN["review"], now=START)
        with pytest.raises(Refused, match="held from 2026-03-16"):
            cases.take(floor.boss, case.number, "approve", {}, now=START)
        case = cases.take(floor.boss, case.number, "approve", {"effective_on": "2026-03-17"}, now=START)
        assert case.state == "approved"
