"""The inbox: what waits for whom, never one's own among the decisions, and the count for the header."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cstui.errors import Conflict, NotFound, Refused
from cstui.floor import notice_words, notices
from cstui.floor.access import Denied
from cstui.floor.notices import Notice
from cstui.floor.rosters import excuses, leave, open_shifts, preferences, swaps
from cstui.floor.rosters.inbox import Inbox, inbox
from cstui.floor.rosters.request_steps import MACHINES
from cstui.floor.rosters.requests import PAST
from cstui.floor.rosters.waiting import waiting_count
from cstui.floor.views import Actor
from cstui.i18n import set_language
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import FRI, MON, NOW, THU, TUE, WED, publish

YESTERDAY = (NOW - timedelta(days=1)).date()


@pytest.fixture
def busy(floor: Floor) -> Floor:
    """A floor on which everything is under way at once."""
    publish(floor.lead, {"li.na": "A1 off A1 off off off off", "zhang.wei": "off off B1 off off off off"})
    publish(floor.lead, {"lead.wang": "off A2 off off off off off"})
    swaps.accept(floor.other, swaps.ask(floor.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number, now=NOW)
    swaps.ask(floor.agent, MON, now=NOW)
    swaps.ask(floor.lead, TUE, peer="li.na", now=NOW)
    leave.ask(floor.other, "annual", FRI, now=NOW)
    leave.ask(floor.lead, "annual", FRI, now=NOW)
    open_shifts.ask(floor.other, open_shifts.post(floor.lead, THU, "A1", now=NOW).number, now=NOW)
    open_shifts.post(floor.lead, MON, "B1", now=NOW)
    excuses.explain(floor.lead, YESTERDAY, "the lift stood still", now=NOW)
    excuses.explain(floor.other, YESTERDAY, "the bus broke down", now=NOW)
    return floor


def listed(found: Inbox) -> dict[str, list[tuple[str, int]]]:
    """Return kind and number of every request, part by part."""
    return {
        "decide": [(item.kind, item.number) for item in found.decide],
        "offered": [(item.kind, item.number) for item in found.offered],
        "mine": [(item.kind, item.number) for item in found.mine],
    }


def test_an_agent_reads_offers_and_what_is_under_way(busy: Floor) -> None:
    """Li cannot take the open shift of Monday, on which Li works."""
    assert listed(inbox(busy.agent, now=NOW)) == {
        "decide": [],
        "offered": [("swap", 3)],
        "mine": [("swap", 2), ("swap", 1)],
    }
    assert listed(inbox(busy.other, now=NOW)) == {
        "decide": [],
        "offered": [("swap", 2), ("open_shift", 2)],
        "mine": [("swap", 1), ("leave", 1), ("open_shift", 1)],
    }


def test_what_the_team_is_offered_reaches_who_could_take_it(busy: Floor) -> None:
    assert ("swap", 2) in listed(inbox(busy.lead, now=NOW))["offered"]
    publish(busy.lead, {"lead.wang": "H1 A2 off off off off off"})
    assert ("swap", 2) not in listed(inbox(busy.lead, now=NOW))["offered"]


def test_a_lead_decides_on_others_only(busy: Floor) -> None:
    found = listed(inbox(busy.lead, now=NOW))
    assert found["decide"] == [("swap", 1), ("leave", 1), ("open_shift", 1), ("excuse", 2)]
    assert found["mine"] == [("swap", 3), ("leave", 2)]
    assert listed(inbox(busy.boss, now=NOW))["decide"] == [
        *[("swap", 1), ("leave", 2), ("leave", 1), ("open_shift", 1)],
        *[("excuse", 1), ("excuse", 2)],
    ]


def test_nothing_waits_elsewhere(busy: Floor) -> None:
    for actor in (busy.stranger, busy.auditor):
        found = inbox(actor, now=NOW)
        assert (found.decide, found.offered, found.mine, found.notices) == ((), (), (), ())
        assert waiting_count(actor, now=NOW) == 0


def test_an_explained_day_is_decided_as_it_was_read(busy: Floor) -> None:
    item = next(item for item in inbox(busy.lead, now=NOW).decide if item.kind == "excuse")
    assert (item.words, item.reason) == (f"张伟 explains {YESTERDAY:%m-%d}", "the bus broke down")
    excuses.explain(busy.other, YESTERDAY, "I overslept", now=NOW + timedelta(minutes=1))
    with pytest.raises(Conflict, match="says something else") as conflict:
        excuses.approve(busy.lead, item.number, version=item.version, now=NOW)
    assert conflict.value.detail == "I overslept"
    with pytest.raises(Refused, match="own day"):
        excuses.approve(busy.lead, 1, now=NOW)
    with pytest.raises(Denied):
        excuses.refuse(busy.agent, item.number, now=NOW)
    assert excuses.refuse(busy.lead, item.number, now=NOW).state == "refused"
    with pytest.raises(Conflict, match="decided already"):
        excuses.approve(busy.lead, item.number, now=NOW)
    assert "excuse" not in {found.kind for found in inbox(busy.lead, now=NOW).decide}
    with pytest.raises(NotFound):
        excuses.approve(busy.lead, 99, now=NOW)


def _people(floor: Floor) -> Iterator[Actor]:
    yield from (floor.boss, floor.lead, floor.agent, floor.other, floor.stranger, floor.auditor)


def test_the_count_is_that_of_the_inbox(busy: Floor) -> None:
    for at in (NOW, NOW + timedelta(days=5), NOW + timedelta(days=6)):
        for actor in _people(busy):
            found = inbox(actor, now=at)
            named = [item for item in found.offered if actor.login in item.parties]
            assert waiting_count(actor, now=at) == len(found.decide) + len(named) + len(found.notices), actor.login


def test_notices_are_told_in_words_until_they_are_seen(busy: Floor) -> None:
    """The lead's offer, and that Zhang agreed."""
    found = inbox(busy.agent, now=NOW).notices
    assert [told.words for told in found] == [
        "王组长 offers you a swap of A2 on 11-24 (swap 3)",
        "张伟 agreed to your swap of 11-25; a lead decides (swap 1)",
    ]
    before = waiting_count(busy.agent, now=NOW)
    notices.see(busy.agent, found[0].number, now=NOW)
    assert waiting_count(busy.agent, now=NOW) == before - 1
    assert [told.number for told in inbox(busy.agent, now=NOW).notices] == [found[1].number]


BODIES = {
    "number": 1,
    "day": "2026-11-23",
    "code": "A1",
    "asker": 1,
    "peer": 1,
    "kind": "annual",
    "first": "2026-11-23",
    "last": "2025-11-23",
    "week": "2026-W48",
    "version": 1,
    "days": ["2026-11-23"],
    "state": "excused",
    "stamp": "in",
    "from": 1_780_000_000,
    "until": 1_780_000_000,
    "name": "cards",
    "month": "2026-11",
    "agent": 1,
    "step": "notice",
    "case_state": "noticed",
}


@pytest.mark.parametrize("kind", notice_words.WORDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_its_words(floor: Floor, kind: str, language: str) -> None:
    set_language(language)
    line = notice_words.words(Notice(1, NOW, kind, "x:1", BODIES, None))
    assert line and "{" not in line and "?" not in line and "\n" not in line


def test_people_and_days_are_shown_however_they_were_kept(floor: Floor) -> None:
    body = {"certificate": 1, "name": "cards\x07", "agent": "li.na", "until": "2027-01-31"}
    told = notice_words.words(Notice(1, NOW, "certificate.ends", "agent:3", body, None))
    assert told == "The certificate cards␇ of li.na ends on 2027-01-31"


def test_what_is_not_known_is_shown_all_the_same(floor: Floor) -> None:
    assert notice_words.words(Notice(1, NOW, "new.kind", "x:1", {}, None)) == "new.kind x:1"
    assert "?" in notice_words.words(Notice(1, NOW, "swap.offered", "x:1", {}, None))


def test_every_step_that_is_told_of_has_words() -> None:
    told = {
        *(
            ("swap", action)
            for action in ("offer", "accept", "decline", "approve", "deny", "withdraw", "expire", "fall")
        ),
        *(("leave", action) for action in ("approve", "reject", "cancel")),
        *(("open_shift", action) for action in ("approve", "refuse", "withdraw", "expire")),
    }
    assert {f"{kind}.{PAST[action]}" for kind, action in told} <= set(notice_words.WORDS)
    assert {action for machine in MACHINES for action in machine.actions} <= set(PAST)


def test_wishes_are_ones_own(floor: Floor) -> None:
    preferences.prefer(floor.agent, "want", "A1", weekday=0, now=NOW)
    changed = preferences.prefer(floor.agent, "avoid", "a1", weekday=0, now=NOW)
    assert [(each.number, each.wish) for each in preferences.preferences(floor.lead, "li.na")] == [
        (changed.number, "avoid")
    ]
    assert preferences.preferences(floor.other) == []


def test_the_inbox_tells_what_expired_although_nobody_wrote_since(floor: Floor) -> None:
    publish(floor.lead, {"li.na": "A1 . . . . . .".replace(".", "off")})
    swaps.ask(floor.agent, MON, now=NOW)
    found = inbox(floor.agent, now=NOW + timedelta(days=30))
    assert [each.kind for each in found.notices] == ["swap.expired"]
    assert waiting_count(floor.agent, now=NOW + timedelta(days=30)) == 1
