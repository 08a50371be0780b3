"""The time clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import journal, leavers, store
from cstui.floor.rosters.clocking import clock, keep_stamps
from db import models as rows
from tests.conftest import Floor

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_in_and_out(floor: Floor) -> None:
    come = clock(floor.agent, "in", now=NOW)
    gone = clock(floor.agent, "out", now=after(60), source="cli")
    assert (come.login, come.kind, come.at, come.added, come.entered_by) == ("li.na", "in", NOW, True, None)
    assert [(row.at, row.kind, row.source) for row in rows.ClockEvent.select()] == [
        (NOW, "in", "screen"),
        (after(60), "out", "cli"),
    ]
    assert gone.at == after(60)
    last = journal.entries(floor.boss, subject=f"agent:{floor.agent.id}")[-1].event
    assert (last.action, last.body) == ("clock.out", {"at": int(after(60).timestamp()), "agent": floor.agent.id})


def test_the_same_stamp_within_a_minute_is_one(floor: Floor) -> None:
    clock(floor.agent, "in", now=NOW)
    again = clock(floor.agent, "in", now=NOW + timedelta(seconds=59))
    assert (again.added, again.at) == (False, NOW)
    assert rows.ClockEvent.select().count() == 1


def test_a_stamp_of_the_same_second_is_there_already(floor: Floor) -> None:
    with store.transaction():
        keep_stamps([(floor.agent.id, NOW, "in"), (floor.agent.id, NOW, "out")], source="gate", by=floor.lead, now=NOW)
    assert not clock(floor.lead, "in", "li.na", at=NOW, now=after(5)).added
    clock(floor.agent, "in", now=NOW + timedelta(seconds=30))
    clock(floor.agent, "out", now=NOW + timedelta(seconds=40))
    assert clock(floor.agent, "in", now=NOW + timedelta(seconds=50)).added
    assert rows.ClockEvent.select().count() == 5


def test_what_does_not_follow_is_refused_in_words(floor: Floor) -> None:
    with pytest.raises(Refused, match="no clocking in to end"):
        clock(floor.agent, "out", now=NOW)
    clock(floor.agent, "in", now=NOW)
    with pytest.raises(Refused, match="Clocked in already, since 03-09 09:00"):
        clock(floor.agent, "in", now=after(5))
    clock(floor.agent, "out", now=after(10))
    with pytest.raises(Refused, match="no clocking in to end"):
        clock(floor.agent, "out", now=after(12))
    with pytest.raises(BadInput, match="lunch is no stamp"):
        clock(floor.agent, "lunch", now=NOW)
    assert rows.ClockEvent.select().count() == 2


def test_an_in_that_was_never_ended_does_not_stop_the_next_day(floor: Floor) -> None:
    clock(floor.agent, "in", now=NOW)
    with pytest.raises(Refused, match="no clocking in"):
        clock(floor.agent, "out", now=after(16 * 60))
    assert clock(floor.agent, "in", now=after(24 * 60)).added


def test_a_lead_stamps_for_the_team_and_is_named(floor: Floor) -> None:
    done = clock(floor.lead, "in", "li.na", at=after(-30), now=NOW)
    assert (done.login, done.at, done.entered_by) == ("li.na", after(-30), "lead.wang")
    row = rows.ClockEvent.get()
    assert (row.entered_by_id, row.agent_id, row.created_at) == (floor.lead.id, floor.agent.id, NOW)


@pytest.mark.parametrize(("who", "login"), [("lead", "chen.mo"), ("agent", "zhang.wei"), ("auditor", "li.na")])
def test_nobody_else_stamps_for_others(floor: Floor, who: str, login: str) -> None:
    with pytest.raises(Refused, match="may not keep the attendance"):
        clock(getattr(floor, who), "in", login, now=NOW)
    with pytest.raises(NotFound):
        clock(floor.lead, "in", "nobody", now=NOW)
    assert not rows.ClockEvent.select().exists()


def test_who_left_does_not_come_but_what_is_missing_of_before_is_entered(floor: Floor) -> None:
    leavers.disable_agent(floor.boss, "li.na")
    with pytest.raises(Refused, match=r"The account li\.na is disabled"):
        clock(floor.lead, "in", "li.na", now=NOW)
    assert clock(floor.lead, "in", "li.na", at=after(-60), now=NOW).added


def test_nobody_but_a_manager_chooses_the_time_of_their_own_stamp(floor: Floor) -> None:
    for who in (floor.agent, floor.lead):
        with pytest.raises(Refused, match="own stamp"):
            clock(who, "in", at=after(-60), now=NOW)
    with pytest.raises(BadInput, match="future"):
        clock(floor.lead, "in", "li.na", at=after(1), now=NOW)
    assert clock(floor.boss, "in", at=after(-60), now=NOW).entered_by == "boss"


def test_an_import_keeps_what_it_is_told_and_nothing_twice(floor: Floor) -> None:
    told = [(floor.agent.id, NOW, "out"), (floor.agent.id, after(1), "out"), (floor.other.id, NOW, "in")]
    with store.transaction():
        assert keep_stamps([*told, told[0]], source="gate.csv", by=floor.lead, now=after(99)) == (3, 0)
        assert keep_stamps([*told, (floor.other.id, after(9), "out")], source="gate", by=floor.lead, now=NOW) == (1, 3)
    assert rows.ClockEvent.select().where(rows.ClockEvent.source == "gate.csv").count() == 3


def test_an_import_of_many_is_kept_in_pieces(floor: Floor) -> None:
    many = [(floor.agent.id, after(minute), "in") for minute in range(1_203)]
    with store.transaction():
        assert keep_stamps(many, source="gate", by=floor.lead, now=NOW) == (1_203, 0)
        assert keep_stamps(many, source="gate", by=floor.lead, now=NOW) == (0, 1_203)
