"""Dispatch obeys level and certificate: offers, the next case, claiming and assigning, on the day it matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine

from cstui.errors import Refused
from cstui.floor import complaints, dispatch, notices, passing
from cstui.floor.levels import certificates, standings
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, TODAY
from tests.unit.rosters.staffing import MONDAY, publish, wall

House = Callable[[str], None]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


def passed(floor: Floor, ref: str, at: datetime = NOON) -> dict[str, str | None]:
    return {offer.login: offer.passed_over for offer in dispatch.offers(floor.boss, ref, now=at)}


def registered(floor: Floor, at: datetime, team: str = "floor") -> str:
    """Take in a critical case and lead it to where it can be claimed."""
    ref = complaints.add(floor.boss, {"subject": "x", "severity": "critical", "team": team}, now=at).ref
    complaints.take(floor.boss, ref, "verify", {"checked": "x", "finding": "well-founded"}, now=at)
    return complaints.take(floor.boss, ref, "register", {"severity": "critical"}, now=at).ref


@pytest.fixture
def critical(floor: Floor) -> str:
    """A critical case of the team that nobody owns, with two lesser ones behind it."""
    for _number in range(2):
        complaints.add(floor.boss, {"subject": "x", "severity": "minor", "team": "floor"}, now=NOON)
    return registered(floor, NOON)


@pytest.fixture
def levels(floor: Floor) -> None:
    standings.grade(floor.boss, "li.na", "senior", since=MONDAY, now=NOON)
    standings.grade(floor.boss, "zhang.wei", "junior", since=MONDAY, now=NOON)


@pytest.fixture
def house(floor: Floor, tmp_path: Path) -> House:
    folder = tmp_path / "config" / "levels"
    folder.mkdir(parents=True)

    def lay(text: str) -> None:
        (folder / "house.toml").write_text(f'ladder = "dual"\n{text}', "utf-8")

    return lay


def test_before_anybody_stands_all_are_offered_and_the_offer_says_so(floor: Floor, critical: str) -> None:
    assert set(passed(floor, critical).values()) == {None}
    assert "Nobody of the team stands on the ladder yet" in dispatch.unknown(floor.lead, critical, now=NOON)


@pytest.mark.usefixtures("levels")
def test_a_critical_case_is_offered_to_the_level_only(floor: Floor, critical: str) -> None:
    found = passed(floor, critical)
    assert found["li.na"] is None
    assert found["zhang.wei"] == "critical takes Senior specialist; is Junior specialist"
    assert found["lead.wang"] == "critical takes Senior specialist; stands on no level"
    assert "ladder" not in dispatch.unknown(floor.lead, critical, now=NOON)


@pytest.mark.usefixtures("levels")
def test_the_next_case_is_one_that_the_level_allows(floor: Floor, critical: str) -> None:
    mine, theirs = (dispatch.next_case(actor, now=NOON) for actor in (floor.agent, floor.other))
    assert mine is not None and mine[0].ref == critical
    assert theirs is not None and theirs[0].severity == "minor"


@pytest.mark.usefixtures("levels")
def test_nobody_takes_what_the_level_does_not_allow_but_a_lead_may_give_it(floor: Floor, critical: str) -> None:
    with pytest.raises(Refused, match="Not for you: critical takes"):
        complaints.take(floor.other, critical, "claim", now=NOON)
    with pytest.raises(Refused, match="zhang.wei: critical takes"):
        complaints.take(floor.lead, critical, "assign", {"to": "zhang.wei"}, now=NOON)
    given = {"to": "zhang.wei", "reason": "the only one who speaks Uyghur"}
    assert complaints.take(floor.lead, critical, "assign", given, now=NOON).assignee == "zhang.wei"


@pytest.mark.usefixtures("levels")
def test_a_case_from_another_team_is_accepted_by_the_level_or_by_a_lead(floor: Floor) -> None:
    refs = []
    for _number in range(2):
        ref = registered(floor, NOON, "cards")
        complaints.take(floor.boss, ref, "transfer", {"to": "floor", "reason": "x"}, now=NOON)
        refs.append(ref)
    with pytest.raises(Refused, match="Not for you"):
        complaints.take(floor.other, refs[0], "accept", now=NOON)
    assert complaints.take(floor.agent, refs[0], "accept", now=NOON).assignee == "li.na"
    assert complaints.take(floor.lead, refs[1], "accept", now=NOON).assignee == "lead.wang"


@pytest.mark.usefixtures("levels")
def test_spreading_gives_it_to_whom_it_may_go(floor: Floor, critical: str) -> None:
    done, refused = dispatch.spread(floor.lead, [critical], now=NOON)
    assert [each.assignee for each in done] == ["li.na"] and refused == ()


def test_when_nobody_is_allowed_it_stays_and_says_why(floor: Floor, critical: str) -> None:
    standings.grade(floor.boss, "zhang.wei", "junior", since=MONDAY, now=NOON)
    _done, refused = dispatch.spread(floor.lead, [critical], now=NOON)
    assert refused[0][0] == critical and "critical takes Senior specialist" in refused[0][1]


def test_on_the_day_a_certificate_lapses_its_holder_is_off_that_queue_and_the_lead_was_warned(
    floor: Floor, house: House
) -> None:
    house('[queue.floor]\ncertificate = "calls"\n')
    end = TODAY + timedelta(days=60)
    certificates.issue(floor.lead, "li.na", "calls", until=end, now=NOON)
    seen = []
    for left in (31, 30, 0, -1):
        with time_machine.travel(noon(end - timedelta(days=left)), tick=False):
            passing.journal_time()
            ref = complaints.add(floor.boss, {"subject": "x", "severity": "minor", "team": "floor"}).ref
            warned = [each.body["until"] for each in notices.notices(floor.lead)]
            seen.append((passed(floor, ref, noon(end - timedelta(days=left)))["li.na"], warned))
            offered = dispatch.next_case(floor.agent)
            assert (offered is None) == (left < 0)
    told = [end.isoformat()]
    assert seen == [(None, []), (None, told), (None, told), (f"the certificate calls ended on {end}", told)]
    with time_machine.travel(noon(end + timedelta(days=1)), tick=False):
        with pytest.raises(Refused, match="ended on"):
            complaints.take(floor.agent, ref, "claim")
        with pytest.raises(Refused, match="ended on"):
            complaints.take(floor.lead, ref, "assign", {"to": "li.na", "reason": "nobody else"})
        certificates.requalify(floor.lead, "li.na", "calls", passed=True)
        assert complaints.take(floor.agent, ref, "claim").assignee == "li.na"


@pytest.mark.usefixtures("levels")
def test_the_only_one_of_the_level_on_shift_is_told_so(floor: Floor) -> None:
    publish(floor.boss, {login: {MONDAY: "A1"} for login in ("li.na", "zhang.wei", "lead.wang")})
    noon_ = wall("12:00")
    registered(floor, noon_)
    found = dispatch.next_case(floor.agent, now=noon_)
    assert found is not None and found[1].endswith("you are the only Senior specialist on shift")
    standings.grade(floor.boss, "lead.wang", "supervisor", since=MONDAY, now=NOON)
    found = dispatch.next_case(floor.agent, now=noon_)
    assert found is not None and "only" not in found[1]
