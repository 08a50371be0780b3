"""Customers: found while their number is typed, listed, shown with their history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db import models as rows
from db import search
from db.fields import instant
from db.queries import callers, people

from ..errors import NotFound
from ..i18n import _
from ..text import one_line
from . import access, accounts, phones, present, queue, store
from .labels import label
from .marks import number_of, ref_of
from .views import Actor, Caller, Complaint, Customer

REFERENCE = re.compile(r"[Cc]-0*\d{1,15}")


class Record(NamedTuple):
    """One customer with the complaints that the actor may see, newest first."""

    customer: Customer
    complaints: tuple[Complaint, ...]


def customers(actor: Actor, query: str = "", *, tier: str | None = None, limit: int = 50) -> list[Customer]:
    """Return customers whose name, number, phone or initials hold the text, of a tier; phones are masked."""
    access.require(actor, "customer.read")
    called = people.customers(phones.normalise(query), limit, tier=tier) if phones.looks_like(query) else []
    return [present.customer(row) for row in called or people.customers(query.strip(), limit, tier=tier)]


def show(actor: Actor, customer_id: str) -> Record:
    """Return one customer of the company's number with the history; raises NotFound."""
    access.require(actor, "customer.read")
    found = people.customer(external_id=customer_id)
    if found is None:
        raise NotFound(_("There is no customer {id}").format(id=one_line(customer_id)), _("See `cstui customer list`."))
    from .filters import quote

    page = queue.page(actor, f"state:all customer_id:{quote(customer_id)}", sort="received", limit=200)
    return Record(present.customer(found), page.rows)


def row_of(key: str) -> rows.Customer:
    """Return the stored customer of the company's number, else of a complaint's reference; raises NotFound."""
    found: rows.Customer | None = rows.Customer.get_or_none(rows.Customer.external_id == key)
    if found is None and REFERENCE.fullmatch(key.strip()):
        case = rows.Complaint.get_or_none(rows.Complaint.id == number_of(key))
        found = case.customer if case else None
    if found is None or rows.Erasure.get_or_none(rows.Erasure.customer_id == found.id):
        raise NotFound(
            _("There is no customer {id}").format(id=one_line(key)[:40]),
            _("Give the customer number, or the reference of one of the complaints."),
        )
    return found


def caller(actor: Actor, *, phone: str = "", customer_id: str = "", now: datetime | None = None) -> Caller | None:
    """Return what is known of a phone or customer number while it is typed, None when nothing is."""
    access.require(actor, "customer.read")
    at = now or store.now()
    found = people.customer(external_id=customer_id) if customer_id else None
    if found is None and phones.looks_like(phone):
        found = people.customer(phone=phones.normalise(phone))
    if found is None:
        return None
    seen = callers.seen(found.id, present.seconds(at))
    last = seen.last
    return Caller(
        customer=present.customer(found),
        repeat_count=seen.repeats,
        open_refs=tuple(ref_of(number) for number in seen.open_ids),
        owner=seen.owner,
        last_contact_at=instant(seen.last_contact_at),
        last_outcome=f"{ref_of(last[0])} {label('state', last[1])}" if last else None,
        promised_at=instant(seen.promised_at),
    )


def find_or_add(form: Mapping[str, Any], at: datetime) -> int | None:
    """Return the id of the customer a form names, made when new, None when it names nobody.

    The company's number decides; without one the phone does, and also where the number is new and
    only the phone was known so far.
    """
    name, phone, number = (form.get(f"customer_{key}") for key in ("name", "phone", "id"))
    if not (name or phone or number):
        return None
    found = people.customer(external_id=number) if number else None
    if found is None and phone:
        called = people.customer(phone=phone)
        found = called if called and not (number and called.external_id) else None
    if found is not None:
        _complete(found, name, phone, number)
        return found.id
    created = rows.Customer.create(
        external_id=number, name=name or "", initials=accounts.initials(name or ""), phone=phone, created_at=at
    )
    return int(created.id)


def _complete(found: people.CustomerRow, name: str | None, phone: str | None, number: str | None) -> None:
    """Fill in what was not known of a customer; what is known stays."""
    new: dict[str, Any] = {}
    if name and not found.name:
        new |= {"name": name, "initials": accounts.initials(name)}
    if phone and not found.phone:
        new["phone"] = phone
    if number and not found.external_id:
        new["external_id"] = number
    if new:
        rows.Customer.update(new).where(rows.Customer.id == found.id).execute()
    if "name" in new:
        search.index_customer(found.id)
