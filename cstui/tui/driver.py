"""The terminal driver: Textual's own, less easily killed by what comes from a terminal."""

from __future__ import annotations

import signal
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable

from textual.drivers import linux_driver

TEXTUAL = "8.2.8"  # the release whose private names this module was written against


def _lenient(encoding: str) -> Callable[[], IncrementalDecoder]:
    """Return a decoder that turns bytes of another encoding into U+FFFD instead of raising."""
    decoder = getincrementaldecoder(encoding)
    return lambda: decoder(errors="replace")


# The input thread makes its decoder itself, strict; a byte 0xff or typed GBK would end the program.
linux_driver.getincrementaldecoder = _lenient  # type: ignore[assignment]


class FloorDriver(linux_driver.LinuxDriver):
    """Goes on after bytes that are no text, never stops itself, and reports its own faults without values."""

    def start_application_mode(self) -> None:
        """Take the terminal; a stop signal would freeze a session that has no shell to wake it."""
        super().start_application_mode()
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)
