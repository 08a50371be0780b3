"""Stretches of time: what two share, and when a shift is on duty: a break that has its place parts it in two.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

Span = tuple[datetime, datetime]


class Timed(Protocol):
    """What has the times of a shift; ``break_at`` is None where its break lies nowhere in particular."""

    @property
    def start(self) -> datetime | None:
        """When it begins, None on a rest day."""
        ...

    @property
    def end(self) -> datetime | None:
        """When it ends, None on a rest day."""
        ...

    @property
    def break_minutes(self) -> int:
        """How long its break is."""
        ...

    @property
    def break_at(self) -> datetime | None:
        """When its break begins."""
        ...


def stretches(shift: Timed, least: int = 1) -> list[Span]:
    """Return from when to when a shift is on duty: nothing on a rest day, both sides of a placed break.

    A break of less than ``least`` minutes parts nothing.
    """
    if shift.start is None or shift.end is None:
        return []
    if shift.break_at is None or shift.break_minutes < least:
        return [(shift.start, shift.end)]
    return [(shift.start, shift.break_at), (shift.break_at + timedelta(minutes=shift.break_minutes), shift.end)]


def minutes(spans: Iterable[Span]) -> int:
    """Return the whole minutes of stretches that do not overlap."""
    return int(sum((end - start).total_seconds() for start, end in spans)) // 60


def within(spans: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """Return what of some stretches lies in [start, end]."""
    return [(max(begun, start), min(ended, end)) for begun, ended in spans if begun < end and ended > start]


def shared(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return what of some stretches lies in others that do not overlap."""
    kept = list(spans)
    return [span for other in others for span in within(kept, *other)]
