"""A reply from a template: picked in the dialog of the reply, its fields filled in."""

from __future__ import annotations

from cstui.floor import complaints, templates
from cstui.tui.modals.step import StepModal
from cstui.tui.modals.templates import TemplatesModal
from cstui.tui.screens.complaint import ComplaintScreen


async def reply(stage, ref: str) -> StepModal:
    complaints.take(stage.floor.lead, ref, "claim")
    await stage.app.push_screen(ComplaintScreen(ref))
    await stage.until(stage.shows("Charged twice"))
    await stage.press("p")
    await stage.until(lambda: isinstance(stage.app.screen, StepModal) and stage.app.screen.ready)
    return stage.app.screen


async def test_the_one_picked_fills_the_reply_in_below_what_was_typed(stage) -> None:
    templates.add(stage.floor.lead, "late [/]", "Sorry {customer} [b]{ref}[/b]")
    templates.add(stage.floor.lead, "other", "Other", category="delivery")
    templates.add(stage.floor.lead, "zulu", "by {agent}")
    ref = stage.case(customer_name="Ana", category="billing")
    async with stage.shown():
        dialog = await reply(stage, ref)
        assert "ctrl+t Template" in stage.seen()
        await stage.press("ctrl+t")
        await stage.until(lambda: isinstance(stage.app.screen, TemplatesModal))
        await stage.until(stage.shows("late [/]", f"Sorry Ana [b]{ref}[/b]", "zulu"))
        assert "other" not in stage.seen()
        await stage.press("enter")
        await stage.until(lambda: dialog.form.row("text").raw == f"Sorry Ana [b]{ref}[/b]")
        await stage.press("ctrl+t")
        await stage.until(lambda: isinstance(stage.app.screen, TemplatesModal))
        await stage.press("j", "enter")
        await stage.until(lambda: dialog.form.row("text").raw == f"Sorry Ana [b]{ref}[/b]\nby 王组长")
        await stage.press("ctrl+t")
        await stage.until(lambda: isinstance(stage.app.screen, TemplatesModal))
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is dialog)
        assert dialog.form.row("text").raw.endswith("by 王组长")


async def test_without_a_template_the_dialog_says_where_they_come_from(stage) -> None:
    ref = stage.case()
    async with stage.shown():
        await reply(stage, ref)
        await stage.press("ctrl+t")
        await stage.until(stage.shows("There is no template yet", "cstui template add"))


async def test_only_the_reply_to_one_complaint_takes_a_template(stage) -> None:
    ref = stage.case()
    templates.add(stage.floor.lead, "late", "Sorry")
    async with stage.shown(ComplaintScreen(ref)):
        await stage.until(stage.shows("Charged twice"))
        await stage.press("N")
        await stage.until(lambda: isinstance(stage.app.screen, StepModal) and stage.app.screen.ready)
        dialog = stage.app.screen
        assert "ctrl+t" not in stage.seen()
        await stage.press("ctrl+t")
        await stage.pilot.pause()
        assert stage.app.screen is dialog and not dialog.takes_template
