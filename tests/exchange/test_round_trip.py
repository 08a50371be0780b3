"""What one floor exports another imports, to the letter; the own floor takes it as unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.exchange.cells import NULLS
from cstui.exchange.exports import export_complaints
from cstui.exchange.imports import import_complaints
from cstui.floor import accounts, complaints, setup, store
from cstui.text import clean

FORMATS = ("csv", "json", "jsonl", "xlsx")
HOSTILE = [
    "=1+1",
    "'=1",
    "''@x",
    "+86 old",
    "-",
    "\tindented",
    "  blanks  ",
    'a "quote", and\nlines\n',
    "[/]",
    "＝全角",
    "张三，李四",
]


def objects(actor: Any, folder: Path) -> list[dict[str, Any]]:
    """Return everything that an export says, phones in full."""
    path = folder / "objects.json"
    export_complaints(actor, path, force=True, full_reason="compare")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def second(tmp_path: Path, floor) -> Iterator[Any]:
    """A way to a second, empty floor with the same teams and people; the first is closed then."""

    def start() -> Any:
        store.close_floor()
        boss = setup.init_floor(tmp_path / "second.db", login="boss", name="Boss")
        accounts.add_team(boss, "cards", name="Cards")
        accounts.add_agent(boss, "li.na", name="李娜")
        return boss

    yield start


@pytest.mark.parametrize("form", FORMATS)
def test_another_floor_gets_the_same(floor, second, tmp_path: Path, form: str) -> None:
    for number, text in enumerate(HOSTILE):
        complaints.add(
            floor.agent,
            {
                "subject": text.strip() or "x", "narrative": text, "remedy": text, "customer_name": text,
                "customer_phone": f"1380013{number:04}" if number % 2 else "+1 415 555 2671", "category": text,
            },
        )  # fmt: skip
    complaints.take(floor.agent, "C-000001", "claim")
    path = tmp_path / f"out.{form}"
    export_complaints(floor.boss, path, full_reason="moving house")
    before = objects(floor.boss, tmp_path)
    report = import_complaints(second(), path)
    assert report.problems == ()
    assert report.added == len(HOSTILE)
    assert objects(accounts.find_actor("boss"), tmp_path) == before


@pytest.mark.parametrize("form", FORMATS)
def test_the_own_floor_finds_nothing_new_even_in_a_masked_export(floor, make, tmp_path: Path, form: str) -> None:
    complaints.add(floor.agent, {"subject": "by hand", "customer_phone": "13800138000"})
    import_complaints(
        floor.boss, make("feed.csv", "complaint_id,subject,customer_name,phone\n7,imported,张三,13900139000\n")
    )
    path = tmp_path / f"out.{form}"
    export_complaints(floor.boss, path)
    report = import_complaints(floor.boss, path, source_name="feed")
    assert (report.added, report.updated, report.unchanged, report.problems) == (0, 0, 2, ())


def test_a_masked_export_is_refused_by_another_floor(floor, second, tmp_path: Path) -> None:
    complaints.add(floor.agent, {"subject": "x", "customer_phone": "13800138000"})
    export_complaints(floor.boss, tmp_path / "out.csv")
    report = import_complaints(second(), tmp_path / "out.csv")
    assert [(p.column, p.value) for p in report.problems] == [("customer_phone", "138****8000")]


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).map(clean)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(text=TEXT.filter(lambda text: text.strip() and text.strip() not in NULLS), form=st.sampled_from(FORMATS))
def test_any_text_comes_back(floor, tmp_path_factory: pytest.TempPathFactory, text: str, form: str) -> None:
    folder = tmp_path_factory.mktemp("round")
    (folder / "in.json").write_text(json.dumps([{"narrative": text, "external_id": "1"}]), encoding="utf-8")
    import_complaints(floor.boss, folder / "in.json", source_name=str(folder))
    path = folder / f"out.{form}"
    export_complaints(floor.boss, path, query=f'source:"{folder}"')
    again = str(folder) + " again"
    assert import_complaints(floor.boss, path, source_name=again).problems == ()
    export_complaints(floor.boss, folder / "again.json", query=f'source:"{again}"')
    assert json.loads((folder / "again.json").read_text(encoding="utf-8"))[0]["narrative"] == text
