"""Forgetting a customer: every text of theirs is overwritten, the chain of events and the figures stay.

``secure_delete`` overwrites what is deleted and the search index is merged, so that no dead word stays in it.
Yet SQLite leaves what it moved between pages in their slack now and then (one text of some hundred was found
so); therefore the file is rewritten whole, and the log emptied.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from . import search
from .connection import database, empty_log
from .faults import RAISED, fault_of
from .fields import canonical

Scrub = Callable[[str], str]


class Case(NamedTuple):
    """A complaint of a customer as far as erasing asks; ``busy`` when it, or what it was merged into, is open."""

    id: int
    busy: bool
    closed_at: int | None
    policy: str


class Gone(NamedTuple):
    """An erased customer, told apart from whoever else may ever get that id; ``floor`` is the journal's beginning."""

    floor: str
    customer: int
    created_at: int


def cases(customer_id: int) -> list[Case]:
    """Return the complaints of a customer."""
    sql = """SELECT c.id, c.open OR coalesce(t.open, 0), c.closed_at, c.policy FROM complaint c
        LEFT JOIN complaint t ON t.id = c.merged_into_id WHERE c.customer_id = ? ORDER BY c.id"""
    found = database.connection().execute(sql, (customer_id,)).fetchall()
    return [Case(number, bool(busy), closed_at, policy) for number, busy, closed_at, policy in found]


def floor_id() -> str:
    """Return what tells this floor from any other: the hash of its first event."""
    found = database.connection().execute("SELECT hash FROM event WHERE seq = 1").fetchone()
    return str(found[0]) if found else ""


def gone() -> list[Gone]:
    """Return every customer whose data were erased here."""
    floor = floor_id()
    sql = "SELECT e.customer_id, c.created_at FROM erasure e JOIN customer c ON c.id = e.customer_id ORDER BY 1"
    return [Gone(floor, *row) for row in database.connection().execute(sql).fetchall()]


def still_here(lost: Iterable[Gone]) -> list[int]:
    """Return the ids of those erased elsewhere in time whose data this store still holds."""
    floor, done = floor_id(), {each.customer for each in gone()}
    sql = "SELECT 1 FROM customer WHERE id = ? AND created_at = ?"
    execute = database.connection().execute
    asked = sorted({each for each in lost if each.floor == floor and each.customer not in done})
    return [each.customer for each in asked if execute(sql, (each.customer, each.created_at)).fetchone()]


def shared_phone(customer_id: int, phone: str) -> bool:
    """Say whether another customer has the same phone, which then stays that one's."""
    sql = "SELECT 1 FROM customer WHERE phone = ? AND id <> ? LIMIT 1"
    return database.connection().execute(sql, (phone, customer_id)).fetchone() is not None


def blank_customer(customer_id: int) -> None:
    """Leave nothing of a customer but the row that the complaints point to."""
    sql = """UPDATE customer SET external_id = NULL, name = '', initials = '', phone = NULL, tier = NULL,
        region = NULL WHERE id = ?"""
    database.connection().execute(sql, (customer_id,))


def blank_complaints(ids: Sequence[int], scrub: Scrub, now: int) -> None:
    """Take the texts out of complaints; a respondent stays only when it is the login of an agent."""
    execute = database.connection().execute
    for number in ids:
        kept = "SELECT external_id, import_key, category, cause, responsible FROM complaint WHERE id = ?"
        external_id, import_key, *words = execute(kept, (number,)).fetchone()
        if _tells(external_id, scrub) or _tells(import_key, scrub):
            external_id = import_key = None
        execute(
            """UPDATE complaint SET subject = '', narrative = '', remedy = '', region = '', external_id = ?,
            import_key = ?, category = ?, cause = ?, responsible = ?,
            respondent = CASE WHEN respondent IN (SELECT login FROM agent) THEN respondent END,
            version = version + 1, updated_at = ? WHERE id = ?""",
            (external_id, import_key, *(word and scrub(word) for word in words), now, number),
        )


def blank_forms(ids: Sequence[int], subjects: Sequence[str], traces: Sequence[str], scrub: Scrub) -> list[int]:
    """Take salt and text out of the forms of complaints and events, and of any that ``scrub`` would change.

    ``traces`` are what such a text holds at least; return the seqs of the forms' events.
    """
    trace = " OR ".join(["instr(f.fields, ?) > 0"] * len(traces)) or "0"
    found = (
        database.connection()
        .execute(
            f"""SELECT f.id, f.event_seq, f.fields, f.complaint_id IN (SELECT value FROM json_each(?))
                OR e.subject IN (SELECT value FROM json_each(?)) AS theirs
            FROM form f JOIN event e ON e.seq = f.event_seq
            WHERE f.salt <> '' AND (theirs OR {trace}) ORDER BY f.event_seq""",
            (canonical(list(ids)), canonical(list(subjects)), *traces),
        )
        .fetchall()
    )
    chosen = [(number, seq) for number, seq, fields, theirs in found if theirs or _tells(fields, scrub)]
    blank = "UPDATE form SET salt = '', fields = '{}' WHERE id = ?"
    database.connection().executemany(blank, [(number,) for number, _seq in chosen])
    return [seq for _number, seq in chosen]


def drop_unsent(ids: Sequence[int], refs: Sequence[str], traces: Sequence[str], scrub: Scrub) -> None:
    """Forget what could be undone in complaints, and every draft of theirs or that ``scrub`` would change."""
    execute = database.connection().execute
    execute("DELETE FROM undo WHERE complaint_id IN (SELECT value FROM json_each(?))", (canonical(list(ids)),))
    for ref in refs:
        execute("DELETE FROM draft WHERE ref = ? OR substr(ref, 1, ?) = ?", (ref, len(ref) + 1, f"{ref}+"))
    for trace in traces:
        holding = execute("SELECT agent_id, form, ref, fields FROM draft WHERE instr(fields, ?) > 0", (trace,))
        for *key, fields in holding.fetchall():
            if _tells(fields, scrub):
                execute("DELETE FROM draft WHERE agent_id = ? AND form = ? AND ref = ?", key)


# Free texts of the desk that may mention a customer: table, key, columns.
_DESK = (
    ("corrective_action", "id", ("action", "effect")),
    ("duty_entry", "id", ("text",)),
    ("handover", "id", ("sheet", "notes")),
    ("incident", "id", ("title",)),
    ("saved_view", "id", ("query",)),
    ("reply_template", "id", ("text",)),
)


def scrub_desk(traces: Sequence[str], scrub: Scrub) -> None:
    """Rewrite every text of the desk that holds a trace."""
    for table, key, columns in _DESK:
        _rewrite(table, key, columns, traces, scrub)


# Texts about people of the floor, which a customer's praise or complaint may have come into by name.
_STAFF = (
    ("evidence", "id", ("name", "giver", "text")),
    ("promotion", "id", ("evaluation",)),
    ("promotion_step", "id", ("fields",)),
    ("objection", "id", ("text", "finding")),
    ("scorecard", "id", ("conversation", "improvement")),
    ("scorecard_item", "id", ("note",)),
    ("quality_check", "id", ("remarks",)),
    ("excuse", "id", ("text", "decision")),
    ("absence", "id", ("reason",)),
    ("clock_event", "id", ("void_reason",)),
    ("leave", "id", ("reason", "decision")),
    ("swap", "id", ("reason", "decision")),
    ("open_shift", "id", ("reason",)),
)


def blank_evidence(customer_id: int, ids: Sequence[int], scrub: Scrub) -> None:
    """Take a customer's name and words out of praise; it goes on counting as one customer's, without a name.

    Praise that arose from a complaint of theirs is theirs, whatever name was written.
    """
    execute = database.connection().execute
    execute(
        """UPDATE evidence SET giver = NULL, text = '', customer_id = ? WHERE customer_id = ?
        OR (kind = 'praise_customer' AND complaint_id IN (SELECT value FROM json_each(?)))""",
        (customer_id, customer_id, canonical(list(ids))),
    )
    keys = "SELECT id, external_id FROM evidence WHERE customer_id = ? AND external_id IS NOT NULL"
    for number, key in execute(keys, (customer_id,)).fetchall():
        if _tells(key, scrub):
            execute("UPDATE evidence SET external_id = NULL WHERE id = ?", (number,))


def scrub_staff(traces: Sequence[str], scrub: Scrub) -> None:
    """Rewrite every text about the floor's own people that holds a trace."""
    for table, key, columns in _STAFF:
        _rewrite(table, key, columns, traces, scrub)


def scrub_others(traces: Sequence[str], scrub: Scrub) -> list[int]:
    """Rewrite the texts of any complaint that holds a trace; return which ones."""
    return _rewrite("complaint", "id", ("subject", "narrative", "remedy", "region", "respondent"), traces, scrub)


def _rewrite(table: str, key: str, columns: Sequence[str], traces: Sequence[str], scrub: Scrub) -> list[int]:
    execute = database.connection().execute
    holds = " OR ".join(f"instr({column}, ?) > 0" for column in columns for _trace in traces)
    if not holds:
        return []
    asked = [trace for _column in columns for trace in traces]
    changed = []
    for number, *texts in execute(f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE {holds}", asked).fetchall():
        fresh = [text and scrub(text) for text in texts]
        if fresh != texts:
            execute(f"UPDATE {table} SET {', '.join(f'{c} = ?' for c in columns)} WHERE {key} = ?", (*fresh, number))
            changed.append(number)
    return changed


def forget_words(ids: Iterable[int]) -> None:
    """Index complaints anew, and merge the index: until then it keeps the words of deleted rows."""
    for number in ids:
        search.index_one(number)
    database.connection().execute("INSERT INTO complaint_words (complaint_words) VALUES ('optimize')")


def begin_sweep() -> None:
    """Note inside the open transaction that the file is to be rewritten once this is committed."""
    database.connection().execute("INSERT OR REPLACE INTO setting VALUES ('erasure.unswept', '1')")


def unswept() -> bool:
    """Say whether an erasure has been committed whose bytes may still stand in the file's slack or its log."""
    sql = "SELECT 1 FROM setting WHERE key = 'erasure.unswept'"
    return database.connection().execute(sql).fetchone() is not None


def sweep() -> bool:
    """Rewrite the file without slack and empty its log; return False when others or the disk did not let it."""
    try:
        database.connection().execute("VACUUM")
        if not empty_log():
            return False
        database.connection().execute("DELETE FROM setting WHERE key = 'erasure.unswept'")
    except RAISED as error:
        fault = fault_of(error)
        if fault is None or fault.cause not in ("locked", "full"):
            raise
        return False
    return True


def note_places(folder: str) -> None:
    """Remember a folder that holds backups, so that what is erased later is told there too."""
    known = places()
    if folder not in known:
        kept = canonical([*known, folder])
        database.connection().execute("INSERT OR REPLACE INTO setting VALUES ('erasure.places', ?)", (kept,))


def places() -> list[str]:
    """Return the folders that hold backups."""
    found = database.connection().execute("SELECT value FROM setting WHERE key = 'erasure.places'").fetchone()
    return list(json.loads(found[0])) if found else []


def _tells(value: Any, scrub: Scrub) -> bool:
    return value is not None and scrub(value) != value
