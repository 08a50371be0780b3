"""Backups hold what the floor holds, restores bring all of it back, and what cannot be trusted is refused."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from peewee import sqlite3

from cstui.errors import Refused, StoreProblem
from cstui.floor import accounts, complaints, journal, queue, setup, store
from db import backup, connection
from tests.conftest import Floor


def content(path: Path) -> str:
    raw = sqlite3.connect(path)
    try:
        return backup.content_hash(raw)
    finally:
        raw.close()


def subjects(floor: Floor) -> list[str]:
    return sorted(row.subject for row in queue.page(floor.agent, "state:all").rows)


@pytest.fixture
def kept(floor: Floor, tmp_path: Path) -> Path:
    """A backup of a floor with two complaints; the floor then goes on with a third."""
    for subject in ("first", "second"):
        complaints.add(floor.agent, {"subject": subject, "narrative": "退款"})
    target = tmp_path / "100% of #1?.db"
    setup.backup(floor.boss, target)
    complaints.add(floor.agent, {"subject": "third"})
    return target


def test_a_backup_holds_what_the_floor_holds(floor: Floor, tmp_path: Path) -> None:
    complaints.add(floor.agent, {"subject": "x"})
    made = setup.backup(floor.boss, tmp_path / "copy.db")
    assert made["content"] == content(tmp_path / "copy.db") == content(floor.path)
    for name in ("copy.db", "copy.db.anchor"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert not list(tmp_path.glob("copy.db-*"))  # one file, fit to be carried away


def test_a_copy_that_cannot_be_made_names_its_place(floor: Floor, tmp_path: Path) -> None:
    target = tmp_path / "none" / "copy.db"
    with pytest.raises(StoreProblem, match=f"No copy can be made at {target}"):
        setup.backup(floor.boss, target)
    assert setup.info(floor.boss)["complaints"] == 0


def test_a_full_disk_is_that_of_the_copy(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_target: Path) -> backup.Copied:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "_copied", full)
    with pytest.raises(StoreProblem, match=f"The disk is full: {tmp_path / 'copy.db'}"):
        setup.backup(floor.boss, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_every_table_of_our_own_counts(floor: Floor) -> None:
    raw = connection.database.connection()
    names = set(backup._tables(raw))
    assert {"setting", "team", "agent", "customer", "complaint", "form", "draft", "event", "tally"} <= names
    hashes = [backup.content_hash(raw)]
    for statement in ("UPDATE team SET name = 'x' WHERE id = 1", "DELETE FROM agent WHERE id = 6"):
        raw.execute(statement)
        hashes.append(backup.content_hash(raw))
    assert len(set(hashes)) == 3


def test_writes_during_a_backup_are_not_in_it(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, writer = backup.content_hash, sqlite3.connect(floor.path)

    def hash_after_a_write(raw: Any) -> str:
        writer.execute("INSERT INTO setting VALUES (hex(randomblob(8)), 'x')")
        writer.commit()
        return real(raw)

    before = setup.info(floor.boss)["events"]
    monkeypatch.setattr(backup, "content_hash", hash_after_a_write)
    made = setup.backup(floor.boss, tmp_path / "copy.db")
    writer.close()
    assert made["seq"] == before
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT count(*) FROM setting WHERE value = 'x'").fetchone() == (0,)
    copy.close()


def test_the_anchor_is_the_end_of_the_copys_own_journal(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup.copy_to

    def copy_then_write(target: Path) -> backup.Copied:
        made = real(target)
        complaints.add(floor.agent, {"subject": "just after"})
        return made

    monkeypatch.setattr(backup, "copy_to", copy_then_write)
    made = setup.backup(floor.boss, tmp_path / "copy.db")
    anchors = setup.read_anchor(Path(made["anchor"]))
    store.close_floor()
    store.open_floor(tmp_path / "copy.db")
    assert journal.verify(floor.boss, anchors).whole


def test_no_file_is_overwritten_or_followed_to(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("mine.txt", "link", "floor.db"):
        with pytest.raises(StoreProblem, match="already"):
            setup.backup(floor.boss, tmp_path / name)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "fault", [sqlite3.OperationalError("database or disk is full"), None], ids=["full disk", "other content"]
)
def test_a_copy_that_fails_leaves_no_file(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception | None
) -> None:
    hashes = iter("ab")

    def broken(raw: Any) -> str:
        if fault:
            raise fault
        return next(hashes)

    monkeypatch.setattr(backup, "content_hash", broken)
    with pytest.raises(StoreProblem, match="full" if fault else "damaged"):
        setup.backup(floor.boss, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*"))
    complaints.add(floor.agent, {"subject": "goes on"})


def test_a_backup_into_no_folder_is_told(floor: Floor, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem):
        setup.backup(floor.boss, tmp_path / "none" / "copy.db")


def test_a_restore_brings_all_of_it_back_and_keeps_the_other_beside(floor: Floor, kept: Path) -> None:
    replaced = content(floor.path)
    done = setup.restore(floor.boss, kept)
    assert subjects(floor) == ["first", "second"]
    assert content(floor.path) == content(kept)
    assert content(Path(done["kept"])) == replaced
    assert stat.S_IMODE(Path(done["kept"]).stat().st_mode) == 0o600
    assert [row.subject for row in queue.page(floor.agent, "退款").rows] == ["first", "second"]
    assert connection.database.journal_mode == "wal"
    complaints.add(floor.agent, {"subject": "afterwards"})
    assert setup.check(floor.boss) == []
    assert journal.verify(floor.boss).whole


def test_two_restores_in_a_row_keep_both(floor: Floor, kept: Path) -> None:
    names = {setup.restore(floor.boss, kept)["kept"] for _again in range(3)}
    assert len(names) == 3


def test_an_open_session_elsewhere_sees_the_restored_floor(floor: Floor, kept: Path) -> None:
    child = (
        "import sys; from pathlib import Path; from cstui.floor import accounts, complaints, queue, store\n"
        "store.open_floor(Path(sys.argv[1])); li = accounts.find_actor('li.na'); queue.page(li)\n"
        "mark = store.change_mark(); print('ready', flush=True); input()\n"
        "print(store.change_mark() != mark, len(queue.page(li).rows), flush=True)\n"
        "complaints.add(li, {'subject': 'from the open session'})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", child, str(floor.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    setup.restore(floor.boss, kept)
    out, _err = process.communicate("\n")
    assert (process.returncode, out) == (0, "True 2\n")
    assert subjects(floor) == ["first", "from the open session", "second"]
    assert setup.check(floor.boss) == []


def spoil_inside(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * (path.stat().st_size - 4 * 4096))


def another_program(path: Path) -> None:
    path.unlink()
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE event (seq)")
    raw.close()


def from_the_future(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {connection.SCHEMA + 1}")
    raw.close()


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        (spoil_inside, "damaged"),
        (another_program, "foreign"),
        (lambda path: path.write_bytes(b"a letter " * 900), "foreign"),
        (lambda path: path.write_bytes(b""), "foreign"),
        (from_the_future, "newer"),
        (Path.unlink, "missing"),
    ],
    ids=["damaged", "another program's", "no database", "empty", "newer", "missing"],
)
def test_what_cannot_be_trusted_is_refused_and_changes_nothing(
    floor: Floor, kept: Path, spoil: Callable[[Path], object], cause: str
) -> None:
    spoil(kept)
    before, names = content(floor.path), sorted(floor.path.parent.iterdir())
    for attempt in (
        lambda: setup.restore(floor.boss, kept),
        lambda: setup.rescue(floor.path, "boss", kept),
    ):
        with pytest.raises(StoreProblem) as problem:
            attempt()
        assert problem.value.cause == cause
    assert content(floor.path) == before
    assert sorted(floor.path.parent.iterdir()) == names


def test_a_restore_does_not_wait_for_ever_for_a_lock(floor: Floor, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "LOCK_SECONDS", 0.1)
    connection.database.pragma("busy_timeout", 50)
    holder = sqlite3.connect(floor.path)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreProblem, match="stayed locked"):
        setup.restore(floor.boss, kept)
    holder.rollback()
    holder.close()
    assert subjects(floor) == ["first", "second", "third"]


def test_a_damaged_floor_can_be_restored_by_who_is_admin_in_the_backup(floor: Floor, kept: Path) -> None:
    store.close_floor()
    spoil_inside(floor.path)
    damaged = floor.path.read_bytes()
    with pytest.raises(Refused):
        setup.rescue(floor.path, "li.na", kept)
    done = setup.rescue(floor.path, "boss", kept)
    assert subjects(floor) == ["first", "second"]
    assert Path(done["kept"]).read_bytes() == damaged
    assert setup.check(floor.boss) == []


def test_a_floor_damaged_in_one_place_is_restored_where_it_lies(floor: Floor, kept: Path) -> None:
    store.close_floor()
    raw = sqlite3.connect(floor.path)
    page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'complaint'").fetchone()[0]
    raw.close()
    with floor.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    damaged, inode = floor.path.read_bytes(), floor.path.stat().st_ino
    store.open_floor(floor.path)
    with pytest.raises(StoreProblem, match="damaged"):
        setup.backup(floor.boss, floor.path.with_name("useless.db"))
    assert not floor.path.with_name("useless.db").exists()
    done = setup.restore(floor.boss, kept)
    assert floor.path.stat().st_ino == inode
    assert Path(done["kept"]).read_bytes() == damaged
    assert subjects(floor) == ["first", "second"]
    assert setup.check(floor.boss) == []


def test_a_rescue_that_fails_puts_the_file_back(floor: Floor, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    store.close_floor()
    before = floor.path.read_bytes()
    monkeypatch.setattr(backup, "bring_back", full)
    with pytest.raises(StoreProblem, match="disk is full"):
        setup.rescue(floor.path, "boss", kept)
    assert floor.path.read_bytes() == before
    assert not list(floor.path.parent.glob("*.before-*"))


def test_a_floor_that_is_gone_can_be_restored(floor: Floor, kept: Path) -> None:
    store.close_floor()
    floor.path.unlink()
    assert setup.rescue(floor.path, "boss", kept)["kept"] is None
    assert subjects(floor) == ["first", "second"]
    assert stat.S_IMODE(floor.path.stat().st_mode) == 0o600
    assert connection.database.journal_mode == "wal"


def test_a_rescue_never_replaces_the_file_of_another_program(floor: Floor, kept: Path) -> None:
    store.close_floor()
    floor.path.write_bytes(b"a letter " * 900)
    with pytest.raises(StoreProblem, match="not a cstui floor"):
        setup.rescue(floor.path, "boss", kept)
    assert floor.path.read_bytes() == b"a letter " * 900


@pytest.mark.parametrize("who", ["agent", "lead", "auditor"])
def test_only_an_administrator_keeps_the_store(floor: Floor, kept: Path, tmp_path: Path, who: str) -> None:
    accounts.add_agent(floor.boss, "mgr", name="M", roles=("manager",))
    for actor in (getattr(floor, who), accounts.find_actor("mgr")):
        with pytest.raises(Refused):
            setup.backup(actor, tmp_path / "copy.db")
        with pytest.raises(Refused):
            setup.restore(actor, kept)
    assert not (tmp_path / "copy.db").exists()
    assert len(subjects(floor)) == 3
