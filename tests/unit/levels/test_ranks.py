"""The rank of a year's mean score among those who stood on the same level when the year ended."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cstui.floor.levels.dossier import dossiers
from cstui.floor.levels.evaluate import evaluate
from cstui.floor.levels.ladders import load_ladder
from db import models as rows
from tests.conftest import Floor

AT = datetime(2026, 3, 16, 4, tzinfo=UTC)


def _score(agent_id: int, month: str, total: float, state: str = "published") -> None:
    text = rows.PolicyText.get_or_none(rows.PolicyText.digest == "x") or rows.PolicyText.create(
        digest="x", kind="scorecard", name="ae", text="", kept_at=AT
    )
    rows.Scorecard.create(
        agent=agent_id, month=month, template="ae", policy=text, state=state, total=total, created_at=AT
    )


def _stand(agent_id: int, level: str, since: date, until: date | None = None) -> None:
    rows.Standing.create(
        agent=agent_id, ladder="dual", level=level, since=since, until=until, cause="initial", created_at=AT
    )


def test_ranks_are_of_published_months_and_of_one_level(floor: Floor) -> None:
    people = [floor.agent.id, floor.other.id, floor.stranger.id]
    for agent_id in people:
        _stand(agent_id, "intermediate", date(2024, 1, 1))
    _stand(floor.lead.id, "senior", date(2024, 1, 1))
    for agent_id, totals in zip(people, ((90, 80), (88, 88), (85, 85)), strict=True):
        for month, total in enumerate(totals, 1):
            _score(agent_id, f"2025-0{month}", total)
    _score(floor.lead.id, "2025-01", 99)
    _score(floor.agent.id, "2025-03", 100, state="draft")
    _score(floor.agent.id, "2026-01", 100)
    found = dossiers([*people, floor.lead.id], "dual", on=AT.date())
    assert [found[each].ranks for each in people] == [{2025: (2, 3)}, {2025: (1, 3)}, {2025: (2, 3)}]
    assert found[floor.lead.id].ranks == {2025: (1, 1)}


def test_the_best_of_a_level_meets_the_criterion_of_the_annual_score(floor: Floor) -> None:
    for agent_id, total in ((floor.agent.id, 95), (floor.other.id, 70)):
        _stand(agent_id, "intermediate", date(2024, 1, 1))
        _score(agent_id, "2025-12", total)
    ladder = load_ladder("dual")
    told = {}
    for agent_id, found in dossiers([floor.agent.id, floor.other.id], "dual", on=AT.date()).items():
        verdicts = evaluate(ladder, found, "senior", AT.date()).criteria
        told[agent_id] = next(each.text for each in verdicts if each.criterion == "annual-score")
    title = "colleagues of the same level who scored higher"
    assert told == {
        floor.agent.id: f"{title} 0 %, below 20 %: met (in 2025)",
        floor.other.id: f"{title} 50 %: must be below 20 % (in 2025)",
    }
