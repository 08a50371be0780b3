"""The life of levels by command lines: what is missing, a promotion, a demotion, scorecards, certificates.

Each command is a process of its own, at the time that the test names.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cstui.paths import FIXTURES

Done = subprocess.CompletedProcess[str]
BOOT = """\
import os, sys
from datetime import datetime
from zoneinfo import ZoneInfo
import time_machine
at = datetime.fromisoformat(os.environ["CSTUI_TEST_TIME"]).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
time_machine.travel(at, tick=True).start()
sys.argv[0] = "cstui"
from cstui.cli import main
main()
"""
PEOPLE = (
    ("li.na", "floor", "agent"), ("zhang.wei", "floor", "agent"), ("lead.wang", "floor", "lead"),
    ("chen.mo", "cards", "agent"), ("lead.zhao", "cards", "lead"), ("gao", "floor", "manager"),
    ("sun", "cards", "manager"), ("ou", "floor", "manager"), ("aud", "floor", "auditor"),
)  # fmt: skip
AE = {"records": 5, "system": 10, "analysis": 5, "complaints": 15, "discipline": 5, "satisfaction": 30,
      "internal_satisfaction": 20, "suppliers": 10}  # fmt: skip
REVIEW = ("--interview", "calm", "--report", "knows the trade", "--recommended")
PANEL = ("--members", "gao lead.zhao", "--in-favour", "2", "--against", "0", "--scores", "试题测评=91")


class Site:
    """A floor whose commands run as processes; ``at`` is the time in Shanghai at which the next ones run."""

    def __init__(self, home: Path, at: str) -> None:
        self.home, self.at = home, at

    def start(self, login: str, *words: str, lang: str = "en") -> subprocess.Popen[str]:
        """Start a command and do not wait for it."""
        own = {
            "CSTUI_DB": str(self.home / "floor.db"), "CSTUI_CONFIG": str(self.home / "config"), "HOME": str(self.home),
            "CSTUI_LANG": lang, "LANG": "C.UTF-8", "CSTUI_TEST_TIME": self.at,
        }  # fmt: skip
        line = [sys.executable, "-c", BOOT, *(("--as", login) if login else ()), *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            text=True,
            env={**os.environ, **own},
            cwd=self.home,
        )

    def __call__(self, login: str, *words: str, status: int = 0, lang: str = "en") -> Done:
        process = self.start(login, *words, lang=lang)
        stdout, stderr = process.communicate()
        assert process.returncode == status, (words, stdout, stderr)
        return Done(process.args, process.returncode, stdout, stderr)

    def read(self, login: str, *words: str) -> Any:
        """Return what a command says as JSON."""
        return json.loads(self(login, *words, "-o", "json").stdout)

    def file(self, name: str, text: str) -> str:
        """Write a file of the site and return its name."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return name


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a floor of two teams with three managers and an auditor."""
    found = Site(tmp_path_factory.mktemp("staffed"), "2025-12-15T12:00")
    found("", "init")
    found("", "team", "add", "cards", "--name", "Cards")
    for login, team, role in PEOPLE:
        found("", "agent", "add", login, "--name", login, "--team", team, "--role", role)
    return found.home


@pytest.fixture
def site(tmp_path: Path, staffed: Path) -> Site:
    """A copy of that floor, in March 2026."""
    shutil.copytree(staffed, tmp_path, dirs_exist_ok=True)
    return Site(tmp_path, "2026-03-16T12:00")


def ready(site: Site, login: str = "li.na") -> None:
    """Let somebody have everything that the step from assistant to junior asks for."""
    site("gao", "level", "set", login, "assistant", "--since", "2025-06-02")
    site("gao", "level", "profile", login, "--status", "regular", "--hired", "2025-06-02")
    site("lead.wang", "training", "attest", login, "works-alone")


def to_panel(site: Site, login: str = "li.na", number: str = "1") -> None:
    """Lead an application to where the public notice may start."""
    site(login, "level", "apply", "--statement", "I work alone")
    site("lead.wang", "level", "review", number, *REVIEW)
    site("gao", "level", "endorse", number, "--finding", "fine", "--agreed")
    site("lead.wang", "level", "exam", number, "--name", "skill_grading", "--score", "88", "--passed")
    site("gao", "level", "panel", number, *PANEL)


def score_all(site: Site, login: str = "li.na", month: str = "2026-02", note: str = "no cases yet") -> None:
    """Enter the full points of every item of the AE card, those too that the floor would compute."""
    for item, points in AE.items():
        noted = ("--note", note) if item in ("complaints", "satisfaction") else ()
        site("lead.wang", "score", "enter", login, month, item, str(points), *noted)


def criterion(found: dict[str, Any], name: str) -> dict[str, Any]:
    chosen: dict[str, Any] = next(each for each in found["criteria"] if each["criterion"] == name)
    return chosen


def test_one_customer_is_lacking(site: Site) -> None:
    site("gao", "level", "set", "li.na", "senior", "--since", "2023-12-01")
    papers = ("--status", "regular", "--hired", "2021-03-01", "--service-since", "2021-03-01", "--education", "college")
    site("gao", "level", "profile", "li.na", *papers)
    for what in ("office-powerpoint", "office-functions", "office-visio", "major-incidents", "customer-development",
                 "leads-training"):  # fmt: skip
        site("lead.wang", "training", "attest", "li.na", what)
    site("lead.wang", "training", "attest", "li.na", "revenue", "--value", "600000", "--on", "2025-12-30")
    site("lead.wang", "training", "exam", "li.na", "skill_grading", "--passed", "--on", "2025-12-20")
    site("lead.wang", "training", "course", "li.na", "reserve_cadre", "--on", "2025-10-10")
    site("lead.wang", "praise", "add", "li.na", "--from", "Kunlun", "--on", "2025-05-01", "--text", "谢谢你")
    site("lead.wang", "praise", "add", "li.na", "--from", "kunlun ", "--on", "2025-06-01", "--text", "又一次")
    rows = "登录名,日期,类型,来自,内容\nli.na,2025-07-01,内部表扬,仓储部,帮忙\nli.na,2025-08-01,内部表扬,财务部,帮忙\n"
    site("lead.wang", "import", "praise", site.file("praise.csv", rows))
    found = site.read("li.na", "level", "explain", "li.na")
    assert list(found) == ["agent", "level", "to", "eligible", "criteria"]
    assert (found["level"], found["to"], found["eligible"]) == ("senior", "expert", "no")
    keys = ["criterion", "status", "measured", "required", "gap", "evidence", "earliest", "text", "source"]
    assert all(list(each) == keys for each in found["criteria"])
    states = {each["criterion"]: each["status"] for each in found["criteria"]}
    assert [name for name, state in states.items() if state == "unmet"] == ["customer-praise"]
    assert [name for name, state in states.items() if state == "unknown"] == ["annual-score", "leave"]
    lacking = criterion(found, "customer-praise")
    assert (lacking["measured"], lacking["required"], lacking["gap"]) == (1, 2, 1)
    assert lacking["text"] == (
        "customer praise 1 of 2: needs one from a second customer; what counts in 2025 is written praise by a "
        "customer, entered with the customer it came from"
    )
    chinese = site("li.na", "level", "explain", "li.na", "-o", "json", lang="zh").stdout
    said = criterion(json.loads(chinese), "customer-praise")["text"]
    assert said.startswith("客户表扬 1") and "客户书面表扬，并登记表扬的客户" in said and "\n" not in said
    assert "is not eligible for expert yet" in site("li.na", "level", "apply", status=1).stderr
    site("lead.wang", "praise", "add", "li.na", "--from", "Beta", "--on", "2025-09-01", "--text", "x")
    assert criterion(site.read("li.na", "level", "explain", "li.na"), "customer-praise")["status"] == "met"


def test_a_promotion_by_three_people_with_an_objection_on_the_last_day(site: Site) -> None:
    site.at = "2026-09-14T12:00"
    ready(site)
    to_panel(site)
    for login in ("li.na", "lead.wang", "lead.zhao", "aud"):
        site(login, "level", "notice", "1", status=1)
    site.at = "2026-09-18T12:00"
    assert site.read("gao", "level", "notice", "1")["notice_left"] == 5
    site.at = "2026-09-20T12:00"  # a Sunday that is worked for the holiday
    assert site.read("chen.mo", "level", "cases")[0]["notice_left"] == 4
    site.at = "2026-09-24T23:50"
    assert "runs until 2026-09-24" in site("gao", "level", "approve", "1", status=1).stderr
    site("li.na", "level", "object", "1", "--text", "mine", status=1)
    site("chen.mo", "level", "object", "1", "--text", "secret words of mine")
    site.at = "2026-09-29T09:00"
    site("gao", "level", "approve", "1", status=1)
    site("lead.wang", "level", "settle", "1", "--no-upheld", "--finding", "x", status=1)
    assert "secret words" not in site("li.na", "level", "case", "1", "-o", "json").stdout
    assert "secret words" in site("gao", "level", "case", "1").stdout
    assert site.read("gao", "level", "settle", "1", "--no-upheld", "--finding", "no such thing")["notice_left"] == 0
    site("gao", "level", "approve", "1", status=1)
    site.at = "2026-09-30T09:00"
    site("lead.wang", "level", "approve", "1", status=1)
    assert site.read("gao", "level", "approve", "1", "--trial-months", "1")["effective_on"] == "2027-01-01"
    site.at = "2026-12-31T23:59"
    assert site.read("li.na", "level", "show", "li.na")["level"] == "assistant"
    site.at = "2027-01-01T00:01"
    assert site.read("li.na", "level", "show", "li.na")["level"] == "junior"
    site.at = "2027-02-01T09:00"
    assert site.read("gao", "level", "confirm", "1", "--finding", "a good month")["state"] == "confirmed"
    assert [each["cause"] for each in site.read("li.na", "level", "history", "li.na")] == ["promotion", "initial"]
    case = site.read("aud", "level", "case", "1")["case"]
    assert (case["agent"], case["proposer"], case["approver"]) == ("li.na", "lead.wang", "gao")
    site("lead.wang", "export", "promotion-file", "1", "case.md")
    text = (site.home / "case.md").read_text("utf-8")
    assert "knows the trade" in text and "| handles system and customers" in text and "secret words" not in text
    told = site("gao", "journal", "show", "--limit", "200", "-o", "json").stdout
    assert not any(words in told for words in ("secret words", "knows the trade", "no such thing", "I work alone"))
    site("gao", "journal", "verify")


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-09-29", "2026-10-12"),  # National Day: off from 1 to 7 October, Saturday 10 October is worked
        ("2026-02-12", "2026-02-26"),  # Spring Festival: off from 15 to 23 February, Saturday 14 February is worked
        ("2025-12-30", "2026-01-07"),  # the turn of the year: off from 1 to 3 January, Sunday 4 January is worked
    ],
)
def test_holidays_and_make_up_days_move_the_end_of_the_notice(site: Site, start: str, last: str) -> None:
    site.at = "2025-12-16T12:00"
    ready(site)
    to_panel(site)
    site.at = f"{start}T12:00"
    site("gao", "level", "notice", "1")
    site.at = f"{last}T20:00"
    assert site.read("chen.mo", "level", "cases")[0]["notice_left"] == 0
    assert f"runs until {last}" in site("gao", "level", "approve", "1", status=1).stderr


def test_nobody_sits_in_two_chairs(site: Site) -> None:
    site("", "agent", "add", "both", "--name", "both", "--role", "lead", "--role", "manager")
    ready(site)
    ready(site, "both")
    site("both", "level", "apply", "li.na")
    site("both", "level", "review", "1", *REVIEW)
    for words in (
        ("endorse", "--finding", "fine", "--agreed"), ("reject", "--reason", "x"),
    ):  # fmt: skip
        told = site("both", "level", words[0], "1", *words[1:], status=1)
        assert "neither the person it is about nor the proposer" in told.stderr
    site("gao", "level", "endorse", "1", "--finding", "fine", "--agreed")
    site("lead.wang", "level", "exam", "1", "--name", "x", "--score", "90", "--passed")
    site("both", "level", "panel", "1", *PANEL, status=1)
    site("gao", "level", "panel", "1", "--members", "gao li.na", "--in-favour", "2", "--against", "0", status=1)
    site("gao", "level", "panel", "1", *PANEL)
    site("both", "level", "notice", "1", status=1)
    site("gao", "level", "notice", "1")
    site.at = "2026-03-24T12:00"
    site("both", "level", "approve", "1", status=1)
    site("li.na", "level", "approve", "1", status=1)
    assert site.read("gao", "level", "approve", "1")["state"] == "approved"
    site("both", "level", "apply")
    for verb in (("review", *REVIEW), ("reject", "--reason", "x")):
        site("both", "level", verb[0], "2", *verb[1:], status=1)
    site("both", "level", "set", "both", "junior", status=1)
    site("both", "praise", "add", "both", "--from", "K", "--text", "x", status=1)
    site("both", "training", "certificate", "both", "critical", status=1)


def test_a_demotion_its_appeal_and_who_knows_of_it(site: Site) -> None:
    site("gao", "level", "set", "li.na", "senior", "--since", "2024-01-01")
    told = ("--gravity", "serious", "--on", "2026-03-14", "--text", "hung up on Kunlun", "--to", "intermediate")
    site("lead.wang", "level", "demote", "li.na", *told)
    site("lead.wang", "level", "investigate", "1", "--finding", "the recording says so")
    site("gao", "level", "conclude", "1", "--established", "--conclusion", "it was so")
    site("gao", "level", "decide", "1", "--reason", "serious")
    kinds = sorted(each["kind"] for each in site.read("li.na", "penalty", "list"))
    assert kinds == ["incident", "penalty"]  # the allowance of the month is withheld
    assert site.read("zhang.wei", "penalty", "list") == site.read("lead.zhao", "penalty", "list") == []
    assert len(site.read("aud", "penalty", "list")) == len(site.read("lead.wang", "penalty", "list")) == 2
    for login in ("zhang.wei", "lead.zhao", "chen.mo"):
        site(login, "penalty", "list", "--agent", "li.na", status=1)
        site(login, "level", "case", "1", status=1)
        assert site.read(login, "level", "cases") == []
    site("li.na", "level", "appeal", "1", "--text", "it was the line")
    site.at = "2026-04-01T12:00"
    assert site.read("li.na", "level", "show", "li.na")["level"] == "senior"
    site("gao", "level", "hear", "1", "--no-upheld", "--finding", "x", status=1)
    site("sun", "level", "hear", "1", "--no-upheld", "--finding", "it was not")
    site.at = "2026-04-02T00:01"
    assert site.read("li.na", "level", "show", "li.na")["level"] == "intermediate"
    words = ("hung up", "recording", "it was the line", "it was not", "Kunlun")
    told_ = site("gao", "journal", "show", "--limit", "200", "-o", "json").stdout
    site("gao", "export", "journal", "journal.jsonl")
    assert not any(each in told_ + (site.home / "journal.jsonl").read_text("utf-8") for each in words)
    site("gao", "journal", "verify")


def test_a_move_across_takes_a_free_place(site: Site) -> None:
    for login in ("li.na", "zhang.wei"):
        site("gao", "level", "set", login, "senior", "--since", "2024-01-01")
        site("lead.wang", "training", "attest", login, "management-ability")
    assert "No place is free" in site("li.na", "level", "apply", "--to", "supervisor", status=1).stderr
    site("lead.wang", "level", "vacancy", "open", "supervisor", status=1)
    site("gao", "level", "vacancy", "open", "supervisor")
    for number, login in (("1", "li.na"), ("2", "zhang.wei")):
        site(login, "level", "apply", "--to", "supervisor", "--no-annual")
        site("lead.wang", "level", "review", number, *REVIEW)
        site("gao", "level", "endorse", number, "--finding", "fine", "--agreed")
        site("lead.wang", "level", "exam", number, "--name", "x", "--score", "90", "--passed")
        site("gao", "level", "panel", number, *PANEL)
        site("gao", "level", "notice", number, "--days", "3")
    site.at = "2026-03-20T09:00"
    assert site.read("gao", "level", "approve", "1")["state"] == "trial"
    assert "No place is free" in site("gao", "level", "approve", "2", status=1).stderr
    assert site.read("li.na", "level", "show", "li.na")["level"] == "supervisor"


def test_scorecards_from_run_to_publication(site: Site) -> None:
    text = (FIXTURES / "scorecards" / "ae.toml").read_text("utf-8")
    wrong = text.replace("max = 15\n", "max = 10\n").replace("[99, 15]", "[99, 10]")
    assert wrong != text
    assert "35 ≠ 40" in site("gao", "score", "template", "check", site.file("ae.toml", wrong), status=2).stderr
    site.file("config/scorecards/ae.toml", wrong)
    assert "35 ≠ 40" in site("lead.wang", "score", "run", "2026-02", "--template", "ae", status=2).stderr
    (site.home / "config" / "scorecards" / "ae.toml").unlink()
    drafts = site.read("lead.wang", "score", "run", "2026-02", "--template", "ae")
    assert [each["login"] for each in drafts] == ["li.na", "zhang.wei"]
    assert drafts[0]["missing"] == list(AE)
    score_all(site)
    assert "nan" in site("lead.wang", "score", "enter", "li.na", "2026-02", "records", "nan", status=2).stderr
    assert site.read("li.na", "score", "show") == []
    site("li.na", "score", "show", "li.na", "2026-02", status=1)
    site("lead.wang", "score", "talk", "li.na", "2026-02", "--text", "a calm talk", "--improve", "listen")
    site("li.na", "score", "sign", "2026-02")
    site("li.na", "score", "publish", "2026-02", "li.na", status=1)
    site("lead.wang", "score", "publish", "2026-02", "li.na")
    [card] = site.read("li.na", "score", "show")
    assert (card["state"], card["total"], card["money"]) == ("published", 100, 200)
    site("zhang.wei", "score", "show", "li.na", "2026-02", status=1)
    assert "a calm talk" not in site("gao", "journal", "show", "--limit", "200", "-o", "json").stdout
    assert "li.na" in site("lead.wang", "score", "review", "li.na", "2026-02").stdout


def test_a_critical_case_goes_by_level_and_certificate_until_it_ends(site: Site) -> None:
    house = (FIXTURES / "levels" / "house.toml").read_text("utf-8")
    site.file("config/levels/house.toml", house.replace('# certificate = "critical"', 'certificate = "critical"'))
    site("gao", "level", "set", "zhang.wei", "senior", "--since", "2024-01-01")
    site("gao", "level", "set", "li.na", "junior", "--since", "2024-01-01")
    site.at = "2026-03-09T12:00"
    site("lead.wang", "training", "certificate", "zhang.wei", "critical", "--on", "2025-04-10")
    site("lead.wang", "training", "certificate", "li.na", "critical", "--on", "2026-03-01")
    assert site.read("lead.wang", "roster", "inbox")["notices"] == []  # 30 days before the end, not sooner
    site.at = "2026-03-10T00:01"
    told = site("lead.wang", "roster", "inbox").stdout
    assert "The certificate critical of zhang.wei ends on 04-09" in told
    site("chen.mo", "complaint", "add", "--subject", "elsewhere", "--severity", "critical")
    site("zhang.wei", "complaint", "add", "--subject", "hot", "--severity", "critical")
    ref = "C-000002"
    site("li.na", "complaint", "next", status=1)
    assert "Junior specialist" in site("li.na", "complaint", "claim", ref, status=1).stderr
    assert site.read("zhang.wei", "complaint", "next")["ref"] == ref
    site.at = "2026-04-09T23:59"
    assert site.read("zhang.wei", "complaint", "next")["ref"] == ref
    site.at = "2026-04-10T00:01"
    site("zhang.wei", "complaint", "next", status=1)
    assert "ended on 2026-04-09" in site("zhang.wei", "complaint", "claim", ref, status=1).stderr
    refused = site("lead.wang", "complaint", "assign", ref, "--to", "zhang.wei", "--reason", "only one", status=1)
    assert "ended on 2026-04-09" in refused.stderr
    site("lead.wang", "training", "retake", "zhang.wei", "critical", "--passed")
    assert site.read("zhang.wei", "complaint", "claim", ref)["assignee"] == "zhang.wei"


def test_two_managers_approve_at_once(site: Site) -> None:
    ready(site)
    to_panel(site)
    site("gao", "level", "notice", "1")
    site.at = "2026-03-24T12:00"
    both = [site.start(login, "level", "approve", "1") for login in ("gao", "sun", "ou")]
    said = [process.communicate() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1, 1], said
    steps = [each["step"] for each in site.read("aud", "level", "case", "1")["steps"]]
    assert steps.count("approve") == 1
    site("gao", "journal", "verify")


def test_what_is_killed_in_the_middle_is_done_or_not_done(site: Site) -> None:
    site("gao", "level", "set", "li.na", "assistant", "--since", "2025-06-02")
    site("gao", "level", "profile", "li.na", "--status", "regular", "--hired", "2025-06-02")
    dice, words = random.Random(7), ("praise", "add", "li.na", "--from", "K", "--text", "x")
    ended = 0
    for _each in range(20):
        process = site.start("lead.wang", *words)
        time.sleep(dice.uniform(0.1, 0.5))
        process.kill()
        process.communicate()
        ended += process.returncode == 0
    found = site.read("gao", "praise", "list")
    told = site.read("gao", "journal", "show", "--limit", "200")
    assert ended <= len(found) == len([each for each in told if each["action"] == "evidence.recorded"])
    site("gao", "journal", "verify")
    site("gao", "db", "check")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_words_reach_no_terminal(site: Site, lang: str) -> None:
    bad = "a\x1b[31m\u202e]0;x\x07|=cmd()[red]\r\n\ufeffz"
    site("gao", "level", "set", "li.na", "senior", "--since", "2024-01-01")
    site("lead.wang", "praise", "add", "li.na", "--from", bad, "--text", bad, "--on", "2025-03-03")
    site("lead.wang", "penalty", "add", "li.na", "--rule", bad, "--money", "50", "--text", bad)
    site("lead.wang", "training", "course", "li.na", bad, "--text", bad)
    site("lead.wang", "training", "mentor", "li.na", bad, "--text", bad)
    site("lead.wang", "training", "certificate", "li.na", bad)
    site("lead.wang", "praise", "void", "1", "--reason", bad)
    fields = ("--gravity", "serious", "--on", "2026-03-14", "--to", "intermediate")
    site("lead.wang", "level", "demote", "li.na", *fields, "--text", bad)
    site("lead.wang", "level", "investigate", "1", "--finding", bad)
    site("gao", "level", "conclude", "1", "--established", "--conclusion", bad)
    site("gao", "level", "decide", "1", "--reason", bad)
    site("li.na", "level", "appeal", "1", "--text", bad)
    site("lead.wang", "score", "run", "2026-02", "--template", "ae")
    score_all(site, note=bad)
    site("lead.wang", "score", "talk", "li.na", "2026-02", "--text", bad, "--improve", bad)
    shown = [
        ("praise", "list", "--voided"), ("penalty", "list"), ("training", "list"), ("training", "certificates"),
        ("level", "case", "1"), ("level", "explain", "li.na"), ("level", "show", "li.na"), ("level", "inbox"),
        ("score", "show", "li.na", "2026-02"), ("score", "review", "li.na", "2026-02"), ("journal", "show"),
        ("export", "promotion-file", "1", "-"), ("roster", "inbox"),
    ]  # fmt: skip
    for words in shown:
        forms = ("table",) if words[0] == "export" else ("table", "json", "csv")
        for form in forms:
            login = "lead.wang" if words[0] != "journal" else "gao"
            told = site(login, *words, *(() if words[0] == "export" else ("-o", form)), lang=lang).stdout
            assert not any(each in told for each in "\x1b\x07\u202e\ufeff\r"), (words, form)
            assert form != "csv" or not any(cell.startswith("=") for cell in told.replace("\n", ",").split(","))
    assert site("lead.wang", "praise", "list", "--voided").stdout.count("a\u241b") == 2


def close_one(site: Site, ref: str, stars: int) -> None:
    """Take a case of li.na from its intake to its closing."""
    site("li.na", "complaint", "add", "--subject", "charged twice", "--severity", "minor")
    site("li.na", "complaint", "claim", ref)
    told = ("--text", "refunded", "--channel", "phone", "--actions", "refund", "--category", "billing", "--appeal-told")
    site("li.na", "complaint", "respond", ref, *told)
    gate = ("--accepted", "--satisfaction", str(stars), "--follow-up", "content", "--cause", "process.slow")
    more = ("--responsible", "billing", "--correction", "check", "--correction-owner", "lead.wang")
    site("li.na", "complaint", "close", ref, *gate, *more, "--correction-due", "+3d")


def test_the_month_on_a_page_and_the_sample_behind_it(site: Site) -> None:
    for number, stars in ((1, 4), (2, 5)):
        close_one(site, f"C-{number:06}", stars)
    drawn = site.read("lead.wang", "quality", "draw", "2026-03", "-n", "1", "--seed", "5")
    assert site.read("lead.wang", "quality", "draw", "2026-03", "-n", "1", "--seed", "6") == drawn
    [sample] = site.read("lead.wang", "quality", "list", "2026-03")
    assert (sample["agent"], sample["score"]) == ("li.na", None)
    site("li.na", "quality", "score", str(sample["id"]), "100", status=1)
    site("lead.wang", "quality", "score", str(sample["id"]), "nan", status=2)
    site("lead.wang", "quality", "score", str(sample["id"]), "80", "--remarks", "friendly")
    site.at = "2026-04-01T09:00"
    site("lead.wang", "score", "run", "2026-03", "--template", "service")
    page = site("lead.wang", "score", "review", "li.na", "2026-03").stdout
    assert "- cases closed: 2" in page and "- satisfaction: 90 %" in page and "- quality sample: 80" in page
    scores = {
        each["item"]: each["score"] for each in site.read("lead.wang", "score", "show", "li.na", "2026-03")["lines"]
    }
    assert (scores["satisfaction"], scores["quality"]) == (15, 9)  # 90 of [60, 100] in 20, 80 of [50, 100] in 15
    assert site("li.na", "score", "review", "li.na", "2026-03").stdout.count("cases closed: 2") == 1
    site("zhang.wei", "score", "review", "li.na", "2026-03", status=1)
