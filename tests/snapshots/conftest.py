"""What the pictures share: a frozen Thursday afternoon, two sizes, two languages, one complaint with a past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cstui.floor import complaints
from cstui.i18n import set_language
from tests.resting import Pace
from tests.snapshots.posing import HOSTILE, SIZES, THURSDAY


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """Stop the clock before the floor is made."""
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Let every picture see when the screens are at rest."""
    return Pace(monkeypatch)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    """Speak each language in turn."""
    set_language(request.param)
    return str(request.param)


@pytest.fixture(params=SIZES, ids=["80x24", "160x50"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Draw at each size in turn."""
    width, height = request.param
    return width, height


@pytest.fixture
def ref(floor: Any) -> str:
    """A complaint with a past, a broken promise and a hostile customer; a second one by the same caller."""
    values = {
        "customer_phone": "13812341234", "customer_name": "张三", "customer_id": "K1024", "category": "billing",
        "subject": "五月账单重复扣款", "narrative": f"I was charged twice and nobody called back.\n{HOSTILE}",
        "remedy": "退款", "severity": "major", "promised_at": "+4h", "region": "上海",
    }  # fmt: skip
    for hours, action, given in (
        (5, "", values),
        (4.5, "verify", {"checked": "the bill of May", "finding": f"charged twice {HOSTILE}"}),
        (4, "register", {"severity": "major", "category": "billing"}),
        (3.5, "claim", {}),
        (1, "coordinate", {"parties": "Accounts", "note": "refund today", "next_at": "tomorrow 9:00"}),
    ):
        with time_machine.travel(THURSDAY - timedelta(hours=hours), tick=False):
            if action:
                complaints.take(floor.agent, "C-000001", action, given)
            else:
                assert complaints.add(floor.agent, given).ref == "C-000001"
    return "C-000001"
