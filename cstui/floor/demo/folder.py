"""The demo's own folder: made for one run, gone after it, and nothing of the user's is read or written meanwhile."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .. import store
from .arrivals import Arrivals
from .staging import SEED, stage

# Where cstui, and the libraries it asks for such places, look for what belongs to the user.
_PLACES = {
    "CSTUI_DB": "floor.db",
    "CSTUI_CONFIG": "config",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo floor that stands: its file, who opens it, and what makes things happen on it."""

    path: Path
    login: str
    arrivals: Arrivals


@contextmanager
def demo_floor(*, now: datetime | None = None, seed: int = SEED) -> Iterator[Demo]:
    """Offer a fresh demo floor, open, in a folder (0700) of its own that is removed at the end.

    The folder also goes when a signal or an error ends the block, or the interpreter ends.
    """
    folder = Path(tempfile.mkdtemp(prefix="cstui-demo-"))
    atexit.register(_remove, folder)
    try:
        with _moved_in(folder):
            path = folder / _PLACES["CSTUI_DB"]
            staged = stage(path, now=now, seed=seed)
            yield Demo(path, staged.login, Arrivals(staged))
    finally:
        store.close_floor()
        _remove(folder)
        atexit.unregister(_remove)


@contextmanager
def _moved_in(folder: Path) -> Iterator[None]:
    """Let every place of the user's lie in the folder for the block."""
    before = {name: os.environ.get(name) for name in _PLACES}
    os.environ.update({name: str(folder / place) for name, place in _PLACES.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _remove(folder: Path) -> None:
    """Remove the folder; should an error of our own have left a report in it, that alone stays to be sent."""
    if any((folder / _PLACES["XDG_STATE_HOME"]).rglob("crash-*.txt")):
        doomed = [entry for entry in folder.iterdir() if entry.name != _PLACES["XDG_STATE_HOME"]]
    else:
        doomed = [folder]
    for _attempt in range(10):  # a reader that still runs may make a file once more
        for path in doomed:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        if not any(path.exists() for path in doomed):
            return
        time.sleep(0.02)
