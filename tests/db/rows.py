"""Complaints written straight into the table, for tests that need many of every kind."""

from __future__ import annotations

import random
from typing import Any

from cstui.floor import store
from cstui.floor.views import OPEN_STATES, SEVERITIES, STATES
from db import bulk
from db.fields import NEVER

NOW = 1_780_000_000


def random_rows(seed: int, count: int, *, teams: int = 2, agents: int = 3) -> list[dict[str, Any]]:
    """Return complaints of every state with many ties, so that each part of an order decides somewhere."""
    dice = random.Random(seed)
    return [_row(dice, number, teams, agents) for number in range(1, count + 1)]


def write(rows: list[dict[str, Any]]) -> None:
    """Write such rows in one transaction."""
    with store.transaction():
        bulk.insert("complaint", list(rows[0]), [tuple(row.values()) for row in rows])


def _row(dice: random.Random, number: int, teams: int, agents: int) -> dict[str, Any]:
    state = dice.choice(STATES)
    ended = state not in OPEN_STATES
    near = NOW + 600 * dice.randrange(-3, 4)
    return {
        "id": number,
        "team_id": dice.randrange(1, teams + 1),
        "state": state,
        "open": not ended,
        "severity": dice.randrange(len(SEVERITIES)),
        "channel": dice.choice(("phone", "web")),
        "subject": f"case {number}",
        "narrative": dice.choice(("退款", "refund", "重复扣款")),
        "policy": "retail",
        "assignee_id": dice.choice((None, *range(1, agents + 1))),
        "received_at": NOW - 86_400 * dice.randrange(1, 4),
        "due_at": NEVER if ended or dice.random() < 0.2 else near,
        "statutory_at": NEVER if ended or dice.random() < 0.6 else near,
        "resumes_at": None,
        "breached": dice.random() < 0.3,
        "closed_at": NOW - 3_600 * dice.randrange(0, 4) if ended else None,
        "satisfaction": dice.choice((None, 1, 5)),
        "created_at": NOW,
        "updated_at": NOW,
    }
