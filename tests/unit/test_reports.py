"""What the floor learns, on small floors where every figure can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cstui.errors import BadInput, Refused
from cstui.floor import (
    complaints,
    corrective,
    passing,
    periods,
    queue,
    report_cases,
    report_tables,
    reports,
    store,
    undo,
)
from cstui.floor.report_tables import REPORTS
from cstui.floor.reports import Asked

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
ALL = Asked()
GATE = {
    "satisfaction": "4", "cause": "process.slow", "responsible": "Billing", "correction": "a second check",
    "correction_owner": "lead.wang", "correction_due": "+7d", "follow_up": "content",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The clock stands on a Monday morning; the fixture moves it."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def take_in(floor: Any, **more: object) -> str:
    return complaints.add(floor.lead, {"subject": "x", "category": "billing", **more}).ref


def end(floor: Any, ref: str, cause: str = "process.slow", stars: str = "4") -> None:
    """Take a case of normal severity from the queue to the archive."""
    complaints.take(floor.agent, ref, "claim")
    complaints.take(floor.agent, ref, "respond", {"channel": "phone", "text": "sorry", "actions": "refund"})
    complaints.take(floor.agent, ref, "close", GATE | {"cause": cause, "satisfaction": stars})


@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_an_empty_floor_has_nothing_to_learn_from(floor: Any, report: report_tables.Report) -> None:
    rows = report.read(floor.boss, ALL)
    figures = [value for row in rows for value in row if isinstance(value, int | float) and not isinstance(value, bool)]
    assert report.name in ("backlog", "weeks", "years") or rows == ()
    assert set(figures) <= {0, *reports.AGES}
    assert len(report_tables.cells(rows)) == len(rows)


def test_causes_are_ranked_and_lead_to_their_cases(floor: Any) -> None:
    for cause in ("system.fault", "process.slow", "process.slow", "process.slow"):
        end(floor, take_in(floor), cause)
    take_in(floor, category="delivery")
    rows = reports.root_causes(floor.lead, ALL)
    assert [(row.code, row.name, row.complaints, row.share, row.cumulative) for row in rows] == [
        ("process.slow", "Process: Took too long", 3, 0.75, 0.75),
        ("system.fault", "System: Fault or outage", 1, 0.25, 1.0),
    ]
    behind = report_cases.behind("causes", rows[1], ALL)
    assert behind is not None
    assert [case.ref for case in queue.page(floor.lead, behind).rows] == ["C-000001"]


def test_categories_stand_where_no_cause_was_recorded(floor: Any) -> None:
    end(floor, take_in(floor))
    take_in(floor, category="delivery")
    take_in(floor, category=None)
    rows = reports.categories(floor.lead, ALL)
    assert [(row.code, row.complaints) for row in rows] == [("", 1), ("delivery", 1)]
    assert [queue.count(floor.lead, str(report_cases.behind("categories", row, ALL))) for row in rows] == [1, 1]


def test_what_was_merged_counts_with_the_other_only(floor: Any) -> None:
    first, second = take_in(floor), take_in(floor)
    complaints.take(floor.lead, second, "merge", {"into": first, "reason": "the same", "notice": "told"})
    assert [row.complaints for row in reports.categories(floor.lead, ALL)] == [1]
    assert reports.rate(floor.lead, ALL, "team")[0].received == 1


def kept(floor: Any, by: str = "clock") -> dict[tuple[str, str], tuple[int, int]]:
    return {(row.who, row.clock): (row.met, row.broken) for row in reports.limits(floor.lead, ALL, by)}


def test_limits_met_and_broken(floor: Any, monday: Any) -> None:
    good, late = take_in(floor), take_in(floor, category="delivery")
    end(floor, good)
    assert kept(floor) == {("", "acknowledge"): (2, 0), ("", "first_response"): (1, 0), ("", "resolve"): (1, 0)}
    monday.move_to(MONDAY + timedelta(days=1))
    end(floor, late)
    assert kept(floor) == {("", "acknowledge"): (2, 0), ("", "first_response"): (1, 1), ("", "resolve"): (2, 0)}
    assert kept(floor, "category")["delivery", "first_response"] == (0, 1)
    assert kept(floor, "category")["billing", "first_response"] == (1, 0)
    assert kept(floor, "agent")["li.na", "resolve"] == (2, 0)
    assert kept(floor, "team")["floor", "first_response"] == (1, 1)


def test_a_limit_that_time_alone_has_broken_counts_before_and_after_it_is_journaled(floor: Any, monday: Any) -> None:
    take_in(floor)
    monday.move_to(MONDAY + timedelta(days=1))
    told = {("", "acknowledge"): (1, 0), ("", "first_response"): (0, 1)}
    assert kept(floor) == told
    assert passing.journal_time() == 1
    assert kept(floor) == told


def test_an_answer_not_accepted_or_undone_decides_nothing(floor: Any) -> None:
    ref = take_in(floor)
    complaints.take(floor.agent, ref, "claim")
    complaints.take(floor.agent, ref, "respond", {"channel": "phone", "text": "sorry", "actions": "none"})
    assert ("", "resolve") in kept(floor)
    undo.undo(floor.agent)
    assert ("", "resolve") not in kept(floor)
    complaints.take(floor.agent, ref, "respond", {"channel": "phone", "text": "sorry", "actions": "none"})
    complaints.take(floor.agent, ref, "not-accepted", {"reason": "too little"})
    assert ("", "resolve") not in kept(floor)


def test_a_reopened_case_keeps_its_old_verdict(floor: Any, monday: Any) -> None:
    ref = take_in(floor)
    end(floor, ref)
    complaints.take(floor.lead, ref, "reopen", {"reason": "again"})
    assert kept(floor)["", "resolve"] == (1, 0)
    monday.move_to(MONDAY + timedelta(days=10))
    passing.journal_time()
    assert kept(floor)["", "resolve"] == (1, 1)


def test_satisfaction(floor: Any) -> None:
    for stars in "5525":
        end(floor, take_in(floor), stars=stars)
    (row,) = reports.satisfaction(floor.lead, ALL)
    assert row == ("", 4, 4.25, 0, 1, 0, 0, 3)
    assert [row.who for row in reports.satisfaction(floor.lead, ALL, "agent")] == ["li.na"]


def test_complaint_rate_by_week(floor: Any, monday: Any) -> None:
    take_in(floor, respondent="zhang.wei")
    take_in(floor, respondent="somebody else")
    monday.move_to(MONDAY + timedelta(days=13))  # the Sunday of the week after
    take_in(floor, respondent="zhang.wei")
    take_in(floor, respondent="li.na")
    assert reports.rate(floor.lead, ALL) == (("zhang.wei", 2, 2, 1.0), ("li.na", 1, 2, 0.5))
    assert reports.rate(floor.lead, ALL, "team") == (("floor", 4, 2, 2.0),)
    weekly = [(row.week, row.who, row.received) for row in reports.weekly(floor.lead, ALL)]
    assert weekly == [("2026-W10", "zhang.wei", 1), ("2026-W11", "li.na", 1), ("2026-W11", "zhang.wei", 1)]
    asked = Asked(since=MONDAY, until=MONDAY + timedelta(days=1))
    assert reports.rate(floor.lead, asked, "team") == (("floor", 2, 1, 2.0),)


def test_backlog_by_age(floor: Any, monday: Any) -> None:
    take_in(floor)
    monday.move_to(MONDAY + timedelta(days=3))  # exactly: no longer younger
    take_in(floor)
    rows = reports.backlog(floor.lead, ALL)
    assert {(row.from_days, row.to_days): (row.open, row.overdue) for row in rows if row.open} == {
        (0, 1): (1, 0), (3, 7): (1, 1),
    }  # fmt: skip
    for row in rows:
        assert queue.count(floor.lead, str(report_cases.behind("backlog", row, ALL))) == row.open


def test_pauses_are_told_in_working_minutes(floor: Any, monday: Any) -> None:
    def wait(party: str, until: str) -> str:
        ref = take_in(floor)
        complaints.take(floor.agent, ref, "claim")
        complaints.take(floor.agent, ref, "wait", {"waiting_for": party, "what": "papers", "until": until})
        return ref

    ended, _running, over, undone = (
        wait("customer", "+3d"), wait("customer", "+3d"), wait("third_party", "+30m"), wait("third_party", "+1d"),
    )  # fmt: skip
    undo.undo(floor.agent)
    assert complaints.show(floor.agent, undone).complaint.state == "handling"
    monday.shift(timedelta(minutes=20))
    complaints.take(floor.agent, ended, "resume")
    monday.shift(timedelta(minutes=40))
    assert reports.pauses(floor.lead, ALL) == (("customer", 2, 1, 80), ("third_party", 1, 0, 30))
    passing.journal_time()
    assert complaints.show(floor.agent, over).complaint.state == "handling"
    assert reports.pauses(floor.lead, ALL) == (("customer", 2, 1, 80), ("third_party", 1, 0, 30))


def test_corrective_actions_come_with_what_needs_somebody_first(floor: Any, monday: Any) -> None:
    for _case in range(4):
        end(floor, take_in(floor))
    for number in (2, 3, 4):
        corrective.done(floor.lead, number)
    corrective.judge(floor.boss, 2, effective=False, effect="no change")
    corrective.judge(floor.boss, 3, effective=True, effect="none since")
    assert [row.status for row in reports.actions(floor.lead, ALL)] == ["ineffective", "due", "unchecked", "effective"]
    monday.move_to(MONDAY + timedelta(days=8))
    first = reports.actions(floor.lead, ALL)[0]
    assert (first.status, first.ref, first.owner) == ("overdue", "C-000001", "lead.wang")


def test_this_week_is_compared_with_as_much_of_the_last(floor: Any, monday: Any) -> None:
    end(floor, take_in(floor))
    take_in(floor)
    monday.move_to(MONDAY + timedelta(days=3))
    take_in(floor)
    monday.move_to(MONDAY + timedelta(days=7, hours=1))
    for _case in range(3):
        take_in(floor)
    rows = reports.compare(floor.lead, ALL)
    assert [row.period for row in rows][-2:] == ["2026-W10", "2026-W11"]
    assert (rows[-2].received, rows[-2].received_change, rows[-2].partial) == (3, None, False)
    assert (rows[-1].received, rows[-1].received_change, rows[-1].partial) == (3, 0.5, True)
    assert (rows[-1].closed, rows[-1].closed_change) == (0, -1.0)
    assert reports.compare(floor.lead, ALL, "year")[-1][:1] == ("2026",)


def test_a_day_at_the_end_of_a_year_is_not_the_next_year(floor: Any) -> None:
    until = datetime(2026, 1, 1, tzinfo=store.zone())
    last = reports.compare(floor.lead, Asked(until=until), "year")[-1]
    assert (last.period, last.partial) == ("2025", False)


def test_a_lead_sees_the_own_team_and_an_agent_nothing(floor: Any) -> None:
    take_in(floor)
    theirs = take_in(floor, category="cards only")
    complaints.take(floor.boss, theirs, "transfer", {"to": "cards", "reason": "theirs"})
    for report in REPORTS:
        with pytest.raises(Refused):
            report.read(floor.agent, ALL)
        with pytest.raises(Refused):
            report.read(floor.lead, Asked(team="cards"))
        report.read(floor.auditor, ALL)
    assert [row.code for row in reports.categories(floor.lead, ALL)] == ["billing"]
    assert [row.code for row in reports.categories(floor.auditor, ALL)] == ["billing", "cards only"]
    assert [row.code for row in reports.categories(floor.boss, Asked(team="cards"))] == ["cards only"]
    with pytest.raises(BadInput):
        reports.categories(floor.boss, Asked(team="nobody"))


def test_an_unknown_group_is_refused_with_the_known_ones(floor: Any) -> None:
    for read in (reports.limits, reports.satisfaction, reports.rate, reports.weekly, reports.compare):
        with pytest.raises(BadInput):
            read(floor.boss, ALL, "colour")


@pytest.mark.parametrize("wrong", ["2026", "H2", "2026H3", "202-H1", "0000H1", "2026H2 "[:6] + "x"])
def test_half_years(wrong: str) -> None:
    half = periods.half_year("2026h2", UTC)
    assert (half.name, half.begin, half.end) == (
        "2026H2",
        datetime(2026, 7, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )
    assert periods.half_year("2026-H1", UTC).before == datetime(2025, 7, 1, tzinfo=UTC)
    with pytest.raises(BadInput):
        periods.half_year(wrong, UTC)
