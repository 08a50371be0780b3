"""Who leaves: the account is disabled, and what was asked for by somebody who no longer answers comes to an end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from db import journal
from db import models as rows
from db.queries import people

from ..errors import NotFound, Refused
from ..i18n import _
from ..text import one_line
from . import access, accounts, store
from .rosters import overdue, requests, touched
from .rosters.request_steps import LEAVE, OPEN_SHIFT, SWAP, Machine, step_of
from .views import Actor, Agent


def disable_agent(actor: Actor, login: str, *, now: datetime | None = None) -> Agent:
    """Shut a person out; open sessions end within seconds.

    Requests of the rosters end with it; open cases stay the person's until a lead hands them back
    (floor.rosters.absence.hand_back).  Raises NotFound, Refused for one's own account, Denied.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "agent.write")
        found = people.account(login)
        if found is None:
            raise NotFound(_("There is no agent {login}").format(login=one_line(login)))
        if found.id == actor.id:
            raise Refused(_("Nobody disables their own account"), _("Ask another administrator."))
        rows.Agent.update(enabled=False).where(rows.Agent.id == found.id).execute()
        journal.append(journal.Fact(at, actor.id, "admin", "agent.disabled", f"agent:{found.id}", {}))
        _end_requests(found.id, at)
        return accounts.agent(actor, login)


def _end_requests(agent_id: int, now: datetime) -> None:
    """End what a person asked for or agreed to, and tell whoever counted on it.

    Swaps fall, leave that waits is cancelled, an open shift asked for is open again.  Drafts stay, for nobody else
    knows of them, and so does what was decided.
    """
    overdue.settle(now)
    swap, leave, shift = rows.Swap, rows.Leave, rows.OpenShift
    for row in _found(swap, swap.state.in_(touched.LIVE) & ((swap.asker == agent_id) | (swap.peer == agent_id))):
        _take(SWAP, "fall", row, agent_id, now)
        _tell(SWAP, row, {row.asker_id, row.peer_id} - {agent_id}, agent_id, row.asker_day, now)
    for row in _found(leave, (leave.agent == agent_id) & (leave.state == "submitted")):
        _take(LEAVE, "cancel", row, agent_id, now)
    for row in _found(shift, (shift.asker == agent_id) & (shift.state == "asked")):
        _take(OPEN_SHIFT, "retract", row, agent_id, now, asker=None)
        _tell(OPEN_SHIFT, row, {row.posted_by_id} - {agent_id}, agent_id, row.day, now)


def _found(table: Any, which: Any) -> list[Any]:
    return list(table.select().where(which).order_by(table.id))


def _take(machine: Machine, action: str, row: Any, agent_id: int, now: datetime, **columns: Any) -> None:
    step = step_of(machine, action, row.state)
    assert step is not None
    requests.write(machine, step, row, None, now=now, facts={"gone": agent_id}, **columns)


def _tell(machine: Machine, row: Any, to: Collection[int | None], agent_id: int, day: date, now: datetime) -> None:
    requests.tell(machine, "lose", row, to, now, agent=agent_id, day=day.isoformat())
