"""Customers of rank: whose tier is set by whom, and which VIPs somebody should call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch, instant
from db.queries import callers

from ..errors import BadInput
from ..i18n import _, listed
from ..text import clean, mask_phone
from . import access, accounts, customers, store
from .marks import ref_of
from .recording import journal_with_form
from .views import Actor, Customer

VIP = "vip"
NONE = "none"  # takes a tier away
KNOWN = (VIP, "gold", "silver", "standard")  # offered; a floor may have words of its own
FOLLOW_UP_DAYS = 14
_LONGEST = 20


class FollowUp(NamedTuple):
    """A VIP to call: the newest case, how many are open, and when the customer was last called."""

    customer: Customer
    ref: str
    open: int
    called_at: datetime | None


def set_tier(actor: Actor, key: str, tier: str, *, now: datetime | None = None) -> Customer:
    """Set the tier of the customer of a number or of a complaint's reference (``none`` takes it away).

    Raises NotFound, BadInput for what is no single short word, Denied for anyone but leads.
    """
    at, word = now or store.now(), clean(tier).strip()
    word = word.lower() if word.isascii() else word
    if not word or len(word) > _LONGEST or len(word.split()) > 1:
        title = _("A tier is one word of at most {n} characters").format(n=_LONGEST)
        raise BadInput(title, _("For example: {names}.").format(names=listed((*KNOWN, NONE))))
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "customer.write")
        row = customers.row_of(key)
        row.tier = None if word == NONE else word
        rows.Customer.update(tier=row.tier).where(rows.Customer.id == row.id).execute()
        fact = journal.Fact(at, actor.id, access.acting_role(actor), "customer.tier", f"customer:{row.id}", {})
        journal_with_form(fact, {"tier": word})
    return Customer(row.name, mask_phone(row.phone or ""), row.external_id, row.tier)


def follow_ups(actor: Actor, *, limit: int = 50, now: datetime | None = None) -> list[FollowUp]:
    """Return the VIPs to call, who has waited longest first: those with an open case, and those with a
    closed one whom nobody has called in the last FOLLOW_UP_DAYS days.

    A call is an outbound contact, or the follow-up call recorded on closing.
    """
    access.require(actor, "customer.read")
    scope = access.read_scope(actor)
    since = epoch((now or store.now()) - timedelta(days=FOLLOW_UP_DAYS))
    return [
        FollowUp(
            Customer(each.name, mask_phone(each.phone or ""), each.external_id, each.tier),
            ref_of(each.newest), each.open, instant(each.called_at),
        )
        for each in callers.to_call(VIP, since, scope.team_id, limit)
    ]  # fmt: skip
