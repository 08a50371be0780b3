"""Erasing a customer: name, numbers and texts go for good, the journal stays whole, old backups forget too."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from db import erasure, journal
from db import models as rows
from db.erasure import Gone, Scrub
from db.fields import epoch, instant

from ..errors import BadInput, Refused
from ..i18n import _, listed
from ..text import clean
from . import access, accounts, customers, forgotten, store
from .marks import ref_of
from .policy import load_policy
from .recording import FLOOR, journal_with_form
from .views import Actor

RIGHT = "customer.erase"
_BLOT = "\u2588\u2588\u2588"
_SHORTEST_NAME = 2  # one sign alone would be found in any text
_SHORTEST_PHONE = 7


class Erased(NamedTuple):
    """What was erased: how many complaints and forms; what still holds a copy.

    ``swept`` is False when somebody kept reading or writing, so that bytes may be left until the next backup or
    erasure; ``copies`` are backups beside the store, ``unreached`` folders of backups that could not be told.
    """

    complaints: tuple[str, ...]
    forms: int
    swept: bool
    copies: tuple[str, ...]
    unreached: tuple[str, ...]


def erase(actor: Actor, key: str, reason: str, *, force: str | None = None, now: datetime | None = None) -> Erased:
    """Erase the customer of a number (or of a complaint's reference) for a reason.

    Raises NotFound, Denied for anyone but an administrator, Refused while a case is open or must be kept
    by its policy (unless ``force`` gives a reason), BadInput for a reason that names the customer.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        _require(actor)
        row = customers.row_of(key)
        _check_free(row.id, force, at)
        form = {"reason": clean(reason).strip(), "force": clean(force).strip() if force else None}
        if not form["reason"] or (force is not None and not form["force"]):
            raise BadInput(_("To erase a customer takes a reason"), _("It is kept in the journal."))
        if any(_scrubber(row)(text) != text for text in form.values() if text):
            raise BadInput(_("The reason names the customer, and would stay"), _("Give one without name and number."))
        recorded = {name: text for name, text in form.items() if text}
        refs, forms = _forget(actor, row, recorded, at)
    with store.translated():
        swept, unreached = erasure.sweep(), forgotten.tell()
    copies = tuple(str(path) for path in forgotten.copies(store.path()))
    return Erased(refs, forms, swept, copies, unreached)


def repeat(lost: Sequence[Gone], *, now: datetime | None = None) -> int:
    """Erase again whoever a restored backup has brought back; return how many."""
    at = now or store.now()
    with store.transaction():
        found = erasure.still_here(lost)
        for number in found:
            _forget(None, rows.Customer.get_by_id(number), {}, at)
    if found:
        erasure.sweep()
    return len(found)


def _require(actor: Actor) -> None:
    if access.scope_of(actor, RIGHT) is not None:
        return
    admins = [each.login for each in accounts.agents(actor) if each.enabled and "admin" in each.roles]
    advice = _("Ask an administrator: {who}.").format(who=listed(admins) or "-")
    access.deny(actor, RIGHT, _("Only an administrator erases a customer"), advice)


def _check_free(customer_id: int, force: str | None, at: datetime) -> None:
    found = erasure.cases(customer_id)
    busy = [ref_of(case.id) for case in found if case.busy]
    if busy:
        raise Refused(
            _("A case is still open: {refs}").format(refs=listed(busy[:5])), _("Close it first; nothing was erased.")
        )
    kept = [(until, ref_of(case.id)) for case in found if (until := _kept_until(case)) is not None and until > at]
    if kept and force is None:
        until, ref = max(kept)
        day = f"{until.astimezone(store.zone()):%Y-%m-%d}"
        title = _("{ref} must be kept until {day}").format(ref=ref, day=day)
        raise Refused(title, _("Its policy pack says so; --force REASON erases it all the same."))


def _kept_until(case: erasure.Case) -> datetime | None:
    years, closed_at = load_policy(case.policy).retention_years, instant(case.closed_at)
    if years is None or closed_at is None:
        return None
    try:
        return closed_at.replace(year=closed_at.year + years)
    except ValueError:  # the 29th of February
        return closed_at.replace(year=closed_at.year + years, month=3, day=1)


def _forget(actor: Actor | None, row: rows.Customer, form: dict[str, str], at: datetime) -> tuple[tuple[str, ...], int]:
    """Blank everything of a customer inside the open transaction, and journal it; return refs and number of forms."""
    ids = [case.id for case in erasure.cases(row.id)]
    refs = [ref_of(number) for number in ids]
    scrub, phone = _scrubber(row), _phone_only(row)
    tails = _tails(row)
    forms = erasure.blank_forms(ids, [*refs, f"customer:{row.id}"], tails, phone)
    erasure.drop_unsent(ids, refs, [*tails, *_names(row)], scrub)
    erasure.scrub_desk([*refs, *tails], scrub)
    erasure.blank_evidence(row.id, ids, scrub)
    erasure.scrub_staff([*refs, *tails, *_names(row)], scrub)
    erasure.blank_complaints(ids, scrub, epoch(at))
    touched = erasure.scrub_others(tails, phone)
    erasure.blank_customer(row.id)
    erasure.forget_words({*ids, *touched})
    erasure.begin_sweep()
    body: dict[str, Any] = {"customer": row.id, "complaints": ids, "forms": forms, "forced": "force" in form}
    who, role = (actor.id, "admin") if actor else (None, FLOOR)
    rows.Erasure.create(customer_id=row.id, at=at, agent=who, forced="force" in form)
    journal_with_form(journal.Fact(at, who, role, "erased", f"customer:{row.id}", body), form)
    return tuple(refs), len(forms)


def _names(row: rows.Customer) -> list[str]:
    """Return what names a customer, also as it stands escaped inside JSON, the longest first."""
    found = {text for text in (row.name, row.external_id) if text and len(text) >= _SHORTEST_NAME}
    return sorted(found | {json.dumps(text, ensure_ascii=False)[1:-1] for text in found}, key=len, reverse=True)


def _tails(row: rows.Customer) -> list[str]:
    """Return what every way to write the phone holds: its last four digits; none while another has the same phone."""
    digits = re.sub(r"\D", "", row.phone or "")
    if len(digits) < _SHORTEST_PHONE or erasure.shared_phone(row.id, row.phone or ""):
        return []
    return [digits[-4:]]


def _phone_pattern(row: rows.Customer) -> str:
    """Return a pattern of the phone's digits however they are set apart, with or without the country."""
    digits = re.sub(r"\D", "", row.phone or "")
    if len(digits) < _SHORTEST_PHONE:
        return ""
    home = digits[2:] if (row.phone or "").startswith("+86") else digits
    return r"(?<!\d)(?:\+?86[\s.\-]*)?" + r"[\s.\-()]*".join(home) + r"(?!\d)"


def _phone_only(row: rows.Customer) -> Scrub:
    pattern = _phone_pattern(row)
    return lambda text: re.sub(pattern, _BLOT, text) if pattern else text


def _scrubber(row: rows.Customer) -> Scrub:
    """Return what blots the customer's name and numbers out of a text."""
    parts = [part for part in (_phone_pattern(row), *map(_whole, _names(row))) if part]
    pattern = "|".join(parts)
    return lambda text: re.sub(pattern, _BLOT, text) if pattern else text


def _whole(name: str) -> str:
    """Return a pattern of a name by itself: ``An`` is not found in ``Another``; Chinese words have no such edge."""
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return before + re.escape(name) + after
