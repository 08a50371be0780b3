"""The steps of a complaint's life: from which state to which, and who may take them.

This table is the one truth about transitions (docs/complaints.md prints it): the floor obeys
it, the screens dim what it forbids, and the tests walk it for every role.  Scopes: ``own`` is
what is assigned to me, ``free`` that or what nobody owns on my team, ``team`` all of my team.
A manager stands as a lead of every team.
"""

from __future__ import annotations

from typing import NamedTuple

from ..i18n import N_, _, listed
from .labels import label
from .views import OPEN_STATES, STATES, Actor


class Rule(NamedTuple):
    """One arrow of the life cycle, with the scope in which an agent and a lead may take it."""

    action: str
    source: str
    target: str
    agent: str | None
    lead: str | None


class Facts(NamedTuple):
    """What the right to a step depends on: the complaint as far as it matters."""

    state: str
    team: str
    assignee: str | None


FORMER = "former"  # target of a return: the state the complaint had before the transfer

RULES: tuple[Rule, ...] = (
    Rule("verify", "received", "verified", "free", "team"),
    Rule("register", "verified", "registered", "free", "team"),
    Rule("claim", "received", "received", "free", "team"),
    Rule("claim", "verified", "verified", "free", "team"),
    Rule("claim", "registered", "handling", "free", "team"),
    Rule("assign", "received", "received", None, "team"),
    Rule("assign", "verified", "verified", None, "team"),
    Rule("assign", "registered", "handling", None, "team"),
    *(Rule("assign", state, state, None, "team") for state in ("handling", "waiting", "responded")),
    Rule("release", "received", "received", "own", "team"),
    Rule("release", "verified", "verified", "own", "team"),
    Rule("release", "registered", "registered", "own", "team"),
    Rule("release", "handling", "registered", "own", "team"),
    Rule("transfer", "registered", "transferred", None, "team"),
    Rule("transfer", "handling", "transferred", "own", "team"),
    Rule("accept", "transferred", "handling", "team", "team"),
    Rule("return", "transferred", FORMER, "team", "team"),
    Rule("coordinate", "handling", "handling", "own", "team"),
    Rule("wait", "handling", "waiting", "own", "team"),
    Rule("resume", "waiting", "handling", "own", "own"),
    Rule("respond", "handling", "responded", "own", "team"),
    Rule("close", "responded", "closed", "own", "own"),
    Rule("not-accepted", "responded", "handling", "own", "own"),
    Rule("reopen", "closed", "handling", None, "team"),
    *(Rule("merge", state, "merged", None, "team") for state in OPEN_STATES),
    *(Rule("promise", state, state, "free", "team") for state in OPEN_STATES),
    *(Rule("extend", state, state, "free", "team") for state in OPEN_STATES),
    *(Rule("escalate", state, state, "team", "team") for state in OPEN_STATES),
    Rule("reject", "received", "rejected", None, "team"),
    *(Rule("withdraw", state, "withdrawn", "free", "team") for state in OPEN_STATES),
    *(Rule("contact", state, state, "team", "team") for state in STATES),
    *(Rule("note", state, state, "team", "team") for state in STATES),
)
ACTIONS: tuple[str, ...] = tuple(dict.fromkeys(rule.action for rule in RULES))
FOUR_EYES = frozenset({"close", "not-accepted"})
_TABLE = {(rule.action, rule.source): rule for rule in RULES}
_SCOPE_WORDS = {
    "own": N_("the owner"),
    "free": N_("the owner, or anyone of the team while nobody owns it"),
    "team": N_("the team"),
}


def rule_of(action: str, state: str) -> Rule | None:
    """Return the rule of an action in a state, None when there is no such arrow."""
    return _TABLE.get((action, state))


def obstacle(actor: Actor, action: str, facts: Facts, *, four_eyes: bool = False) -> str | None:
    """Say why the actor may not take a step now, None when state and right allow it.

    ``four_eyes`` tells that the policy wants a lead who is not the owner for FOUR_EYES actions.
    """
    rule = rule_of(action, facts.state)
    if rule is None:
        return _state_reason(action, facts.state)
    return right_missing(actor, rule, facts, four_eyes=four_eyes)


def right_missing(actor: Actor, rule: Rule, facts: Facts, *, four_eyes: bool = False) -> str | None:
    """Say which right the actor lacks for a rule, None when it is there."""
    if four_eyes and rule.action in FOUR_EYES:
        if actor.leads and _in_scope(actor, "team", facts) and facts.assignee != actor.login:
            return None
        return _("At this severity a lead who is not the owner does that")
    scopes = [rule.agent] if "agent" in actor.roles else []
    scopes += [rule.lead] if actor.leads else []
    if any(scope is not None and _in_scope(actor, scope, facts) for scope in scopes):
        return None
    who = _(_SCOPE_WORDS[rule.agent]) if rule.agent else _("a lead of the team")
    return _("Only {who} may do that").format(who=who)


def _in_scope(actor: Actor, scope: str, facts: Facts) -> bool:
    if scope == "own" or (scope == "free" and facts.assignee is not None):
        return facts.assignee == actor.login
    return "manager" in actor.roles or facts.team == actor.team


def _state_reason(action: str, state: str) -> str:
    sources = [rule.source for rule in RULES if rule.action == action]
    words = listed(label("state", source) for source in sources)
    return _("It is {state}; that step starts from: {states}").format(state=label("state", state), states=words)
