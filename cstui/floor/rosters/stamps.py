"""The stamps of the time clock as they are kept, and striking out one that was wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import attendance as queries
from db.queries import people

from ...errors import BadInput, NotFound, Refused
from ...i18n import _
from .. import access, accounts, notices, store
from ..views import Actor
from . import requests
from .missing import midnight

_MOST_DAYS = 62


class Stamp(NamedTuple):
    """One stamp; ``voided_at`` None: it counts.  ``entered_by`` is who stamped where that was another."""

    number: int
    login: str
    at: datetime
    kind: str
    source: str
    entered_by: str | None
    voided_at: datetime | None
    voided_by: str | None
    reason: str


def stamps(actor: Actor, login: str, first: date, last: date) -> list[Stamp]:
    """Return a person's stamps of the days from ``first`` to ``last``, those struck out too, in order of time.

    Raises BadInput, NotFound, Denied.
    """
    if not first <= last < first + timedelta(days=_MOST_DAYS):
        raise BadInput(_("Stamps are read for 1 to {most} days").format(most=_MOST_DAYS))
    person = requests.person(login)
    access.require_about(actor, "attendance.read", agent_id=person.id, team_id=person.team_id)
    start, end = midnight(first), midnight(last + timedelta(days=1)) - timedelta(seconds=1)
    return _shown(queries.kept(queries.Of(None, [person.id]), start, end))


def void(actor: Actor, number: int, reason: str, *, now: datetime | None = None) -> Stamp:
    """Strike out a stamp that was wrong; it is kept with the reason, and nothing counts it any more.

    Nobody strikes out their own.  Raises NotFound, Refused, BadInput, Denied.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        row = rows.ClockEvent.get_or_none(rows.ClockEvent.id == number)
        if row is None:
            raise _unknown(number)
        person = people.of_ids([row.agent_id])[row.agent_id]
        access.require_about(actor, "attendance.write", agent_id=person.id, team_id=person.team_id)
        if person.id == actor.id:
            title, detail = _("Nobody strikes out their own stamp"), _("Another lead or a manager does.")
            access.deny(actor, "attendance.write", title, detail, f"agent:{person.id}")
        if row.voided_at is not None:
            raise Refused(_("Stamp {number} is struck out already").format(number=number))
        row.voided_at, row.voided_by_id, row.void_reason = at, actor.id, requests.said(reason)
        row.save()
        body = {"agent": person.id, "stamp": row.id, "kind": row.kind, "at": epoch(row.at)}
        role = access.acting_role(actor)
        journal.append(journal.Fact(at, actor.id, role, "clock.voided", f"agent:{person.id}", body))
        told = {"stamp": row.kind, "from": epoch(row.at)}
        notices.tell([person.id], "clock.voided", f"agent:{person.id}", told, now=at)
        [found] = (each for each in queries.kept(queries.Of(None, [person.id]), row.at, row.at) if each.id == row.id)
        return _shown([found])[0]


def _unknown(number: int) -> NotFound:
    title = _("There is no stamp {number}").format(number=number)
    return NotFound(title, _("See `{command}`.").format(command="cstui roster stamps LOGIN"))


def _shown(found: list[queries.StampRow]) -> list[Stamp]:
    ids = {ident for row in found for ident in (row.agent_id, row.entered_by_id, row.voided_by_id)}
    who = {ident: account.login for ident, account in people.of_ids(list(ids)).items()}
    return [
        Stamp(
            *(row.id, who[row.agent_id], row.at, row.kind, row.source),
            who[row.entered_by_id] if row.entered_by_id not in (None, row.agent_id) else None,
            row.voided_at,
            who[row.voided_by_id] if row.voided_by_id is not None else None,
            row.void_reason,
        )
        for row in found
    ]
