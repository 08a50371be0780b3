"""What can be wrong with the store's file, told apart once for everybody above."""

from __future__ import annotations

import errno
from typing import Literal

import peewee
from peewee import sqlite3  # type: ignore[attr-defined]

Cause = Literal[
    "missing",
    "exists",
    "locked",
    "damaged",
    "foreign",
    "newer",
    "older",
    "full",
    "readonly",
    "network",
    "sqlite",
    "unreadable",
    "target",
]


class StoreFault(Exception):
    """A fault of the store: ``cause`` is its kind, ``about`` the file or a number it concerns."""

    def __init__(self, cause: Cause, about: str = "") -> None:
        super().__init__(f"{cause}: {about}")
        self.cause: Cause = cause
        self.about = about


# What a store may raise; the raw connection is used beside Peewee's, which wraps its own errors only.
RAISED = (StoreFault, peewee.DatabaseError, sqlite3.Error, OSError)

# SQLite says these in words only; pysqlite hands on no code for most of them.
_WORDS: tuple[tuple[str, Cause], ...] = (
    ("database is locked", "locked"),
    ("database table is locked", "locked"),
    ("locking protocol", "locked"),
    ("database or disk is full", "full"),
    ("readonly database", "readonly"),
    ("disk image is malformed", "damaged"),
    ("file is not a database", "foreign"),
    ("disk i/o error", "unreadable"),
    ("unable to open", "unreadable"),
)


def fault_of(error: Exception, about: str = "") -> StoreFault | None:
    """Return the fault behind a database or operating-system error, None when it is something else."""
    if isinstance(error, StoreFault):
        return error
    if isinstance(error, OSError):
        causes: dict[int | None, Cause] = {errno.ENOSPC: "full", errno.EROFS: "readonly", errno.ENOENT: "missing"}
        return StoreFault(causes.get(error.errno, "unreadable"), about or str(error.filename or ""))
    if isinstance(error, peewee.DatabaseError | sqlite3.Error):
        words = str(error).lower()
        return next((StoreFault(cause, about) for phrase, cause in _WORDS if phrase in words), None)
    return None
