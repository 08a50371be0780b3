"""Foreign text: what comes out of clean can be shown anywhere, and says where something was."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui.text import SHOWN_CHARACTERS, SHOWN_LINES, clean, escaped, mask_phone, one_line, visible

ZWJ = "\u200d"
# Everything that may never reach a terminal raw; ZWJ is looked at apart.
BARRED = {
    *(chr(code) for code in range(0x20) if chr(code) not in "\t\n"),
    *(chr(code) for code in range(0x7F, 0xA0)),
    *"\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028\u2029\u2060\ufeff",
    *(chr(code) for code in range(0x202A, 0x202F)),
    *(chr(code) for code in range(0x2060, 0x2070)),
    *(chr(code) for code in range(0xD800, 0xE000)),
    *(chr(code) for code in range(0xE0000, 0xE0080)),
}
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            [*sorted(BARRED)[:200], ZWJ, "\r", "\n", "\t", "👩", "👧", "\ufe0f", "字", "a", "[", "/", "\\"]
        ),
        st.characters(),
    ),
    max_size=60,
)
ESCAPES = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]52;c;cHduZWQ=\x1b\\",
    "\x9b31m",
    "\x90q\x9c",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "a\u200bb",
    "\U000e0041tag",
    "bell\x07",
    "back\x08space",
    "del\x7f",
]


def shown_safely(text: str) -> bool:
    bare = re.sub(
        f"(?<=[\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]){ZWJ}(?=[\u2190-\u2bff\U0001f000-\U0001faff])",
        "",
        text,
    )
    return ZWJ not in bare and BARRED.isdisjoint(bare)


@given(NASTY)
def test_clean_text_can_be_shown(text: str) -> None:
    assert shown_safely(clean(text))


@given(NASTY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(NASTY)
def test_nothing_vanishes(text: str) -> None:
    lines = re.sub(r"\r+\n|\r", "\n", text)
    assert len(clean(text)) >= len(lines)
    kept = [character for character in lines if character not in BARRED and character != ZWJ]
    left = iter(clean(text))
    assert all(character in left for character in kept)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Mn"], exclude_characters="\u034f"), max_size=60))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("text", ESCAPES)
def test_what_a_terminal_would_obey_is_seen_instead(text: str) -> None:
    for show in (clean, visible, one_line):
        assert shown_safely(show(text))
        assert show(text) != text


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "👩🏽\u200d🚀",
        "❤\ufe0f\u200d🔥",
        "👨\u200d👩\u200d👧\u200d👦",
        "naïve café",
        "張三　先生",
        "ไทย",
        "حساب",
    ],
)
def test_pictures_and_scripts_are_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [("a\u200db", "a‹200D›b"), ("👩\u200d", "👩‹200D›"), ("\x1b[m", "␛[m"), ("\x7f", "␡"), ("\u202e", "‹202E›")],
)
def test_how_it_is_seen(text: str, seen: str) -> None:
    assert clean(text) == seen


@pytest.mark.parametrize("ending", ["\r\n", "\r\r\n", "\r", "\n"])
def test_line_ends_are_one_kind(ending: str) -> None:
    assert clean(f"a{ending}b") == "a\nb"


@given(NASTY)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert shown_safely(one_line(text))


def test_long_text_is_cut_where_a_screen_ends() -> None:
    assert visible("字" * SHOWN_CHARACTERS) == "字" * SHOWN_CHARACTERS
    assert visible("字" * (SHOWN_CHARACTERS + 1)) == "字" * SHOWN_CHARACTERS + "…"
    assert visible("\n" * (SHOWN_LINES - 1)).count("\n") == SHOWN_LINES - 1
    assert visible("x\n" * 10_000).count("\n") == SHOWN_LINES - 1
    assert len(visible("\x00" * 1_000_000)) <= SHOWN_CHARACTERS + 1


@given(NASTY)
def test_visible_text_can_be_shown(text: str) -> None:
    assert shown_safely(visible(text))


@given(NASTY)
def test_escaped_json_is_exact_and_harmless(text: str) -> None:
    told = escaped(json.dumps({"x": text}, ensure_ascii=False))
    assert shown_safely(told)
    assert json.loads(told) == {"x": text}


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+8613812341234", "138****1234"),
        ("13812341234", "138****1234"),
        ("+85291234567", "+85****4567"),
        ("4008001234", "400****1234"),
        ("62345678", "62****78"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_phones_are_masked(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(alphabet="+0123456789", min_size=1, max_size=18))
def test_a_mask_hides_at_least_four_digits_of_every_real_number(phone: str) -> None:
    shown = mask_phone(phone).replace("*", "")
    assert len(shown) <= max(0, len(phone) - 3)
