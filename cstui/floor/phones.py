"""Phone numbers: one stored form, one shown form."""

from __future__ import annotations

import re

from ..errors import BadInput
from ..i18n import _

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_MASKED = re.compile(r"[*xX×]{2,}|\u2022{2,}")
_MOBILE = re.compile(r"(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})")
_NUMBER = re.compile(r"[+＋]?[\d\s().\-/－（）]+((转|分机|ext\.?|x|#|,)+\s*\d+)?", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s().\-/－（）]+")


def normalise(text: str, *, region: str = "CN") -> str:
    """Return a number in E.164 (``+8613812341234``); one that is no valid number stays as written.

    Raises BadInput for numbers whose digits are lost: masked, or in scientific notation.
    """
    text = text.strip()
    if _SCIENTIFIC.fullmatch(text):
        raise BadInput(_("digits are lost: the number is in scientific notation"))
    if _MASKED.search(text):
        raise BadInput(_("digits are lost: the number is masked"))
    mobile = _MOBILE.fullmatch(text)
    if mobile:  # nearly every number here; spares the library's load on the way of a look-up
        return "+86" + "".join(mobile.groups())
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(parsed):
        return text
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def is_number(text: str) -> bool:
    """Say whether a text is written as a number: three digits or more, an extension, and no other words.

    What lost its digits passes: ``normalise`` says better what is wrong with it.
    """
    text = text.strip()
    lost = _SCIENTIFIC.fullmatch(text) or _MASKED.search(text)
    return bool(lost or _NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) >= 3


def national(phone: str) -> str:
    """Return a stored number as people here write it: a Chinese mobile without ``+86``."""
    return phone.removeprefix("+86") if len(phone) == 14 else phone


def looks_like(text: str) -> bool:
    """Say whether a text may be a phone number: six digits or more and nothing but punctuation besides."""
    digits = _PUNCTUATION.sub("", text).removeprefix("+")
    return digits.isdigit() and len(digits) >= 6
