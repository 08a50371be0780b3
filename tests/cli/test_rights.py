"""The table of rights, tried through the commands: every role at every right."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cstui.floor.access import RIGHTS
from cstui.floor.steps import RULES
from cstui.floor.views import ROLES
from tests.cli.conftest import Run
from tests.conftest import Floor
from tests.unit.levels.promoting import lay_ladder
from tests.unit.rosters.requests_floor import publish

AHEAD = date.today() + timedelta(days=14 - date.today().weekday())  # a Monday
COMMANDS = {
    "complaint.read": ("complaint", "list"),
    "complaint.add": ("complaint", "add", "--subject", "x"),
    "agent.read": ("agent", "list"),
    "agent.write": ("team", "add", "web", "--name", "Web"),
    "customer.read": ("customer", "list"),
    "complaint.reveal": ("complaint", "show", "C-000001", "--reveal", "x"),
    "customer.write": ("customer", "tier", "C-000002", "vip"),
    "customer.erase": ("customer", "erase", "C-000002", "--reason", "x", "--yes"),
    "template.write": ("template", "add", "late", "--text", "x"),
    "import.complaints": ("import", "complaints", "rows.csv", "--dry-run"),
    "import.agents": ("import", "agents", "rows.csv", "--dry-run"),
    "import.customers": ("import", "customers", "rows.csv", "--dry-run"),
    "report.read": ("report", "causes"),
    "export": ("export", "agents", "-", "--format", "csv"),
    "export.full": ("export", "complaints", "-", "--format", "csv", "--full", "audit"),
    "duty.write": ("duty", "add", "mail", "x"),
    "handover": ("handover", "give"),
    "incident": ("incident", "open", "x"),
    "calendar.check": ("calendar", "check"),
    "calendar.apply": ("calendar", "apply", "--yes"),
    "level.read": ("level", "cases"),
    "level.apply": ("level", "apply", "--ladder", "mini"),
    "level.propose": ("level", "apply", "zhang.wei", "--ladder", "mini"),
    "level.decide": ("level", "vacancy", "open", "chief", "--ladder", "mini"),
    "level.object": ("level", "object", "1", "--text", "x"),
    "level.write": ("level", "profile", "li.na", "--status", "regular"),
    "evidence.write": ("praise", "add", "li.na", "--from", "x"),
    "swap.ask": ("roster", "swap", "ask", AHEAD),
    "swap.decide": ("roster", "swap", "approve", "1"),
    "leave.ask": ("roster", "leave", "ask", "annual", AHEAD),
    "leave.decide": ("roster", "leave", "approve", "1"),
    "clock": ("roster", "clock", "in"),
    "attendance.read": ("roster", "attendance"),
    "attendance.write": ("roster", "absent", "li.na"),
    "coverage.read": ("roster", "coverage"),
    "score.read": ("score", "show"),
    "score.write": ("score", "run", "2026-10"),
    "import.praise": ("import", "praise", "facts.csv", "--dry-run"),
    "import.training": ("import", "training", "facts.csv", "--dry-run"),
    "import.penalties": ("import", "penalties", "facts.csv", "--dry-run"),
    "import.profiles": ("import", "profiles", "facts.csv", "--dry-run"),
    "import.scores": ("import", "scores", "scores.csv", "--dry-run"),
    "import.roster": ("import", "roster", "week.csv", "--dry-run"),
    "import.attendance": ("import", "attendance", "stamps.csv", "--dry-run"),
    "import.demand": ("import", "demand", "calls.csv", "--dry-run"),
    "roster.read": ("roster", "show"),
    "roster.write": ("roster", "set", "li.na", "mon..fri", "A1"),
    "journal.read": ("journal", "show"),
    "store.keep": ("db", "backup", "copy.db"),
    "store.check": ("db", "check"),
}
ROWS = "login,name,customer_id,narrative\nnew,New,K-1,x\n"


def test_every_right_has_a_command() -> None:
    assert set(COMMANDS) == set(RIGHTS)


@pytest.fixture
def person(done: Run) -> Run:
    """Add somebody who holds one role only and return the login."""

    def add(role: str) -> str:
        done("agent", "add", f"only.{role}", "--name", role, "--role", role)
        return f"only.{role}"

    return add


@pytest.fixture
def on_notice(done: Run) -> Run:
    """Put a person and two others on a ladder, and lead the case of one of those to its public notice."""

    def lead(login: str) -> None:
        lay_ladder(stages=("review", "notice", "approval"), months=0)
        for each in (login, "li.na", "zhang.wei"):
            done("level", "set", each, "low", "--ladder", "mini", "--since", "2025-01-06")
        done("level", "apply", "--ladder", "mini", login="li.na")
        said = ("--interview", "x", "--report", "x", "--recommended")
        done("level", "review", "1", *said, login="lead.wang")
        done("level", "notice", "1")

    return lead


@pytest.fixture
def undecided(done: Run, floor: Floor) -> Run:
    """Give a person and two others a shift, and have those two wait for a decision on a swap and on leave."""

    def wait(login: str) -> None:
        week = {login: "A1 off off off off off off", "li.na": "off A1 off off off off off"}
        publish(floor.lead, week | {"zhang.wei": "off B1 off off off off off"}, monday=AHEAD)
        tuesday = AHEAD + timedelta(days=1)
        done("roster", "swap", "ask", tuesday, "--with", "zhang.wei", "--their-day", tuesday, login="li.na")
        done("roster", "swap", "accept", "1", login="zhang.wei")
        done("roster", "leave", "ask", "annual", AHEAD + timedelta(days=2), login="li.na")

    return wait


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", COMMANDS)
def test_who_has_the_right_may_and_nobody_else(
    cstui: Run, person: Run, on_notice: Run, undecided: Run, tmp_path: Path, action: str, role: str
) -> None:
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    (tmp_path / "facts.csv").write_text("login,giver,subject,status\nli.na,Ann,lead,regular\n", "utf-8")
    (tmp_path / "scores.csv").write_text("login,month,item,score\nli.na,2026-10,work,\n", "utf-8")
    (tmp_path / "week.csv").write_text("login,date,shift\nli.na,2026-11-23,A1\n", "utf-8")
    (tmp_path / "stamps.csv").write_text("login,date,in,out\nli.na,2025-11-24,08:00,17:00\n", "utf-8")
    (tmp_path / "calls.csv").write_text("start,count\n2026-11-23 09:00,40\n", "utf-8")
    login = person(role)
    if action.startswith("level."):
        on_notice(login)
    if action.startswith(("swap.", "leave.")):
        undecided(login)
    cstui("complaint", "add", "--subject", "x", "--customer-phone", "13812341234")
    cstui("complaint", "assign", "C-000001", "--to", login)
    cstui("complaint", "add", "--subject", "y", "--customer-id", "K-2")
    cstui("complaint", "withdraw", "C-000002", "--reason", "x", "--notice", "x")
    result = cstui(*COMMANDS[action], login=login)
    assert result.exit_code == (0 if role in RIGHTS[action] else 1), result.output
    if role not in RIGHTS[action]:
        assert result.stdout == ""
        assert "cstui: " in result.stderr


FIRST_STEPS = {rule.action: rule for rule in RULES if rule.source == "registered"}
FORM_OF = {
    "assign": ("--to", "li.na"),
    "transfer": ("--to", "cards", "--reason", "x"),
    "withdraw": ("--reason", "x", "--notice", "x"),
    "contact": ("--direction", "inbound", "--channel", "phone", "--text", "x"),
    "note": ("--text", "x"),
    "merge": ("--into", "C-000002", "--reason", "x", "--notice", "x"),
    "promise": ("--due", "+1h", "--what", "x"),
    "extend": (
        *("--clock", "statutory", "--span", "5d", "--approver", "boss"),
        *("--reason", "complex", "--notice", "told by letter"),
    ),
    "escalate": ("--level", "reminder", "--to", "lead.wang", "--text", "x"),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", FIRST_STEPS)
def test_steps_of_a_registered_case_by_role(cstui: Run, person: Run, action: str, role: str) -> None:
    rule = FIRST_STEPS[action]
    cstui("complaint", "add", "--subject", "x")
    cstui("complaint", "add", "--subject", "y")
    result = cstui("complaint", action, "C-000001", *FORM_OF.get(action, ()), login=person(role))
    allowed = (role == "agent" and rule.agent is not None) or (role in ("lead", "manager") and rule.lead is not None)
    if action == "release" and allowed:  # the right is there for who has it, but nobody does
        assert "Nobody owns" in result.stderr or "owner" in result.stderr
        allowed = False
    if action == "extend" and allowed:  # the right is there, but the pack retail has nothing to extend
        assert "allows no extension" in result.stderr
        allowed = False
    assert result.exit_code == (0 if allowed else 1), result.output
