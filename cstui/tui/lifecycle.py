"""How the screens end: signals, a terminal that goes away or stops reading, errors of our own.

The event loop may be blocked writing to a terminal that nobody reads, so nothing here
relies on it: a thread waits beside it, gives the loop a moment to end in order, and then
restores the terminal itself and leaves.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
GRACE_SECONDS = 2.0
HANGUP_STATUS = 128 + signal.SIGHUP

# What the driver switches on, switched off: kitty keys, mouse, focus and paste reports, in-band
# resize; line wrap, the cursor and the ordinary screen come back.
_RESTORE = (
    b"\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l"
    b"\x1b[?2004l\x1b[?2048l\x1b[?2026l\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)


class Ending:
    """Waits for a reason to end and sees to it that the process does, within seconds."""

    def __init__(self, leave: Callable[[int], None], terminal: int | None = None) -> None:
        """``leave`` asks the loop to end with a status; it is called from any thread."""
        self._leave = leave
        self._terminal = sys.__stdin__.fileno() if terminal is None and sys.__stdin__ else terminal
        self._status: int | None = None
        self._asked = threading.Event()
        self._over = threading.Event()
        self._modes = _modes(self._terminal)

    @property
    def status(self) -> int | None:
        """The exit status asked for from outside, None when the person left."""
        return self._status

    def ask(self, status: int) -> None:
        """End with that status; the first reason counts."""
        if self._status is None:
            self._status = status
            self._asked.set()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch signals and the terminal while the screens run."""
        before = {number: signal.getsignal(number) for number in SIGNALS}
        for number in SIGNALS:
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        for call, name in ((self._wait, "cstui-ending"), (self._watch_terminal, "cstui-terminal")):
            threading.Thread(target=call, name=name, daemon=True).start()
        try:
            yield
        finally:
            self._over.set()
            self._asked.set()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.ask(128 + number)

    def _wait(self) -> None:
        self._asked.wait()
        if self._over.is_set() or self._status is None:
            return
        self._leave(self._status)
        if not self._over.wait(GRACE_SECONDS):
            restore(self._terminal, self._modes)
            _clear_away()
            os._exit(self._status)

    def _watch_terminal(self) -> None:
        if self._terminal is None:
            return
        poller = select.poll()
        poller.register(self._terminal, 0)  # asks for nothing, so only a hang-up or an error wakes it
        if any(events & (select.POLLHUP | select.POLLERR) for _fd, events in poller.poll()):
            self.ask(HANGUP_STATUS)


def _clear_away() -> None:
    """Run what was to be done at exit (a demo's folder goes), which ``os._exit`` leaves out; never wait long for it."""
    clearing = threading.Thread(target=atexit._run_exitfuncs, name="cstui-clearing", daemon=True)
    clearing.start()
    clearing.join(GRACE_SECONDS / 2)


def restore(terminal: int | None, modes: list[Any] | None) -> None:
    """Give the terminal back as it was, without ever waiting for it."""
    if terminal is None or modes is None:
        return
    try:
        # Output that nobody reads is thrown away, else there would be no room for the way back.
        termios.tcflush(terminal, termios.TCOFLUSH)
        termios.tcsetattr(terminal, termios.TCSANOW, modes)
        own = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        os.write(own, _RESTORE)
        os.close(own)
    except (OSError, termios.error):
        return


def _modes(terminal: int | None) -> list[Any] | None:
    try:
        return None if terminal is None else termios.tcgetattr(terminal)
    except termios.error:
        return None
