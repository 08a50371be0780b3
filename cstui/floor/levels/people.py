"""Whom an action of the levels is about: found by login, with the right checked for that person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from db import journal
from db import models as rows
from db.queries import people

from ...errors import BadInput, NotFound
from ...i18n import _
from ...text import clean, one_line
from .. import access, store
from ..views import Actor

_LONGEST = 200
_YEARS = range(1900, 2200)  # years that a working life may touch


def person(actor: Actor, login: str, right: str) -> people.Account:
    """Return the account of a login about whom the actor has the right; raises NotFound, Denied."""
    found = people.account(login)
    if found is None:
        raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
    access.require_about(actor, right, agent_id=found.id, team_id=found.team_id)
    return found


def written(actor: Actor, login: str, right: str) -> people.Account:
    """Return the account like ``person``, of somebody else: nobody records what speaks for or against themselves."""
    found = person(actor, login, right)
    if found.id == actor.id:
        access.deny(actor, right, _("Nobody records this about themselves"), _("Ask another lead, or the manager."))
    return found


def today(now: datetime) -> date:
    """Return the day of an instant on the floor's calendar."""
    return now.astimezone(store.zone()).date()


def day_of(given: date | None, now: datetime) -> date:
    """Return the day on which something happened, today unless told; raises BadInput for one ahead."""
    day = within_reach(given or today(now))
    if day > today(now):
        raise BadInput(_("{day} lies in the future").format(day=day.isoformat()))
    return day


def within_reach(day: date) -> date:
    """Return a day that may be reckoned with, months before and after it too; raises BadInput for any other."""
    if day.year not in _YEARS:
        told = _("Name a day of the years {first} to {last}.").format(first=_YEARS[0], last=_YEARS[-1])
        raise BadInput(_("{day} is out of reach").format(day=day.isoformat()), told)
    return day


def named(text: str | None, what: str) -> str:
    """Return a short text of the floor cleaned to one line; raises BadInput for an empty one, which ``what`` names."""
    line = one_line(clean(text or ""))[:_LONGEST]
    if not line:
        raise BadInput(what)
    return line


def fact(actor: Actor, action: str, subject: str, body: dict[str, object], at: datetime) -> journal.Fact:
    """Return a fact for the journal under the actor's role; ``body`` holds ids, days and words of ours only."""
    return journal.Fact(at, actor.id, access.acting_role(actor), action, subject, body)


def tell_journal(actor: Actor, action: str, subject: str, body: dict[str, object], at: datetime) -> None:
    """Append a fact to the journal inside the open transaction."""
    journal.append(fact(actor, action, subject, body, at))


def readable(actor: Actor) -> Any:
    """Return the condition on agents whose profile the actor may see; raises Denied for nobody's."""
    access.require(actor, "level.read")
    scope = access.scope_of(actor, "level.read")
    if scope == "all":
        return rows.Agent.id.is_null(False)
    return rows.Agent.team == actor.team_id if scope == "team" else rows.Agent.id == actor.id
