"""The list's cells: widths in terminal cells, the slack, words for state and severity beside any colour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from cstui.floor.views import OPEN_STATES, SEVERITIES, STATES, Complaint, Customer
from cstui.tui.widgets import columns

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def complaint(**more: Any) -> Complaint:
    values: dict[str, Any] = dict.fromkeys(Complaint._fields)
    values |= {
        "ref": "C-000001",
        "state": "registered",
        "severity": "normal",
        "channel": "phone",
        "subject": "五月账单重复扣款",
        "narrative": "",
        "team": "floor",
        "customer": Customer("张三", "138****1234"),
        "received_at": NOW,
        "overdue": False,
    }
    return Complaint(**(values | more))


@pytest.mark.parametrize("width", [40, 60, 80, 96, 160, 200])
def test_the_columns_fill_the_width_and_no_more(width: int) -> None:
    laid_out = columns.lay_out(width)
    last = laid_out[-1]
    assert last.x + last.width == width
    assert all(one.x + one.width < other.x for one, other in zip(laid_out, laid_out[1:], strict=False))


def test_a_narrow_list_drops_the_owner_first_and_never_reference_and_slack() -> None:
    names = {width: [column.name for column in columns.lay_out(width)] for width in (80, 66, 40)}
    assert names[80] == ["ref", "severity", "due", "state", "customer", "subject", "owner"]
    assert "owner" not in names[66]
    assert {"ref", "due", "subject"} <= set(names[40])


@pytest.mark.parametrize("text", ["五月账单重复扣款", "a五月账单", "plain", "👩‍👩‍👧 family", "", "\t\u202eevil"])
@pytest.mark.parametrize("width", [1, 2, 5, 9, 20])
def test_a_cell_is_cut_to_its_cells(text: str, width: int) -> None:
    assert cell_len(columns.fit(text, width)) == width


def test_every_cell_of_a_row_has_its_width_whatever_a_customer_wrote() -> None:
    hostile = complaint(subject="[/]\x1b[31m\u202e退款" * 40, customer=Customer("\u200b\x07" + "名" * 30))
    for width in (40, 80, 160):
        for cell in columns.cells(hostile, columns.lay_out(width), NOW):
            assert cell_len(cell.text) == cell.width
            assert "\x1b" not in cell.text and "\u202e" not in cell.text and "\u200b" not in cell.text


@pytest.mark.parametrize(
    ("slack", "overdue", "due", "shown"),
    [
        (None, False, None, "-"),
        (-14, True, timedelta(minutes=-14), "-00:14!"),
        (0, True, timedelta(0), "-00:00!"),
        (100, False, timedelta(minutes=100), "+01:40"),
        (1439, False, timedelta(days=2), "+23:59"),
        (1440, False, timedelta(days=2, hours=4), "+2d04"),
        (-9000, True, timedelta(days=-40), "-40d00!"),
        (90000, False, timedelta(days=200), "+200d"),
    ],
)
def test_slack(slack: int | None, overdue: bool, due: timedelta | None, shown: str) -> None:
    case = complaint(slack_minutes=slack, overdue=overdue, due_at=NOW + due if due is not None else None)
    assert columns.due_text(case, NOW) == shown
    assert len(shown) <= 7


def test_every_state_and_severity_has_a_short_word_of_its_own() -> None:
    assert set(columns.STATE_WORDS) == set(STATES) and set(columns.SEVERITY_WORDS) == set(SEVERITIES)
    assert len(set(columns.STATE_WORDS.values())) == len(STATES)
    assert all(len(columns.STATE_WORDS[state]) <= 8 for state in OPEN_STATES)
