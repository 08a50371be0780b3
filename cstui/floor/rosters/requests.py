"""What swaps, leave and open shifts share: how somebody stands to one, and how a step is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NoReturn

from db import journal
from db import models as rows
from db.queries import people

from ...errors import BadInput, Conflict, NotFound, Refused
from ...i18n import _
from ...text import clean
from .. import access, notices
from ..recording import FLOOR
from ..views import Actor
from .request_steps import Machine, Step, step_of, wrong_person, wrong_state
from .words import label

PARTIES = frozenset({"asker", "peer"})
# How the journal and the notices call a step that was taken.
PAST = {
    "accept": "accepted",
    "approve": "approved",
    "ask": "asked",
    "cancel": "cancelled",
    "check": "checked",
    "declare": "declared",
    "decline": "declined",
    "deny": "denied",
    "expire": "expired",
    "fall": "cancelled",
    "give_back": "given_back",  # told to who approved leave that its owner cancels
    "lose": "party_gone",  # told to who counted on somebody whose account was disabled
    "offer": "offered",
    "post": "posted",
    "refuse": "refused",
    "reject": "rejected",
    "retract": "retracted",
    "submit": "submitted",
    "take": "taken",
    "withdraw": "withdrawn",
}
_NOUNS = {"swap": "swap", "leave": "leave", "open_shift": "open"}  # of the commands that list them


def found(table: type[rows.Swap] | type[rows.Leave] | type[rows.OpenShift], machine: Machine, number: int) -> Any:
    """Return the row of a number; raises NotFound."""
    row = table.get_or_none(table.id == number)
    if row is None:
        unknown(machine, number)
    return row


def unknown(machine: Machine, number: int) -> NoReturn:
    """Raise NotFound for a number that is not there, or not for the actor to see."""
    title = _("There is no {kind} {number}").format(kind=label("request", machine.kind), number=number)
    verb = _NOUNS[machine.kind]
    raise NotFound(title, _("See `{command}`.").format(command=f"cstui roster {verb} list --all"))


def _see(machine: Machine, number: int) -> str:
    command = f"cstui roster {_NOUNS[machine.kind]} show {number}"
    return _("See `{command}`.").format(command=command)


def covers(actor: Actor, right: str, team_id: int) -> bool:
    """Say whether the actor has a right for all the people of a team, not only for oneself."""
    scope = access.scope_of(actor, right)
    return scope == "all" or (scope == "team" and team_id == actor.team_id)


def standings(actor: Actor, machine: Machine, team_id: int, parties: Mapping[str, int | None]) -> frozenset[str]:
    """Return how somebody stands to a request: as one of its parties, else as one of the team, as a lead.

    Parties are compared as persons: who has a part in it is no lead here, whatever the roles.
    """
    mine = {name for name, agent_id in parties.items() if agent_id == actor.id}
    if mine:
        return frozenset(mine)
    found = {"lead"} if covers(actor, machine.deciding, team_id) else set()
    if team_id == actor.team_id and access.scope_of(actor, machine.asking):
        found.add("team")
    return frozenset(found)


def guard(actor: Actor, machine: Machine, action: str, row: Any, state: str, mine: Collection[str]) -> Step:
    """Return the step that is wanted; raises Refused for the state, Denied for the person."""
    step = step_of(machine, action, state)
    if step is None:
        raise Refused(wrong_state(machine, action, state), _see(machine, row.id))
    if set(mine).isdisjoint(step.by):
        subject = f"{machine.kind}:{row.id}"
        wanted = machine.deciding if "lead" in step.by else machine.asking
        if "lead" in step.by and not PARTIES.isdisjoint(mine) and access.scope_of(actor, machine.deciding):
            title = _("Nobody decides on what they have a part in")
            access.deny(actor, wanted, title, _("Ask another lead, or a manager."), subject)
        access.deny(actor, wanted, wrong_person(step), "", subject)
    return step


def same_version(row: Any, version: int | None) -> None:
    """Raise Conflict when somebody changed a request since the actor saw it."""
    if version is not None and row.version != version:
        raise _changed()


def write(
    machine: Machine,
    step: Step,
    row: Any,
    actor: Actor | None,
    *,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Any:
    """Take a step inside the open transaction and return the row as it stands then; None acts for the floor.

    Raises Conflict when somebody else was first.
    """
    table = type(row)
    unchanged = (table.id == row.id) & (table.version == row.version)
    columns |= {"state": step.target, "version": row.version + 1}
    if not table.update(columns).where(unchanged).execute():
        raise _changed()
    who, role = (actor.id, access.acting_role(actor)) if actor else (None, FLOOR)
    body = {"from": step.source, "to": step.target, **(facts or {})}
    journal.append(
        journal.Fact(now, who, role, f"{machine.kind}.{PAST[step.action]}", f"{machine.kind}:{row.id}", body)
    )
    return table.get_by_id(row.id)


def decided(actor: Actor, now: datetime, text: str) -> dict[str, Any]:
    """Return the columns of a decision: whose, when, in what words."""
    return {"decided_by": actor.id, "decided_at": now, "decision": clean(text)}


def tell(machine: Machine, action: str, row: Any, to: Collection[int | None], now: datetime, **body: Any) -> None:
    """Tell people that a step was taken; ids and days only go into ``body``."""
    subject = f"{machine.kind}:{row.id}"
    people_told = [agent_id for agent_id in to if agent_id is not None]
    notices.tell(people_told, f"{machine.kind}.{PAST[action]}", subject, {"number": row.id, **body}, now=now)


def said(reason: str) -> str:
    """Return a reason that has to be given; raises BadInput when it is empty."""
    if not reason.strip():
        raise BadInput(_("Say why"), _("Who is told of it reads the reason; by command: --reason TEXT."))
    return clean(reason)


def person(login: str) -> people.Account:
    """Return the account of a login; raises NotFound."""
    account = people.account(login)
    if account is None:
        raise NotFound(_("There is no agent {login}").format(login=clean(login)), _("See `cstui agent list`."))
    return account


def _changed() -> Conflict:
    return Conflict(_("It was changed meanwhile"), _("Look at it again, then decide."))
