"""Who is not here: marking somebody absent, and what becomes of the cases of those who are gone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import attendance as queries
from db.queries import history, people

from ...errors import BadInput, NotFound, Refused
from ...i18n import _, listed
from ...text import clean, one_line
from .. import access, accounts, complaints, dispatch, notices, queue, recording, store
from ..complaints import Batch
from ..marks import marks_of, number_of, ref_of
from ..views import Actor, Complaint
from .missing import midnight

WAYS = ("release", "spread")
_LONGEST = timedelta(seconds=queries.LONGEST_ABSENCE)


class Absence(NamedTuple):
    """A time for which somebody is marked absent."""

    login: str
    start: datetime
    end: datetime
    reason: str
    marked_by: str


class Marked(NamedTuple):
    """The batch under which an absence was marked, and the number of its entry in the journal."""

    batch: str
    seq: int


def mark(
    actor: Actor,
    login: str,
    start: datetime | None = None,
    end: datetime | None = None,
    reason: str = "",
    *,
    batch: str | None = None,
    now: datetime | None = None,
) -> Absence:
    """Mark a person absent, from now until the end of the shift (without one, of the day) unless told.

    ``undo`` takes it back, together with the action on cases whose ``batch`` it shares.  Raises BadInput for times
    that do not fit, Refused when marked already, Denied.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        person = _kept(actor, login)
        begun = start or at
        ended = end or _end_of(person.id, begun)
        if not begun < ended <= begun + _LONGEST:
            most = _("An absence ends after it begins, {days} days later at most").format(days=_LONGEST.days)
            raise BadInput(most)
        if queries.absences(queries.Of(None, [person.id]), begun, ended):
            raise Refused(_("{login} is marked absent in that time already").format(login=person.login))
        row = rows.Absence.create(
            agent=person.id, start_at=begun, end_at=ended, reason=clean(reason), marked_by=actor.id,
            batch=batch or os.urandom(6).hex(), created_at=at,
        )  # fmt: skip
        _journal(actor, "absence.marked", row, at)
        told = {"from": epoch(begun), "until": epoch(ended)}
        notices.tell({person.id} - {actor.id}, "absence.marked", f"absence:{row.id}", told, now=at)
    return Absence(person.login, begun, ended, row.reason, actor.login)


def mark_and_hand_back(
    actor: Actor,
    login: str,
    how: str,
    start: datetime | None = None,
    end: datetime | None = None,
    reason: str = "",
    *,
    now: datetime | None = None,
) -> tuple[Absence, Batch]:
    """Mark a person absent and hand the open cases back, as one action: ``undo`` takes both back.

    Raises as ``mark`` and ``hand_back`` do; nothing is changed then.
    """
    at, batch = now or store.now(), os.urandom(6).hex()
    with access.acting():
        marked = mark(actor, login, start, end, reason, batch=batch, now=at)
        return marked, hand_back(actor, login, how=how, batch=batch, now=at)


def last_marked(actor: Actor, since: datetime, now: datetime) -> Marked | None:
    """Return the last absence that somebody marked since an instant and that is not over, None for none."""
    table = rows.Absence
    mine = (table.marked_by == actor.id) & (table.created_at >= since) & (table.batch != "")
    stands = table.cancelled_at.is_null() & (table.end_at > now)
    query = table.select().where(mine & stands).order_by(table.created_at.desc(), table.id.desc())
    found = query.first()
    return None if found is None else Marked(found.batch, history.facts_of(f"absence:{found.id}")[0][0])


def strike(actor: Actor, batch: str, at: datetime) -> tuple[str, ...]:
    """Strike out the absence marked with a batch that is being undone, unless it is over; return whose."""
    table = rows.Absence
    query = table.select().where((table.batch == batch) & table.cancelled_at.is_null() & (table.end_at > at))
    found = list(query)
    for row in found:
        _strike(actor, row, at)
    who = people.of_ids([row.agent_id for row in found])
    return tuple(each.login for each in who.values())


def cancel(actor: Actor, login: str, *, mistaken: bool = False, now: datetime | None = None) -> int:
    """End a person's absence: what runs ends now, what lies ahead falls; return how many there were.

    ``mistaken`` strikes what runs from its beginning.  Raises NotFound when the person is not marked absent, Denied.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        person = _kept(actor, login)
        found = queries.absences(queries.Of(None, [person.id]), at, at + _LONGEST)
        if not found:
            raise NotFound(_("{login} is not marked absent").format(login=person.login))
        for each in found:
            row = rows.Absence.get_by_id(each.id)
            if mistaken or at - each.start < timedelta(seconds=1):  # not begun, or begun in this very second
                _strike(actor, row, at)
            else:
                row.end_at = at
                row.save()
                _journal(actor, "absence.ended", row, at)
    return len(found)


def open_cases(actor: Actor, login: str, *, now: datetime | None = None) -> list[Complaint]:
    """Return a person's open cases: those with a live promise first, then in the order of work; raises Denied."""
    at = now or store.now()
    person = _kept(actor, login)
    found = queue.page(actor, f"owner:{person.login}", limit=queue.MOST, now=at).rows
    own = [case for case in found if case.assignee == person.login]
    told = history.promised([number_of(case.ref) for case in own])  # few: only their clocks are worked out
    live = {case.ref for case in own if number_of(case.ref) in told and _promised(case, at)}
    return sorted(own, key=lambda case: case.ref not in live)


def hand_back(
    actor: Actor,
    login: str,
    refs: Sequence[str] | None = None,
    how: str = "release",
    *,
    batch: str | None = None,
    now: datetime | None = None,
) -> Batch:
    """Release a person's open cases, or spread them over others who qualify, as one action that ``undo`` takes back.

    All of them unless named; those that stay (a state that cannot be released, nobody qualifies) are told with
    the reason.  Raises BadInput, Denied.
    """
    if how not in WAYS:
        raise BadInput(_("{how} is no way to hand back").format(how=one_line(how)), listed(WAYS))
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        own = [case.ref for case in open_cases(actor, login, now=at)]
        asked = own if refs is None else list(dict.fromkeys(ref_of(number_of(ref)) for ref in refs))
        wanted = [ref for ref in own if ref in asked]
        others = tuple((ref, _("{login} does not own it").format(login=login)) for ref in asked if ref not in own)
        if how == "release":
            handed = complaints.take_many(actor, wanted, "release", {"reason": _("handed back")}, batch=batch, now=at)
        else:
            handed = dispatch.spread(actor, wanted, but=login, batch=batch, now=at)
        return Batch(handed.done, handed.refused + others)


def _strike(actor: Actor, row: rows.Absence, at: datetime) -> None:
    row.cancelled_at = at
    row.save()
    _journal(actor, "absence.cancelled", row, at)
    told = {"from": epoch(row.start_at), "until": epoch(row.end_at)}
    notices.tell({row.agent_id} - {actor.id}, "absence.cancelled", f"absence:{row.id}", told, now=at)


def _promised(case: Complaint, at: datetime) -> bool:
    row = rows.Complaint.select(rows.Complaint.policy).where(rows.Complaint.id == number_of(case.ref)).get()
    clocks = recording.clocks_of(marks_of(number_of(case.ref)), row.policy, at)
    return any(clock.name == "promise" and clock.stopped_at is None for clock in clocks)


def _end_of(agent_id: int, begun: datetime) -> datetime:
    """Return the end of the shift that an absence begins in, or of the day."""
    tonight = midnight(begun.astimezone(store.zone()).date() + timedelta(days=1))
    shifts = queries.covering(queries.Of(None, [agent_id]), begun, tonight)
    return min((each.end for each in shifts), default=tonight)


def _kept(actor: Actor, login: str) -> people.Account:
    """Return the person whose attendance the actor keeps; raises NotFound, Denied."""
    found = people.account(login)
    if found is None:
        raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
    access.require_about(actor, "attendance.write", agent_id=found.id, team_id=found.team_id)
    return found


def _journal(actor: Actor, action: str, row: rows.Absence, at: datetime) -> None:
    body = {"agent": row.agent_id, "from": epoch(row.start_at), "until": epoch(row.end_at)}
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, f"absence:{row.id}", body))
