"""Column types of our own: how Python values lie in the store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import peewee

# A limit that does not exist sorts behind all others: 9999-12-31T23:59:59Z.
NEVER = 253_402_300_799


def epoch(at: datetime) -> int:
    """Return an aware instant as whole seconds since 1970 (UTC)."""
    return int(at.timestamp())


def instant(seconds: int | None) -> datetime | None:
    """Return the aware UTC instant of ``seconds``; None for None and for NEVER."""
    if seconds is None or seconds >= NEVER:
        return None
    return datetime.fromtimestamp(seconds, UTC)


class InstantField(peewee.IntegerField):
    """An aware datetime kept as whole UTC seconds, so that ranges are cheap and exact."""

    def db_value(self, value: Any) -> Any:
        """Return the stored seconds of a datetime; numbers pass."""
        return epoch(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        """Return the aware datetime of stored seconds; None for NEVER."""
        return instant(value)


class DayField(peewee.TextField):
    """A date of the floor's zone, kept as ISO 8601 text, which sorts as dates do."""

    def db_value(self, value: Any) -> Any:
        """Return the stored text of a date; text passes."""
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> Any:
        """Return the date behind stored text."""
        return None if value is None else date.fromisoformat(value)


class WordsField(peewee.TextField):
    """A small set of words kept as one sorted, comma-separated text."""

    def db_value(self, value: Any) -> Any:
        """Return the stored text of an iterable of words; text passes."""
        if value is None or isinstance(value, str):
            return value
        return ",".join(sorted(set(value)))

    def python_value(self, value: Any) -> Any:
        """Return the words as a frozenset."""
        return frozenset(words(value))


class JsonField(peewee.TextField):
    """A small JSON object."""

    def db_value(self, value: Any) -> Any:
        """Return canonical JSON of a mapping; text passes."""
        return value if value is None or isinstance(value, str) else canonical(value)

    def python_value(self, value: Any) -> Any:
        """Return the object behind stored JSON."""
        return None if value is None else json.loads(value)


def words(value: str | None) -> Iterable[str]:
    """Return the words of a stored comma-separated text."""
    return (word for word in (value or "").split(",") if word)


_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, Unicode as it is."""
    return _CANONICAL.encode(value)
