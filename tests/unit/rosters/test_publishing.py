"""From draft to published to closed: what stops it, who is told, what falls, and what every version said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cstui.errors import Conflict, NotFound, Refused
from cstui.floor import journal, leavers, notice_words, notices, store
from cstui.floor.access import Denied
from cstui.floor.rosters import book, drafting, frozen, in_force, publishing, weeks
from cstui.floor.rosters.book import Times
from cstui.floor.rosters.drafting import Edit
from cstui.floor.rosters.policy import load_policy
from cstui.floor.rosters.views import Difference, Week
from cstui.floor.views import Actor
from db import models as rows
from tests.conftest import Floor

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
NEXT = date(2026, 11, 30)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
AFTER = datetime(2026, 11, 30, 2, tzinfo=UTC)


def put(floor: Floor, codes: str, login: str = "li.na", monday: date = MONDAY) -> Week:
    """Set the codes of a person from a Monday on."""
    edits = [Edit(login, monday + timedelta(days=step), code) for step, code in enumerate(codes.split())]
    return drafting.set_cells(floor.lead, None, edits, now=NOW)


def publish(floor: Floor, monday: date = MONDAY) -> Week:
    return publishing.publish(floor.lead, None, monday, now=NOW)


def told(actor: Actor) -> list[tuple[str, object]]:
    return [(each.kind, each.body["days"]) for each in notices.notices(actor)]


def moves(found: tuple[Difference, ...]) -> list[tuple[str, int, str | None, str | None]]:
    return [
        (each.login, each.day.day, each.before and each.before.code, each.after and each.after.code) for each in found
    ]


def leave(actor: Actor, day: date) -> None:
    rows.Leave.create(agent=actor.id, kind="sick", first_day=day, last_day=day, state="approved", created_at=NOW)


def test_a_sound_draft_is_checked_and_any_change_makes_it_a_draft_again(floor: Floor) -> None:
    put(floor, "A1 A1 off")
    assert not [each for each in publishing.check(floor.lead, None, MONDAY, now=NOW) if each.level == "hard"]
    assert weeks.week(floor.lead, None, MONDAY).state == "checked"
    drafting.lock(floor.lead, None, [("li.na", MONDAY)], now=NOW)
    assert weeks.week(floor.lead, None, MONDAY).state == "checked"
    assert put(floor, "A2", monday=TUESDAY).state == "draft"


def test_a_shift_on_a_day_of_leave_stops_publishing(floor: Floor) -> None:
    put(floor, "A1 A1 off")
    leave(floor.agent, TUESDAY)
    hard = [each for each in publishing.check(floor.lead, None, MONDAY, now=NOW) if each.level == "hard"]
    assert [(each.login, each.dates) for each in hard] == [("li.na", (TUESDAY,))]
    assert weeks.week(floor.lead, None, MONDAY).state == "draft"
    with pytest.raises(Refused, match=r"1 hard rule is broken: li\.na 2026-11-24"):
        publish(floor)
    assert weeks.week(floor.lead, None, MONDAY, layer=weeks.FORCE).shifts == ()
    assert rows.Notice.select().count() == 0


def test_leave_approved_on_a_published_shift_stops_no_later_change(floor: Floor) -> None:
    """The shift stands as leave; what is newly planned on such a day is refused all the same."""
    put(floor, "A1 A1 off")
    publish(floor)
    leave(floor.agent, TUESDAY)
    put(floor, "A2 A1 off")
    assert publish(floor).version == 2
    put(floor, "A2 B1 off")
    with pytest.raises(Refused, match=r"is on leave on 2026-11-24 and has the shift B1"):
        publish(floor)


def test_a_refusal_counts_the_hard_ones_and_lists_five(floor: Floor) -> None:
    put(floor, "A1 A1 A1 A1 A1 off off")
    put(floor, "A1 A1 A1 A1 A1 off off", "zhang.wei")
    for step in range(5):
        leave(floor.agent, MONDAY + timedelta(days=step))
        leave(floor.other, MONDAY + timedelta(days=step))
    with pytest.raises(Refused) as refused:
        publish(floor)
    assert refused.value.title.startswith("10 hard rules are broken: ")
    assert len(refused.value.detail.splitlines()) == 5 and "and 5 more" in refused.value.detail


def test_who_is_disabled_and_has_shifts_ahead_stops_publishing(floor: Floor) -> None:
    put(floor, "A1 A1 off")
    leavers.disable_agent(floor.boss, "li.na")
    with pytest.raises(Refused, match=r"li\.na .* has shifts, but the account is disabled; .*23\.\.2026-11-24 none"):
        publish(floor)
    drafting.set_cells(floor.lead, None, [Edit("li.na", day, None) for day in (MONDAY, TUESDAY)], now=NOW)
    assert publish(floor).version == 1


def test_publishing_brings_the_draft_into_force_and_tells_whom_it_concerns(floor: Floor) -> None:
    put(floor, "A1 A1 off")
    put(floor, "B1", "lead.wang")
    put(floor, "off off", "zhang.wei")
    week = publish(floor)
    assert (week.state, week.version, week.published_by, week.published_at) == ("published", 1, "lead.wang", NOW)
    assert [shift.code for shift in week.shifts] == ["B1", "A1", "A1", "off", "off", "off"]
    assert told(floor.agent) == [("roster.published", ["2026-11-23", "2026-11-24"])]
    assert told(floor.other) == told(floor.lead) == []


def test_a_change_lives_in_the_draft_until_the_next_version(floor: Floor) -> None:
    put(floor, "A1 A1 off")
    put(floor, "A1", "zhang.wei")
    publish(floor)
    assert (week := put(floor, "B1")).state == "draft" and week.version == 1
    assert weeks.week(floor.agent, None, MONDAY).shifts[0].code == "A1"
    publish(floor)
    assert weeks.week(floor.agent, None, MONDAY).shifts[0].code == "B1"
    assert told(floor.agent)[0] == ("roster.changed", ["2026-11-23"])
    line = notice_words.words(notices.notices(floor.agent)[0])
    assert line == "Your shifts of 2026-W48 were changed: 11-23 A1 → B1"
    assert len(told(floor.other)) == 1


def test_a_cleared_cell_is_cleared_in_force(floor: Floor) -> None:
    put(floor, "A1 A1")
    publish(floor)
    drafting.set_cells(floor.lead, None, [Edit("li.na", MONDAY, None)], now=NOW)
    publish(floor)
    assert [each.day for each in weeks.week(floor.agent, None, MONDAY).shifts] == [TUESDAY]


def test_nobody_publishes_what_they_have_not_seen(floor: Floor) -> None:
    seen = put(floor, "A1").revision
    put(floor, "B1", "zhang.wei")
    with pytest.raises(Conflict, match="changed the week 2026-W48"):
        publishing.publish(floor.boss, None, MONDAY, revision=seen, now=NOW)
    assert publishing.publish(floor.boss, None, MONDAY, revision=seen + 1, now=NOW).version == 1


def test_nothing_is_published_twice(floor: Floor) -> None:
    put(floor, "A1")
    publish(floor)
    with pytest.raises(Refused, match="Nothing changed since version 1"):
        publish(floor)
    with pytest.raises(NotFound):
        publish(floor, NEXT)


def test_a_swap_falls_when_a_publication_moves_its_shift(floor: Floor) -> None:
    put(floor, "A1")
    put(floor, "off", "zhang.wei")
    publish(floor)
    cell = frozen.in_force([(floor.agent.id, MONDAY)])[floor.agent.id, MONDAY]
    swap = rows.Swap.create(
        team=floor.lead.team_id, asker=floor.agent.id, asker_day=MONDAY, asker_shift=frozen.kept(cell),
        peer=floor.other.id, state="offered", expires_at=AFTER, created_at=NOW,
    )  # fmt: skip
    put(floor, "off off", "lead.wang")
    publish(floor)
    assert rows.Swap.get_by_id(swap.id).state == "offered"
    put(floor, "B1")
    publish(floor)
    assert rows.Swap.get_by_id(swap.id).state == "cancelled"


def test_only_those_who_write_the_roster_check_publish_and_close(floor: Floor) -> None:
    put(floor, "A1")
    for act in (publishing.check, publishing.publish, publishing.close):
        for actor in (floor.agent, floor.auditor, floor.stranger):
            with pytest.raises(Denied):
                act(actor, "floor", MONDAY, now=NOW)


def test_every_version_can_be_compared_with_every_other(floor: Floor) -> None:
    put(floor, "A1 A1")
    publish(floor)
    put(floor, "B1")
    publish(floor)
    put(floor, "B1 off")
    assert moves(publishing.diff(floor.lead, None, MONDAY)) == [("li.na", 24, "A1", "off")]
    assert moves(publishing.diff(floor.lead, None, MONDAY, newer=2)) == [("li.na", 23, "A1", "B1")]
    assert moves(publishing.diff(floor.lead, None, MONDAY, 0, 1)) == [
        ("li.na", 23, None, "A1"),
        ("li.na", 24, None, "A1"),
    ]
    assert moves(publishing.diff(floor.lead, None, MONDAY, 1)) == [
        ("li.na", 23, "A1", "B1"),
        ("li.na", 24, "A1", "off"),
    ]
    assert [(each.version, each.shifts, each.changed) for each in publishing.versions(floor.lead, None, MONDAY)] == [
        (2, 2, 1),
        (1, 2, 2),
    ]
    with pytest.raises(NotFound, match="no version 7"):
        publishing.diff(floor.lead, None, MONDAY, newer=7)


def test_an_agent_compares_published_versions_of_the_own_row(floor: Floor) -> None:
    put(floor, "A1")
    put(floor, "A1", "zhang.wei")
    publish(floor)
    for login in ("li.na", "zhang.wei"):
        put(floor, "B1", login)
    publish(floor)
    put(floor, "off")
    assert moves(publishing.diff(floor.agent, None, MONDAY)) == [("li.na", 23, "A1", "B1")]
    assert moves(publishing.diff(floor.agent, None, MONDAY, newer=1)) == [("li.na", 23, None, "A1")]
    assert [each.changed for each in publishing.versions(floor.agent, None, MONDAY)] == [1, 1]


def test_a_week_is_closed_when_it_is_over_and_then_stays(floor: Floor) -> None:
    put(floor, "A1")
    with pytest.raises(Refused, match="not over yet"):
        publishing.close(floor.lead, None, MONDAY, now=NOW)
    with pytest.raises(Refused, match="not published yet"):
        publishing.close(floor.lead, None, MONDAY, now=AFTER)
    publish(floor)
    put(floor, "B1")
    with pytest.raises(Refused, match="changes that are not published"):
        publishing.close(floor.lead, None, MONDAY, now=AFTER)
    drafting.undo_last(floor.lead, None, MONDAY, now=AFTER)
    assert publishing.close(floor.lead, None, MONDAY, now=AFTER).state == "closed"
    for act in (lambda: put(floor, "B1"), lambda: publish(floor), lambda: publishing.check(floor.lead, None, MONDAY)):
        with pytest.raises(Refused, match="2026-W48 is closed"):
            act()
    with pytest.raises(Refused, match="is closed"), store.transaction():
        in_force.amend(floor.boss, {(floor.agent.id, MONDAY): None}, cause="swap:1", now=AFTER)


def times(code: str, day: date) -> Times:
    return book.times_of(code, day, load_policy(), store.zone())


def amend(floor: Floor, changes: dict[tuple[int, date], Times | None]) -> None:
    with store.transaction():
        in_force.amend(floor.lead, changes, cause="swap:1", now=NOW)


def test_an_amendment_writes_both_layers_and_makes_a_version(floor: Floor) -> None:
    put(floor, "A1 A1")
    put(floor, "off B1", "zhang.wei")
    publish(floor)
    amend(floor, {(floor.agent.id, TUESDAY): None, (floor.other.id, TUESDAY): times("A1", TUESDAY)})
    for layer in (weeks.DRAFT, weeks.FORCE):
        week = weeks.week(floor.lead, None, MONDAY, layer=layer)
        assert [(each.login, each.day.day, each.code) for each in week.shifts] == [
            ("li.na", 23, "A1"),
            ("zhang.wei", 23, "off"),
            ("zhang.wei", 24, "A1"),
        ]
        assert (week.state, week.version) == ("published", 2)
    assert told(floor.agent)[0] == told(floor.other)[0] == ("roster.changed", ["2026-11-24"])
    (event,) = [each.event for each in journal.entries(floor.boss, limit=1000) if each.event.action == "roster.amended"]
    assert event.body == {"cause": "swap:1", "cells": 2, "version": 2}
    assert journal.verify(floor.boss).whole


def test_an_amendment_leaves_other_changes_of_the_draft_unpublished(floor: Floor) -> None:
    put(floor, "A1 A1")
    publish(floor)
    put(floor, "B1")
    amend(floor, {(floor.agent.id, TUESDAY): times("off", TUESDAY)})
    week = weeks.week(floor.lead, None, MONDAY, layer=weeks.FORCE)
    assert [each.code for each in week.shifts] == ["A1", "off"]
    assert (week.state, week.version) == ("draft", 2)
    assert moves(publishing.diff(floor.lead, None, MONDAY)) == [("li.na", 23, "A1", "B1")]


def test_who_edits_while_a_swap_is_approved_is_told(floor: Floor) -> None:
    put(floor, "A1 A1")
    seen = publish(floor).revision
    amend(floor, {(floor.agent.id, TUESDAY): times("off", TUESDAY)})
    with pytest.raises(drafting.Clash):
        drafting.set_cells(floor.lead, None, [Edit("li.na", TUESDAY, "B1", "A1")], now=NOW)
    with pytest.raises(Conflict):
        publishing.publish(floor.lead, None, MONDAY, revision=seen, now=NOW)


def test_an_amendment_over_two_weeks_versions_both(floor: Floor) -> None:
    put(floor, "A1")
    put(floor, "A1", monday=NEXT)
    publish(floor)
    publish(floor, NEXT)
    amend(floor, {(floor.agent.id, MONDAY): None, (floor.agent.id, NEXT): None})
    assert [weeks.week(floor.lead, None, monday).version for monday in (MONDAY, NEXT)] == [2, 2]


def test_what_is_not_published_cannot_be_amended(floor: Floor) -> None:
    put(floor, "A1")
    with pytest.raises(Refused, match="not published yet"):
        amend(floor, {(floor.agent.id, MONDAY): None})


def test_who_changed_the_team_reads_what_stood_before_the_new_team_wrote(floor: Floor) -> None:
    """Shifts go along with their person: the version of the new team knew nothing of them."""
    put(floor, "A1 A1 off")
    publish(floor)
    rows.Agent.update(team=floor.stranger.team_id).where(rows.Agent.id == floor.agent.id).execute()
    for login, code in (("chen.mo", "A1"), ("li.na", "B1")):
        drafting.set_cells(floor.boss, "cards", [Edit(login, MONDAY, code)], force=True, now=NOW)
        publishing.publish(floor.boss, "cards", MONDAY, now=NOW)
    line = notice_words.words(notices.notices(floor.agent)[0])
    assert line == "Your shifts of 2026-W48 were changed: 11-23 A1 → B1"
