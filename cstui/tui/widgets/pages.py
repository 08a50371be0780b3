"""The part of a long list that is held in memory: a few pages of rows, least recently used dropped.

Row numbers count from 0 over the whole list.  A page is read by keyset from its
neighbour where one is held, so that any depth costs the same; by offset only after a jump.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from cstui.floor.views import Complaint, Page

SIZE = 128
KEPT = 8


class Wanted(NamedTuple):
    """How to read one page: after or before a neighbour's row, else by offset."""

    number: int
    after: str | None = None
    before: str | None = None
    offset: int = 0
    limit: int = SIZE


class Pages:
    """Pages of rows by number; ``total`` is None until the rows were counted or the end was seen."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, tuple[Complaint, ...]] = OrderedDict()
        self.total: int | None = None

    def row(self, index: int) -> Complaint | None:
        """Return a row, or None while its page is not held."""
        page = self._pages.get(index // SIZE)
        place = index % SIZE
        return page[place] if page is not None and place < len(page) else None

    def known(self) -> int:
        """Return how many rows the list has as far as is known."""
        if self.total is not None:
            return self.total
        return max((number * SIZE + len(page) for number, page in self._pages.items()), default=0)

    def wanted(self, first: int, last: int) -> list[Wanted]:
        """Return how to read the pages missing between two rows, both included."""
        for number in range(first // SIZE, last // SIZE + 1):
            if number in self._pages:
                self._pages.move_to_end(number)
        return [
            self._want(number)
            for number in range(max(0, first) // SIZE, last // SIZE + 1)
            if number not in self._pages and (self.total is None or number * SIZE < self.total)
        ]

    def put(self, number: int, page: Page) -> None:
        """Keep a page just read; the one unused for longest makes room."""
        self._pages[number] = page.rows
        self._pages.move_to_end(number)
        if page.after is None and (page.rows or number == 0):
            self.total = number * SIZE + len(page.rows)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def find(self, ref: str) -> int | None:
        """Return the row number of a complaint among the pages held."""
        for number, rows in self._pages.items():
            for place, complaint in enumerate(rows):
                if complaint.ref == ref:
                    return number * SIZE + place
        return None

    def clear(self) -> None:
        """Forget every page and the count."""
        self._pages.clear()
        self.total = None

    def _want(self, number: int) -> Wanted:
        if number == 0:
            return Wanted(0)
        before = self._pages.get(number - 1)
        if before is not None and len(before) == SIZE:
            return Wanted(number, after=before[-1].ref)
        following = self._pages.get(number + 1)
        if following:
            return Wanted(number, before=following[0].ref)
        return Wanted(number, offset=number * SIZE)
