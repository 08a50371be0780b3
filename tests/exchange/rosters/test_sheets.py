"""Rosters as the trade keeps them: several header rows, merged cells, totals, remarks; whom they name, who may."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
import xlsxwriter

from cstui.errors import BadInput, Refused
from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.floor import accounts
from cstui.floor.rosters import drafting, publishing
from cstui.floor.rosters.drafting import Clash, Edit
from tests.conftest import Floor
from tests.exchange.rosters.drafts import MONDAY, WEEK, Book, Make, bring, drawn

SHEET: list[list[Any]] = [
    ["客服部11月排班表"],
    ["部门", "序号", "姓名", *[datetime(day.year, day.month, day.day) for day in WEEK], "工时"],
    [None, None, None, *"一二三四五六日", None],
    ["客服部", 1, "李　娜", "A1", "Ａ１", "休", "08:38、18:00", "年假", "/", "8:00-17:00", 40],
    [None, 2, "张伟 ", "b1", "早班", None, "C1", "休 ", "—", "off", 32],
    ["合计", None, None, 2, 2, 1, 2, 2, 1, 1, None],
    ["A1=08:00-17:00；B1：13:00—22:00；休=休息"],
    ["备注：请提前十分钟到岗"],
]


def test_a_sheet_of_the_trade_becomes_a_draft(floor: Floor, book: Book) -> None:
    path = book(SHEET, "A1:K1", "A4:A5", "A7:K7")
    report = bring(floor, path)
    assert (report.rows, report.added, report.updated, report.unchanged, report.rejected) == (2, 12, 0, 0, 0)
    assert drawn(floor) == {
        "li.na": "A1 A1 off 08:38-18:00 . off 08:00-17:00",
        "zhang.wei": "B1 A1 . C1 off off off",
    }
    assert [(note.row, note.column, note.value) for note in report.notes] == [
        (2, "K", "工时"),
        (6, "", "合计 2 1"),
        (7, "", "A1=08:00-17:00;B1:13:00—22:00;休=休息"),
        (8, "", "备注:请提前十分钟到岗"),
        (4, "H 2026-11-27", "年假"),
    ]
    again = bring(floor, path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 12)


def test_a_dry_run_tells_what_it_understood_and_writes_nothing(floor: Floor, book: Book) -> None:
    report = bring(floor, book(SHEET), dry_run=True)
    assert report.added == 12
    assert [each.said for each in report.understood if each.login == "zhang.wei"] == [
        *("B1", "A1", "C1", "off", "off", "off"),
    ]
    assert report.as_dict()["understood"][0] == {"login": "li.na", "name": "李娜", "day": "2026-11-23", "said": "A1"}
    assert drawn(floor) == {}


def test_headings_of_a_grid_are_not_those_of_a_list(floor: Floor, make: Make) -> None:
    bring(floor, make("a.csv", "班次,姓名,日期,\n早班,,11/23,11/24\n早班,李娜,A1,B1\n晚班,张伟,B1,休\n"))
    assert drawn(floor) == {"li.na": "A1 B1 . . . . .", "zhang.wei": "B1 off . . . . ."}


def test_a_row_for_each_person_and_day(floor: Floor, make: Make) -> None:
    path = make("a.csv", "账号,姓名,日期,班次\nli.na,李娜,2026-11-23,A1\nli.na,李娜,2026/11/24,休\n,张伟,11月23日,B1\n")
    assert bring(floor, path).added == 3
    assert drawn(floor) == {"li.na": "A1 off . . . . .", "zhang.wei": "B1 . . . . . ."}
    with pytest.raises(BadInput, match="two ways"):
        bring(floor, make("b.csv", "login,date,shift\nli.na,03/04/2026,A1\n"))
    assert bring(floor, make("c.csv", "login,date,shift\nli.na,23/11/2026,A1\n")).unchanged == 1


def test_what_cannot_be_read_is_told_with_row_column_and_day(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,11/23,11/24\n李娜,Z9,A1\n王五,A1,A1\n陈默,A1,A1\n,A1,A1\n")
    report = bring(floor, path)
    assert report.refused and drawn(floor) == {}
    assert (report.rows, report.added, report.rejected) == (4, 0, 4)
    told = [(problem.row, problem.column, problem.value) for problem in report.problems]
    assert told == [(2, "B 2026-11-23", "Z9"), (3, "person", "王五"), (4, "person", "陈默"), (5, "person", "")]
    assert "known are E1, A1" in report.problems[0].problem
    assert (
        bring(floor, make("b.csv", "name,11/23,11/24\nchen.mo,A1,A1\n")).problems[0].problem
        == "chen.mo is of the team cards"
    )


def test_a_preview_shows_only_what_would_be_taken(floor: Floor, make: Make) -> None:
    path = make("a.csv", "姓名,11/23,11/24\n李娜,A1,Z9\n张伟,B1,B1\n")
    report = bring(floor, path, dry_run=True, on_bad="skip")
    assert (report.added, {each.login for each in report.understood}) == (2, {"zhang.wei"})


def test_rejects_are_never_written_over_a_file(floor: Floor, make: Make, tmp_path: Path) -> None:
    path = make("a.csv", "姓名,11/23,11/24\n李娜,A1,Z9\n张伟,B1,B1\n")
    with pytest.raises(Refused, match="there already") as caught:
        bring(floor, path, on_bad="skip", rejects=path)
    assert "--force" not in caught.value.detail and drawn(floor) == {}


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "utf-7", "idna", "punycode"])
def test_a_wrong_encoding_is_told(floor: Floor, make: Make, codec: str) -> None:
    with pytest.raises(BadInput):
        bring(floor, make("a.csv", "姓名,11/23,11/24\n李娜,A1,B1\n".encode("gbk")), encoding=codec)


def test_totals_below_a_list_are_passed_over(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "姓名,日期,班次\n李娜,2026-11-23,A1\n合计,,1\n备注：早到,,\n"))
    assert (report.rows, report.added, [note.row for note in report.notes]) == (1, 1, [3, 4])


def test_good_rows_alone_and_the_others_apart(floor: Floor, make: Make, tmp_path: Path) -> None:
    path = make("a.csv", "11月排班,,\n姓名,23日,24日\n李娜,A1,Z9\n张伟,B1,B1\n姓名,25日,26日\n李娜,A1,?\n")
    report = bring(floor, path, on_bad="skip", rejects=tmp_path / "bad.csv")
    assert (report.rows, report.added, report.rejected) == (3, 2, 2)
    assert drawn(floor) == {"zhang.wei": "B1 B1 . . . . ."}
    bad = (tmp_path / "bad.csv").read_text("utf-8")
    assert bad.splitlines()[0] == "姓名,2026-11-23,2026-11-24,problem"
    (tmp_path / "bad.csv").write_text(bad.replace("Z9", "C1").replace("?", "off"), "utf-8")
    assert bring(floor, tmp_path / "bad.csv").added == 4
    assert drawn(floor)["li.na"] == "A1 C1 A1 off . . ."


def test_several_people_of_one_name_are_told_apart_by_login(floor: Floor, make: Make) -> None:
    accounts.add_agent(floor.boss, "li.na2", name="李娜", team="floor")
    report = bring(floor, make("a.csv", "姓名,11/23,11/24\n李娜,A1,A1\n"))
    assert "li.na, li.na2" in report.problems[0].problem
    assert bring(floor, make("b.csv", "工号,姓名,11/23,11/24\nli.na2,李娜,A1,A1\n0017,张伟,B1,B1\n")).added == 4
    assert bring(floor, make("c.csv", "姓名,11/23,11/24\n李娜(li.na),C1,C1\n")).added == 2
    assert [row.split()[0] for row in drawn(floor).values()] == ["C1", "A1", "B1"]


def test_one_person_twice_is_a_problem_where_it_differs(floor: Floor, make: Make) -> None:
    same = bring(floor, make("a.csv", "name,11/23,11/24\n李娜,A1,A1\nli.na,A1,\n"))
    assert (same.refused, same.added) == (False, 2)
    other = bring(floor, make("b.csv", "name,11/23,11/24\n李娜,A1,A1\nli.na,B1,\n"))
    assert [problem.problem for problem in other.problems] == ["row 2 says A1 for the same person and day"]


@pytest.mark.parametrize(
    "text",
    [
        "投诉编号,受理时间,办结时间,投诉内容\n1,2026-11-01,2026-11-05,坏了\n2,2026-11-02,2026-11-06,慢\n",
        "id,date received,state,narrative\n1,2026-11-01,closed,too slow\n",
        "a,b,c\n1,2,3\n4,5,6\n",
        "just words\n",
        "日期,2026-11-23,至,2026-11-29\n",
        "编号,受理,办结,内容\n" + "".join(f"{n},2026-11-{n:02},2026-11-{31 - n},x\n" for n in range(1, 31)),
        "编号,受理,办结\n" + "2026-11-01,2026-11-02,x\n" * 400,
        "姓名,11/23,11/24\n",
    ],
)
def test_what_is_no_roster_is_refused_in_words(floor: Floor, make: Make, text: str) -> None:
    with pytest.raises(BadInput, match="no sheet of people by days"):
        bring(floor, make("a.csv", text))


def test_hostile_cells_stay_text(floor: Floor, make: Make) -> None:
    evil = "=HYPERLINK(1)\x1b[31m\u202e"
    report = bring(floor, make("a.csv", f"name,11/23,11/24\n{evil},A1,A1\n李娜,{evil},{'9' * 5000}\n"))
    assert report.refused
    assert all("\x1b" not in each.problem for each in report.problems)
    assert len(report.problems[2].value) <= 81


def test_phantom_columns_and_rows_are_trimmed_in_no_time(floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "phantom.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as work:
        sheet, grey = work.add_worksheet(), work.add_format({"bg_color": "#eeeeee"})
        rows = [["姓名", "11/23", "11/24"], ["李娜", "A1", "休"], ["张伟", "B1", "C1"]]
        for number in range(40):
            for column in range(16_384):
                if number < 3 and column < 3:
                    sheet.write_string(number, column, rows[number][column], grey)
                else:
                    sheet.write_blank(number, column, None, grey)
        for number in range(1_048_000, 1_048_576):
            sheet.write_blank(number, 1, None, grey)
    begun = time.process_time()
    assert bring(floor, path).added == 4
    assert time.process_time() - begun < 2  # the limit of the issue, ten times what it takes


def test_a_csv_with_thousands_of_empty_columns_is_trimmed(floor: Floor, make: Make) -> None:
    tail = "," * 16_000
    assert bring(floor, make("a.csv", f"name,11/23,11/24{tail}\n李娜,A1,B1{tail}\n{tail}\n")).added == 2


def test_locked_cells_stay_and_closed_weeks_refuse(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,11/23,11/24\n李娜,A1,A1\n")
    drafting.set_cells(floor.lead, None, [Edit("li.na", MONDAY, "C1")])
    drafting.lock(floor.lead, None, [("li.na", MONDAY)])
    report = bring(floor, path)
    assert (report.added, report.updated, report.unchanged) == (1, 0, 1)
    assert [(note.column, note.problem) for note in report.notes[1:]] == [("B 2026-11-23", "locked; C1 stays")]
    assert drawn(floor) == {"li.na": "C1 A1 . . . . ."}
    publishing.publish(floor.lead, None, MONDAY)
    with time_machine.travel(datetime.fromisoformat("2026-12-03T10:00:00+08:00")):
        publishing.close(floor.lead, None, MONDAY)
        with pytest.raises(Refused, match="closed"):
            bring(floor, make("b.csv", "name,2026-11-23,2026-11-24\n李娜,B1,B1\n"))


def test_who_edits_meanwhile_loses_nothing(floor: Floor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("a.csv", "name,11/23,11/24\n李娜,A1,A1\n")
    write = drafting.set_cells

    def late(*args: Any, **options: Any) -> Any:
        write(floor.boss, "floor", [Edit("li.na", MONDAY, "B1")])
        return write(*args, **options)

    monkeypatch.setattr("cstui.exchange.rosters.roster_in.drafting.set_cells", late)
    with pytest.raises(Clash) as caught:
        bring(floor, path)
    assert [each.after.code for each in caught.value.differences if each.after] == ["B1"]
    assert drawn(floor) == {"li.na": "B1 . . . . . ."}


def test_a_lead_imports_for_their_own_team_only(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,11/23,11/24\nchen.mo,A1,A1\n")
    with pytest.raises(Refused):
        bring(floor, path, team="cards")
    with pytest.raises(Refused):
        import_roster(floor.agent, path, SheetOptions())
    assert import_roster(floor.boss, path, SheetOptions(team="cards")).added == 2
