"""What every benchmark shares: options, turn-by-turn runs, child processes measured, the table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from .terminal import peak_memory

T = TypeVar("T")


class Options(NamedTuple):
    """How large and how often; ``folder`` holds all files."""

    rows: int
    open_share: float
    repeat: int
    folder: Path


class Ratio(NamedTuple):
    """One line of the table: a figure of ours and of a peer, their ratio as ``what`` names it, and the goal."""

    goal_number: int
    what: str
    ours: str
    peer: str
    ratio: float
    goal: str


class Ran(NamedTuple):
    """A child process: seconds on the clock, and its largest resident size in MB."""

    seconds: float
    memory: float


def cstui(*words: str) -> list[str]:
    """Return the command line of the installed cstui of this interpreter."""
    script = Path(sys.executable).with_name("cstui")
    return [str(script), *words] if script.exists() else [sys.executable, "-m", "cstui", *words]


def spawn(command: Sequence[str], *, stdin: Path | None = None, stdout: Path | None = None) -> Ran:
    """Run a command to its end and measure it; raises RuntimeError with its complaint when it fails."""
    peak = [0.0]
    over = threading.Event()
    began = time.perf_counter()
    with open(stdin or os.devnull, "rb") as source, open(stdout or os.devnull, "wb") as target:
        child = subprocess.Popen(command, stdin=source, stdout=target, stderr=subprocess.PIPE)
        watch = threading.Thread(target=_watch_memory, args=(child.pid, peak, over))
        watch.start()
        _, told = child.communicate()
    seconds = time.perf_counter() - began
    over.set()
    watch.join()
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {child.returncode}\n{told.decode(errors='replace')}")
    return Ran(seconds, peak[0])


def _watch_memory(pid: int, peak: list[float], over: threading.Event) -> None:
    while not over.wait(0.02):
        peak[0] = max(peak[0], peak_memory(pid))


def take_turns(runs: Mapping[str, Callable[[], T]], turns: int) -> dict[str, list[T]]:
    """Call every run once to warm up, then once a turn, so that a slow minute of the machine hits all alike."""
    results: dict[str, list[T]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(turns):
        for name, run in runs.items():
            results[name].append(run())
    return results


def median_seconds(ran: Sequence[Ran]) -> float:
    """Return the median time on the clock, in seconds."""
    return statistics.median(each.seconds for each in ran)


def median_memory(ran: Sequence[Ran]) -> float:
    """Return the median of the largest resident sizes, in MB."""
    return statistics.median(each.memory for each in ran)


def shown(seconds: float) -> str:
    """Return a duration in the unit that fits it."""
    if seconds >= 2:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.{0 if seconds >= 0.1 else 1}f} ms"


def table(ratios: Sequence[Ratio]) -> str:
    """Return the ratios as an aligned table."""
    head = ("#", "what", "ours", "peer", "ratio", "goal")
    rows = [head] + [(str(r.goal_number), r.what, r.ours, r.peer, f"{r.ratio:.2f}", r.goal) for r in ratios]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
