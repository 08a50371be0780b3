"""Where people stand: graded once without steps, moved by cases afterwards; and their papers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import journal, store
from cstui.floor.access import Denied
from cstui.floor.levels import cases, dossier, places, profiles, standings, training
from cstui.floor.levels.evidence import Given, record
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, TODAY


def test_the_initial_grading_may_begin_anywhere(floor: Floor) -> None:
    found = standings.grade(floor.boss, "li.na", "expert", since=date(2024, 1, 1), now=NOON)
    assert (found.ladder, found.level, found.since, found.cause) == ("dual", "expert", date(2024, 1, 1), "initial")
    last = journal.entries(floor.boss, subject=f"agent:{floor.agent.id}")[-1].event
    assert last.action == "level.graded" and last.body["level"] == "expert"


def test_from_the_second_time_on_a_case_moves_a_person(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "junior", now=NOON)
    with pytest.raises(Refused, match="already"):
        standings.grade(floor.boss, "li.na", "expert", now=NOON)
    standings.grade(floor.boss, "li.na", "junior", ladder="five", now=NOON)  # another ladder


def test_a_slip_is_mended_while_no_case_rests_on_it(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "senior", since=date(2025, 1, 1), now=NOON)
    found = standings.grade(floor.boss, "li.na", "assistant", mend="the wrong line of the list", now=NOON)
    assert (found.level, found.since, found.cause) == ("assistant", date(2025, 1, 1), "initial")
    assert [each.level for each in standings.history(floor.boss, "li.na")] == ["assistant"]
    last = journal.entries(floor.boss, subject=f"agent:{floor.agent.id}")[-1].event
    assert (last.action, last.body["from"], last.body["level"]) == ("level.mended", "senior", "assistant")
    assert (last.body["from_since"], last.body["since"]) == ("2025-01-01", "2025-01-01")
    assert "wrong line" not in str(last.body) and journal.verdict().whole
    for given, error in (({"mend": " "}, BadInput), ({"level": "king"}, BadInput), ({"login": "zhang.wei"}, Refused)):
        with pytest.raises(error):
            standings.grade(floor.boss, **{"login": "li.na", "level": "junior", "mend": "x", "now": NOON, **given})
    with pytest.raises(Refused, match="stands on no level of dual"):
        standings.grade(floor.boss, "zhang.wei", "junior", mend="x", now=NOON)
    with pytest.raises(Denied):
        standings.grade(floor.lead, "li.na", "junior", mend="x", now=NOON)


def test_once_a_case_rests_on_it_nothing_is_mended(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "assistant", since=date(2025, 1, 1), now=NOON)
    profiles.change(floor.boss, "li.na", {"status": "regular", "hired_on": date(2025, 1, 1)}, now=NOON)
    record(floor.lead, "li.na", Given("attested", TODAY, "works-alone"), now=NOON)
    number = cases.apply(floor.agent, now=NOON).number
    with pytest.raises(Refused, match="could be mended"):
        standings.grade(floor.boss, "li.na", "senior", mend="x", now=NOON)
    cases.take(floor.agent, number, "withdraw", {"reason": "x"}, now=NOON)
    assert standings.grade(floor.boss, "li.na", "senior", mend="x", now=NOON).level == "senior"


def test_what_nothing_asks_for_is_told(floor: Floor) -> None:
    told = training.unasked("course", "leed")
    assert told is not None and told.startswith("Nothing asks for leed so far; known are: ") and " lead," in told
    asked = (("course", "lead"), ("exam", "skill_grading"), ("attested", "revenue"), ("penalty", "late"))
    assert all(training.unasked(kind, name) is None for kind, name in asked)


def test_who_may_grade_and_what_must_fit(floor: Floor) -> None:
    for actor in (floor.lead, floor.agent, floor.auditor):
        with pytest.raises(Denied):
            standings.grade(actor, "zhang.wei", "junior", now=NOON)
    with pytest.raises(Denied):
        standings.grade(floor.boss, "boss", "expert", now=NOON)
    for values in ({"level": "emperor"}, {"level": "junior", "ladder": "nowhere"}):
        with pytest.raises(BadInput):
            standings.grade(floor.boss, "li.na", now=NOON, **values)
    with pytest.raises(BadInput, match="future"):
        standings.grade(floor.boss, "li.na", "junior", since=TODAY + timedelta(days=1), now=NOON)


def test_a_step_ends_what_was_held_on_that_day(floor: Floor) -> None:
    me = floor.agent.id
    standings.grade(floor.boss, "li.na", "junior", since=date(2025, 1, 1), now=NOON)
    with store.transaction():
        standings.place(me, "dual", "intermediate", date(2027, 1, 1), cause="promotion", now=NOON)
    assert standings.level_on(me, "dual", date(2024, 12, 31)) is None
    assert standings.level_on(me, "dual", date(2026, 12, 31)) == "junior"
    assert standings.level_on(me, "dual", date(2027, 1, 1)) == "intermediate"
    assert [each.until for each in standings.history(floor.agent, "li.na")] == [None, date(2027, 1, 1)]
    assert [each.level for each in dossier.dossier(me, "dual", on=TODAY).held] == ["junior", "intermediate"]
    with pytest.raises(Refused), store.transaction():
        standings.place(me, "dual", "senior", date(2027, 1, 1), cause="promotion", now=NOON)


def test_the_team_as_everybody_may_see_it(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "senior", since=date(2025, 1, 1), now=NOON)
    seen = [(each.agent, each.level) for each in standings.team(floor.lead, on=TODAY)]
    assert seen == [("lead.wang", ""), ("li.na", "senior"), ("zhang.wei", "")]
    assert [each.agent for each in standings.team(floor.agent, on=TODAY)] == ["li.na"]
    assert [each.agent for each in standings.team(floor.boss, "cards", on=TODAY)] == ["chen.mo"]
    assert len(standings.team(floor.auditor, on=TODAY)) == 4
    with pytest.raises(Denied):
        standings.team(floor.lead, "cards", on=TODAY)
    with pytest.raises(Denied):
        standings.history(floor.agent, "zhang.wei")


def test_papers_are_entered_bit_by_bit(floor: Floor) -> None:
    profiles.change(floor.boss, "li.na", {"hired_on": date(2024, 5, 1), "status": "probation"}, now=NOON)
    found = profiles.change(floor.boss, "li.na", {"status": "regular"}, now=NOON)
    assert (found.hired_on, found.status, found.education) == (date(2024, 5, 1), "regular", None)
    assert profiles.show(floor.agent, "li.na") == found
    assert profiles.show(floor.boss, "zhang.wei").hired_on is None
    with pytest.raises(Denied):
        profiles.show(floor.other, "li.na")
    with pytest.raises(Denied):
        profiles.change(floor.lead, "li.na", {"status": "regular"}, now=NOON)
    for wrong in ({}, {"status": "king"}, {"education": "none"}, {"hired_on": TODAY + timedelta(days=1)}):
        with pytest.raises(BadInput):
            profiles.change(floor.boss, "li.na", wrong, now=NOON)
    last = journal.entries(floor.boss, subject=f"agent:{floor.agent.id}")[-1].event
    assert last.body == {"fields": ["status"]}, "the journal names no dates of birth"


def test_a_team_lead_takes_the_course_and_the_interview_first(floor: Floor) -> None:
    record(floor.lead, "li.na", Given("course", name="领导力入门"), now=NOON)
    record(floor.lead, "li.na", Given("exam", name="Scene Interview", passed=False), now=NOON)
    found = {each.name: each.passed for each in training.readiness(floor.lead, "li.na", "lead")}
    assert found == {"lead": True, "scene": False}
    record(floor.lead, "li.na", Given("exam", name="scene", passed=True), now=NOON)
    assert all(each.passed for each in training.readiness(floor.agent, "li.na", "lead"))
    with pytest.raises(BadInput):
        training.readiness(floor.lead, "li.na", "emperor")


def test_the_plan_of_the_house(floor: Floor) -> None:
    known = training.catalogue()
    assert known.courses["lead"].days == 2 and len(known.courses["lead"].modules) == 2
    assert known.courses["onboarding"].module_count == 46 and known.courses["onboarding"].evaluated
    assert known.posts["lead"].plan_months == (6, 18)


def test_a_team_is_looked_at_on_another_ladder(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "junior", since=date(2024, 1, 1), now=NOON)
    standings.grade(floor.boss, "zhang.wei", "senior", ladder="five", since=date(2024, 1, 1), now=NOON)
    own = {each.agent: (each.ladder, each.level) for each in places.places(floor.lead, now=NOON)}
    assert own["li.na"] == ("dual", "junior") and own["zhang.wei"] == ("dual", "")
    other = {each.agent: each for each in places.places(floor.lead, ladder="five", now=NOON)}
    assert (other["li.na"].level, other["zhang.wei"].level, other["zhang.wei"].next) == ("", "senior", "supervisor")
    with pytest.raises(BadInput):
        places.places(floor.lead, ladder="nowhere", now=NOON)


def test_a_broken_file_hides_that_only(floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "config" / "levels" / "house.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("ladder = ", "utf-8")
    assert training.unasked("course", "leed") is None
