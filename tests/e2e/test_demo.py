"""``cstui demo`` as a person starts it: on a terminal, and ended by a key, a lost line or a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

CSTUI = [sys.executable, "-m", "cstui"]


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """An environment whose home and temporary folder are empty and watched."""
    for name in ("home", "temp"):
        (tmp_path / name).mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "temp"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def demo(places: dict[str, str]) -> Iterator[pexpect.spawn]:
    """A demo on a terminal, its queue on screen."""
    child = pexpect.spawn(
        CSTUI[0],
        [*CSTUI[1:], "demo"],
        env=places,
        cwd=places["HOME"],
        dimensions=(24, 80),
        timeout=60,
        encoding="utf-8",
    )
    child.expect(r"/2\d\d")
    yield child
    child.close(force=True)


def _ended(child: pexpect.spawn) -> int | None:
    child.expect(pexpect.EOF, timeout=60)
    child.close()
    return int(child.exitstatus) if child.exitstatus is not None else None


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_and_the_folder_goes(demo: pexpect.spawn, places: dict[str, str], number: int) -> None:
    assert len(os.listdir(places["TMPDIR"])) == 1
    demo.kill(number)
    assert _ended(demo) == 128 + number
    assert os.listdir(places["TMPDIR"]) == [] == os.listdir(places["HOME"])


def test_a_terminal_that_nobody_reads_does_not_keep_the_folder(demo: pexpect.spawn, places: dict[str, str]) -> None:
    os.write(demo.child_fd, b"Gg" * 1000)
    time.sleep(1)  # let it fill the terminal's buffer
    demo.kill(signal.SIGTERM)
    assert demo.wait() == 143
    assert os.listdir(places["TMPDIR"]) == []


def test_a_key_ends_it_and_the_folder_goes(demo: pexpect.spawn, places: dict[str, str]) -> None:
    demo.send("\x11")
    assert _ended(demo) == 0
    assert os.listdir(places["TMPDIR"]) == [] == os.listdir(places["HOME"])


def test_without_a_terminal_it_says_so(places: dict[str, str]) -> None:
    run = subprocess.run([*CSTUI, "demo"], env=places, cwd=places["HOME"], capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert "terminal" in run.stderr and run.stdout == ""
    assert os.listdir(places["TMPDIR"]) == []
