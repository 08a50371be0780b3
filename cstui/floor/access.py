"""Who may do what, outside the steps of a complaint (those stand in floor.steps).

One table of role × action × scope.  Scopes: ``own`` (what is assigned to me), ``team``, ``all``.
Source: the table of rights in docs/ssh.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from db import journal
from db.connection import in_transaction
from db.queries.complaints import Scope

from ..errors import Refused
from ..i18n import N_, _, listed
from . import store
from .views import Actor

RIGHTS: dict[str, dict[str, str]] = {
    "complaint.read": {"agent": "team", "lead": "team", "manager": "all", "auditor": "all"},
    "complaint.add": {"agent": "team", "lead": "team", "manager": "all"},
    "complaint.reveal": {"agent": "own", "lead": "team", "manager": "all"},
    "agent.read": {"agent": "all", "lead": "all", "manager": "all", "auditor": "all", "admin": "all"},
    "agent.write": {"admin": "all"},
    "customer.read": {"agent": "all", "lead": "all", "manager": "all", "auditor": "all"},
    "customer.write": {"lead": "all", "manager": "all"},
    "customer.erase": {"admin": "all"},
    "template.write": {"lead": "all", "manager": "all"},
    "import.complaints": {"lead": "team", "manager": "all"},
    "import.agents": {"admin": "all"},
    "import.customers": {"lead": "all", "manager": "all"},
    "report.read": {"lead": "team", "manager": "all", "auditor": "all"},
    "export": {"lead": "team", "manager": "all", "auditor": "all"},
    "export.full": {"manager": "all"},
    "duty.write": {"agent": "team", "lead": "team", "manager": "all"},
    "handover": {"lead": "team", "manager": "all"},
    "incident": {"lead": "team", "manager": "all"},
    "calendar.check": {"lead": "team", "manager": "all", "auditor": "all"},
    "calendar.apply": {"manager": "all"},
    "roster.read": {"agent": "own", "lead": "team", "manager": "all", "auditor": "all"},
    "roster.write": {"lead": "team", "manager": "all"},
    "swap.ask": {"agent": "own", "lead": "own", "manager": "own"},
    "swap.decide": {"lead": "team", "manager": "all"},
    "leave.ask": {"agent": "own", "lead": "own", "manager": "own"},
    "leave.decide": {"lead": "team", "manager": "all"},
    "clock": {"agent": "own", "lead": "own", "manager": "own"},
    "attendance.read": {"agent": "own", "lead": "team", "manager": "all", "auditor": "all"},
    "attendance.write": {"lead": "team", "manager": "all"},
    "coverage.read": {"lead": "team", "manager": "all", "auditor": "all"},
    "import.roster": {"lead": "team", "manager": "all"},
    "import.attendance": {"lead": "team", "manager": "all"},
    "import.demand": {"lead": "team", "manager": "all"},
    "level.read": {"agent": "own", "lead": "team", "manager": "all", "auditor": "all"},
    "level.apply": {"agent": "own", "lead": "own"},
    "level.propose": {"lead": "team"},
    "level.decide": {"manager": "all"},
    "level.object": {"agent": "all", "lead": "all", "manager": "all"},
    "level.write": {"manager": "all"},
    "evidence.write": {"lead": "team", "manager": "all"},
    "score.read": {"agent": "own", "lead": "team", "manager": "all", "auditor": "all"},
    "score.write": {"lead": "team", "manager": "all"},
    "import.scores": {"lead": "team", "manager": "all"},
    "import.training": {"lead": "team", "manager": "all"},
    "import.praise": {"lead": "team", "manager": "all"},
    "import.penalties": {"lead": "team", "manager": "all"},
    "import.profiles": {"manager": "all"},
    "journal.read": {"manager": "all", "auditor": "all", "admin": "all"},
    "store.keep": {"admin": "all"},
    "store.check": {"manager": "all", "auditor": "all", "admin": "all"},
}

_WIDTH = {"own": 1, "team": 2, "all": 3}
_NAMES = {
    "complaint.read": N_("read complaints"),
    "complaint.add": N_("take in complaints"),
    "complaint.reveal": N_("reveal a phone"),
    "agent.read": N_("see the staff"),
    "agent.write": N_("change accounts and teams"),
    "customer.read": N_("see customers"),
    "customer.write": N_("set a customer's tier"),
    "customer.erase": N_("erase a customer"),
    "template.write": N_("change reply templates"),
    "import.complaints": N_("import complaints"),
    "import.agents": N_("import agents"),
    "import.customers": N_("import customers"),
    "report.read": N_("read reports"),
    "export": N_("export"),
    "export.full": N_("export unmasked"),
    "duty.write": N_("write the duty log"),
    "handover": N_("hand a shift over"),
    "incident": N_("group complaints under an incident"),
    "calendar.check": N_("check the calendar"),
    "calendar.apply": N_("bring a calendar into force"),
    "roster.read": N_("read the roster"),
    "roster.write": N_("change the roster"),
    "swap.ask": N_("ask for a swap"),
    "swap.decide": N_("decide on swaps"),
    "leave.ask": N_("ask for leave"),
    "leave.decide": N_("decide on leave"),
    "clock": N_("clock in and out"),
    "attendance.read": N_("read the attendance"),
    "attendance.write": N_("keep the attendance"),
    "coverage.read": N_("read demand and coverage"),
    "import.roster": N_("import rosters"),
    "import.attendance": N_("import attendance"),
    "import.demand": N_("import demand"),
    "level.read": N_("see level profiles"),
    "level.apply": N_("apply for the next level"),
    "level.propose": N_("propose a promotion or demotion"),
    "level.decide": N_("decide on promotions and demotions"),
    "level.object": N_("object to a promotion"),
    "level.write": N_("set levels and profiles"),
    "evidence.write": N_("record praise, penalties and training"),
    "score.read": N_("see scorecards"),
    "score.write": N_("enter scores"),
    "import.scores": N_("import scores"),
    "import.training": N_("import training"),
    "import.praise": N_("import praise"),
    "import.penalties": N_("import penalties"),
    "import.profiles": N_("import people's papers"),
    "journal.read": N_("read the journal"),
    "store.keep": N_("keep the store (backup, restore, migrate)"),
    "store.check": N_("check the store"),
}


class Denied(Refused):
    """A right is missing; ``fact`` is how the journal tells it."""

    def __init__(self, title: str, detail: str, fact: journal.Fact) -> None:
        super().__init__(title, detail)
        self.fact = fact


@contextmanager
def acting() -> Iterator[None]:
    """Hold one write transaction; a Denied inside it is journaled after the rollback."""
    try:
        with store.transaction():
            yield
    except Denied as denied:
        if not in_transaction():
            _record(denied)
        raise


def keep(error: Refused) -> None:
    """Journal a refusal inside the open transaction when it was for want of a right and the rest goes on."""
    if isinstance(error, Denied):
        journal.append(error.fact)


def scope_of(actor: Actor, action: str) -> str | None:
    """Return the widest scope that any of the actor's roles gives for an action, None for no right."""
    scopes = [RIGHTS[action][role] for role in actor.roles if role in RIGHTS[action]]
    return max(scopes, key=_WIDTH.__getitem__, default=None)


def lacking(actor: Actor, action: str) -> str | None:
    """Say that the actor has no right at all for an action, not even for oneself; None when there is one."""
    if scope_of(actor, action) is not None:
        return None
    return _("You may not {action}").format(action=_(_NAMES[action]))


def require(actor: Actor, action: str, *, team_id: int | None = None) -> None:
    """Raise Denied unless the actor has the right, on that team where one is named."""
    scope = scope_of(actor, action)
    if scope == "all" or (scope is not None and team_id in (None, actor.team_id)):
        return
    deny(actor, action, _("You may not {action}").format(action=_(_NAMES[action])), _held_by(actor, action))


def require_about(actor: Actor, action: str, *, agent_id: int, team_id: int) -> None:
    """Raise Denied unless the actor has the right for a person: for oneself, for the team's people, or for all."""
    scope = scope_of(actor, action)
    if scope == "all" or (scope == "team" and team_id == actor.team_id) or (scope and agent_id == actor.id):
        return
    deny(actor, action, _("You may not {action}").format(action=_(_NAMES[action])), _held_by(actor, action))


def team_scope(actor: Actor, action: str) -> Scope:
    """Return the teams for which the actor has a right; raises Denied for none, or for oneself only."""
    scope = scope_of(actor, action)
    if scope not in ("team", "all"):
        deny(actor, action, _("You may not {action}").format(action=_(_NAMES[action])), _held_by(actor, action))
    return Scope(None if scope == "all" else actor.team_id)


def read_scope(actor: Actor) -> Scope:
    """Return which complaints the actor may see; raises Denied when none."""
    require(actor, "complaint.read")
    return Scope(None if scope_of(actor, "complaint.read") == "all" else actor.team_id)


def acting_role(actor: Actor) -> str:
    """Return the role under which an action is journaled: the highest business role."""
    return next((role for role in ("manager", "lead", "agent", "auditor", "admin") if role in actor.roles), "agent")


def deny(actor: Actor, action: str, title: str, detail: str = "", subject: str = "floor") -> NoReturn:
    """Raise Denied; a refusal is an event, so it is journaled, here or by ``acting``."""
    fact = journal.Fact(store.now(), actor.id, acting_role(actor), "refused", subject, {"wanted": action})
    denied = Denied(title, detail, fact)
    if not in_transaction():
        _record(denied)
    raise denied


def _record(denied: Denied) -> None:
    with store.transaction():
        journal.append(denied.fact)


def _held_by(actor: Actor, action: str) -> str:
    """Say whose right it is, or how far that of the actor reaches."""
    scope = scope_of(actor, action)
    if scope is not None:
        return _("Your right reaches your own team.") if scope == "team" else _("Your right reaches only yourself.")
    from .labels import label

    roles = listed(label("role", role) for role in RIGHTS[action])
    return _("That right belongs to: {roles}.").format(roles=roles)
