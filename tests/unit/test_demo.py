"""The demo floor: believable at any hour, the same every time, and gone without a trace."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import phonenumbers
import pytest
import time_machine

from cstui import crash
from cstui.errors import Conflict, StoreProblem
from cstui.floor import accounts, complaints, demo, event_words, journal, notices, queue, store
from cstui.floor.demo import rota, staging
from cstui.floor.demo.script import LANGUAGES, script
from cstui.floor.demo.staging import Stage, stage
from cstui.floor.demo.stories import OWN_STEP, Teller
from cstui.floor.levels import case_book, case_inbox, dossier, months, quality, ranking, scorecards
from cstui.floor.levels.evaluate import evaluate
from cstui.floor.levels.ladders import load_ladder
from cstui.floor.rosters import attendance, coverage, excuses, inbox, weeks
from cstui.floor.rosters.book import times_of
from cstui.floor.rosters.policy import load_policy
from cstui.floor.views import OPEN_STATES, STATES, Complaint
from cstui.text import clean
from db.models import ClockEvent, Customer
from tests.conftest import Floor

MORNING = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)  # a Tuesday, 10:30 in Shanghai
CJK = re.compile("[\u4e00-\u9fff]")


def rows_of(login: str, now: datetime) -> tuple[Complaint, ...]:
    return queue.page(accounts.find_actor(login), "state:all", limit=1000, now=now).rows


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Stage]]:
    """One demo floor for all the tests that only look."""
    path = tmp_path_factory.mktemp("demo") / "floor.db"
    staged = stage(path, now=MORNING)
    store.close_floor()
    yield path, staged


@pytest.fixture
def staged(kept: tuple[Path, Stage]) -> Iterator[Stage]:
    store.open_floor(kept[0])
    yield kept[1]
    store.close_floor()


@pytest.fixture
def rows(staged: Stage) -> tuple[Complaint, ...]:
    return rows_of(staged.login, MORNING)


def test_every_state_is_there_as_often_as_the_fixture_says(rows: tuple[Complaint, ...]) -> None:
    wanted: Counter[str] = Counter()
    for mix in script().floor["mix"]:
        wanted[mix["state"]] += mix["count"]
    assert Counter(row.state for row in rows) == wanted
    assert set(wanted) == set(STATES) - {"merged"}
    assert len(rows) == 400


def test_three_teams_and_their_people(staged: Stage) -> None:
    actor = accounts.find_actor(staged.login)
    people = accounts.agents(actor)
    assert {team.slug: team.policy for team in accounts.teams(actor)} == {
        "billing": "retail",
        "logistics": "retail",
        "cards": "cn-bank",
    }
    assert len(people) == 30
    assert {role for person in people for role in person.roles} == {"agent", "lead", "manager", "auditor", "admin"}
    assert actor.leads and "manager" in actor.roles
    assert any(CJK.search(person.name) for person in people) and any(person.name.isascii() for person in people)


def test_nobody_holds_more_than_the_cap(staged: Stage) -> None:
    with time_machine.travel(MORNING, tick=False):
        loads = [person.load for person in accounts.agents(accounts.find_actor(staged.login))]
    assert max(loads) <= 8
    assert sum(loads) > 60


def test_every_team_has_somebody_on_shift_at_any_hour(staged: Stage) -> None:
    actor = accounts.find_actor(staged.login)
    for team in ("billing", "logistics", "cards"):
        found = weeks.week(actor, team, MORNING.date(), layer=weeks.FORCE)
        assert (found.state, found.version) == ("published", 1)
        for hour in range(7 * 24 - 6):  # the night from Sunday to Monday is the next week's
            at = datetime(2026, 3, 8, 22, tzinfo=UTC) + timedelta(hours=hour)
            assert any(each.start and each.end and each.start <= at < each.end for each in found.shifts), (team, at)


def test_who_opens_the_demo_is_on_shift_and_the_next_draft_has_a_gap(staged: Stage) -> None:
    actor = accounts.find_actor(staged.login)
    now = weeks.week(actor, None, MORNING.date(), layer=weeks.FORCE).shifts
    mine = [each for each in now if (each.login, each.day) == (actor.login, MORNING.date())]
    assert [each.start <= MORNING < each.end for each in mine if each.start and each.end] == [True]
    ahead = [weeks.week(actor, "billing", MORNING.date() + timedelta(weeks=step)) for step in (-1, 0, 1, 2)]
    assert [week.state for week in ahead] == ["published", "published", "published", "draft"]
    saturday = ahead[3].monday + timedelta(days=5)
    assert not [each for each in ahead[3].shifts if each.day == saturday and each.code == "B1"]


def test_the_roster_waits_for_who_opens_the_demo(staged: Stage) -> None:
    """A swap, leave and an explained day are to be decided, a shift is open, and something is not seen yet."""
    found = inbox.inbox(accounts.find_actor(staged.login), now=MORNING)
    assert [item.kind for item in found.decide] == ["swap", "leave", "excuse"]
    assert all("approve" in item.can and item.reason for item in found.decide)
    assert [item.kind for item in found.offered] == ["open_shift"]
    assert found.notices


def test_the_plan_falls_short_in_the_afternoon(staged: Stage) -> None:
    actor = accounts.find_actor(staged.login)
    for team in ("billing", "logistics", "cards"):
        day = coverage.day(actor, team, MORNING.date(), now=MORNING)
        local = {each.start.astimezone(store.zone()).strftime("%H:%M"): each for each in day}
        assert any(local[time].planned < local[time].needed for time in ("14:00", "14:30", "15:00", "15:30"))
        covered = [each.planned >= each.needed for each in day if each.needed]
        assert len(covered) == 20 and sum(covered) >= 12, team


@pytest.mark.parametrize("hour", [0, 16])
def test_whatever_the_hour_one_is_late_one_is_absent_and_two_swapped_unasked(tmp_path: Path, hour: int) -> None:
    at = MORNING + timedelta(hours=hour)
    login = demo.build(tmp_path / "floor.db", now=at)
    try:
        lead, today = accounts.find_actor(login), at.astimezone(store.zone()).date()
        days = attendance.days(lead, today - timedelta(days=1), today, team=lead.team, now=at)
        marks = Counter(mark for day in days for mark in day.marks)
        assert marks["absent"] == 1 and marks["late"] >= 1 and marks["unapproved_swap"] == 2
        assert [day.login for day in days if day.excuse] == [excuses.waiting(lead)[0].login]
        names = {event_words.event(entry.event.action) for entry in journal.entries(lead, limit=5000)}
        assert not [name for name in names if "." in name]
        assert journal.verify(lead).whole
    finally:
        store.close_floor()


@pytest.mark.parametrize("hour", range(24))
def test_whatever_the_hour_the_start_is_a_shift_that_goes_on(floor: Floor, hour: int) -> None:
    at = MORNING + timedelta(hours=hour)
    code, day = rota._code_at(at, store.zone())
    shift = times_of(code, day, load_policy(), store.zone())
    assert shift.start is not None and shift.end is not None
    assert shift.start <= at <= shift.end - timedelta(hours=2)


def test_careers_move_and_nobody_objects(staged: Stage) -> None:
    lead = accounts.find_actor(staged.login)
    found = {each.state: each for each in case_book.cases(lead, ended=True, now=MORNING)}
    assert {state: each.agent for state, each in found.items()} == {
        "applied": "tang.yi",
        "noticed": "luo.xin",
        "confirmed": "ma.rui",
    }
    assert found["noticed"].notice_left == 3 and not any(each.objections for each in found.values())
    waiting = case_inbox.inbox(lead, now=MORNING).waiting
    assert [(each.case.agent, each.step) for each in waiting] == [("tang.yi", "review")]
    ladder = load_ladder("dual")
    about = {each.login: accounts.find_actor(each.login).id for each in accounts.agents(lead) if each.team == lead.team}
    judged = {
        made.login: evaluate(ladder, made, None, MORNING.date()).eligible
        for made in dossier.dossiers(about.values(), "dual", on=MORNING.date()).values()
        if made.held and made.login not in ("kim.park", "lin.yue")
    }
    assert {login for login, eligible in judged.items() if eligible == "yes"} == {"fang.min", "luo.xin", "tang.yi"}


def test_months_of_scores_stand_and_the_last_one_waits(staged: Stage) -> None:
    lead = accounts.find_actor(staged.login)
    stood = dict(scorecards.history(lead, "li.na", now=MORNING))
    published = sorted(month for month, total in stood.items() if total is not None)
    assert published == ["2025-10", "2025-11", "2025-12", "2026-01"]
    assert all(len(ranking.rank(lead, month, now=MORNING)) == 9 for month in published)
    assert {star.kind for month in published for star in ranking.stars(lead, month, now=MORNING)} == {
        "month",
        "quarter",
    }
    drafts = scorecards.cards(lead, "2026-02", now=MORNING)
    assert len(drafts) == 9 and {card.state for card in drafts} == {"draft"}
    assert 0 < sum(not card.missing for card in drafts) < 9
    checks = quality.checks(lead, "2026-02", lead.team, now=MORNING)
    assert len(checks) > 9 and sum(check.score is not None for check in checks) == 3


def test_old_notices_were_read(staged: Stage) -> None:
    told = notices.notices(accounts.find_actor(staged.login))
    assert "level.case" in {each.kind for each in told}
    assert min(each.at for each in told) > MORNING - timedelta(days=5)


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 12, 31, 16, 20, tzinfo=UTC), id="first minutes of a year"),
        pytest.param(datetime(2028, 2, 29, 4, 0, tzinfo=UTC), id="leap day"),
        pytest.param(datetime(2026, 7, 31, 15, 50, tzinfo=UTC), id="last minutes of a month"),
    ],
)
def test_careers_and_scores_stand_whatever_the_day(now: datetime, tmp_path: Path) -> None:
    login = demo.build(tmp_path / "floor.db", now=now)
    try:
        lead = accounts.find_actor(login)
        states = {each.state for each in case_book.cases(lead, ended=True, now=now)}
        last = months.shifted(months.current(now), -1)
        assert states == {"applied", "noticed", "confirmed"}
        assert {card.state for card in scorecards.cards(lead, last, now=now)} == {"draft"}
        assert {card.state for card in scorecards.cards(lead, months.shifted(last, -1), now=now)} == {"published"}
        assert all(entry.event.at <= now for entry in journal.entries(lead, limit=9000))
        assert journal.verify(lead).whole
    finally:
        store.close_floor()


def test_both_languages_and_little_repetition(rows: tuple[Complaint, ...]) -> None:
    chinese = [row for row in rows if CJK.search(row.narrative)]
    assert 200 < len(chinese) < 300
    assert len({row.narrative for row in rows}) > 395
    assert len({row.subject for row in rows}) > 200


def test_two_complaints_carry_hostile_text_and_nothing_raw_is_kept(rows: tuple[Complaint, ...]) -> None:
    assert len([row for row in rows if "[@click=" in row.subject]) == len(script().hostile) == 2
    for row in rows:
        for text in (row.subject, row.narrative, row.customer.name):
            assert text == clean(text)


def test_the_same_seed_and_instant_give_the_same_floor(tmp_path: Path, rows: tuple[Complaint, ...]) -> None:
    store.close_floor()
    login = demo.build(tmp_path / "again.db", now=MORNING)
    try:
        assert rows_of(login, MORNING) == rows
        assert journal.verify(accounts.find_actor(login)).whole
    finally:
        store.close_floor()


@pytest.mark.parametrize("seed", range(8))
def test_whom_a_complaint_is_about_keeps_away_from_it(staged: Stage, seed: int) -> None:
    told = script()
    plan = staging._plan(told, Teller(told, random.Random(seed), store.zone()), MORNING)
    about = [steps for _story, steps in plan if "respondent" in steps[0].values]
    leads = {agent["team"]: agent["login"] for agent in told.floor["agent"] if "lead" in agent.get("roles", ())}
    assert about
    for steps in about:
        accused = accounts.find_actor(steps[0].values["respondent"])
        owners = {step.values.get("to") for step in steps}
        assert accused.login not in {step.who for step in steps[1:]} | owners
        endings = {step.who for step in steps if step.action in ("close", "reject", "withdraw", "not-accepted")}
        assert leads[accused.team] not in endings


def test_customers_come_back_and_some_are_important(staged: Stage, rows: tuple[Complaint, ...]) -> None:
    assert sum(row.repeat_count > 0 for row in rows) > 40
    assert sum(row.customer.tier == "vip" for row in rows) >= 8
    assert sum(row.customer.name == "" for row in rows) >= 3


def test_telephone_numbers_belong_to_nobody(staged: Stage) -> None:
    phones = [phone for (phone,) in Customer.select(Customer.phone).where(Customer.phone.is_null(False)).tuples()]
    assert len(phones) > 100
    for phone in phones:
        if phone.startswith("+86"):
            assert not phonenumbers.is_valid_number(phonenumbers.parse(phone)), phone
        else:
            assert re.fullmatch(r"\+44(7700900\d{3}|2079460\d{3})", phone), phone


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(MORNING, id="weekday morning"),
        pytest.param(datetime(2026, 3, 11, 19, 15, tzinfo=UTC), id="night"),
        pytest.param(datetime(2026, 3, 15, 7, 0, tzinfo=UTC), id="sunday"),
        pytest.param(datetime(2026, 2, 18, 3, 0, tzinfo=UTC), id="spring festival"),
    ],
)
def test_the_queue_is_alive_at_any_time(now: datetime, tmp_path: Path) -> None:
    login = demo.build(tmp_path / "floor.db", now=now)
    try:
        due = [row.due_at - now for row in rows_of(login, now) if row.state in OPEN_STATES and row.due_at is not None]
        tally = queue.tally(accounts.find_actor(login), now=now)
    finally:
        store.close_floor()
    hour = timedelta(hours=1)
    assert 8 <= sum(left < timedelta(0) for left in due) <= 50
    assert any(-2 * hour < left < timedelta(0) for left in due)
    assert sum(timedelta(0) <= left < hour for left in due) >= 5
    assert sum(hour <= left < 12 * hour for left in due) >= 5
    assert sum(left > 24 * hour for left in due) >= 30
    assert (tally.open, tally.waiting) == (208, 30)
    assert tally.unowned > 60 and tally.critical >= 3


def test_things_happen_while_one_looks(tmp_path: Path) -> None:
    staged = stage(tmp_path / "floor.db", now=MORNING)
    arrivals = demo.Arrivals(staged, pace=(2.0, 3.0))
    before = {row.ref: row for row in rows_of(staged.login, MORNING)}
    try:
        with time_machine.travel(MORNING, tick=False) as clock:
            for _turn in range(80):
                assert 2.0 <= arrivals() <= 3.0
                clock.shift(3)
        after = rows_of(staged.login, MORNING + timedelta(minutes=5))
        moved = {row.state for row in after if row.ref in before and row.state != before[row.ref].state}
        assert len(after) > len(before) + 20
        assert moved >= {"handling", "responded", "closed"}
    finally:
        store.close_floor()


def test_colleagues_come_and_go_while_one_looks(tmp_path: Path) -> None:
    staged = stage(tmp_path / "floor.db", now=MORNING)
    arrivals = demo.Arrivals(staged)
    try:
        kept = ClockEvent.select().count()
        assert kept > 100 and min(stamp[1] for stamp in staged.stamps) > MORNING
        with time_machine.travel(MORNING + timedelta(hours=9), tick=False):
            arrivals()
        assert ClockEvent.select().count() > kept
        assert ClockEvent.select().where(ClockEvent.at > MORNING + timedelta(hours=9)).count() == 0
    finally:
        store.close_floor()


def test_a_colleague_who_was_slower_is_no_error(staged: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_args: object, **_values: object) -> None:
        raise Conflict("taken")

    monkeypatch.setattr(complaints, "take", taken)
    monkeypatch.setattr(complaints, "add", taken)
    assert demo.Arrivals(staged, pace=(4.0, 9.0))() == 4.0


def test_a_floor_that_is_gone_ends_the_arrivals(tmp_path: Path) -> None:
    with demo.demo_floor(now=MORNING) as floor:
        store.close_floor()
        floor.path.unlink()
        with pytest.raises(StoreProblem):
            store.open_floor(floor.path)
            floor.arrivals()


_RUN = """
import os, signal, stat, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
from cstui.floor.demo import demo_floor
with demo_floor() as floor:
    folder = floor.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert os.environ["CSTUI_CONFIG"].startswith(str(folder))
    floor.arrivals()
    print(folder, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("end", ["leave", "signal"])
def test_nothing_but_its_own_folder_is_touched_and_that_goes(tmp_path: Path, end: str) -> None:
    home, temp = tmp_path / "home", tmp_path / "temp"
    home.mkdir()
    temp.mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(temp), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.Popen(
        [sys.executable, "-c", _RUN], env=env, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None and run.stdin is not None
    folder = Path(run.stdout.readline().strip())
    assert folder.parent == temp and (folder / "floor.db").is_file()
    if end == "signal":
        run.send_signal(signal.SIGTERM)
    else:
        run.stdin.write("\n")
    run.communicate(timeout=30)
    assert run.returncode == (143 if end == "signal" else 0)
    assert list(temp.iterdir()) == []
    assert list(home.iterdir()) == []


def test_the_report_of_an_error_stays_and_nothing_else() -> None:
    with demo.demo_floor(now=MORNING) as floor:
        report = crash.record(RuntimeError())
    folder = floor.path.parent
    assert [path for path in folder.rglob("*") if path.is_file()] == [report]
    shutil.rmtree(folder)


def test_every_text_can_be_filled_in_and_answered(staged: Stage) -> None:
    filled = next(iter(staged.stories.values())).fill.keys()
    told = script()
    for (team, lang), spoken in told.texts.items():
        graves = {grade in OWN_STEP for text in spoken for grade in text["severity"]}
        assert graves == {True, False}, (team, lang)
        for text in spoken:
            assert text["category"] in told.answers[team, lang]
            assert text["category"] in told.teams[team]["categories"]
    for lang in LANGUAGES:
        groups = [*told.phrases[lang]["common"].values()]
        groups += [
            [text[key]] for team in told.teams for text in told.texts[team, lang] for key in ("narrative", "remedy")
        ]
        groups += [text["subject"] for team in told.teams for text in told.texts[team, lang]]
        answers = [answer for team in told.teams for answer in told.answers[team, lang].values()]
        groups += [answer[key] for answer in answers for key in ("checked", "finding", "reply", "actions")]
        for sentence in (sentence for group in groups for sentence in group):
            assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= filled, sentence
