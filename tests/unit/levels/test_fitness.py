"""Who is passed over for want of a level or a certificate, and who is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import complaints, dispatch, passing
from cstui.floor.asked import Asked
from cstui.floor.levels import certificates, fitness, policy, standings
from db.queries import people
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, TODAY, statements

Lay = Callable[[str], None]


@pytest.fixture
def lay(floor: Floor, tmp_path: Path) -> Lay:
    """Lay the site's own levels/house.toml."""
    folder = tmp_path / "config" / "levels"
    folder.mkdir(parents=True)

    def write(text: str) -> None:
        (folder / "house.toml").write_text(text, "utf-8")

    write('ladder = "dual"\n')
    return write


def case(severity: str = "critical", team: str = "floor", category: str | None = None) -> Asked:
    return Asked(severity, next(each.id for each in people.teams() if each.slug == team), team, category)


def against(
    severity: str = "critical", team: str = "floor", category: str | None = None, on: date = TODAY
) -> dict[str, str]:
    staff = people.accounts(team)
    found = fitness.obstacles([each.id for each in staff], case(severity, team, category), on=on)
    return {each.login: found[each.id].reason for each in staff if each.id in found}


def test_a_floor_without_standings_passes_nobody_over(floor: Floor) -> None:
    assert against() == {}
    told = fitness.note(case(), on=TODAY)
    assert told is not None and "Nobody of the team stands on the ladder yet" in told
    assert fitness.note(case("minor"), on=TODAY) is None


def test_once_anybody_stands_the_level_is_asked_for(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "senior", since=TODAY, now=NOON)
    standings.grade(floor.boss, "zhang.wei", "junior", since=TODAY, now=NOON)
    found = against()
    assert "li.na" not in found
    assert found["zhang.wei"] == "critical takes Senior specialist; is Junior specialist"
    assert found["lead.wang"] == "critical takes Senior specialist; stands on no level"
    assert against("major") == {}
    assert against(team="cards") == {}, "nobody stands there"
    assert against(on=TODAY - timedelta(days=1)) == {}, "nobody stood there yet"
    assert fitness.note(case(), on=TODAY) is None


def test_levels_that_the_teams_ladder_does_not_have_ask_for_nothing(floor: Floor, lay: Lay) -> None:
    lay('ladder = "dual"\n[team.floor]\nladder = "streak"\n[dispatch.critical]\nlevels = ["expert"]\n')
    standings.grade(floor.boss, "li.na", "junior", since=TODAY, now=NOON)
    assert against() == {}


def test_a_misspelt_level_is_refused_and_asks_not_for_nothing(floor: Floor, lay: Lay) -> None:
    lay('ladder = "dual"\n[dispatch.critical]\nlevels = ["senior", "exprt"]\n')
    assert against()["li.na"] == "it is not known whom it may go to: exprt is a level of no ladder"
    assert against("minor") == {}
    lay('ladder = "dual"\n[category.fraud]\nlevels = ["exprt"]\n')
    assert "li.na" in against("minor", category="fraud") and against() == {}


def test_a_certificate_counts_to_the_end_of_its_last_day(floor: Floor, lay: Lay) -> None:
    lay('ladder = "dual"\n[queue.floor]\ncertificate = "calls"\n')
    end = TODAY + timedelta(days=5)
    certificates.issue(floor.lead, "li.na", "calls", until=end, now=NOON)
    assert "li.na" not in against("minor", on=end)
    assert against("minor", on=end + timedelta(days=1))["li.na"] == f"the certificate calls ended on {end}"
    assert against("minor")["zhang.wei"] == "has no certificate calls"
    assert against("minor", team="cards") == {}


def test_who_failed_too_often_is_off_the_queue(floor: Floor, lay: Lay) -> None:
    lay('ladder = "dual"\n[queue.floor]\ncertificate = "calls"\n[certificate]\nretakes = 1\n')
    certificates.issue(floor.lead, "li.na", "calls", now=NOON)
    for _number in range(2):
        assert "li.na" not in against()
        certificates.requalify(floor.lead, "li.na", "calls", passed=False, now=NOON)
    assert against()["li.na"] == f"the certificate calls is suspended since {TODAY}"


def test_severity_queue_and_category_are_all_asked(floor: Floor, lay: Lay) -> None:
    lay(
        'ladder = "dual"\n[dispatch.critical]\ncertificate = "grave"\n[queue.floor]\ncertificate = "calls"\n'
        '[category.fraud]\nlevels = ["expert"]\n'
    )
    for name in ("grave", "calls"):
        certificates.issue(floor.lead, "li.na", name, now=NOON)
    standings.grade(floor.boss, "li.na", "senior", now=NOON)
    assert "li.na" not in against()
    assert "fraud takes" in against(category="fraud")["li.na"]
    assert against("minor")["zhang.wei"] == "has no certificate calls"
    assert against()["zhang.wei"] == "has no certificate grave"


def test_the_only_one_of_a_level_on_shift_is_told(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "senior", since=TODAY, now=NOON)
    standings.grade(floor.boss, "zhang.wei", "junior", since=TODAY, now=NOON)
    me, other = floor.agent.id, floor.other.id
    assert fitness.only_one(me, [other], case(), on=TODAY) == "Senior specialist"
    assert fitness.only_one(me, [other], case("minor"), on=TODAY) is None
    assert fitness.only_one(other, [me], case(), on=TODAY) is None
    standings.grade(floor.boss, "lead.wang", "supervisor", since=TODAY, now=NOON)
    assert fitness.only_one(me, [other, floor.lead.id], case(), on=TODAY) is None


def test_many_people_cost_no_more_reads_than_one(floor: Floor, lay: Lay) -> None:
    lay('ladder = "dual"\n[dispatch.critical]\nlevels = ["senior"]\ncertificate = "grave"\n')
    standings.grade(floor.boss, "li.na", "senior", now=NOON)
    staff = [each.id for each in people.accounts("floor")]

    asked = case()
    reads = [statements(partial(fitness.obstacles, some, asked, on=TODAY)) for some in (staff, staff[-2:])]
    assert len(staff) > 3 and max(reads) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ladder = 1",
        'ladder = "dual"\nsurprise = 1',
        'ladder = "dual"\n[dispatch.grave]\nlevels = []',
        'ladder = "dual"\n[dispatch.critical]\nlevels = "senior"',
        'ladder = "dual"\n[queue.cards]\ncertificate = ""',
        'ladder = "dual"\n[certificate]\nretakes = -1',
        'ladder = "dual"\n[record]\nkinds = ["gossip"]',
        'ladder = "dual"\n[team.cards]\nladders = "x"',
    ],
)
def test_a_policy_that_does_not_fit_is_refused(lay: Lay, text: str) -> None:
    lay(text)
    with pytest.raises(BadInput, match="house.toml"):
        policy.load_policy()


@pytest.mark.parametrize("text", ["ladder = [", 'ladder = "nowhere"\n[dispatch.critical]\nlevels = ["senior"]\n'])
def test_a_broken_file_holds_critical_cases_back_and_nothing_else(floor: Floor, lay: Lay, text: str) -> None:
    lay(text)
    assert set(against()) == {"li.na", "zhang.wei", "lead.wang", "boss", "qa.sun"}
    assert "not known whom" in against()["li.na"] and against("normal") == against("major") == {}
    told = fitness.note(case(), on=TODAY)
    assert told is not None and told.startswith("Levels and certificates are not asked for: ")
    assert fitness.only_one(floor.agent.id, [], case(), on=TODAY) is None


def test_work_goes_on_over_a_broken_file(floor: Floor, lay: Lay) -> None:
    lay("ladder = [")
    critical = complaints.add(floor.lead, {"subject": "x", "severity": "critical"}, now=NOON).ref
    ordinary = complaints.add(floor.lead, {"subject": "y", "severity": "minor"}, now=NOON).ref
    found = dispatch.next_case(floor.agent, claim=True, now=NOON)
    assert found is not None and found[0].ref == ordinary
    warning = dispatch.claim_warning(floor.agent, now=NOON) or ""
    assert warning.startswith("Levels and certificates are not asked for: ") and "house.toml" in warning
    with pytest.raises(Refused, match="not known whom"):
        complaints.take(floor.agent, critical, "claim", now=NOON)
    with pytest.raises(Refused, match="Give a reason|not known whom"):
        complaints.take(floor.lead, critical, "assign", {"to": "li.na"}, now=NOON)
    given = {"to": "li.na", "reason": "the file is being mended"}
    assert complaints.take(floor.lead, critical, "assign", given, now=NOON).assignee == "li.na"
    assert passing.journal_time(now=NOON + timedelta(days=9)) > 0  # limits are kept


def test_a_file_mended_or_taken_away_is_heeded_at_once(floor: Floor, lay: Lay, tmp_path: Path) -> None:
    lay("ladder = [")
    assert against() and fitness.trouble()
    lay('ladder = "five"\n')
    assert against() == {} and fitness.trouble() is None and policy.load_policy().ladder == "five"
    (tmp_path / "config" / "levels" / "house.toml").unlink()
    assert policy.load_policy().ladder == "dual"  # the shipped one stands behind it
    ref = complaints.add(floor.lead, {"subject": "x", "severity": "critical"}, now=NOON).ref
    assert complaints.take(floor.agent, ref, "claim", now=NOON).assignee == "li.na"


def test_what_people_call_a_level_outlives_its_ladder(floor: Floor, tmp_path: Path) -> None:
    assert fitness.title("dual", "senior") == "Senior specialist" and fitness.title("dual", "king") == "king"
    assert fitness.title("gone", "senior") == "senior"
    broken = tmp_path / "config" / "ladders" / "broken.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("version = [", "utf-8")
    assert fitness.title("broken", "senior") == "senior"


def test_the_shipped_policy_names_levels_of_its_ladder(floor: Floor) -> None:
    from cstui.floor.levels.ladders import load_ladder

    shipped = policy.load_policy()
    known = load_ladder(shipped.ladder).levels
    asked = set(shipped.severities["critical"].levels)
    assert asked & set(known) and not asked & {"assistant", "junior", "intermediate"}
    assert (shipped.valid_months, shipped.warn_days, shipped.retakes) == (12, 30, 3)
    assert all(shipped.demands(severity, "floor", None) == () for severity in ("major", "normal", "minor"))
