"""A team's week as people read it, and the weeks and days they type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from db import models as rows
from db.queries import attendance, people
from db.queries import rosters as queries

from ...errors import BadInput
from ...i18n import N_, _
from ...text import one_line
from .. import access, accounts, store
from ..views import Actor
from ..when import monday_before
from . import cells
from .views import Week

DRAFT, FORCE = queries.DRAFT, queries.FORCE
WEEK_EXAMPLES = N_("for example 2026-W48, 2026-11-23, this, next, +2w")
DAY_EXAMPLES = N_("for example 2026-11-23, 11-23, mon, 周一, today")

_COMMAS = re.compile("[,，、]")
_WEEK = re.compile(r"(?:(\d{4})-?)?w(\d{1,2})")
_STEP = re.compile(r"([+-]\d{1,3})w?")
_STEPS = {"this": 0, "next": 1, "last": -1, "本周": 0, "这周": 0, "下周": 1, "上周": -1}
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:day)?|(?:周|週|星期|礼拜)([一二三四五六日天])")
_PLACES = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_PLACES |= {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1, "昨天": -1, "今天": 0, "明天": 1}
_YEARS = range(1970, 2999)
_WORKING = frozenset({"agent", "lead"})  # roles whose holders stand in the roster even with no shift


def week(actor: Actor, team: str | None, monday: date, *, layer: str = DRAFT) -> Week:
    """Return a team's week (the actor's team unless told), with everybody in it, with or without a shift.

    Whoever may read only their own shifts sees their own row, as published.  Raises BadInput, Denied.
    """
    slug, team_id = team_of(actor, team)
    only = only_own(actor, team_id)
    row = cells.roster(team_id, monday_before(monday))
    return _week(row, slug, team_id, monday_before(monday), FORCE if only else layer, only)


def weeks(actor: Actor, team: str | None = None, *, limit: int = 20) -> list[Week]:
    """Return the weeks of a team that were ever written, the newest first, without people and shifts."""
    slug, team_id = team_of(actor, team)
    only_own(actor, team_id)
    table = rows.Roster
    query = table.select().where(table.team == team_id).order_by(table.monday.desc()).limit(limit)
    found = list(query)
    who = people.of_ids([row.published_by_id for row in found])
    return [_bare(row, slug, row.monday, who) for row in found]


def team_of(actor: Actor, team: str | None) -> tuple[str, int]:
    """Return short name and id of a team, the actor's unless told; raises BadInput."""
    if team is None or team == actor.team:
        return actor.team, actor.team_id
    return team, accounts.team_row(team).id


def only_own(actor: Actor, team_id: int) -> int | None:
    """Return the actor's id when the right to read ends at the own row, None when the team's may be read.

    Raises Denied.
    """
    if access.scope_of(actor, "roster.read") == "own" and team_id == actor.team_id:
        return actor.id
    access.require(actor, "roster.read", team_id=team_id)
    return None


def members(team: str) -> dict[str, people.Account]:
    """Return everybody of a team by login, the disabled too."""
    return {person.login: person for person in people.accounts(team)}


def working(team: Mapping[str, people.Account]) -> list[people.Account]:
    """Return those of a team who stand in its roster whether they have a shift or not."""
    return [person for person in team.values() if person.enabled and person.roles & _WORKING]


def monday_of(text: str | date | None, *, now: datetime | None = None) -> date:
    """Return the Monday of a week as typed (``2026-W48``, a date, ``this``, ``+1w``); None is this week.

    Raises BadInput.
    """
    today = (now or store.now()).astimezone(store.zone()).date()
    if isinstance(text, date):
        return monday_before(text)
    try:
        found = _week_typed((text or "this").strip().lower(), today)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year not in _YEARS:
        raise BadInput(_("{text} is not a week").format(text=one_line(text or "")[:40]), _(WEEK_EXAMPLES))
    return monday_before(found)


def day_of(text: str, monday: date | None = None, *, now: datetime | None = None) -> date:
    """Return a day as typed: a date, ``11-23``, ``today``, or a weekday of the week of ``monday``.

    Raises BadInput.
    """
    today = (now or store.now()).astimezone(store.zone()).date()
    try:
        found = _day_typed(text.strip().lower(), monday or monday_before(today), today)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year not in _YEARS:
        raise BadInput(_("{text} is not a day").format(text=one_line(text)[:40]), _(DAY_EXAMPLES))
    return found


def days_of(text: str, monday: date | None = None, *, now: datetime | None = None) -> list[date]:
    """Return the days of ``DAY`` or ``DAY..DAY`` as typed, or of several with commas; raises BadInput.

    A span has at most a year.
    """
    parts = _COMMAS.split(text)
    return sorted({day for part in parts for day in _span_of(part, monday, now)})


def _span_of(text: str, monday: date | None, now: datetime | None) -> list[date]:
    first_text, dots, last_text = text.partition("..")
    first = day_of(first_text, monday, now=now)
    last = day_of(last_text, monday_before(first), now=now) if dots else first
    if not first <= last <= first + timedelta(days=366):
        raise BadInput(_("{text} is no span of days").format(text=one_line(text)[:40]), _(DAY_EXAMPLES))
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _week_typed(words: str, today: date) -> date | None:
    if words in _STEPS:
        return today + timedelta(weeks=_STEPS[words])
    if match := _STEP.fullmatch(words):
        return today + timedelta(weeks=int(match[1]))
    if match := _WEEK.fullmatch(words):
        return date.fromisocalendar(int(match[1] or today.isocalendar().year), int(match[2]), 1)
    return date.fromisoformat(words)


def _day_typed(words: str, monday: date, today: date) -> date | None:
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if match := _WEEKDAY.fullmatch(words):
        return monday + timedelta(days=_PLACES[match[1] or match[2]])
    if match := _MONTH_DAY.fullmatch(words):
        return _nearest(int(match[1]), int(match[2]), monday)
    return date.fromisoformat(words)


def _nearest(month: int, day: int, monday: date) -> date | None:
    """Return the day of a month in the year that brings it nearest to a week; 29 February may be in none."""
    found = []
    for year in (monday.year - 1, monday.year, monday.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda each: abs(each - monday), default=None)


def _week(row: rows.Roster | None, slug: str, team_id: int, monday: date, layer: str, only: int | None) -> Week:
    sunday = monday + timedelta(days=6)
    team = members(slug)
    agents = [only] if only is not None else None
    found = queries.shifts(layer, monday, sunday, team_id=team_id, agents=agents)
    there = {person.login for person in working(team)} | {each.login for each in found}
    shown = [person for person in team.values() if (person.login in there if only is None else person.id == only)]
    who = people.of_ids([row.published_by_id] if row else [])
    return _bare(row, slug, monday, who)._replace(
        people=tuple((person.login, person.name) for person in shown),
        shifts=tuple(cells.stored(each) for each in found),
        leave=_leave({person.id: person.login for person in shown}, monday, sunday),
    )


def _bare(row: rows.Roster | None, slug: str, monday: date, who: Mapping[int, people.Account]) -> Week:
    if row is None:
        return Week(slug, monday, "draft", 0, 0, None, None, (), ())
    by = who[row.published_by_id].login if row.published_by_id in who else None
    return Week(slug, monday, row.state, row.version, row.revision, row.published_at, by, (), ())


def _leave(logins: Mapping[int, str], first: date, last: date) -> tuple[tuple[str, date, str], ...]:
    away = attendance.leave(attendance.Of(agents=logins), first, last)
    return tuple(sorted((logins[each.agent_id], day, each.kind) for each in away for day in _days(each, first, last)))


def _days(away: attendance.OnLeave, first: date, last: date) -> Sequence[date]:
    begin, end = max(away.first, first), min(away.last, last)
    return [begin + timedelta(days=step) for step in range((end - begin).days + 1)]
