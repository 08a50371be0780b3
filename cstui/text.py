"""Foreign text made safe to show: nothing a customer or a file wrote reaches a terminal raw.

``clean`` is used at import and intake, ``visible`` again at display.  Control
characters are replaced by visible ones, never dropped, so that a reader sees
that something was there.
"""

from __future__ import annotations

import re
from functools import cache

SHOWN_CHARACTERS = 4_000
SHOWN_LINES = 200

# C0 but TAB and LF, DEL, C1, bidi controls, zero-width characters, the word
# joiner family, interlinear marks, BOM and tag characters.  ZWJ (U+200D) is
# treated apart: inside an emoji it is part of the picture.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_ZWJ = (
    "(?<![\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_BREAKS = re.compile(r"\r+\n|\r")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)  # slow to compile, and most of what is shown holds nothing to replace


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\u2039{code:04X}\u203a"


def clean(text: str) -> str:
    """Return ``text`` with every unsafe character replaced visibly and line ends made LF."""
    # True of no character replaced below: ten times faster than asking for each, and most texts need no more.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    return _pattern(_ZWJ).sub("\u2039200D\u203a", _pattern(_UNSAFE).sub(_picture, text))


def visible(text: str) -> str:
    """Return ``text`` clean and cut to what a screen shows at once, with an ellipsis when cut."""
    lines = clean(text[: SHOWN_CHARACTERS + 1]).split("\n")
    shown = "\n".join(lines[:SHOWN_LINES])
    cut = len(text) > SHOWN_CHARACTERS or len(lines) > SHOWN_LINES
    return shown[:SHOWN_CHARACTERS] + ("\u2026" if cut else "")


def one_line(text: str) -> str:
    """Return ``text`` clean on a single line, blanks folded."""
    return " ".join(clean(text[:SHOWN_CHARACTERS]).split())


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle hidden: ``138****1234``."""
    if not phone:
        return ""
    national = phone.removeprefix("+86") if phone.startswith("+86") and len(phone) == 14 else phone
    if len(national) < 7:
        return "*" * len(national)
    keep = 3 if len(national) >= 10 else 2
    return f"{national[:keep]}****{national[-4:]}" if len(national) >= 10 else f"{national[:keep]}****{national[-2:]}"


def escaped(json_text: str) -> str:
    """Return JSON text with every unsafe character as a ``\\u`` escape: harmless on a terminal, exact as data."""
    if json_text.replace("\n", "").isprintable():
        return json_text
    return _pattern(_ZWJ).sub(r"\\u200d", _pattern(_UNSAFE).sub(_escape, json_text))


def _escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
