"""Three-valued logic of Kleene: met, unmet, and unknown, which never passes for met."""

from __future__ import annotations

from collections.abc import Iterable

from .views import MET, UNKNOWN, UNMET


def every(statuses: Iterable[str]) -> str:
    """Return met when all are met, unmet when one is unmet, else unknown."""
    found = set(statuses)
    if UNMET in found:
        return UNMET
    return UNKNOWN if UNKNOWN in found else MET


def some(statuses: Iterable[str]) -> str:
    """Return met when one is met, unmet when all are unmet, else unknown."""
    found = set(statuses)
    if MET in found:
        return MET
    return UNKNOWN if UNKNOWN in found else UNMET
