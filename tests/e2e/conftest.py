"""What the end-to-end tests share: a pseudo-terminal held by the test, with a program at its other end."""

from __future__ import annotations

import fcntl
import getpass
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from cstui.floor import complaints, setup, store


class Terminal:
    """Runs a program on a pseudo-terminal; it reads only when asked to.

    The terminal is not the program's controlling one: closing it sends no SIGHUP.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str], columns: int = 80, rows: int = 24) -> None:
        self._master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(self._slave)
        self.output = b""
        self.process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **env},
            start_new_session=True,
        )

    def read_until(self, wanted: str, seconds: float = 60) -> None:
        """Read what the program writes until a text has come."""
        end = time.monotonic() + seconds
        while wanted.encode() not in self.output:
            assert time.monotonic() < end, self.output.decode(errors="replace")[-2000:]
            self._read(0.1)

    def send(self, data: bytes) -> None:
        """Type bytes."""
        os.write(self._master, data)

    def ended(self, seconds: float, *, reading: bool = True) -> int | None:
        """Return the exit status once the program has ended, None when it has not in time."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            if reading:
                self._read(0.05)
            else:
                time.sleep(0.05)
        if reading:
            while self._read(0.05):
                pass
        return self.process.returncode

    def present_modes(self) -> list[Any]:
        """Return how the terminal is set now."""
        return termios.tcgetattr(self._slave)

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1

    def close(self) -> None:
        """End everything."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            self.hang_up()

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.output += data
        return bool(data)


Opens = Callable[..., Terminal]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Open the screens on a store: ``opens(path, "--as", login)``; ``python`` is run instead of ``-m cstui``."""
    opened: list[Terminal] = []

    def open_one(path: Path, *words: str, python: str | None = None, **env: str) -> Terminal:
        command = ["-m", "cstui", *words] if python is None else ["-c", python]
        places = {"CSTUI_DB": str(path), "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
        opened.append(Terminal([sys.executable, *command], {**places, **env}))
        return opened[-1]

    yield open_one
    for terminal in opened:
        terminal.close()


@pytest.fixture
def floor_file(tmp_path: Path) -> Path:
    """A floor of the person who runs the tests, with one complaint."""
    path = tmp_path / "floor.db"
    me = setup.init_floor(path, login=getpass.getuser(), name="Tester")
    complaints.add(me, {"subject": "Zanzibar4711", "narrative": "x" * 300})
    store.close_floor()
    return path
