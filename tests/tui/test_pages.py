"""The pages a list holds: read by keyset from a neighbour, a few of them, found by reference."""

from __future__ import annotations

from typing import Any

from cstui.floor.views import Page
from cstui.tui.widgets.pages import KEPT, SIZE, Pages, Wanted


class Row:
    """As much of a complaint as the pages look at."""

    def __init__(self, number: int) -> None:
        self.ref = f"C-{number:06d}"


def page(number: int, rows: int = SIZE, more: bool = True) -> Page:
    kept: Any = tuple(Row(number * SIZE + place) for place in range(rows))
    return Page(kept, kept[-1].ref if more and kept else None)


def test_a_row_is_found_by_number_and_by_reference() -> None:
    pages = Pages()
    pages.put(0, page(0))
    pages.put(1, page(1, rows=5, more=False))
    assert pages.row(SIZE + 4).ref == f"C-{SIZE + 4:06d}"  # type: ignore[union-attr]
    assert pages.row(SIZE + 5) is None
    assert pages.find(f"C-{SIZE:06d}") == SIZE
    assert pages.find("C-999999") is None
    assert pages.total == SIZE + 5 == pages.known()


def test_a_missing_page_is_read_from_its_neighbour_and_by_offset_after_a_jump() -> None:
    pages = Pages()
    assert pages.wanted(0, 10) == [Wanted(0)]
    pages.put(3, page(3))
    pages.total = 10 * SIZE
    assert pages.wanted(4 * SIZE, 4 * SIZE) == [Wanted(4, after=f"C-{4 * SIZE - 1:06d}")]
    assert pages.wanted(2 * SIZE, 2 * SIZE) == [Wanted(2, before=f"C-{3 * SIZE:06d}")]
    assert pages.wanted(8 * SIZE, 8 * SIZE) == [Wanted(8, offset=8 * SIZE)]


def test_nothing_is_wanted_beyond_the_end() -> None:
    pages = Pages()
    pages.put(0, page(0, rows=3, more=False))
    assert pages.wanted(0, 500) == []


def test_the_page_unused_for_longest_makes_room() -> None:
    pages = Pages()
    for number in range(KEPT):
        pages.put(number, page(number))
    assert pages.wanted(0, 0) == []  # looked at: it stays
    pages.put(KEPT, page(KEPT))
    assert pages.row(0) is not None and pages.row(SIZE) is None
    assert pages.known() == (KEPT + 1) * SIZE


def test_an_empty_list_is_known_to_be_empty() -> None:
    pages = Pages()
    pages.put(0, Page((), None))
    assert pages.total == 0 == pages.known()
