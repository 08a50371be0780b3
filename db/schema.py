"""Bringing a file up to the schema of this program."""

from __future__ import annotations

from pathlib import Path

from .connection import APPLICATION_ID, SCHEMA, database, schema_of, transaction
from .faults import StoreFault

_FOLDER = Path(__file__).parent / "migrations"


def migrate() -> list[str]:
    """Apply every pending migration to the open store in one transaction; return their names.

    Raises StoreFault("newer") for a file that a newer program wrote.
    """
    from playhouse.migrations import Runner

    if database.application_id and schema_of() > SCHEMA:
        raise StoreFault("newer", f"{database.database}: {schema_of()} > {SCHEMA}")
    database.pragma("foreign_keys", 0)  # only outside a transaction; table rebuilds would cascade
    try:
        with transaction():
            applied: list[str] = Runner(database, str(_FOLDER)).up()
            database.pragma("application_id", APPLICATION_ID)
            database.pragma("user_version", SCHEMA)
    finally:
        database.pragma("foreign_keys", 1)
    return applied


def newest() -> int:
    """Return the number of the newest migration file."""
    return max(int(path.name[:4]) for path in _FOLDER.glob("[0-9]*.py"))


def problems() -> list[str]:
    """Return what SQLite itself finds wrong with the file and its references, in its words."""
    found = [row[0] for row in database.execute_sql("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    orphans = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    return found + [f"{table} row {rowid}: no such {parent}" for table, rowid, parent, _ in orphans]


def tally_is_off() -> bool:
    """Say whether the kept tally differs from the complaints counted anew."""
    counted = "SELECT team_id, state, severity, assignee_id IS NOT NULL, count(*) FROM complaint GROUP BY 1, 2, 3, 4"
    kept = "SELECT team_id, state, severity, owned, n FROM tally WHERE n <> 0"
    sql = f"SELECT EXISTS (SELECT * FROM ({counted}) EXCEPT {kept}) OR EXISTS (SELECT * FROM ({kept}) EXCEPT {counted})"
    return bool(database.execute_sql(sql).fetchone()[0])
