"""Processes that use one floor at the same time, forked from the test so that they are quick to start."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from cstui.floor import store


class Child:
    """A forked process that runs ``work``; what it tells comes line by line, each an object of JSON."""

    def __init__(self, path: Path, work: Callable[[Callable[[Any], None]], None]) -> None:
        reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            _run(path, work, writer)
        os.close(writer)
        self._reader = os.fdopen(reader, "rb")
        self._told: list[bytes] = []

    def kill(self, after: int, seconds: float) -> list[Any]:
        """Kill the process as a power cut would, and return what it had told by then.

        The cut comes ``seconds`` after the process has told ``after`` things, however slow the machine is.
        """
        self._told += [self._reader.readline() for _each in range(after)]
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)
        return self.finish()

    def finish(self) -> list[Any]:
        """Wait for the end of the process and return what it told; a line cut short by a kill does not count."""
        told = (b"".join(self._told) + self._reader.read()).split(b"\n")[:-1]
        self._reader.close()
        os.waitpid(self.pid, 0)
        return [json.loads(line) for line in told]


def _run(path: Path, work: Callable[[Callable[[Any], None]], None], writer: int) -> NoReturn:
    """Be the child: never return into the test."""
    status = 1
    try:
        store.open_floor(path)
        work(lambda told: os.write(writer, json.dumps(told).encode() + b"\n") and None)
        store.close_floor()
        status = 0
    except BaseException as error:
        os.write(writer, json.dumps({"crash": repr(error)}).encode() + b"\n")
    finally:
        sys.stdout.flush()
        os._exit(status)
