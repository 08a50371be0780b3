"""Which step comes next, which cannot be done at a glance, and what to say after one was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cstui.floor.labels import label
from cstui.floor.steps import FOUR_EYES, Facts, obstacle
from cstui.floor.undo import Undone
from cstui.floor.views import Actor, Complaint
from cstui.i18n import N_, _, listed
from cstui.text import one_line

NEXT_STEP: dict[str, tuple[str, ...]] = {
    "received": ("verify",),
    "verified": ("register",),
    "registered": ("claim",),
    "transferred": ("accept",),
    "handling": ("respond",),
    "waiting": ("resume",),
    "responded": ("close", "not-accepted"),
    "closed": ("reopen",),
}

BEST = "*"  # assign to: whoever qualifies best for each case

_LINES: dict[str, tuple[str, str]] = {
    "assign": (N_("Assigned {ref} to {to}."), N_("Assigned {n} to {to}.")),
    "claim": (N_("{ref} is yours."), N_("{n} are yours.")),
    "release": (N_("{ref} is back in the queue."), N_("{n} are back in the queue.")),
    "transfer": (N_("Transferred {ref} to {to}."), N_("Transferred {n} to {to}.")),
    "close": (N_("Closed {ref}."), N_("Closed {n}.")),
    "contact": (N_("Logged a contact on {ref}."), N_("Logged a contact on {n}.")),
    "note": (N_("Noted on {ref}."), N_("Noted on {n}.")),
}
_SPREAD = (N_("Assigned {ref} to who qualifies best."), N_("Assigned {n}, spread over those who qualify."))
_ANY_LINE = (N_("Done: {action}, {ref}."), N_("Done: {action}, {n}."))


def next_step(state: str, allowed: Mapping[str, str | None] | None = None) -> str | None:
    """Return the step that moves a case of that state on: the first one allowed, else the first one."""
    candidates = NEXT_STEP.get(state, ())
    if allowed is not None:
        for step in candidates:
            if step in allowed and allowed[step] is None:
                return step
    return candidates[0] if candidates else None


def why_not(actor: Actor, complaint: Complaint, step: str, told: Mapping[str, str | None] | None = None) -> str | None:
    """Return at a glance why a step cannot be done on a row, translated, or None when it may.

    ``told`` is what the floor said of every step when the complaint was read.  The floor has the
    last word: this only keeps keys from pretending.
    """
    if step == "claim" and complaint.assignee == actor.login:
        return _("{ref} is yours already.").format(ref=complaint.ref)
    if step == "claim" and complaint.assignee:
        return _("{ref} is taken by {who}.").format(ref=complaint.ref, who=one_line(complaint.assignee))
    if told is not None and step in told:
        return told[step]
    facts = Facts(complaint.state, complaint.team, complaint.assignee)
    if step in FOUR_EYES and obstacle(actor, step, facts, four_eyes=True) is None:
        return None  # whether four eyes are wanted is for the pack to say, which a row does not name
    return obstacle(actor, step, facts)


def outcome(action: str, done: Sequence[str], refused: Sequence[tuple[str, str]], values: Mapping[str, Any]) -> str:
    """Return one line on a step done: ``Assigned 2 to kim; 1 refused: taken by li.na``."""
    one, many = _LINES.get(action, _ANY_LINE)
    if values.get("to") == BEST:
        one, many = _SPREAD
    parts = []
    if done:
        line = _(one) if len(done) == 1 else _(many)
        to = one_line(str(values.get("to") or ""))
        parts.append(line.format(ref=done[0], n=len(done), to=to, action=label("action", action)))
    if refused:
        parts.append(_("{n} refused: {reason}").format(n=len(refused), reason=one_line(refused[0][1])))
    return " ".join(parts)


def undone(batch: Undone) -> str:
    """Return one line on what was taken back, and on what was not: ``C-000012 is registered again.``"""
    parts = []
    if len(batch.done) == 1:
        case = batch.done[0]
        owner = one_line(case.assignee) if case.assignee else _("nobody's")
        told = _("Taken back: {ref} is {state} again, {owner}.")
        parts.append(told.format(ref=case.ref, state=label("state", case.state), owner=owner))
    elif batch.done:
        parts.append(_("Taken back on {n}.").format(n=len(batch.done)))
    if batch.refused:
        refs = listed(ref for ref, _reason in batch.refused[:3])
        more = "…" if len(batch.refused) > 3 else ""
        told = _("{n} stay as they are: {reason} ({refs})")
        parts.append(told.format(n=len(batch.refused), reason=batch.refused[0][1], refs=refs + more))
    parts += [_("{login} is not marked absent any more.").format(login=login) for login in batch.absent]
    return " ".join(parts)
