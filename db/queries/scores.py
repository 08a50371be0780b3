"""Reads of scorecards, their entries, and the quality sample."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from peewee import JOIN, SQL

from ..connection import database
from ..fields import canonical, instant
from ..models import Agent, Team
from ..models.levels import Scorecard, ScorecardItem
from .complaints import Scope
from .exports import Field, Source


class Entry(NamedTuple):
    """One stored entry of a card."""

    item: str
    score: float | None
    origin: str
    note: str


class CardRow(NamedTuple):
    """One stored card with whose it is."""

    id: int
    agent_id: int
    login: str
    name: str
    team_id: int
    team: str
    month: str
    template: str
    digest: str
    state: str
    total: float | None
    money: float | None
    conversation: str
    improvement: str
    talked_by: str | None
    talked_at: datetime | None
    signed_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    version: int


class CheckRow(NamedTuple):
    """One drawn case with whose it is."""

    id: int
    complaint_id: int
    agent_id: int
    login: str
    name: str
    team_id: int
    team: str
    month: str
    score: float | None
    remarks: str
    drawn_at: datetime
    scored_by: str | None
    scored_at: datetime | None


_INSTANTS = ("talked_at", "signed_at", "published_at")
_CARD = """SELECT s.id, a.id, a.login, a.name, t.id, t.slug, s.month, s.template, s.policy_digest, s.state, s.total,
        s.money, s.conversation, s.improvement, k.login, s.talked_at, s.signed_at, p.login, s.published_at,
        s.version
    FROM scorecard s JOIN agent a ON a.id = s.agent_id JOIN team t ON t.id = a.team_id
        LEFT JOIN agent k ON k.id = s.talked_by_id LEFT JOIN agent p ON p.id = s.published_by_id"""
_CHECK = """SELECT q.id, q.complaint_id, a.id, a.login, a.name, t.id, t.slug, q.month, q.score, q.remarks,
        q.drawn_at, b.login, q.scored_at
    FROM quality_check q JOIN agent a ON a.id = q.agent_id JOIN team t ON t.id = a.team_id
        LEFT JOIN agent b ON b.id = q.scored_by_id"""

# Who rated is nobody's business: of item@RATER the first stands for all, with the mean of them.
_KEY = "CASE WHEN instr(entry.item, '@') THEN substr(entry.item, 1, instr(entry.item, '@') - 1) ELSE entry.item END"
_SAME = f"""FROM scorecard_item o WHERE o.scorecard_id = entry.scorecard_id
    AND substr(o.item || '@', 1, length({_KEY}) + 1) = {_KEY} || '@'"""
_MEAN = f"CASE WHEN instr(entry.item, '@') THEN (SELECT round(avg(o.score), 2) {_SAME}) END"
_FIRST_RATER = f"entry.id = (SELECT min(o.id) {_SAME})"


def entries(card_ids: Sequence[int]) -> list[tuple[int, Entry]]:
    """Return (card, entry) of several cards in the order in which they were first written."""
    sql = """SELECT scorecard_id, item, score, origin, note FROM scorecard_item
        WHERE scorecard_id IN (SELECT value FROM json_each(?)) ORDER BY scorecard_id, id"""
    return [(card_id, Entry(*rest)) for card_id, *rest in _all(sql, canonical(list(card_ids)))]


def of_month(month: str, *, team_id: int | None = None) -> list[CardRow]:
    """Return the cards of a month (YYYY-MM) by team and login, of one team or of all."""
    return _cards("s.month = ? AND t.id = coalesce(?, t.id) ORDER BY t.slug, a.login", month, team_id)


def of_agent(agent_id: int, *, month: str | None = None, limit: int = 120) -> list[CardRow]:
    """Return a person's cards, the newest first, or that of one month."""
    where = "s.agent_id = ? AND s.month = coalesce(?, s.month) ORDER BY s.month DESC LIMIT ?"
    return _cards(where, agent_id, month, limit)


def published(months: Sequence[str], *, team_id: int | None = None) -> list[CardRow]:
    """Return the published cards of several months, of one team or of all."""
    where = """s.state = 'published' AND s.month IN (SELECT value FROM json_each(?)) AND t.id = coalesce(?, t.id)
        ORDER BY s.month, t.slug, a.login"""
    return _cards(where, canonical(list(months)), team_id)


def latest_template(team_id: int) -> str | None:
    """Return the template that a team's newest card goes by, None while it has none."""
    sql = """SELECT s.template FROM scorecard s JOIN agent a ON a.id = s.agent_id
        WHERE a.team_id = ? ORDER BY s.month DESC, s.id DESC LIMIT 1"""
    found = _all(sql, team_id)
    return str(found[0][0]) if found else None


def templates() -> list[tuple[str, str]]:
    """Return (digest, name) of every template by which cards were made."""
    return _all("SELECT DISTINCT policy_digest, template FROM scorecard ORDER BY 2, 1")


def export(scope: Scope, month: str | None, *, reader: int) -> Source:
    """Return every entry of the cards of one month or of all; the ratings of several raters as one mean.

    Of the reader's own cards only those that are published.
    """
    fields = (
        Field("login", "agent.login", True),
        Field("name", "agent.name", True),
        Field("team", "team.slug", True),
        Field("month", "scorecard.month"),
        Field("template", "scorecard.template", True),
        Field("item", _KEY, True),
        Field("score", f"coalesce({_MEAN}, entry.score)"),
        Field("state", "scorecard.state"),
        Field("total", "scorecard.total"),
    )
    card, entry = Scorecard.alias("scorecard"), ScorecardItem.alias("entry")
    agent, team = Agent.alias("agent"), Team.alias("team")
    rows = (
        entry.select(SQL("1"))
        .join(card, on=(entry.scorecard_id == card.id))
        .join(agent, JOIN.INNER, on=(card.agent_id == agent.id))
        .join(team, JOIN.INNER, on=(agent.team_id == team.id))
        .where(SQL(_FIRST_RATER) & ((card.agent_id != reader) | (card.state == "published")))
    )
    if scope.team_id is not None:
        rows = rows.where(agent.team_id == scope.team_id)
    return Source(fields, rows if month is None else rows.where(card.month == month), "entry.id")


def closed(team_id: int, since: int, until: int) -> list[tuple[int, int]]:
    """Return (complaint, agent) of the cases of a team's people closed between two instants (UTC seconds), by id."""
    sql = """SELECT c.id, a.id FROM complaint c JOIN agent a ON a.id = c.assignee_id
        WHERE c.open = 0 AND c.state = 'closed' AND c.closed_at >= ? AND c.closed_at < ? AND a.team_id = ?
        ORDER BY c.id"""
    return _all(sql, since, until, team_id)


def checks(month: str, *, team_id: int | None = None, agent_id: int | None = None) -> list[CheckRow]:
    """Return the drawn cases of a month (YYYY-MM) by person and number."""
    where = "q.month = ? AND t.id = coalesce(?, t.id) AND a.id = coalesce(?, a.id) ORDER BY t.slug, a.login, q.id"
    return _checks(where, month, team_id, agent_id)


def check(number: int) -> CheckRow | None:
    """Return one drawn case."""
    found = _checks("q.id = ?", number)
    return found[0] if found else None


def quality(agents: Sequence[int], month: str) -> dict[int, float]:
    """Return the mean quality score of each person's scored cases of a month (YYYY-MM)."""
    sql = """SELECT agent_id, avg(score) FROM quality_check WHERE month = ? AND score IS NOT NULL
        AND agent_id IN (SELECT value FROM json_each(?)) GROUP BY 1"""
    return dict(_all(sql, month, canonical(list(agents))))


def _cards(where: str, *values: Any) -> list[CardRow]:
    found = [CardRow(*row) for row in _all(f"{_CARD} WHERE {where}", *values)]
    return [
        row._replace(
            talked_at=_instant(row.talked_at),
            signed_at=_instant(row.signed_at),
            published_at=_instant(row.published_at),
        )
        for row in found
    ]


def _checks(where: str, *values: Any) -> list[CheckRow]:
    found = [CheckRow(*row) for row in _all(f"{_CHECK} WHERE {where}", *values)]
    drawn = [(row, instant(row.drawn_at)) for row in found]  # type: ignore[arg-type]  # seconds as SQLite hands them out
    return [row._replace(drawn_at=at, scored_at=_instant(row.scored_at)) for row, at in drawn if at is not None]


def _instant(seconds: Any) -> datetime | None:
    return instant(seconds)


def _all(sql: str, *values: Any) -> list[Any]:
    found: list[Any] = database.connection().execute(sql, values).fetchall()
    return found
