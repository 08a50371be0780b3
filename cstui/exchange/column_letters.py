"""Columns as spreadsheets name them: A, B, …, Z, AA."""

from __future__ import annotations


def letters(column: int) -> str:
    """Return the name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: bytes) -> int:
    """Return which column a name, in ASCII, means: A is 1, no name 0."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number
