"""Undo and repeat by keyboard: what was taken back, what was not, and what is asked before it is done again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cstui.floor import accounts, complaints
from cstui.tui.modals.ask import AskModal
from cstui.tui.widgets.status_line import StatusLine


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


async def at(stage: Any, ref: str) -> None:
    """Put the cursor on a complaint and let its row settle."""
    listing = stage.app.queue_screen.listing
    await stage.until(lambda: listing.pages.find(ref) is not None)
    listing.move_to(listing.pages.find(ref))
    await stage.until(lambda: listing.current is not None and listing.current.ref == ref)


async def test_u_takes_a_claim_back_and_says_so(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown(actor=floor.agent):
        await at(stage, ref)
        await stage.press("c")
        await stage.until(lambda: line(stage) == f"{ref} is yours.")
        await stage.press("u")
        await stage.until(lambda: line(stage) == f"Taken back: {ref} is registered again, nobody's.")
    assert complaints.show(floor.agent, ref).complaint.assignee is None


async def test_with_nothing_to_undo_u_only_says_so(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown():
        await at(stage, ref)
        await stage.press("u")
        await stage.until(stage.shows("There is nothing to undo"))


async def test_what_somebody_changed_meanwhile_stays(stage: Any, floor: Any) -> None:
    kept, changed = stage.case(), stage.case(customer_phone="13812340000")
    async with stage.shown(actor=floor.agent):
        for ref in (kept, changed):
            await at(stage, ref)
            await stage.press("space")
        await stage.press("c")
        await stage.until(lambda: line(stage) == "2 are yours.")
        complaints.take(floor.lead, changed, "note", {"text": "called"})
        complaints.take(floor.lead, changed, "release", {})
        await stage.press("u")
        await stage.until(lambda: "someone changed it meanwhile" in line(stage))
        assert f"Taken back: {kept} is registered again" in line(stage)
        assert f"1 stay as they are: someone changed it meanwhile ({changed})" in line(stage)


async def test_a_bulk_assign_of_50_over_those_who_qualify_is_taken_back_but_for_what_others_changed(
    stage: Any, floor: Any
) -> None:
    for n in range(5):
        accounts.add_agent(floor.boss, f"agent.{n}", name=f"Agent {n}", team="floor")
    refs = [stage.case(subject=f"case {n}", customer_phone="") for n in range(51)]
    async with stage.shown(size=(120, 60)):
        await at(stage, refs[0])
        for _ref in refs[:50]:
            await stage.press("space")
        assert len(stage.app.queue_screen.listing.marks) == 50
        await stage.press("a")
        await stage.until(stage.shows("50 complaints", "Spread over those who qualify"))
        await stage.until(lambda: stage.app.screen.ready)
        await stage.press("enter")
        await stage.until(lambda: line(stage) == "Assigned 50, spread over those who qualify.")
        owners = Counter(complaints.show(floor.lead, ref).complaint.assignee for ref in refs[:50])
        assert len(owners) == 8 and max(owners.values()) <= 8  # two agents, five more, the lead; the cap holds
        changed = accounts.find_actor(str(complaints.show(floor.lead, refs[7]).complaint.assignee))
        complaints.take(changed, refs[7], "coordinate", {"parties": "accounts", "note": "refund"})
        await stage.press("u")
        await stage.until(lambda: line(stage).startswith("Taken back on 49. 1 stay as they are"))
    after = {ref: complaints.show(floor.lead, ref) for ref in refs}
    assert [ref for ref in refs if after[ref].complaint.assignee] == [refs[7]]
    assert after[refs[7]].events[-1].action == "coordinate"
    assert after[refs[8]].events[-1].action == "undo"
    assert [event.action for event in after[refs[50]].events] == ["received"]


async def test_all_50_are_restored_when_nobody_changed_any(stage: Any, floor: Any) -> None:
    for n in range(5):
        accounts.add_agent(floor.boss, f"agent.{n}", name=f"Agent {n}", team="floor")
    refs = [stage.case(subject=f"case {n}", customer_phone="") for n in range(50)]
    before = [complaints.show(floor.lead, ref).complaint for ref in refs]
    async with stage.shown(size=(120, 60)):
        await at(stage, refs[0])
        await stage.press(*["space"] * 50, "a")
        await stage.until(lambda: getattr(stage.app.screen, "ready", False))
        await stage.press("enter")
        await stage.until(lambda: line(stage).startswith("Assigned 50"))
        await stage.press("u")
        await stage.until(lambda: line(stage) == "Taken back on 50.")
    for one in before:
        after = complaints.show(floor.lead, one.ref).complaint
        assert after._replace(version=0, slack_minutes=0) == one._replace(version=0, slack_minutes=0)


async def test_a_full_stop_repeats_the_last_step_with_its_answers(stage: Any, floor: Any) -> None:
    first, second, third = (stage.case(subject=f"case {n}") for n in range(3))
    async with stage.shown():
        await at(stage, first)
        await stage.press("full_stop")
        await stage.until(lambda: line(stage) == "There is nothing to repeat yet.")
        await stage.press("N")
        await stage.until(stage.shows("ctrl+s"))
        await stage.until(lambda: stage.app.screen.ready)
        await stage.type("asked for the bill")
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage) == f"Noted on {first}.")
        for ref in (second, third):
            await at(stage, ref)
            await stage.press("space")
        await stage.press("full_stop")
        await stage.until(lambda: line(stage) == "Noted on 2.")
    for ref in (second, third):
        assert complaints.show(floor.lead, ref).forms["note"] == {"text": "asked for the bill"}


async def test_what_ends_a_case_is_asked_about_before_it_is_repeated(stage: Any, floor: Any) -> None:
    first, second = stage.case(), stage.case(customer_phone="13812340000")
    async with stage.shown():
        await at(stage, first)
        stage.app.queue_screen.action_step("withdraw")
        await stage.until(lambda: getattr(stage.app.screen, "ready", False))
        await stage.type("changed her mind")
        await stage.press("tab")
        await stage.type("by phone")
        await stage.press("ctrl+s")
        await stage.until(lambda: first in line(stage))
        await at(stage, second)
        await stage.press("full_stop")
        await stage.until(lambda: isinstance(stage.app.screen, AskModal))
        await stage.until(stage.shows(f"Repeat: withdraw, {second}?"))
        await stage.press("n")
        assert complaints.show(floor.lead, second).complaint.state == "registered"
        await stage.press("full_stop")
        await stage.until(lambda: isinstance(stage.app.screen, AskModal))
        await stage.press("y")
        await stage.until(lambda: complaints.show(floor.lead, second).complaint.state == "withdrawn")


async def test_the_next_step_of_a_closed_case_is_to_reopen_it(stage: Any, floor: Any) -> None:
    ref = stage.case(category="billing")
    complaints.take(floor.agent, ref, "claim")
    complaints.take(floor.agent, ref, "respond", {"channel": "phone", "text": "sorry", "actions": "refund"})
    complaints.take(accounts.find_actor("li.na"), ref, "close", {"accepted": True, "satisfaction": "5"})
    async with stage.shown():
        stage.app.open_complaint(ref)
        await stage.until(stage.shows("closed", ref))
        await stage.press("v")
        await stage.until(stage.shows("Reopen"))
        await stage.until(lambda: getattr(stage.app.screen, "ready", False))
        await stage.type("it happened again")
        await stage.press("ctrl+s")
        await stage.until(lambda: complaints.show(floor.lead, ref).complaint.state == "handling")
