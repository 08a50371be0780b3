"""A small ladder of two tracks, and people who may be promoted on it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cstui.floor import accounts
from cstui.floor.levels import cases, standings
from cstui.floor.levels.case_views import Case
from cstui.floor.views import Actor
from tests.conftest import Floor

START = datetime(2026, 3, 16, 4, tzinfo=UTC)  # noon in Shanghai, a Monday
SINCE = date(2025, 1, 6)
ALL_STAGES = ("review", "interview", "report", "decision", "exam", "panel", "notice", "approval", "trial")
LADDER = """\
version = 1
title = {{ en = "Mini", zh = "小" }}
[round]
annual = {annual}
effective_month = 1
[procedure]
stages = [{stages}]
notice_days = 5
notice_options = [5, 3]
[trial]
min_months = 1
normal_months = 2
max_months = 3
[track.skill]
title = {{ en = "Skill", zh = "技能" }}
layers = [["low"], ["middle"], ["high"]]
[track.management]
title = {{ en = "Management", zh = "管理" }}
layers = [["low"], ["middle"], ["chief"]]
[level.low]
title = {{ en = "Low", zh = "低" }}
band = 1
[level.middle]
title = {{ en = "Middle", zh = "中" }}
band = 2
allowance = true
[level.high]
title = {{ en = "High", zh = "高" }}
band = 3
[level.chief]
title = {{ en = "Chief", zh = "长" }}
band = 3
{steps}
[[penalty]]
incident = "serious"
effect = "withhold_allowance"
months = 1
source = "test"
[[penalty]]
incident = "red_line"
effect = "demote"
source = "test"
"""
STEP = """\
[[step]]
from = "{start}"
to = "{to}"
kind = "{kind}"
source = "test"
[[step.need]]
name = "tenure"
kind = "tenure_level"
title = {{ en = "time on the level", zh = "任职时间" }}
at_least = {months}
source = "test"
"""
WAYS = (("low", "middle", "promotion"), ("middle", "high", "promotion"), ("middle", "chief", "promotion"),
        ("high", "chief", "cross"))  # fmt: skip
GIVEN: dict[str, dict[str, Any]] = {
    "review": {"interview": "calm", "report": "ready", "recommended": True},
    "endorse": {"finding": "agreed", "agreed": True},
    "exam": {"name": "knowledge", "score": "91", "passed": True},
    "panel": {"members": "boss lead.wang", "in_favour": "2", "against": "0", "scores": "service=90; exam=91"},
    "notice": {},
    "object": {"text": "I saw otherwise"},
    "settle": {"upheld": False, "finding": "not so"},
    "approve": {},
    "extend": {"trial_months": "3", "reason": "more time"},
    "confirm": {"finding": "good"},
    "revert": {"reason": "not yet"},
    "reject": {"reason": "no"},
    "withdraw": {"reason": "later"},
    "investigate": {"finding": "it was so"},
    "conclude": {"established": True, "conclusion": "it was so"},
    "decide": {"reason": "serious"},
    "appeal": {"text": "it was not me"},
    "hear": {"upheld": False, "finding": "it was"},
}
REPORT = {"gravity": "serious", "on": "2026-03-15", "text": "hung up on a customer"}


def lay_ladder(*, stages: tuple[str, ...] = ALL_STAGES, annual: bool = False, months: int = 12) -> Path:
    """Write the ladder ``mini`` into the site's configuration and return its file."""
    folder = Path(os.environ["CSTUI_CONFIG"])
    steps = "".join(STEP.format(start=start, to=to, kind=kind, months=months) for start, to, kind in WAYS)
    text = LADDER.format(stages=", ".join(f'"{each}"' for each in stages), annual=str(annual).lower(), steps=steps)
    (folder / "ladders").mkdir(parents=True, exist_ok=True)
    file = folder / "ladders" / "mini.toml"
    file.write_text(text, "utf-8")
    return file


def stand(floor: Floor, login: str = "li.na", level: str = "low", since: date = SINCE) -> None:
    """Put a person on a level of the ladder."""
    standings.grade(floor.boss, login, level, ladder="mini", since=since, now=START)


def manager(floor: Floor, login: str = "second") -> Actor:
    """Add another manager."""
    accounts.add_agent(floor.boss, login, name=login, roles=("manager",))
    return accounts.find_actor(login)


def applied(floor: Floor, *, now: datetime = START, **given: Any) -> Case:
    """Let li.na apply for the next level."""
    return cases.apply(floor.agent, values=given, ladder="mini", now=now)


def led_to(floor: Floor, state: str, *, now: datetime = START) -> Case:
    """Lead an application of li.na to a state, all at one instant."""
    case = applied(floor, now=now)
    for action in ("review", "endorse", "exam", "panel", "notice"):
        if case.state == state:
            break
        actor = floor.lead if action in ("review", "exam") else floor.boss
        case = cases.take(actor, case.number, action, GIVEN[action], now=now)
    assert case.state == state
    return case
