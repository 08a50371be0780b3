"""``cstui template`` and ``complaint respond --template``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run


def test_add_list_show_remove(done: Run, read: Callable[..., Any], case: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "reply.txt").write_text("尊敬的 {customer}：{ref}", "utf-8")
    done("template", "add", "道歉", "--file", "reply.txt", "--category", "billing")
    done("template", "add", "late", "--text", "Sorry, {customer}")
    listed = read("template", "list")
    assert [(each["name"], each["category"]) for each in listed] == [("late", None), ("道歉", "billing")]
    ref = case("x", "--customer-name", "Ana")
    assert done("template", "show", "道歉").stdout == "尊敬的 {customer}：{ref}\n"
    assert done("template", "show", "道歉", "--ref", ref).stdout == f"尊敬的 Ana：{ref}\n"
    done("template", "remove", "late")
    assert [each["name"] for each in read("template", "list")] == ["道歉"]


def test_a_reply_comes_from_a_template(
    done: Run, cstui: Run, read: Callable[..., Any], case: Callable[..., str]
) -> None:
    done("template", "add", "late", "--text", "Sorry {customer}, {agent} calls about {ref}.")
    ref = case("x", "--customer-name", "Ana", "--category", "delivery")
    done("complaint", "claim", ref, login="li.na")
    reply = ("complaint", "respond", ref, "--channel", "phone", "--actions", "sent again", "--template")
    both = cstui(*reply, "late", "--text", "x", login="li.na")
    assert both.exit_code == 2 and "not both" in both.stderr
    missing = cstui(*reply, "none", login="li.na")
    assert missing.exit_code == 1 and "There is no template none" in missing.stderr
    done(*reply, "late", login="li.na")
    assert read("complaint", "show", ref)["forms"]["respond"]["text"] == f"Sorry Ana, 李娜 calls about {ref}."


def test_wrong_calls_are_usage_errors_and_say_so(cstui: Run) -> None:
    assert cstui("template", "add", "x").exit_code == 2
    wrong = cstui("template", "add", "x", "--text", "Dear {nam}")
    assert wrong.exit_code == 2 and "{nam} is no field of a template" in wrong.stderr
