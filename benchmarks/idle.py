"""Goal 8: what an idle queue with live refresh costs, and how soon a change made elsewhere is on the screen."""

from __future__ import annotations

import os
import pwd
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from cstui.floor import accounts, complaints
from cstui.floor.store import close_floor, open_floor

from .first_rows import HELLO, ROW, queue_of
from .floors import floor
from .frame import Options, Ratio, shown, take_turns
from .terminal import Terminal

SETTLE, WINDOW = 2.0, 6.0
CHANGES = 15


def _idle(command: list[str], pattern: bytes) -> Callable[[], float]:
    def once() -> float:
        with Terminal(command) as terminal:
            terminal.shown(pattern)
            terminal.rest(SETTLE)
            before = terminal.cpu()
            terminal.rest(WINDOW)
            return (terminal.cpu() - before) / WINDOW

    return once


def run(options: Options) -> list[Ratio]:
    """Measure both; the change is a complaint added through the floor by this process."""
    large = floor(options, options.rows)
    shares = take_turns({"ours": _idle(queue_of(large), ROW), "hello": _idle(HELLO, b"Hello")}, 3)
    ours, hello = statistics.median(shares["ours"]), statistics.median(shares["hello"])
    seen = statistics.median(_latencies(floor(options._replace(open_share=1.0), 10)))
    return [
        Ratio(8, "CPU of an idle queue with live refresh over an idle Textual hello", f"{ours:.2%} of a core",
              f"{hello:.2%} of a core", ours / hello, "≤ 1.5"),
        Ratio(8, "a change elsewhere on the screen, over 350 ms", shown(seen), shown(0.35), seen / 0.35, "≤ 1"),
    ]  # fmt: skip


def _latencies(store: Path) -> list[float]:
    """Return for each change the seconds from its commit to its text on the terminal."""
    open_floor(store)
    actor = accounts.find_actor(pwd.getpwuid(os.getuid()).pw_name)
    waits = []
    with Terminal(queue_of(store)) as terminal:
        terminal.shown(ROW)
        for number in range(CHANGES):
            terminal.rest(0.37 + number * 0.017)  # never in step with the polling
            terminal.forget()
            mark = f"Change{number:03d}"
            complaints.add(actor, {"subject": mark, "channel": "phone", "severity": "critical"})
            committed = time.perf_counter()
            waits.append(terminal.shown(mark.encode()) - committed)
    close_floor()
    return waits
