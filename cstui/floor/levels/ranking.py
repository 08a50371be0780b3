"""Who stands where in a month: the ranking, the stars of month and quarter, and who is to be coached.

People are compared within a team and a template.  Stars and flags rest on published cards only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import fsum

from db.queries import scores as queries

from ...i18n import _, listed
from .. import access, store
from ..rosters.policy import load_policy
from ..views import Actor
from . import months, scorebook, scoring
from .cards import Coaching, Template
from .monthly import attended
from .score_views import Flag, Ranked, Star
from .scorecards import readable_team, visible

Group = tuple[str, str]  # team, template
Totals = Mapping[str, float]  # login to total


def rank(
    actor: Actor, month: str | date, team: str | None = None, *, now: datetime | None = None
) -> tuple[Ranked, ...]:  # fmt: skip
    """Return the ranking of the whole cards of a month, whatever their state; raises Denied, BadInput."""
    access.team_scope(actor, "score.read")
    name = months.written(months.month_of(month, now=now))
    found = [row for row in queries.of_month(name, team_id=readable_team(actor, team)) if row.total is not None]
    hidden = {row.login for row in found if row not in visible(actor, found)}
    ranked = (each for group in _groups(found).values() for each in _ranked(group))
    return tuple(each for each in ranked if each.login not in hidden)


def stars(
    actor: Actor, month: str | date, team: str | None = None, *, now: datetime | None = None
) -> tuple[Star, ...]:  # fmt: skip
    """Return the stars of a month and, with its last month, of its quarter; raises Denied, BadInput.

    Who reads only their own scorecard sees the stars of the team by name.  An attendance below the policy's rate
    forfeits the month's star.
    """
    access.require(actor, "score.read")
    first = months.month_of(month, now=now)
    quarter, within = months.quarter(first)
    team_id = readable_team(actor, team)
    found = queries.published([months.written(each) for each in within], team_id=team_id)
    bare = access.scope_of(actor, "score.read") == "own"
    rates = attended({row.agent_id for row in found}, first, now or store.now())
    made: list[Star] = []
    for rows in _groups(found).values():
        template, name = _template(rows), months.written(first)
        eligible = [row for row in rows if row.month == name and not _forfeited(row, rates.get(row.agent_id))]
        of_month = {row.login: row.total or 0.0 for row in eligible}
        made += _stars("month", name, rows, best(of_month, template.stars.month_least), bare)
        if first == within[-1]:
            means = quarter_means(rows, template.stars.months)
            made += _stars("quarter", quarter, rows, best(means, template.stars.quarter_least), bare)
    return tuple(made)


def flags(
    actor: Actor, month: str | date, team: str | None = None, *, now: datetime | None = None
) -> tuple[Flag, ...]:  # fmt: skip
    """Return who is to be coached after a month, by the rules of their template; raises Denied, BadInput."""
    access.team_scope(actor, "score.read")
    first = months.month_of(month, now=now)
    team_id = readable_team(actor, team)
    longest = [months.written(months.shifted(first, -back)) for back in range(36)]
    made: list[Flag] = []
    for (slug, _name), rows in _groups(queries.published(longest, team_id=team_id)).items():
        names = {row.login: row.name for row in rows}
        totals: dict[date, dict[str, float]] = defaultdict(dict)
        for row in rows:
            totals[months.month_of(row.month)][row.login] = row.total or 0.0
        for rule in _template(rows).coaching:
            for login, hits in flagged(totals, rule, first).items():
                made.append(Flag(login, names[login], slug, rule.bottom, hits, _told(rule, hits)))
    return tuple(made)


def flagged(totals: Mapping[date, Totals], rule: Coaching, month: date) -> dict[str, tuple[str, ...]]:
    """Return whom a rule names after a month, with the months in which they were among the last.

    The month itself has to be one of them; a month in which fewer than ``rule.people`` were ranked tells nothing.
    """
    hits: dict[str, list[str]] = defaultdict(list)
    for back in range(rule.months - 1, -1, -1):
        each = months.shifted(month, -back)
        ranked = totals.get(each, {})
        if len(ranked) >= rule.people:
            for login in scoring.bottom(ranked, rule.bottom):
                hits[login].append(months.written(each))
    last = months.written(month)
    return {login: tuple(hits[login]) for login in sorted(hits) if _enough(hits[login], rule.times, last)}


def _enough(hits: Sequence[str], times: int, last: str) -> bool:
    return len(hits) >= times and hits[-1] == last


def best(totals: Totals, least: float) -> dict[str, float]:
    """Return who has the best total, several where it is equal; nobody where it is below ``least``."""
    top = max(totals.values(), default=0.0)
    return {login: total for login, total in totals.items() if total == top and total >= least}


def quarter_means(rows: Iterable[queries.CardRow], least_months: int) -> dict[str, float]:
    """Return the mean total of everybody with enough published cards in a quarter."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        found[row.login].append(row.total or 0.0)
    return {login: round(fsum(each) / len(each), 2) for login, each in found.items() if len(each) >= least_months}


def _forfeited(row: queries.CardRow, rate: float | None) -> bool:
    """Say whether a month's attendance misses the rate below which its honours are forfeit."""
    return rate is not None and rate < load_policy(row.team).month_rate_percent


def _stars(kind: str, period: str, rows: Sequence[queries.CardRow], who: Totals, bare: bool) -> list[Star]:
    known = {row.login: row for row in rows}
    return [
        Star(kind, period, row.team, row.template, login, row.name, None if bare else total)
        for login, total in who.items()
        for row in (known[login],)
    ]


def _ranked(rows: Sequence[queries.CardRow]) -> list[Ranked]:
    totals = [row.total or 0.0 for row in rows]
    found = [
        Ranked(place, len(rows), row.login, row.name, row.team, row.template, total, row.money or 0.0, row.state)
        for place, total, row in zip(scoring.places(totals), totals, rows, strict=True)
    ]
    return sorted(found, key=lambda each: (each.place, each.login))


def _groups(rows: Iterable[queries.CardRow]) -> dict[Group, list[queries.CardRow]]:
    found: dict[Group, list[queries.CardRow]] = defaultdict(list)
    for row in rows:
        found[(row.team, row.template)].append(row)
    return dict(sorted(found.items()))


def _template(rows: Sequence[queries.CardRow]) -> Template:
    """Return the template of the newest of some cards, as it was kept."""
    newest = max(rows, key=lambda row: row.month)
    return scorebook.frozen(newest.digest, newest.template)


def _told(rule: Coaching, hits: Sequence[str]) -> str:
    told = _("among the last {bottom} in {months}: talk and coach")
    return told.format(bottom=rule.bottom, months=listed(hits))
