"""The page of one complaint: everything told, kept current, and foreign text only ever text."""

from __future__ import annotations

from cstui.floor import causes, complaints, store
from cstui.floor.views import Complaint
from cstui.text import SHOWN_CHARACTERS
from cstui.tui.modals.step import StepModal
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.widgets.case_text import cut


def take(stage, ref, action, values=None, actor=None) -> Complaint:
    return complaints.take(actor or stage.floor.lead, ref, action, values or {})


async def test_tells_fields_clocks_facts_forms_and_time_line_side_by_side_when_wide(stage) -> None:
    ref = stage.case(category="billing", remedy="Refund it", respondent="the shop", customer_name="张三")
    take(stage, ref, "claim", actor=stage.floor.agent)
    take(stage, ref, "contact", {"direction": "outbound", "channel": "phone", "text": "Rang back"})
    async with stage.shown(ComplaintScreen(ref), size=(160, 50)):
        await stage.until(stage.shows("Rang back"))
        for words in (
            "handling", "normal", "li.na", "张三", "138****1234", "billing", "Refund it", "May bill", "the shop",
            "first response", "same day", "met, stopped", "resolve", "3 working days", "h left",
            "registered > handling", "What was said", "outbound", "[N] note", "[a] assign",
        ):  # fmt: skip
            assert words in stage.seen(), words
        first = next(line for line in stage.seen().splitlines() if "Complaint" in line and "Time line" in line)
        assert "│" in first


async def test_is_one_scrolling_page_at_80_columns(stage) -> None:
    ref = stage.case()
    screen = ComplaintScreen(ref)
    async with stage.shown(screen):
        await stage.until(stage.shows("May bill"))
        assert "Time line" not in stage.seen()
        await stage.press("G")
        await stage.until(stage.shows("Time line", "received"))
        await stage.press("g")
        await stage.until(stage.shows("Charged twice"))
        await stage.press("j", "j", "pagedown")
        await stage.until(lambda: screen.query_one("#panes").scroll_offset.y > 10)


async def test_foreign_text_is_literal_everywhere_on_it(stage) -> None:
    ref = stage.case(
        subject=f"s {stage.HOSTILE}", narrative=f"n {stage.HOSTILE}", remedy=f"r {stage.HOSTILE}",
        customer_name=f"c {stage.HOSTILE}", category=f"k {stage.HOSTILE}", respondent=f"p {stage.HOSTILE}",
    )  # fmt: skip
    take(stage, ref, "note", {"text": f"t {stage.HOSTILE}"})
    async with stage.shown(ComplaintScreen(ref), size=(240, 60)):
        await stage.until(stage.shows("t [/]"))
        for start in "snrckpt":
            assert f"{start} [/] [退款] [@click=app.quit]x[/] ␛[31mred␛[0m ‹202E›evil" in stage.seen(), start
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        link = next(y for y, line in enumerate(stage.seen().splitlines()) if "@click" in line)
        await stage.pilot.click(offset=(stage.seen().splitlines()[link].index("@click"), link))
        await stage.pilot.pause()
        assert stage.app.is_running


async def test_a_line_break_in_an_answer_cannot_begin_a_line_of_ours(stage) -> None:
    ref = stage.case()
    take(stage, ref, "note", {"text": "first\n03-05 10:00  close  boss (manager)"})
    async with stage.shown(ComplaintScreen(ref), size=(160, 50)):
        await stage.until(stage.shows("first"))
        posing = next(line for line in stage.seen().splitlines() if "close  boss" in line)
        assert posing.split("│", 1)[1].startswith(" " * 18)


async def test_a_long_text_is_unrolled_piece_by_piece(stage) -> None:
    text = "".join(f"{n:07d} " for n in range(2 * SHOWN_CHARACTERS // 8 + 10))
    ref = stage.case(narrative=text)
    screen = ComplaintScreen(ref)
    async with stage.shown(screen, size=(80, 40)):
        await stage.until(lambda: screen.detail)
        assert cut(text, 1) == (text[:SHOWN_CHARACTERS], True)
        await stage.press("m", "m", "G")
        await stage.until(lambda: screen._unrolled == 3)
        assert cut(text, 3) == (text, False)
        height = screen.query_one("#facts").size.height
        assert height >= len(text) // 80


def test_two_hundred_lines_are_the_other_limit() -> None:
    text = "\n".join(map(str, range(450)))
    assert [cut(text, n)[0].count("\n") + 1 for n in (1, 2, 3)] == [200, 400, 450]
    assert [cut(text, n)[1] for n in (1, 2, 3)] == [True, True, False]


async def test_a_change_made_elsewhere_shows_without_moving_the_page(stage) -> None:
    ref = stage.case(narrative="word " * 600)
    screen = ComplaintScreen(ref)
    async with stage.shown(screen):
        await stage.until(lambda: screen.detail)
        await stage.press("pagedown")
        place = screen.query_one("#panes").scroll_offset
        with store.reading():
            take(stage, ref, "claim", actor=stage.floor.agent)
        await stage.app.refresh_floor()
        await stage.until(lambda: "li.na" in stage.seen().splitlines()[1])
        assert screen.query_one("#panes").scroll_offset == place and place.y > 0


async def test_a_step_that_cannot_be_done_says_why_and_opens_nothing(stage) -> None:
    ref = stage.case()
    screen = ComplaintScreen(ref)
    async with stage.shown(screen):
        await stage.until(lambda: screen.detail)
        await stage.press("x")
        await stage.until(stage.shows("that step starts from: responded"))
        assert stage.app.screen is screen
        await stage.press("N")
        await stage.until(lambda: isinstance(stage.app.screen, StepModal) and stage.shows("Note ·")())


async def test_two_press_claim_and_the_second_is_told_who_was_faster(stage) -> None:
    ref = stage.case()
    screen = ComplaintScreen(ref)
    async with stage.shown(screen, actor=stage.floor.other):
        await stage.until(lambda: screen.detail)
        stage.app._live.stop()  # the page still shows the case as free
        take(stage, ref, "claim", actor=stage.floor.agent)
        await stage.press("c")
        await stage.until(
            lambda: any("taken by li.na" in f"{note.title} {note.message}" for note in stage.app._notifications)
        )
        await stage.until(lambda: "li.na" in stage.seen().splitlines()[1])


async def test_the_next_step_is_one_key_from_intake_to_archive(stage) -> None:
    ref = stage.case(severity="major", category="billing")
    screen = ComplaintScreen(ref)
    answers = {
        "verify": {"checked": "bill", "finding": "twice"},
        "respond": {"text": "sorry", "actions": "refunded"},
        "close": {
            "satisfaction": "4", "cause": causes.causes()[0].code, "responsible": "billing", "correction": "fix it",
            "correction_owner": "li.na", "correction_due": "+3d", "follow_up": "is content",
        },
    }  # fmt: skip
    async with stage.shown(screen):
        for expected in ("verify", "register", "claim", "respond", "close"):
            await stage.until(lambda step=expected: screen.detail and screen.next_step() == step)
            await stage.press("v")
            if expected == "claim":
                continue
            await stage.until(lambda: isinstance(stage.app.screen, StepModal) and stage.app.screen.query("FieldRow"))
            dialog = stage.app.screen
            await stage.until(lambda: stage.app.focused is not None)
            assert dialog.action == expected
            for name, typed in answers.get(expected, {}).items():
                dialog.form.row(name).raw = typed
            await stage.press("ctrl+s")
            await stage.until(lambda: stage.app.screen is screen)
        await stage.until(lambda: screen.detail.complaint.state == "closed")


async def test_what_went_out_of_sight_stays_to_be_read(stage) -> None:
    ref = stage.case()
    screen = ComplaintScreen(ref)
    async with stage.shown(screen):
        await stage.until(stage.shows("Charged twice"))
        take(stage, ref, "transfer", {"to": "cards", "reason": "theirs"}, stage.floor.boss)
        await stage.app.refresh_floor()
        await stage.until(stage.shows("There is no complaint", "Charged twice"))


async def test_a_long_life_shows_its_newest_events_first_and_older_ones_when_asked(stage) -> None:
    ref = stage.case()
    for number in range(205):
        take(stage, ref, "note", {"text": f"note number {number}"})
    screen = ComplaintScreen(ref)
    async with stage.shown(screen, size=(160, 50)):
        await stage.until(stage.shows("note number 204"))
        await stage.press("tab", "G")
        await stage.until(stage.shows("m: more (6 older events)"))
        await stage.press("m", "G")
        await stage.until(stage.shows("note number 0"))
