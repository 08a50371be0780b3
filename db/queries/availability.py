"""Reads of what people can and wish to work: approved leave, preferences."""

from __future__ import annotations

from datetime import date

from ..connection import database
from ..models import Agent, Leave, Preference

WishRow = tuple[str, int | None, date | None, str, str]  # login, weekday, day, code, wish

GRANTED = ("approved", "taken")


def leave(team_id: int, first: date, last: date) -> list[tuple[str, date, date]]:
    """Return the granted leave of a team that touches the days from ``first`` to ``last``: login and both ends."""
    query = Leave.select(Agent.login, Leave.first_day, Leave.last_day).join(Agent, on=(Leave.agent == Agent.id))
    query = query.where(
        (Agent.team == team_id)
        & Leave.state.in_(GRANTED)
        & (Leave.first_day <= last.isoformat())
        & (Leave.last_day >= first.isoformat())
    )
    found = database.execute(query.order_by(Agent.login, Leave.first_day)).fetchall()
    return [(login, date.fromisoformat(begin), date.fromisoformat(end)) for login, begin, end in found]


def wishes(team_id: int) -> list[WishRow]:
    """Return what the people of a team wish, by login."""
    columns = (Agent.login, Preference.weekday, Preference.day, Preference.code, Preference.wish)
    query = Preference.select(*columns).join(Agent).where(Agent.team == team_id)
    found = database.execute(query.order_by(Agent.login, Preference.id)).fetchall()
    return [
        (login, weekday, date.fromisoformat(day) if day else None, code, wish)
        for login, weekday, day, code, wish in found
    ]
