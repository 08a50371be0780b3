"""Goals 2 and 4: when the queue shows its first real rows, and what memory that took, over Textual's hello."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from .floors import floor
from .frame import Options, Ran, Ratio, cstui, median_memory, median_seconds, shown, take_turns
from .terminal import Terminal

HELLO = [sys.executable, "-m", "benchmarks.peers.hello"]
ROW = rb"C-\d{6}"
FEW = 1_000


def _until(command: list[str], pattern: bytes) -> Callable[[], Ran]:
    def once() -> Ran:
        with Terminal(command) as terminal:
            seconds = terminal.shown(pattern) - terminal.began
            return Ran(seconds, terminal.memory())

    return once


def run(options: Options) -> list[Ratio]:
    """Measure from the start of the process to the first row in the terminal."""
    many, few = floor(options, options.rows), floor(options, FEW)
    runs = {
        "hello": _until(HELLO, b"Hello"),
        "many": _until(queue_of(many), ROW),
        "few": _until(queue_of(few), ROW),
    }
    ran = take_turns(runs, options.repeat)
    seconds = {name: median_seconds(each) for name, each in ran.items()}
    memory = {name: median_memory(each) for name, each in ran.items()}
    pairs = [many_few.seconds / fewer.seconds for many_few, fewer in zip(ran["many"], ran["few"], strict=True)]
    named = f"{options.rows:,}"
    return [
        Ratio(2, f"first rows of {named} over Textual's hello", shown(seconds["many"]), shown(seconds["hello"]),
              seconds["many"] / seconds["hello"], "≤ 1.15"),
        Ratio(2, f"first rows of {named} over {FEW:,} rows", shown(seconds["many"]), shown(seconds["few"]),
              statistics.median(pairs), "≤ 1.05"),
        Ratio(4, f"memory at {named} over Textual's hello", f"{memory['many']:.0f} MB", f"{memory['hello']:.0f} MB",
              memory["many"] / memory["hello"], "≤ 1.3"),
    ]  # fmt: skip


def queue_of(store: Path) -> list[str]:
    return cstui("--db", str(store))
