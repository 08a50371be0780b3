"""Phone numbers: every way of writing one leads to the same stored form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui.errors import BadInput
from cstui.floor.phones import is_number, looks_like, normalise


@pytest.mark.parametrize(
    "written",
    [
        "13812341234",
        "138 1234 1234",
        "138-1234-1234",
        "+86 138 1234 1234",
        "+8613812341234",
        "8613812341234",
        "86-138-1234-1234",
        "0086 138 1234 1234",
        " 13812341234 ",
        "(138) 1234 1234",
    ],
)
def test_a_mobile_is_one_number(written: str) -> None:
    assert normalise(written) == "+8613812341234"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("010-62345678", "+861062345678"),
        ("021 6234 5678", "+862162345678"),
        ("+852 9123 4567", "+85291234567"),
        ("+1 (202) 456-1414", "+12024561414"),
    ],
)
def test_other_numbers_are_stored_alike(written: str, stored: str) -> None:
    assert normalise(written) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize("written", ["12345", "1", "前台", "ext 22", "12011112222", ""])
def test_what_is_no_valid_number_stays_as_written(written: str) -> None:
    assert normalise(written) == written


@pytest.mark.parametrize(
    "written", ["1.38123E+10", "1.38E10", "138****1234", "138xxxx1234", "138××1234", "138••••1234", "13800XX"]
)
def test_lost_digits_are_refused(written: str) -> None:
    with pytest.raises(BadInput, match="digits are lost"):
        normalise(written)


@given(st.text(max_size=20))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    try:
        once = normalise(text)
    except BadInput:
        return
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812341234", True), ("+86 138-1234-1234", True), ("010 6234", True), ("（010）62345678", True),
        ("12345", False), ("C-000123", False), ("张三", False), ("", False), ("+", False), ("12a456", False),
    ],
)  # fmt: skip
def test_what_may_be_a_number(text: str, phone: bool) -> None:
    assert looks_like(text) is phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812341234", True), ("+86 138-1234-1234", True), ("（010）6234 5678", True), ("95588", True), ("110", True),
        ("010-62345678转801", True), ("020 7946 0018 ext. 12", True), ("138****1234", True), ("1.38E+10", True),
        ("abc", False), ("12", False), ("张三", False), ("call me at 13812341234", False), ("", False), ("+", False),
    ],
)  # fmt: skip
def test_what_is_written_as_a_number(text: str, number: bool) -> None:
    assert is_number(text) is number
