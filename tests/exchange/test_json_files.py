"""JSON and JSONL: one object a row, numbers as they are written, nothing ambiguous."""

from __future__ import annotations

import json

import pytest

from cstui.errors import BadInput
from cstui.exchange.json_files import parse
from cstui.exchange.readers import open_table


def test_objects_become_rows_of_all_their_keys(make) -> None:
    table = open_table(make("a.json", '[{"a": "x", "b": null}, {"c": 12, "a": true}]'))
    assert table.header == ("a", "b", "c")
    assert [(row.number, list(row.cells)) for row in table.rows()] == [(2, ["x", None, None]), (3, [True, None, "12"])]


def test_numbers_keep_their_digits(make) -> None:
    table = open_table(make("a.json", '[{"id": 123456789012345678901, "n": 1.50, "whole": 3.0}]'))
    assert list(next(table.rows()).cells) == ["123456789012345678901", "1.50", "3"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "Infinity"),
        ('{"a": 1, "a": 2}', "'a'"),
        ("[" * 65 + "]" * 65, "64"),
        ("[" * 100_000, "64"),
        ('{"a":' * 65 + "1" + "}" * 65, "64"),
    ],
)
def test_what_json_leaves_open_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(text)


def test_sixty_four_levels_are_fine() -> None:
    assert parse("[" * 64 + "]" * 64)


def test_a_nested_value_is_a_problem_of_its_row(make) -> None:
    rows = list(open_table(make("a.jsonl", '{"a": 1}\n{"a": [2]}\n{"b": {"c": {"d": 1}}}\n')).rows())
    assert rows[0].problem is None
    assert rows[1].problem is not None
    assert (rows[1].problem.row, rows[1].problem.column) == (3, "a")
    assert rows[2].problem is not None
    assert (rows[2].problem.row, rows[2].problem.column) == (4, "b.c")


def test_an_inner_object_is_spread(make) -> None:
    table = open_table(make("a.jsonl", '{"customer": {"name": "x", "phone": "1"}, "subject": "s"}\n{"subject": "t"}\n'))
    assert table.header == ("customer.name", "customer.phone", "subject")
    assert [list(row.cells) for row in table.rows()] == [["x", "1", "s"], [None, None, "t"]]


def test_a_broken_line_is_a_problem_of_its_row(make) -> None:
    rows = list(open_table(make("a.jsonl", '{"a": 1}\n{"a": \n7\n{"a": 2}\n')).rows())
    assert [row.problem and row.problem.row for row in rows] == [None, 3, 4, None]


def test_a_broken_array_is_refused_whole(make) -> None:
    with pytest.raises(BadInput, match="JSON"):
        open_table(make("a.json", '[{"a": 1}, {"a": ]'))


def test_json_in_gbk_is_read(make) -> None:
    table = open_table(make("a.json", json.dumps([{"内容": "退款"}], ensure_ascii=False).encode("gbk")))
    assert table.encoding == "gb18030"
    assert list(next(table.rows()).cells) == ["退款"]
