"""Vacancies: free places on a level of a team, without which nobody moves across to another track."""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.queries import people as staff

from ...errors import NotFound, Refused
from ...i18n import _
from .. import access, accounts, store
from ..views import Actor
from . import people
from .case_views import Vacancy
from .ladders import load_ladder
from .policy import load_policy


def open_place(
    actor: Actor, level: str, *, team: str | None = None, ladder: str | None = None, now: datetime | None = None
) -> Vacancy:
    """Open a place on a level of a team, the actor's own unless named.  Raises Denied, BadInput."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        where = accounts.team_row(team or actor.team)
        access.require(actor, "level.decide", team_id=where.id)
        chosen = load_ladder(ladder or load_policy().ladder_of(where.slug))
        row = rows.Vacancy.create(
            ladder=chosen.name, level=chosen.level(level).key, team=where.id, opened_on=people.today(at)
        )
        people.tell_journal(actor, "vacancy.opened", f"vacancy:{row.id}", {"team": where.id, "level": level}, at)
        return _view(row)


def close_place(actor: Actor, number: int, *, now: datetime | None = None) -> Vacancy:
    """Close a place that nobody took.  Raises Denied, NotFound, Refused."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "level.decide")
        row = rows.Vacancy.get_or_none(rows.Vacancy.id == number)
        if row is None:
            raise NotFound(_("There is no vacancy {number}").format(number=number))
        if row.promotion_id is not None or row.closed_on is not None:
            raise Refused(_("Vacancy {number} is taken or closed already").format(number=number))
        row.closed_on = people.today(at)
        row.save(only=[rows.Vacancy.closed_on])
        people.tell_journal(actor, "vacancy.closed", f"vacancy:{row.id}", {}, at)
        return _view(row)


def vacancies(actor: Actor, *, ended: bool = False, limit: int = 200) -> list[Vacancy]:
    """Return the open places, newest first: times, conditions and posts are public.  Raises Denied."""
    access.require(actor, "level.read")
    query = rows.Vacancy.select().order_by(rows.Vacancy.id.desc()).limit(limit)
    if not ended:
        query = query.where(rows.Vacancy.closed_on.is_null(), rows.Vacancy.promotion.is_null())
    return [_view(row) for row in query]


def require_open(ladder: str, level: str, team_id: int) -> None:
    """Raise Refused unless a place on that level of the team is open."""
    if _free(ladder, level, team_id) is None:
        raise _none(level, team_id)


def take(case: rows.Promotion) -> None:
    """Let a case take a place inside its transaction; raises Refused when somebody else has the last one."""
    row = _free(case.ladder, case.level_to, case.agent.team_id)
    if row is None:
        raise _none(case.level_to, case.agent.team_id)
    rows.Vacancy.update(promotion=case.id).where(rows.Vacancy.id == row.id).execute()


def free(case: rows.Promotion) -> None:
    """Open the place that a case took for others again, inside its transaction."""
    rows.Vacancy.update(promotion=None, closed_on=None).where(rows.Vacancy.promotion == case.id).execute()


def _free(ladder: str, level: str, team_id: int) -> rows.Vacancy | None:
    table = rows.Vacancy
    query = table.select().where(
        table.ladder == ladder, table.level == level, table.team == team_id,
        table.promotion.is_null(), table.closed_on.is_null(),
    )  # fmt: skip
    return next(iter(query.order_by(table.id).limit(1)), None)


def _none(level: str, team_id: int) -> Refused:
    told = _("A manager opens one: cstui level vacancy open {level} --team {team}.")
    return Refused(
        _("No place is free on {level}").format(level=level), told.format(level=level, team=staff.slug_of(team_id))
    )


def _view(row: rows.Vacancy) -> Vacancy:
    return Vacancy(row.id, row.ladder, row.level, row.team.slug, row.opened_on, row.promotion_id, row.closed_on)
