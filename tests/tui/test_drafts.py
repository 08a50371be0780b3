"""What was typed outlives the session that typed it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from cstui.errors import StoreProblem
from cstui.floor import drafts
from cstui.tui.modals.leave import LeaveModal
from cstui.tui.modals.step import StepModal
from cstui.tui.screens.intake import IntakeScreen
from cstui.tui.widgets.form import SAVE_SECONDS

THURSDAY = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai


def note(stage, submit, ref) -> StepModal:
    return StepModal("note", (ref,), submit)


def kept(stage, ref) -> dict[str, object] | None:
    draft = drafts.load(stage.floor.lead, "note", ref)
    return draft.fields if draft else None


async def test_a_draft_is_saved_while_one_types_and_offered_after_the_session_died(stage, submit) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        ref = stage.case()
        async with stage.shown(note(stage, submit, ref)):
            await stage.until(stage.shows("Note ·", "┃"))
            await stage.type(f"half a [/] sent{stage.HOSTILE[-1]}")
            await stage.until(lambda: kept(stage, ref) == {"text": "half a [/] sentl"})
        # The app is gone without a word to the form.
        assert SAVE_SECONDS == 2.0
        async with stage.shown(note(stage, submit, ref)):
            await stage.until(stage.shows("Draft of 03-05 14:02 restored; ctrl+d discards it.", "half a [/] sentl"))
            await stage.press("ctrl+s")
            await stage.until(lambda: submit.sent == [{"text": "half a [/] sentl"}])
            await stage.until(lambda: not isinstance(stage.app.screen, StepModal))
        assert drafts.load(stage.floor.lead, "note", ref) is None


async def test_ctrl_d_discards_a_restored_draft_and_else_deletes_to_the_right(stage, submit) -> None:
    ref = stage.case()
    drafts.save(stage.floor.lead, "note", ref, {"text": "old words"})
    dialog = note(stage, submit, ref)
    async with stage.shown(dialog):
        await stage.until(stage.shows("old words", "restored"))
        await stage.press("ctrl+d")
        await stage.until(lambda: drafts.load(stage.floor.lead, "note", ref) is None)
        await stage.until(lambda: "restored" not in stage.seen() and "old words" not in stage.seen())
        await stage.type("abc")
        await stage.press("home", "ctrl+d")
        await stage.until(lambda: dialog.form.row("text").raw == "bc")


async def test_leaving_keeps_or_throws_away_as_asked(stage, submit) -> None:
    ref = stage.case()
    for answer, kept in (("k", {"text": "hello"}), ("d", None)):
        drafts.drop(stage.floor.lead, "note", ref)
        async with stage.shown(note(stage, submit, ref)):
            await stage.until(stage.shows("Note ·", "┃"))
            await stage.type("hello")
            await stage.press("escape")
            await stage.until(lambda: isinstance(stage.app.screen, LeaveModal))
            await stage.press(answer)
            await stage.until(lambda: not isinstance(stage.app.screen, StepModal | LeaveModal))
        found = drafts.load(stage.floor.lead, "note", ref)
        assert (found.fields if found else None) == kept


async def test_a_draft_belongs_to_one_person_one_form_and_one_complaint(stage, submit) -> None:
    ref = stage.case()
    drafts.save(stage.floor.agent, "note", ref, {"text": "somebody else's"})
    drafts.save(stage.floor.lead, "respond", ref, {"text": "another form's"})
    drafts.save(stage.floor.lead, "note", "C-000999", {"text": "another case's"})
    async with stage.shown(note(stage, submit, ref)):
        await stage.until(stage.shows("Note ·", "┃"))
        assert "restored" not in stage.seen() and "'s" not in stage.seen()


async def test_every_kind_of_field_comes_back(stage) -> None:
    typed = {
        "customer_phone": "13812341234",
        "narrative": "two\nlines",
        "channel": "微信",
        "severity": "major",
        "promised_at": "+2h",
        "team": "cards",
    }
    drafts.save(stage.floor.lead, "intake", "", typed)
    screen = IntakeScreen()
    async with stage.shown(screen, size=(120, 40)):
        await stage.until(stage.shows("restored"))
        assert {name: screen.form.row(name).raw for name in typed} == typed


async def test_a_store_that_cannot_keep_a_draft_says_so_and_the_words_stay(
    stage, submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise StoreProblem("The disk is full", "Make room.")

    dialog = note(stage, submit, stage.case())
    async with stage.shown(dialog):
        await stage.until(stage.shows("Note ·", "┃"))
        monkeypatch.setattr(drafts, "save", full)
        await stage.type("hello")
        await dialog.form.save_draft()
        await stage.until(lambda: any(note.title == "The disk is full" for note in stage.app._notifications))
        assert dialog.form.row("text").raw == "hello"
