"""The options before the noun, the languages, and how a command ends."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from cstui import __version__, i18n
from cstui.cli import root as root_module
from cstui.cli import session
from cstui.cli.root import NOUNS
from cstui.errors import BadInput, Problem
from cstui.floor import store
from tests.cli.conftest import Run
from tests.conftest import Floor


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout == f"cstui {__version__}\n"
    for option in ("-h", "--help"):
        page = run(option).stdout
        assert all(f"\n  {noun} " in page for noun in NOUNS)


def test_the_screens_need_a_terminal(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "terminal" in result.stderr


def test_what_comes_later_is_not_there_yet(run: Run) -> None:
    for noun in ("roster", "level"):
        assert run(noun).exit_code == 2


def test_a_wrong_word_suggests_the_right_one(run: Run) -> None:
    result = run("complaint", "shwo", "1")
    assert result.exit_code == 2
    assert "show" in result.stderr
    assert run("complant").exit_code == 2
    assert run("--colour").exit_code == 2


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A catalog of four messages, whatever is translated by now."""
    catalog = Catalog(locale="zh")
    catalog.add("Complaints: take in, look up, dispatch, answer, close.", "投诉的登记、查询、派单、答复与结案。")
    catalog.add("Usage:", "用法：")
    catalog.add("Show this message and exit.", "显示本帮助并退出。")
    catalog.add("{ref} is not a reference", "{ref} 不是投诉编号")
    folder = tmp_path / "locale" / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "cstui.mo").open("wb") as file:
        write_mo(file, catalog)
    for module in (i18n, root_module):
        monkeypatch.setattr(module, "LOCALE_DIR", tmp_path / "locale")


@pytest.mark.usefixtures("chinese")
def test_the_language_is_chosen(run: Run, cstui: Run) -> None:
    for page in (
        run("--lang", "zh", "--help"),
        run("--help", env={"CSTUI_LANG": "zh"}),
        run("complaint", "--help", env={"LANG": "zh_CN.UTF-8"}),
        run("--help", env={"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}),
    ):
        assert "投诉的登记" in page.stdout
        assert page.stdout.startswith("用法：cstui")
        assert "显示本帮助并退出。" in page.stdout
    assert "用法：" in run("complaint", "shwo", env={"CSTUI_LANG": "zh"}).stderr
    assert "不是投诉编号" in cstui("--lang", "zh", "complaint", "show", "x").stderr
    assert "Complaints:" in run("--lang", "en", "--help", env={"CSTUI_LANG": "zh"}).stdout
    assert run("--lang", "fr", "--help").exit_code == 2


def test_as_is_for_the_owner_of_the_file(cstui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cstui("complaint", "list", login="li.na").exit_code == 0
    assert cstui("complaint", "list", login="nobody.here").exit_code == 1
    owner = os.getuid()
    monkeypatch.setattr(session.os, "getuid", lambda: owner + 1)
    result = cstui("complaint", "list", login="li.na")
    assert result.exit_code == 1
    assert "--as" in result.stderr
    assert result.stdout == ""


def test_without_as_the_person_is_the_account_whatever_the_environment_says(
    run: Run, floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "boss")
    result = run("--db", floor.path, "complaint", "list")
    assert result.exit_code == 1
    assert pwd.getpwuid(os.getuid()).pw_name in result.stderr


def test_an_account_without_a_name_is_refused(run: Run, floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.os, "getuid", lambda: 2**31 - 7)
    assert run("--db", floor.path, "complaint", "list").exit_code == 1


def test_an_error_of_our_own_tells_nothing_of_the_data(
    cstui: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        secret = "张三 13812341234"
        raise RuntimeError(secret)

    monkeypatch.setattr("cstui.floor.queue.page", broken)
    result = cstui("complaint", "list", "--query", "张三")
    assert (result.exit_code, result.stdout) == (70, "")
    (crash,) = (tmp_path / "state" / "cstui").iterdir()
    assert str(crash) in result.stderr
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600
    told = crash.read_text("utf-8")
    assert "builtins.RuntimeError" in told and "test_root.py:" in told
    for text in (told, result.stderr):
        assert "张三" not in text and "13812341234" not in text


def test_a_crash_file_that_cannot_be_written_changes_nothing(
    cstui: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("in the way")
    monkeypatch.setattr("cstui.floor.queue.page", lambda *_args, **_options: 1 / 0)
    assert cstui("complaint", "list").exit_code == 70


def test_every_problem_of_an_input_is_listed(cstui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [
        Problem(3, "phone", "1.38E+10", "digits are lost"),
        Problem(7, "sev\x1b[31m", "x" * 500, "unknown\u202e word"),
    ]

    def refuse(*_args: Any, **_options: Any) -> None:
        raise BadInput("table.csv: nothing was imported", "Mend it.", problems)

    monkeypatch.setattr("cstui.floor.queue.page", refuse)
    result = cstui("complaint", "list")
    assert result.exit_code == 2
    head, detail, first, second = result.stderr.splitlines()
    assert (head, detail) == ("cstui: table.csv: nothing was imported", "  Mend it.")
    assert first == "  row 3, phone, “1.38E+10”: digits are lost"
    assert second.startswith("  row 7, sev␛[31m, “xxx") and second.endswith("…”: unknown‹202E› word")


def test_the_floor_is_closed_again(cstui: Run, floor: Floor) -> None:
    cstui("complaint", "list")
    store.open_floor(floor.path)
    assert store.settings().policy == "retail"
