"""Copies of the store: made from one snapshot, verified by content, brought back whole."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from peewee import sqlite3  # type: ignore[attr-defined]

from .connection import APPLICATION_ID, SCHEMA, database
from .faults import StoreFault

# The search index and tables of SQLite itself are derived; they are copied but not compared.
_TABLES = ("setting", "team", "agent", "customer", "complaint", "form", "draft", "event", "tally")


def copy_to(target: Path) -> str:
    """Copy the open store into a new file (0600) and return the hash of its content.

    Raises StoreFault: exists, or damaged when the copy does not hold what the store holds.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    except FileExistsError as error:
        raise StoreFault("exists", str(target)) from error
    source = database.connection()
    copy = sqlite3.connect(str(target))
    try:
        source.execute("BEGIN")  # one snapshot for the copy and for the comparison
        source.backup(copy)
        kept, copied = content_hash(source), content_hash(copy)
        copy.execute("PRAGMA journal_mode = delete")
    finally:
        source.execute("ROLLBACK")
        copy.close()
    if kept != copied:
        raise StoreFault("damaged", str(target))
    return kept


def bring_back(source: Path) -> None:
    """Replace the content of the open store by that of a copy, in one step that others see whole.

    Raises StoreFault when the copy is missing, not a floor, newer, or damaged.
    """
    if not source.is_file():
        raise StoreFault("missing", str(source))
    copy = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        _check(copy, source)
        copy.backup(database.connection())
    except sqlite3.DatabaseError as error:
        raise StoreFault("damaged", str(source)) from error
    finally:
        copy.close()


def content_hash(connection: Any) -> str:
    """Return SHA-256 over every row of every table of our own, in order of its key."""
    running = hashlib.sha256()
    for table in _TABLES:
        running.update(table.encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
            running.update(repr(row).encode())
    return running.hexdigest()


def _check(copy: Any, source: Path) -> None:
    if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreFault("foreign", str(source))
    schema = copy.execute("PRAGMA user_version").fetchone()[0]
    if schema > SCHEMA:
        raise StoreFault("newer", f"{source}: {schema} > {SCHEMA}")
    if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise StoreFault("damaged", str(source))
