"""The command line: one file per noun, loaded when that noun is asked for."""

from __future__ import annotations

import gc
import os
import sys
import threading


def main() -> None:
    """Run ``cstui`` and end the process with the documented status."""
    # While modules load there is nothing to collect, and afterwards nothing to gain from taking the interpreter
    # apart object by object: together that is a third of what a look-up may cost.
    gc.disable()
    from .root import start

    status = start()
    if threading.active_count() > 1:
        sys.exit(status)  # the screens' threads finish what they write
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)
