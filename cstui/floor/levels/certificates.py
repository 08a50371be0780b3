"""Certificates 持证上岗: issued for a year, renewed by a re-qualification exam, off the queue after too many retakes.

The leads of the holder's team, and the holder, are told ``warn_days`` before the end.  There is no server: whoever
reads certificates, or has a screen open, brings it about, once for each certificate.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from db import journal
from db import models as rows
from db.queries import levels as queries
from db.queries import people as staff

from ...errors import BadInput, NotFound, Refused
from ...i18n import _
from ...text import one_line
from .. import access, accounts, notices, store
from ..recording import FLOOR
from ..views import Actor
from . import evidence, people
from .policy import load_policy
from .windows import add_months

ENDS = "certificate.ends"  # the kind of the notice


class Held(NamedTuple):
    """A certificate as shown; ``state`` is valid, ends (soon), ended or suspended, ``days`` are left to its end."""

    agent: str
    name: str
    certificate: str
    issued: date
    until: date
    state: str
    days: int
    retakes: int


def issue(
    actor: Actor, login: str, name: str, *, on: date | None = None, until: date | None = None,
    now: datetime | None = None,
) -> Held:  # fmt: skip
    """Issue a certificate, or issue one anew that has ended or is suspended; valid a year unless ``until`` is told.

    The same paper may be entered again, to mend what was typed wrong: one of the same day or an earlier one.
    Raises NotFound, Denied, BadInput, Refused while the person holds it.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        found = people.written(actor, login, "evidence.write")
        title = people.named(name, _("A certificate needs a name"))
        day = people.day_of(on, at)
        end = last_day(day, until)
        old = _row(found.id, title)
        if old is not None and old.suspended_on is None and old.valid_until >= people.today(at) and old.issued_on < day:
            raise Refused(
                _("{login} holds {name} until {day}").format(login=found.login, name=title, day=old.valid_until),
                _("A re-qualification exam renews it: cstui training retake."),
            )
        keep(actor, found.id, title, day, end, at)
        return _held(found, _stored(found.id, title), people.today(at))


def keep(actor: Actor, agent_id: int, name: str, day: date, end: date, at: datetime) -> None:
    """Write a certificate as issued, inside the open transaction; one that has ended already warns nobody."""
    warned = at if end < people.today(at) else None
    fresh = {"issued_on": day, "valid_until": end, "retakes": 0, "suspended_on": None, "warned_at": warned}
    table, old = rows.Certificate, _row(agent_id, name)
    if old is None:
        table.create(agent=agent_id, name=name, entered_by=actor.id, created_at=at, **fresh)
    else:
        table.update({**fresh, "entered_by": actor.id}).where(table.id == old.id).execute()
    body: dict[str, object] = {"certificate": _stored(agent_id, name).id, "until": end.isoformat()}
    people.tell_journal(actor, "certificate.issued", f"agent:{agent_id}", body, at)


def requalify(
    actor: Actor, login: str, name: str, *, passed: bool, on: date | None = None, score: float | None = None,
    now: datetime | None = None,
) -> Held:  # fmt: skip
    """Record the re-qualification exam of a certificate, or a retake of it.

    Passed it renews; failed for the first time it only counts, and each failed retake after it too: after as many
    as the policy allows the certificate is suspended.  Raises NotFound, Denied, Refused when no retake is left.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        found = people.written(actor, login, "evidence.write")
        row, day = _stored(found.id, one_line(name)), people.day_of(on, at)
        if day < row.issued_on:
            title = _("{name} was issued on {day}: the exam cannot lie before it")
            raise BadInput(title.format(name=row.name, day=row.issued_on.isoformat()))
        if row.suspended_on is not None:
            raise Refused(
                _("No retake of {name} is left").format(name=row.name),
                _("After new training it is issued anew: cstui training certificate."),
            )
        again = _failed_before(row)
        evidence.write(actor, found, evidence.Given("exam", day, row.name, value=score, passed=passed), at)
        if passed:
            keep(actor, found.id, row.name, day, _renewed(row, day), at)
        else:
            _fail(actor, row, day, row.retakes + (1 if again else 0), at)
        return _held(found, _stored(found.id, row.name), people.today(at))


def certificates(
    actor: Actor, *, login: str | None = None, ending: int | None = None, now: datetime | None = None
) -> list[Held]:
    """Return certificates that the actor may see, the first to end first; ``ending`` within so many days only."""
    at = now or store.now()
    day, table, agent = people.today(at), rows.Certificate, rows.Agent
    if login is not None:
        wanted = agent.id == people.person(actor, login, "level.read").id
    else:
        wanted = people.readable(actor) & (agent.enabled == 1)
    settle(now=at)
    if ending is not None:
        wanted &= table.valid_until <= day + timedelta(days=ending)
    query = table.select(table, agent).join(agent, on=(table.agent == agent.id)).where(wanted)
    return [_held(row.agent, row, day) for row in query.order_by(table.valid_until, table.name, agent.login)]


def settle(*, now: datetime | None = None) -> int:
    """Warn of the certificates that end within the policy's days, each once; return how many.

    Told are the leads of the holder's team (managers where it has none) and the holder.  Cheap when there is
    nothing to do: one indexed read and no transaction.
    """
    at = now or store.now()
    last = (people.today(at) + timedelta(days=load_policy().warn_days)).isoformat()
    if not queries.expiring(last):
        return 0
    with store.transaction():
        found = queries.expiring(last)
        leads = _leads() if found else {}
        for each in found:
            told = {each.agent_id, *(leads.get(each.team_id) or leads[None])}
            body = {"certificate": each.id, "name": each.name, "agent": each.login, "until": each.until}
            notices.tell(told, ENDS, f"agent:{each.agent_id}", body, now=at)
            rows.Certificate.update(warned_at=at).where(rows.Certificate.id == each.id).execute()
            facts = {"certificate": each.id, "until": each.until, "told": sorted(told)}
            journal.append(journal.Fact(at, None, FLOOR, "certificate.warned", f"agent:{each.agent_id}", facts))
    return len(found)


def last_day(day: date, told: date | None) -> date:
    """Return the last valid day of a certificate issued on ``day``, the policy's unless told; raises BadInput."""
    end = people.within_reach(told or end_of(day))
    if end < day:
        raise BadInput(_("A certificate ends after it is issued"))
    return end


def end_of(day: date) -> date:
    """Return the last valid day of a certificate issued on a day."""
    return add_months(day, load_policy().valid_months) - timedelta(days=1)


def _renewed(row: rows.Certificate, day: date) -> date:
    """Return until when a passed exam renews: an exam in the last days before the end takes none of them away."""
    left = (row.valid_until - day).days
    early = 0 <= left <= load_policy().warn_days
    return end_of(row.valid_until + timedelta(days=1)) if early else end_of(day)


def _fail(actor: Actor, row: rows.Certificate, day: date, retakes: int, at: datetime) -> None:
    off = day if retakes >= load_policy().retakes else None
    table = rows.Certificate
    table.update(retakes=retakes, suspended_on=off).where(table.id == row.id).execute()
    body: dict[str, object] = {"certificate": row.id, "retakes": retakes, "suspended": off is not None}
    people.tell_journal(actor, "certificate.failed", f"agent:{row.agent_id}", body, at)


def _failed_before(row: rows.Certificate) -> bool:
    """Say whether the exam was failed already since the certificate was issued or renewed."""
    table = rows.Evidence
    failed = (table.agent == row.agent_id) & (table.kind == "exam") & (table.name == row.name) & (table.passed == 0)
    since = (table.on_day >= row.issued_on) & table.voided_at.is_null()
    return bool(table.select().where(failed & since).exists())


def _leads() -> dict[int | None, list[int]]:
    """Return the leads of each team, under None the managers."""
    found: dict[int | None, list[int]] = {None: []}
    for each in staff.accounts():
        if each.enabled and "lead" in each.roles:
            found.setdefault(each.team_id, []).append(each.id)
        if each.enabled and "manager" in each.roles:
            found[None].append(each.id)
    return found


def _row(agent_id: int, name: str) -> rows.Certificate | None:
    table = rows.Certificate
    found: rows.Certificate | None = table.get_or_none((table.agent == agent_id) & (table.name == name))
    return found


def _stored(agent_id: int, name: str) -> rows.Certificate:
    row = _row(agent_id, name)
    if row is None:
        raise NotFound(_("There is no certificate {name} of this person").format(name=one_line(name)[:40]))
    return row


def _held(person: staff.Account | rows.Agent, row: rows.Certificate, day: date) -> Held:
    left = (row.valid_until - day).days
    state = "ended" if left < 0 else "ends" if left <= load_policy().warn_days else "valid"
    if row.suspended_on is not None and row.suspended_on <= day:
        state = "suspended"
    return Held(person.login, person.name, row.name, row.issued_on, row.valid_until, state, left, row.retakes)
