"""Command lines as processes of their own, each at an instant that the test names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# The clock of the process is set before anything of the program is loaded, and runs on from there.
_AT = """
import sys
from datetime import datetime
import time_machine
time_machine.travel(datetime.fromisoformat(sys.argv.pop(1)), tick=True).start()
from cstui.cli import main
main()
"""


class Moments:
    """Runs one command line after another on one floor; ``at`` is the time of day told to each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = ""
        places = {"CSTUI_DB": str(folder / "floor.db"), "HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")}
        self._env: Mapping[str, str] = {**os.environ, **places, "CSTUI_LANG": "en", "LANG": "C.UTF-8"}

    def run(self, login: str, line: str, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a line, its words apart by blanks, with further words of any text; fails on another exit status."""
        who = ("--as", login) if login else ()
        command = [sys.executable, "-c", _AT, self.at, *who, *line.split(), *words]
        done = subprocess.run(command, capture_output=True, text=True, env=self._env, cwd=self.folder)
        assert done.returncode == status, (line, words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    def told(self, login: str, line: str, *words: str, status: int = 0) -> Any:
        """Run a line and return what it writes as JSON."""
        return json.loads(self.run(login, line, *words, "-o", "json", status=status).stdout)
