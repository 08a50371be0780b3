"""Full-text search that finds two-character Chinese words.

SQLite's own tokenizers find nothing for two Chinese characters, so the index is fed with
bigrams of CJK runs and case-folded words; every hit is verified against the text itself.
Chinese is found anywhere, other words from their beginning, whatever their case.
Rows above the watermark are not indexed yet and are searched by walking them.
"""

from __future__ import annotations

import re
from functools import cache
from operator import add
from typing import Any

from peewee import fn

from .connection import database, transaction

_RANGES = (
    ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uac00", "\ud7af"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_CJK = "".join(f"{first}-{last}" for first, last in _RANGES)
_ASKED = 32  # characters; a longer text is no word that somebody typed
_WATERMARK = "search.indexed"

# The text of a complaint as the index and every search see it.
TEXT_SQL = (
    "complaint.subject || ' ' || complaint.narrative || ' ' || complaint.remedy"
    " || ' ' || coalesce(complaint.category, '')"
    " || ' ' || coalesce((SELECT name FROM customer WHERE customer.id = complaint.customer_id), '')"
)


@cache
def _mixed() -> re.Pattern[str]:
    return re.compile(f"[{_CJK}]+|[^\\W_{_CJK}]+")  # takes milliseconds to compile: seldom needed for what is asked


def _runs(text: str) -> list[str]:
    if text.isascii():
        return re.findall("[^\\W_]+", text)
    if len(text) <= _ASKED and all(_is_cjk(sign) for sign in text):
        return [text]
    return _mixed().findall(text)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and not _is_cjk(sign)


def _is_cjk(word: str) -> bool:
    sign = word[:1]
    return "\u4e00" <= sign <= "\u9fff" or any(first <= sign <= last for first, last in _RANGES)  # mostly the first


@database.func("folded", 1)
def folded(text: str | None) -> str | None:
    """Return a text without its case: SQLite's own lower() knows ASCII only."""
    return text and text.casefold()


@database.func("holds", 2)
def holds(text: str, word: str) -> bool:
    """Say whether a text holds a folded word, from its beginning when that is a letter or digit outside CJK."""
    text = text.casefold()
    inside = _is_letter(word[:1])
    at = text.find(word)
    while at > 0 and inside and _is_letter(text[at - 1]):
        at = text.find(word, at + 1)
    return at >= 0


def has_word(text: Any, word: str) -> Any:
    """Return the condition that an SQL text holds a word as ``holds`` says, in SQLite's own code where it can."""
    if not any(map(_is_letter, word)):
        return fn.instr(text, word) > 0
    return fn.holds(text, word.casefold())


def contains(column: Any, text: str) -> Any:
    """Return the condition that a column holds a text anywhere, whatever its case."""
    if text.isascii():
        return fn.instr(fn.lower(column), text.lower()) > 0
    return fn.instr(column, text) > 0 if text.lower() == text.upper() else fn.instr(fn.folded(column), folded(text)) > 0


def tokens(text: str) -> list[str]:
    """Return the index words of a text: bigrams of CJK runs, case-folded words of the rest."""
    found: list[str] = []
    for run in _runs(text.casefold()):
        if not run.isascii() and len(run) > 1 and _is_cjk(run):
            found += map(add, run, run[1:])
        else:
            found.append(run)
    return found


def match_expression(text: str) -> str | None:
    """Return the FTS expression that every hit of ``text`` fulfils, None when only walking helps.

    A single CJK character stands inside bigrams and cannot be asked for.
    """
    asked = list(dict.fromkeys(tokens(text)))
    if not asked or any(len(word) == 1 and _is_cjk(word) for word in asked):
        return None
    return " AND ".join(f'"{word}"' + ("" if _is_cjk(word) else "*") for word in asked)


def watermark() -> int:
    """Return the highest complaint id that the index is known to hold."""
    found = database.execute_sql("SELECT value FROM setting WHERE key = ?", (_WATERMARK,)).fetchone()
    return int(found[0]) if found else 0


def index_one(complaint_id: int) -> None:
    """Index one complaint anew inside the open transaction, unless a bulk phase will reach it."""
    mark = watermark()
    if complaint_id > mark + 1:
        return
    connection = database.connection()
    if complaint_id <= mark:
        connection.execute("DELETE FROM complaint_words WHERE rowid = ?", (complaint_id,))
    _index(complaint_id, complaint_id)
    if complaint_id > mark:
        _move_watermark(complaint_id)


def index_customer(customer_id: int) -> None:
    """Index a customer's complaints anew inside the open transaction: the name is part of their text."""
    sql = "SELECT id FROM complaint WHERE customer_id = ?"
    for (complaint_id,) in database.connection().execute(sql, (customer_id,)).fetchall():
        index_one(complaint_id)


def index_pending(batch: int = 5_000) -> int:
    """Index one batch of complaints above the watermark in its own transaction; return how many."""
    with transaction():
        mark = watermark()
        last = database.connection().execute("SELECT max(id) FROM complaint").fetchone()[0] or 0
        upto = min(mark + batch, last)
        if upto <= mark:
            return 0
        _index(mark + 1, upto)
        _move_watermark(upto)
        return int(upto - mark)


def _index(first: int, last: int) -> None:
    connection = database.connection()
    texts = connection.execute(f"SELECT id, {TEXT_SQL} FROM complaint WHERE id BETWEEN ? AND ?", (first, last))
    connection.executemany(
        "INSERT INTO complaint_words (rowid, words) VALUES (?, ?)",
        [(rowid, " ".join(tokens(text))) for rowid, text in texts.fetchall()],
    )


def _move_watermark(upto: int) -> None:
    database.execute_sql("REPLACE INTO setting (key, value) VALUES (?, ?)", (_WATERMARK, str(upto)))
