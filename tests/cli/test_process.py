"""Commands as processes: exit statuses, pipes, signals, encodings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from docs.render_commands import verbs
from tests.cli.conftest import Run
from tests.conftest import Floor

Process = Callable[..., "subprocess.Popen[bytes]"]
Case = Callable[..., str]


@pytest.fixture
def start(floor: Floor, tmp_path: Path) -> Process:
    """Start a command as a process of its own, as the boss of the small floor."""

    def call(*args: str, python: tuple[str, ...] = ("-m", "cstui"), **options: object) -> subprocess.Popen[bytes]:
        env = {**os.environ, "COLUMNS": "", **options.pop("env", {})}  # type: ignore[dict-item]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, *python, "--db", str(floor.path), "--as", "boss", *args]
        return subprocess.Popen(command, cwd=tmp_path, env=env, **{**pipes, **options})  # type: ignore[call-overload, no-any-return]

    return call


@pytest.mark.parametrize(
    ("status", "args"),
    [
        (0, ("complaint", "list", "-o", "json")),
        (1, ("complaint", "show", "C-000999")),
        (1, ("complaint", "next")),
        (1, ("find", "nothing")),
        (2, ("complaint", "list", "--limit", "0")),
        (2, ("complaint", "add", "--json", "/dev/zero")),
        (2, ("calendar", "due", "tomorrowish", "1wd")),
        (3, ("--db", "none.db", "complaint", "list")),
        (3, ("--db", ".", "complaint", "list")),
        (3, ("--db", ".", "init")),
    ],
)
def test_exit_status(start: Process, status: int, args: tuple[str, ...]) -> None:
    process = start(*args)
    out, err = process.communicate()
    assert process.returncode == status, err
    assert bool(out) == (status == 0)
    assert bool(err) == (status != 0)
    assert b"Traceback" not in err


def test_an_error_of_our_own_is_70(start: Process) -> None:
    broken = "from cstui.floor import queue; del queue.page; from cstui.cli import main; main()"
    process = start("complaint", "list", python=("-c", broken))
    out, err = process.communicate()
    assert (process.returncode, out) == (70, b"")
    assert b"Traceback" not in err


def waiting(process: subprocess.Popen[bytes]) -> None:
    """Return once the command has read what it was given and waits for more."""
    assert process.stdin is not None
    process.stdin.write(b"{" + b" " * 200_000)  # more than a pipe holds: written only when it is read
    process.stdin.flush()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(start: Process, number: signal.Signals) -> None:
    process = start("complaint", "add", "--json", "-")
    waiting(process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (128 + number, b"", b"")


def test_an_ignored_hangup_stays_ignored(start: Process) -> None:
    process = start("complaint", "add", "--json", "-", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    waiting(process)
    process.send_signal(signal.SIGHUP)
    assert process.stdin is not None
    process.stdin.write(b'"subject": "kept"}')
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


def test_a_reader_that_goes_away_is_no_error(start: Process, case: Case) -> None:
    for number in range(3):
        case(f"case {number}", "--narrative", "x" * 90_000)
    process = start("complaint", "list", "-o", "jsonl")
    assert process.stdout is not None
    assert process.stdout.read(1) == b"{"
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_told(start: Process) -> None:
    with open("/dev/full", "wb") as full:
        process = start("complaint", "list", "-o", "json", stdout=full)
        _out, err = process.communicate()
    assert process.returncode == 3
    assert b"cannot be written" in err


def test_without_stdout_it_still_works(start: Process) -> None:
    process = start("complaint", "list", "-o", "json", stdout=None, preexec_fn=lambda: os.close(1))
    _out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


def test_another_encoding_loses_nothing_in_json(start: Process, case: Case) -> None:
    ref = case("退款 é 👍")
    env = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    out, _err = start("complaint", "show", ref, "-o", "json", env=env).communicate()
    assert json.loads(out.decode("ascii"))["subject"] == "退款 é 👍"
    page, err = start("complaint", "show", ref, env=env).communicate()
    assert "退款 é ?" in page.decode("gbk") and err == b""


def test_arguments_of_any_bytes_are_harmless(start: Process) -> None:
    for word in (b"\xff\xfe", b"\x1b[31m", b"\xc2\x9b", "\u202e".encode()):
        for args in ((b"find", word), (b"complaint", b"show", word), (word,), (b"complaint", b"add", b"--" + word)):
            out, err = start(*(os.fsdecode(arg) for arg in args)).communicate()
            for raw in (b"\x1b", b"\xff", b"\xc2\x9b", "\u202e".encode()):
                assert raw not in out + err


def test_a_wait_for_the_store_ends_in_words(start: Process, cstui: Run, floor: Floor) -> None:
    from db import connection

    connection.open_store(floor.path)
    with connection.transaction():
        process = start("complaint", "add", "--subject", "late")
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, b"")
    assert b"locked" in err
    assert cstui("complaint", "list", "-o", "json").stdout == "[]\n"


EVERY_VERB = """
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from cstui.cli.root import root
for line in sys.stdin.read().splitlines():
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
            root.main(sys.argv[1:] + line.split())
    except SystemExit as end:
        assert end.code in (0, 1, 2) and "Usage:" not in told.getvalue(), (line, end.code, told.getvalue())
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"textual", "rich"}))
"""
NEEDED = {
    "find": "x",
    "complaint add": "--subject x",
    "complaint list": "",
    "complaint next": "",
    "complaint undo": "",
    "complaint forecast": "",
    "complaint": "C-000001",
    "action": "1",
    "action check": "1 --helped --effect fewer",
    "action list": "",
    "customer list": "",
    "customer": "C-000001",
    "customer tier": "C-000001 vip",
    "customer erase": "C-000001 --reason asked --yes",
    "duty add": "calls many",
    "incident": "1",
    "incident add": "1 C-000001",
    "incident list": "",
    "incident open": "outage",
    "roster absent": "boss",
    "roster set": "boss mon A1",
    "roster copy": "this next",
    "roster pattern": "early all",
    "roster lock": "boss mon",
    "roster unlock": "boss mon",
    "roster back": "boss",
    "roster clock": "in",
    "roster excuse": "mon overslept",
    "roster excused": "boss mon",
    "roster void": "1 --reason wrong",
    "roster handback": "boss",
    "template add": "greeting --text hello",
    "template remove": "greeting",
    "template show": "greeting",
    "view remove": "mine",
    "view save": "mine owner:me",
    "agent show": "boss",
    "agent add": "new --name New",
    "agent disable": "new",
    "team add": "new --name New",
    "calendar apply": "--yes",
    "calendar due": "2026-02-10 15wd",
    "import": "rows.csv",
    "export": "out.csv --force",
    "export casefile": "C-000001 out.md",
    "export halfyear": "half.csv --half 2026H1",
    "level set": "li.na senior",
    "level history": "li.na",
    "level profile": "li.na",
    "level ladder": "dual",
    "level show": "boss",
    "level explain": "boss",
    "level eligible": "",
    "level apply": "",
    "level round": "",
    "level cases": "",
    "level inbox": "",
    "level demote": "boss",
    "level vacancy list": "",
    "level vacancy open": "chief",
    "level vacancy close": "1",
    "level": "1",
    "export promotion-file": "1 case.md",
    "praise add": "li.na --from Ann",
    "praise list": "",
    "praise void": "1 --reason typo",
    "penalty add": "li.na --rule slacking --money 500",
    "penalty list": "",
    "penalty void": "1 --reason typo",
    "training attest": "li.na visio",
    "training certificate": "li.na cards",
    "training course": "li.na lead",
    "training exam": "li.na scene --passed",
    "training mentor": "li.na zhang.wei",
    "training ready": "li.na",
    "training retake": "li.na cards --passed",
    "training void": "1 --reason typo",
    "score": "2026-10",
    "score enter": "li.na 2026-10 work 5",
    "score show": "",
    "score talk": "li.na 2026-10 --text x --improve x",
    "score template list": "",
    "score template show": "ae",
    "score template check": "rows.csv",
    "score template add": "rows.csv",
    "quality": "2026-10",
    "quality score": "1 50",
    "export reviews": "2026-10 out.md",
    "roster need": "--calls 1",
    "roster demand set": "09:00-10:00 1",
    "roster what-if": "li.na 14:00 15:00",
    "roster swap offer": "1",
    "roster swap accept": "1",
    "roster swap decline": "1",
    "roster swap approve": "1",
    "roster swap withdraw": "1",
    "roster swap show": "1",
    "roster swap deny": "1 --reason x",
    "roster swap ask": "2030-01-07 --with li.na",
    "roster leave submit": "1",
    "roster leave approve": "1",
    "roster leave cancel": "1",
    "roster leave show": "1",
    "roster leave reject": "1 --reason x",
    "roster leave ask": "annual 2030-01-07",
    "roster open ask": "1",
    "roster open retract": "1",
    "roster open approve": "1",
    "roster open refuse": "1",
    "roster open withdraw": "1",
    "roster open show": "1",
    "roster open post": "2030-01-07 A1",
    "roster prefer want": "A1 --weekday mon",
    "roster prefer avoid": "A1 --weekday mon",
    "roster prefer drop": "1",
    "db backup": "copy.db",
    "db restore": "copy.db --yes",
}


def test_no_verb_loads_the_screens(start: Process, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("narrative\nCharged twice\n", "utf-8")
    lines = [
        f"{verb} {NEEDED.get(verb, NEEDED.get(verb.split()[0], ''))}"
        for verb in verbs()
        if verb not in ("demo", "init")
    ]
    process = start(python=("-c", EVERY_VERB))
    out, err = process.communicate("\n".join(lines).encode())
    assert (process.returncode, out.decode().strip()) == (0, ""), err.decode()
