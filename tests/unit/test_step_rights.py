"""Every role, step, state and relation: what steps.RULES allows is done, all else is refused and journaled.

What a scope means is spelled out here a second time, from the specification, not taken from the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from cstui.errors import Conflict, NotFound, Refused
from cstui.floor import accounts, complaints, leavers, setup, steps, store, undo
from cstui.floor.access import Denied
from cstui.floor.forms import FORMS
from cstui.floor.marks import number_of, ref_of
from cstui.floor.views import OPEN_STATES, STATES, Actor
from db import connection, journal
from db import models as rows
from db.fields import NEVER

ROLES: dict[str, tuple[str, ...]] = {
    "agent": ("agent",),
    "lead": ("lead",),
    "both": ("agent", "lead"),
    "manager": ("manager",),
    "auditor": ("auditor",),
    "admin": ("admin",),
}
# team and owner of the case, seen from who acts: "me", a colleague, nobody; the actor is of the team floor
RELATIONS: dict[str, tuple[str, str | None]] = {
    "own": ("floor", "me"),
    "free": ("floor", None),
    "colleague's": ("floor", "colleague"),
    "elsewhere, free": ("cards", None),
    "elsewhere, owned": ("cards", "stranger"),
}
SPARE = {"floor": "spare", "cards": "stranger.two"}
OTHER = {"floor": "cards", "cards": "floor"}
LONG = "2035-01-01 10:00"
VALUES: dict[str, dict[str, object]] = {
    "verify": {"checked": "call record", "finding": "charged twice"},
    "register": {"severity": "normal"},
    "transfer": {"reason": "theirs"},
    "return": {"reason": "yours"},
    "coordinate": {"parties": "billing", "note": "refund"},
    "wait": {"waiting_for": "customer", "what": "receipt", "until": LONG},
    "respond": {"channel": "phone", "text": "refunded", "actions": "refund", "category": "billing"},
    "close": {"accepted": "yes", "satisfaction": "4"},
    "not-accepted": {"reason": "too little"},
    "reopen": {"reason": "it happened again"},
    "promise": {"due": LONG, "what": "a call back"},
    "extend": {"clock": "statutory", "span": "15d", "approver": "boss", "reason": "complex", "notice": "by letter"},
    "escalate": {"level": "reminder", "to": "spare", "text": "please answer"},
    "merge": {"reason": "the same charge", "notice": "by phone"},
    "reject": {"reason": "none of ours", "notice": "by phone"},
    "withdraw": {"reason": "settled", "notice": "by phone"},
    "contact": {"direction": "outbound", "channel": "phone", "text": "called"},
    "note": {"text": "noted"},
}


class Case(NamedTuple):
    ref: str
    team: str
    owner: str | None


class Undone(Exception):
    """Takes back what a test has just done."""


@pytest.fixture(scope="module")
def actors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Actor]]:
    """One floor for the whole table, with a person of every role."""
    setup.init_floor(tmp_path_factory.mktemp("rights") / "floor.db", login="boss", name="Boss")
    connection.database.pragma("synchronous", 0)  # thousands of steps, none of which must survive a power cut
    boss = accounts.find_actor("boss")
    accounts.add_team(boss, "cards", name="Cards")
    for login, roles in ROLES.items():
        accounts.add_agent(boss, login, name=login, roles=roles)
    for login, team in (("colleague", "floor"), ("spare", "floor"), ("stranger", "cards"), ("stranger.two", "cards")):
        accounts.add_agent(boss, login, name=login, team=team)
    yield {login: accounts.find_actor(login) for login in ROLES}
    store.close_floor()


def case(actor: Actor | None, state: str, relation: str) -> Case:
    """Write a case in a state, as an import could have brought it."""
    team, owner = RELATIONS[relation]
    login = actor.login if owner == "me" and actor else owner
    is_open, now = state in OPEN_STATES, store.now()
    with store.transaction():
        row = rows.Complaint.create(
            team=accounts.team_row(team).id, state=state, open=is_open, severity=2, channel="phone", subject="x",
            policy="cn-bank", received_at=now, due_at=NEVER, statutory_at=NEVER, created_at=now, updated_at=now,
            assignee=accounts.find_actor(login).id if login else None, closed_at=None if is_open else now,
            former_team=accounts.team_row(OTHER[team]).id, former_state="registered",
        )  # fmt: skip
        body = {"to": state, "severity": "normal", "policy": "cn-bank"}
        journal.append(journal.Fact(now, None, "floor", "received", ref_of(row.id), body))
    return Case(ref_of(row.id), team, login)


def values(action: str, found: Case) -> dict[str, object]:
    extra = {"assign": {"to": SPARE[found.team]}, "transfer": {"to": OTHER[found.team]}}
    if action == "merge":
        extra["merge"] = {"into": case(None, "handling", "free" if found.team == "floor" else "elsewhere, free").ref}
    return VALUES.get(action, {}) | extra.get(action, {})


def within(scope: str | None, actor: Actor, found: Case) -> bool:
    """What the scopes of the table mean."""
    team = found.team == "floor" or "manager" in actor.roles
    return {
        None: False,
        "own": found.owner == actor.login,
        "free": found.owner == actor.login or (found.owner is None and team),
        "team": team,
    }[scope]


def expected(actor: Actor, rule: steps.Rule, found: Case) -> type[Exception] | None:
    """What must become of a step: an error, or None when it is taken."""
    if actor.login == "admin":
        return Denied  # an administrator approves no business act, and sees none
    if found.team != "floor" and actor.login not in ("manager", "auditor"):
        return NotFound
    if rule.action == "claim" and found.owner is not None and (found.owner, rule.source) != (actor.login, "registered"):
        return Conflict
    scopes = [rule.agent] * ("agent" in actor.roles) + [rule.lead] * bool(actor.roles & {"lead", "manager"})
    if not any(within(scope, actor, found) for scope in scopes):
        return Denied
    if rule.action == "release" and found.owner is None:
        return Refused
    return None


def stored(found: Case) -> dict[str, Any]:
    (row,) = rows.Complaint.select().where(rows.Complaint.id == number_of(found.ref)).dicts().iterator()
    return row


def test_every_rule_has_a_form_and_every_form_a_rule() -> None:
    assert set(steps.ACTIONS) == set(FORMS)
    assert {rule.source for rule in steps.RULES} | {rule.target for rule in steps.RULES} <= {*STATES, steps.FORMER}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
def test_what_the_table_allows_is_done_and_all_else_refused(actors: dict[str, Actor], role: str, relation: str) -> None:
    actor = actors[role]
    for rule in steps.RULES:
        found = case(actor, rule.source, relation)
        error = expected(actor, rule, found)
        form, what = values(rule.action, found), f"{rule.action} from {rule.source}"
        before, seq = stored(found), journal.head().seq
        if error is None:
            with pytest.raises(Undone), store.transaction():
                done = complaints.take(actor, found.ref, rule.action, form)
                assert done.state == ("registered" if rule.target == steps.FORMER else rule.target), what
                assert done.version == before["version"] + 1, what
                raise Undone
            continue
        with pytest.raises(Refused) as refusal:
            complaints.take(actor, found.ref, rule.action, form)
        assert type(refusal.value) is error, what
        assert stored(found) == before, what
        assert journal.head().seq == seq + (error is Denied), what
        if error is Denied:
            last = rows.Event.get_by_id(seq + 1)
            wanted = "complaint.read" if role == "admin" else rule.action
            assert (last.action, last.actor_id, last.body) == ("refused", actor.id, {"wanted": wanted}), what
            assert last.subject == ("floor" if role == "admin" else found.ref), what


def test_a_step_from_a_state_without_that_arrow_is_refused(actors: dict[str, Actor]) -> None:
    arrows = {(rule.action, rule.source) for rule in steps.RULES}
    missing = [(action, state) for action in FORMS for state in STATES if (action, state) not in arrows]
    assert len(missing) > 100
    for action, state in missing:
        found = case(actors["manager"], state, "free")
        form = values(action, found)
        before, seq = stored(found), journal.head().seq
        with pytest.raises(Refused, match=found.ref) as refusal:
            complaints.take(actors["manager"], found.ref, action, form)
        assert type(refusal.value) is Refused
        assert (stored(found), journal.head().seq) == (before, seq)


def test_the_page_of_a_complaint_dims_what_would_be_refused(actors: dict[str, Actor]) -> None:
    for role in ("agent", "lead", "manager", "auditor"):
        for state in STATES:
            for relation in ("own", "free", "colleague's"):
                found = case(actors[role], state, relation)
                for action, obstacle in complaints.show(actors[role], found.ref).steps.items():
                    rule = steps.rule_of(action, state)
                    error = Refused if rule is None else expected(actors[role], rule, found)
                    if action == "release" and relation == "free":
                        continue  # told by the step itself: there is nobody to release it from
                    assert (obstacle is None) == (error is None), (role, state, relation, action, obstacle)


def test_a_right_is_looked_up_at_the_time_of_the_step(actors: dict[str, Actor]) -> None:
    boss = accounts.find_actor("boss")
    accounts.add_agent(boss, "leaving", name="Leaving")
    actor = accounts.find_actor("leaving")
    found = case(actor, "registered", "free")
    leavers.disable_agent(boss, "leaving")
    with pytest.raises(Refused, match="disabled"):
        complaints.take(actor, found.ref, "claim")
    with pytest.raises(Refused, match="disabled"):
        complaints.add(actor, {"subject": "x"})
    with pytest.raises(Refused, match="disabled"):
        undo.undo(actor)
    demoted = actors["lead"]._replace(login="agent")  # believes to lead, is stored as an agent
    with pytest.raises(Denied):
        complaints.take(demoted, found.ref, "assign", {"to": "spare"})
