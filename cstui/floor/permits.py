"""Whether a step is open to somebody: state, right, four eyes, avoidance, and who was faster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from db import models as rows
from db.queries import people

from ..errors import BadInput, Conflict, Refused
from ..i18n import _
from ..text import one_line
from . import access, accounts, avoidance, journal_words, recording, steps
from .forms import FORMS
from .marks import ref_of
from .views import SEVERITIES, Actor

# What owns, decides or ends a case: not for those whom it concerns.
_CONCERNED = frozenset({"claim", "accept", "reject", "withdraw", *steps.FOUR_EYES})


def obstacles(actor: Actor, row: rows.Complaint) -> dict[str, str | None]:
    """Return for every step why the actor may not take it now, None when it is free."""
    facts, four_eyes = _facts(row), recording.policy_of(row.policy).four_eyes(SEVERITIES[row.severity])
    concerned = avoidance.reason_for(actor, row.respondent)
    found = {action: steps.obstacle(actor, action, facts, four_eyes=four_eyes) for action in steps.ACTIONS}
    for action in _CONCERNED:
        found[action] = found[action] or concerned
    if facts.assignee is not None and not _begins(row, actor.id):
        found["claim"] = found["claim"] or _("{who} has it").format(who=facts.assignee)
    return found


def permitted(
    actor: Actor, row: rows.Complaint, action: str, values: Mapping[str, object], now: datetime
) -> steps.Rule:
    """Return the rule by which the actor takes a step.

    Raises BadInput for an unknown step, Conflict when someone else claimed first, Refused by state,
    and Denied (journaled) without the right or by avoidance.
    """
    ref = ref_of(row.id)
    if action not in FORMS:
        raise BadInput(_("{action} is not a step").format(action=one_line(action)))
    if action == "claim" and row.open and row.assignee_id is not None and not _begins(row, actor.id):
        raise Conflict(journal_words.taken(row, now), _("Pull another one with `next`."))
    rule = steps.rule_of(action, row.state)
    if rule is None:
        raise Refused(_("{ref}: {reason}").format(ref=ref, reason=steps.obstacle(actor, action, _facts(row))))
    four_eyes = recording.policy_of(row.policy).four_eyes(SEVERITIES[row.severity])
    reason = steps.right_missing(actor, rule, _facts(row), four_eyes=four_eyes)
    alone = action in steps.FOUR_EYES and str(values.get("alone") or "").strip()
    if reason and not (alone and _alone(actor, row, rule)):
        access.deny(actor, action, _("{ref}: {reason}").format(ref=ref, reason=reason), subject=ref)
    if action in _CONCERNED:
        avoidance.check(actor, action, ref, row.respondent)
    return rule


def _begins(row: rows.Complaint, agent_id: int) -> bool:
    """Say whether an owner takes up what was claimed before it was registered."""
    return row.state == "registered" and row.assignee_id == agent_id


def _facts(row: rows.Complaint) -> steps.Facts:
    return steps.Facts(row.state, people.slug_of(row.team_id), people.login_of(row.assignee_id))


def _alone(actor: Actor, row: rows.Complaint, rule: steps.Rule) -> bool:
    """Say whether the actor owns the case and nobody else enabled could close it with four eyes."""
    if row.assignee_id != actor.id:
        return False
    others = [person for person in people.accounts() if person.id != actor.id and person.enabled]
    facts = _facts(row)
    return not any(
        steps.right_missing(accounts.as_actor(person), rule, facts, four_eyes=True) is None
        and not avoidance.concerns(person.login, person.team_id, person.roles, row.respondent)
        for person in others
    )
