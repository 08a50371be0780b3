"""When a screen is at rest: nothing is under way that could still change what it shows.

A test that presses a key, or takes a picture, while a reading is under way depends on how quick the machine is.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from cstui.tui import live
from cstui.tui.app import CstuiApp
from cstui.tui.live import Live
from cstui.tui.screens import intake, levels, queue, reports
from cstui.tui.work import Work

PATIENCE_SECONDS = 60.0  # a loaded machine is slow, not broken


class Pace:
    """What the program does beside its loop, told to ``rest``; its waiting for people and for quiet is cut short."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(live, "POLL_SECONDS", 0.01)
        patch.setattr(queue, "FIGURES_SECONDS", 0.0)
        patch.setattr(queue, "SETTLE_SECONDS", 0.0)
        patch.setattr(intake, "PAUSE_SECONDS", 0.01)
        patch.setattr(levels, "RESTS", 0)
        patch.setattr(reports, "RESTS", 0)
        patch.setattr(CstuiApp, "NOTIFICATION_TIMEOUT", 600)
        for editor in (Input, TextArea):  # a tick that is on its way cannot be called back: none may begin
            patch.setattr(vars(editor)["cursor_blink"], "_default", False)
        start, wait = Work._start, Live._wait

        def counted_start(work: Work, *given: Any) -> Any:
            future = start(work, *given)
            work.__dict__.setdefault("begun", []).append(future)
            return future

        def counted_wait(looking: Live) -> None:
            looking.__dict__["looks"] = _looks(looking) + 1
            wait(looking)

        patch.setattr(Work, "_start", counted_start)
        patch.setattr(Live, "_wait", counted_wait)


async def rest(pilot: Pilot[Any]) -> None:
    """Wait until no call to the store is under way, and the live refresh has looked twice since the last one ended."""
    app, anchor, until = pilot.app, (-1, 0), monotonic() + PATIENCE_SECONDS
    assert isinstance(app, CstuiApp)
    looking = app._live
    while app.is_running and not app._exit:
        await pilot.pause()
        begun = app.work.__dict__.get("begun", [])
        if looking._busy or not all(call.done() for call in begun) or anchor[0] != len(begun):
            anchor = (len(begun), _looks(looking))
        elif looking._over or _looks(looking) >= anchor[1] + 2:
            return
        assert monotonic() < until, "the screens are never at rest"


def _looks(looking: Live) -> int:
    return int(looking.__dict__.get("looks", 0))
