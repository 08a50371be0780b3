"""Scorecards and the quality sample by commands, imports and exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cli.conftest import Run
from tests.unit.levels.scoring_cards import AE_AS_DOCUMENTED, PLAIN

Read = Callable[..., Any]
MONTH = "2026-10"


@pytest.fixture(autouse=True)
def november(floor: object) -> Any:
    with time_machine.travel("2026-11-20T02:00:00Z", tick=False):
        yield


@pytest.fixture
def plain(done: Run, tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text(PLAIN, "utf-8")
    done("score", "template", "add", "plain.toml")
    done("score", "run", MONTH, "--template", "plain", login="lead.wang")


def points_of(read: Read, login: str) -> dict[str, float | None]:
    return {line["item"]: line["score"] for line in read("score", "show", login, MONTH)["lines"]}


@pytest.mark.parametrize("verb", ["check", "add"])
def test_the_ae_card_as_documented_is_refused(cstui: Run, tmp_path: Path, verb: str) -> None:
    (tmp_path / "考核.toml").write_text(AE_AS_DOCUMENTED, "utf-8")
    result = cstui("score", "template", verb, "考核.toml")
    assert result.exit_code == 2
    assert "35 ≠ 40" in result.stderr and "考核.toml" in result.stderr and "客户资料分析 5" in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "config" / "scorecards").exists()


def test_corrected_it_is_taken_and_used(done: Run, cstui: Run, read: Read, tmp_path: Path) -> None:
    corrected = AE_AS_DOCUMENTED.replace('投诉处理及时有效"]\nmax = 10', '投诉处理及时有效"]\nmax = 15')
    (tmp_path / "考核.toml").write_text(corrected, "utf-8")
    assert "--name" in cstui("score", "template", "add", "考核.toml").stderr
    done("score", "template", "add", "考核.toml", "--name", "kaohe")
    assert "already" in cstui("score", "template", "add", "考核.toml", "--name", "kaohe").stderr
    done("score", "template", "add", "考核.toml", "--name", "kaohe", "--force")
    assert [each["name"] for each in read("score", "template", "list")] == ["ae", "kaohe", "service", "store"]
    assert read("score", "template", "show", "kaohe")["sections"][0]["weight"] == 40
    made = read("score", "run", MONTH, "--template", "kaohe")
    assert {each["login"] for each in made} == {"li.na", "zhang.wei"}
    assert cstui("score", "template", "add", "考核.toml", "--name", "x", login="lead.wang").exit_code == 1


def test_from_run_to_publish(done: Run, cstui: Run, read: Read, plain: None) -> None:
    for item, points in (("work", 60), ("manner", 33), ("mishandled:C-000123", 150)):
        turn = read("score", "enter", "li.na", MONTH, item, points, "--note", "x", login="lead.wang")
        assert turn == {"login": "li.na", "month": MONTH, "state": "draft"}
    assert read("score", "show", login="li.na") == []
    assert cstui("score", "show", "li.na", MONTH, login="li.na").exit_code == 1
    done("score", "talk", "li.na", MONTH, "--text", "good", "--improve", "sooner", login="lead.wang")
    assert [card["state"] for card in read("score", "show", login="li.na")] == ["talked"]  # nobody signs unseen
    done("score", "sign", MONTH, login="li.na")
    result = cstui("score", "publish", MONTH, login="lead.wang")
    assert result.exit_code == 1 and "zhang.wei" in result.stderr
    (own,) = read("score", "show", login="li.na")
    assert (own["total"], own["money"], own["state"]) == (93, 50, "published")
    page = done("score", "show", "li.na", MONTH, login="li.na").stdout
    assert "mishandled: -150 CNY" in page and "Agreed improvement: sooner" in page
    assert [(each["place"], each["login"]) for each in read("score", "rank", MONTH)] == [(1, "li.na")]
    assert [(each["kind"], each["login"]) for each in read("score", "stars", MONTH, login="zhang.wei")] == [
        ("month", "li.na")
    ]
    assert read("score", "flags", MONTH) == []
    review = read("score", "review", "li.na", MONTH)
    assert (review["total"], review["place"], review["cases"]) == (93, 1, None)
    assert len(read("score", "review", MONTH)) == 2
    assert "93 points" in done("score", "review", MONTH).stdout
    assert cstui("score", "review", "li.na", "zhang.wei", MONTH).exit_code == 2


def test_a_score_that_does_not_fit_says_what_does(cstui: Run, plain: None) -> None:
    over = cstui("score", "enter", "li.na", MONTH, "work", 61, login="lead.wang")
    assert over.exit_code == 2 and "0 to 60" in over.stderr
    unknown = cstui("score", "enter", "li.na", MONTH, "speed", 1, login="lead.wang")
    assert unknown.exit_code == 2 and "work, manner" in unknown.stderr
    assert cstui("score", "enter", "li.na", MONTH, "work", "many", login="lead.wang").exit_code == 2
    assert cstui("score", "enter", "li.na", "2026-09", "work", 1, login="lead.wang").exit_code == 1


@pytest.mark.parametrize(
    "table",
    [
        "login,month,item,score\nli.na,2026-10,work,50\nli.na,2026-10,manner,30.5\nzhang.wei,2026-10,work,\n",
        "姓名,月份,work,manner,合计\n李娜,2026年10月,50,30.5,80.5\n张伟,2026年10月,,,\n",
    ],
    ids=["long", "wide"],
)
def test_scores_are_imported_and_again_adds_nothing(read: Read, tmp_path: Path, plain: None, table: str) -> None:
    (tmp_path / "scores.csv").write_text(table, "utf-8")
    assert read("import", "scores", "scores.csv", "--dry-run")["added"] == 2
    assert points_of(read, "li.na") == {"work": None, "manner": None}
    figures = [read("import", "scores", "scores.csv", login="lead.wang") for _time in range(2)]
    assert [(each["added"], each["updated"], each["unchanged"]) for each in figures] == [(2, 0, 0), (0, 0, 2)]
    assert points_of(read, "li.na") == {"work": 50, "manner": 30.5}
    (tmp_path / "scores.csv").write_text(table.replace("50", "51", 1), "utf-8")
    again = read("import", "scores", "scores.csv")
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 1, 1)
    assert read("score", "show", "li.na", MONTH)["total"] == 81.5


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("nobody,2026-10,work,5", "nobody of the team floor"),
        ("li.na,2026-13,work,5", "not a month"),
        ("li.na,2026-09,work,5", "no scorecard"),
        ("li.na,2026-10,speed,5", "no item"),
        ("li.na,2026-10,work,61", "0 to 60"),
        ("li.na,2026-10,work,nan", "a number"),
        ("li.na,2026-10,work,much", "a number"),
        ("li.na,2026-10,manner,5", "stands in row 2 already"),
        ("chen.mo,2026-10,work,5", "is of the team cards"),
        ("li.na,2026-10,,5", "no item"),
    ],
)
def test_one_bad_row_keeps_everything_out(
    cstui: Run, read: Read, tmp_path: Path, plain: None, row: str, told: str
) -> None:
    (tmp_path / "scores.csv").write_text(f"login,month,item,score\nli.na,2026-10,manner,5\n{row}\n", "utf-8")
    result = cstui("import", "scores", "scores.csv", login="lead.wang")
    assert result.exit_code == 2 and told in result.stderr and "row 3" in result.stderr
    assert points_of(read, "li.na")["manner"] is None
    skipped = read("import", "scores", "scores.csv", "--on-bad", "skip", login="lead.wang")
    assert (skipped["added"], skipped["rejected"]) == (1, 1)


def test_an_item_named_as_a_column_of_ours_is_scored_as_any_other(done: Run, read: Read, tmp_path: Path) -> None:
    """The shipped cards have an item ``satisfaction``; the stars of a complaint are something else."""
    done("score", "run", MONTH, login="lead.wang")
    table = "login,month,satisfaction,teaching,note\nli.na,2026-10,18,4,finance\nzhang.wei,2026-10,5,,finance\n"
    (tmp_path / "scores.csv").write_text(table, "utf-8")
    assert read("import", "scores", "scores.csv", login="lead.wang")["added"] == 3
    assert (points_of(read, "li.na")["satisfaction"], points_of(read, "zhang.wei")["satisfaction"]) == (18, 5)


def test_a_note_stands_apart_from_who_scores(done: Run, plain: None) -> None:
    done("score", "enter", "li.na", MONTH, "work", "50", "--note", "by the  books", login="lead.wang")
    assert "50 / 60  (the lead; by the books)" in done("score", "show", "li.na", MONTH).stdout


def test_a_table_without_scores_says_so(cstui: Run, tmp_path: Path, plain: None) -> None:
    (tmp_path / "scores.csv").write_text("login,month,colour\nli.na,2026-10,red\n", "utf-8")
    result = cstui("import", "scores", "scores.csv")
    assert result.exit_code == 2 and "no column with scores" in result.stderr


def test_a_published_card_takes_no_import_unless_it_says_the_same(
    done: Run, cstui: Run, read: Read, tmp_path: Path, plain: None
) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("login,month,work,manner\nli.na,2026-10,50,30\n", "utf-8")
    done("import", "scores", "scores.csv")
    done("score", "talk", "li.na", MONTH, "--text", "x", "--improve", "y")
    done("score", "sign", MONTH, login="li.na")
    done("score", "publish", MONTH, "li.na")
    assert read("import", "scores", "scores.csv")["unchanged"] == 2
    path.write_text("login,month,work,manner\nli.na,2026-10,50,31\n", "utf-8")
    refused = cstui("import", "scores", "scores.csv")
    assert refused.exit_code == 2 and "published" in refused.stderr


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl"])
def test_what_is_exported_comes_back_unchanged(done: Run, read: Read, plain: None, form: str) -> None:
    done("score", "run", MONTH, "--template", "store", login="lead.wang")
    done("score", "enter", "li.na", MONTH, "peer", 7, login="zhang.wei")
    done("score", "enter", "li.na", MONTH, "peer", 8, login="lead.wang")
    done("score", "enter", "li.na", MONTH, "targets", 20.5, login="lead.wang")
    done("score", "enter", "li.na", MONTH, "mishandled:C-000001", 120, login="lead.wang")
    done("export", "scores", f"out.{form}", "--month", MONTH, login="lead.wang")
    before = read("score", "show", "li.na", MONTH)
    report = read("import", "scores", f"out.{form}", login="lead.wang")
    assert (report["added"], report["updated"], report["unchanged"]) == (0, 0, 3)
    assert read("score", "show", "li.na", MONTH) == before


def test_nobody_learns_from_an_export_who_rated(done: Run, tmp_path: Path) -> None:
    done("score", "run", MONTH, "--template", "store", login="lead.wang")
    done("score", "enter", "li.na", MONTH, "peer", 7, login="zhang.wei")
    done("score", "enter", "li.na", MONTH, "peer", 8, login="lead.wang")
    done("export", "scores", "out.jsonl", login="lead.wang")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [(line["item"], line["score"]) for line in lines if line["item"].startswith("peer")] == [("peer", 7.5)]


@pytest.mark.parametrize("form", ["md", "xlsx"])
def test_the_months_reviews_become_a_file(cstui: Run, done: Run, tmp_path: Path, plain: None, form: str) -> None:
    done("score", "enter", "li.na", MONTH, "work", 50, login="lead.wang")
    done("export", "reviews", MONTH, f"out.{form}", login="lead.wang")
    if form == "md":
        text = (tmp_path / "out.md").read_text("utf-8")
        assert "# 李娜 (li.na), 2026-10" in text and "- work: 50 of 60" in text and "# 张伟" in text
    else:
        from openpyxl import load_workbook

        head, *rows = load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)
        assert [row[head.index("login")] for row in rows] == ["li.na", "zhang.wei"]
    assert cstui("export", "reviews", MONTH, "other.md", login="li.na").exit_code == 1


def test_the_sample_by_commands(done: Run, read: Read, case: Callable[..., str]) -> None:
    ref = case("Charged twice", "--channel", "phone")
    done("complaint", "assign", ref, "--to", "li.na")
    answer = ("--channel", "phone", "--text", "x", "--actions", "x", "--category", "billing")
    done("complaint", "respond", ref, *answer, login="li.na")
    done("complaint", "close", ref, "--accepted", login="li.na")
    (drawn,) = read("quality", "draw", "2026-11", "-n", "2", "--seed", "1", login="lead.wang")
    assert (drawn["ref"], drawn["agent"], drawn["score"]) == (ref, "li.na", None)
    assert read("quality", "score", drawn["id"], "88.5", "--remarks", "kind", login="lead.wang")["score"] == 88.5
    assert read("quality", "list", "2026-11", login="qa.sun")[0]["remarks"] == "kind"
