"""What is known of a person: gathered in a fixed number of reads, and honest of what nobody keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import time_machine

from cstui.errors import NotFound
from cstui.floor import complaints, passing
from cstui.floor.levels import dossier, metrics
from cstui.floor.levels.views import Away, Held, Licence
from cstui.paths import FIXTURES
from db import models as rows
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, TODAY, Closed, statements
from tests.unit.rosters.staffing import MONDAY, publish, stamp

MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


def figures(agent_id: int, on: date = TODAY) -> metrics.Figures:
    return metrics.figures([agent_id], on=on)[agent_id]


def test_figures_of_months_by_the_floors_calendar(floor: Floor, closed: Closed) -> None:
    closed(at=datetime(2026, 2, 28, 15, 59, tzinfo=UTC), stars=5)  # the last minute of February in Shanghai
    closed(at=datetime(2026, 2, 28, 16, 0, tzinfo=UTC), stars=3)
    closed(stars=4)
    closed("zhang.wei", about="li.na")
    found = figures(floor.agent.id)
    assert found["cases"] == {FEBRUARY: 1, MARCH: 2}
    assert found["satisfaction"] == {FEBRUARY: 100, MARCH: 70}
    assert found["complaint_rate"] == {FEBRUARY: 0, MARCH: 50}
    assert found["on_time"] == {FEBRUARY: 100, MARCH: 100}
    assert figures(floor.other.id)["cases"] == {FEBRUARY: 0, MARCH: 1}


def test_many_are_read_month_by_month_with_the_same_figures(floor: Floor, closed: Closed) -> None:
    for login, late in (("li.na", 0), ("li.na", 9), ("zhang.wei", 0)):
        closed(login, late=timedelta(days=late))
    everybody, on = [floor.agent.id, floor.other.id, floor.lead.id], TODAY + timedelta(days=9)
    of_one_month = metrics.figures(everybody, on=on, back=1)
    for agent_id in everybody:
        assert of_one_month[agent_id]["on_time"] == figures(agent_id, on)["on_time"]
    assert of_one_month[floor.agent.id]["on_time"] != of_one_month[floor.other.id]["on_time"] == {MARCH: 100}


def test_only_what_the_ladder_asks_for_is_read(floor: Floor, closed: Closed) -> None:
    closed(stars=5)
    months = {name: dossier.dossier(floor.agent.id, name, on=TODAY).months for name in ("dual", "five")}
    assert (months["dual"]["cases"], months["dual"]["satisfaction"]) == ({MARCH: 1}, {})
    assert (months["five"]["cases"], months["five"]["satisfaction"]) == ({}, {MARCH: 100})


def test_the_day_asked_for_ends_the_figures(floor: Floor, closed: Closed) -> None:
    closed(stars=5)
    closed(at=NOON + timedelta(days=1), stars=1)
    assert figures(floor.agent.id)["satisfaction"] == {MARCH: 100}
    assert figures(floor.agent.id, TODAY + timedelta(days=1))["satisfaction"] == {MARCH: 60}


def test_a_limit_broken_lowers_the_on_time_rate(floor: Floor, closed: Closed) -> None:
    closed(late=timedelta(days=9))
    rate = figures(floor.agent.id, TODAY + timedelta(days=9))["on_time"][MARCH]
    assert 0 <= rate < 100


def test_a_limit_that_time_alone_broke_counts(floor: Floor, closed: Closed) -> None:
    closed("zhang.wei")
    ref = complaints.add(floor.lead, {"subject": "x", "severity": "minor"}, now=NOON).ref
    complaints.take(floor.agent, ref, "claim", now=NOON)
    with time_machine.travel(NOON + timedelta(hours=1)):
        assert figures(floor.agent.id)["on_time"] == {MARCH: 100}  # the acknowledgement
    with time_machine.travel(NOON + timedelta(days=1)):
        assert figures(floor.agent.id, TODAY)["on_time"] == {MARCH: 50}  # and the first response, still owed
    passing.journal_time(now=NOON + timedelta(days=1))
    assert figures(floor.agent.id, TODAY)["on_time"] == {MARCH: 50}


def test_without_a_case_the_floor_knows_no_month(floor: Floor) -> None:
    found = dossier.dossier(floor.agent.id, "dual", on=TODAY)
    assert all(known == {} for known in figures(floor.agent.id).values())
    assert found.recorded == {"cases", "complaint_rate", "satisfaction", "on_time"}


def test_published_scorecards_give_score_and_excellence(floor: Floor) -> None:
    rows.PolicyText.create(digest="d", kind="scorecard", name="ae", text="x", kept_at=NOON)
    for month, state, total in (
        *(("2026-01", "published", 90.0), ("2026-02", "published", 89.5)),
        *(("2026-03", "draft", 99.0), ("2026-04", "published", 95.0)),
    ):
        rows.Scorecard.create(
            agent=floor.agent.id, month=month, template="ae", policy="d", state=state, total=total, created_at=NOON
        )
    found = dossier.dossier(floor.agent.id, "five", on=TODAY)
    assert found.months["score"] == {date(2026, 1, 1): 90, FEBRUARY: 89.5}
    assert dossier.dossier(floor.agent.id, "streak", on=TODAY).months["excellent"] == {date(2026, 1, 1): 1, FEBRUARY: 0}
    assert {"score", "excellent"} <= found.recorded


def test_all_that_is_kept_of_a_person(floor: Floor) -> None:
    me = floor.agent.id
    rows.Profile.create(agent=me, hired_on=date(2024, 5, 1), education="college", updated_at=NOON)
    rows.Standing.create(
        agent=me, ladder="dual", level="a", since=date(2025, 1, 1), until=date(2026, 1, 1), cause="initial",
        created_at=NOON,
    )  # fmt: skip
    rows.Standing.create(agent=me, ladder="dual", level="b", since=date(2026, 1, 1), cause="promotion", created_at=NOON)
    rows.Certificate.create(
        agent=me, name="cards", issued_on=date(2025, 6, 1), valid_until=date(2026, 5, 31),
        entered_by=floor.boss.id, created_at=NOON,
    )  # fmt: skip
    for kind, state, day in (("sick", "approved", 2), ("marriage", "taken", 3), ("annual", "submitted", 4)):
        at = date(2026, 3, day)
        rows.Leave.create(agent=me, kind=kind, first_day=at, last_day=at, state=state, created_at=NOON)
    found = dossier.dossier(me, "dual", on=TODAY)
    assert found.held == (Held("a", date(2025, 1, 1), date(2026, 1, 1)), Held("b", date(2026, 1, 1), None))
    assert found.level_on(date(2025, 12, 31)) == found.held[0] and found.level_on(TODAY) == found.held[1]
    assert (found.hired_on, found.education, found.status) == (date(2024, 5, 1), "college", None)
    assert found.licences == (Licence("cards", date(2025, 6, 1), date(2026, 5, 31), None),)
    assert found.away == (
        Away("sick", date(2026, 3, 2), date(2026, 3, 2), True),
        Away("marriage", date(2026, 3, 3), date(2026, 3, 3), False),
    )
    assert {"leave", "certificate"} <= found.recorded
    assert dossier.dossier(me, "streak", on=TODAY).held == ()


def test_leave_counts_the_days_on_which_work_was_due(floor: Floor) -> None:
    take = {"agent": floor.agent.id, "kind": "annual", "state": "taken", "created_at": NOON}
    rows.Leave.create(first_day=date(2025, 9, 26), last_day=date(2025, 10, 12), **take)  # over the National Day
    rows.Leave.create(first_day=MONDAY, last_day=MONDAY + timedelta(days=8), **take)
    publish(floor.lead, {"li.na": {MONDAY: "A1", MONDAY + timedelta(days=5): "A1", MONDAY + timedelta(days=6): "off"}})
    held, planned = dossier.dossier(floor.agent.id, "dual", on=TODAY).away
    counted = [day for n in range(17) if (day := held.first + timedelta(days=n)) not in held.free]
    assert [day.isoformat()[5:] for day in counted] == [
        "09-26", "09-28", "09-29", "09-30", "10-09", "10-10", "10-11",
    ]  # fmt: skip
    due = [n for n in range(9) if planned.first + timedelta(days=n) not in planned.free]
    assert due == [0, 5, 7, 8]  # the shifts of the week in force, then the working days of a week without a roster


def test_attendance_is_judged_where_the_ladder_asks_for_it(floor: Floor, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "ladders"
    folder.mkdir(parents=True)
    text = (FIXTURES / "ladders" / "five.toml").read_text("utf-8")
    (folder / "here.toml").write_text(text.replace('what = "satisfaction"', 'what = "attendance"'), "utf-8")
    publish(floor.boss, {"li.na": {MONDAY + timedelta(days=day): "A1" for day in range(4)}})
    assert "attendance" not in dossier.kept()
    for day in range(3):
        stamp(floor.agent, ("in", "08:00"), ("out", "17:00"), day=MONDAY + timedelta(days=day))
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        found = dossier.dossier(floor.agent.id, "here", on=TODAY)
        assert found.months["attendance"] == {MARCH: 75} and "attendance" in found.recorded
        assert dossier.dossier(floor.agent.id, "here", on=MONDAY).months["attendance"] == {MARCH: 100}
        assert dossier.dossier(floor.agent.id, "five", on=TODAY).months["attendance"] == {}


def test_many_people_cost_no_more_reads_than_one(floor: Floor, closed: Closed) -> None:
    closed(stars=5)
    everybody = [floor.boss.id, floor.lead.id, floor.agent.id, floor.other.id, floor.stranger.id]

    assert len(dossier.dossiers(everybody, "dual", on=TODAY)) == len(everybody)
    one, all_ = (statements(partial(dossier.dossiers, ids, "dual", on=TODAY)) for ids in (everybody[:1], everybody))
    assert one == all_


def test_nobody_has_no_dossier(floor: Floor) -> None:
    with pytest.raises(NotFound):
        dossier.dossier(999, "dual", on=TODAY)


def test_months_end_with_that_of_the_day() -> None:
    assert metrics.months_to(date(2026, 1, 31), 3) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]


def test_leave_is_known_from_the_first_leave_or_roster_on(floor: Floor) -> None:
    assert dossier.dossier(floor.agent.id, "dual", on=TODAY).leave_since is None
    publish(floor.lead, {"li.na": {MONDAY: "A1"}})
    assert dossier.dossier(floor.other.id, "dual", on=TODAY).leave_since == MONDAY
    first = date(2025, 11, 3)
    rows.Leave.create(
        agent=floor.other.id, kind="sick", first_day=first, last_day=first, state="taken", created_at=NOON
    )
    assert dossier.dossier(floor.agent.id, "dual", on=TODAY).leave_since == first


def test_a_house_may_say_that_leave_was_always_kept(floor: Floor, tmp_path: Path) -> None:
    publish(floor.lead, {"li.na": {MONDAY: "A1"}})
    folder = tmp_path / "config" / "levels"
    folder.mkdir(parents=True)
    text = (FIXTURES / "levels" / "house.toml").read_text("utf-8")
    (folder / "house.toml").write_text(text.replace("kinds = []", 'kinds = ["leave"]'), "utf-8")
    assert dossier.dossier(floor.agent.id, "dual", on=TODAY).leave_since is None
