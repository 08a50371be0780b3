"""``cstui report``: every verb in every shape, rights, the drill-down, the chart and the workbook."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

VERBS = [
    ("causes",), ("causes", "--by", "category"), ("limits", "--by", "agent"), ("satisfaction", "--by", "team"),
    ("rate",), ("rate", "--by", "team", "--weekly"), ("backlog",), ("pauses",), ("actions",), ("compare",),
    ("compare", "--by", "year"),
]  # fmt: skip
ANSWER = ("--channel", "phone", "--text", "sorry", "--actions", "refund")
GATE = ("--satisfaction", "4", "--cause", "process.slow", "--responsible", "Billing", "--follow-up", "fine")


@pytest.fixture
def learned(done: Any, case: Any) -> list[str]:
    """Two cases, one of them closed with a cause."""
    refs = [
        case("Charged twice", "--category", "计费, =1+1", "--respondent", "zhang.wei"),
        case("Late", "--category", "delivery"),
    ]
    for step in (("claim",), ("respond", *ANSWER), ("close", *GATE)):
        done("complaint", step[0], refs[0], *step[1:], login="li.na")
    return refs


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_in_every_shape(done: Any, learned: list[str], verb: tuple[str, ...]) -> None:
    objects = json.loads(done("report", *verb, "-o", "json").stdout)
    lines = done("report", *verb, "-o", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == objects
    rows = list(csv.DictReader(io.StringIO(done("report", *verb, "-o", "csv").stdout)))
    assert len(rows) == len(objects) and (not objects or list(rows[0]) == list(objects[0]))
    table = done("report", *verb).stdout.splitlines()
    assert len(table) == (len(objects) + 2 if objects else 0)
    drawn = done("report", *verb, "--plot")
    assert "\x1b" not in drawn.stdout
    assert all(len(line) <= 80 for line in drawn.stdout.splitlines())


def test_a_cause_is_drilled_down_to_its_complaints(read: Any, cstui: Any, learned: list[str]) -> None:
    assert [row["code"] for row in read("report", "causes")] == ["process.slow"]
    assert [row["ref"] for row in read("report", "causes", "--cause", "process.slow")] == learned[:1]
    assert read("report", "causes", "--cause", "system.fault") == []
    assert read("report", "causes", "--cause", "process.slow", "--until", "2001-01-01") == []
    assert [row["ref"] for row in read("complaint", "list", "--query", "state:all cause:none")] == learned[1:]
    slip = cstui("report", "causes", "--cause", "proces.slow")
    assert slip.exit_code == 2 and "process.slow" in slip.stderr


def test_the_period_bounds_the_receipt(read: Any, learned: list[str]) -> None:
    assert len(read("report", "causes", "--since", "2020-01-01", "--by", "category")) == 1
    assert read("report", "causes", "--until", "2020-01-01", "--by", "category") == []


def test_a_chart_lines_up_although_a_sign_may_be_two_cells_wide(done: Any, learned: list[str], case: Any) -> None:
    case("x", "--category", "物流")
    from wcwidth import wcswidth

    drawn = done("report", "causes", "--by", "category", "--plot").stdout.splitlines()
    assert {wcswidth(line.partition("┤")[0]) for line in drawn} == {11}


def test_a_workbook_holds_figures_as_numbers_and_no_formula(
    done: Any, learned: list[str], case: Any, tmp_path: Path
) -> None:
    case("x", "--category", "=1+1")
    done("report", "causes", "--by", "category", "--xlsx", "causes.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "causes.xlsx").active.iter_rows(values_only=True))
    assert rows[0] == ("code", "name", "complaints", "share", "cumulative")
    assert rows[1:] == [("=1+1", "=1+1", 1, 0.5, 0.5), ("delivery", "delivery", 1, 0.5, 1)]
    sheet = openpyxl.load_workbook(tmp_path / "causes.xlsx").active
    assert sheet["A2"].data_type == "s"
    told = json.loads(done("journal", "show", "-o", "json").stdout)[-1]
    assert (told["action"], told["body"]["what"]) == ("exported", "report categories")


def test_a_workbook_is_not_overwritten_unasked(cstui: Any, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"mine")
    refused = cstui("report", "backlog", "--xlsx", "b.xlsx")
    assert refused.exit_code != 0 and (tmp_path / "b.xlsx").read_bytes() == b"mine"
    assert cstui("report", "backlog", "--xlsx", "b.xlsx", "--force").exit_code == 0


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_an_agent_sees_no_report_and_a_lead_the_own_team_only(cstui: Any, verb: tuple[str, ...]) -> None:
    assert cstui("report", *verb, login="li.na").exit_code == 1
    assert cstui("report", *verb, "--team", "cards", login="lead.wang").exit_code == 1
    assert cstui("report", *verb, "--team", "floor", login="lead.wang").exit_code == 0
    assert cstui("report", *verb, "--team", "cards", login="qa.sun").exit_code == 0


def test_an_agent_gets_no_drill_down_either(cstui: Any, learned: list[str]) -> None:
    assert cstui("report", "causes", "--cause", "process.slow", login="li.na").exit_code == 1
