"""Drill-down: the filter that selects the complaints behind a row of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from . import store
from .filters import quote
from .reports import Asked


def behind(report: str, row: Any, asked: Asked, *, now: datetime | None = None) -> str | None:
    """Return the filter for a row of a report (named as in REPORTS), None where no list of cases is behind it."""
    select = _SELECT.get(report)
    if select is None:
        return None
    words = select(row, now or store.now())
    return _joined(words, asked._replace(since=None, until=None) if report in _UNBOUND else asked)


def of_cause(code: str, asked: Asked) -> str:
    """Return the filter for the complaints with a root cause."""
    return _joined(("state:all -state:merged", f"cause:{quote(code)}"), asked)


def _joined(words: tuple[str, ...], asked: Asked) -> str:
    team = f"team:{quote(asked.team)}" if asked.team else ""
    since = f"received:>={_stamp(asked.since)}" if asked.since else ""
    until = f"received:<{_stamp(asked.until)}" if asked.until else ""
    return " ".join(word for word in (*words, team, since, until) if word)


def _cause(row: Any, now: datetime) -> tuple[str, ...]:
    return ("state:all -state:merged", f"cause:{quote(row.code)}")


def _category(row: Any, now: datetime) -> tuple[str, ...]:
    return ("state:all -state:merged cause:none", _named("category", row.code))


def _broken(field: str | None) -> Callable[[Any, datetime], tuple[str, ...]]:
    def select(row: Any, now: datetime) -> tuple[str, ...]:
        """Return the filter terms of the cases behind a row."""
        return ("state:all -state:merged breached:yes", _named(field, row.who) if field else "")

    return select


def _rated(row: Any, now: datetime) -> tuple[str, ...]:
    return ("state:all -state:merged -satisfaction:none",)


def _rate(field: str) -> Callable[[Any, datetime], tuple[str, ...]]:
    return lambda row, now: ("state:all -state:merged", _named(field, row.who))


def _aged(row: Any, now: datetime) -> tuple[str, ...]:
    youngest = f"received:<={_stamp(now - timedelta(days=row.from_days))}" if row.from_days else ""
    oldest = f"received:>{_stamp(now - timedelta(days=row.to_days))}" if row.to_days else ""
    return ("state:open", youngest, oldest)


def _waiting(row: Any, now: datetime) -> tuple[str, ...]:
    return ("state:waiting",)


def _period(row: Any, now: datetime) -> tuple[str, ...]:
    return ("state:all -state:merged", f"received:>={_stamp(row.begins_at)}", f"received:<{_stamp(row.ends_at)}")


def _named(field: str, value: str) -> str:
    return f"{field}:{quote(value) if value else 'none'}"


def _stamp(at: datetime) -> str:
    return at.astimezone(store.zone()).isoformat(timespec="seconds")


_SELECT: dict[str, Callable[[Any, datetime], tuple[str, ...]]] = {
    "causes": _cause,
    "categories": _category,
    "limits": _broken(None),
    "limits-team": _broken("team"),
    "limits-category": _broken("category"),
    "limits-agent": _broken("owner"),
    "satisfaction": _rated,
    "rate": _rate("respondent"),
    "rate-team": _rate("team"),
    "backlog": _aged,
    "pauses": _waiting,
    "weeks": _period,
    "years": _period,
}
# Limits count when they were decided and the backlog is that of now: the receipt does not bound them.
_UNBOUND = frozenset(
    {"limits", "limits-team", "limits-category", "limits-agent", "backlog", "pauses", "weeks", "years"}
)
