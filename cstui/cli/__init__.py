"""The command line: one file per noun, loaded when that noun is asked for."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``cstui``; never returns."""
    from .root import start

    sys.exit(start())
