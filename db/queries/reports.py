"""Figures over many complaints: counted in SQL along an index, so that no table is ever loaded whole.

Complaints merged into another count with that one only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from ..connection import database

Measure = Literal["received", "closed", "broken"]


class Slice(NamedTuple):
    """Which complaints count: one team's or all, between two instants (UTC seconds, ``until`` not within)."""

    team_id: int | None = None
    since: int | None = None
    until: int | None = None


ACTION_STATES = ("overdue", "ineffective", "due", "unchecked", "effective")
_NAMED = "LEFT JOIN team t ON t.id = c.team_id LEFT JOIN agent a ON a.id = c.assignee_id"
_GROUPS = {
    "all": "''",
    "clock": "''",
    "team": "t.slug",
    "agent": "coalesce(a.login, '')",
    "category": "coalesce(c.category, '')",
}


def causes(part: Slice) -> list[tuple[str, int]]:
    """Return (root cause, complaints) of those received in the slice that have one, the most frequent first."""
    return _pareto("c.cause", "coalesce(c.cause, '') <> ''", part)


def categories(part: Slice) -> list[tuple[str, int]]:
    """Return (category, complaints) of those received in the slice for which no root cause was recorded."""
    return _pareto("coalesce(c.category, '')", "coalesce(c.cause, '') = ''", part)


def verdicts(part: Slice, by: str, now: int) -> list[tuple[str, str, int, int]]:
    """Return (group, clock, decided, broken) of the limits decided in the slice; ``by`` is one of the groups."""
    where, values = _where("", part._replace(since=None, until=None))
    sql = f"""SELECT {_GROUPS[by]}, d.clock, count(*), sum(d.broken) FROM ({_decided(part, now)}) d
        JOIN complaint c ON c.id = d.complaint_id {_NAMED} WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2"""
    return _all(sql, values)


def satisfaction(part: Slice, by: str) -> list[tuple[str, int, int, int, int, int, int, int]]:
    """Return (group, answers, sum, ones … fives) of the complaints received in the slice that were rated."""
    where, values = _where("c.received_at", part)
    stars = ", ".join(f"sum(c.satisfaction = {star})" for star in range(1, 6))
    sql = f"""SELECT {_GROUPS[by]}, count(*), sum(c.satisfaction), {stars} FROM complaint c {_NAMED}
        WHERE {where} AND c.satisfaction IS NOT NULL GROUP BY 1 ORDER BY 1"""
    return _all(sql, values)


def complained_about(part: Slice, by: str) -> list[tuple[str, int]]:
    """Return (login or team, complaints received in the slice): by agent those where the agent is the respondent."""
    where, values = _where("c.received_at", part)
    if by == "agent":
        sql = f"""SELECT a.login, count(*) FROM complaint c JOIN agent a ON a.login = c.respondent
            WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"""
    else:
        sql = f"""SELECT t.slug, count(*) FROM complaint c JOIN team t ON t.id = c.team_id
            WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"""
    return _all(sql, values)


def received_between(part: Slice) -> tuple[int, int] | None:
    """Return the first and the last receipt in the slice (UTC seconds), None where there is none."""
    where, values = _where("c.received_at", part)
    first, last = _all(f"SELECT min(c.received_at), max(c.received_at) FROM complaint c WHERE {where}", values)[0]
    return None if first is None else (first, last)


def backlog(team_id: int | None, edges: Sequence[int], now: int) -> dict[int, tuple[int, int]]:
    """Return open complaints by age: bucket number to (complaints, of them past their next limit).

    ``edges`` are ages in seconds, ascending; bucket n holds what is younger than edge n, the last one the rest.
    """
    cases = " ".join(f"WHEN c.received_at > {now - edge} THEN {n}" for n, edge in enumerate(edges))
    where, values = ("c.team_id = ?", (team_id,)) if team_id is not None else ("1", ())
    late = f"c.due_at <= max(coalesce(c.resumes_at, 0), {now})"
    sql = f"""SELECT CASE {cases} ELSE {len(edges)} END, count(*), sum({late}) FROM complaint c
        WHERE c.open = 1 AND {where} GROUP BY 1"""
    return {bucket: (count, overdue) for bucket, count, overdue in _all(sql, values)}


def waits(part: Slice) -> Iterator[tuple[str, int, int, int | None]]:
    """Yield (for whom, begin, promised end, end or None) of each wait begun in the slice; an undone one never was."""
    where, values = _where("e.at", part)
    undone = """NOT EXISTS (SELECT 1 FROM event u WHERE u.subject = {0}.subject AND u.seq > {0}.seq
        AND u.action = 'undo' AND json_extract(u.body, '$.undoes') = {0}.seq)"""
    left = f"""SELECT coalesce(json_extract(x.body, '$.at'), x.at) FROM event x
        WHERE x.subject = e.subject AND x.seq > e.seq AND json_extract(x.body, '$.from') = 'waiting'
        AND json_extract(x.body, '$.to') <> 'waiting' AND {undone.format("x")} ORDER BY x.seq LIMIT 1"""
    sql = f"""SELECT json_extract(e.body, '$.waiting_for'), coalesce(json_extract(e.body, '$.at'), e.at),
        json_extract(e.body, '$.until'), ({left})
        FROM event e JOIN complaint c ON c.id = CAST(substr(e.subject, 3) AS INTEGER)
        WHERE e.action = 'wait' AND {where} AND {undone.format("e")}"""
    yield from database.connection().execute(sql, values)


def actions(part: Slice, now: int, limit: int) -> list[tuple[Any, ...]]:
    """Return corrective actions due in the slice, what needs somebody first.

    A row is (index into ACTION_STATES, id, complaint, action, owner, due, done or None, effect).
    """
    where, values = _where("k.due_at", part)
    sql = f"""SELECT CASE WHEN k.effective = 0 THEN 1 WHEN k.effective = 1 THEN 4
            WHEN k.done_at IS NOT NULL THEN 3 WHEN k.due_at < {now} THEN 0 ELSE 2 END,
        k.id, k.complaint_id, k.action, a.login, k.due_at, k.done_at, coalesce(k.effect, '')
        FROM corrective_action k JOIN complaint c ON c.id = k.complaint_id JOIN agent a ON a.id = k.owner_id
        WHERE {where} ORDER BY 1, k.due_at, k.id LIMIT ?"""
    return _all(sql, (*values, limit))


def count(measure: Measure, part: Slice, now: int) -> int:
    """Return how many complaints were received or closed in the slice, or how many limits were broken in it."""
    if measure == "broken":
        where, values = _where("", part._replace(since=None, until=None))
        table = f"({_decided(part, now)}) d JOIN complaint c ON c.id = d.complaint_id"
        return int(_all(f"SELECT count(*) FROM {table} WHERE d.broken = 1 AND {where}", values)[0][0])
    where, values = _where(f"c.{measure}_at", part)
    which = "c.open = 0 AND c.state = 'closed'" if measure == "closed" else "1"
    return int(_all(f"SELECT count(*) FROM complaint c WHERE {which} AND {where}", values)[0][0])


def _decided(part: Slice, now: int) -> str:
    """Return SQL for the limits decided in the time of a slice: (complaint_id, clock, broken).

    To the verdicts comes what time alone has broken and no write has noticed: the limit that the queue shows as past.
    """
    since, until = part.since or 0, min(now + 1, part.until or now + 1)
    # Without a beginning most rows count: then the order of the table is read faster than that of the index.
    at = "v.at" if part.since else "+v.at"
    return f"""SELECT v.complaint_id, v.clock, v.broken FROM verdict v WHERE {at} >= {since} AND {at} < {until}
        UNION ALL SELECT n.id, n.next_clock, 1 FROM complaint n
        WHERE n.open = 1 AND n.due_at >= {since} AND n.due_at < {until} AND n.next_clock <> '' AND NOT EXISTS (
            SELECT 1 FROM verdict w WHERE w.complaint_id = n.id AND w.clock = n.next_clock
            AND w.due_at = n.due_at AND w.broken = 1)"""


def _pareto(column: str, which: str, part: Slice) -> list[tuple[str, int]]:
    where, values = _where("c.received_at", part)
    return _all(
        f"SELECT {column}, count(*) FROM complaint c WHERE {where} AND {which} GROUP BY 1 ORDER BY 2 DESC, 1", values
    )


def _where(column: str, part: Slice) -> tuple[str, tuple[int, ...]]:
    terms = {"c.team_id = ?": part.team_id, f"{column} >= ?": part.since, f"{column} < ?": part.until}
    given = {term: value for term, value in terms.items() if value is not None}
    return " AND ".join(["c.state <> 'merged'", *given]), tuple(given.values())


def _all(sql: str, values: Sequence[Any]) -> list[Any]:
    found: list[Any] = database.connection().execute(sql, tuple(values)).fetchall()
    return found
