"""The next level of a complaint, ready to be sent by hand: whom it reaches and in which words."""

from __future__ import annotations

from datetime import datetime

from db.queries import people

from . import complaints, store
from .escalation import LEVELS, Level, draft
from .views import Actor, Complaint


def proposal(actor: Actor, ref: str, *, now: datetime | None = None) -> dict[str, str]:
    """Return the form of a complaint's next level: the level, the login it reaches (if any), the drafted words.

    Raises NotFound outside the actor's sight.
    """
    detail = complaints.show(actor, ref, now=now)
    level = min(max(detail.escalation + 1, 2), len(LEVELS))  # level 1 is the notice that nobody sends by hand
    case = detail.complaint
    due = f"{case.due_at.astimezone(store.zone()):%m-%d %H:%M}" if case.due_at else ""
    return {
        "level": LEVELS[level - 1].name,
        "to": _reached(actor, LEVELS[level - 1], case),
        "text": draft(case, level, due) if due else "",
    }


def _reached(actor: Actor, level: Level, case: Complaint) -> str:
    """Return the login of the owner, of the team's lead or of a manager; of several rather somebody else's."""
    if level.reaches == "owner" and case.assignee:
        return case.assignee
    role, team = ("manager", None) if level.reaches == "manager" else ("lead", case.team)
    found = [each.login for each in people.accounts(team) if each.enabled and role in each.roles]
    return min(found, key=lambda login: (login == actor.login, login), default="")
