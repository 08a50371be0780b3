"""Published weeks for tests of attendance, presence and dispatch: rows as publishing leaves them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cstui.floor import store
from cstui.floor.rosters.book import times_of
from cstui.floor.rosters.clocking import keep_stamps
from cstui.floor.rosters.policy import load_policy
from cstui.floor.views import Actor
from db import models as rows

MONDAY = date(2026, 3, 9)


def wall(text: str, day: date = MONDAY, plus: int = 0) -> datetime:
    """Return the instant of a wall-clock time of the floor, ``plus`` days later."""
    hours, _colon, minutes = text.partition(":")
    there = datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=ZoneInfo("Asia/Shanghai"))
    return (there + timedelta(days=plus)).astimezone(UTC)


def publish(by: Actor, plan: dict[str, dict[date, str]], team: str | None = None) -> None:
    """Put shifts in force, by login and day, in published weeks of a team (that of ``by`` unless told)."""
    slug = team or by.team
    team_id = rows.Team.get(rows.Team.slug == slug).id
    policy = load_policy(slug)
    for login, cells in plan.items():
        agent = rows.Agent.get(rows.Agent.login == login)
        for day, code in cells.items():
            times = times_of(code, day, policy, store.zone())
            rows.Shift.create(
                roster=week(by, team_id, day),
                agent=agent,
                day=day,
                layer="force",
                code=times.code,
                start_at=times.start,
                end_at=times.end,
                break_minutes=times.break_minutes,
                break_at=times.break_at,
            )


def week(by: Actor, team_id: int, day: date) -> rows.Roster:
    """Return the published week of a day, made when it is not there."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    monday = day - timedelta(days=day.weekday())
    found, _made = rows.Roster.get_or_create(
        team=team_id,
        monday=monday,
        defaults={"state": "published", "version": 1, "published_at": at, "published_by": by.id, "created_at": at},
    )
    return found


def stamp(who: Actor, *times: tuple[str, str], day: date = MONDAY) -> None:
    """Keep stamps of a person: ("in", "08:55"), …; a time such as "30:05" lies on the next day."""
    found = []
    for kind, text in times:
        hours, _colon, minutes = text.partition(":")
        found.append((who.id, wall(f"{int(hours) % 24}:{minutes}", day, int(hours) // 24), kind))
    keep_stamps(found, source="test", by=who, now=datetime(2026, 3, 1, tzinfo=UTC))
