"""The store under fire: crowds, kills, full and read-only disks, damage, locks.  Nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import sqlite3

from cstui.errors import Conflict, CstuiError, Refused
from cstui.floor import accounts, complaints, dispatch, journal, queue, setup, store
from db import connection
from tests.conftest import Floor
from tests.e2e.crowd import Child

PEOPLE, CASES, NOTES = 20, 240, 6
KILLS = 200
Tell = Callable[[Any], None]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def crowded(floor: Floor) -> Iterator[Floor]:
    """A floor with twenty agents and some hundred free cases, closed so that processes can be forked."""
    for number in range(PEOPLE):
        accounts.add_agent(floor.boss, f"agent.{number}", name=f"Agent {number}")
    with store.transaction():
        for number in range(CASES):
            complaints.add(floor.agent, {"subject": f"case {number}"})
    store.close_floor()
    yield floor
    store.close_floor()


def claim_all(number: int) -> Callable[[Tell], None]:
    """Claim as fast as possible: half of the people by ``next``, all of them by whatever is left."""

    def work(tell: Tell) -> None:
        me = accounts.find_actor(f"agent.{number}")
        dice = random.Random(number)
        try:
            while number % 2 and (found := dispatch.next_case(me, claim=True)):
                tell(["won", found[0].ref])
        except Refused:
            tell(["full", ""])
        refs = [f"C-{case:06d}" for case in range(1, CASES + 1)]
        dice.shuffle(refs)
        for ref in refs:
            try:
                tell(["won", complaints.take(me, ref, "claim").ref])
            except Conflict as conflict:
                tell(["lost", conflict.title])
            except CstuiError as error:
                tell(["error", str(error)])

    return work


def test_twenty_people_claim_at_once_and_no_case_goes_twice(crowded: Floor) -> None:
    crowd = [Child(crowded.path, claim_all(number)) for number in range(PEOPLE)]
    told = {number: child.finish() for number, child in enumerate(crowd)}
    words = Counter(kind for lines in told.values() for kind, _text in lines)
    assert set(words) <= {"won", "lost", "full"}, [line for lines in told.values() for line in lines if "error" in line]
    winners = {ref: f"agent.{number}" for number, lines in told.items() for kind, ref in lines if kind == "won"}
    assert words["won"] == len(winners) == CASES
    assert len(set(winners.values())) > PEOPLE / 2
    assert all(" is taken by agent." in text for lines in told.values() for kind, text in lines if kind == "lost")
    store.open_floor(crowded.path)
    cases = {case.ref: case for case in queue.page(crowded.boss, limit=1000).rows}
    assert {ref: case.assignee for ref, case in cases.items()} == winners
    assert {case.version for case in cases.values()} == {2}
    claims = Counter(
        entry.subject for entry in journal.entries(crowded.boss, limit=5000) if entry.event.action == "claim"
    )
    assert claims == dict.fromkeys(cases, 1)
    assert_sound(crowded)


def note_often(number: int) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        me = accounts.find_actor(f"agent.{number}")
        for turn in range(NOTES):
            tell(complaints.take(me, "C-000001", "note", {"text": f"{number} {turn}"}).version)

    return work


def test_no_update_of_one_row_is_lost(crowded: Floor) -> None:
    crowd = [Child(crowded.path, note_often(number)) for number in range(PEOPLE)]
    versions = [version for child in crowd for version in child.finish()]
    assert sorted(versions) == list(range(2, PEOPLE * NOTES + 2))
    store.open_floor(crowded.path)
    notes = {event.fields["text"] for event in complaints.show(crowded.boss, "1").events if event.action == "note"}
    assert notes == {f"{number} {turn}" for number in range(PEOPLE) for turn in range(NOTES)}
    assert_sound(crowded)


def assert_sound(floor: Floor) -> None:
    """The file, its references, its figures and its journal are whole."""
    assert setup.check(floor.boss) == []
    assert journal.verify(floor.boss).whole


def write_on(seed: int) -> Callable[[Tell], None]:
    """Write without end, telling of each action only when it is done."""

    def work(tell: Tell) -> None:
        dice, me = random.Random(seed), accounts.find_actor("li.na")
        for turn in range(10_000):
            word = f"acknowledged{seed}x{turn}"
            case = complaints.add(me, {"subject": word, "narrative": "退款" * dice.randrange(200)})
            tell([case.ref, word, "registered"])
            complaints.take(me, case.ref, "claim")
            tell([case.ref, word, "handling"])
            if dice.random() < 0.5:
                complaints.take(me, case.ref, "release", {"reason": word})
                tell([case.ref, word, "registered"])
            if dice.random() < 0.1:
                connection.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    return work


def test_two_hundred_kills_lose_nothing_that_was_acknowledged(floor: Floor) -> None:
    store.close_floor()
    dice = random.Random(1)
    known: dict[str, tuple[str, str]] = {}
    order = ("registered", "handling", "registered")
    for kill in range(KILLS):
        child = Child(floor.path, write_on(kill))
        for ref, word, state in child.kill(dice.randrange(8), dice.uniform(0, 0.01)):
            known[ref] = (word, state)
    assert len(known) > KILLS
    store.open_floor(floor.path)
    assert_sound(floor)
    cases = {}
    after = None
    while after is not None or not cases:
        page = queue.page(floor.boss, "state:all", sort="received", after=after, limit=1000)
        cases |= {case.ref: case for case in page.rows}
        after = page.after
    assert set(known) <= set(cases)
    for ref, (word, state) in known.items():
        case = cases[ref]
        assert case.subject == word
        # the kill may have come between the write and its acknowledgement: then one step more was taken
        assert case.state in (state, order[min(case.version, 3) - 1])
        assert case.version >= (1 if state == "registered" and case.assignee is None else 2)
    for ref, (word, _state) in dice.sample(sorted(known.items()), 25):
        assert [hit.ref for hit in queue.page(floor.boss, word).rows] == [ref]
    complaints.add(floor.agent, {"subject": "life goes on"})


# Faults told by the command line


def cstui(
    floor: Path, *words: str, python: str = "", login: str = "boss", **how: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command line on a floor; ``python`` runs before it."""
    code = f"{python}\nimport sys; from cstui.cli import main; sys.argv[0] = 'cstui'; main()"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CSTUI_LANG": "en"}
    command = [sys.executable, "-c", code, "--db", str(floor), "--as", login, *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, **how)


def assert_named(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The fault has a name, a status of its own, and no traceback."""
    assert done.returncode == 3, done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr and "sqlite" not in done.stderr.lower()


def spoil(path: Path, *, keep: int = 1) -> None:
    """Overwrite all pages but the first ones."""
    with path.open("r+b") as file:
        file.seek(keep * 4096)
        file.write(b"\xa5" * (path.stat().st_size - keep * 4096))


def spoil_table(path: Path, table: str) -> None:
    """Overwrite the root page of one table."""
    raw = sqlite3.connect(path)
    page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    raw.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


@pytest.fixture
def closed(floor: Floor) -> Path:
    """The file of a floor with a few complaints, opened by nobody."""
    for number in range(3):
        complaints.add(floor.agent, {"subject": f"case {number}"})
    store.close_floor()
    return floor.path


@pytest.mark.parametrize(
    "words", [("complaint", "list"), ("complaint", "show", "1"), ("find", "case"), ("db", "check")]
)
def test_a_damaged_file_is_named(closed: Path, words: tuple[str, ...]) -> None:
    spoil(closed)
    assert_named(cstui(closed, *words), "damaged", "cstui db restore")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("complaint", ("complaint", "show", "1")),
        ("event", ("complaint", "add", "--subject", "x")),
        ("complaint", ("db", "check")),
    ],
)
def test_damage_that_only_a_read_meets_is_named(closed: Path, table: str, words: tuple[str, ...]) -> None:
    spoil_table(closed, table)
    assert_named(cstui(closed, *words), "damaged")


def test_a_damaged_floor_is_restored_by_the_command_that_the_message_names(closed: Path, tmp_path: Path) -> None:
    assert cstui(closed, "db", "backup", str(tmp_path / "copy.db")).returncode == 0
    spoil(closed)
    assert_named(cstui(closed, "complaint", "list"), "damaged")
    refused = cstui(closed, "db", "restore", str(tmp_path / "copy.db"), "--yes", login="li.na")
    assert refused.returncode == 1
    done = cstui(closed, "db", "restore", str(tmp_path / "copy.db"), "--yes")
    assert done.returncode == 0, done.stderr
    assert cstui(closed, "find", "C-000003", "-o", "csv").stdout.count("C-000003") == 1
    assert cstui(closed, "journal", "verify").returncode == 0


def test_a_file_that_is_something_else_is_named_and_left_alone(closed: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"Dear Sir or Madam\n" * 500)
    for words in (("complaint", "list"), ("db", "migrate"), ("db", "restore", str(closed), "--yes")):
        assert_named(cstui(letter, *words), "not a cstui floor")
    assert letter.read_bytes() == b"Dear Sir or Madam\n" * 500


def test_a_lock_held_too_long_is_named_and_nothing_is_written(closed: Path) -> None:
    holder = sqlite3.connect(closed)
    holder.execute("BEGIN IMMEDIATE")
    hurry = "from db import connection; connection.LOCK_SECONDS = 0.2"
    assert_named(
        cstui(closed, "complaint", "add", "--subject", "x", python=hurry), "stayed locked", "Nothing was changed"
    )
    assert cstui(closed, "complaint", "list", "-o", "csv", python=hurry).stdout.count("C-0000") == 3
    holder.rollback()
    holder.close()
    assert cstui(closed, "complaint", "add", "--subject", "x", python=hurry).returncode == 0


def test_a_quota_is_named_and_loses_nothing(closed: Path) -> None:
    quota = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))"
    words = ("complaint", "add", "--subject", "x", "--narrative", "long " * 19_000)
    assert_named(cstui(closed, *words, python=quota), "cannot be read or written", "disk has room")
    assert cstui(closed, "complaint", "list", "-o", "csv").stdout.count("C-0000") == 3
    assert cstui(closed, *words).returncode == 0
    assert cstui(closed, "db", "check").returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes whatever the mode says")
def test_a_file_without_the_right_to_write_is_named(closed: Path) -> None:
    closed.chmod(0o400)
    assert_named(cstui(closed, "complaint", "add", "--subject", "x"), "may not be written")
    assert cstui(closed, "complaint", "list", "-o", "csv").stdout.count("C-0000") == 3


SMALL_DISK = 'mount -t tmpfs -o size=1200k tmpfs "$1" && cd "$1" && shift && exec "$@"'
ON_A_SMALL_DISK = """
import os, subprocess, sys
from pathlib import Path
from cstui.errors import StoreProblem
from cstui.floor import accounts, complaints, journal, queue, setup, store
floor = Path("floor.db")
boss = setup.init_floor(floor, login="boss", name="Boss")
written = 0
try:
    for number in range(500):
        complaints.add(boss, {"subject": f"case {number}", "narrative": "long " * 900})
        written += 1
except StoreProblem as problem:
    print("full:", problem.title)
seen = queue.count(boss, "state:all")
print("kept:", seen == written > 5, journal.verify(boss).whole)
try:
    setup.backup(boss, Path("copy.db"))
except StoreProblem as problem:
    print("backup:", problem.title, os.path.exists("copy.db"))
store.close_floor()
subprocess.run(["mount", "-o", "remount,size=3m", "."], check=True)
store.open_floor(floor)
complaints.add(boss, {"subject": "room again"})
print("again:", queue.count(boss, "state:all") == written + 1, setup.check(boss))
store.close_floor()
subprocess.run(["mount", "-o", "remount,ro", "."], check=True)
try:
    store.open_floor(floor)
    complaints.add(boss, {"subject": "x"})
except StoreProblem as problem:
    print("read-only:", problem.exit_code, problem.title)
"""


def test_a_disk_that_fills_up_and_one_that_is_read_only(tmp_path: Path) -> None:
    """A real small disk: needs a system that lets its users mount one."""
    begin = ["unshare", "-rm", "sh", "-c", SMALL_DISK, "sh", str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*begin, "true"], capture_output=True).returncode != 0:
        pytest.skip("nobody may mount a disk of their own here")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CSTUI_LANG": "en"}
    done = subprocess.run([*begin, sys.executable, "-c", ON_A_SMALL_DISK], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    *lines, read_only = done.stdout.splitlines()
    assert lines == [
        "full: The disk is full: floor.db",
        "kept: True True",
        "backup: The disk is full: copy.db False",
        "again: True []",
    ]
    assert read_only.startswith("read-only: 3 The store ")
