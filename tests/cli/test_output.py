"""What reaches the terminal or the pipe: safe, aligned, exact."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from cstui.cli import output, tables, width
from cstui.text import clean
from tests.cli.conftest import Run

Case = Callable[..., str]
HOSTILE = [
    "[/]",
    "[退款]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://x\x1b\\link",
    "\x9b31m",
    "a\u202eb\u2066c",
    "zero\u200bwidth\u200d",
    "tag\U000e0041",
    "back\x08space\x7f",
    "bell\x07",
    "line\u2028end",
    "bom\ufeff",
]
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def stored(text: str) -> str:
    """What intake makes of a text."""
    return clean(text).strip()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_hostile_text_is_shown_literally(cstui: Run, text: str, form: str) -> None:
    body = json.dumps({"subject": text, "narrative": text, "customer_name": text, "category": text, "remedy": text})
    added = cstui("complaint", "add", "--json", "-", "-o", form, stdin=body)
    assert added.exit_code == 0, added.output
    results = [
        added,
        cstui("complaint", "list", "-o", form),
        cstui("complaint", "show", "1", "-o", form),
        cstui("complaint", "next", "-o", form, login="li.na"),
        cstui("customer", "list", "-o", form),
        cstui("journal", "show", "-o", form),
        cstui("complaint", "add", "--category", text, "-o", form),
        cstui("complaint", "show", text),
        cstui("complaint", "list", "--team", text),
        cstui("complaint", "list", "--sort", text),
        cstui("complaint", text),
        cstui(text, text),
        cstui("import", "complaints", text.replace("\x00", "")),
    ]
    for result in results:
        assert not RAW.search(result.stdout_bytes.decode()), result.stdout
        assert not RAW.search(result.stderr_bytes.decode()), result.stderr
    assert stored(text) in json.loads(cstui("complaint", "show", "1", "-o", "json").stdout)["subject"]
    assert stored(text) in cstui("complaint", "show", "1").stdout


@given(
    st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
)
def test_json_is_exact_and_harmless(value: Any) -> None:
    for indent in (None, 2):
        text = output.as_json(value, indent)
        assert json.loads(text) == value
        assert clean(text) == text


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.none() | st.integers() | st.booleans()}), min_size=1))
def test_csv_can_be_read_again(rows: list[dict[str, Any]]) -> None:
    # csv.reader ends a line at a bare CR, which intake never lets in
    rows = [row | {"a": clean(row["a"])} for row in rows]
    read = list(csv.DictReader(io.StringIO(output.as_csv(rows) + "\n", newline="")))
    assert [row["b"] for row in read] == [output.text_of(row["b"]) for row in rows]
    assert [row["a"].removeprefix("'") for row in read] == [row["a"].removeprefix("'") for row in rows]


def test_csv_neutralises_formulas_but_not_figures(cstui: Run) -> None:
    old = ("--received-at", "2026-03-02T09:30:00+08:00")
    cstui("complaint", "add", "--subject", "=cmd()", *old)
    (row,) = csv.DictReader(io.StringIO(cstui("complaint", "list", "-o", "csv").stdout))
    assert row["subject"] == "'=cmd()"
    assert int(row["slack_minutes"]) < 0
    assert (row["customer_name"], row["overdue"]) == ("", "true")


def test_a_table_lines_up_in_chinese_within_80_columns(cstui: Run, case: Case) -> None:
    case("五月账单重复扣款，客服一直没有回电，客户非常生气" * 3, "--customer-name", "欧阳小明")
    case("Cannot cancel the contract in the app", "--customer-name", "Li Si")
    result = cstui("complaint", "list", env={"COLUMNS": "80"})
    head, rule, *rows = result.stdout.splitlines()
    assert len(rows) == 2
    starts = [match.start() for match in re.finditer("(?<![^ ])-", rule)]
    assert all(wcswidth(line) <= 80 for line in (head, rule, *rows))
    assert head[starts[-1] :] == "Owner" and head[starts[5] :].startswith("Subject")
    for row in rows:
        assert wcswidth(row[: row.index("  -", 70 - row.count("欧") * 40)]) >= 0
        assert wcswidth(row.rpartition("  ")[0].rstrip()) <= starts[-1] - 2
    subjects = [after(row, starts[5]) for row in rows]
    assert any(subject.startswith("五月账单") for subject in subjects)
    assert any(subject.startswith("Cannot cancel") for subject in subjects)
    assert any("…" in subject for subject in subjects)


def after(line: str, cells: int) -> str:
    """The part of a line that begins at a cell."""
    return next(line[place:] for place in range(len(line)) if wcswidth(line[:place]) == cells)


def test_in_a_pipe_nothing_is_cut(cstui: Run, case: Case) -> None:
    long = "word " * 60 + "end"
    case(long)
    assert long in cstui("complaint", "list", env={"COLUMNS": ""}).stdout


@given(st.text(alphabet="ab 中文é👍", max_size=30), st.integers(1, 40))
def test_cut_never_exceeds_its_cells(text: str, cells: int) -> None:
    shown = tables.cut(text, cells)
    assert wcswidth(shown) <= cells
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


def test_numbers_that_are_text_stay_text(cstui: Run) -> None:
    cstui("agent", "add", "0012", "--name", "0012.50")
    assert re.search(r"^0012 +0012\.50 ", cstui("agent", "list").stdout, re.MULTILINE)


@given(st.text(alphabet="ab ,中文。，", max_size=60), st.integers(8, 40))
def test_folded_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    lines = width.fold(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert wcswidth(line.rstrip("，。")) <= room or " " not in line and not re.search("[中文]", line)


def test_help_in_chinese_lines_up() -> None:
    formatter = width.HelpFormatter(width=40)
    with formatter.section("选项"):
        formatter.write_dl([("--db PATH", "这个选项说明了数据文件的位置，默认在您的数据目录里。"), ("-h", "帮助")])
    assert formatter.getvalue().splitlines() == [
        "选项:",
        "  --db PATH  这个选项说明了数据文件的位",
        "             置，默认在您的数据目录里。",
        "  -h         帮助",
    ]
