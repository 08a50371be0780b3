"""The queue: the list stays where one is while the floor changes, and every key does what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual import events

from cstui.floor import complaints, leavers, store
from cstui.tui.app import CstuiApp
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.help import HelpScreen
from cstui.tui.screens.queue import QueueScreen
from cstui.tui.widgets.complaint_list import ComplaintList
from cstui.tui.widgets.status_line import StatusLine


def listing(stage: Any) -> ComplaintList:
    return stage.app.queue_screen.listing


def line(stage: Any) -> str:
    return stage.app.screen.query_one(StatusLine).text


def cursor(stage: Any) -> str:
    row = listing(stage).current
    return row.ref if row else ""


def fill(floor: Any, number: int, **more: object) -> list[str]:
    """Take in complaints, the oldest and so most urgent first; return their refs in the queue's order."""
    now = store.now()
    refs = []
    for place in range(number):
        at = now - timedelta(days=30, minutes=-place)
        values = {"subject": f"case {place}", "received_at": at.isoformat(), **more}
        refs.append(complaints.add(floor.lead, values, now=now).ref)
    return refs


# Seeing


async def test_the_rows_stand_there_with_the_figures(stage: Any, floor: Any) -> None:
    refs = fill(floor, 3)
    async with stage.shown():
        await stage.until(stage.shows(*refs, "crit:0", "breach:3", "team:floor", "1-3/3", "sort:due^"))
        assert "> C-" in stage.seen().replace(">  C", "> C")


async def test_an_empty_queue_says_so_and_no_key_breaks_it(stage: Any) -> None:
    async with stage.shown():
        await stage.until(stage.shows("Nothing here.", "0-0/0"))
        await stage.press("j", "G", "enter", "space", "V", "a", "v", "y", "pagedown", "o", "O")
        await stage.until(stage.shows("Nothing here."))


async def test_hostile_text_is_shown_literally(stage: Any, floor: Any) -> None:
    stage.case(subject=stage.HOSTILE, customer_name=stage.HOSTILE, narrative=stage.HOSTILE)
    async with stage.shown(size=(160, 50)):
        await stage.until(stage.shows(*stage.LITERAL))
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()


async def test_wide_screens_show_the_case_beside_the_list(stage: Any, floor: Any) -> None:
    stage.case(narrative="billed twice in May")
    async with stage.shown(size=(140, 40)):
        await stage.until(stage.shows("billed twice in May", "acknowledge", "138****1234"))
        await stage.pilot.resize_terminal(80, 24)
        await stage.until(lambda: "acknowledge      " not in stage.seen())
        await stage.until(stage.shows("billed twice in May"))


@pytest.mark.parametrize("size", [(1, 1), (12, 3), (40, 10), (80, 5), (300, 80)])
async def test_no_size_of_the_terminal_breaks_it(stage: Any, floor: Any, size: tuple[int, int]) -> None:
    fill(floor, 3)
    async with stage.shown():
        await stage.until(stage.shows("1-3/3"))
        await stage.pilot.resize_terminal(*size)
        await stage.press("j", "k", "pagedown", "space", "question_mark", "escape", "slash", "x", "escape")
        await stage.pilot.resize_terminal(80, 24)
        await stage.until(stage.shows("1-3/3"))


# Moving


async def test_the_mouse_puts_the_cursor_on_a_row(stage: Any, floor: Any) -> None:
    refs = fill(floor, 30)
    async with stage.shown():
        await stage.until(stage.shows("1-15/30"))
        await stage.pilot.click(ComplaintList, offset=(10, 4))
        assert cursor(stage) == refs[3]
        where = {"x": 10, "y": 6, "delta_x": 0, "delta_y": 0, "button": 0, "screen_x": 10, "screen_y": 6}
        for scroll, then in ((events.MouseScrollDown, refs[6]), (events.MouseScrollUp, refs[3])):
            stage.app.post_message(scroll(None, shift=False, meta=False, ctrl=False, **where))
            await stage.until(lambda there=then: cursor(stage) == there)


async def test_the_cursor_moves_and_the_view_follows(stage: Any, floor: Any) -> None:
    refs = fill(floor, 40)
    async with stage.shown():
        await stage.until(stage.shows("1-15/40"))
        await stage.press("j", "down", "k")
        assert cursor(stage) == refs[1]
        await stage.press("G")
        assert cursor(stage) == refs[39]
        await stage.until(stage.shows("26-40/40", refs[39]))
        await stage.press("g", "pagedown")
        assert cursor(stage) == refs[14]
        await stage.press("k", "k", "home")
        assert cursor(stage) == refs[0]
        await stage.until(stage.shows("1-15/40"))


async def test_a_long_list_is_read_page_by_page(stage: Any, floor: Any) -> None:
    refs = fill(floor, 300)
    async with stage.shown():
        await stage.until(stage.shows("/300"))
        assert listing(stage).pages.row(299) is None
        await stage.press("G")
        await stage.until(lambda: cursor(stage) == refs[299])
        await stage.press("g")
        await stage.until(stage.shows(refs[0]))


# Staying


async def test_a_new_complaint_appears_and_the_cursor_stays_on_its_row(stage: Any, floor: Any) -> None:
    refs = fill(floor, 5)
    async with stage.shown():
        await stage.until(stage.shows(refs[4]))
        await stage.press("j", "j")
        new = await stage.app.work.write(
            complaints.add, floor.lead, {"subject": "first", "received_at": "2020-01-06T09:00:00+08:00"}
        )
        await stage.until(stage.shows(new.ref, "1-6/6"))
        assert cursor(stage) == refs[2] and listing(stage).cursor == 3


async def test_in_the_middle_of_a_long_list_nothing_moves_under_the_eyes(stage: Any, floor: Any) -> None:
    refs = fill(floor, 60)
    async with stage.shown():
        await stage.until(stage.shows("1-15/60"))
        await stage.press(*["pagedown"] * 2)
        seen = stage.seen().splitlines()[3:18]
        await stage.app.work.write(
            complaints.add, floor.lead, {"subject": "first", "received_at": "2020-01-06T09:00:00+08:00"}
        )
        await stage.until(stage.shows("/61"))
        assert stage.seen().splitlines()[3:18] == seen
        assert cursor(stage) in refs


async def test_when_the_row_under_the_cursor_goes_its_neighbour_takes_its_place(stage: Any, floor: Any) -> None:
    refs = fill(floor, 5)
    async with stage.shown():
        await stage.until(stage.shows(refs[4]))
        await stage.press("j", "space")
        assert cursor(stage) == refs[2]
        await stage.app.work.write(
            complaints.take, floor.lead, refs[2], "withdraw", {"reason": "paid", "notice": "told"}
        )
        await stage.until(stage.shows("1-4/4"))
        assert cursor(stage) == refs[3]
        assert listing(stage).chosen() == (refs[1],)


async def test_the_minute_changes_the_slack_and_nothing_else(
    stage: Any, floor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
    monkeypatch.setattr(store, "now", lambda: now)
    stage.case(promised_at=(now + timedelta(hours=2)).isoformat())
    async with stage.shown():
        await stage.until(stage.shows("+02:00", "10:00"))
        monkeypatch.setattr(store, "now", lambda: now + timedelta(minutes=30))
        await stage.app.queue_screen.tick_minute()
        await stage.until(stage.shows("+01:30", "10:30"))


# Marking


async def test_marks_are_set_over_a_range_and_cleared(stage: Any, floor: Any) -> None:
    refs = fill(floor, 6)
    async with stage.shown():
        await stage.until(stage.shows(refs[5]))
        await stage.press("space", "j", "j", "V")
        await stage.until(stage.shows("sel:4"))
        assert listing(stage).chosen() == tuple(refs[:4])
        await stage.press("k", "space")
        await stage.until(stage.shows("sel:3"))
        await stage.press("ctrl+backslash")
        assert listing(stage).chosen() == (cursor(stage),)
        assert "sel:" not in stage.seen()


# Filtering and sorting


async def test_a_filter_tells_what_is_wrong_while_typing_and_is_given_up_by_escape(stage: Any, floor: Any) -> None:
    ref = stage.case(subject="roaming", severity="critical")
    other = stage.case(subject="contract")
    async with stage.shown():
        await stage.until(stage.shows(ref, other))
        await stage.press("slash")
        await stage.type("colour:red")
        await stage.until(lambda: "There is no field colour" in line(stage))
        await stage.press("escape")
        await stage.press("slash", *"sev", "tab", *"crit", "enter")
        await stage.until(lambda: other not in stage.seen())
        await stage.until(stage.shows(ref, "severity:crit", "filtered", "1-1/1"))
        await stage.press("escape")
        await stage.until(stage.shows(ref, other))


async def test_keys_typed_before_the_editor_is_there_land_in_it(stage: Any, floor: Any) -> None:
    ref = stage.case(subject="roaming")
    async with stage.shown():
        await stage.until(stage.shows(ref))
        for key in "/queue":  # q would leave, u, e and n mean other things
            stage.app.post_message(events.Key(key if key != "/" else "slash", key))
        await stage.until(stage.shows("/ queue"))
        assert isinstance(stage.app.screen, QueueScreen)
        await stage.press("escape")
        for key in ":qxc":
            stage.app.post_message(events.Key(key if key != ":" else "colon", key))
        await stage.until(stage.shows(":qxc"))
        assert complaints.show(floor.lead, ref).complaint.assignee is None


async def test_sorting_and_reversing(stage: Any, floor: Any) -> None:
    refs = fill(floor, 3)
    async with stage.shown():
        await stage.until(stage.shows(refs[2]))
        await stage.press("O")
        await stage.until(stage.shows("sort:duev"))
        await stage.until(lambda: cursor(stage) == refs[2])
        await stage.press("o")
        await stage.until(stage.shows("sort:received^"))
        await stage.press("O")
        await stage.until(lambda: cursor(stage) == refs[0])


# Acting


async def test_c_claims_and_a_loser_is_told_who_was_faster(stage: Any, floor: Any) -> None:
    mine, theirs = fill(floor, 2)
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(mine, theirs))
        await stage.press("c")
        await stage.until(lambda: f"{mine} is yours." in line(stage))
        await stage.until(stage.shows("li.na"))
        await stage.press("j")
        # Somebody takes it in the same moment: this screen has not read the change yet.
        complaints.take(floor.other, theirs, "claim")
        await stage.press("c")
        await stage.until(stage.shows("zhang.wei"))
        assert complaints.show(floor.lead, theirs).complaint.assignee == "zhang.wei"


async def test_a_dimmed_step_says_why_and_opens_nothing(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown():
        await stage.until(stage.shows(ref))
        await stage.press("p")
        await stage.until(lambda: "starts from: handling" in line(stage))
        assert isinstance(stage.app.screen, QueueScreen)


async def test_the_next_step_follows_the_state(stage: Any, floor: Any) -> None:
    ref = stage.case(severity="critical")
    async with stage.shown():
        await stage.until(stage.shows(ref))
        await stage.press("v")
        await stage.until(stage.shows("Verify", "What was checked"))


async def test_the_next_step_of_marked_ones_is_theirs_and_not_that_of_the_row(stage: Any, floor: Any) -> None:
    plain, grave = fill(floor, 1)[0], stage.case(severity="critical")
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(plain, grave))
        await stage.press("j", "space", "k", "v")
        await stage.until(stage.shows("What was checked", grave))
        await stage.press("escape", "space", "v")
        await stage.until(lambda: "no next step" in line(stage))


async def test_several_marked_are_done_at_once_and_a_refused_one_stays_marked(stage: Any, floor: Any) -> None:
    refs = fill(floor, 3)
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(refs[2]))
        await stage.press("space", "space")
        complaints.take(floor.other, refs[1], "claim")
        await stage.press("c")
        await stage.until(lambda: f"{refs[0]} is yours. 1 refused: " in line(stage))
        assert listing(stage).chosen() == (refs[1],)


async def test_n_pulls_the_most_urgent_case_and_says_why(stage: Any, floor: Any) -> None:
    refs = fill(floor, 3)
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(refs[2]))
        await stage.press("j", "j", "n")
        await stage.until(lambda: line(stage).startswith(f"{refs[0]}: "))
        await stage.until(lambda: cursor(stage) == refs[0])
        assert complaints.show(floor.lead, refs[0]).complaint.assignee == "li.na"


async def test_enter_opens_the_case_and_q_comes_back_to_it(stage: Any, floor: Any) -> None:
    refs = fill(floor, 2)
    async with stage.shown():
        await stage.until(stage.shows(refs[1]))
        await stage.press("j", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, ComplaintScreen))
        await stage.press("q")
        await stage.until(lambda: isinstance(stage.app.screen, QueueScreen))
        assert cursor(stage) == refs[1]


async def test_y_copies_the_reference(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown():
        await stage.until(stage.shows(ref))
        await stage.press("y")
        assert stage.app.clipboard == ref and ref in line(stage)


async def test_help_shows_the_keys_of_the_view_with_reasons(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown(size=(100, 60)):
        await stage.until(stage.shows(ref))
        await stage.press("question_mark")
        await stage.until(lambda: isinstance(stage.app.screen, HelpScreen))
        await stage.until(stage.shows("Assign to a person", ":assign", "starts from: handling", "ctrl+\\"))
        await stage.press("escape")
        assert isinstance(stage.app.screen, QueueScreen)


# The session


async def test_the_bell_rings_for_a_new_critical_case(stage: Any, floor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = stage.case()
    rung: list[int] = []
    monkeypatch.setattr(CstuiApp, "bell", lambda self: rung.append(1))
    async with stage.shown():
        await stage.until(stage.shows(ref, "crit:0"))
        await stage.app.work.write(complaints.add, floor.lead, {"subject": "fire", "severity": "critical"})
        await stage.until(stage.shows("crit:1", "new:1"))
        assert rung == [1]


async def test_a_floor_too_slow_for_the_first_frame_still_says_that_it_is_empty(
    stage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CstuiApp, "get_default_screen", lambda app: QueueScreen())
    async with stage.shown():
        await stage.until(stage.shows("Nothing here.", "0-0/0"))


async def test_a_disabled_account_loses_its_session(stage: Any, floor: Any) -> None:
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows("Nothing here."))
        await stage.app.work.write(leavers.disable_agent, floor.boss, "li.na")
        await stage.until(lambda: stage.app._exit)
        assert stage.app.return_code == 1


async def test_q_asks_at_the_root_and_ctrl_c_never_quits(stage: Any) -> None:
    async with stage.shown():
        await stage.press("ctrl+c")
        assert "ctrl+q" in line(stage)
        await stage.press("q")
        await stage.until(stage.shows("Leave cstui?"))
        await stage.press("n")
        assert isinstance(stage.app.screen, QueueScreen) and not stage.app._exit
        await stage.press("q")
        await stage.until(stage.shows("Leave cstui?"))
        await stage.press("y")
        await stage.until(lambda: stage.app._exit)
