"""What a person says of a day that went otherwise than planned, and whether a lead accepts it."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from db import journal
from db import models as rows
from db.queries import people

from ...errors import BadInput, NotFound, Refused
from ...i18n import _
from ...text import clean, one_line
from .. import access, accounts, notices, store
from ..views import Actor


class Excuse(NamedTuple):
    """An explanation of a day; ``state`` is explained, excused or refused."""

    login: str
    day: date
    text: str
    state: str
    given_at: datetime
    decided_by: str | None
    decided_at: datetime | None


def explain(actor: Actor, day: date, text: str, *, now: datetime | None = None) -> Excuse:
    """Say why one's own day went as it did; saying it again replaces it until somebody has decided.

    Raises BadInput without words or for a day ahead, Refused when it was decided already.
    """
    at = now or store.now()
    if not text.strip():
        raise BadInput(_("An explanation needs words"))
    if day > at.astimezone(store.zone()).date():
        raise BadInput(_("That day lies ahead"), _("Ask for leave instead."))
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "clock")
        table = rows.Excuse
        found = table.get_or_none((table.agent == actor.id) & (table.day == day))
        if found is not None and found.state != "explained":
            raise Refused(_("That day has been decided already"))
        if found is None:
            found = table(agent=actor.id, day=day, state="explained")
        found.text, found.given_at = clean(text), at
        found.save()
        _journal(actor, "attendance.explained", found, at)
    return _shown(found, actor.login, None)


def decide(actor: Actor, login: str, day: date, *, accept: bool, now: datetime | None = None) -> Excuse:
    """Accept or refuse what a person said of a day; never one's own.  Raises NotFound, Refused, Denied."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        person = people.account(login)
        if person is None:
            raise NotFound(_("There is no agent {login}").format(login=one_line(login)))
        access.require_about(actor, "attendance.write", agent_id=person.id, team_id=person.team_id)
        if person.id == actor.id:
            raise Refused(_("Nobody excuses their own day"), _("Another lead or a manager does."))
        table = rows.Excuse
        found = table.get_or_none((table.agent == person.id) & (table.day == day))
        if found is None:
            raise NotFound(_("{login} has not explained {day}").format(login=person.login, day=day.isoformat()))
        found.state = "excused" if accept else "refused"
        found.decided_by_id, found.decided_at = actor.id, at
        found.save()
        _journal(actor, f"attendance.{found.state}", found, at)
        told = {"day": day.isoformat(), "state": found.state}
        notices.tell([person.id], "attendance.decided", f"excuse:{found.id}", told, now=at)
    return _shown(found, person.login, actor.login)


def waiting(actor: Actor) -> list[Excuse]:
    """Return the explanations that wait for the actor's decision, oldest day first; raises Denied."""
    scope = access.team_scope(actor, "attendance.write")
    table = rows.Excuse
    query = table.select(table, rows.Agent).join(rows.Agent, on=(table.agent == rows.Agent.id))
    query = query.where((table.state == "explained") & (table.agent != actor.id))
    if scope.team_id is not None:
        query = query.where(rows.Agent.team == scope.team_id)
    return [_shown(each, each.agent.login, None) for each in query.order_by(table.day, rows.Agent.login)]


def _journal(actor: Actor, action: str, row: rows.Excuse, at: datetime) -> None:
    body = {"agent": row.agent_id, "day": row.day.isoformat()}
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, f"excuse:{row.id}", body))


def _shown(row: rows.Excuse, login: str, decider: str | None) -> Excuse:
    return Excuse(login, row.day, row.text, row.state, row.given_at, decider, row.decided_at)
