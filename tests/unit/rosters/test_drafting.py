"""The draft of a week: nobody's change is lost, codes become times, locks hold, and the last change is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest

from cstui.errors import BadInput, CstuiError, NotFound, Refused
from cstui.floor import accounts, journal, leavers, store
from cstui.floor.access import Denied
from cstui.floor.rosters import drafting, publishing, weeks
from cstui.floor.rosters.drafting import Clash, Edit
from cstui.floor.rosters.views import Week
from cstui.floor.views import Actor
from db import models as rows
from tests.conftest import Floor

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
NEXT = date(2026, 11, 30)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def second(floor: Floor) -> Actor:
    """A second lead of the same team."""
    accounts.add_agent(floor.boss, "lead.zhao", name="赵组长", team="floor", roles=("lead",))
    return accounts.find_actor("lead.zhao")


def put(actor: Actor, *edits: Edit, force: bool = False) -> Week:
    return drafting.set_cells(actor, None, edits, force=force, now=NOW)


def cells(actor: Actor, monday: date = MONDAY) -> dict[tuple[str, int], str]:
    return {(each.login, each.day.weekday()): each.code for each in weeks.week(actor, "floor", monday).shifts}


def facts(actor: Actor, action: str) -> list[dict[str, object]]:
    return [entry.event.body for entry in journal.entries(actor, limit=1000) if entry.event.action == action]


def test_a_code_becomes_the_times_of_its_template(floor: Floor) -> None:
    (shift,) = put(floor.lead, Edit("li.na", MONDAY, "C1")).shifts
    assert (shift.start, shift.end) == (
        datetime(2026, 11, 23, 14, tzinfo=UTC),
        datetime(2026, 11, 23, 22, tzinfo=UTC),
    )
    assert (shift.code, shift.break_minutes, shift.minutes) == ("C1", 30, 450)


def test_times_spelled_out_and_rest_words_are_codes_too(floor: Floor) -> None:
    week = put(floor.lead, Edit("li.na", MONDAY, "8:38-18:00"), Edit("li.na", TUESDAY, "休"))
    assert [(each.code, each.minutes) for each in week.shifts] == [("08:38-18:00", 562), ("off", 0)]


def test_a_range_is_one_revision_and_one_event_without_names(floor: Floor) -> None:
    edits = [Edit(login, MONDAY + timedelta(days=step), "A1") for login in ("li.na", "zhang.wei") for step in range(5)]
    assert put(floor.lead, *edits).revision == 1
    assert facts(floor.boss, "roster.set") == [{"cells": 10, "people": 2, "revision": 1}]


def test_edits_over_two_weeks_write_both(floor: Floor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"), Edit("li.na", NEXT, "B1"))
    assert cells(floor.lead) == {("li.na", 0): "A1"} and cells(floor.lead, NEXT) == {("li.na", 0): "B1"}
    assert [body["revision"] for body in facts(floor.boss, "roster.set")] == [1, 1]


def test_two_leads_at_once_lose_nothing_and_the_later_one_chooses(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1", None), Edit("zhang.wei", MONDAY, "A1", None))
    # both look; the first changes one cell, the second that one and another
    put(floor.lead, Edit("li.na", MONDAY, "B1", "A1"))
    theirs = (Edit("li.na", MONDAY, "C1", "A1"), Edit("zhang.wei", MONDAY, "off", "A1"))
    with pytest.raises(Clash) as told:
        put(second, *theirs)
    assert cells(floor.lead) == {("li.na", 0): "B1", ("zhang.wei", 0): "A1"}
    (difference,) = told.value.differences
    assert difference.before is not None and difference.after is not None
    assert (difference.login, difference.day) == ("li.na", MONDAY)
    assert (difference.before.code, difference.after.code) == ("A1", "B1")
    assert "lead.wang" in told.value.detail and "A1 → B1" in told.value.detail
    # having seen it, the second lead keeps the own choice
    put(second, *theirs, force=True)
    assert cells(floor.lead) == {("li.na", 0): "C1", ("zhang.wei", 0): "off"}


def test_editors_in_a_race_form_one_chain_of_changes(floor: Floor) -> None:
    """Two threads change one cell again and again, each from what it saw: no change rests on another's unseen."""
    put(floor.lead, Edit("li.na", MONDAY, "00:00-12:00"))
    accepted: list[tuple[int, str, str]] = []
    start = Barrier(2)

    def edit(actor: Actor, hour: int) -> None:
        with store.reading():
            start.wait()
            for minute in range(6):
                code, won = f"{hour:02}:{minute:02}-12:00", False
                while not won:
                    seen = cells(actor)["li.na", 0]
                    try:
                        accepted.append((put(actor, Edit("li.na", MONDAY, code, seen)).revision, seen, code))
                        won = True
                    except Clash:
                        continue

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(edit, floor.lead, 1), pool.submit(edit, floor.boss, 2)]:
            done.result()
    accepted.sort()
    assert [revision for revision, _seen, _code in accepted] == list(range(2, 14))
    assert all(after[1] == before[2] for before, after in pairwise(accepted))


def test_a_cell_that_was_emptied_or_filled_meanwhile_clashes(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1", None))
    with pytest.raises(Clash) as filled:
        put(second, Edit("li.na", MONDAY, "B1", None))
    put(floor.lead, Edit("li.na", MONDAY, None, "A1"))
    with pytest.raises(Clash) as emptied:
        put(second, Edit("li.na", MONDAY, "B1", "A1"))
    assert filled.value.differences[0].before is None
    assert emptied.value.differences[0].after is None


def test_who_wants_what_stands_already_is_not_stopped(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "B1", None))
    week = put(second, Edit("li.na", MONDAY, "B1", None))
    assert week.revision == 1
    assert len(facts(floor.boss, "roster.set")) == 1


def test_other_cells_may_move_meanwhile(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1", None))
    put(second, Edit("zhang.wei", MONDAY, "B1", None))
    assert cells(floor.lead) == {("li.na", 0): "A1", ("zhang.wei", 0): "B1"}


def test_many_differences_are_counted_and_five_are_told(floor: Floor, second: Actor) -> None:
    days = [MONDAY + timedelta(days=step) for step in range(7)]
    put(floor.lead, *(Edit("li.na", day, "A1") for day in days))
    with pytest.raises(Clash) as told:
        put(second, *(Edit("li.na", day, "B1", None) for day in days))
    assert len(told.value.differences) == 7 and "and 2 more" in told.value.detail


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit("nobody", MONDAY, "A1"), "no agent nobody"),
        (Edit("chen.mo", MONDAY, "A1"), "chen.mo is of the team cards"),
        (Edit("li.na", MONDAY, "Z9"), "Z9 is no shift"),
        (Edit("li.na", MONDAY, ""), "is no shift"),
    ],
)
def test_one_wrong_edit_stops_them_all_by_name(floor: Floor, edit: Edit, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        put(floor.lead, Edit("zhang.wei", MONDAY, "A1"), edit)
    assert rows.Shift.select().count() == 0 and rows.Roster.select().count() == 0


def test_no_edit_at_all_is_refused(floor: Floor) -> None:
    with pytest.raises(BadInput):
        put(floor.lead)


def test_who_is_disabled_gets_no_shift_but_can_be_cleared(floor: Floor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"))
    leavers.disable_agent(floor.boss, "li.na")
    with pytest.raises(BadInput, match="disabled"):
        put(floor.lead, Edit("li.na", TUESDAY, "A1"))
    put(floor.lead, Edit("li.na", MONDAY, None))
    assert cells(floor.lead) == {}


def test_only_leads_of_the_team_and_managers_write(floor: Floor) -> None:
    for actor in (floor.agent, floor.auditor, floor.stranger):
        with pytest.raises(Denied):
            drafting.set_cells(actor, "floor", [Edit("li.na", MONDAY, "A1")], now=NOW)
    with pytest.raises(Denied):
        drafting.set_cells(floor.lead, "cards", [Edit("chen.mo", MONDAY, "A1")], now=NOW)
    week = drafting.set_cells(floor.boss, "cards", [Edit("chen.mo", MONDAY, "A1")], now=NOW)
    assert week.team == "cards"


def test_a_locked_shift_is_left_alone_by_everything(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"), Edit("li.na", NEXT, "B1"), Edit("zhang.wei", NEXT, "B1"))
    week = drafting.lock(floor.lead, None, [("li.na", MONDAY), ("li.na", TUESDAY)], now=NOW)
    assert [each.locked for each in week.shifts] == [True]
    for force in (False, True):
        with pytest.raises(Refused, match=r"li\.na on 2026-11-23 is locked"):
            put(second, Edit("li.na", MONDAY, "B1"), Edit("zhang.wei", MONDAY, "B1"), force=force)
    copied = drafting.copy_week(second, None, NEXT, MONDAY, now=NOW)
    laid = drafting.lay_pattern(second, None, ["li.na"], MONDAY, 7, "late", now=NOW)
    assert (copied.cells, copied.locked, laid.locked) == (1, 1, 1)
    assert cells(floor.lead)["li.na", 0] == "A1" and cells(floor.lead)["zhang.wei", 0] == "B1"
    drafting.lock(floor.lead, None, [("li.na", MONDAY)], locked=False, now=NOW)
    put(second, Edit("li.na", MONDAY, "B1"))
    assert cells(floor.lead)["li.na", 0] == "B1"


def test_an_empty_cell_cannot_be_locked(floor: Floor) -> None:
    with pytest.raises(NotFound):
        drafting.lock(floor.lead, None, [("li.na", MONDAY)], now=NOW)


def test_a_copied_week_has_the_same_codes_on_the_new_days(floor: Floor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"), Edit("li.na", TUESDAY, "09:30-13:00"))
    put(floor.lead, Edit("li.na", NEXT + timedelta(days=6), "B1"), Edit("zhang.wei", NEXT, "B1"))
    laid = drafting.copy_week(floor.lead, None, MONDAY, NEXT + timedelta(days=3), now=NOW)
    assert cells(floor.lead, NEXT) == {("li.na", 0): "A1", ("li.na", 1): "09:30-13:00", ("zhang.wei", 0): "B1"}
    assert (laid.week.monday, laid.cells, laid.locked, laid.gone) == (NEXT, 3, 0, ())
    assert laid.week.shifts[0].start == datetime(2026, 11, 30, 0, tzinfo=UTC)


def test_who_left_is_not_copied_and_told(floor: Floor) -> None:
    put(floor.lead, *(Edit(login, MONDAY, "A1") for login in ("li.na", "zhang.wei", "lead.wang")))
    leavers.disable_agent(floor.boss, "li.na")
    rows.Agent.update(team=floor.stranger.team_id).where(rows.Agent.login == "zhang.wei").execute()
    laid = drafting.copy_week(floor.lead, None, MONDAY, NEXT, now=NOW)
    assert laid.gone == ("li.na", "zhang.wei")
    assert cells(floor.lead, NEXT) == {("lead.wang", 0): "A1"}


def test_a_copy_of_some_leaves_the_others(floor: Floor) -> None:
    put(floor.lead, *(Edit(login, MONDAY, "A1") for login in ("li.na", "zhang.wei")))
    drafting.copy_week(floor.lead, None, MONDAY, NEXT, ["zhang.wei"], now=NOW)
    assert cells(floor.lead, NEXT) == {("zhang.wei", 0): "A1"}


@pytest.mark.parametrize(("source", "error"), [(NEXT, NotFound), (MONDAY, BadInput)])
def test_what_cannot_be_copied_is_refused(floor: Floor, source: date, error: type[CstuiError]) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"))
    with pytest.raises(error):
        drafting.copy_week(floor.lead, None, source, MONDAY, now=NOW)


def line(actor: Actor, login: str, mondays: Sequence[date] = (MONDAY,)) -> str:
    return " ".join(cells(actor, monday)[login, day] for monday in mondays for day in range(7))


def test_a_pattern_goes_on_over_weeks_and_each_next_person_begins_further_on(floor: Floor) -> None:
    people = ["li.na", "zhang.wei"]
    laid = drafting.lay_pattern(floor.lead, None, people, MONDAY, 14, "two-two-two", step=2, now=NOW)
    assert laid.cells == 28
    assert line(floor.lead, "li.na", (MONDAY, NEXT)) == "A1 A1 B1 B1 off off A1 A1 B1 B1 off off A1 A1"
    assert line(floor.lead, "zhang.wei", (MONDAY, NEXT)) == "B1 B1 off off A1 A1 B1 B1 off off A1 A1 B1 B1"


def test_a_pattern_may_begin_anywhere_and_holds_for_the_team_when_nobody_is_named(floor: Floor) -> None:
    drafting.lay_pattern(floor.lead, None, [], MONDAY, 7, "early", start=5, now=NOW)
    assert {login for login, _day in cells(floor.lead)} == {"lead.wang", "li.na", "zhang.wei"}
    assert line(floor.lead, "li.na") == "off off A1 A1 A1 A1 A1"


@pytest.mark.parametrize(("pattern", "days", "words"), [("x", 7, "no rota pattern x"), ("early", 0, "1 to 366")])
def test_a_pattern_that_cannot_be_laid_is_refused(floor: Floor, pattern: str, days: int, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        drafting.lay_pattern(floor.lead, None, [], MONDAY, days, pattern, now=NOW)


def test_undo_takes_back_step_by_step_while_nobody_else_changed_the_week(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"))
    drafting.lay_pattern(floor.lead, None, ["li.na"], MONDAY, 7, "late", now=NOW)
    drafting.lock(floor.lead, None, [("li.na", MONDAY)], now=NOW)
    week = drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    assert not any(each.locked for each in week.shifts) and week.revision == 4
    drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    assert cells(floor.lead) == {("li.na", 0): "A1"}
    drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    assert cells(floor.lead) == {}
    with pytest.raises(NotFound):
        drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    assert [body["cells"] for body in facts(floor.boss, "roster.undone")] == [1, 7, 1]


def test_nobody_takes_back_what_another_changed(floor: Floor, second: Actor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"))
    put(second, Edit("zhang.wei", MONDAY, "A1"))
    with pytest.raises(NotFound, match="nothing to undo"):
        drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    drafting.undo_last(second, None, MONDAY, now=NOW)
    assert cells(floor.lead) == {("li.na", 0): "A1"}
    drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    assert cells(floor.lead) == {}


def test_undo_brings_the_published_state_back(floor: Floor) -> None:
    put(floor.lead, Edit("li.na", MONDAY, "A1"))
    publishing.publish(floor.lead, None, MONDAY, now=NOW)
    assert put(floor.lead, Edit("li.na", MONDAY, "B1")).state == "draft"
    assert drafting.undo_last(floor.lead, None, MONDAY, now=NOW).state == "published"


def test_only_the_last_twenty_changes_are_kept(floor: Floor) -> None:
    for turn in range(25):
        put(floor.lead, Edit("li.na", MONDAY, "A1" if turn % 2 else "B1"))
    assert rows.RosterChange.select().count() == 20


def test_who_never_clocks_in_is_given_no_shift(floor: Floor) -> None:
    with pytest.raises(BadInput, match=r"qa\.sun works no shifts"):
        drafting.set_cells(floor.lead, None, [drafting.Edit("qa.sun", MONDAY, "A1")])
