"""What each step changes beyond the state: owner, team, waiting, reply, ending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from db import models as rows
from db.queries import people

from ..errors import BadInput, Refused
from ..i18n import _
from ..text import one_line
from . import accounts, avoidance, capacity, close_gate, corrective, extension
from .forms import ESCALATIONS
from .marks import marks_of, number_of, ref_of
from .policy import load_policy
from .recording import Change
from .steps import FORMER, Rule
from .views import SEVERITIES, Actor


class Step(NamedTuple):
    """One step about to be taken: who, on which row, by which rule, with which answers."""

    actor: Actor
    row: rows.Complaint
    rule: Rule
    form: dict[str, Any]
    now: datetime


Effect = Callable[[Step, Change], None]


def change_of(step: Step) -> Change:
    """Return the whole change of a step; raises Refused, Conflict or BadInput where its own rule says no."""
    change = Change(step.rule.action, form=_plain(step.form))
    if step.rule.target not in (step.row.state, FORMER):
        _move(change, step.rule.target, step.now)
    effect = _EFFECTS.get(step.rule.action)
    if effect is not None:
        effect(step, change)
    if step.row.state == "waiting" and change.columns.get("state", "waiting") != "waiting":
        change.columns |= {"waiting_for": None, "wait_until": None}
    return change


def _plain(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in form.items()}


def _move(change: Change, state: str, now: datetime) -> None:
    ended = state in people.ENDED
    change.columns |= {"state": state, "open": not ended}
    if ended:
        change.columns["closed_at"] = now


def _own(change: Change, agent_id: int | None) -> None:
    change.columns["assignee_id"] = agent_id


def _register(step: Step, change: Change) -> None:
    change.columns["severity"] = SEVERITIES.index(step.form["severity"])
    if "category" in step.form:
        change.columns["category"] = step.form["category"]
    if "policy" in step.form:
        change.columns["policy"] = load_policy(step.form["policy"]).name


def _claim(step: Step, change: Change) -> None:
    capacity.check_claimable(step.actor, step.row, now=step.now)
    _take_over(step, change, step.actor.id)


def _assign(step: Step, change: Change) -> None:
    target = people.account(step.form["to"])
    if target is None or not target.enabled:
        raise BadInput(_("There is no agent {login} on duty here").format(login=one_line(step.form["to"])))
    if target.id == step.row.assignee_id and step.row.state != "registered":
        raise Refused(_("{login} has it already").format(login=target.login))
    capacity.check_assignable(target, step.row, reason=step.form.get("reason"), now=step.now)
    _take_over(step, change, target.id)


def _take_over(step: Step, change: Change, agent_id: int) -> None:
    _own(change, agent_id)
    rows.Agent.update(last_assigned_at=step.now).where(rows.Agent.id == agent_id).execute()


def _release(step: Step, change: Change) -> None:
    if step.row.assignee_id is None:
        raise Refused(_("Nobody owns {ref}").format(ref=ref_of(step.row.id)))
    _own(change, None)


def _transfer(step: Step, change: Change) -> None:
    team = accounts.team_row(step.form["to"])
    if team.id == step.row.team_id:
        raise Refused(_("It is on the team {team} already").format(team=team.slug))
    row = step.row
    change.columns |= {
        "team_id": team.id,
        "assignee_id": None,
        "former_team_id": row.team_id,
        "former_state": row.state,
        "former_assignee_id": row.assignee_id,
        "hops": row.hops + 1,
    }
    change.facts["hops"] = row.hops + 1


def _accept(step: Step, change: Change) -> None:
    if not step.actor.leads:  # a lead takes the case in for the team, and gives it to whom it may go
        capacity.check_claimable(step.actor, step.row, now=step.now)
    _take_over(step, change, step.actor.id)
    _forget_former(change)


def _return(step: Step, change: Change) -> None:
    row = step.row
    if row.former_team_id is None:
        raise Refused(_("No team of this floor sent {ref}").format(ref=ref_of(row.id)), _("Accept it, or transfer it."))
    change.columns |= {
        "state": row.former_state,
        "open": True,
        "team_id": row.former_team_id,
        "assignee_id": row.former_assignee_id,
    }
    _forget_former(change)


def _forget_former(change: Change) -> None:
    change.columns |= {"former_team_id": None, "former_state": None, "former_assignee_id": None}


def _wait(step: Step, change: Change) -> None:
    until = step.form["until"]
    if until <= step.now:
        raise BadInput(_("The return time has passed already"), _("Give a time in the future, e.g. +2h."))
    change.columns |= {"waiting_for": step.form["waiting_for"], "wait_until": until}
    change.facts |= {"waiting_for": step.form["waiting_for"], "until": until}


def _respond(step: Step, change: Change) -> None:
    category = step.form.get("category") or step.row.category
    if not category:
        raise BadInput(_("A category is needed before the reply"), _("Fill in the field Category."))
    if category != step.row.category:
        change.columns["category"] = category


def _close(step: Step, change: Change) -> None:
    close_gate.check(step.row, step.form)
    if "satisfaction" in step.form:
        change.columns["satisfaction"] = int(step.form["satisfaction"])
    for name in ("cause", "responsible"):
        if name in step.form:
            change.columns[name] = step.form[name]
    if "correction" in step.form:
        corrective.plan(step.row, step.form, step.now, change)
    _tell_alone(step, change)


def _tell_alone(step: Step, change: Change) -> None:
    if "alone" in step.form:
        change.facts["alone"] = True


def _reopen(step: Step, change: Change) -> None:
    """Give the case back to its last owner, or to whoever reopens it when that person cannot have it."""
    row = step.row
    owner = row.assignee
    fit = (
        owner is not None
        and owner.enabled
        and not avoidance.concerns(owner.login, owner.team_id, owner.roles, row.respondent)
    )
    if not fit:
        avoidance.check(step.actor, "reopen", ref_of(row.id), row.respondent)
        _take_over(step, change, step.actor.id)
    change.columns |= {"cycle": row.cycle + 1, "closed_at": None}
    change.facts["cycle"] = row.cycle + 1


def _merge(step: Step, change: Change) -> None:
    """Merge into another open complaint: that one keeps the earliest receipt and every contact of both."""
    row = step.row
    target = rows.Complaint.get_or_none(rows.Complaint.id == number_of(step.form["into"]))
    if target is None or not target.open or target.team_id != row.team_id:
        raise Refused(
            _("{ref} is no open complaint of the same team").format(ref=one_line(step.form["into"])),
            _("Merge into an open complaint of the team."),
        )
    if target.id == row.id:
        raise Refused(_("A complaint cannot be merged into itself"))
    change.columns["merged_into_id"] = target.id
    change.facts["into"] = target.id
    absorbed = Change("absorb", facts={"merged": row.id})
    if row.received_at < target.received_at:
        absorbed.columns["received_at"] = row.received_at
    change.others.append((target, absorbed))


def _promise(step: Step, change: Change) -> None:
    if step.form["due"] <= step.now:
        raise BadInput(_("The promised time has passed already"), _("Give a time in the future, e.g. +2h."))
    change.facts["due"] = step.form["due"]


def _extend(step: Step, change: Change) -> None:
    policy = load_policy(step.row.policy)
    span = extension.check(policy, step.row.severity, marks_of(step.row.id), step.form, step.actor)
    change.facts |= {"clock": step.form["clock"], "span": str(span)}


def _escalate(step: Step, change: Change) -> None:
    if people.account(step.form["to"]) is None:
        raise BadInput(_("There is no agent {login}").format(login=one_line(step.form["to"])))
    level = ESCALATIONS.index(step.form["level"]) + 2  # level 1 is the notice that nobody sends by hand
    change.columns["escalation"] = max(level, step.row.escalation)
    change.facts["level"] = level


def _contact(step: Step, change: Change) -> None:
    change.facts["direction"] = step.form["direction"]


_EFFECTS: dict[str, Effect] = {
    "register": _register,
    "claim": _claim,
    "assign": _assign,
    "release": _release,
    "transfer": _transfer,
    "accept": _accept,
    "return": _return,
    "wait": _wait,
    "respond": _respond,
    "close": _close,
    "not-accepted": _tell_alone,
    "contact": _contact,
    "reopen": _reopen,
    "merge": _merge,
    "promise": _promise,
    "extend": _extend,
    "escalate": _escalate,
}
