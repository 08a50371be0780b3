"""The dialogs of the steps: keys, validation as one types, refusals that lose nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.events import Key

from cstui.errors import Refused
from cstui.floor import causes, complaints
from cstui.floor.forms import FORMS
from cstui.text import clean
from cstui.tui.modals.assign import AssignModal
from cstui.tui.modals.leave import LeaveModal
from cstui.tui.modals.step import PURPOSES, Answered, StepModal


def ready(stage) -> Callable[[], object]:
    """Say whether the dialog on top has its rows and the focus."""
    return lambda: isinstance(stage.app.screen, StepModal) and stage.app.screen.query("FieldRow") and stage.app.focused


@pytest.mark.parametrize("action", [name for name, fields in FORMS.items() if fields])
async def test_every_dialog_shows_all_its_fields_at_80x24(stage, submit, action: str) -> None:
    dialog = (AssignModal if action == "assign" else StepModal)(action, (stage.case(),), submit)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        assert [row.field.name for row in dialog.form.rows] == [field.name for field in FORMS[action]]
        for row in dialog.form.rows:
            row.target.focus()
            await stage.pilot.pause()
            editor = row.target.region
            assert stage.app.screen.region.contains_region(editor)
            assert dialog.form.region.contains_region(editor)
        assert "ctrl+s" in stage.seen()


@pytest.mark.parametrize("action", [name for name, fields in FORMS.items() if fields])
async def test_a_long_refusal_pushes_nothing_out_of_sight_at_80x24(stage, submit, action: str) -> None:
    refusal = Refused("No " + "and no " * 12, "Because " * 30)
    dialog = (AssignModal if action == "assign" else StepModal)(action, (stage.case(),), submit, None, refusal)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        dialog.form.rows[-1].target.focus()
        await stage.pilot.pause()
        assert "! No and no" in stage.seen() and "ctrl+s" in stage.seen()
        assert stage.seen().startswith("╭") and stage.seen().rstrip().endswith("╯")
        assert dialog.form.region.contains_region(dialog.form.rows[-1].target.region)
        assert stage.app.screen.region.contains_region(dialog.form.region)


async def test_sends_what_was_typed_and_closes(stage, submit) -> None:
    results: list[object] = []
    dialog = StepModal("transfer", (stage.case(),), submit)
    async with stage.shown():
        stage.app.push_screen(dialog, results.append)
        await stage.until(ready(stage))
        await stage.type("ca")
        assert "not in the list" not in stage.seen(), "an unfinished word that may still become a team is no fault yet"
        await stage.press("enter", "tab")
        await stage.type("[/] wrong team")
        await stage.press("ctrl+s")
        await stage.until(lambda: results)
        assert submit.sent == [{"to": "cards", "reason": "[/] wrong team"}]
        assert isinstance(results[0], Answered) and results[0].values == submit.sent[0]


async def test_a_needed_field_is_named_and_nothing_is_sent(stage, submit) -> None:
    dialog = StepModal("verify", (stage.case(),), submit)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        assert "this is needed" not in stage.seen()
        await stage.press("ctrl+s")
        await stage.until(lambda: "this is needed" in stage.seen())
        assert submit.sent == []
        assert stage.app.focused is dialog.form.row("checked").target
        await stage.type("bill")
        await stage.pilot.pause()
        assert stage.seen().count("this is needed") == 1


async def test_a_time_is_shown_resolved_while_it_is_typed(stage, submit) -> None:
    dialog = StepModal("wait", (stage.case(),), submit)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        dialog.form.row("until").target.focus()
        await stage.pilot.pause()
        assert "for example 14:30" in stage.seen()
        await stage.type("2026-03-09 17:00")
        await stage.until(lambda: "= Mon 2026-03-09 17:00" in stage.seen())
        await stage.press("x")
        await stage.until(lambda: "! 2026-03-09 17:00x is not a time" in stage.seen())


async def test_a_refusal_stands_in_the_dialog_and_loses_nothing(stage, submit) -> None:
    submit.refusal = Refused(f"taken by li.na 3 s ago {stage.HOSTILE}", "Pull another one.")
    dialog = StepModal("note", (stage.case(),), submit)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        await stage.type("called back")
        await stage.press("ctrl+s")
        await stage.until(lambda: "taken by li.na 3 s ago" in stage.seen())
        assert "Pull another one." in stage.seen()
        assert all(word in stage.seen() for word in stage.LITERAL)
        assert stage.app.screen is dialog and dialog.form.values() == {"text": "called back"}
        submit.refusal = None
        await stage.press("ctrl+s")
        await stage.until(lambda: stage.app.screen is not dialog)
        assert len(submit.sent) == 2


def _wait(actor, ref, values) -> complaints.Batch:
    return complaints.Batch((complaints.take(actor, ref, "wait", values),), ())


async def test_what_the_floor_finds_wrong_stands_beside_its_field(stage) -> None:
    ref = stage.case()
    complaints.take(stage.floor.lead, ref, "claim")

    async def submit(values: object) -> complaints.Batch:
        return await stage.app.work.write(_wait, stage.floor.lead, ref, values)

    dialog = StepModal("wait", (ref,), submit, {"waiting_for": "customer", "what": "bill", "until": "+1h"})
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        dialog.form.row("until").raw = "-2h"
        await stage.press("ctrl+s")
        await stage.until(lambda: "The return time has passed already" in stage.seen())
        assert stage.app.screen is dialog


async def test_esc_closes_an_untouched_dialog_and_asks_about_a_touched_one(stage, submit) -> None:
    results: list[object] = []
    async with stage.shown():
        stage.app.push_screen(StepModal("note", (stage.case(),), submit), results.append)
        await stage.until(ready(stage))
        await stage.press("escape")
        await stage.until(lambda: results == [None])
        dialog = StepModal("note", (stage.case(),), submit)
        stage.app.push_screen(dialog, results.append)
        await stage.until(ready(stage))
        await stage.press("h", "i", "escape")
        await stage.until(lambda: isinstance(stage.app.screen, LeaveModal))
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is dialog)
        assert dialog.form.values() == {"text": "hi"}
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, LeaveModal))
        await stage.press("d")
        await stage.until(lambda: results == [None, None])


async def test_a_select_takes_its_choice_by_keyboard_and_esc_closes_its_list_first(stage, submit) -> None:
    dialog = StepModal("contact", (stage.case(),), submit)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        await stage.press("enter")
        await stage.pilot.pause()
        await stage.press("escape")
        await stage.pilot.pause()
        assert stage.app.screen is dialog
        await stage.press("enter", "o", "enter")
        await stage.until(lambda: dialog.form.row("direction").raw == "outbound")
        assert "outbound" in stage.seen()
        assert dialog.form.row("channel").raw == "phone", "the case's own channel is not typed twice"


async def test_assign_offers_people_first_and_says_why_others_are_passed_over(stage, submit) -> None:
    results: list[object] = []
    ref = stage.case(respondent="zhang.wei")
    async with stage.shown():
        stage.app.push_screen(AssignModal("assign", (ref,), submit), results.append)
        await stage.until(lambda: "li.na" in stage.seen())
        screen = stage.seen()
        assert "0 of 8 cases" in screen and "no case yet" in screen
        assert screen.index("li.na") < screen.index("Passed over") < screen.index("zhang.wei")
        assert "avoidance" in screen and "No roster is published" in screen
        await stage.press("enter")
        await stage.until(lambda: results)
        assert len(submit.sent) == 1 and submit.sent[0].keys() == {"to"}


async def test_naming_someone_passed_over_asks_for_the_reason(stage, submit) -> None:
    ref = stage.case(respondent="zhang.wei")
    async with stage.shown(AssignModal("assign", (ref,), submit)):
        await stage.until(lambda: "zhang.wei" in stage.seen())
        await stage.press("end", "enter")
        await stage.until(lambda: stage.app.screen.form.row("to").raw == "zhang.wei")
        assert stage.app.focused is stage.app.screen.form.row("reason").target
        assert submit.sent == []


async def test_a_bulk_step_names_its_complaints_and_says_nothing_of_one(stage, submit) -> None:
    refs = (stage.case(), stage.case())
    async with stage.shown(StepModal("note", refs, submit)):
        await stage.until(ready(stage))
        assert "2 complaints" in stage.seen() and all(ref in stage.seen() for ref in refs)


async def test_foreign_text_stays_text_in_dialogs_and_drafts(stage, submit) -> None:
    ref = stage.case(subject=stage.HOSTILE)
    dialog = StepModal("note", (ref,), submit, {"text": stage.HOSTILE})
    async with stage.shown(dialog, size=(120, 30)):
        await stage.until(lambda: stage.seen().count("evil") == 2)
        for word in stage.LITERAL:
            assert stage.seen().count(word) == 2 * clean(stage.HOSTILE).count(word), word
        assert "\x1b" not in stage.seen()
        assert dialog.form.row("text").value == clean(stage.HOSTILE)


async def test_keys_that_come_at_once_on_a_slow_line_go_where_they_were_meant(stage, submit) -> None:
    dialog = StepModal("transfer", (stage.case(),), submit)
    async with stage.shown(dialog):
        burst = [*"ca", "enter", "tab", *"theirs", "ctrl+s"]
        for key in burst:
            stage.app.post_message(Key(key, key if len(key) == 1 else None))
        await stage.until(lambda: submit.sent)
        assert submit.sent == [{"to": "cards", "reason": "theirs"}]


async def test_what_is_typed_before_the_form_stands_is_not_lost(stage, submit) -> None:
    dialog = StepModal("note", (stage.case(),), submit)
    async with stage.shown():
        stage.app.push_screen(dialog)
        await stage.until(lambda: stage.app.screen is dialog)
        for key in "called":
            stage.app.post_message(Key(key, key))
        await stage.until(lambda: stage.app.focused is not None and dialog.form.row("text").raw == "called")


def test_every_form_says_what_it_is_for() -> None:
    assert PURPOSES.keys() == {action for action, fields in FORMS.items() if fields}


async def test_a_cause_is_picked_from_the_tree_and_told_in_words(stage, submit) -> None:
    first = causes.causes()[0]
    dialog = StepModal("close", (stage.case(),), submit)
    async with stage.shown(dialog):
        await stage.until(ready(stage))
        dialog.form.row("cause").target.focus()
        await stage.type(first.code[:-1])
        await stage.until(stage.shows(first.words))
        await stage.press("enter")
        await stage.until(lambda: dialog.form.row("cause").value == first.code)
        await stage.type("x")
        await stage.press("tab")
        await stage.until(stage.shows("not in the list"))
