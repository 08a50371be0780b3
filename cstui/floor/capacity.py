"""Who may be given a case: on the team, free of avoidance, below the load cap.

Rosters and level profiles are not kept yet: their two tests pass, and every offer says so.
"""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.queries import complaints as queries
from db.queries import people

from ..errors import Refused
from ..i18n import N_, _
from . import accounts, avoidance, present, recording, store
from .views import Actor

NOT_KEPT = N_("Shifts and levels are not kept yet: nobody is passed over for them.")


def check_assignable(person: people.Account, row: rows.Complaint, *, reason: str | None, now: datetime) -> None:
    """Raise Refused unless a complaint may be given to a person; a reason lifts the load cap only."""
    cap, load = recording.policy_of(row.policy).load_cap, load_of(person.id, now)
    obstacle = unfit(person, row)
    if obstacle:
        raise Refused(_("{login}: {reason}").format(login=person.login, reason=obstacle), _(NOT_KEPT))
    if load >= cap and not reason:
        raise Refused(
            _("{login} has {load} open cases, the cap is {cap}").format(login=person.login, load=load, cap=cap),
            _("Give a reason to go beyond it."),
        )


def cap_of(actor: Actor) -> int:
    """Return how many open cases the actor's team lets one person hold."""
    team = accounts.team_row(actor.team)
    return recording.policy_of(team.policy or store.settings().policy).load_cap


def load_of(agent_id: int, now: datetime) -> int:
    """Return how many open cases a person works on; ``waiting`` does not count."""
    return queries.loads([agent_id], now=present.seconds(now)).get(agent_id, 0)


def unfit(person: people.Account, row: rows.Complaint) -> str | None:
    """Say why a person cannot have a case whatever the load, None when nothing speaks against it."""
    if not person.enabled:
        return _("the account is disabled")
    if person.team_id != row.team_id:
        return _("is on another team")
    if person.roles.isdisjoint({"agent", "lead", "manager"}):
        return _("takes no cases")
    if avoidance.concerns(person.login, person.team_id, person.roles, row.respondent):
        return _("avoidance: the complaint is about this person or someone they lead")
    return None
