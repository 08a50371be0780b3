"""The case file: what is in it, that foreign text stays text, and that it can be printed."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cstui.errors import BadInput, NotFound, Refused
from cstui.exchange import casefile_md, layout
from cstui.exchange.casefile import export_casefile
from cstui.floor import complaints, journal, undo
from cstui.floor.casefile import casefile
from cstui.i18n import set_language
from cstui.text import clean
from db.connection import database
from tests.conftest import Floor

HOSTILE = (
    "[x](http://evil.example) | **b** <script>alert(1)</script> &amp; `q` ~~s~~ \\| $m$ ![i](j)\n"
    "# head\n- item\n+ item\n1. one\n2) two\n===\n---\n    code\n\ttab\n> quote\n```\n"
    "https://a.example www.evil.example a@b.example\n\n=HYPERLINK(\"http://evil\")\n|a|b|\n\x1b[31mred\u202e\nend\\"
)  # fmt: skip
PHONE = "13812341234"
REPLY = {"channel": "phone", "text": HOSTILE, "actions": "refund", "category": "billing"}
FORMS = ["Registration form", "Verification form", "Transfer form", "Handling form"]


@pytest.fixture
def ref(floor: Floor) -> str:
    """A grave case with hostile text in every field, answered, with another one merged into it."""
    intake = {"subject": HOSTILE, "narrative": HOSTILE, "remedy": HOSTILE, "severity": "major", "promised_at": "+2h"}
    who = {"customer_name": "张三 | <b>", "customer_phone": PHONE}
    ref = complaints.add(floor.agent, intake | who).ref
    complaints.take(floor.agent, ref, "verify", {"checked": HOSTILE, "finding": "账单" * 90})
    complaints.take(floor.agent, ref, "register", {"severity": "major"})
    complaints.take(floor.agent, ref, "claim")
    other = complaints.add(floor.agent, {"subject": "the same again", "customer_phone": "13900005678"}).ref
    complaints.take(floor.agent, other, "contact", {"direction": "inbound", "channel": "phone", "text": "asks again"})
    complaints.take(floor.lead, other, "merge", {"into": ref, "reason": "same case", "notice": "told"})
    complaints.take(floor.agent, ref, "respond", REPLY)
    return ref


def markdown(floor: Floor, ref: str, **options: Any) -> str:
    stream = io.BytesIO()
    export_casefile(floor.boss, ref, stream, **options)
    return stream.getvalue().decode()


def sheets(path: Path) -> dict[str, list[list[str]]]:
    book = openpyxl.load_workbook(path)
    return {s.title: [[cell or "" for cell in row] for row in s.iter_rows(values_only=True)] for s in book.worksheets}


def test_the_parts_stand_in_order_and_tell_the_case(floor: Floor, ref: str) -> None:
    file = casefile(floor.boss, ref)
    titles = [section.title for section in file.sections]
    assert titles[:4] == FORMS
    assert titles[4:] == [
        "Clocks", "Contacts and promises", "Close gate", "Corrective actions", "Time line", "Journal",
    ]  # fmt: skip
    parts = dict(zip(titles, file.sections, strict=True))
    first = [(pair.label, pair.value) for pair in parts["Registration form"].pairs]
    assert (
        ("Customer", "张三 | <b>") in first and ("Phone", "138****1234") in first and ("Facts", clean(HOSTILE)) in first
    )
    assert first.index(("Merged complaint", "C-000002")) < first.index(("Subject", "the same again"))
    (verified,) = parts["Verification form"].records
    assert [pair.value for pair in verified.answers] == [clean(HOSTILE), "账单" * 90]
    assert parts["Transfer form"].empty
    assert [record.step for record in parts["Handling form"].records] == ["respond: handling → responded"]
    assert [(r.ref, r.answers[0].value) for r in parts["Contacts and promises"].records] == [("C-000002", "inbound")]
    assert parts["Clocks"].grid and {row[-1] for row in parts["Clocks"].grid.rows} == {"kept"}
    assert parts["Close gate"].pairs[0].value == "yes"


def test_the_forms_have_the_names_of_the_trade(floor: Floor, ref: str, tmp_path: Path) -> None:
    set_language("zh")
    text = markdown(floor, ref)
    assert re.findall(r"^## (.*表)$", text, re.MULTILINE) == ["登记表", "核实表", "转接表", "处理表"]
    export_casefile(floor.boss, ref, tmp_path / "case.xlsx")
    assert [name.partition(" ")[2] for name in sheets(tmp_path / "case.xlsx")][:4] == [
        "登记表",
        "核实表",
        "转接表",
        "处理表",
    ]


def test_the_time_line_is_whole_with_number_and_hash_of_every_event(floor: Floor, ref: str) -> None:
    (line,) = [section for section in casefile(floor.boss, ref).sections if section.title == "Time line"]
    stored = database.execute_sql(
        "SELECT seq, subject, hash FROM event WHERE subject IN ('C-000001', 'C-000002') ORDER BY seq"
    ).fetchall()
    assert [(record.seq, record.ref, record.hash) for record in line.records] == stored
    assert len(stored) >= 9
    text = markdown(floor, ref)
    assert [each[2] for each in stored if f"`{each[2]}`" not in text] == []
    assert "| Chain of the journal | whole" in text and journal.verify(floor.boss).head in text


def test_what_was_undone_is_in_the_time_line_only(floor: Floor, ref: str) -> None:
    complaints.take(floor.agent, ref, "not-accepted", {"reason": "by mistake"})
    undo.undo(floor.agent)
    parts = {section.title: section for section in casefile(floor.boss, ref).sections}
    assert [record.step for record in parts["Handling form"].records] == ["respond: handling → responded"]
    steps = [record.step for record in parts["Time line"].records]
    assert steps[-2:] == ["reply not accepted: responded → handling (undone)", "undo: handling → responded"]


def test_a_broken_chain_is_told(floor: Floor, ref: str) -> None:
    database.execute_sql("DROP TRIGGER event_kept")
    database.execute_sql("UPDATE event SET role = 'nobody' WHERE seq = 6")
    assert "| broken at 6: the event was altered" in markdown(floor, ref)


def shown_text(text: str) -> str:
    """Return what a Markdown reader shows of a quotation; asserts that nothing in it is markup."""
    tokens = MarkdownIt("gfm-like").parse(text)
    kinds = {token.type for token in tokens}
    assert kinds <= {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}, kinds
    paragraphs = [token.children or [] for token in tokens if token.type == "inline"]
    assert {child.type for each in paragraphs for child in each} <= {"text", "hardbreak", "softbreak", "text_special"}
    return "\n\n".join(
        "".join("\n" if child.type.endswith("break") else child.content for child in each) for each in paragraphs
    )


def bare(text: str) -> list[str]:
    """Return the words of the lines that are not empty: a reader folds blanks within a line."""
    return [" ".join(line.split()) for line in text.split("\n") if line.split()]


def test_hostile_text_is_quoted_literally() -> None:
    assert bare(shown_text("\n".join(casefile_md.quoted(HOSTILE)))) == bare(clean(HOSTILE))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="ab1 .,-+*_#=:|\\`~<>[]()!&@$^\n\t/w中", max_size=60))
def test_any_text_is_quoted_literally(text: str) -> None:
    assert bare(shown_text("\n".join(casefile_md.quoted(text)))) == bare(clean(text))


def test_markdown_keeps_its_shape_whatever_people_wrote(floor: Floor, ref: str) -> None:
    text = markdown(floor, ref)
    reader = MarkdownIt("gfm-like")
    reader.linkify.set({"fuzzy_link": False})  # which takes a login such as li.na for an address
    tokens = reader.parse(text)
    kinds = {token.type for token in tokens} | {c.type for token in tokens for c in token.children or []}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence", "code_block", "bullet_list_open"}
    headings = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert [each for each in headings if each in FORMS] == FORMS
    assert "\x1b" not in text and "\u202e" not in text


def test_tables_are_at_most_100_columns_wide(floor: Floor, ref: str) -> None:
    complaints.take(floor.agent, ref, "close", {
        "accepted": "yes", "satisfaction": "4", "cause": "process.slow", "responsible": "x|y" * 40,
        "correction": "核对账单 | " * 40, "correction_owner": "boss", "correction_due": "+3d", "follow_up": "ok",
    })  # fmt: skip
    rows = [line for line in markdown(floor, ref).splitlines() if line.startswith("|")]
    assert rows and max(map(layout.cells, rows)) <= 100
    tokens = MarkdownIt("gfm-like").parse(markdown(floor, ref))
    assert sum(token.type == "table_open" for token in tokens) > 8
    cut = "".join(re.findall(r"核对账单|\\\||(?<=\\)\n", "\n".join(rows)))
    assert cut.count("核对账单") == 40


def test_a_workbook_prints_and_holds_texts_only(floor: Floor, ref: str, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    export_casefile(floor.boss, ref, path)
    book = openpyxl.load_workbook(path)
    assert [sheet.title.partition(" ")[2] for sheet in book.worksheets][:4] == FORMS
    for sheet in book.worksheets:
        setup = sheet.page_setup  # one page wide is what a sheet that fits does unless told otherwise
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert cells and {cell.data_type for cell in cells} <= {"s"} and all(cell.alignment.wrap_text for cell in cells)
        assert sum(dimension.width for dimension in sheet.column_dimensions.values()) < 160
    assert "".join(row[1] for row in sheets(path)["2 Verification form"] if len(row) > 1) != ""
    line = sheets(path)["9 Time line"]
    assert line[0][-1] == "Hash" and all(re.fullmatch("[0-9a-f]{64}", row[-1]) for row in line[1:] if row[0])


def test_a_long_text_goes_on_in_further_rows(floor: Floor, tmp_path: Path) -> None:
    narrative = "\n".join(f"line {number} " + "账" * 100 for number in range(400))
    ref = complaints.add(floor.agent, {"narrative": narrative}).ref
    export_casefile(floor.boss, ref, tmp_path / "long.xlsx")
    rows = sheets(tmp_path / "long.xlsx")["1 Registration form"]
    start = [row[0] for row in rows].index("Facts")
    parts = [row[1] for row in rows[start:] if row[0] in ("Facts", "")]
    assert "".join(parts[:-1]).startswith(narrative[:5000]) and len(parts) > 10
    assert narrative in "".join(row[1] for row in rows[start:])
    assert narrative.splitlines()[-1] in markdown(floor, ref)


@given(st.text(alphabet="a 中\n", max_size=300), st.integers(2, 9), st.integers(1, 4))
def test_portions_lose_nothing(text: str, room: int, lines: int) -> None:
    parts = list(layout.portions(text, room, lines))
    assert "".join(parts) == text
    assert all(
        sum(-(-max(layout.cells(line), 1) // (room - 1)) for line in part[:-1].split("\n")) <= 2 * lines + 1
        for part in parts
    )


@given(st.text(alphabet="a| \\中", max_size=80), st.integers(6, 20))
def test_wrapping_keeps_the_words_and_the_escapes(text: str, room: int) -> None:
    lines = layout.wrap(casefile_md.literal(text), room)
    assert "".join("".join(lines).split()) == "".join(casefile_md.literal(text).split())
    assert all(layout.cells(line) <= room for line in lines)
    assert not any((len(line) - len(line.rstrip("\\"))) % 2 for line in lines)


# Who, where, and what is journaled


def test_phones_are_masked_unless_told_with_the_right(floor: Floor, ref: str) -> None:
    assert PHONE not in markdown(floor, ref)
    text = markdown(floor, ref, full_reason="court")
    assert PHONE in text and "13900005678" in text
    with pytest.raises(Refused, match="unmasked"):
        export_casefile(floor.lead, ref, io.BytesIO(), full_reason="curious")
    with pytest.raises(BadInput, match="reason"):
        export_casefile(floor.boss, ref, io.BytesIO(), full_reason=" ")


def test_whoever_may_export_and_sees_the_case(floor: Floor, ref: str) -> None:
    for actor in (floor.lead, floor.auditor, floor.boss):
        export_casefile(actor, ref, io.BytesIO())
    with pytest.raises(Refused, match="export"):
        export_casefile(floor.agent, ref, io.BytesIO())
    with pytest.raises(NotFound):
        export_casefile(floor.boss, "C-000099", io.BytesIO())
    events = complaints.show(floor.boss, ref).events
    taken = [(event.actor, event.body["what"], event.body["full"]) for event in events if event.action == "exported"]
    assert taken == [(login, "casefile", False) for login in ("lead.wang", "qa.sun", "boss")]
    assert journal.verify(floor.boss).whole


def test_the_reason_is_recorded_beside_the_journal(floor: Floor, ref: str) -> None:
    text = markdown(floor, ref, full_reason="court order")
    last = complaints.show(floor.boss, ref).events[-1]
    assert (last.action, last.fields, last.body["full"]) == ("exported", {"reason": "court order"}, True)
    assert "court order" in text


def test_where_it_may_go(floor: Floor, ref: str, tmp_path: Path) -> None:
    path = tmp_path / "case"
    export_casefile(floor.boss, ref, path)
    assert path.read_text("utf-8").startswith("# Case file C-000001\n")
    assert os.stat(path).st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="already"):
        export_casefile(floor.boss, ref, path, format="xlsx")
    export_casefile(floor.boss, ref, path, format="xlsx", force=True)
    assert path.read_bytes().startswith(b"PK")
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="link"):
        export_casefile(floor.boss, ref, link, force=True)
    assert sorted(each.name for each in tmp_path.iterdir() if "case" in each.name) == ["case"]
