"""Dispatch: who takes the next case, and why this one.

Who fits, and how much a person may hold, stands in floor.capacity.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from db import models as rows
from db.queries import complaints as queries
from db.queries import people

from ..errors import BadInput, Refused
from ..i18n import _, clauses, noted
from . import access, accounts, avoidance, complaints, present, recording, store
from .asked import Asked, Barred
from .capacity import asked, barred_from, cap_of, load_of, not_judged, unfit
from .labels import label
from .rosters import presence
from .views import SEVERITIES, Actor, Complaint, Offer

_PAGE = 50  # candidates looked at in the first read
_REASONS = 3  # named where nobody qualifies


def next_case(actor: Actor, *, claim: bool = False, now: datetime | None = None) -> tuple[Complaint, str] | None:
    """Return the first unowned case the actor may take and one line that says why; with ``claim`` take it.

    None when there is none; raises Refused at the actor's load cap, off shift, or with too little of it left.
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


def offers(actor: Actor, ref: str, *, but: str | None = None, now: datetime | None = None) -> tuple[Offer, ...]:
    """Return the team's people for a complaint (but one): those offered first, then those passed over and why.

    Offered are ordered by most spare capacity, then by who has waited longest for a case.
    """
    at = now or store.now()
    row = complaints.row_for(actor, ref)
    team = people.slug_of(row.team_id)
    cap, shifts = recording.policy_of(row.policy).load_cap, presence.judged(row.team_id, team, at)
    staff = [person for person in people.accounts(team) if person.roles & {"agent", "lead"} and person.login != but]
    loads = queries.loads([person.id for person in staff], now=present.seconds(at))
    barred = barred_from(asked(row), [person.id for person in staff], at)
    found = [_offer(person, row, loads.get(person.id, 0), cap, shifts, barred.get(person.id)) for person in staff]
    return tuple(sorted(found, key=_offer_order))


def unknown(actor: Actor, ref: str, *, now: datetime | None = None) -> str:
    """Return in words what nobody is passed over for on a complaint's team, because nothing is known of it."""
    row, at = complaints.row_for(actor, ref), now or store.now()
    return not_judged(row, presence.judged(row.team_id, people.slug_of(row.team_id), at).rostered, at)


def spread(
    actor: Actor,
    refs: Iterable[str],
    *,
    but: str | None = None,
    batch: str | None = None,
    now: datetime | None = None,
) -> complaints.Batch:
    """Assign each complaint to the first person offered for it, in one batch; those for nobody are told apart and stay.

    ``but`` names somebody who gets none.  Raises Denied when the actor may assign none.
    """
    at, batch = now or store.now(), batch or os.urandom(6).hex()
    done: list[Complaint] = []
    refused: list[tuple[str, str]] = []
    with access.acting():
        for ref in refs:
            try:
                found = offers(actor, ref, but=but, now=at)
                if not found or found[0].passed_over is not None:
                    raise Refused(_nobody(found))
                done.append(complaints.take(actor, ref, "assign", {"to": found[0].login}, batch=batch, now=at))
            except Refused as error:
                access.keep(error)
                refused.append((ref, error.title))
    return complaints.Batch(tuple(done), tuple(refused))


def claim_warning(actor: Actor, *, now: datetime | None = None) -> str | None:
    """Return a warning when the actor holds more open cases than the cap or is off shift, None otherwise."""
    at = now or store.now()
    cap, load = cap_of(actor), load_of(actor.id, at)
    told = [_("You now hold {load} open cases, the cap is {cap}").format(load=load, cap=cap)] if load > cap else []
    from .levels import fitness

    return clauses([*told, *_off_shift(actor, at), *filter(None, [fitness.trouble()])]) or None


def _off_shift(actor: Actor, at: datetime) -> list[str]:
    try:
        off = presence.judged(actor.team_id, actor.team, at).against(actor.id)
    except BadInput as error:  # the case is taken already: a site's broken file makes no failure of that
        return [_("The roster was not asked: {error}").format(error=error.title)]
    return [_("By the roster it would not be yours: {reason}").format(reason=off)] if off else []


def _nobody(found: Sequence[Offer]) -> str:
    """Return that nobody qualifies, with the reasons, the most frequent first."""
    reasons = Counter(offer.passed_over or "" for offer in found).most_common(_REASONS)
    told = clauses(noted(reason, str(number)) for reason, number in reasons)
    return _("nobody qualifies: {reasons}").format(reasons=told) if told else _("nobody qualifies")


def _first(actor: Actor, at: datetime) -> tuple[Complaint, str] | None:
    if actor.roles.isdisjoint({"agent", "lead", "manager"}):
        access.deny(actor, "claim", _("Only agents and leads take cases"))
    cap, load = cap_of(actor), load_of(actor.id, at)
    if load >= cap:
        raise Refused(
            _("You have {load} open cases, the cap is {cap}").format(load=load, cap=cap),
            _("Answer or release one first; claiming a certain case goes beyond the cap."),
        )
    shifts = presence.judged(actor.team_id, actor.team, at)
    off = shifts.against(actor.id)
    if off:
        raise Refused(
            _("No case for you now: {reason}").format(reason=off),
            _("A certain case can still be claimed; `cstui who` shows who is on shift."),
        )
    calendar, scope = recording.calendar(), queries.Scope(actor.team_id)
    barred: dict[tuple[int, str | None], bool] = {}
    for row in _candidates(scope, at):
        if avoidance.reason_for(actor, row.respondent) is not None:
            continue
        kind = (row.severity, row.category)
        if kind not in barred:
            barred[kind] = bool(barred_from(_asked(actor, row), [actor.id], at))
        if not barred[kind]:
            complaint = present.complaint(row, at, calendar)
            return complaint, why(complaint, _only_level(actor, row, shifts, at))
    return None


def _asked(actor: Actor, row: queries.ComplaintRow) -> Asked:
    return Asked(SEVERITIES[row.severity], actor.team_id, actor.team, row.category)


def _only_level(actor: Actor, row: queries.ComplaintRow, shifts: presence.Judged, at: datetime) -> str | None:
    """Return the level that the case takes and that nobody else on shift has, None where there is no such."""
    if not shifts.rostered:
        return None
    from .levels import fitness

    others = [agent_id for agent_id, off in shifts.obstacles.items() if off is None and agent_id != actor.id]
    return fitness.only_one(actor.id, others, _asked(actor, row), on=at.astimezone(store.zone()).date())


def _candidates(scope: queries.Scope, at: datetime) -> Iterator[queries.ComplaintRow]:
    """Yield the unowned cases in queue order; nearly always the first is taken."""
    seen, limit = 0, _PAGE
    while True:
        found = queries.unowned(scope, present.seconds(at), limit)
        yield from found[seen:]
        if len(found) < limit:
            return
        seen, limit = limit, limit * 10


def why(complaint: Complaint, only: str | None = None) -> str:
    """Return the one line that says why a case comes next; ``only`` is a level that nobody else on shift has."""
    line = _why(complaint)
    return line if only is None else _("{why}; you are the only {level} on shift").format(why=line, level=only)


def _why(complaint: Complaint) -> str:
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


def _offer(
    person: people.Account, row: rows.Complaint, load: int, cap: int, shifts: presence.Judged, barred: Barred | None
) -> Offer:
    reason = unfit(person, row) or (barred.reason if barred else None) or shifts.against(person.id)
    if reason is None and load >= cap:
        reason = _("has {load} open cases, the cap is {cap}").format(load=load, cap=cap)
    return Offer(person.login, person.name, person.team, load, cap, person.last_assigned_at, reason)


def _offer_order(offer: Offer) -> tuple[bool, int, float, str]:
    idle = offer.idle_since.timestamp() if offer.idle_since else 0.0
    return offer.passed_over is not None, offer.load - offer.cap, idle, offer.login
