"""The open floor: its settings, its time, its transactions; faults of the file told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from db import connection
from db.faults import RAISED, Cause, StoreFault, fault_of
from db.models import Setting

from ..errors import StoreProblem
from ..i18n import N_, _

_WORDS: dict[Cause, tuple[str, str]] = {
    "missing": (N_("There is no floor at {about}"), N_("Make one with `cstui init`, or name another with --db.")),
    "exists": (N_("There is a file at {about} already"), N_("Name another place with --db.")),
    "locked": (
        N_("The store stayed locked for 5 seconds: {about}"),
        N_("Someone holds a long write; try again in a moment. Nothing was changed."),
    ),
    "damaged": (
        N_("The store is damaged: {about}"),
        N_("See `cstui db check`, then bring a backup in with `cstui db restore`."),
    ),
    "foreign": (N_("This is not a cstui floor: {about}"), N_("Name the right file with --db.")),
    "newer": (N_("The store was written by a newer cstui: {about}"), N_("Update this program first.")),
    "older": (N_("The store needs an update: {about}"), N_("Run `cstui db migrate`; it keeps a backup beside it.")),
    "full": (N_("The disk is full: {about}"), N_("Nothing was changed. Make room and do it again.")),
    "readonly": (N_("The store may not be written: {about}"), N_("See who owns the file and its folder.")),
    "network": (
        N_("The store lies on a network file system: {about}"),
        N_("Several processes cannot share it safely there; put it on a local disk."),
    ),
    "sqlite": (
        N_("SQLite {about} is too old for several writers"),
        N_("cstui needs SQLite 3.51.3 or newer: install the package pysqlite3."),
    ),
    "unreadable": (
        N_("The store cannot be read or written: {about}"),
        N_("See that the file and its folder belong to you, and that the disk has room."),
    ),
    "target": (N_("No copy can be made at {about}"), N_("Name a folder that exists and that you may write to.")),
}


class Settings(NamedTuple):
    """What was chosen at ``init``: names of the policy pack and calendar, and the floor's zone."""

    policy: str
    calendar: str
    timezone: str


def told(fault: StoreFault) -> StoreProblem:
    """Return the fault as an error a person can act on."""
    title, advice = _WORDS[fault.cause]
    return StoreProblem(_(title).format(about=fault.about), _(advice), fault.cause)


def problem_of(error: Exception) -> StoreProblem | None:
    """Return the store's fault behind an error as one a person can act on, None when it is something else."""
    fault = fault_of(error, str(connection.database.database or ""))
    return told(fault) if fault else None


@contextmanager
def translated() -> Iterator[None]:
    """Turn faults of the store into StoreProblem."""
    try:
        yield
    except RAISED as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from error


def open_floor(path: Path) -> None:
    """Open an existing floor; raises StoreProblem when it is missing, not a floor, older or newer."""
    settings.cache_clear()
    with translated():
        connection.open_store(path)


def close_floor() -> None:
    """Close this thread's connection to the floor."""
    settings.cache_clear()
    connection.close_store()


@contextmanager
def transaction() -> Iterator[None]:
    """Hold the write lock for one action; inside another one it is a savepoint of it."""
    with translated(), connection.transaction():
        yield


@contextmanager
def reading() -> Iterator[None]:
    """Give this thread a connection for the block; raises StoreProblem on faults."""
    with translated(), connection.reading():
        yield


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def change_mark() -> int:
    """Return a number that moves whenever another connection changed the floor."""
    return connection.data_version()


def path() -> Path:
    """Return the path of the open floor."""
    return connection.store_path()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the floor's settings; they are fixed while it is open."""
    chosen = Setting.select(Setting.key, Setting.value).where(Setting.key.startswith("floor."))
    kept: dict[str, str] = dict(chosen.tuples().iterator())
    return Settings(kept["floor.policy"], kept["floor.calendar"], kept["floor.timezone"])


def zone() -> ZoneInfo:
    """Return the floor's time zone."""
    return ZoneInfo(settings().timezone)
