"""Reading scorecards: one's own from the conversation on, a team's, and a person's months as a line."""

from __future__ import annotations

from datetime import date, datetime

from db.queries import scores as queries

from ...errors import NotFound
from ...i18n import _
from .. import access, accounts
from ..views import Actor
from . import months, scorebook
from .monthly import team_of
from .people import person as person_of
from .score_views import Card


def cards(
    actor: Actor, month: str | date, team: str | None = None, *, now: datetime | None = None
) -> list[Card]:  # fmt: skip
    """Return the cards of a team's month by login, the actor's team unless named; raises Denied, BadInput."""
    access.team_scope(actor, "score.read")
    team_id = team_of(actor, team)[1]
    access.require(actor, "score.read", team_id=team_id)
    found = queries.of_month(months.written(months.month_of(month, now=now)), team_id=team_id)
    return scorebook.views(readable(actor, found))


def show(actor: Actor, login: str, month: str | date, *, now: datetime | None = None) -> Card:
    """Return one card, one's own from the conversation on; raises NotFound, Denied."""
    person = person_of(actor, login, "score.read")
    found = readable(actor, queries.of_agent(person.id, month=months.written(months.month_of(month, now=now))))
    if not found:
        where = {"login": person.login, "month": months.written(months.month_of(month, now=now))}
        told = _("One's own is shown from the conversation on.") if person.id == actor.id else ""
        raise NotFound(_("{login} has no scorecard for {month}").format(**where), told)
    return scorebook.views(found)[0]


def of_person(actor: Actor, login: str | None = None, *, limit: int = 24) -> list[Card]:
    """Return a person's cards, one's own unless named, the newest first; one's own from the talk on.  Raises Denied."""
    person = person_of(actor, login or actor.login, "score.read")
    return scorebook.views(readable(actor, queries.of_agent(person.id, limit=limit)))


def history(
    actor: Actor, login: str, months_back: int = 12, *, now: datetime | None = None
) -> tuple[tuple[str, float | None], ...]:
    """Return (month, total) of the last months, the oldest first, this one the last; None where nothing stands.

    Only published cards count.  Raises NotFound, Denied.
    """
    person = person_of(actor, login, "score.read")
    last = months.current(now)
    wanted = [months.written(months.shifted(last, back)) for back in range(1 - months_back, 1)]
    cards_of = queries.of_agent(person.id, limit=months_back)
    totals = {row.month: row.total for row in cards_of if row.state == "published"}
    return tuple((month, totals.get(month)) for month in wanted)


def readable(actor: Actor, found: list[queries.CardRow]) -> list[queries.CardRow]:
    """Return those of the cards that the actor may read: one's own from the conversation on (nobody signs unseen)."""
    return [row for row in found if row.agent_id != actor.id or row.state != "draft"]


def visible(actor: Actor, found: list[queries.CardRow]) -> list[queries.CardRow]:
    """Return those of the cards that count before the actor: of one's own only what is published."""
    return [row for row in found if row.agent_id != actor.id or row.state == "published"]


def readable_team(actor: Actor, team: str | None) -> int | None:
    """Return the team whose cards the actor reads: the one named, else their own, all for whom all is open."""
    if team is not None:
        team_id = int(accounts.team_row(team).id)
        access.require(actor, "score.read", team_id=team_id)
        return team_id
    return None if access.scope_of(actor, "score.read") == "all" else actor.team_id
