"""Where a sheet names its people, and which of its rows name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from ..grid import cell_at, written
from ..people import People
from ..table import Row
from .sheet_blocks import Block
from .sheet_words import LOGIN_WORDS, NAME_WORDS, TOTAL, label

_CODE = 4  # characters that the code of a shift has at most
_REMARK = 20  # characters that what is said of one day has at most


def person_columns(block: Block, people: People, *, downwards: bool) -> list[int]:
    """Return the columns that name the person: those of logins first, then those of names.

    Of a turned sheet (``downwards``) all that name anybody: another row of names may stand above the days of the next
    month.
    """
    width = max((len(row.cells) for row in block.rows), default=0) if downwards else min(block.days)
    rows = (*block.titles[-3:], block.header, *block.rows[:2])
    headed = [*_headed(block, rows, LOGIN_WORDS), *_headed(block, rows, NAME_WORDS)]
    among = {*headed, *range(width)} - set(block.days)
    hits = {column: count for column in sorted(among) if (count := _hits(block, people, column))}
    if downwards and hits:
        return list(hits)
    if any(column in hits for column in headed):
        return headed
    best = max(hits, key=lambda column: hits[column], default=None)
    return [best] if best is not None else headed or list(range(min(block.days)))


def is_remark(candidates: Sequence[str], told: AbstractSet[str], heading: AbstractSet[str], *, alone: bool) -> bool:
    """Tell whether a row without a known person is a total, a legend, a count, or says one thing only (``alone``).

    ``told`` is what stands in the columns of days, ``heading`` what stands before them.
    """
    total = any(TOTAL.match(text) for text in heading or told)
    legend = not candidates and any("=" in text or len(text) > _REMARK for text in told)
    counts = all(text.isdecimal() for text in told)
    banner = alone and (candidates or any(len(text) > _CODE for text in told))
    return bool(counts or banner or total or legend)


def _headed(block: Block, rows: Sequence[Row], words: frozenset[str]) -> list[int]:
    return sorted(
        {column for row in rows for column, cell in enumerate(row.cells) if label(cell) in words} - set(block.days)
    )


def _hits(block: Block, people: People, column: int) -> int:
    return sum(people.knows(written(cell_at(row, column))) for row in block.rows)
