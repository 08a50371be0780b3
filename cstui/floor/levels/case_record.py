"""Writing a step of a promotion case down: the case, its step with what was filled in, the journal, who is told.

Free texts stay in the step's fields; the journal and the notices hold ids, days and words of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import people

from ...errors import Conflict
from ...i18n import _
from .. import access, notices
from ..recording import FLOOR
from ..views import Actor


class Change(NamedTuple):
    """What a step does: the state it leads to, columns of the case, what is kept with the step, facts."""

    state: str
    columns: Mapping[str, Any] = {}
    fields: Mapping[str, Any] = {}
    facts: Mapping[str, Any] = {}


def subject_of(row: rows.Promotion) -> str:
    """Return how the journal names a case."""
    return f"promotion:{row.id}"


def record(actor: Actor | None, row: rows.Promotion, step: str, change: Change, *, now: datetime) -> rows.Promotion:
    """Apply a step to a stored case inside the open transaction and return the case as it stands then.

    ``actor`` None is the floor itself.  Raises Conflict when somebody changed the case since it was read.
    """
    columns = {**change.columns, "state": change.state, "version": row.version + 1, "updated_at": now}
    table = rows.Promotion
    same = (table.id == row.id) & (table.version == row.version)
    if not table.update(columns).where(same).execute():
        raise changed(row.id)
    former, row = row.state, table.get_by_id(row.id)
    keep(actor, row, step, change, former=former, now=now)
    return row


def keep(
    actor: Actor | None, row: rows.Promotion, step: str, change: Change, *, former: str | None, now: datetime
) -> None:
    """Write the step of a stored case, journal it and tell those whom it concerns."""
    by = actor.id if actor else None
    rows.PromotionStep.create(
        promotion=row.id, step=step, state=change.state, by=by, at=now, fields=_stored(change.fields)
    )
    body = {"case": row.id, "agent": row.agent_id, "to": change.state, "version": row.version, **_stored(change.facts)}
    if former is not None:
        body["from"] = former
    role = access.acting_role(actor) if actor else FLOOR
    journal.append(journal.Fact(now, by, role, f"level.{step}", subject_of(row), body))
    told = {"number": row.id, "agent": row.agent_id, "step": step, "case_state": change.state}
    notices.tell(_concerned(row, step) - {by or 0}, "level.case", subject_of(row), told, now=now)


def changed(number: int) -> Conflict:
    """Return the error for a case that somebody else changed meanwhile."""
    return Conflict(
        _("Case {number} was changed by someone else meanwhile").format(number=number),
        _("Look at it again; nothing was changed by you."),
    )


def _concerned(row: rows.Promotion, step: str) -> set[int]:
    """Return who is told: those in the chairs, whoever has to act next, at a public notice the whole team."""
    found = {each for each in (row.agent_id, row.proposer_id, row.approver_id) if each is not None}
    staff = [each for each in people.accounts(None) if each.enabled]
    if step in ("apply", "propose", "report"):
        found |= {each.id for each in staff if "lead" in each.roles and each.team_id == row.agent.team_id}
    if step == "notice":
        found |= {each.id for each in staff if each.team_id == row.agent.team_id}
    return found | {each.id for each in staff if "manager" in each.roles}


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return epoch(value)
    return value.isoformat() if isinstance(value, date) else value
