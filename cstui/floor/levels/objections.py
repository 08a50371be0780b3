"""Objections to a public notice: while one is open the notice stands still, and cannot close over it."""

from __future__ import annotations

from typing import Any

from db import models as rows

from ...errors import BadInput, NotFound, Refused
from ...i18n import _, listed
from . import notice_period
from .case_moves import Move, whole
from .case_record import Change


def raise_one(move: Move) -> Change:
    """Raise an objection; the first one stops the notice."""
    row = move.row
    made = rows.Objection.create(promotion=row.id, by=move.actor.id, at=move.at, text=move.form["text"])
    left = notice_period.left(row.notice_until, move.at) if row.state == "noticed" else None
    return Change(move.rule.target, {}, {"objection": made.id, "left": left}, {"objection": made.id})


def settle(move: Move) -> Change:
    """Settle an objection: upheld it ends the case; once all are dismissed the notice runs on.

    Raises Refused for the one who raised it, NotFound, BadInput.
    """
    found = _chosen(move)
    if found.by_id == move.actor.id:
        raise Refused(_("Nobody settles their own objection"), _("Ask another manager."))
    upheld = move.form["upheld"]
    found.state, found.finding = "upheld" if upheld else "dismissed", move.form["finding"]
    found.settled_by_id, found.settled_at = move.actor.id, move.at
    found.save()
    facts = {"objection": found.id, "upheld": upheld}
    kept = {"objection": found.id, "upheld": upheld, "finding": found.finding}
    if upheld:
        return Change("rejected", {}, kept, facts)
    if _open(move.row.id):
        return Change(move.row.state, {}, kept, facts)
    until = notice_period.resumed(move.row.notice_until, left_of(move.row.id), move.at)
    return Change(move.rule.target, {"notice_until": until}, kept, {**facts, "until": until})


def _chosen(move: Move) -> Any:
    waiting = _open(move.row.id)
    if "objection" not in move.form:
        if len(waiting) > 1:
            numbers = listed(str(each.id) for each in waiting)
            raise BadInput(_("Several objections are open: {numbers}").format(numbers=numbers), "--objection")
        return waiting[0]
    number = whole(move.form["objection"], "objection")
    found = next((each for each in waiting if each.id == number), None)
    if found is None:
        raise NotFound(_("There is no open objection {number} to this case").format(number=number))
    return found


def _open(case_id: int) -> list[Any]:
    table = rows.Objection
    return list(table.select().where(table.promotion == case_id, table.state == "open").order_by(table.id))


def left_of(case_id: int) -> int:
    """Return how many working days the notice had left when it was stopped the last time."""
    table = rows.PromotionStep
    steps = table.select().where(table.promotion == case_id, table.step == "object").order_by(table.id.desc())
    return next(int(step.fields["left"]) for step in steps if "left" in step.fields)
