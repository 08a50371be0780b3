"""Pages of the queue: the order is that of a slow, obvious sort, and no way of paging loses or repeats a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cstui.errors import BadInput, NotFound
from cstui.floor import accounts, queue, setup, store
from cstui.floor.recording import ref_of
from cstui.floor.views import Actor
from db import connection
from tests.db.rows import NOW, random_rows, write

AT = datetime.fromtimestamp(NOW, UTC)
ROWS = random_rows(7, 240)
SORTS = ("due", "received", "severity", "closed")
QUERIES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "": lambda row: row["open"],
    "state:all": lambda row: True,
    "state:closed": lambda row: row["state"] == "closed",
    "state:handling,closed": lambda row: row["state"] in ("handling", "closed"),
    "-state:open": lambda row: not row["open"],
    "state:all -channel:web": lambda row: row["channel"] == "phone",
    "overdue:yes": lambda row: row["open"] and row["due_at"] <= NOW,
    "severity:major,minor owner:none": lambda row: (
        row["open"] and row["severity"] in (1, 3) and row["assignee_id"] is None
    ),
    "state:all 扣款": lambda row: "扣款" in row["narrative"],
    "state:rejected satisfaction:5 cycle:>1": lambda row: False,
}


def slow_key(sort: str) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """The order as the specification words it."""

    def due(row: dict[str, Any]) -> tuple[Any, ...]:
        if not row["open"]:
            return 2, -row["closed_at"], -row["id"]
        return int(row["statutory_at"] > NOW), row["due_at"], row["severity"], row["received_at"], row["id"]

    return {
        "due": due,
        "received": lambda row: (-row["received_at"], -row["id"]),
        "severity": lambda row: (row["severity"], row["due_at"], row["id"]),
        "closed": lambda row: (
            (1, -row["received_at"], -row["id"]) if row["open"] else (0, -row["closed_at"], -row["id"])
        ),
    }[sort]


def slow(query: str, sort: str, reverse: bool, team: int | None = None) -> list[str]:
    rows = [row for row in ROWS if QUERIES[query](row) and team in (None, row["team_id"])]
    return [ref_of(row["id"]) for row in sorted(rows, key=slow_key(sort), reverse=reverse)]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Actor, Actor]]:
    """A manager, who sees all, and an agent, who sees the team cards."""
    setup.init_floor(tmp_path_factory.mktemp("pages") / "floor.db", login="boss", name="Boss")
    boss = accounts.find_actor("boss")
    accounts.add_team(boss, "cards", name="Cards")
    accounts.add_agent(boss, "li.na", name="Li Na", team="cards")
    accounts.add_agent(boss, "chen.mo", name="Chen Mo", team="cards")
    write(ROWS)
    yield boss, accounts.find_actor("li.na")
    store.close_floor()


def refs(actor: Actor, query: str, **how: Any) -> list[str]:
    return [row.ref for row in queue.page(actor, query, now=AT, **how).rows]


def forward(actor: Actor, query: str, size: int, **how: Any) -> Iterator[list[str]]:
    after = None
    while True:
        page = queue.page(actor, query, after=after, limit=size, now=AT, **how)
        yield [row.ref for row in page.rows]
        after = page.after
        if after is None:
            return


@pytest.mark.parametrize("reverse", [False, True], ids=["ahead", "reverse"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", list(QUERIES))
def test_the_order_is_that_of_a_slow_sort(people: tuple[Actor, Actor], query: str, sort: str, reverse: bool) -> None:
    for actor, team in zip(people, (None, 2), strict=True):
        assert refs(actor, query, sort=sort, reverse=reverse, limit=1000) == slow(query, sort, reverse, team)


def test_the_random_rows_hold_every_case_worth_telling_apart() -> None:
    assert all(slow(query, "due", False) for query in list(QUERIES)[:-1])
    open_rows = [row for row in ROWS if row["open"]]
    assert {row["statutory_at"] <= NOW for row in open_rows} == {True, False}
    keys = [slow_key("due")(row)[:-1] for row in open_rows]
    assert len(set(keys)) < len(keys)  # ties that only the id settles


@pytest.mark.parametrize("reverse", [False, True], ids=["ahead", "reverse"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 7, 50])
def test_walking_forward_gives_the_whole(people: tuple[Actor, Actor], size: int, sort: str, reverse: bool) -> None:
    for query in ("", "state:all", "state:all -channel:web"):
        whole = slow(query, sort, reverse)
        pages = list(forward(people[0], query, size, sort=sort, reverse=reverse))
        assert [ref for page in pages for ref in page] == whole
        assert {len(page) for page in pages[:-1]} <= {size}


@pytest.mark.parametrize("reverse", [False, True], ids=["ahead", "reverse"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [7, 50])
def test_walking_backward_gives_the_whole(people: tuple[Actor, Actor], size: int, sort: str, reverse: bool) -> None:
    for query in ("", "state:all"):
        whole = slow(query, sort, reverse)
        walked: list[str] = []
        before = whole[-1]
        while page := refs(people[0], query, before=before, limit=size, sort=sort, reverse=reverse):
            walked = page + walked
            before = page[0]
        assert walked == whole[:-1]


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_before_says_where_to_go_on(people: tuple[Actor, Actor], sort: str) -> None:
    whole = slow("state:all", sort, False)
    page = queue.page(people[0], "state:all", sort=sort, before=whole[100], limit=10, now=AT)
    assert [row.ref for row in page.rows] == whole[90:100]
    assert page.after == whole[99]
    assert queue.page(people[0], "state:all", sort=sort, before=whole[0], now=AT) == ((), None)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("reverse", [False, True], ids=["ahead", "reverse"])
def test_offsets_skip_rows_across_segments(people: tuple[Actor, Actor], sort: str, reverse: bool) -> None:
    whole = slow("state:all", sort, reverse)
    for offset in (0, 1, 60, 130, len(whole) - 3, len(whole), len(whole) + 5):
        found = refs(people[0], "state:all", sort=sort, reverse=reverse, offset=offset, limit=20)
        assert found == whole[offset : offset + 20], offset
    for start, offset in ((5, 30), (40, 110), (len(whole) - 1, 2)):
        how = {"sort": sort, "reverse": reverse, "offset": offset, "limit": 20}
        assert refs(people[0], "state:all", after=whole[start], **how) == whole[start + 1 + offset :][:20]


def test_a_page_goes_on_behind_a_complaint_that_the_filter_leaves_out(people: tuple[Actor, Actor]) -> None:
    everything, chosen = slow("state:all", "due", False), set(slow("state:handling,closed", "due", False))
    left_out = next(ref for ref in everything[50:] if ref not in chosen)
    expected = [ref for ref in everything[everything.index(left_out) :] if ref in chosen]
    assert refs(people[0], "state:handling,closed", after=left_out, limit=1000) == expected


@pytest.mark.parametrize("where", ["after", "before"])
def test_an_unknown_place_is_no_start(people: tuple[Actor, Actor], where: str) -> None:
    with pytest.raises(NotFound, match="C-000999"):
        queue.page(people[0], "state:all", now=AT, **{where: "C-000999"})


def test_limits_and_orders_are_checked(people: tuple[Actor, Actor]) -> None:
    for wrong in ({"limit": 0}, {"limit": 1001}, {"sort": "id; DROP TABLE complaint"}):
        with pytest.raises(BadInput):
            queue.page(people[0], now=AT, **wrong)
    assert len(refs(people[0], "state:all", limit=len(ROWS))) == len(ROWS)
    assert queue.page(people[0], "state:all", limit=len(ROWS), now=AT).after is None


@pytest.mark.parametrize("query", list(QUERIES))
def test_counts_are_those_of_the_pages(people: tuple[Actor, Actor], query: str) -> None:
    for actor, team in zip(people, (None, 2), strict=True):
        assert queue.count(actor, query, now=AT) == len(slow(query, "due", False, team))


def plans(actor: Actor, query: str, **how: Any) -> list[str]:
    """What SQLite says it does for each statement on complaints behind one page."""
    raw = connection.database.connection()
    asked: list[str] = []
    raw.set_trace_callback(asked.append)
    refs(actor, query, **how)
    raw.set_trace_callback(None)
    statements = [sql for sql in asked if 'FROM "complaint" AS "complaint"' in sql and "ORDER BY" in sql]
    assert statements
    return ["; ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}")) for sql in statements]


@pytest.mark.parametrize("how", [{}, {"after": "C-000001"}, {"before": "C-000001"}], ids=["first", "after", "before"])
@pytest.mark.parametrize(("who", "index"), [(0, "complaint_queue"), (1, "complaint_team_queue")])
def test_a_page_of_the_queue_walks_a_partial_index(
    people: tuple[Actor, Actor], who: int, index: str, how: dict[str, str]
) -> None:
    found = plans(people[who], "", limit=1000, **how)
    assert len(found) <= 2, "open cases never need the ended ones"
    for plan in found:
        assert f" complaint USING INDEX {index}" in plan
        assert "TEMP B-TREE" not in plan
        assert [step for step in plan.split("; ") if step.startswith("SCAN") and "INDEX" not in step] == []


def test_a_short_page_walks_the_same_index(people: tuple[Actor, Actor]) -> None:
    assert " complaint USING INDEX complaint_queue" in plans(people[0], "", limit=1, reverse=True)[0]


def test_ended_cases_alone_walk_their_own_index(people: tuple[Actor, Actor]) -> None:
    found = plans(people[0], "state:closed")
    assert len(found) == 1
    assert "USING INDEX complaint_ended" in found[0]
    assert "TEMP B-TREE" not in found[0]
