"""Run the benchmarks named on the command line, all by default, and print their ratios."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from .frame import Options, Ratio, table

BENCHES = ("startup", "first_rows", "imports", "idle", "exports")


def _options(arguments: list[str] | None) -> tuple[Options, argparse.Namespace]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("bench", nargs="*", choices=[[], *BENCHES], metavar="BENCH", help=" ".join(BENCHES))
    parser.add_argument("--rows", type=int, default=100_000, help="complaints of the large floor (default %(default)s)")
    parser.add_argument("--open-share", type=float, default=0.05, help="share of open cases (default %(default)s)")
    parser.add_argument("--repeat", type=int, default=7, help="turns of the short measurements (default %(default)s)")
    parser.add_argument("--folder", type=Path, help="keep the floors made here, and use them again")
    parser.add_argument("--json", action="store_true", help="print the ratios as JSON")
    parsed = parser.parse_args(arguments)
    folder = parsed.folder or Path(tempfile.mkdtemp(prefix="cstui-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    return Options(parsed.rows, parsed.open_share, parsed.repeat, folder), parsed


def _note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    options, parsed = _options(arguments)
    # An installed program has its bytecode beside it; a shell that forbids writing it would measure the compiler.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # The person at the machine is the one who runs the floor, in English, whatever the shell says.
    os.environ.update(XDG_CONFIG_HOME=str(options.folder / "config"), CSTUI_LANG="en")
    os.environ.pop("CSTUI_CONFIG", None)
    ratios: list[Ratio] = []
    for name in parsed.bench or BENCHES:
        began = time.monotonic()
        ratios += importlib.import_module(f"benchmarks.{name}").run(options)
        _note(f"{name}: {time.monotonic() - began:.0f} s")
    print(json.dumps([ratio._asdict() for ratio in ratios], indent=1) if parsed.json else table(ratios))
    if parsed.folder is None:
        import shutil

        shutil.rmtree(options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
