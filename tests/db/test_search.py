"""Search finds what a reader would: the index may only narrow, never lose or invent a hit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cstui.floor import accounts, complaints, find, queue, setup, store
from cstui.floor.filters import quote
from cstui.floor.views import Actor
from db import bulk, connection, search
from db.fields import NEVER
from tests.conftest import Floor

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"


def naive(text: str, word: str) -> bool:
    """What is meant: a case-blind substring, from the beginning of a word outside CJK."""
    start = f"(?<![^\\W_{CJK}])" if re.match(f"[^\\W_{CJK}]", word.casefold()) else ""
    return re.search(start + re.escape(word.casefold()), text.casefold()) is not None


# Few characters, so that texts and words meet: Chinese, kana, hangul, a rare plane, latin in both
# cases, cyrillic, digits, and what separates words.
TEXTS = st.text(alphabet="退款中国重复かな한\U00020000aAbBéÉжЖ12 -_.,。", max_size=14)
WORDS = st.text(alphabet="退款中国重复かな한\U00020000aAbBéÉжЖ12-_.。", min_size=1, max_size=4)


@pytest.fixture(scope="module")
def actor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Actor]:
    """One floor for all searches; each gets the complaints it needs."""
    path: Path = tmp_path_factory.mktemp("search") / "floor.db"
    setup.init_floor(path, login="boss", name="Boss")
    yield accounts.find_actor("boss")
    store.close_floor()


def fill(actor: Actor, texts: list[str], indexed: int) -> None:
    """Replace all complaints by ones with these narratives; those behind ``indexed`` lie above the watermark."""
    raw = connection.database.connection()
    raw.execute("PRAGMA foreign_keys = 0")  # the tables beside a complaint play no part here
    with store.transaction():
        raw.execute("DELETE FROM complaint")
        raw.execute("DELETE FROM complaint_words")
        search._move_watermark(0)
        columns = ("id", "team_id", "state", "open", "severity", "channel", "narrative", "policy", "received_at",
                   "due_at", "statutory_at", "created_at", "updated_at")  # fmt: skip
        shared = ("retail", 0, NEVER, NEVER, 0, 0)
        rows = [(i, actor.team_id, "registered", 1, 2, "phone", text, *shared) for i, text in enumerate(texts, start=1)]
        bulk.insert("complaint", columns, rows)
        for number in range(1, indexed + 1):
            search.index_one(number)


def found(actor: Actor, word: str) -> set[str]:
    return {row.narrative for row in queue.page(actor, quote(word), limit=1000).rows}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, max_size=8, unique=True), words=st.lists(WORDS, min_size=1, max_size=8), part=st.floats(0, 1)
)
@example(texts=["申请退款中", "退 款", "款退"], words=["退款", "款", "请退款"], part=1.0)
@example(texts=["notebook", "book", "e-book", "Book shelf"], words=["book", "BOO", "k"], part=0.5)
@example(texts=["Жалоба", "жалоба", "ЭЖ"], words=["жа", "Ж"], part=1.0)
@example(texts=["A座12楼", "a座", "BA座"], words=["A座", "座12", "a"], part=0.4)
def test_hits_are_those_of_a_naive_search(actor: Actor, texts: list[str], words: list[str], part: float) -> None:
    fill(actor, texts, int(len(texts) * part))
    for word in words:
        assert found(actor, word) == {text for text in texts if naive(text, word)}, word


@settings(max_examples=300, deadline=None)
@given(TEXTS, WORDS)
def test_every_hit_fulfils_the_index_expression(text: str, word: str) -> None:
    expression = search.match_expression(word)
    if expression is None or not naive(text, word):
        return
    kept = set(search.tokens(text))
    for part in expression.split(" AND "):
        asked = part.rstrip("*").strip('"')
        assert any(token.startswith(asked) if part.endswith("*") else token == asked for token in kept), part


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("申请退款", ["申请", "请退", "退款"]),
        ("款", ["款"]),
        ("Refund 退款ABC", ["refund", "退款", "abc"]),
        ("order_no A-17", ["order", "no", "a", "17"]),
        ("[/] (!)", []),
    ],
)
def test_words_of_the_index(text: str, words: list[str]) -> None:
    assert list(search.tokens(text)) == words


def test_a_word_of_an_expression_cannot_leave_its_quotes(floor: Floor) -> None:
    complaints.add(floor.agent, {"narrative": 'he said "OR" NOT NEAR(a b) col:x ^y* (z)'})
    for word in ('"OR"', "NOT", "NEAR(a", "col:x", "^y*", "(z)", "'; --"):
        hits = [row.ref for row in queue.page(floor.agent, quote(word)).rows]
        assert hits == ([] if word == "'; --" else ["C-000001"]), word


def test_text_from_intake_is_found_at_once_and_a_new_category_too(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "五月账单", "narrative": "重复扣款", "remedy": "退还差额"}).ref
    complaints.take(floor.agent, ref, "claim")
    complaints.take(
        floor.agent, ref, "respond", {"channel": "phone", "text": "t", "actions": "a", "category": "计费争议"}
    )
    for word in ("账单", "扣款", "差额", "争议"):
        assert [row.ref for row in queue.page(floor.agent, word).rows] == [ref]
    assert search.match_expression("扣款") == '"扣款"'
    assert search.watermark() == 1


def test_a_customers_name_learned_later_finds_the_earlier_complaints(floor: Floor) -> None:
    first = complaints.add(floor.agent, {"subject": "x", "customer_phone": "13812341234"}).ref
    second = complaints.add(
        floor.agent, {"subject": "y", "customer_phone": "138 1234 1234", "customer_name": "欧阳明月"}
    ).ref
    assert {row.ref for row in queue.page(floor.agent, "明月").rows} == {first, second}


def test_rows_above_the_watermark_wait_for_their_turn(actor: Actor) -> None:
    texts = [f"number{i} 投诉" for i in range(25)]
    fill(actor, texts, 3)
    assert found(actor, "投诉") == set(texts)
    search.index_one(20)  # in the middle of what a bulk phase has still to do: left to it
    assert search.watermark() == 3
    assert [search.index_pending(10), search.index_pending(10), search.index_pending(10), search.index_pending()] == [
        10, 10, 2, 0,
    ]  # fmt: skip
    assert search.watermark() == 25
    assert found(actor, "投诉") == set(texts)
    assert found(actor, "number24") == {"number24 投诉"}
    indexed = connection.database.connection().execute("SELECT count(*) FROM complaint_words").fetchone()
    assert indexed == (25,)


def test_the_index_goes_with_a_text_that_is_indexed_anew(actor: Actor) -> None:
    fill(actor, ["旧的文字"], 1)
    with store.transaction():
        connection.database.connection().execute("UPDATE complaint SET narrative = '新的文字'")
        search.index_one(1)
    matches = "SELECT count(*) FROM complaint_words WHERE complaint_words MATCH ?"
    counts = [
        connection.database.connection().execute(matches, (f'"{word}"',)).fetchone()[0] for word in ("旧的", "新的")
    ]
    assert counts == [0, 1]


def test_agents_and_customers_are_found_whatever_their_case(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "ivan", name="Иван Öz")
    complaints.add(floor.agent, {"subject": "x", "customer_name": "Äpfel GmbH"})
    assert [hit.ref for hit in find.find(floor.agent, "иван")] == ["ivan"]
    assert [hit.ref for hit in find.find(floor.agent, "öz")] == ["ivan"]
    assert [hit.kind for hit in find.find(floor.agent, "äPFEL")] == ["complaint", "customer"]
    assert [row.ref for row in queue.page(floor.agent, "customer:ÄPF").rows] == ["C-000001"]
    assert queue.page(floor.agent, "category:Ä").rows == ()
