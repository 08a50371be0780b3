"""A program in a pseudo-terminal: when did it show what, and what did that cost."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

COLUMNS, LINES = 160, 50
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])")


class Terminal:
    """A child on a terminal of 160 x 50; leaving the context ends it."""

    def __init__(self, command: Sequence[str]) -> None:
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), {**os.environ, "TERM": "xterm-256color"})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            self._read(0.05)
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            self._seen += os.read(self._fd, 65536)
        except OSError:  # the other side has gone
            return False
        return True

    def shown(self, pattern: bytes, patience: float = 60) -> float:
        """Wait until the terminal was sent text that matches; return the clock's reading then.

        Raises TimeoutError with the end of what was sent.
        """
        deadline = time.monotonic() + patience
        while not re.search(pattern, _ESCAPES.sub(b"", self._seen)):
            if time.monotonic() > deadline:
                raise TimeoutError(self._seen[-2000:].decode(errors="replace"))
            self._read(1)
        return time.perf_counter()

    def forget(self) -> None:
        """Look only at what is sent from now on."""
        self.rest(0.01)
        self._seen = b""

    def rest(self, seconds: float) -> None:
        """Let time pass, taking what is sent."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._read(left)

    def cpu(self) -> float:
        """Return the CPU seconds that all threads of the child have used so far."""
        spent = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(path.read_text().split()[0]) for path in spent) / 1e9

    def memory(self) -> float:
        """Return the child's largest resident size so far, in MB."""
        return peak_memory(self.pid)


def peak_memory(pid: int) -> float:
    """Return the largest resident size of a live process, in MB; 0 when it has gone.

    Not ru_maxrss: that one starts at the size of the process that forked.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0
