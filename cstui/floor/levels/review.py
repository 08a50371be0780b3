"""Month's end: one page for a person and month, from what the floor knows and the scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from db.queries import people
from db.queries import scores as queries

from ...i18n import _
from .. import access, accounts, store
from ..rosters import rates
from ..views import Actor
from . import allowances, cards, months, scorebook, scoring
from .monthly import figures_of, team_of
from .people import person as person_of
from .score_views import Card, Review
from .score_words import label
from .scorecards import visible

_FIGURES = ("cases", "on_time", "satisfaction", "complaint_rate", "attendance", "quality")


class Entry(NamedTuple):
    """One line of the page: what, and how much of it in words."""

    what: str
    value: str


def review(actor: Actor, login: str, month: str | date, *, now: datetime | None = None) -> Review:
    """Return a person's month on one page; of one's own scorecard once it is published.  Raises NotFound, Denied."""
    at = now or store.now()
    person = person_of(actor, login, "score.read")
    return _reviews(actor, [person], months.month_of(month, now=at), at)[0]


def reviews(
    actor: Actor, month: str | date, team: str | None = None, *, now: datetime | None = None
) -> list[Review]:  # fmt: skip
    """Return the pages of a team's people who work on cases or have a scorecard; raises Denied, BadInput."""
    at = now or store.now()
    actor = accounts.fresh(actor)
    access.team_scope(actor, "score.read")
    slug, team_id = team_of(actor, team)
    access.require(actor, "score.read", team_id=team_id)
    first = months.month_of(month, now=at)
    carded = {row.agent_id for row in queries.of_month(months.written(first), team_id=team_id)}
    staff = [each for each in people.accounts(slug) if each.id in carded or (each.enabled and "agent" in each.roles)]
    return _reviews(actor, staff, first, at)


def page(found: Review) -> tuple[Entry, ...]:
    """Return what a page says, a line each; what is not known is left out, but said to be so."""
    figures = [*((name, getattr(found, name)) for name in _FIGURES), ("adherence", found.adherence)]
    lines = [Entry(_figure_name(name), _figure(name, value)) for name, value in figures]
    if found.forfeits:
        lines.append(Entry(_("Attendance below the rate forfeits"), found.forfeits))
    if found.withheld:
        lines.append(Entry(_("Level allowance withheld"), _withheld(found.withheld_cny)))
    if found.state is None:
        return (*lines, Entry(_("Scorecard"), _("none to show")))
    total = "-" if found.total is None else cards.shown(found.total)
    told = _("{total} points, {money} CNY ({state})")
    shown = told.format(total=total, money=cards.shown(found.money or 0), state=label("score_state", found.state))
    lines.append(Entry(_("Scorecard"), shown))
    if found.place is not None:
        lines.append(Entry(_("Place"), _("{place} of {of}").format(place=found.place, of=found.of)))
    if found.improvement:
        lines.append(Entry(_("Agreed improvement"), found.improvement))
    return tuple(lines)


def _figure_name(name: str) -> str:
    return _("adherence") if name == "adherence" else label("metric", name)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return _("not known")
    return cards.shown(value) if name in ("cases", "complaint_rate") else f"{cards.shown(value)} %"


def _withheld(amount: float | None) -> str:
    return _("yes") if amount is None else _("{money} CNY").format(money=cards.shown(amount))


def _reviews(actor: Actor, staff: Sequence[people.Account], month: date, at: datetime) -> list[Review]:
    """Return the pages of people of one team."""
    if not staff:
        return []
    ids, name = [person.id for person in staff], months.written(month)
    figures, withheld = figures_of(ids, month, at), allowances.withheld(ids, month)
    stored = queries.of_month(name, team_id=staff[0].team_id)
    shown = visible(actor, stored)
    pages = {card.login: (card, *_place(row, stored)) for row, card in zip(shown, scorebook.views(shown), strict=True)}
    whose = {"login": staff[0].login} if len(staff) == 1 else {"team": staff[0].team}
    rated = {each.login: each for each in rates.month(actor, month, **whose, now=at)}
    made = []
    for person in staff:
        known: dict[str, Any] = {each: _rounded(figures[person.id].get(each)) for each in _FIGURES}
        if person.login in rated:
            of_month = rated[person.login]
            known |= {"adherence": _rounded(of_month.adherence), "forfeits": of_month.forfeits}
        if person.id in withheld:
            known |= {"withheld": True, "withheld_cny": withheld[person.id]}
        bare = Review(person.login, person.name, person.team, name)._replace(**known)
        made.append(_with_card(bare, *pages[person.login]) if person.login in pages else bare)
    return made


def _with_card(bare: Review, card: Card, place: int | None, of: int | None) -> Review:
    return bare._replace(
        template=card.template, state=card.state, total=card.total, money=card.money, place=place, of=of,
        improvement=card.improvement, explained=card.explained,
    )  # fmt: skip


def _place(row: queries.CardRow, others: Sequence[queries.CardRow]) -> tuple[int | None, int | None]:
    """Return where a whole card stands among those of its month, team and template."""
    totals = [each.total for each in others if each.total is not None and each.template == row.template]
    if row.total is None:
        return None, None
    return scoring.places([row.total, *totals])[0], len(totals)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, scoring.DIGITS)
