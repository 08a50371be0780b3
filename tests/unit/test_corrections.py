"""A corrected calendar: listed before it is applied, applied in one go, and nothing moves on its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cstui import paths
from cstui.errors import BadInput, Refused
from cstui.floor import accounts, complaints, corrections, in_force, journal, packs, queue, recording
from cstui.floor.views import Actor, Complaint
from db import models as rows
from tests.conftest import Floor

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
ZONE = ZoneInfo("Asia/Shanghai")
CLOSED = '[[site]]\nfrom = 2026-03-03\nto = 2026-03-04\nhours = []\nname = "Flood"\n'
Site = Callable[[str], Path]


@pytest.fixture
def site() -> Site:
    """Write the site's own calendar of the floor's name, on top of the shipped one."""

    def write(text: str, name: str = "cn") -> Path:
        path = paths.config_dir() / "calendars" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'base = "cn"\n{text}', "utf-8")
        return path

    return write


def case(actor: Actor, now: datetime = NOW, **values: object) -> Complaint:
    with time_machine.travel(now, tick=False):
        return complaints.add(actor, {"subject": "x"} | values)


def due(actor: Actor, ref: str) -> str:
    """Return the due time of the resolve clock as the page shows it, in Shanghai."""
    found = {clock.name: clock.due_at for clock in complaints.show(actor, ref, now=NOW).clocks}["resolve"]
    assert found is not None
    return found.astimezone(ZONE).strftime("%m-%d %H:%M")


def stored(ref: str) -> rows.Complaint:
    found: rows.Complaint = rows.Complaint.get_by_id(complaints.number_of(ref))
    return found


def test_a_changed_file_moves_nothing_before_it_is_applied(floor: Floor, site: Site) -> None:
    ref = case(floor.agent).ref
    assert not in_force.differs()
    site(CLOSED)
    assert in_force.differs()
    assert due(floor.agent, ref) == "03-05 18:00"
    assert case(floor.agent).ref and due(floor.agent, "C-000002") == "03-05 18:00"
    moved = corrections.apply(floor.boss, now=NOW)
    assert {move.ref for move in moved} == {"C-000001", "C-000002"}
    assert due(floor.agent, ref) == "03-09 18:00"
    assert not in_force.differs()


def test_the_list_names_every_deadline_that_moves_and_no_other(floor: Floor, site: Site) -> None:
    told = case(floor.agent, promised_at="2026-03-06 10:00").ref
    answered = case(floor.agent, category="billing").ref
    complaints.take(floor.agent, answered, "claim", now=NOW)
    reply = {"channel": "phone", "text": "x", "actions": "x"}
    complaints.take(floor.agent, answered, "respond", reply, now=NOW)
    file = site(CLOSED, "flood")
    moves = corrections.moves(floor.boss, file, now=NOW)
    assert [(move.ref, move.clock, move.cycle) for move in moves] == [(told, "resolve", 1)]
    assert [at.astimezone(ZONE).strftime("%m-%d %H:%M") for at in moves[0][3:]] == ["03-05 18:00", "03-09 18:00"]
    assert due(floor.agent, told) == "03-05 18:00" and not in_force.differs()
    assert corrections.moves(floor.boss, site("", "same"), now=NOW) == ()


def test_applying_rewinds_what_the_queue_sorts_by(floor: Floor, site: Site) -> None:
    slow = case(floor.agent, severity="normal").ref
    with time_machine.travel(NOW, tick=False):
        complaints.take(floor.agent, slow, "claim", now=NOW)
        contact = {"direction": "outbound", "channel": "phone", "text": "x"}
        complaints.take(floor.agent, slow, "contact", contact, now=NOW)
    before = stored(slow)
    page = queue.page(floor.agent, now=NOW).rows[0]
    site(CLOSED)
    corrections.apply(floor.boss, now=NOW)
    after = stored(slow)
    assert (page.next_clock, after.next_clock) == ("resolve", "resolve")
    assert after.due_at.astimezone(ZONE).strftime("%m-%d %H:%M") == "03-09 18:00"
    assert after.escalates_at != before.escalates_at
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert queue.page(floor.agent, now=NOW).rows[0].due_at == after.due_at


def test_one_event_tells_it_with_counts(floor: Floor, site: Site) -> None:
    for _number in range(3):
        case(floor.agent)
    old = in_force.digest()
    site(CLOSED)
    corrections.apply(floor.boss, now=NOW)
    (entry,) = [
        each.event for each in journal.entries(floor.boss, limit=500) if each.event.action == "calendar.applied"
    ]
    assert entry.body == {
        "calendar": "cn", "old": old, "new": in_force.digest(), "complaints": 3, "deadlines": 3, "notices": 0,
    }  # fmt: skip
    assert old != in_force.digest()
    assert journal.verify(floor.boss).whole


def test_a_breach_under_the_old_calendar_stays(floor: Floor, site: Site) -> None:
    ref = case(floor.agent).ref
    later = datetime(2026, 3, 6, 2, tzinfo=UTC)
    site(CLOSED)
    corrections.apply(floor.boss, now=later)
    (clock,) = [clock for clock in complaints.show(floor.agent, ref, now=later).clocks if clock.name == "resolve"]
    assert clock.state == "broken" and clock.breached_at is not None
    assert clock.breached_at.astimezone(ZONE).strftime("%m-%d %H:%M") == "03-05 18:00"
    assert stored(ref).breached


def test_ended_complaints_stay_as_they_are(floor: Floor, site: Site) -> None:
    ref = case(floor.agent).ref
    complaints.take(floor.agent, ref, "withdraw", {"reason": "r", "notice": "n"}, now=NOW)
    before = stored(ref)
    site(CLOSED)
    assert corrections.apply(floor.boss, now=NOW) == ()
    assert stored(ref).__data__ == before.__data__


def test_what_changed_while_it_was_worked_out_is_worked_out_again(
    floor: Floor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, gone = case(floor.agent).ref, case(floor.agent).ref
    site(CLOSED)
    worked = corrections._rewound
    calls: list[str] = []

    def meanwhile(*args: object, **kwargs: object) -> object:
        found = list(worked(*args, **kwargs))  # type: ignore[arg-type]
        if not calls:
            calls.append("changed")
            complaints.take(floor.agent, ref, "claim", now=NOW)
            complaints.take(floor.agent, gone, "withdraw", {"reason": "r", "notice": "n"}, now=NOW)
            case(floor.agent)
        return found

    monkeypatch.setattr(corrections, "_rewound", meanwhile)
    moved = corrections.apply(floor.boss, now=NOW)
    assert {move.ref for move in moved} == {ref, "C-000003"}
    for each in (ref, "C-000003"):
        row = stored(each)
        clocks = recording.clocks_of(recording.marks_of(row.id), row.policy, NOW)
        assert recording.clock_columns(clocks, NOW)["due_at"] == int(row.due_at.timestamp())


def test_who_may_list_and_who_may_apply(floor: Floor, site: Site) -> None:
    case(floor.agent)
    with time_machine.travel(NOW, tick=False):
        complaints.add(accounts.find_actor("boss"), {"subject": "y", "team": "cards", "severity": "normal"})
    file = site("[[site]]\nfrom = 2026-03-17\nhours = []\n" + CLOSED)
    assert {move.ref for move in corrections.moves(floor.lead, now=NOW)} == {"C-000001"}
    assert {move.ref for move in corrections.moves(floor.auditor, now=NOW)} == {"C-000001", "C-000002"}
    for actor in (floor.agent, floor.lead, floor.auditor):
        with pytest.raises(Refused):
            corrections.apply(actor, file, now=NOW)
    with pytest.raises(Refused):
        corrections.moves(floor.agent, now=NOW)
    assert due(floor.agent, "C-000001") == "03-05 18:00"


def test_a_file_that_does_not_fit_is_named_and_changes_nothing(floor: Floor, site: Site) -> None:
    ref, before = case(floor.agent).ref, in_force.digest()
    wrong = site("[[site]]\nfrom = 2026-13-03\n", "wrong")
    for call in (corrections.moves, corrections.apply):
        with pytest.raises(BadInput, match="wrong.toml"):
            call(floor.boss, wrong, now=NOW)
    with pytest.raises(BadInput, match="cannot be read"):
        corrections.moves(floor.boss, Path("nowhere.toml"), now=NOW)
    assert in_force.digest() == before and due(floor.agent, ref) == "03-05 18:00"


def test_a_floor_from_before_goes_by_the_file_until_one_is_applied(floor: Floor, site: Site) -> None:
    rows.Setting.delete().where(rows.Setting.key.startswith("calendar.")).execute()
    ref = case(floor.agent).ref
    site(CLOSED)
    packs.find_anew("calendars", "cn")
    assert due(floor.agent, ref) == "03-09 18:00" and not in_force.differs()
    corrections.apply(floor.boss, now=NOW)
    assert in_force.digest() and not in_force.differs()


def test_what_a_calendar_rests_on_is_kept_with_it(floor: Floor, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site(CLOSED)
    corrections.apply(floor.boss, now=NOW)
    ref = case(floor.agent).ref
    monkeypatch.setattr(paths, "FIXTURES", paths.config_dir() / "emptied")
    in_force._kept.cache_clear()
    assert in_force.differs()
    monkeypatch.undo()
    assert due(floor.agent, ref) == "03-09 18:00"
