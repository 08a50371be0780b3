"""One command line after another takes a case through everything that can happen to it."""

from __future__ import annotations

import getpass
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

REF = "C-000001"
REPLY = ("--channel", "phone", "--actions", "refund of the second charge", "--category", "billing", "--appeal-told")
GATE = (
    "--accepted", "--satisfaction", "4", "--responsible", "billing", "--follow-up", "called back, content",
    "--correction", "check every bill twice", "--correction-owner", "lead.zhao", "--correction-due", "+3d",
)  # fmt: skip
Done = subprocess.CompletedProcess[str]
Command = Callable[..., Done]

LIFE = [
    "received: received",
    "verify: received → verified",
    "register: verified → registered",
    "transfer: registered → transferred",
    "return: transferred → registered",
    "transfer: registered → transferred",
    "accept: transferred → handling",
    "wait: handling → waiting",
    "resume: waiting → handling",
    "respond: handling → responded",
    "reply not accepted: responded → handling",
    "respond: handling → responded",
    "close: responded → closed",
    "reopen: closed → handling",
    "respond: handling → responded",
    "close: responded → closed",
]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """``command(login, *words, status=0)`` runs one command line in a process of its own."""
    own = {"CSTUI_DB": str(tmp_path / "floor.db"), "HOME": str(tmp_path), "CSTUI_LANG": "en", "LANG": "C.UTF-8"}

    def run(login: str, *words: str, status: int = 0) -> Done:
        line = [sys.executable, "-m", "cstui", *(("--as", login) if login else ()), *words]
        done = subprocess.run(line, capture_output=True, text=True, env={**os.environ, **own}, cwd=tmp_path)
        assert done.returncode == status, (words, done.stdout, done.stderr)
        return done

    return run


@pytest.fixture
def crew(command: Command) -> str:
    """A floor of two teams with an agent and a lead each; return the login of its manager."""
    command("", "init")
    command("", "team", "add", "cards", "--name", "Cards")
    for login, team, role in (
        ("li.na", "floor", "agent"), ("lead.wang", "floor", "lead"),
        ("chen.mo", "cards", "agent"), ("lead.zhao", "cards", "lead"),
    ):  # fmt: skip
        command("", "agent", "add", login, "--name", login, "--team", team, "--role", role)
    return getpass.getuser()


def step(command: Command, login: str, action: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(command(login, "complaint", action, REF, *words, "-o", "json").stdout)
    return found


def live(command: Command) -> None:
    """Take the case through its life up to the second closing."""
    subject = ("--subject", "五月账单重复扣款", "--narrative", "Charged twice | nobody called", "--severity", "major")
    who = ("--customer-name", "张三", "--customer-phone", "13812341234", "--promised-at", "+2h")
    command("li.na", "complaint", "add", *subject, *who)
    step(command, "li.na", "verify", "--checked", "two charges on the bill", "--finding", "charged twice")
    step(command, "li.na", "register", "--severity", "major")
    step(command, "lead.wang", "transfer", "--to", "cards", "--reason", "a card was charged")
    step(command, "chen.mo", "return", "--reason", "no card of ours")
    step(command, "lead.wang", "transfer", "--to", "cards", "--reason", "it is: see the statement")
    assert step(command, "chen.mo", "accept")["assignee"] == "chen.mo"
    step(command, "chen.mo", "wait", "--waiting-for", "customer", "--what", "the statement", "--until", "+2h")
    step(command, "chen.mo", "resume")
    step(command, "chen.mo", "respond", "--text", "half is refunded", *REPLY)
    step(command, "chen.mo", "not-accepted", "--reason", "wants all of it")
    step(command, "chen.mo", "respond", "--text", "all is refunded", *REPLY)
    refused = command("chen.mo", "complaint", "close", REF, *GATE, status=1)
    assert "close gate" in refused.stderr and "Missing: root cause." in refused.stderr
    assert step(command, "chen.mo", "close", *GATE, "--cause", "process.slow")["state"] == "closed"
    back = step(command, "lead.zhao", "reopen", "--reason", "charged a third time")
    assert (back["state"], back["cycle"], back["assignee"]) == ("handling", 2, "chen.mo")
    step(command, "chen.mo", "respond", "--text", "the third one too", *REPLY)
    step(command, "chen.mo", "close", "--accepted", "--satisfaction", "5", "--follow-up", "content at last")


def part(text: str, title: str) -> str:
    """Return one part of a case file."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def steps(text: str) -> list[str]:
    return [line.strip("*") for line in re.findall(r"^\*\*[a-z ]+: [a-z]+(?: → [a-z]+)?\*\*$", text, re.MULTILINE)]


def test_a_whole_life_and_its_case_file(command: Command, crew: str, tmp_path: Path) -> None:
    live(command)
    case = json.loads(command(crew, "complaint", "show", REF, "-o", "json").stdout)
    assert (case["state"], case["cycle"], case["satisfaction"], case["team"]) == ("closed", 2, 5, "cards")
    command(crew, "export", "casefile", REF, "case.md")
    text = (tmp_path / "case.md").read_text("utf-8")
    line = part(text, "Time line")
    assert steps(line) == LIFE
    numbers = [int(number) for number in re.findall(r"^### (\d+) · ", line, re.MULTILINE)]
    assert numbers == sorted(numbers) and len(re.findall(r"^`[0-9a-f]{64}`$", line, re.MULTILINE)) == len(numbers)
    assert steps(part(text, "Registration form")) == [LIFE[0], LIFE[2]]
    assert steps(part(text, "Verification form")) == [LIFE[1]]
    assert steps(part(text, "Transfer form")) == LIFE[3:7]
    told = part(text, "Handling form")
    assert told.index("half is refunded") < told.index("wants all of it") < told.index("all is refunded")
    assert told.index("charged a third time") < told.index("the third one too")
    assert "Process: Took too long" in part(text, "Close gate") and "lead.zhao" in part(text, "Corrective actions")
    assert "resolve (2)" in part(text, "Clocks") and "promise" in part(text, "Clocks")
    assert "138\\*\\*\\*\\*1234" in text and "13812341234" not in text
    assert "| Chain of the journal | whole" in part(text, "Journal")
    verdict = json.loads(command(crew, "journal", "verify", "-o", "json").stdout)
    assert verdict["bad_seq"] is None


def test_the_workbook_tells_the_same(command: Command, crew: str, tmp_path: Path) -> None:
    live(command)
    command(crew, "export", "casefile", REF, "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    titles = [sheet.title.partition(" ")[2] for sheet in book.worksheets]
    assert titles[:4] == ["Registration form", "Verification form", "Transfer form", "Handling form"]
    rows = list(book.worksheets[titles.index("Time line")].iter_rows(min_row=2, values_only=True))
    assert [row[4] for row in rows if row[4] in LIFE] == LIFE
