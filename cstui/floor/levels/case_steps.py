"""The steps of a promotion, cross move or demotion: from which state to which, and who may take them.

This table is the one truth about these transitions: the floor obeys it, the screens dim what it
forbids, and the tests walk it for every role.  Who: ``subject`` is the person the case is about,
``proposer`` who proposed it, ``applicant`` either of the two, ``lead`` a lead of the subject's team or a
manager, ``manager`` a manager who proposed nothing here, ``hearer`` one who took no step of it at all,
``anyone`` everybody else on the floor, ``floor`` time alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ...i18n import N_, _, listed
from .. import access
from ..views import Actor
from .case_words import label

RISE, FALL = "rise", "fall"  # promotions and cross moves; demotions
KINDS = {"promotion": RISE, "cross": RISE, "demotion": FALL}
# Steps that stand only where the ladder names the stage; the review always stands: who recommends is the proposer.
STAGES = {"endorse": "decision", "exam": "exam", "panel": "panel", "notice": "notice"}


class Rule(NamedTuple):
    """One arrow of a case's life; ``source`` is named as if every stage were used."""

    way: str
    action: str
    source: str
    target: str
    who: str


class Chairs(NamedTuple):
    """The persons of a case by their ids, and the subject's team.

    ``part`` are those who took a step of it; ``outside`` says that an appeal is heard outside the floor, as nobody
    here is left to hear it.
    """

    subject: int
    team: int
    proposer: int | None
    approver: int | None
    part: frozenset[int] = frozenset()
    outside: bool = False


BEFORE_EFFECT = ("applied", "reviewed", "endorsed", "examined", "assessed", "noticed", "objected", "approved")
BEFORE_DECISION = ("reported", "investigated", "concluded")
OPEN_STATES = (*BEFORE_EFFECT, "trial", *BEFORE_DECISION, "decided", "appealed")
ENDED_STATES = ("confirmed", "reverted", "rejected", "withdrawn", "effective")
STATES = (*OPEN_STATES, *ENDED_STATES)
NOTICE_STATES = ("noticed", "objected")

RULES: tuple[Rule, ...] = (
    Rule(RISE, "review", "applied", "reviewed", "lead"),
    Rule(RISE, "endorse", "reviewed", "endorsed", "manager"),
    Rule(RISE, "exam", "endorsed", "examined", "lead"),
    Rule(RISE, "panel", "examined", "assessed", "manager"),
    Rule(RISE, "notice", "assessed", "noticed", "manager"),
    *(Rule(RISE, "object", state, "objected", "anyone") for state in NOTICE_STATES),
    Rule(RISE, "settle", "objected", "noticed", "manager"),
    Rule(RISE, "approve", "noticed", "approved", "manager"),
    Rule(RISE, "effect", "approved", "trial", "floor"),
    Rule(RISE, "extend", "trial", "trial", "manager"),
    Rule(RISE, "confirm", "trial", "confirmed", "manager"),
    Rule(RISE, "revert", "trial", "reverted", "manager"),
    *(Rule(RISE, "reject", state, "rejected", "manager") for state in BEFORE_EFFECT),
    *(Rule(RISE, "withdraw", state, "withdrawn", "applicant") for state in BEFORE_EFFECT),
    Rule(FALL, "investigate", "reported", "investigated", "lead"),
    Rule(FALL, "conclude", "investigated", "concluded", "manager"),
    Rule(FALL, "decide", "concluded", "decided", "manager"),
    Rule(FALL, "appeal", "decided", "appealed", "subject"),
    Rule(FALL, "hear", "appealed", "decided", "hearer"),
    Rule(FALL, "effect", "decided", "effective", "floor"),
    *(Rule(FALL, "reject", state, "rejected", "manager") for state in BEFORE_DECISION),
    *(Rule(FALL, "withdraw", state, "withdrawn", "proposer") for state in BEFORE_DECISION),
)
ACTIONS: tuple[str, ...] = tuple(dict.fromkeys(rule.action for rule in RULES if rule.who != "floor"))
# What moves a case on; to reject, withdraw or revert one is open all the time and waits for nobody.
ONWARD = ("review", "endorse", "exam", "panel", "notice", "settle", "approve", "confirm", "investigate", "conclude",
          "decide", "hear")  # fmt: skip
_MADE_BY = {rule.target: rule for rule in RULES if rule.action in STAGES}
_SKIPPING = (*STAGES, "approve")
_WHO = {
    "subject": N_("the person it is about"),
    "proposer": N_("the proposer"),
    "applicant": N_("the person it is about, or the proposer"),
    "lead": N_("another lead of the team, or a manager"),
    "manager": N_("a manager who is neither the person it is about nor the proposer"),
    "hearer": N_("a manager who had no part in the case"),
    "anyone": N_("people of the floor other than the one it is about"),
    "floor": N_("time alone"),
}


def rule_of(way: str, action: str, state: str, stages: Collection[str]) -> Rule | None:
    """Return the rule of an action in a state on a ladder with these stages, None without such an arrow."""
    if not _used(action, stages):
        return None
    found = (rule for rule in RULES if (rule.way, rule.action) == (way, action))
    return next((rule for rule in found if _source(rule, stages) == state), None)


def onward(way: str, state: str, stages: Collection[str]) -> Rule | None:
    """Return the rule by which a case in a state goes on, None where it waits for time alone or has ended."""
    return next((rule for action in ONWARD if (rule := rule_of(way, action, state, stages)) is not None), None)


def obstacle(actor: Actor, way: str, action: str, state: str, stages: Collection[str], chairs: Chairs) -> str | None:
    """Say why the actor may not take a step now, None when state and right allow it."""
    rule = rule_of(way, action, state, stages)
    if rule is None:
        return _state_reason(way, action, state, stages)
    return right_missing(actor, rule, chairs)


def right_missing(actor: Actor, rule: Rule, chairs: Chairs) -> str | None:
    """Say whose step it is when it is not the actor's: persons are compared, never roles."""
    if rule.who in _allowed(actor, chairs):
        return None
    return _("Only {who} may do that").format(who=_(_WHO[rule.who]))


def _allowed(actor: Actor, chairs: Chairs) -> frozenset[str]:
    """Return in which of the table's senses the actor stands to a case."""
    found = set()
    if actor.id == chairs.subject:
        # nobody judges, decides or objects in their own case, whatever the roles
        found |= {"subject", "applicant"}
    else:
        decides = access.scope_of(actor, "level.decide") == "all"
        leads = access.scope_of(actor, "level.propose") == "team" and actor.team_id == chairs.team
        found |= {"anyone"} if access.scope_of(actor, "level.object") else set()
        found |= {"lead"} if decides or leads else set()
        if decides and actor.id != chairs.proposer:
            found |= {"manager"}
        if decides and (chairs.outside or actor.id not in {chairs.proposer, chairs.approver, *chairs.part}):
            found |= {"hearer"}  # or writes down what was found outside the floor
    if actor.id == chairs.proposer:
        found |= {"proposer", "applicant"}
    return frozenset(found)


def _source(rule: Rule, stages: Collection[str]) -> str:
    """Return the state a rule starts from once the stages that are not used are left out."""
    source = rule.source
    while rule.action in _SKIPPING and source in _MADE_BY and not _used(_MADE_BY[source].action, stages):
        source = _MADE_BY[source].source
    return source


def _used(action: str, stages: Collection[str]) -> bool:
    return action not in STAGES or STAGES[action] in stages


def _state_reason(way: str, action: str, state: str, stages: Collection[str]) -> str:
    if way == RISE and not _used(action, stages):
        return _("This ladder has no such stage")
    sources = [_source(rule, stages) for rule in RULES if (rule.way, rule.action) == (way, action)]
    if not sources:
        return _("Such a case has no such step")
    words = listed(label("state", source) for source in dict.fromkeys(sources))
    return _("It stands at: {state}. That step starts from: {states}").format(state=label("state", state), states=words)
