"""Reads of levels for many people at once: standings, evidence, certificates, and the figures of their months.

Figures are counted in SQL along an index, never by loading a table; a list of months is (first day, begin, end) in
UTC seconds, ``end`` not within.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ..connection import database
from ..fields import canonical

Months = Sequence[tuple[str, int, int]]


class Figure(NamedTuple):
    """What one person's month holds of one measure: how many, and of them (or in all) how much."""

    agent_id: int
    month: str
    number: int
    part: int


class Ending(NamedTuple):
    """A certificate that ends, and whose it is; ``until`` is its last day."""

    id: int
    name: str
    until: str
    agent_id: int
    login: str
    team_id: int


# For each person and month one search along an index: the order of the joins is told, or a month is read whole.
_EACH = "json_each(?) w CROSS JOIN json_each(?) m"
_SPAN = "{at} >= json_extract(m.value, '$[1]') AND {at} < json_extract(m.value, '$[2]')"
# Levels held, and those decided on: they come into effect on their day, whether or not anybody is there to write it.
_HELD = """(SELECT agent_id, ladder, level, since, until, 0 AS decided FROM standing UNION ALL
    SELECT agent_id, ladder, level_to, effective_on, NULL, 1 FROM promotion
    WHERE state IN ('approved', 'decided') AND effective_on IS NOT NULL)"""
_WHOM = "{who} IN (SELECT value FROM json_each(?))"


def standings(agents: Sequence[int], ladder: str) -> list[tuple[int, str, str, str | None]]:
    """Return (agent, level, since, until) of all that the people held on a ladder, the oldest first."""
    sql = f"""SELECT agent_id, level, since, until FROM {_HELD}
        WHERE {_WHOM.format(who="agent_id")} AND ladder = ? ORDER BY agent_id, since, decided"""
    found = _all(sql, canonical(list(agents)), ladder)
    begins = [next_since if next_agent == agent else None
              for (agent, *_), (next_agent, _level, next_since, _until) in pairwise([*found, (None,) * 4])]  # fmt: skip
    return [(*row, min(filter(None, (until, begin)), default=None))
            for (*row, until), begin in zip(found, begins, strict=True)]  # fmt: skip


def on_level(agents: Sequence[int], ladder: str, day: str) -> dict[int, str]:
    """Return the level on which each of the people stands on a day; who stands on none is left out."""
    sql = f"""SELECT agent_id, level FROM {_HELD} WHERE {_WHOM.format(who="agent_id")} AND ladder = ?
        AND since <= ? AND (until IS NULL OR until > ?) ORDER BY since, decided"""
    return dict(_all(sql, canonical(list(agents)), ladder, day, day))


def anybody_stands(team_id: int, ladder: str, day: str) -> bool:
    """Say whether anybody of a team stands on a ladder on a day."""
    sql = """SELECT 1 FROM standing s JOIN agent a ON a.id = s.agent_id WHERE a.team_id = ? AND a.enabled = 1
        AND s.ladder = ? AND s.since <= ? AND (s.until IS NULL OR s.until > ?) LIMIT 1"""
    return bool(_all(sql, team_id, ladder, day, day))


def facts(agents: Sequence[int], until: str) -> list[tuple[Any, ...]]:
    """Return (agent, id, kind, day, name, giver, value, passed, customer's name, number) of what stands, by day."""
    sql = f"""SELECT e.agent_id, e.id, e.kind, e.on_day, e.name,
            CASE WHEN e.customer_id IS NULL THEN e.giver ELSE 'customer:' || e.customer_id END, e.value, e.passed,
            c.name, c.external_id
        FROM evidence e LEFT JOIN customer c ON c.id = e.customer_id
        WHERE {_WHOM.format(who="e.agent_id")} AND e.voided_at IS NULL AND e.on_day <= ?
        ORDER BY e.on_day, e.id"""
    return _all(sql, canonical(list(agents)), until)


def penalties(agents: Sequence[int], name: str, first: str, last: str) -> list[tuple[int, float | None]]:
    """Return (agent, amount) of the penalties of a name that stand, from a first to a last day."""
    sql = f"""SELECT agent_id, value FROM evidence WHERE {_WHOM.format(who="agent_id")} AND kind = 'penalty'
        AND name = ? AND voided_at IS NULL AND on_day BETWEEN ? AND ? ORDER BY id"""
    return _all(sql, canonical(list(agents)), name, first, last)


def kinds_kept() -> set[str]:
    """Return the kinds of evidence of which any was ever entered, voided or not."""
    return {kind for (kind,) in _all("SELECT DISTINCT kind FROM evidence")}


def licences(agents: Sequence[int]) -> list[tuple[int, str, str, str, str | None]]:
    """Return (agent, name, issued, valid until, suspended) of the people's certificates by name."""
    sql = f"""SELECT agent_id, name, issued_on, valid_until, suspended_on FROM certificate
        WHERE {_WHOM.format(who="agent_id")} ORDER BY agent_id, name"""
    return _all(sql, canonical(list(agents)))


def leave(agents: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """Return (agent, kind, first day, last day) of the leave that was granted, by day."""
    sql = f"""SELECT agent_id, kind, first_day, last_day FROM leave
        WHERE {_WHOM.format(who="agent_id")} AND state IN ('approved', 'taken') ORDER BY first_day, id"""
    return _all(sql, canonical(list(agents)))


def leave_since() -> str | None:
    """Return the first day of the floor's first leave or roster, None where there is neither."""
    sql = """SELECT min(day) FROM (SELECT min(first_day) AS day FROM leave
        UNION ALL SELECT min(monday) FROM roster)"""
    found: str | None = _all(sql)[0][0]
    return found


def planned(agents: Sequence[int]) -> list[tuple[int, str, int]]:
    """Return (agent, day, whether there is a shift) of the rosters in force in the weeks of the people's leave."""
    sql = f"""SELECT DISTINCT s.agent_id, s.day, s.start_at IS NOT NULL FROM leave l
        CROSS JOIN shift s ON s.layer = 'force' AND s.agent_id = l.agent_id
            AND s.day BETWEEN date(l.first_day, '-6 days') AND date(l.last_day, '+6 days')
        WHERE {_WHOM.format(who="l.agent_id")} AND l.state IN ('approved', 'taken')"""
    return _all(sql, canonical(list(agents)))


def any_row(*tables: str) -> bool:
    """Say whether any of the tables (names of ours, never of a file) holds a row."""
    return any(bool(_all(f"SELECT 1 FROM {table} LIMIT 1")) for table in tables)


def first_closed() -> int | None:
    """Return when the first case of the floor was closed (UTC seconds), None while none was."""
    found: int | None = _all("SELECT min(closed_at) FROM complaint WHERE open = 0 AND state = 'closed'")[0][0]
    return found


def closed(agents: Sequence[int], months: Months) -> list[Figure]:
    """Return how many cases each person closed, and how many of them the customer rated."""
    sql = f"""SELECT w.value, json_extract(m.value, '$[0]'), count(*), count(c.satisfaction)
        FROM {_EACH} CROSS JOIN complaint c ON c.assignee_id = w.value AND {_SPAN.format(at="c.closed_at")}
        WHERE c.open = 0 AND c.state = 'closed' GROUP BY 1, 2"""
    return _figures(sql, months, agents)


def rated(agents: Sequence[int], months: Months) -> list[Figure]:
    """Return how many rated cases each person closed, and the sum of their stars."""
    sql = f"""SELECT w.value, json_extract(m.value, '$[0]'), count(*), sum(c.satisfaction)
        FROM {_EACH} CROSS JOIN complaint c ON c.assignee_id = w.value AND {_SPAN.format(at="c.closed_at")}
        WHERE c.open = 0 AND c.state = 'closed' AND c.satisfaction IS NOT NULL GROUP BY 1, 2"""
    return _figures(sql, months, agents)


def complained_about(agents: Sequence[int], months: Months) -> list[Figure]:
    """Return how many complaints about each person were received; the second figure is the same."""
    sql = f"""SELECT a.id, json_extract(m.value, '$[0]'), count(*), count(*)
        FROM {_EACH} CROSS JOIN agent a ON a.id = w.value
        CROSS JOIN complaint c ON c.respondent = a.login AND {_SPAN.format(at="c.received_at")}
        WHERE c.state <> 'merged' GROUP BY 1, 2"""
    return _figures(sql, months, agents)


def decided(agents: Sequence[int], months: Months) -> list[Figure]:
    """Return how many limits of each person's cases, open or closed, were decided, and how many of them were met."""
    return _decided_of_people(agents, months) if len(agents) < len(months) else _decided_in_months(agents, months)


def _decided_in_months(agents: Sequence[int], months: Months) -> list[Figure]:
    # For many people: the limits of each month along their index, whosever they are.
    sql = f"""SELECT c.assignee_id, json_extract(m.value, '$[0]'), count(*), sum(1 - v.broken)
        FROM json_each(?) m CROSS JOIN verdict v ON {_SPAN.format(at="v.at")}
        CROSS JOIN complaint c ON c.id = v.complaint_id
        WHERE (c.open = 1 OR c.state = 'closed') AND {_WHOM.format(who="c.assignee_id")} GROUP BY 1, 2"""
    spans = canonical([list(each) for each in months])
    return [Figure(*row) for row in _all(sql, spans, canonical(list(agents)))]


def _decided_of_people(agents: Sequence[int], months: Months) -> list[Figure]:
    # For few people and many months: all their cases, each with its limits.
    theirs = """SELECT c.assignee_id AS agent_id, v.at, v.broken FROM json_each(?) w
        CROSS JOIN complaint c ON c.assignee_id = w.value CROSS JOIN verdict v ON v.complaint_id = c.id WHERE {which}"""
    sql = f"""SELECT d.agent_id, json_extract(m.value, '$[0]'), count(*), sum(1 - d.broken)
        FROM ({theirs.format(which="c.open = 1")}
            UNION ALL {theirs.format(which="c.open = 0 AND c.state = 'closed'")}) d
        JOIN json_each(?) m ON {_SPAN.format(at="d.at")} GROUP BY 1, 2"""
    people = canonical(list(agents))
    return [Figure(*row) for row in _all(sql, people, people, canonical([list(each) for each in months]))]


def unnoticed(agents: Sequence[int], months: Months, now: int) -> list[Figure]:
    """Return how many limits of each person's open cases time alone has broken by ``now`` and no write has noticed.

    As the reports do: of each case the limit that the queue shows as past.
    """
    sql = f"""SELECT w.value, json_extract(m.value, '$[0]'), count(*), 0
        FROM {_EACH} CROSS JOIN complaint c ON c.assignee_id = w.value AND {_SPAN.format(at="c.due_at")}
        WHERE c.open = 1 AND c.due_at <= {int(now)} AND c.next_clock <> '' AND NOT EXISTS (
            SELECT 1 FROM verdict v WHERE v.complaint_id = c.id AND v.clock = c.next_clock
            AND v.due_at = c.due_at AND v.broken = 1) GROUP BY 1, 2"""
    return _figures(sql, months, agents)


def scores(agents: Sequence[int]) -> list[tuple[int, str, float]]:
    """Return (agent, month as YYYY-MM, total) of the published scorecards, the mean where a month has several."""
    sql = f"""SELECT agent_id, month, avg(total) FROM scorecard
        WHERE state = 'published' AND total IS NOT NULL AND {_WHOM.format(who="agent_id")}
        GROUP BY 1, 2 ORDER BY 1, 2"""
    return _all(sql, canonical(list(agents)))


def ranks(ladder: str, before: str) -> list[tuple[int, str, int, int]]:
    """Return (agent, year, rank, of how many) by the mean published score of each year before a year.

    Ranked against each other are those who stood on the same level when the year ended; 1 is the best.
    """
    sql = """WITH month AS (
            SELECT agent_id, month, avg(total) AS total FROM scorecard
            WHERE state = 'published' AND total IS NOT NULL AND month < ? GROUP BY 1, 2),
        year AS (SELECT agent_id, substr(month, 1, 4) AS year, avg(total) AS mean FROM month GROUP BY 1, 2),
        placed AS (SELECT y.agent_id, y.year, y.mean, s.level FROM year y JOIN standing s ON s.agent_id = y.agent_id
            AND s.ladder = ? AND s.since <= y.year || '-12-31' AND coalesce(s.until, '9999') > y.year || '-12-31')
        SELECT agent_id, year, rank() OVER (PARTITION BY year, level ORDER BY mean DESC),
            count(*) OVER (PARTITION BY year, level) FROM placed ORDER BY 1, 2"""
    return _all(sql, before, ladder)


def expiring(until: str) -> list[Ending]:
    """Return the certificates that end by a day and of which nobody was warned, but those suspended or shut out."""
    sql = """SELECT k.id, k.name, k.valid_until, a.id, a.login, a.team_id FROM certificate k
        JOIN agent a ON a.id = k.agent_id WHERE k.valid_until <= ? AND k.warned_at IS NULL
        AND k.suspended_on IS NULL AND a.enabled = 1 ORDER BY k.valid_until, k.id"""
    return [Ending(*row) for row in _all(sql, until)]


def _figures(sql: str, months: Months, agents: Sequence[int]) -> list[Figure]:
    return [Figure(*row) for row in _all(sql, canonical(list(agents)), canonical([list(each) for each in months]))]


def _all(sql: str, *values: Any) -> list[Any]:
    found: list[Any] = database.connection().execute(sql, values).fetchall()
    return found
