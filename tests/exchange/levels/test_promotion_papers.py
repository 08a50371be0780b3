"""The papers of a promotion case, and the list of who stands where, as files."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cstui.errors import NotFound, Refused
from cstui.exchange.levels.level_list import export_levels
from cstui.exchange.levels.promotion import export_promotion
from cstui.floor import journal
from cstui.floor.levels import cases
from cstui.floor.views import Actor
from tests.conftest import Floor
from tests.unit.levels.promoting import GIVEN, REPORT, START, applied, lay_ladder, led_to, stand

HOSTILE = "# head | **b** <script>\n=HYPERLINK(\"http://evil\")\x1b[31m"  # fmt: skip


@pytest.fixture(autouse=True)
def ladder(floor: Floor) -> None:
    lay_ladder()
    stand(floor)


def markdown(actor: Actor, number: int, **options: Any) -> str:
    stream = io.BytesIO()
    export_promotion(actor, number, stream, **options)
    return stream.getvalue().decode()


def test_every_paper_of_a_whole_promotion(floor: Floor) -> None:
    case = led_to(floor, "noticed")
    cases.take(floor.other, case.number, "object", GIVEN["object"], now=START)
    cases.take(floor.boss, case.number, "settle", GIVEN["settle"], now=START)
    cases.take(floor.boss, case.number, "approve", {}, now=START + timedelta(days=8))
    text = markdown(floor.boss, case.number)
    for heading in ("Application for promotion", "Criteria at the application", "Review report: review",
                    "Review report: panel", "Objections", "Public notice", "Letter of promotion"):  # fmt: skip
        assert f"## {heading}" in text
    assert "李娜 is promoted from Low to Middle with effect from 2026-03-24." in text
    assert "exam 91; service 90" in text and "I saw otherwise" in text and "2026-03-23" in text
    assert "time on the level" in text
    assert "I saw otherwise" not in markdown(floor.lead, case.number)
    assert journal.verdict().whole


def test_a_paper_that_is_not_due_yet_is_refused(floor: Floor) -> None:
    number = applied(floor).number
    for paper in ("review", "notice", "certificate"):
        with pytest.raises(Refused, match="applied for"):
            markdown(floor.boss, number, paper=paper)
    text = markdown(floor.boss, number, paper="application")
    assert "Application for promotion" in text and "Public notice" not in text


def test_who_may_take_them_out(floor: Floor) -> None:
    number = led_to(floor, "noticed").number
    with pytest.raises(Refused, match="may not"):
        markdown(floor.agent, number)
    with pytest.raises(NotFound):
        markdown(floor.boss, 9)
    assert markdown(floor.auditor, number)


def test_foreign_text_stays_text(floor: Floor, tmp_path: Path) -> None:
    number = applied(floor, statement=HOSTILE).number
    text = markdown(floor.boss, number)
    assert "\\# head \\| \\*\\*b\\*\\* \\<script\\>" in text and "\x1b" not in text
    export_promotion(floor.boss, number, tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type == "s" for cell in cells)


def test_the_letter_of_a_demotion(floor: Floor) -> None:
    stand(floor, "zhang.wei", "middle")
    number = cases.report(floor.lead, "zhang.wei", REPORT, ladder="mini", now=START).number
    for action, actor in (("investigate", floor.lead), ("conclude", floor.boss), ("decide", floor.boss)):
        cases.take(actor, number, action, GIVEN[action], now=START)
    text = markdown(floor.boss, number)
    assert "Letter of demotion" in text and "张伟 is moved from Middle to Low" in text
    assert "Report of the incident" in text and "serious incident" in text and "hung up on a customer" in text


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_who_stands_where(floor: Floor, tmp_path: Path, form: str) -> None:
    config = tmp_path / "config" / "levels"
    config.mkdir(parents=True)
    house = (Path(__file__).parents[3] / "fixtures/levels/house.toml").read_text("utf-8")
    (config / "house.toml").write_text(house.replace('"dual"', '"mini"'), "utf-8")
    file = tmp_path / f"levels.{form}"
    assert export_levels(floor.boss, file) == 4
    rows = {row["agent"]: row for row in read(file)}
    assert rows["li.na"] | {"met": "1"} == {
        "agent": "li.na", "name": "李娜", "ladder": "mini", "level": "low", "since": "2025-01-06", "next": "middle",
        "eligible": "yes", "met": "1", "criteria": rows["li.na"]["criteria"], "missing": rows["li.na"]["missing"],
        "earliest": rows["li.na"]["earliest"],
    }  # fmt: skip
    assert str(rows["li.na"]["criteria"]) == "1"
    assert not rows["chen.mo"]["level"] and not rows["chen.mo"]["since"] and not rows["chen.mo"]["next"]
    assert export_levels(floor.lead, file, force=True) == 3


def read(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a file by their headings."""
    if file.suffix == ".json":
        return list(json.loads(file.read_text("utf-8")))
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    if file.suffix == ".csv":
        return list(csv.DictReader(file.read_text("utf-8").splitlines()))
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rest]
