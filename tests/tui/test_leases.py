"""Leases at the screens: who has a dialog open shows to the others, and stops nobody."""

from __future__ import annotations

from typing import Any

from cstui.floor import complaints, leases


async def test_an_open_dialog_holds_a_lease_that_ends_with_it(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(ref))
        await stage.press("N")
        await stage.until(lambda: leases.editors(floor.other, [ref]) == {ref: "li.na"})
        assert leases.editors(floor.agent, [ref]) == {}
        await stage.until(lambda: stage.app.screen.ready)
        await stage.press("escape")
        await stage.until(lambda: leases.editors(floor.other, [ref]) == {})
        await stage.press("N")
        await stage.until(lambda: leases.editors(floor.other, [ref]) == {ref: "li.na"})
        await stage.until(lambda: stage.app.screen.ready)
        await stage.type("called")
        await stage.press("ctrl+s")
        await stage.until(lambda: leases.editors(floor.other, [ref]) == {})


async def test_what_somebody_else_edits_is_marked_in_the_list_and_told_in_words(stage: Any, floor: Any) -> None:
    first, second = stage.case(), stage.case(customer_phone="13812340000")
    async with stage.shown():
        await stage.until(stage.shows(first, second))
        leases.hold(floor.agent, first)
        await stage.until(stage.shows(f">~ {first}", "li.na is editing"))
        assert f"~ {second}" not in stage.seen()
        await stage.pilot.resize_terminal(140, 40)
        await stage.until(stage.shows("registered  normal", "li.na is"))
        await stage.press("enter")
        await stage.until(stage.shows("Time line", "li.na is editing"))
        leases.release(floor.agent, first)
        await stage.until(lambda: "is editing" not in stage.seen())


async def test_a_lease_blocks_nobody(stage: Any, floor: Any) -> None:
    ref = stage.case()
    leases.hold(floor.agent, ref)
    async with stage.shown(actor=floor.other):
        await stage.until(stage.shows("li.na is editing"))
        await stage.press("c")
        await stage.until(lambda: complaints.show(floor.lead, ref).complaint.assignee == "zhang.wei")


async def test_a_dialog_on_marked_cases_holds_each(stage: Any, floor: Any) -> None:
    refs = [stage.case(customer_phone=f"1381234000{n}") for n in range(3)]
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(*refs))
        await stage.press("space", "space", "space", "N")
        await stage.until(lambda: leases.editors(floor.other) == dict.fromkeys(refs, "li.na"))
