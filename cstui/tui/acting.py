"""How a step of a complaint's life is done from the screens: its form, the floor, one line on what became of it."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from cstui.errors import CstuiError, NotFound
from cstui.floor import complaints, dispatch
from cstui.floor.complaints import Batch
from cstui.floor.forms import FORMS
from cstui.floor.labels import label
from cstui.i18n import _, ngettext
from cstui.tui import steps
from cstui.tui.floor_app import LastStep

if TYPE_CHECKING:
    from cstui.tui.modals.step import Answered
    from cstui.tui.program import Program


DANGEROUS = frozenset({"close", "reject", "withdraw", "merge"})  # asked about before they are repeated


def act(app: Program, action: str, refs: Sequence[str]) -> None:
    """Do one step on complaints: ask its form where it has one, then call the floor.

    The form stands there at once: keys typed on must not mean anything on the screen below.
    """
    if not FORMS[action]:
        _in_background(app, _do(app, action, refs, {}))
        return
    from cstui.tui.modals.assign import AssignModal
    from cstui.tui.modals.step import StepModal

    def answered(answer: Answered | None) -> None:
        if answer is not None:
            _in_background(app, _tell(app, action, *answer))

    dialog = AssignModal if action == "assign" else StepModal
    app.push_screen(dialog(action, tuple(refs), partial(_take, app, action, refs)), answered)


def repeat(app: Program, step: LastStep, refs: Sequence[str]) -> None:
    """Do a step again on other complaints with the answers it had; ask first where it ends them."""

    def answered(yes: bool | None) -> None:
        if yes:
            _in_background(app, _do(app, step.action, refs, step.values))

    if step.action not in DANGEROUS:
        answered(True)
        return
    from cstui.tui.modals.ask import AskModal

    question = ngettext("Repeat: {action}, {ref}?", "Repeat: {action}, {n} complaints?", len(refs))
    told = question.format(action=label("action", step.action), ref=refs[0], n=len(refs))
    app.push_screen(AskModal(told), answered)


def undo_last(app: Program) -> None:
    """Take back what the person did last, and say what was and what was not."""
    _in_background(app, _undo_last(app))


def pull_next(app: Program) -> None:
    """Claim the next case for the person and say why it is the next."""
    _in_background(app, _pull_next(app))


def open_intake(app: Program) -> None:
    """Open the intake form."""
    from cstui.tui.screens.intake import IntakeScreen

    def taken_in(ref: str | None) -> None:
        if ref is not None:
            _in_background(app, _point_out(app, _("Taken in as {ref}.").format(ref=ref), ref))

    app.push_screen(IntakeScreen(), taken_in)


def _in_background(app: Program, doing: Coroutine[Any, Any, None]) -> None:
    app.run_worker(_told(app, doing), group="act")


async def _told(app: Program, doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except CstuiError as error:
        app.show_error(error)
        await app.refresh_floor()


async def _do(app: Program, action: str, refs: Sequence[str], values: Mapping[str, Any]) -> None:
    await _tell(app, action, await _take(app, action, refs, values), values)


async def _undo_last(app: Program) -> None:
    from cstui.floor.undo import undo

    try:
        undone = await app.work.write(undo, app.actor)
    except NotFound as nothing:
        app.status(f"{nothing.title}. {nothing.detail}")
        return
    app.status(steps.undone(undone))
    await app.refresh_floor()


async def _take(app: Program, action: str, refs: Sequence[str], values: Mapping[str, Any]) -> Batch:
    if action == "assign" and values.get("to") == steps.BEST:
        return await app.work.write(dispatch.spread, app.actor, refs)
    if len(refs) > 1:
        return await app.work.write(complaints.take_many, app.actor, refs, action, values)
    done = await app.work.write(complaints.take, app.actor, refs[0], action, values)
    return Batch((done,), ())


async def _tell(app: Program, action: str, done: Batch, values: Mapping[str, Any]) -> None:
    told = steps.outcome(action, [each.ref for each in done.done], done.refused, values)
    if done.done:
        app.last_step = LastStep(action, values)
    app.floor_screen.acted(action, done)
    app.status(told)
    await app.refresh_floor()
    if action == "claim":
        await _warn(app, told)


async def _pull_next(app: Program) -> None:
    found = await app.work.write(dispatch.next_case, app.actor, claim=True)
    if found is None:
        app.status(_("No case waits that you may take."))
        return
    complaint, reason = found
    await _point_out(app, reason, complaint.ref)
    await _warn(app, reason)


async def _point_out(app: Program, told: str, ref: str) -> None:
    app.status(told)
    await app.refresh_floor()
    app.floor_screen.point_at(ref)


async def _warn(app: Program, told: str) -> None:
    warning = await app.work.read(dispatch.claim_warning, app.actor)
    if warning:
        app.status(f"{told} {warning}")
