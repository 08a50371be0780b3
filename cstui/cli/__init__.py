"""The command line: one file per noun, loaded when that noun is asked for."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run ``cstui``; never returns."""
    # A look-up is over before collecting could pay: it would cost a tenth of it.  Long work switches it on again.
    gc.disable()
    from .root import start

    sys.exit(start())
