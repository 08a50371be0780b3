"""What counts for or against a person: praise, penalties, incidents, newcomers trained, courses, exams, vouching.

An entry is never deleted: what was entered by mistake is voided with a reason, and no longer counts.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import JOIN

from db import models as rows
from db.queries import people as staff

from ...errors import BadInput, NotFound, Refused
from ...i18n import _, listed
from ...text import clean, one_line
from .. import access, accounts, complaints, customers, recording, store
from ..marks import ref_of
from ..views import Actor
from . import people, training
from .ladder_reading import INCIDENTS
from .views import FACT_KINDS

_MOST = {"penalty": 10**6, "attested": 10**10}  # CNY: money taken, revenue vouched for; else points of a hundred


class Given(NamedTuple):
    """What somebody records; which fields a kind needs is told at views.FACT_KINDS."""

    kind: str
    day: date | None = None
    name: str = ""
    giver: str | None = None
    customer: str | None = None  # the company's number, or the reference of one of the complaints
    complaint: str | None = None
    value: float | None = None
    passed: bool | None = None
    text: str = ""


class Entry(NamedTuple):
    """One entry; ``giver`` is who praised or was trained, ``value`` a score or money taken (CNY)."""

    id: int
    agent: str
    kind: str
    day: date
    name: str
    giver: str
    value: float | None
    passed: bool | None
    ref: str | None
    text: str
    entered_by: str
    voided: bool


def record(actor: Actor, login: str, given: Given, *, now: datetime | None = None) -> Entry:
    """Record something of somebody else; raises NotFound, Denied, BadInput."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        found = people.written(actor, login, "evidence.write")
        return _view(write(actor, found, given, at))


def write(
    actor: Actor,
    person: staff.Account,
    given: Given,
    at: datetime,
    *,
    source: str | None = None,
    external_id: str | None = None,
) -> rows.Evidence:
    """Write an entry inside the open transaction, the right checked before; raises BadInput, NotFound."""
    row = rows.Evidence.create(
        agent=person.id, entered_by=actor.id, created_at=at, source=source, external_id=external_id,
        **columns(actor, person.login, given, at),
    )  # fmt: skip
    body: dict[str, object] = {"evidence": row.id, "kind": given.kind}
    people.tell_journal(actor, "evidence.recorded", f"agent:{person.id}", body, at)
    return row


def columns(actor: Actor, login: str, given: Given, at: datetime) -> dict[str, Any]:
    """Return what is given of a person as it is stored, by column; raises BadInput, NotFound for a customer or case."""
    checked = check(given)
    if checked.kind == "mentored" and checked.giver == login:
        raise BadInput(_("Nobody trains themselves: name the newcomer"))
    customer = customers.row_of(checked.customer) if checked.customer else None
    return {
        "kind": checked.kind,
        "on_day": people.day_of(checked.day, at),
        "name": checked.name,
        "giver": None if customer else checked.giver,
        "customer_id": customer.id if customer else None,
        "complaint_id": complaints.row_for(actor, checked.complaint).id if checked.complaint else None,
        "value": checked.value,
        "passed": checked.passed,
        "text": checked.text,
    }


def void(
    actor: Actor, number: int, reason: str, *, kinds: Collection[str] = FACT_KINDS, now: datetime | None = None
) -> Entry:
    """Take an entry out of count for a reason, which is kept with the journal; raises NotFound, Denied, Refused."""
    at = now or store.now()
    why = people.named(reason, _("To void an entry takes a reason"))
    with access.acting():
        actor = accounts.fresh(actor)
        row = rows.Evidence.get_or_none(rows.Evidence.id == number)
        if row is None or row.kind not in kinds:
            raise NotFound(_("There is no entry {number}").format(number=number))
        people.written(actor, row.agent.login, "evidence.write")
        if row.voided_at is not None:
            raise Refused(_("It is voided already"))
        row.voided_at, row.voided_by_id = at, actor.id
        row.save(only=[rows.Evidence.voided_at, rows.Evidence.voided_by])
        fact = people.fact(actor, "evidence.voided", f"agent:{row.agent_id}", {"evidence": row.id}, at)
        recording.journal_with_form(fact, {"reason": why})
        return _view(row)


def void_of(actor: Actor, source: str, external_ids: Collection[str], at: datetime) -> None:
    """Take out of count what a source entered, inside the open transaction, the right checked before."""
    table = rows.Evidence
    wanted = (table.source == source) & table.external_id.in_(list(external_ids)) & table.voided_at.is_null()
    for row in table.select().where(wanted).order_by(table.id):
        row.voided_at, row.voided_by_id = at, actor.id
        row.save(only=[table.voided_at, table.voided_by])
        people.tell_journal(actor, "evidence.voided", f"agent:{row.agent_id}", {"evidence": row.id}, at)


def entries(
    actor: Actor,
    *,
    login: str | None = None,
    kinds: Collection[str] = FACT_KINDS,
    voided: bool = False,
    limit: int = 200,
) -> list[Entry]:
    """Return entries that the actor may see, the newest first: of one person, or of the people one answers for."""
    table, agent, by, customer = rows.Evidence, rows.Agent, rows.Agent.alias(), rows.Customer
    query = table.select(table, agent, by, customer).where(table.kind.in_(list(kinds)))
    query = query.join(agent, on=(table.agent == agent.id)).join_from(table, by, on=table.entered_by)
    query = query.join_from(table, customer, JOIN.LEFT_OUTER, on=table.customer)
    if login is not None:
        query = query.where(table.agent == people.person(actor, login, "level.read").id)
    else:
        query = query.where(people.readable(actor))
    if not voided:
        query = query.where(table.voided_at.is_null())
    return [_view(row) for row in query.order_by(table.on_day.desc(), table.id.desc()).limit(limit)]


def check(given: Given) -> Given:
    """Return what is given cleaned; raises BadInput where its kind needs more, or is none."""
    if given.kind not in FACT_KINDS:
        raise _unknown(_("{kind} is no kind of entry").format(kind=one_line(given.kind)[:40]), FACT_KINDS)
    giver, name = one_line(given.giver or "")[:200] or None, training.name_of(given.kind, given.name)[:200]
    missing = _missing(given.kind, giver or given.customer, name, given.passed)
    if missing:
        raise BadInput(missing)
    if given.kind == "incident" and name not in INCIDENTS:
        raise _unknown(_("{value} is not known here").format(value=name[:40]), INCIDENTS)
    check_figure(given.kind, given.value)
    if given.kind == "mentored":
        giver = accounts.respondent(giver)
    return given._replace(giver=giver, name=name, text=clean(given.text))


def check_figure(kind: str, value: float | None) -> None:
    """Raise BadInput for a figure beyond what its kind may have: money in CNY, else points of a hundred."""
    most = _MOST.get(kind, 100)
    if value is not None and not 0 <= value <= most:
        raise BadInput(_("A figure from 0 to {most} is expected").format(most=most))


def _missing(kind: str, giver: str | None, name: str, passed: bool | None) -> str | None:
    """Return what is told when a kind needs more than was given."""
    if kind == "praise_customer" and not giver:
        return _("A customer's praise names the customer, so that different customers count")
    if kind == "praise_internal" and not giver:
        return _("Praise names who gave it")
    if kind == "mentored" and not giver:
        return _("Say who was trained")
    if kind in ("penalty", "incident", "course", "exam", "attested") and not name:
        return _("Say what it is about")
    if kind == "exam" and passed is None:
        return _("Say whether the examination was passed")
    return None


def _unknown(title: str, known: tuple[str, ...]) -> BadInput:
    return BadInput(title, _("Known: {values}").format(values=listed(known)))


def _view(row: rows.Evidence) -> Entry:
    customer = row.customer
    giver = (customer.external_id or customer.name) if customer is not None else row.giver
    return Entry(
        row.id, row.agent.login, row.kind, row.on_day, row.name, giver or "", row.value, row.passed,
        ref_of(row.complaint_id) if row.complaint_id else None, row.text, row.entered_by.login,
        row.voided_at is not None,
    )  # fmt: skip
