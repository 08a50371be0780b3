"""Certificates: a year, a warning thirty days before the end, three retakes, then off the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import brief, leavers, notices, passing
from cstui.floor.access import Denied
from cstui.floor.levels import certificates, evidence
from cstui.floor.rosters import inbox
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, TODAY

END = date(2027, 3, 15)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


@pytest.fixture
def held(floor: Floor) -> certificates.Held:
    return certificates.issue(floor.lead, "li.na", "cards", now=NOON)


def test_it_is_valid_for_a_year(held: certificates.Held) -> None:
    assert (held.issued, held.until, held.state, held.retakes) == (TODAY, END, "valid", 0)


@pytest.mark.parametrize(
    ("issued", "end"),
    [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2025, 8, 31), date(2026, 8, 30)),
        (date(2024, 2, 29), date(2025, 2, 27)),
    ],
)
def test_the_last_day_is_the_one_before_the_anniversary(floor: Floor, issued: date, end: date) -> None:
    assert certificates.end_of(issued) == end


def test_states_on_the_days_around_the_end(floor: Floor, held: certificates.Held) -> None:
    states = {
        left: certificates.certificates(floor.lead, now=noon(END - timedelta(days=left)))[0].state
        for left in (31, 30, 0, -1)
    }
    assert states == {31: "valid", 30: "ends", 0: "ends", -1: "ended"}


def test_the_lead_is_told_thirty_days_before_and_once(floor: Floor, held: certificates.Held) -> None:
    with time_machine.travel(noon(END - timedelta(days=31)), tick=False):
        passing.journal_time()
        assert notices.notices(floor.lead) == []
    with time_machine.travel(noon(END - timedelta(days=30)), tick=False):
        for _again in range(3):
            passing.journal_time()
        certificates.certificates(floor.boss)
        told = notices.notices(floor.lead)
        assert [(each.kind, each.subject) for each in told] == [("certificate.ends", f"agent:{floor.agent.id}")]
        assert told[0].body["until"] == END.isoformat() and told[0].body["name"] == "cards"
        assert len(notices.notices(floor.agent)) == 1, "the holder knows too"
        assert notices.notices(floor.boss) == notices.notices(floor.other) == []


@pytest.mark.parametrize("read", [certificates.certificates, brief.brief, inbox.inbox])
def test_whoever_reads_certificates_the_brief_or_an_inbox_brings_the_warning_about(
    floor: Floor, held: certificates.Held, read: Callable[..., object]
) -> None:
    read(floor.other, now=noon(END - timedelta(days=30)))
    assert len(notices.notices(floor.lead)) == 1


def test_without_a_lead_the_manager_is_told(floor: Floor) -> None:
    certificates.issue(floor.boss, "chen.mo", "cards", until=TODAY + timedelta(days=3), now=NOON)
    assert certificates.settle(now=NOON) == 1
    assert len(notices.notices(floor.boss)) == 1 and notices.notices(floor.lead) == []


def test_a_renewed_certificate_warns_again(floor: Floor, held: certificates.Held) -> None:
    certificates.settle(now=noon(END - timedelta(days=10)))
    renewed = certificates.requalify(floor.lead, "li.na", "cards", passed=True, now=noon(END - timedelta(days=9)))
    assert renewed.until == date(2028, 3, 15), "an exam in time takes no day away"
    certificates.settle(now=noon(renewed.until))
    assert len(notices.notices(floor.lead)) == 2


def test_nobody_is_warned_of_who_left_or_of_what_ended_long_ago(floor: Floor, held: certificates.Held) -> None:
    certificates.issue(floor.lead, "zhang.wei", "old", on=date(2020, 1, 1), until=date(2020, 12, 31), now=NOON)
    leavers.disable_agent(floor.boss, "li.na", now=NOON)
    assert certificates.settle(now=noon(END)) == 0


def test_an_exam_long_before_or_after_the_end_counts_from_its_day(floor: Floor, held: certificates.Held) -> None:
    early = certificates.requalify(floor.lead, "li.na", "cards", passed=True, now=NOON + timedelta(days=10))
    assert early.until == date(2027, 3, 25)
    late = certificates.requalify(floor.lead, "li.na", "cards", passed=True, now=noon(date(2027, 6, 1)))
    assert late.until == date(2028, 5, 31)


def test_after_the_exam_three_failed_retakes_suspend(floor: Floor, held: certificates.Held) -> None:
    states = []
    for number in range(4):
        day = noon(TODAY + timedelta(days=number))
        found = certificates.requalify(floor.lead, "li.na", "cards", passed=False, score=50, now=day)
        states.append((found.retakes, found.state))
    assert states == [(0, "valid"), (1, "valid"), (2, "valid"), (3, "suspended")]
    with pytest.raises(Refused, match="No retake"):
        certificates.requalify(floor.lead, "li.na", "cards", passed=True, now=noon(TODAY + timedelta(days=5)))
    anew = certificates.issue(floor.lead, "li.na", "cards", now=noon(TODAY + timedelta(days=40)))
    assert (anew.state, anew.retakes) == ("valid", 0)


def test_a_pass_wipes_the_failed_retakes(floor: Floor, held: certificates.Held) -> None:
    for number, passed in enumerate((False, False, True, False, False), start=1):
        day = noon(TODAY + timedelta(days=number))
        found = certificates.requalify(floor.lead, "li.na", "cards", passed=passed, now=day)
    assert (found.state, found.retakes) == ("valid", 1)
    exams = [each.passed for each in evidence.entries(floor.lead, login="li.na")]
    assert exams == [False, False, True, False, False]


def test_the_house_may_allow_no_retake(floor: Floor, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "levels"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text('ladder = "dual"\n[certificate]\nretakes = 0\nvalid_months = 6\n', "utf-8")
    assert certificates.issue(floor.lead, "li.na", "cards", now=NOON).until == date(2026, 9, 15)
    assert certificates.requalify(floor.lead, "li.na", "cards", passed=False, now=NOON).state == "suspended"


def test_what_is_held_is_not_issued_again(floor: Floor, held: certificates.Held) -> None:
    with pytest.raises(Refused, match="holds cards"):
        certificates.issue(floor.lead, "li.na", "cards", now=NOON + timedelta(days=1))
    with pytest.raises(BadInput):
        certificates.issue(floor.lead, "zhang.wei", "cards", until=TODAY - timedelta(days=1), now=NOON)
    with pytest.raises(BadInput):
        certificates.issue(floor.lead, "zhang.wei", "  ", now=NOON)
    with pytest.raises(NotFound):
        certificates.requalify(floor.lead, "zhang.wei", "cards", passed=True, now=NOON)
    for actor, login in ((floor.lead, "lead.wang"), (floor.agent, "zhang.wei"), (floor.lead, "chen.mo")):
        with pytest.raises(Denied):
            certificates.issue(actor, login, "cards", now=NOON)


def test_everybody_sees_their_own(floor: Floor, held: certificates.Held) -> None:
    certificates.issue(floor.lead, "zhang.wei", "cards", until=TODAY + timedelta(days=20), now=NOON)
    assert [each.agent for each in certificates.certificates(floor.agent, now=NOON)] == ["li.na"]
    assert [each.agent for each in certificates.certificates(floor.lead, now=NOON)] == ["zhang.wei", "li.na"]
    assert [each.agent for each in certificates.certificates(floor.boss, ending=20, now=NOON)] == ["zhang.wei"]


def test_an_exam_before_the_paper_was_issued_renews_nothing(floor: Floor) -> None:
    certificates.issue(floor.lead, "li.na", "calls", on=TODAY, now=NOON)
    for passed in (True, False):
        with pytest.raises(BadInput, match=f"issued on {TODAY}"):
            certificates.requalify(floor.lead, "li.na", "calls", passed=passed, on=TODAY - timedelta(days=9), now=NOON)
    [held] = certificates.certificates(floor.lead, now=NOON)
    assert (held.issued, held.state, held.retakes) == (TODAY, "valid", 0)
