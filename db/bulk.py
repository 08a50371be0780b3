"""The raw path for many rows at once: ``executemany`` on Peewee's own connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .connection import database

_ROOM = -65_536  # KB of pages, as the pragma wants them


@contextmanager
def roomy() -> Iterator[None]:
    """Let this thread's connection keep 64 MB of pages meanwhile: many new rows touch every index all over."""
    usual = database.pragma("cache_size")
    database.pragma("cache_size", _ROOM)
    try:
        yield
    finally:
        database.pragma("cache_size", usual)


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows inside the open transaction; values are stored as they are. Return how many."""
    marks = ",".join("?" * len(columns))
    cursor = database.connection().executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)
    return int(cursor.rowcount)


def next_id(table: str) -> int:
    """Return the id that the next row of an AUTOINCREMENT table gets; hold the write lock while using it."""
    row = database.connection().execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return (row[0] if row else 0) + 1


def rows_by(
    table: str, columns: Sequence[str], key: str, values: Sequence[Any], where: str = "1"
) -> list[tuple[Any, ...]]:
    """Return the rows whose ``key`` is among ``values``, asked for in chunks of 500."""
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(values), 500):
        chunk = values[start : start + 500]
        marks = ",".join("?" * len(chunk))
        sql = f"SELECT {','.join(columns)} FROM {table} WHERE {where} AND {key} IN ({marks})"
        found += database.connection().execute(sql, chunk).fetchall()
    return found


def update(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the columns of rows by id inside the open transaction; each row is (values…, id)."""
    marks = ",".join(f"{column} = ?" for column in columns)
    database.connection().executemany(f"UPDATE {table} SET {marks} WHERE id = ?", rows)
