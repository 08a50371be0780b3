"""Cells that a spreadsheet would take for formulas, made harmless and brought back exactly."""

from __future__ import annotations

import re

# Their full-width forms count too: some spreadsheets read them alike.
_SIGNS = "=+\\-@\t\r\uff1d\uff0b\uff0d\uff20"
_RISKY = re.compile(f"'*[{_SIGNS}]")
_NEUTRALISED = re.compile(f"'+[{_SIGNS}]")


def neutralise(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: behind an apostrophe where needed."""
    return "'" + text if _RISKY.match(text) else text


def restore(text: str) -> str:
    """Return the text that ``neutralise`` was given."""
    return text[1:] if _NEUTRALISED.match(text) else text
