"""The schema: what the migrations make is what the models say, and a migration happens wholly or not at all."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import peewee
import pytest

from cstui.errors import StoreProblem
from cstui.floor import accounts, complaints, setup, store
from db import connection, models, schema
from db.faults import StoreFault
from tests.conftest import Floor

# Tables without a model: the search index with its shadows, and the list of what was applied.
APART = {"sqlite_sequence", "schema_migration"}
NEXT = connection.SCHEMA + 1
KINDS = {"AUTO": "INTEGER", "INT": "INTEGER", "BOOL": "INTEGER", "TEXT": "TEXT", "FLOAT": "REAL"}


def tables() -> set[str]:
    rows = connection.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in rows} - APART


def modelled() -> dict[str, type[peewee.Model]]:
    return {model._meta.table_name: model for model in (getattr(models, name) for name in models.__all__)}


def test_every_table_has_a_model_and_every_model_a_table(floor: Floor) -> None:
    assert {name for name in tables() if not name.startswith("complaint_words")} == set(modelled())


@pytest.mark.parametrize("name", sorted(modelled()))
def test_a_model_has_the_columns_of_its_table(floor: Floor, name: str) -> None:
    said = {
        field.column_name: (KINDS[field.field_type if field.field_type in KINDS else "INT"], not field.null)
        for field in modelled()[name]._meta.sorted_fields
    }
    rows = connection.database.execute_sql(f"PRAGMA table_info({name})").fetchall()
    keys = {column for _cid, column, _kind, _not_null, _default, key in rows if key}
    assert set(said) == {row[1] for row in rows}
    for _cid, column, kind, not_null, _default, _key in rows:
        assert said[column] == (kind, bool(not_null) or column in keys), column


@pytest.mark.parametrize("name", sorted(modelled()))
def test_a_model_has_the_references_of_its_table(floor: Floor, name: str) -> None:
    said = {
        (field.column_name, field.rel_model._meta.table_name)
        for field in modelled()[name]._meta.sorted_fields
        if isinstance(field, peewee.ForeignKeyField)
    }
    rows = connection.database.execute_sql(f"PRAGMA foreign_key_list({name})").fetchall()
    stored = {(row[3], row[2]) for row in rows}
    assert stored - {("event_seq", "event")} == said  # an event is only ever named by its seq


def test_the_schemas_number_is_that_of_the_newest_file(floor: Floor) -> None:
    assert connection.SCHEMA == schema.newest()
    assert connection.schema_of() == schema.newest()


def test_a_fresh_floor_has_nothing_to_migrate(floor: Floor) -> None:
    assert setup.migrate(floor.path) == []
    assert [each.name for each in floor.path.parent.glob("*.schema-*")] == []


@pytest.fixture
def next_schema(floor: Floor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of migrations of a program that is one step ahead of the floor."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema._FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "_FOLDER", folder)
    for module in (connection, schema):
        monkeypatch.setattr(module, "SCHEMA", NEXT)
    return folder


def test_an_older_file_is_brought_up_and_kept_beside(floor: Floor, next_schema: Path) -> None:
    ref = complaints.add(floor.agent, {"subject": "kept"}).ref
    (next_schema / f"{NEXT:04d}_more.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('ALTER TABLE team ADD COLUMN motto TEXT')\n"
    )
    store.close_floor()
    with pytest.raises(StoreProblem, match="needs an update"):
        store.open_floor(floor.path)
    assert setup.migrate(floor.path) == [f"{NEXT:04d}_more"]
    assert floor.path.with_name(f"floor.db.schema-{NEXT - 1}").is_file()
    store.open_floor(floor.path)
    assert complaints.show(accounts.find_actor("li.na"), ref).complaint.subject == "kept"
    assert "motto" in {row[1] for row in connection.database.execute_sql("PRAGMA table_info(team)").fetchall()}
    assert connection.database.foreign_keys == 1


def test_a_failing_migration_leaves_the_file_as_it_was(floor: Floor, next_schema: Path) -> None:
    (next_schema / f"{NEXT:04d}_good.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE half (x)')\n"
    )
    (next_schema / f"{NEXT + 1:04d}_bad.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE half (x)')\n"
    )
    before = _dump()
    with pytest.raises(peewee.OperationalError, match="already exists"):
        setup.migrate(floor.path)
    assert _dump() == before
    assert connection.schema_of() == NEXT - 1
    assert connection.database.foreign_keys == 1


def test_a_newer_file_is_not_migrated_down(floor: Floor) -> None:
    connection.database.pragma("user_version", connection.SCHEMA + 1)
    with pytest.raises(StoreProblem, match="newer"):
        setup.migrate(floor.path)
    with pytest.raises(StoreFault, match="newer"):
        schema.migrate()


def test_a_floor_that_cannot_be_finished_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(accounts, "initials", full)
    with pytest.raises(StoreProblem, match="disk is full"):
        setup.init_floor(tmp_path / "floor.db", login="boss", name="Boss")
    assert list(tmp_path.glob("floor.db*")) == []
    monkeypatch.undo()
    assert setup.init_floor(tmp_path / "floor.db", login="boss", name="Boss").login == "boss"
    store.close_floor()


def test_init_leaves_a_floor_that_is_there_alone(floor: Floor) -> None:
    store.close_floor()
    before = hashlib.sha256(floor.path.read_bytes()).hexdigest()
    with pytest.raises(StoreProblem, match="already"):
        setup.init_floor(floor.path, login="boss", name="Boss")
    assert hashlib.sha256(floor.path.read_bytes()).hexdigest() == before


def _dump() -> list[str]:
    rows = connection.database.execute_sql("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    return [str(row[0]) for row in rows]
