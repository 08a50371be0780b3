"""A progress bar for long work: on a terminal only, and on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat

import click

Progress = Callable[[int, int | None], None]


@contextmanager
def progress(label: str) -> Iterator[Progress | None]:
    """Give what the work calls now and then with the rows done and their total, if known."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[click._termui_impl.ProgressBar[None]] = []

        def step(done: int, total: int | None) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(repeat(None), total, label, file=sys.stderr)))
            bars[0].update(max(done - bars[0].pos, 0))

        yield step
