"""Dispatch: who takes the next case, and why this one.

Rosters and level profiles are not kept yet: their two tests pass, and every offer says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from db import models as rows
from db.queries import complaints as queries
from db.queries import people

from ..errors import Refused
from ..i18n import N_, _
from . import access, accounts, avoidance, complaints, present, recording, store
from .labels import label
from .views import Actor, Complaint, Offer

NOT_KEPT = N_("Shifts and levels are not kept yet: nobody is passed over for them.")
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


def check_assignable(person: people.Account, row: rows.Complaint, *, reason: str | None, now: datetime) -> None:
    """Raise Refused unless a complaint may be given to a person; a reason lifts the load cap only."""
    cap, load = recording.policy_of(row.policy).load_cap, _load(person.id, now)
    obstacle = _unfit(person, row)
    if obstacle:
        raise Refused(_("{login}: {reason}").format(login=person.login, reason=obstacle), _(NOT_KEPT))
    if load >= cap and not reason:
        raise Refused(
            _("{login} has {load} open cases, the cap is {cap}").format(login=person.login, load=load, cap=cap),
            _("Give a reason to go beyond it."),
        )


def cap_warning(actor: Actor, *, now: datetime | None = None) -> str | None:
    """Return a warning when the actor holds more open cases than the cap, None otherwise."""
    cap, load = _cap(actor), _load(actor.id, now or store.now())
    if load <= cap:
        return None
    return _("You now hold {load} open cases, the cap is {cap}").format(load=load, cap=cap)


def _first(actor: Actor, at: datetime) -> tuple[Complaint, str] | None:
    if actor.roles.isdisjoint({"agent", "lead", "manager"}):
        access.deny(actor, "claim", _("Only agents and leads take cases"))
    cap, load = _cap(actor), _load(actor.id, at)
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


def _cap(actor: Actor) -> int:
    team = accounts.team_row(actor.team)
    return recording.policy_of(team.policy or store.settings().policy).load_cap


def _load(agent_id: int, now: datetime) -> int:
    return queries.loads([agent_id], now=present.seconds(now)).get(agent_id, 0)


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
    reason = _unfit(person, row)
    if reason is None and load >= cap:
        reason = _("has {load} open cases, the cap is {cap}").format(load=load, cap=cap)
    return Offer(person.login, person.name, person.team, load, cap, person.last_assigned_at, reason)


def _unfit(person: people.Account, row: rows.Complaint) -> str | None:
    if not person.enabled:
        return _("the account is disabled")
    if person.team_id != row.team_id:
        return _("is on another team")
    if person.roles.isdisjoint({"agent", "lead", "manager"}):
        return _("takes no cases")
    if avoidance.concerns(person.login, person.team_id, person.roles, row.respondent):
        return _("avoidance: the complaint is about this person or someone they lead")
    return None


def _offer_order(offer: Offer) -> tuple[bool, int, float, str]:
    idle = offer.idle_since.timestamp() if offer.idle_since else 0.0
    return offer.passed_over is not None, offer.load - offer.cap, idle, offer.login
