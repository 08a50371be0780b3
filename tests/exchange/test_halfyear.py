"""The half-year file: which complaints, which columns, and nothing about any person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine

from cstui.errors import BadInput, Refused
from cstui.exchange.exports import export_halfyear
from cstui.floor import complaints, undo

JUNE = datetime(2026, 6, 29, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
PERSON = {
    "customer_name": "欧阳娜娜", "customer_phone": "13812341234", "customer_id": "K-77", "subject": "SECRET subject",
    "narrative": "SECRET facts", "respondent": "zhang.wei", "category": "billing", "region": "上海",
}  # fmt: skip
REPLY = {"channel": "phone", "text": "SECRET reply", "actions": "SECRET"}
EXTEND = {"clock": "statutory", "span": "30d", "approver": "boss", "reason": "SECRET", "notice": "SECRET"}


@pytest.fixture(autouse=True)
def june() -> Iterator[Any]:
    """The clock stands at the end of June; the fixture moves it."""
    with time_machine.travel(JUNE, tick=False) as clock:
        yield clock


def rows(actor: Any, half: str) -> list[dict[str, str]]:
    stream = io.BytesIO()
    count = export_halfyear(actor, stream, half=half, format="csv")
    found = list(csv.DictReader(io.StringIO(stream.getvalue().decode())))
    assert count == len(found)
    return found


def test_a_case_is_in_every_half_year_in_which_it_was_open(floor: Any, june: Any) -> None:
    ref = complaints.add(floor.boss, PERSON | {"team": "cards"}).ref
    complaints.take(floor.stranger, ref, "claim")
    complaints.take(floor.stranger, ref, "extend", EXTEND)
    june.move_to(JUNE + timedelta(days=4))  # 3 July
    complaints.take(floor.stranger, ref, "respond", REPLY | {"redress_amount": "12.50", "redress_kind": "refund"})
    complaints.take(floor.stranger, ref, "close", {"accepted": True, "satisfaction": "5"})
    common = {
        "complaint_id": ref, "received": "2026-06-29", "channel": "phone", "category": "billing", "extension": "yes",
        "region": "上海",
    }  # fmt: skip
    assert rows(floor.boss, "2026H1") == [
        common | {"closed": "", "days_open": "1", "outcome": "open", "redress_amount": "", "redress_kind": ""}
    ]
    assert rows(floor.boss, "2026H2") == [
        common
        | {
            "closed": "2026-07-03",
            "days_open": "4",
            "outcome": "closed",
            "redress_amount": "12.50",
            "redress_kind": "refund",
        }
    ]
    assert rows(floor.boss, "2025H2") == rows(floor.boss, "2027H1") == []


def test_an_open_case_counts_its_days_until_today(floor: Any, june: Any) -> None:
    complaints.add(floor.lead, PERSON)
    june.move_to(JUNE + timedelta(days=1, hours=13))  # 1 July, 23:00 at the floor
    assert [row["days_open"] for row in rows(floor.boss, "2026H1")] == ["1"]
    june.shift(timedelta(hours=2))
    assert [row["days_open"] for row in rows(floor.boss, "2026H2")] == ["2"]


def test_what_was_undone_or_merged_is_not_told(floor: Any) -> None:
    first, second = (complaints.add(floor.lead, PERSON).ref for _case in range(2))
    complaints.take(floor.lead, second, "merge", {"into": first, "reason": "the same", "notice": "told"})
    complaints.take(floor.agent, first, "claim")
    complaints.take(floor.agent, first, "respond", REPLY | {"redress_amount": "9", "redress_kind": "credit"})
    undo.undo(floor.agent)
    (row,) = rows(floor.boss, "2026H1")
    assert (row["complaint_id"], row["redress_amount"], row["extension"]) == (first, "", "no")


def test_no_word_about_a_person_leaves_the_floor(floor: Any, tmp_path: Path) -> None:
    ref = complaints.add(floor.lead, PERSON).ref
    complaints.take(floor.agent, ref, "claim")
    complaints.take(floor.agent, ref, "respond", REPLY)
    export_halfyear(floor.boss, tmp_path / "half.csv", half="2026H1")
    text = (tmp_path / "half.csv").read_text("utf-8")
    for word in ("SECRET", "13812341234", "1234", "欧阳", "K-77", "zhang.wei", "li.na"):
        assert word not in text
    export_halfyear(floor.boss, tmp_path / "half.xlsx", half="2026H1")
    head, row = openpyxl.load_workbook(tmp_path / "half.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["complaint_id"] == ref


def test_a_lead_exports_the_own_team_and_an_agent_nothing(floor: Any) -> None:
    ours = complaints.add(floor.lead, PERSON).ref
    theirs = complaints.add(floor.lead, PERSON).ref
    complaints.take(floor.boss, theirs, "transfer", {"to": "cards", "reason": "theirs"})
    assert [row["complaint_id"] for row in rows(floor.lead, "2026H1")] == [ours]
    assert [row["complaint_id"] for row in rows(floor.auditor, "2026H1")] == [ours, theirs]
    with pytest.raises(Refused):
        rows(floor.agent, "2026H1")
    with pytest.raises(BadInput):
        rows(floor.boss, "2026Q3")
