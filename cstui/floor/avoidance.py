"""Avoidance 回避: nobody handles a complaint about themselves or about someone they lead."""

from __future__ import annotations

from db.queries import people

from ..i18n import _
from . import access
from .views import Actor


def concerns(login: str, team_id: int, roles: frozenset[str], respondent: str | None) -> bool:
    """Say whether a person is the respondent, or a lead of the respondent's team."""
    if not respondent:
        return False
    if respondent == login:
        return True
    if "lead" not in roles:
        return False
    accused = people.account(respondent)
    return accused is not None and accused.team_id == team_id


def check(actor: Actor, action: str, ref: str, respondent: str | None) -> None:
    """Raise Denied (journaled) when the actor must keep away from the complaint."""
    reason = reason_for(actor, respondent)
    if reason:
        access.deny(actor, action, reason, _("Someone whom it does not concern has to do that."), subject=ref)


def reason_for(actor: Actor, respondent: str | None) -> str | None:
    """Say why the actor must keep away, None when nothing speaks against it."""
    if concerns(actor.login, actor.team_id, actor.roles, respondent):
        return _("Avoidance: the complaint is about you or someone you lead")
    return None
