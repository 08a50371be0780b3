"""Who may be given a case: on the team, free of avoidance, of the level and certificate that it takes, on shift with
enough of it left, below the load cap.

Where no roster is published the shift is not asked for, where nobody of the team stands on a ladder neither is the
level, and every offer says so (``not_judged``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from db import models as rows
from db.queries import complaints as queries
from db.queries import people

from ..errors import Refused
from ..i18n import N_, _
from . import accounts, avoidance, present, recording, store
from .asked import Asked, Barred
from .rosters import presence
from .views import SEVERITIES, Actor

NO_ROSTER = N_("No roster is published for today.")


def check_assignable(person: people.Account, row: rows.Complaint, *, reason: str | None, now: datetime) -> None:
    """Raise Refused unless a complaint may be given to a person; a reason lifts level, shift and load cap only."""
    cap, load = recording.policy_of(row.policy).load_cap, load_of(person.id, now)
    shifts = presence.judged(person.team_id, person.team, now)
    obstacle = unfit(person, row)
    if obstacle:
        title = _("{login}: {reason}").format(login=person.login, reason=obstacle)
        raise Refused(title, not_judged(row, shifts.rostered, now))
    barred = barred_from(asked(row), [person.id], now).get(person.id)
    if barred is not None and (barred.firm or not reason):
        title = _("{login}: {reason}").format(login=person.login, reason=barred.reason)
        raise Refused(title, "" if barred.firm else _("Give a reason to assign it all the same."))
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


def check_claimable(actor: Actor, row: rows.Complaint, *, now: datetime) -> None:
    """Raise Refused unless level and certificate allow a person to take a complaint; load and shift only warn."""
    barred = barred_from(asked(row), [actor.id], now).get(actor.id)
    if barred is not None:
        lifted = "" if barred.firm else _("A lead may assign it for a reason.")
        raise Refused(_("Not for you: {reason}").format(reason=barred.reason), lifted)


def barred_from(case: Asked, agents: Sequence[int], now: datetime) -> dict[int, Barred]:
    """Return who of these people is passed over for a case for want of the level or certificate it takes."""
    from .levels import fitness  # most commands ask for nobody's level

    return fitness.obstacles(agents, case, on=now.astimezone(store.zone()).date())


def asked(row: rows.Complaint) -> Asked:
    """Return a complaint as far as level and certificate are asked for it."""
    return Asked(SEVERITIES[row.severity], row.team_id, people.slug_of(row.team_id), row.category)


def not_judged(row: rows.Complaint, rostered: bool, now: datetime) -> str:
    """Return in words what nobody is passed over for, because nothing is known of it."""
    from .levels import fitness

    note = fitness.note(asked(row), on=now.astimezone(store.zone()).date())
    return " ".join(filter(None, ("" if rostered else _(NO_ROSTER), note)))


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
