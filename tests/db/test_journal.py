"""The journal: chained, closed to every rewrite, and honest about the first event that does not hold."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from cstui.floor import complaints, journal, setup, store
from db import connection
from db import journal as chain
from db.fields import canonical
from tests.conftest import Floor

TRIGGERS = ("event_kept", "event_stays", "event_chained")


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    return connection.database.connection().execute(statement, values).fetchall()


def tamper(statement: str, *values: Any) -> None:
    """Change the journal as somebody with the file in hand could: without triggers and foreign keys."""
    sql("PRAGMA foreign_keys = 0")
    kept = [sql("SELECT sql FROM sqlite_master WHERE name = ?", name)[0][0] for name in TRIGGERS]
    for name in TRIGGERS:
        sql(f"DROP TRIGGER {name}")
    sql(statement, *values)
    for trigger in kept:
        sql(trigger)
    sql("PRAGMA foreign_keys = 1")


@pytest.fixture
def lived(floor: Floor) -> Floor:
    """A floor with some twenty events, forms among them."""
    for number in range(4):
        ref = complaints.add(floor.agent, {"subject": f"case {number}"}).ref
        complaints.take(floor.agent, ref, "claim")
        complaints.take(floor.agent, ref, "note", {"text": f"text {number} 备注"})
    return floor


def test_a_lived_journal_holds(lived: Floor) -> None:
    verdict = journal.verify(lived.boss)
    assert verdict.whole
    assert (verdict.bad_seq, verdict.problem) == (None, "")
    assert verdict.events == sql("SELECT max(seq) FROM event")[0][0] == len(sql("SELECT 1 FROM event")) >= 19
    assert verdict.head == sql("SELECT hash FROM event ORDER BY seq DESC")[0][0]


def test_a_hash_is_that_of_the_one_before_and_the_canonical_content(lived: Floor) -> None:
    prev = ""
    for *content, kept_prev, kept_hash in sql("SELECT * FROM event ORDER BY seq"):
        assert kept_prev == prev
        assert kept_hash == chain.digest(prev, canonical(content))
        assert json.loads(content[-1]) is not None
        prev = kept_hash


@pytest.mark.parametrize("actor", [None, 7])
@pytest.mark.parametrize("word", ["", 'a "b" \\ c', "退款\u2028\U0001f600\x00\x1f\x7f\n\t/", 5, None])
def test_the_content_put_together_by_hand_is_the_canonical_one(actor: int | None, word: Any) -> None:
    row = (3, 1_784_512_800, actor, "agent", word, "C-000001", canonical({"b": word, "a": [1, None]}))
    assert chain._content(row) == canonical(list(row))


def test_bodies_hold_no_text_of_anybody(lived: Floor) -> None:
    ref = complaints.add(
        lived.agent,
        {"customer_name": "张三", "customer_phone": "13812341234", "narrative": "秘密退款", "respondent": "赵六"},
    ).ref
    complaints.take(lived.agent, ref, "claim")
    complaints.take(lived.lead, ref, "transfer", {"to": "cards", "reason": "因为秘密"})
    bodies = " ".join(body for (body,) in sql("SELECT body FROM event"))
    assert not [word for word in ("张三", "1381234", "秘密", "赵六", "text 0", "备注") if word in bodies]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}' WHERE seq = 3",
        "UPDATE event SET at = at",
        "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
        "DELETE FROM event",
        "UPDATE OR REPLACE event SET seq = 2 WHERE seq = 3",
    ],
)
def test_the_store_refuses_to_rewrite(lived: Floor, statement: str) -> None:
    before = sql("SELECT * FROM event")
    with pytest.raises(connection.sqlite3.IntegrityError, match="never rewritten"):
        sql(statement)
    assert sql("SELECT * FROM event") == before


@pytest.mark.parametrize(
    ("verb", "seq", "prev"),
    [
        ("INSERT", lambda head: head.seq + 2, lambda head: head.hash),
        ("INSERT", lambda head: head.seq + 1, lambda head: "0" * 64),
        ("INSERT", lambda head: head.seq + 1, lambda head: ""),
        ("INSERT OR REPLACE", lambda head: head.seq, lambda head: head.hash),
        ("INSERT OR REPLACE", lambda head: 2, lambda head: head.hash),
        ("INSERT OR IGNORE", lambda head: head.seq + 2, lambda head: head.hash),
    ],
    ids=["gap", "wrong prev", "no prev", "replace head", "replace early", "ignore"],
)
def test_the_store_refuses_what_does_not_continue_the_chain(
    lived: Floor, verb: str, seq: Callable[[chain.Head], int], prev: Callable[[chain.Head], str]
) -> None:
    head, before = chain.head(), sql("SELECT * FROM event")
    with pytest.raises(connection.sqlite3.IntegrityError, match="moved on"):
        sql(f"{verb} INTO event VALUES (?, 0, 1, 'lead', 'note', 'floor', '{{}}', ?, 'x')", seq(head), prev(head))
    assert sql("SELECT * FROM event") == before


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ('UPDATE event SET body = \'{"to":"closed"}\' WHERE seq = 9', 9),
        ("UPDATE event SET at = at + 1 WHERE seq = 9", 9),
        ("UPDATE event SET actor = 4 WHERE seq = 9", 9),
        ("UPDATE event SET actor = NULL WHERE seq = 9", 9),
        ("UPDATE event SET role = 'manager' WHERE seq = 9", 9),
        ("UPDATE event SET action = 'close' WHERE seq = 9", 9),
        ("UPDATE event SET subject = 'C-000099' WHERE seq = 9", 9),
        ("UPDATE event SET prev = '' WHERE seq = 9", 9),
        ("UPDATE event SET hash = 'x' WHERE seq = 9", 9),
        ("DELETE FROM event WHERE seq = 9", 9),
        ("DELETE FROM event WHERE seq < 4", 1),
        ("UPDATE event SET role = 'manager' WHERE seq IN (12, 15)", 12),
    ],
)
def test_the_first_bad_event_is_named(lived: Floor, statement: str, bad: int) -> None:
    tamper(statement)
    verdict = journal.verify(lived.auditor)
    assert (verdict.whole, verdict.bad_seq) == (False, bad)
    assert verdict.problem


def test_a_forged_event_that_hashes_right_breaks_the_next_one(lived: Floor) -> None:
    content = list(sql("SELECT seq, at, actor, role, action, subject, body, prev FROM event WHERE seq = 9")[0])
    content[3] = "manager"
    tamper(
        "UPDATE event SET role = 'manager', hash = ? WHERE seq = 9", chain.digest(content[7], canonical(content[:7]))
    )
    assert journal.verify(lived.boss).bad_seq == 10


def test_a_cut_tail_is_found_by_an_anchor_only(lived: Floor) -> None:
    head = chain.head()
    tamper("DELETE FROM form WHERE event_seq > 9")
    tamper("DELETE FROM event WHERE seq > 9")
    assert journal.verify(lived.boss).whole
    verdict = journal.verify(lived.boss, {head.seq: head.hash})
    assert verdict.bad_seq == head.seq
    assert "cut off" in verdict.problem


def test_an_anchor_finds_a_tail_that_was_written_anew(lived: Floor) -> None:
    head = chain.head()
    tamper("DELETE FROM form WHERE event_seq > ?", head.seq - 1)
    tamper("DELETE FROM event WHERE seq = ?", head.seq)
    complaints.take(lived.agent, "1", "note", {"text": "another end"})
    assert chain.head().seq == head.seq
    assert journal.verify(lived.boss).whole
    assert journal.verify(lived.boss, {head.seq: head.hash}).bad_seq == head.seq


def test_anchors_of_a_journal_that_went_on_hold(lived: Floor) -> None:
    anchors = {chain.head().seq: chain.head().hash}
    complaints.take(lived.agent, "1", "note", {"text": "more"})
    anchors[chain.head().seq] = chain.head().hash
    assert journal.verify(lived.boss, anchors).whole


@pytest.mark.parametrize("change", ["fields = replace(fields, 'text 2', 'text x')", "salt = ''", "event_seq = 2"])
def test_an_altered_form_is_found(lived: Floor, change: str) -> None:
    (seq, fields) = sql("SELECT event_seq, fields FROM form WHERE fields LIKE '%text 2%'")[0]
    assert "text 2" in fields
    tamper(f"UPDATE form SET {change} WHERE event_seq = ?", seq)
    verdict = journal.verify(lived.boss)
    assert verdict.bad_seq == (2 if "event_seq" in change else seq)
    assert "form" in verdict.problem


def test_many_facts_are_one_chain(floor: Floor) -> None:
    before = chain.head().seq
    fact = chain.Fact(store.now(), None, "floor", "history", "C-000001", {"b": 1, "a": "二"})
    with store.transaction():
        assert chain.append_many([]) == before
        assert chain.append_many([fact] * 700) == before + 700
    assert chain.first_break() is None
    assert sql("SELECT body FROM event WHERE seq = ?", before + 1) == [('{"a":"二","b":1}',)]


def test_a_fact_rolls_back_with_its_transaction(floor: Floor) -> None:
    before = chain.head()
    with pytest.raises(ZeroDivisionError), store.transaction():
        chain.append(chain.Fact(store.now(), None, "floor", "note", "floor", {}))
        raise ZeroDivisionError
    assert chain.head() == before


def test_entries_are_paged_and_filtered_by_subject(lived: Floor) -> None:
    total = chain.head().seq
    everything = [entry.event.seq for entry in journal.entries(lived.auditor, limit=total)]
    assert everything == list(range(1, total + 1))
    assert [entry.event.seq for entry in journal.entries(lived.auditor, after=5, limit=3)] == [6, 7, 8]
    of_one = journal.entries(lived.auditor, subject="C-000002")
    assert [entry.event.action for entry in of_one] == ["received", "claim", "note"]
    assert {entry.subject for entry in of_one} == {"C-000002"}
    assert of_one[0].event.actor == "li.na"


def test_the_anchor_of_a_backup_verifies_the_floor(lived: Floor) -> None:
    made = setup.backup(lived.boss, lived.path.with_name("copy.db"))
    anchors = setup.read_anchor(connection.Path(made["anchor"]))
    assert anchors == {chain.head().seq: chain.head().hash}
    assert journal.verify(lived.boss, anchors).whole


def test_a_journal_written_elsewhere_is_the_same_chain(floor: Floor) -> None:
    """Two processes append in turn: neither may fork the chain."""
    child = (
        "import sys; from pathlib import Path; from cstui.floor import accounts, complaints, store\n"
        "store.open_floor(Path(sys.argv[1])); li = accounts.find_actor('li.na')\n"
        "complaints.add(li, {'subject': 'elsewhere'})"
    )
    for _turn in range(2):
        complaints.add(floor.agent, {"subject": "here"})
        subprocess.run([sys.executable, "-c", child, str(floor.path)], check=True)
    assert journal.verify(floor.boss).whole
    assert journal.verify(floor.boss).events == chain.head().seq
