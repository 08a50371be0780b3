"""Facts of people for the tests of levels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cstui.floor import accounts, complaints
from db.connection import database
from tests.conftest import Floor

NOON = datetime(2026, 3, 16, 4, tzinfo=UTC)  # noon in Shanghai
TODAY = date(2026, 3, 16)

Closed = Callable[..., str]


def statements(call: Callable[[], object]) -> int:
    """Return how many statements a call sends to the store."""
    sent: list[str] = []
    database.connection().set_trace_callback(sent.append)
    call()
    database.connection().set_trace_callback(None)
    return len(sent)


@pytest.fixture
def closed(floor: Floor) -> Closed:
    """``closed(login, at, stars, about, late)`` leads a case of a person to its end and returns its reference."""

    def make(
        login: str = "li.na",
        at: datetime = NOON,
        *,
        stars: int | None = None,
        about: str | None = None,
        late: timedelta = timedelta(),
    ) -> str:
        values: dict[str, Any] = {"subject": "x", "team": "floor"} | ({"respondent": about} if about else {})
        ref = complaints.add(floor.boss, values, now=at).ref
        complaints.take(floor.boss, ref, "assign", {"to": login}, now=at)
        owner, end = accounts.find_actor(login), at + late
        complaints.take(
            floor.boss,
            ref,
            "respond",
            {"channel": "phone", "text": "x", "actions": "x", "category": "billing"},
            now=end,
        )
        rated = {} if stars is None else {"satisfaction": str(stars)}
        complaints.take(owner, ref, "close", {"accepted": True, **rated}, now=end)
        return ref

    return make
