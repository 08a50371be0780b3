"""Single cells: null words, phones that lost digits, words of closed lists, formulas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui.exchange import cells
from cstui.exchange.formula import neutralise, restore
from cstui.exchange.table import cell_text
from cstui.text import clean


@pytest.mark.parametrize("word", ["", "  ", "N/A", "n/a", "?", "--", "NIL", " NIL "])
def test_null_words_are_null_in_every_column(word: str) -> None:
    for read in (
        cells.line,
        cells.free_text,
        cells.phone,
        cells.severity,
        cells.state,
        cells.channel,
        cells.satisfaction,
    ):
        assert read(word) is None


def test_a_name_that_looks_like_a_null_word_is_kept() -> None:
    assert cells.line("Nil") == "Nil"


def test_a_longer_text_keeps_its_blanks() -> None:
    assert cells.free_text("  indented\n") == "  indented\n"
    assert cells.line("  x ") == "x"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("+86 138-0013-8000", "+8613800138000"),
        ("010-12345678", "+861012345678"),
        ("+1 415 555 2671", "+14155552671"),
        ("95588", "95588"),
        ("ask for Li", "ask for Li"),
    ],
)
def test_phones_are_stored_in_one_form_or_as_written(written: str, stored: str) -> None:
    assert cells.phone(written) == stored


@pytest.mark.parametrize("text", ["1.38E+10", "1.38e10", "138****8000x", "138xxxx8000", "138XXXX8000"])
def test_phones_that_lost_digits_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="digits are lost"):
        cells.phone(text)


def test_our_own_mask_is_told_apart() -> None:
    assert isinstance(cells.phone("138****1234"), cells.MaskedPhone)


@pytest.mark.parametrize(
    ("words", "rank"), [("紧急 緊急 Critical", 0), ("重大 major", 1), ("一般 普通 normal", 2), ("轻微 輕微 minor", 3)]
)
def test_severities_in_both_languages_and_scripts(words: str, rank: int) -> None:
    assert {cells.severity(word) for word in words.split()} == {rank}


def test_an_unknown_severity_or_state_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="critical, major, normal, minor"):
        cells.severity("purple")
    with pytest.raises(ValueError, match="received, verified, registered"):
        cells.state("purple")


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ("电话,電話", "phone"),
        ("微信", "wechat"),
        ("邮件,E-Mail", "email"),
        ("现场,On site", "onsite"),
        ("网页", "web"),
        ("carrier pigeon", "carrier pigeon"),
    ],
)
def test_channels_are_ours_or_as_written(words: str, ours: str) -> None:
    assert {cells.channel(word) for word in words.split(",")} == {ours}


def test_satisfaction_is_a_figure_from_one_to_five() -> None:
    assert [cells.satisfaction(text) for text in ("1", "5", "3.0")] == [1, 5, 3]
    for text in ("0", "6", "good", "1.5"):
        with pytest.raises(ValueError, match="1 to 5"):
            cells.satisfaction(text)


def test_whole_numbers_are_written_without_a_fraction() -> None:
    assert [cell_text(cell) for cell in (13800138000.0, 1.5, 7, True, None)] == ["13800138000", "1.5", "7", "true", ""]


def test_a_number_beyond_a_spreadsheets_digits_is_refused() -> None:
    assert cells.plain(999_999_999_999_999.0) == "999999999999999"
    with pytest.raises(ValueError, match="15"):
        cells.plain(1.234567890123457e16)


def test_unsafe_characters_are_replaced_visibly() -> None:
    assert cells.plain("a\x1b[31m\u202eb") == clean("a\x1b[31m\u202eb")
    assert "\x1b" not in cells.plain("a\x1b[31m")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_formulas_are_put_behind_an_apostrophe(sign: str) -> None:
    assert neutralise(f"{sign}1") == f"'{sign}1"
    assert neutralise(f"'{sign}1") == f"''{sign}1"


def test_other_texts_stay_as_they_are() -> None:
    assert [neutralise(text) for text in ("", "1", "'tis", "a=b", "张三")] == ["", "1", "'tis", "a=b", "张三"]


@given(st.text(st.sampled_from("'=+-@\t\r＝ａab1 "), max_size=8))
def test_a_neutralised_text_comes_back_exactly(text: str) -> None:
    assert restore(neutralise(text)) == text
