"""A customer's full phone, for a reason: by right, journaled, and for agents only so many times an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import history

from ..errors import BadInput, NotFound
from ..i18n import _
from ..text import clean
from . import access, accounts, complaints, store
from .marks import ref_of
from .recording import journal_with_form
from .views import Actor

RIGHT = "complaint.reveal"
SHOWN_SECONDS = 30  # screens mask the number again then
PER_HOUR = 30  # of an agent's own cases
_LONGEST_REASON = 1_000


def reveal(actor: Actor, ref: str, reason: str, *, now: datetime | None = None) -> str:
    """Return the full phone of a complaint's customer and journal who asked for it, and why.

    Raises NotFound outside the actor's sight or where no phone is known, BadInput without a reason,
    Denied without the right and when an agent has asked PER_HOUR times within the hour.
    """
    at = now or store.now()
    words = clean(reason).strip()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, RIGHT)
        row = complaints.row_for(actor, ref)
        _permit(actor, row, at)
        if not words or len(words) > _LONGEST_REASON:
            raise BadInput(_("To reveal a phone takes a reason"), _("It is kept in the journal."))
        phone = row.customer.phone if row.customer else None
        if not phone:
            raise NotFound(_("{ref}: no phone is known").format(ref=ref_of(row.id)))
        body = {"customer": row.customer_id}
        fact = journal.Fact(at, actor.id, access.acting_role(actor), "revealed", ref_of(row.id), body)
        journal_with_form(fact, {"reason": words}, row.id)
        return str(phone)


def _permit(actor: Actor, row: rows.Complaint, at: datetime) -> None:
    """Raise Denied unless the case lies within the actor's scope and, an agent's own, within the hourly number."""
    ref, scope = ref_of(row.id), access.scope_of(actor, RIGHT)
    if scope == "all" or (scope == "team" and row.team_id == actor.team_id):
        return
    if row.assignee_id != actor.id:
        title = _("{ref}: an agent has phones revealed of own cases only").format(ref=ref)
        access.deny(actor, RIGHT, title, _("Claim the case, or ask a lead."), subject=ref)
    if history.revealed_since(actor.id, epoch(at - timedelta(hours=1))) >= PER_HOUR:
        title = _("{n} phones were revealed to you within the hour").format(n=PER_HOUR)
        access.deny(actor, RIGHT, title, _("Ask a lead, or wait."), subject=ref)
