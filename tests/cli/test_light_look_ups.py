"""A look-up from the command line loads only what it uses."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from cstui.floor import complaints, setup, store

HEAVY = {
    "asyncio", "defusedxml", "holidays", "hypothesis", "openpyxl", "phonenumbers", "platformdirs", "pypinyin",
    "python_calamine", "rich", "tabulate", "textual", "xlsxwriter",
}  # fmt: skip
_RUN = """
import sys
sys.argv[0] = "cstui"
from cstui.cli.root import start
status = start()
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(status)
"""


@pytest.fixture
def own_floor(tmp_path: Path) -> Path:
    """A floor of the account that runs the tests, with one complaint."""
    path = tmp_path / "own.db"
    actor = setup.init_floor(path, login=pwd.getpwuid(os.getuid()).pw_name, name="Me")
    complaints.add(actor, {"subject": "五月账单重复扣款", "customer_phone": "13800001234", "channel": "phone"})
    store.close_floor()
    return path


@pytest.mark.parametrize(
    "words",
    [("complaint", "show", "C-000001"), ("find", "账单"), ("who",), ("complaint", "list"), ("complaint", "next")],
    ids=" ".join,
)
def test_look_up_loads_nothing_heavy(own_floor: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", _RUN, "--db", str(own_floor), *words, "-o", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    json.loads(done.stdout)
    assert set(done.stderr.splitlines()[-1].split()) & HEAVY == set()
