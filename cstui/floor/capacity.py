"""Who may be given a case: on the team, free of avoidance, on shift with enough of it left, below the load cap.

Where no roster is published the shift is not asked for, and every offer says so (``not_judged``).  Level profiles
are not kept yet: their test passes, and every offer says that too.
"""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.queries import complaints as queries
from db.queries import people

from ..errors import Refused
from ..i18n import N_, _
from . import accounts, avoidance, present, recording, store
from .rosters import presence
from .views import Actor

NOT_KEPT = N_("Levels are not kept yet.")
NO_ROSTER = N_("No roster is published for today.")


def check_assignable(person: people.Account, row: rows.Complaint, *, reason: str | None, now: datetime) -> None:
    """Raise Refused unless a complaint may be given to a person; a reason lifts the shift and the load cap only."""
    cap, load = recording.policy_of(row.policy).load_cap, load_of(person.id, now)
    shifts = presence.judged(person.team_id, person.team, now)
    obstacle = unfit(person, row)
    if obstacle:
        title = _("{login}: {reason}").format(login=person.login, reason=obstacle)
        raise Refused(title, not_judged(shifts.rostered))
    if reason:
        return
    off = shifts.against(person.id)
    if off:
        title = _("{login}: {reason}").format(login=person.login, reason=off)
        raise Refused(title, _("Give a reason to assign it all the same."))
    if load >= cap:
        raise Refused(
            _("{login} has {load} open cases, the cap is {cap}").format(login=person.login, load=load, cap=cap),
            _("Give a reason to go beyond it."),
        )


def not_judged(rostered: bool) -> str:
    """Return in words what nobody is passed over for, because nothing is known of it."""
    return _(NOT_KEPT) if rostered else f"{_(NO_ROSTER)} {_(NOT_KEPT)}"


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
