"""The journal: every fact appended once, each chained by SHA-256 to the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from .connection import database
from .fields import canonical, epoch

_INSERT = "INSERT INTO event (seq, at, actor, role, action, subject, body, prev, hash) VALUES (?,?,?,?,?,?,?,?,?)"
_COLUMNS = "seq, at, actor, role, action, subject, body, prev, hash"


class Fact(NamedTuple):
    """What is to be written down; ``actor`` is an agent's id, None for the floor itself."""

    at: datetime
    actor: int | None
    role: str
    action: str
    subject: str
    body: Mapping[str, Any]


class Head(NamedTuple):
    """The last event of the chain; (0, "") of an empty one."""

    seq: int
    hash: str


def head() -> Head:
    """Return the end of the chain."""
    row = database.connection().execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, "")


def append(fact: Fact) -> int:
    """Write one fact inside the open transaction and return its seq."""
    return append_many([fact])


def append_many(facts: Iterable[Fact]) -> int:
    """Write facts in order inside the open transaction and return the last seq."""
    last = head()
    chained = list(_chain(last, facts))
    database.connection().executemany(_INSERT, chained)
    return chained[-1][0] if chained else last.seq


def seals(seqs: Sequence[int]) -> dict[int, str]:
    """Return the hashes of events by their seq."""
    sql = "SELECT seq, hash FROM event WHERE seq IN (SELECT value FROM json_each(?))"
    return dict(database.connection().execute(sql, (canonical(list(seqs)),)).fetchall())


def digest(prev: str, content: str) -> str:
    """Return the hash of an event: SHA-256 of the previous hash and the canonical JSON."""
    return hashlib.sha256(f"{prev}{content}".encode()).hexdigest()


def form_digest(salt: str, fields: str) -> str:
    """Return the salted hash by which an event vouches for a form without holding its text."""
    return hashlib.sha256(f"{salt}{fields}".encode()).hexdigest()


def first_break(anchors: Mapping[int, str] | None = None) -> tuple[int, str] | None:
    """Return (seq, what is wrong) of the first event that does not hold, None when all do.

    ``anchors`` maps a seq to the hash it must have: they also find a tail that was cut off.
    """
    wanted = dict(anchors or {})
    prev, expected = "", 1
    for row in database.connection().execute(f"SELECT {_COLUMNS} FROM event ORDER BY seq"):
        seq, kept_prev, kept_hash = row[0], row[7], row[8]
        if seq != expected:
            return expected, "missing"
        if kept_prev != prev or digest(prev, _content(row[:7])) != kept_hash:
            return seq, "altered"
        if wanted.pop(seq, kept_hash) != kept_hash:
            return seq, "anchor"
        prev, expected = kept_hash, seq + 1
    cut = min(wanted, default=None)
    return (cut, "cut") if cut is not None else None


def broken_form() -> int | None:
    """Return the seq of the first event whose form was altered or is gone, None when all hold.

    A form without salt and fields holds where the event of an erasure names it.
    """
    rows = database.connection().execute(
        "SELECT f.event_seq, f.salt, f.fields, json_extract(e.body, '$.form') FROM form f"
        " LEFT JOIN event e ON e.seq = f.event_seq ORDER BY f.event_seq"
    )
    altered = [(seq, salt + fields) for seq, salt, fields, kept in rows if form_digest(salt, fields) != kept]
    erased = _erased_forms() if altered else frozenset()
    broken = [seq for seq, left in altered if left != "{}" or seq not in erased]
    gone = database.connection().execute(
        "SELECT min(seq) FROM event WHERE json_extract(body, '$.form') IS NOT NULL"
        " AND seq NOT IN (SELECT event_seq FROM form)"
    )
    return min([*broken[:1], *filter(None, gone.fetchone())], default=None)


def _erased_forms() -> frozenset[int]:
    sql = "SELECT j.value FROM event e, json_each(e.body, '$.forms') j WHERE e.action = 'erased'"
    return frozenset(seq for (seq,) in database.connection().execute(sql))


def _content(row: tuple[Any, ...]) -> str:
    """Return the canonical JSON of an event, put together by hand: every import and every check asks it of each."""
    seq, at, actor, *texts = row
    try:
        who = "null" if actor is None else f"{actor:d}"
        return f"[{seq:d},{at:d},{who},{','.join(map(encode_basestring, texts))}]"
    except (TypeError, ValueError):  # somebody put another type there; the hash will tell
        return canonical(list(row))


def _chain(last: Head, facts: Iterable[Fact]) -> Iterator[tuple[Any, ...]]:
    seq, prev = last
    for fact in facts:
        seq += 1
        row = (seq, epoch(fact.at), fact.actor, fact.role, fact.action, fact.subject, canonical(fact.body))
        prev_hash, prev = prev, digest(prev, _content(row))
        yield (*row, prev_hash, prev)
