"""The screens when the world is against them: signals, a dead line, a terminal that stops reading, stray bytes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 30.0  # seconds; a loaded machine is slow, not broken
SECRET = "Zanzibar4711"  # stands in the one complaint of the floor
Terminal = Any


@pytest.fixture
def terminal(floor_file: Path, opens: Callable[..., Terminal]) -> Terminal:
    """The queue on a terminal."""
    shown = opens(floor_file)
    shown.read_until("C-000001")
    return shown


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_screens_and_restores_the_terminal(terminal: Terminal, number: signal.Signals) -> None:
    terminal.process.send_signal(number)
    assert terminal.ended(PATIENCE) == 128 + number
    assert terminal.present_modes() == terminal.modes
    for on, off in (("?1049h", "?1049l"), ("?25l", "?25h"), ("?1000h", "?1000l"), ("?2004h", "?2004l")):
        assert terminal.output.rfind(f"\x1b[{off}".encode()) > terminal.output.rfind(f"\x1b[{on}".encode())


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_screens_whose_terminal_stopped_reading(terminal: Terminal, number: signal.Signals) -> None:
    # Each key opens or closes a dialog; nobody reads what is painted, so the terminal's buffer and the
    # driver's queue of thirty writes fill up, and the loop stands still.
    for key in b"?q" * 60:
        terminal.send(bytes([key]))
        time.sleep(0.03)
    terminal.send(b"\x11")
    assert terminal.ended(2, reading=False) is None, "the loop was to be blocked, and it has quit"
    terminal.process.send_signal(number)
    assert terminal.ended(PATIENCE, reading=False) == 128 + number
    assert terminal.present_modes() == terminal.modes


def test_a_terminal_gone_without_a_signal_ends_the_screens(terminal: Terminal) -> None:
    terminal.hang_up()
    assert terminal.ended(PATIENCE, reading=False) == 128 + signal.SIGHUP


def test_bytes_that_are_no_text_are_typed_and_nothing_breaks(terminal: Terminal) -> None:
    terminal.send(b"/")
    terminal.read_until("\x1b[?25l")
    terminal.send(b"\xff" + "投诉".encode("gbk") + b"ok\r")
    terminal.read_until("ok")
    terminal.send(b"\x11")
    assert terminal.ended(PATIENCE) == 0


def test_ctrl_z_and_a_stop_signal_do_not_stop_a_session(terminal: Terminal) -> None:
    terminal.send(b"\x1a")
    os.kill(terminal.process.pid, signal.SIGTSTP)
    terminal.send(b"?")
    terminal.read_until("Case")
    terminal.send(b"\x11")
    assert terminal.ended(PATIENCE) == 0


def test_ctrl_c_never_quits(terminal: Terminal) -> None:
    terminal.send(b"\x03")
    terminal.read_until("ctrl+q leaves")
    assert terminal.process.poll() is None


_BROKEN = """
import sys
from cstui.tui.screens.queue import QueueScreen
from cstui.tui.screens.base import FloorScreen
def broken(self):
    secret = 'Rosebud ' + self.listing.current.subject
    raise RuntimeError(secret)
async def broken_worker(self):
    broken(self)
QueueScreen.action_mark = broken
QueueScreen.action_sort = lambda self: self.run_worker(broken_worker(self))
from cstui.cli import main
main()
"""


@pytest.mark.parametrize("key", [b" ", b"o"], ids=["handler", "worker"])
def test_an_error_of_our_own_shows_no_data(
    floor_file: Path, tmp_path: Path, opens: Callable[..., Terminal], key: bytes
) -> None:
    shown = opens(floor_file, python=_BROKEN)
    shown.read_until("C-000001")
    before = len(shown.output)
    shown.send(key)
    assert shown.ended(PATIENCE) == 70
    told = shown.output[before:].split(b"\x1b[?1049l")[-1].decode(errors="replace")
    assert "an error of our own" in told and "Traceback" not in told
    crash = next((tmp_path / "state").rglob("crash-*.txt")).read_text()
    assert "RuntimeError" in crash and "broken" in crash
    for text in (told, crash):
        assert SECRET not in text and "Rosebud" not in text
