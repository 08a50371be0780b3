"""An incident from the command line: opened, cases grouped under it, answered in one go, closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.cli.conftest import Run

Case = Callable[..., str]
REPLY = ("--channel", "phone", "--text", "Mended", "--actions", "Restarted", "--category", "outage")


def test_one_reply_goes_to_all_that_are_in_handling(
    cstui: Run, done: Run, read: Callable[..., Any], case: Case
) -> None:
    taken, waiting = case("No line"), case("No line either")
    done("complaint", "claim", taken)
    opened = read("incident", "open", "Line down")
    done("incident", "add", opened["id"], taken, waiting)
    answered = cstui("incident", "respond", opened["id"], *REPLY, "-o", "jsonl")
    assert (answered.exit_code, json.loads(answered.stdout)["ref"]) == (1, taken)
    assert waiting in answered.stderr
    assert read("complaint", "show", taken)["state"] == "responded"
    assert read("complaint", "show", waiting)["state"] == "registered"
    assert done("incident", "close", opened["id"]).stdout
