"""The command line: one file per noun, loaded when that noun is asked for."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run ``cstui`` and end the process with the documented status."""
    # A look-up is over before collecting could pay, nor is it worth taking the interpreter apart object by object:
    # together that is a third of what a look-up may cost.  Long work switches collecting on, and ends in full.
    gc.disable()
    from .root import start

    status = start()
    if gc.isenabled():
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)
