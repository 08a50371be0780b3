"""Whom an action of the levels is about: found by login, with the right checked for that person."""

from __future__ import annotations

from datetime import date, datetime

from db import journal
from db.queries import people

from ...errors import BadInput, NotFound
from ...i18n import _
from ...text import clean, one_line
from .. import access, store
from ..views import Actor

_LONGEST = 200


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
    day = given or today(now)
    if day > today(now):
        raise BadInput(_("{day} lies in the future").format(day=day.isoformat()))
    return day


def named(text: str | None, what: str) -> str:
    """Return a short text of the floor cleaned to one line; raises BadInput for an empty one, which ``what`` names."""
    line = one_line(clean(text or ""))[:_LONGEST]
    if not line:
        raise BadInput(what)
    return line


def tell_journal(
    actor: Actor, action: str, subject: str, body: dict[str, object], at: datetime, role: str | None = None
) -> None:
    """Append a fact to the journal; ``body`` holds ids, days and words of ours only."""
    journal.append(journal.Fact(at, actor.id, role or access.acting_role(actor), action, subject, body))
