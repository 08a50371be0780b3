"""Swaps of shifts: asked, offered to one or to the team, accepted, checked, and decided by a lead.

Only ``approve`` writes the roster, in the one transaction in which everything is checked again.
"""

from __future__ import annotations

from datetime import date, datetime

from db import journal
from db import models as rows
from db.queries import history, people

from ...errors import Conflict, CstuiError, Refused
from ...i18n import _
from ...text import clean, one_line
from .. import access, accounts, store
from ..views import Actor
from . import frozen, in_force, overdue, request_views, requests, swap_terms, touched
from .request_steps import SWAP, Step, step_of
from .request_views import Swap
from .request_words import shift_words

_LISTED = 200


def ask(
    actor: Actor,
    day: date,
    *,
    peer: str | None = None,
    peer_day: date | None = None,
    reason: str = "",
    draft: bool = False,
    now: datetime | None = None,
) -> Swap:
    """Ask to exchange one's shift of ``day`` for the peer's of ``peer_day``, or to give it away (None).

    Without a peer it is open to the team.  It is offered at once unless it is to stay a draft.  Raises Refused.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "swap.ask")
        overdue.settle(at)
        other = requests.person(peer) if peer else None
        found = swap_terms.terms(requests.person(actor.login), other, day, peer_day, now=at)
        row = rows.Swap.create(
            team=actor.team_id, asker=actor.id, asker_day=day, asker_shift=frozen.kept(found.asker_shift),
            peer=other and other.id, peer_day=peer_day, state="draft", reason=clean(reason),
            expires_at=found.expires_at, created_at=at,
        )  # fmt: skip
        body = {"peer": other and other.id, "day": day.isoformat(), "peer_day": peer_day and peer_day.isoformat()}
        journal.append(journal.Fact(at, actor.id, access.acting_role(actor), "swap.asked", f"swap:{row.id}", body))
        if not draft:
            _offer(actor, row, requests.guard(actor, SWAP, "offer", row, row.state, {"asker"}), at)
    return swap(actor, row.id, now=at)


def offer(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> Swap:
    """Offer a draft to whom it names, or to the team; the shifts are frozen as published now.  Raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "offer", version, at)
        _offer(actor, row, step, at)
    return swap(actor, number, now=at)


def accept(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> Swap:
    """Agree to a swap, as whom it names or as the first of the team; the rules are checked at once.

    Raises Refused (a hard rule, a shift that moved), Conflict when somebody else was first.
    """
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "accept", version, at)
        fallen = _fallen(row, at)
        if fallen is None:
            _accept(actor, row, step, at)
    if fallen is not None:
        raise fallen
    return swap(actor, number, now=at)


def decline(
    actor: Actor, number: int, *, reason: str = "", version: int | None = None, now: datetime | None = None
) -> Swap:
    """Say no to a swap that names the actor; raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "decline", version, at)
        row = requests.write(SWAP, step, row, actor, now=at, **requests.decided(actor, at, reason))
        _tell("decline", row, (row.asker_id,), at)
    return swap(actor, number, now=at)


def approve(
    actor: Actor, number: int, *, note: str = "", version: int | None = None, now: datetime | None = None
) -> Swap:
    """Approve a swap and write it into the roster, after checking all of it again; nobody approves their own.

    A swap of which a side's shift moved is cancelled, and the refusal says which and how.  Raises Refused, Conflict.
    """
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "approve", version, at)
        fallen = _fallen(row, at)
        if fallen is None:
            swap_terms.recheck(row, now=at)
            changes = swap_terms.exchange(row)
            facts = {"warned": swap_terms.names_of(swap_terms.judged(changes))}
            row = requests.write(SWAP, step, row, actor, now=at, facts=facts, **requests.decided(actor, at, note))
            in_force.amend(actor, changes, cause=f"swap:{row.id}", now=at, keep=row.id)
            _tell("approve", row, (row.asker_id, row.peer_id), at)
    if fallen is not None:
        raise fallen
    return swap(actor, number, now=at)


def deny(actor: Actor, number: int, *, reason: str, version: int | None = None, now: datetime | None = None) -> Swap:
    """Deny a swap that waits for a lead, with a reason; raises Refused, BadInput."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "deny", version, at)
        row = requests.write(SWAP, step, row, actor, now=at, **requests.decided(actor, at, requests.said(reason)))
        _tell("deny", row, (row.asker_id, row.peer_id), at)
    return swap(actor, number, now=at)


def withdraw(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> Swap:
    """Take a swap back, as who asked or, once agreed, as the peer; raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "withdraw", version, at)
        row = requests.write(SWAP, step, row, actor, now=at)
        told = () if step.source == "draft" else tuple({row.asker_id, row.peer_id} - {actor.id})
        _tell("withdraw", row, told, at)
    return swap(actor, number, now=at)


def swap(actor: Actor, number: int, *, now: datetime | None = None) -> Swap:
    """Return one swap the actor may see, with what the rules warn of, or why it fell; raises NotFound."""
    at = now or store.now()
    row = requests.found(rows.Swap, SWAP, number)
    if not _sees(actor, row, at):
        requests.unknown(SWAP, number)
    view = request_views.swaps(actor, [row], at)[0]
    if view.state == "cancelled" and (reason := _gone(row) or _why_fallen(row)):
        return view._replace(warnings=(reason,))
    if view.state != "waiting":
        return view
    changes = swap_terms.exchange(row)
    drawn = swap_terms.unpublished(changes) if requests.covers(actor, SWAP.deciding, row.team_id) else ()
    return view._replace(warnings=(*swap_terms.warnings_of(changes), *drawn))


def swaps(actor: Actor, *, live: bool = True, limit: int = _LISTED, now: datetime | None = None) -> list[Swap]:
    """Return the swaps the actor may see, the newest first; only those under way unless told."""
    access.require(actor, "roster.read")
    at = now or store.now()
    table = rows.Swap
    query = table.select().order_by(table.id.desc()).limit(limit)
    if live:
        query = query.where(table.state.in_(SWAP.live) & (table.expires_at > at))
    return request_views.swaps(actor, list(query.where(_seen(actor, at))), at)


def could_accept(actor: Actor, offered: Swap, *, now: datetime) -> bool:
    """Say whether what somebody works, and the time, let them agree to a swap; the rules are not asked."""
    asker, taker = requests.person(offered.asker), requests.person(actor.login)
    try:
        swap_terms.terms(asker, taker, offered.asker_day, offered.peer_day, now=now)
    except CstuiError:
        return False
    return True


def _seen(actor: Actor, at: datetime) -> object:
    """Return which swaps somebody sees: one's own, what the team is offered, and the team's where one reads it."""
    table = rows.Swap
    scope = access.scope_of(actor, "roster.read")
    mine = (table.asker == actor.id) | (table.peer == actor.id) & (table.state != "draft")
    offered = (
        (table.state == "offered") & table.peer.is_null() & (table.expires_at > at) & (table.team == actor.team_id)
    )
    if scope in ("team", "all"):
        rest = table.state != "draft"
        return mine | (rest if scope == "all" else rest & (table.team == actor.team_id))
    return mine | offered if access.scope_of(actor, "swap.ask") else mine


def _sees(actor: Actor, row: rows.Swap, at: datetime) -> bool:
    return bool(rows.Swap.select().where((rows.Swap.id == row.id) & _seen(actor, at)).exists())


def _begin(actor: Actor, number: int, action: str, version: int | None, at: datetime) -> tuple[Actor, rows.Swap, Step]:
    """Return actor, swap and step of an action inside the open transaction; raises Refused, Conflict, NotFound."""
    actor = accounts.fresh(actor)
    access.require(actor, SWAP.deciding if action in ("approve", "deny") else SWAP.asking)
    overdue.settle(at)
    row = requests.found(rows.Swap, SWAP, number)
    if action == "accept":
        _not_taken(actor, row)
    if not _sees(actor, row, at):
        requests.unknown(SWAP, number)
    if row.state == "cancelled" and action in ("accept", "approve"):
        _tell_cancelled(row)
    requests.same_version(row, version)
    mine = request_views.swap_standings(actor, row)
    return actor, row, requests.guard(actor, SWAP, action, row, overdue.swap_state(row, at), mine)


def _not_taken(actor: Actor, row: rows.Swap) -> None:
    """Raise Conflict that says who was first when a swap open to the team was accepted by somebody else."""
    if row.team_id != actor.team_id or row.peer_id in (None, actor.id):
        return
    facts = history.facts_of(f"swap:{row.id}")
    if any(action == "swap.accepted" and body.get("open") for _seq, _at, action, body in facts):
        first = people.of_ids([row.peer_id])[row.peer_id]
        raise Conflict(_("{who} was first").format(who=one_line(first.name)), _("See `cstui roster swap list`."))


def _offer(actor: Actor, row: rows.Swap, step: Step, at: datetime) -> None:
    both = people.of_ids([row.asker_id, row.peer_id])
    found = swap_terms.terms(both[row.asker_id], both.get(row.peer_id), row.asker_day, row.peer_day, now=at)
    _offered_once(row)
    row = requests.write(
        SWAP, step, row, actor, now=at, asker_shift=frozen.kept(found.asker_shift),
        peer_shift=found.peer_shift and frozen.kept(found.peer_shift), expires_at=found.expires_at,
    )  # fmt: skip
    _tell("offer", row, (row.peer_id,), at)


def _offered_once(row: rows.Swap) -> None:
    table = rows.Swap
    same = (table.asker == row.asker_id) & (table.asker_day == row.asker_day) & (table.id != row.id)
    other = table.get_or_none(same & table.state.in_(touched.LIVE))
    if other is not None:
        title = _("Swap {number} is about that shift already").format(number=other.id)
        raise Refused(title, _("Withdraw it first."))


def _accept(actor: Actor, row: rows.Swap, step: Step, at: datetime) -> None:
    both = people.of_ids([row.asker_id, actor.id])
    found = swap_terms.terms(both[row.asker_id], both[actor.id], row.asker_day, row.peer_day, now=at)
    row = requests.write(
        SWAP, step, row, actor, now=at, facts={"open": row.peer_id is None}, peer=actor.id,
        peer_shift=found.peer_shift and frozen.kept(found.peer_shift), expires_at=found.expires_at,
    )  # fmt: skip
    warned = swap_terms.names_of(swap_terms.judged(swap_terms.exchange(row)))
    checked = step_of(SWAP, "check", row.state)
    assert checked is not None
    row = requests.write(SWAP, checked, row, None, now=at, facts={"warned": warned})
    _tell("accept", row, (row.asker_id,), at)


def _fallen(row: rows.Swap, at: datetime) -> Refused | None:
    """Cancel a swap of which a shift moved and return what to say of it, None when all stand."""
    reason = _why_fallen(row)
    if reason is None:
        return None
    touched.end(row, now=at)
    return _fell(reason)


def _why_fallen(row: rows.Swap) -> str | None:
    """Return whose shift is no longer as agreed and what became of it, None when all stand."""
    moved = frozen.moved(row)
    if moved is None:
        return None
    person = people.of_ids([moved.agent_id])[moved.agent_id]
    return _("{who} on {day}: {was} became {now}").format(
        who=one_line(person.name), day=moved.day, was=shift_words(moved.was), now=shift_words(moved.now)
    )


def _gone(row: rows.Swap) -> str | None:
    """Return whose account was disabled when that cancelled the swap (see leavers.py), None when it did not."""
    facts = history.facts_of(f"swap:{row.id}")
    gone = next((body["gone"] for _seq, _at, _action, body in facts if "gone" in body), None)
    return gone and _("The account {login} is disabled").format(login=people.login_of(gone))


def _tell_cancelled(row: rows.Swap) -> None:
    """Raise Refused that says why a swap was cancelled, as far as that is known."""
    if gone := _gone(row):
        raise Refused(gone, _("The swap was cancelled with it."))
    if reason := _why_fallen(row):
        raise _fell(reason)


def _fell(reason: str) -> Refused:
    return Refused(_("The swap was cancelled: a shift is no longer as agreed"), reason)


def _tell(action: str, row: rows.Swap, to: tuple[int | None, ...], at: datetime) -> None:
    code = row.asker_shift["code"]
    facts = {"day": row.asker_day.isoformat(), "code": code, "asker": row.asker_id, "peer": row.peer_id}
    requests.tell(SWAP, action, row, to, at, **facts)
