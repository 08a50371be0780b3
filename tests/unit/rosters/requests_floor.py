"""A published week on the small floor, for swaps, leave and open shifts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from cstui.floor import store
from cstui.floor.rosters import cells
from cstui.floor.rosters.book import times_of
from cstui.floor.rosters.cells import Cell
from cstui.floor.rosters.policy import load_policy
from cstui.floor.views import Actor
from db import models as rows
from db.queries import rosters as queries

NOW = datetime(2026, 11, 18, 2, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
MON, TUE, WED, THU, FRI, SAT, SUN = (MONDAY + timedelta(days=n) for n in range(7))


def publish(actor: Actor, week: Mapping[str, str], *, monday: date = MONDAY) -> rows.Roster:
    """Put a team's week in force as written: of each login the codes of the seven days."""
    with store.transaction():
        roster = cells.roster_to_write(actor.team_id, monday, NOW)
        ids = {row.login: row.id for row in rows.Agent.select()}
        rules = load_policy()
        for login, codes in week.items():
            days = {(ids[login], monday + timedelta(days=n)): code for n, code in enumerate(codes.split())}
            put = {key: Cell(*times_of(code, key[1], rules, store.zone())) for key, code in days.items()}
            for layer in (queries.DRAFT, queries.FORCE):
                cells.put(layer, roster.id, put)
        roster.version, roster.state = roster.version + 1, "published"
        roster.save()
    return roster


def in_force() -> dict[tuple[str, date], str]:
    """Return the codes of every published shift."""
    found = queries.shifts(queries.FORCE, date(2026, 1, 1), date(2027, 12, 31))
    return {(row.login, row.day): row.code for row in found}


def told(kind: str) -> list[str]:
    """Return the logins who have a notice of a kind, in order."""
    query = rows.Notice.select(rows.Agent.login).join(rows.Agent).where(rows.Notice.kind == kind)
    return sorted(login for (login,) in query.tuples())


def journaled(subject: str) -> list[str]:
    """Return what the journal says of a subject, in order."""
    query = rows.Event.select().where(rows.Event.subject == subject).order_by(rows.Event.seq)
    return [row.action for row in query]
