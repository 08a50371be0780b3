"""What the cells of a roster say: codes with remarks behind them, two parts of a day, codes that a legend explains."""

from __future__ import annotations

import pytest

from cstui.errors import BadInput
from tests.conftest import Floor
from tests.exchange.rosters.drafts import Book, Make, bring, drawn


def test_a_remark_behind_a_code_is_told_and_the_code_taken(floor: Floor, make: Make) -> None:
    path = make("a.csv", "姓名,11/23,11/24,11/25,11/26,11/27\n李娜,A1(培训),Ａ１（支援）,B1 盘点,休(年假),C1【晚】\n")
    report = bring(floor, path)
    assert drawn(floor) == {"li.na": "A1 A1 B1 . C1 . ."}
    assert [(note.column[:1], note.problem[:11]) for note in report.notes[1:]] == [
        *[("B", "taken as A1"), ("C", "taken as A1"), ("D", "taken as B1"), ("E", "leave is no"), ("F", "taken as C1")],
    ]
    wrong = bring(floor, make("b.csv", "姓名,11/23,11/24\n李娜,A1 B1,Z9(培训)\n"))
    assert [problem.value for problem in wrong.problems] == ["A1 B1", "Z9(培训)"]


def test_the_sheet_explains_codes_of_its_own(floor: Floor, make: Make) -> None:
    text = "姓名,11/23,11/24\n李娜,早,D\n备注：早=08:00-17:00；D 班(10:00~19:30)；D=10:00~19:30,,\n"
    bring(floor, make("a.csv", text))
    assert drawn(floor) == {"li.na": "08:00-17:00 10:00-19:30 . . . . ."}


def test_a_code_that_the_sheet_explains_otherwise_stops_everything(floor: Floor, make: Make) -> None:
    path = make("a.csv", "A1=09:00-18:00,,\n姓名,11/23,11/24\n李娜,A1,B1\n")
    with pytest.raises(BadInput, match="mean something else here") as caught:
        bring(floor, path, on_bad="skip")
    assert [(problem.column, problem.value) for problem in caught.value.problems] == [("A1", "09:00-18:00")]


@pytest.mark.parametrize(
    "cell",
    [
        "09:00-12:00 17:00-21:00",
        "09:00-12:00\n17:00-21:00",
        "9:00-12:00、17:00-21:00",
        "９：００－１２：００／１７：００－２１：００",
        "09:00~12:00,17:00~21:00",
        "09:00至12:00；17:00到21:00",
        "09:00、12:00、17:00、21:00",
    ],
)
def test_a_cell_may_hold_two_parts(floor: Floor, book: Book, cell: str) -> None:
    path = book([["姓名", "11/23", "11/24", "11/25"], ["李娜", cell, "S1", "两头班"]])
    assert bring(floor, path).problems == ()
    assert drawn(floor)["li.na"] == "09:00-12:00 17:00-21:00 S1 S1 . . . ."
    assert bring(floor, path).unchanged == 3


def test_two_parts_the_wrong_way_round_are_a_problem(floor: Floor, book: Book) -> None:
    report = bring(floor, book([["姓名", "11/23", "11/24"], ["李娜", "17:00-21:00 09:00-12:00", "A1"]]))
    assert [(each.column, each.value) for each in report.problems] == [("B 2026-11-23", "17:00-21:00 09:00-12:00")]


@pytest.mark.parametrize(
    "legend",
    [
        "S1=09:00-12:00 17:00-21:00 两头班",
        "S1：9:00-12:00、17:00-21:00",
        "S1=09:00-21:00",
        "A1=08:00-12:00,13:00-17:00",
    ],
)
def test_a_legend_of_two_parts_agrees_with_the_floor(floor: Floor, book: Book, legend: str) -> None:
    assert bring(floor, book([[legend], ["姓名", "11/23", "11/24"], ["李娜", "A1", "S1"]])).added == 2


def test_a_legend_explains_two_parts_and_a_break_elsewhere_is_another(floor: Floor, book: Book) -> None:
    bring(floor, book([["两=10:00-13:00 18:00-22:00"], ["姓名", "11/23", "11/24"], ["李娜", "两", "A1"]]))
    assert drawn(floor)["li.na"] == "10:00-13:00 18:00-22:00 A1 . . . . ."
    with pytest.raises(BadInput, match="mean something else here"):
        bring(floor, book([["S1=09:00-13:00 17:00-21:00"], ["姓名", "11/23", "11/24"], ["李娜", "S1", "A1"]]))


def test_a_legend_of_times_that_are_none_explains_nothing(floor: Floor, book: Book) -> None:
    assert bring(floor, book([["A1=25:00-29:00"], ["姓名", "11/23", "11/24"], ["李娜", "A1", "B1"]])).added == 2
