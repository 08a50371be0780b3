"""Dispatch: who takes the next case, and why this one.

Who fits, and how much a person may hold, stands in floor.capacity.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from db import models as rows
from db.queries import complaints as queries
from db.queries import people

from ..errors import Refused
from ..i18n import _
from . import access, accounts, avoidance, complaints, present, recording, store
from .capacity import cap_of, load_of, unfit
from .labels import label
from .views import Actor, Complaint, Offer

_PAGE = 50  # candidates looked at in the first read


def next_case(actor: Actor, *, claim: bool = False, now: datetime | None = None) -> tuple[Complaint, str] | None:
    """Return the first unowned case the actor may take and one line that says why; with ``claim`` take it.

    None when there is none; raises Refused at the actor's load cap.
    """
    at = now or store.now()
    if not claim:
        return _first(actor, at)
    with access.acting():
        actor = accounts.fresh(actor)
        found = _first(actor, at)
        if found is None:
            return None
        return complaints.take(actor, found[0].ref, "claim", now=at), found[1]


def offers(actor: Actor, ref: str, *, now: datetime | None = None) -> tuple[Offer, ...]:
    """Return the team's people for a complaint: those offered first, then those passed over and why.

    Offered are ordered by most spare capacity, then by who has waited longest for a case.
    """
    row = complaints.row_for(actor, ref)
    cap = recording.policy_of(row.policy).load_cap
    staff = [person for person in people.accounts(row.team.slug) if person.roles & {"agent", "lead"}]
    loads = queries.loads([person.id for person in staff], now=present.seconds(now or store.now()))
    found = [_offer(person, row, loads.get(person.id, 0), cap) for person in staff]
    return tuple(sorted(found, key=_offer_order))


def spread(actor: Actor, refs: Iterable[str], *, now: datetime | None = None) -> complaints.Batch:
    """Assign each complaint to the first person offered for it, in one batch; those for nobody are told apart and stay.

    Raises Denied when the actor may assign none.
    """
    at, batch = now or store.now(), os.urandom(6).hex()
    done: list[Complaint] = []
    refused: list[tuple[str, str]] = []
    with access.acting():
        for ref in refs:
            try:
                best = offers(actor, ref, now=at)[:1]
                if not best or best[0].passed_over is not None:
                    raise Refused(_("nobody qualifies"))
                done.append(complaints.take(actor, ref, "assign", {"to": best[0].login}, batch=batch, now=at))
            except Refused as error:
                access.keep(error)
                refused.append((ref, error.title))
    return complaints.Batch(tuple(done), tuple(refused))


def cap_warning(actor: Actor, *, now: datetime | None = None) -> str | None:
    """Return a warning when the actor holds more open cases than the cap, None otherwise."""
    cap, load = cap_of(actor), load_of(actor.id, now or store.now())
    if load <= cap:
        return None
    return _("You now hold {load} open cases, the cap is {cap}").format(load=load, cap=cap)


def _first(actor: Actor, at: datetime) -> tuple[Complaint, str] | None:
    if actor.roles.isdisjoint({"agent", "lead", "manager"}):
        access.deny(actor, "claim", _("Only agents and leads take cases"))
    cap, load = cap_of(actor), load_of(actor.id, at)
    if load >= cap:
        raise Refused(
            _("You have {load} open cases, the cap is {cap}").format(load=load, cap=cap),
            _("Answer or release one first; claiming a certain case goes beyond the cap."),
        )
    calendar, scope = recording.calendar(), queries.Scope(actor.team_id)
    for row in _candidates(scope, at):
        if avoidance.reason_for(actor, row.respondent) is None:
            complaint = present.complaint(row, at, calendar)
            return complaint, why(complaint)
    return None


def _candidates(scope: queries.Scope, at: datetime) -> Iterator[queries.ComplaintRow]:
    """Yield the unowned cases in queue order; nearly always the first is taken."""
    seen, limit = 0, _PAGE
    while True:
        found = queries.unowned(scope, present.seconds(at), limit)
        yield from found[seen:]
        if len(found) < limit:
            return
        seen, limit = limit, limit * 10


def why(complaint: Complaint) -> str:
    """Return the one line that says why a case comes next."""
    severity = label("severity", complaint.severity)
    clock = label("clock", complaint.next_clock)
    if complaint.slack_minutes is None:
        return _("{ref}: no limit runs, {severity}, longest waiting").format(ref=complaint.ref, severity=severity)
    text = (
        _("{ref}: {minutes} min past {clock}, {severity}")
        if complaint.overdue
        else _("{ref}: {minutes} min to {clock}, {severity}")
    )
    return text.format(ref=complaint.ref, minutes=abs(complaint.slack_minutes), clock=clock, severity=severity)


def _offer(person: people.Account, row: rows.Complaint, load: int, cap: int) -> Offer:
    reason = unfit(person, row)
    if reason is None and load >= cap:
        reason = _("has {load} open cases, the cap is {cap}").format(load=load, cap=cap)
    return Offer(person.login, person.name, person.team, load, cap, person.last_assigned_at, reason)


def _offer_order(offer: Offer) -> tuple[bool, int, float, str]:
    idle = offer.idle_since.timestamp() if offer.idle_since else 0.0
    return offer.passed_over is not None, offer.load - offer.cap, idle, offer.login
