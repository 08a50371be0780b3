"""``cstui complaint add | list | show | next``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cstui.floor.views import STATES
from tests.cli.conftest import Run

Read = Callable[..., Any]
Case = Callable[..., str]

KEYS = (
    "ref state severity category channel subject narrative team assignee respondent customer received_at next_clock "
    "due_at slack_minutes overdue breached cycle repeat_count source external_id closed_at satisfaction version"
).split()


def refs(result: list[dict[str, Any]]) -> list[str]:
    return [each["ref"] for each in result]


def test_add_takes_every_option(read: Read) -> None:
    added = read(
        *("complaint", "add", "--customer-phone", "13812341234", "--customer-name", "张三", "--customer-id", "K-1"),
        *("--subject", "退款", "--narrative", "Charged twice", "--remedy", "refund", "--channel", "wechat"),
        *("--severity", "minor", "--category", "billing", "--respondent", "li.na", "--region", "Shanghai"),
        *("--received-at", "2026-03-02T09:30:00+08:00", "--team", "cards", "--promised-at", "+2h"),
    )
    assert list(added) == KEYS
    assert added["customer"] == {"name": "张三", "phone": "138****1234", "id": "K-1", "tier": None}
    assert (added["subject"], added["channel"], added["severity"], added["team"]) == (
        "退款",
        "wechat",
        "minor",
        "cards",
    )
    assert added["received_at"] == "2026-03-02T09:30:00+08:00"
    assert added["next_clock"] is not None


def test_add_reads_one_json_object(read: Read) -> None:
    body = {"customer": {"name": "张三", "phone": "13812341234", "id": None}, "subject": "退款", "version": None}
    added = read("complaint", "add", "--json", "-", stdin=json.dumps(body))
    assert (added["subject"], added["customer"]["phone"]) == ("退款", "138****1234")
    again = {"customer_name": "李四", "narrative": "import columns do as well"}
    assert read("complaint", "add", "--json", "-", stdin=json.dumps(again))["customer"]["name"] == "李四"


def test_add_knows_the_words_of_an_import(read: Read) -> None:
    body = {"投诉编号": "T-9", "来源": "电话", "级别": "轻微", "投诉内容": "重复扣款", "联系电话": "13812341234"}
    added = read("complaint", "add", "--json", "-", stdin=json.dumps(body))
    assert [added[key] for key in ("source", "external_id", "channel", "severity")] == ["json", "T-9", "phone", "minor"]
    assert added["customer"]["phone"] == "138****1234"


def test_a_number_of_another_system_comes_in_once(cstui: Run, read: Read, tmp_path: Path) -> None:
    body = {"external_id": "T-9", "source": "shop", "subject": "退款"}
    first = read("complaint", "add", "--json", "-", stdin=json.dumps(body))
    again = cstui("complaint", "add", "--json", "-", stdin=json.dumps(body))
    assert (again.exit_code, again.stdout) == (1, "")
    assert f"shop T-9 is here already: {first['ref']}" in again.stderr
    assert read("complaint", "add", "--subject", "x", "--source", "web", "--external-id", "T-9")["source"] == "web"
    (tmp_path / "shop.csv").write_text("external_id,subject\nT-9,退款\n", "utf-8")
    assert read("import", "complaints", "shop.csv")["added"] == 0
    assert cstui("complaint", "add", "--subject", "x", "--external-id", "T-9").exit_code == 2
    old = cstui("complaint", "add", "--json", "-", stdin='{"subject": "x", "state": "closed"}')
    assert (old.exit_code, "import" in old.stderr) == (2, True)


def test_add_options_go_before_the_object(read: Read) -> None:
    added = read(
        "complaint", "add", "--severity", "minor", "--json", "-", stdin='{"subject": "a", "severity": "normal"}'
    )
    assert added["severity"] == "minor"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "not one JSON object"),
        ("{", "cannot be read as JSON"),
        ('{"subject": NaN}', "NaN"),
        ('{"subject": "a", "subject": "b"}', "twice"),
        ('{"subject": "a", "colour": "red"}', "colour"),
        ("{}", "subject or the facts"),
        (b"\xff\xfe\xfa", "UTF-8"),
    ],
)
def test_add_refuses_a_bad_object(cstui: Run, text: str | bytes, said: str) -> None:
    result = cstui("complaint", "add", "--json", "-", stdin=text)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_add_names_the_field_that_is_wrong(cstui: Run) -> None:
    result = cstui("complaint", "add", "--subject", "x", "--promised-at", "soonish")
    assert result.exit_code == 2
    assert "Reply promised for" in result.stderr


def test_list_is_empty_at_first(cstui: Run, read: Read) -> None:
    assert read("complaint", "list") == []
    for form in ("table", "jsonl", "csv"):
        result = cstui("complaint", "list", "-o", form)
        assert (result.exit_code, result.stdout) == (0, "")


def test_list_filters(read: Read, done: Run, case: Case) -> None:
    first = case("Charged twice", "--severity", "critical")
    second = case("No refund", "--team", "cards")
    done("complaint", "claim", first, login="li.na")
    assert refs(read("complaint", "list", "--severity", "critical")) == [first]
    assert refs(read("complaint", "list", "--team", "cards")) == [second]
    assert refs(read("complaint", "list", "--assignee", "li.na")) == [first]
    assert refs(read("complaint", "list", "--assignee", "-")) == [second]
    assert refs(read("complaint", "list", "--assignee", "me", login="li.na")) == [first]
    assert refs(read("complaint", "list", "--query", "refund")) == [second]
    assert refs(read("complaint", "list", "--query", "-team:cards")) == [first]
    assert refs(read("complaint", "list", "--state", "registered")) == [second]
    assert refs(read("complaint", "list", "--overdue")) == []
    assert refs(read("complaint", "list", "--query", "refund", "--severity", "critical")) == []


def test_list_finds_what_is_overdue(read: Read, case: Case) -> None:
    late = case("Old", "--received-at", "2026-03-02T09:30:00+08:00")
    case("New")
    assert refs(read("complaint", "list", "--overdue")) == [late]
    assert read("complaint", "show", late)["breached"] is True


def test_list_shows_open_complaints_unless_told(read: Read, done: Run, case: Case) -> None:
    gone, kept = case("gone"), case("kept")
    done("complaint", "withdraw", gone, "--reason", "mistaken", "--notice", "by phone")
    assert refs(read("complaint", "list")) == [kept]
    assert refs(read("complaint", "list", "--state", "open")) == [kept]
    assert sorted(refs(read("complaint", "list", "--state", "all"))) == sorted([gone, kept])
    assert refs(read("complaint", "list", "--state", "withdrawn")) == [gone]


def test_list_treats_a_value_as_one_word(cstui: Run, read: Read, case: Case) -> None:
    case("plain")
    for value in ('x" state:all "', "a b", "\\", '"'):
        result = cstui("complaint", "list", "--team", value, "-o", "json")
        assert (result.exit_code, result.stdout) == (0, "[]\n")


@pytest.mark.parametrize("state", [*STATES, "open", "all"])
def test_list_knows_every_state(read: Read, state: str) -> None:
    assert read("complaint", "list", "--state", state) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--state", "asleep"),
        ("--severity", "huge"),
        ("--sort", "colour"),
        ("--limit", "0"),
        ("--limit", "1001"),
        ("--query", "colour:red"),
        ("--query", "received:yesterdayish"),
        ("-o", "xml"),
    ],
)
def test_list_refuses_what_it_does_not_know(cstui: Run, options: tuple[str, str]) -> None:
    assert cstui("complaint", "list", *options).exit_code == 2


def test_list_pages_by_reference(cstui: Run, read: Read, case: Case) -> None:
    made = [case(f"case {number}") for number in range(5)]
    order = refs(read("complaint", "list"))
    assert sorted(order) == made
    first = cstui("complaint", "list", "--limit", "2")
    assert f"--after {order[1]}" in first.stderr
    assert order[2] not in first.stdout
    assert refs(read("complaint", "list", "--limit", "2", "--after", order[1])) == order[2:4]
    last = cstui("complaint", "list", "--limit", "2", "--after", order[3])
    assert "--after" not in last.stderr
    assert refs(read("complaint", "list", "--limit", "2", "--after", order[3])) == order[4:]


def test_list_sorts(read: Read, case: Case) -> None:
    older = case("older", "--received-at", "2026-03-02T09:30:00+08:00")
    newer = case("newer", "--received-at", "2026-03-03T09:30:00+08:00")
    assert refs(read("complaint", "list", "--sort", "received")) == [newer, older]
    assert refs(read("complaint", "list", "--sort", "-received")) == [older, newer]


def test_show_adds_clocks_events_and_forms(read: Read, done: Run, case: Case) -> None:
    ref = case()
    done("complaint", "note", ref, "--text", "called back, nobody there")
    shown = read("complaint", "show", ref)
    assert list(shown) == [*KEYS, "clocks", "events", "forms"]
    assert {"name", "due_at", "state"} <= set(shown["clocks"][0])
    assert [event["action"] for event in shown["events"]] == ["received", "note"]
    assert shown["forms"]["note"] == {"text": "called back, nobody there"}


def test_show_reads_well(done: Run, case: Case) -> None:
    ref = case("Charged twice", "--narrative", "first\nsecond", "--customer-name", "张三", "--remedy", "my money")
    done("complaint", "contact", ref, "--direction", "outbound", "--channel", "phone", "--text", "we look into it")
    page = done("complaint", "show", ref.lower()).stdout
    for words in (
        ref,
        "registered",
        "张三",
        "  first\n  second\n",
        "my money",
        "Clocks",
        "    What was said  we look into it\n",
        "You may:",
    ):
        assert words in page


def test_show_of_nothing_is_refused(cstui: Run) -> None:
    for ref in ("C-000999", "nonsense", "\x1b[31m"):
        result = cstui("complaint", "show", ref, "-o", "json")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "\x1b" not in result.stderr


def test_next_says_why_and_claims(cstui: Run, read: Read, case: Case) -> None:
    assert cstui("complaint", "next", login="li.na").exit_code == 1
    case("later", "--severity", "minor")
    urgent = case("now", "--severity", "critical")
    found = read("complaint", "next", login="li.na")
    assert list(found) == [*KEYS, "reason"]
    assert found["ref"] == urgent
    assert "critical" in found["reason"]
    assert found["assignee"] is None
    assert read("complaint", "next", "--claim", login="li.na")["assignee"] == "li.na"
    assert read("complaint", "next", login="zhang.wei")["ref"] != urgent


def test_claiming_beyond_the_cap_warns(cstui: Run, done: Run, case: Case) -> None:
    made = [case(f"case {number}") for number in range(9)]
    assert "cap" not in done("complaint", "claim", *made[:8], login="li.na").stderr
    assert "the cap is 8" in done("complaint", "claim", made[8], login="li.na").stderr
    assert cstui("complaint", "next", "--claim", login="li.na").exit_code == 1
