"""Crash files: where an error of our own happened, and nothing of what it was about.

A traceback's values and messages may hold a customer's words, so a crash file
keeps the types of the errors and the places they passed, and no more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from . import __version__
from .paths import state_dir


def record(error: BaseException) -> Path | None:
    """Write a crash file (0600) to the user's state directory; None where that cannot be done."""
    try:
        folder = state_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(describe(error))
    except OSError:
        return None
    return target


def describe(error: BaseException) -> str:
    """Return the types of an error and of its causes with the places they passed, free of any value."""
    head = f"cstui {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    return "\n".join([head, *_chain(error)]) + "\n"


def _chain(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        yield from _places(error.__traceback__)
        error = error.__cause__ or error.__context__


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
