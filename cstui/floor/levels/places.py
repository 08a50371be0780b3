"""Who stands where, since when, and what comes next: one row a person and step that leads on."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from ..views import Actor
from . import standings, standpoint


class Place(NamedTuple):
    """One person's level and one step on from there; empty where there is no level, or no step."""

    agent: str
    name: str
    ladder: str
    level: str
    since: date | None
    next: str
    eligible: str
    met: int | None
    criteria: int | None
    missing: tuple[str, ...]
    earliest: date | None


def places(
    actor: Actor,
    team: str | None = None,
    *,
    ladder: str | None = None,
    on: date | None = None,
    now: datetime | None = None,
) -> list[Place]:
    """Return the places of the people that the actor may see, by login, on the team's ladder or the one named.

    Raises Denied, BadInput.
    """
    ways: dict[str, list[standpoint.Way]] = {}
    for way in standpoint.ready(actor, team, everyone=True, ladder=ladder, on=on, now=now):
        ways.setdefault(way.agent, []).append(way)
    found = []
    for stand in standings.team(actor, team, ladder=ladder, on=on):
        since = stand.since if stand.level else None
        here = (stand.agent, stand.name, stand.ladder, stand.level, since)
        ahead = ways.get(stand.agent, []) if stand.level else []
        found += [Place(*here, w.to, w.eligible, w.met, w.criteria, w.missing, w.earliest) for w in ahead]
        if not ahead:
            found.append(Place(*here, "", "", None, None, (), None))
    return found
