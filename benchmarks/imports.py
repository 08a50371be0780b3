"""Goal 5: an import with its journal over loading the same table, with as many indexes, into bare SQLite."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from .complaints import COLUMNS
from .floors import empty_floor, source_of
from .frame import Options, Ran, Ratio, cstui, median_seconds, shown, spawn, take_turns

TURNS = 3
# What stands on our own table of complaints, in the words of the imported one.
INDEXES = (
    ("received_at,severity,external_id", "state <> 'closed'"),
    ("region,received_at,severity,external_id", "state <> 'closed'"),
    ("channel,received_at,severity,external_id", "state <> 'closed'"),
    ("closed_at", "state <> 'closed'"),
    ("closed_at,external_id", "state = 'closed'"),
    ("customer_id,received_at", "1"),
    ("external_id", "1"),
    ("customer_phone", "1"),
    ("customer_name", "1"),
)
# Our import also makes every text findable by two Chinese characters; the nearest that SQLite has by itself.
TEXT_INDEX = (
    "CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='trigram', detail=none);",
    "INSERT INTO words (rowid, text) SELECT rowid, subject || ' ' || narrative || ' ' || remedy || ' ' || category"
    " || ' ' || customer_name FROM complaint;",
)


def run(options: Options) -> list[Ratio]:
    """Measure whole processes, each into a file of its own, all with full sync and a write-ahead log."""
    source = source_of(options, options.rows)
    runs: dict[str, Callable[[], Ran]] = {"ours": _ours(options, source), "bare": _bare(options, source)}
    if shutil.which("sqlite3"):
        runs["text"] = _bare(options, source, TEXT_INDEX)
    if importlib.util.find_spec("sqlite_utils"):
        runs["sqlite-utils"] = _sqlite_utils(options, source)
    seconds = {name: median_seconds(ran) for name, ran in take_turns(runs, TURNS).items()}
    ratios = [_faster(seconds, "bare", f"{_bare_name()} with the same indexes", options.rows, "≥ 0.7")]
    if "text" in seconds:
        ratios.append(_faster(seconds, "text", "the same and a trigram index of the text", options.rows, "-"))
    if "sqlite-utils" in seconds:
        named = "sqlite-utils insert --csv with the same indexes"
        ratios.append(_faster(seconds, "sqlite-utils", named, options.rows, "≥ 8"))
    return ratios


def _faster(seconds: dict[str, float], peer: str, named: str, rows: int, goal: str) -> Ratio:
    what = f"rows a second, import of {rows:,} over {named}"
    return Ratio(5, what, shown(seconds["ours"]), shown(seconds[peer]), seconds[peer] / seconds["ours"], goal)


def _ours(options: Options, source: Path) -> Callable[[], Ran]:
    def once() -> Ran:
        store = empty_floor(options.folder / "import-ours.db")
        return spawn(cstui("--db", str(store), "import", "complaints", str(source), "--source", "bench"))

    return once


def _bare_name() -> str:
    return "sqlite3 .import" if shutil.which("sqlite3") else "Python's csv and sqlite3"


def _schema() -> list[str]:
    columns = ", ".join(f"{name} TEXT" for name in COLUMNS)
    schema = ["PRAGMA journal_mode = wal;", "PRAGMA synchronous = 2;", f"CREATE TABLE complaint ({columns});"]
    return schema + [f"CREATE INDEX i{n} ON complaint ({on}) WHERE {where};" for n, (on, where) in enumerate(INDEXES)]


def _empty(target: Path) -> None:
    _remove(target)
    with sqlite3.connect(target) as store:
        store.executescript("\n".join(_schema()))


def _bare(options: Options, source: Path, then: tuple[str, ...] = ()) -> Callable[[], Ran]:
    target = options.folder / "import-bare.db"
    script = options.folder / f"import-{len(then)}.sql"
    script.write_text("\n".join([*_schema(), f".import --csv --skip 1 '{source}' complaint", *then, ""]))

    def once() -> Ran:
        if shutil.which("sqlite3"):
            _remove(target)
            return spawn(["sqlite3", "-bail", str(target)], stdin=script)
        _empty(target)
        return spawn([sys.executable, "-m", "benchmarks.peers.bare_import", str(source), str(target)])

    return once


def _sqlite_utils(options: Options, source: Path) -> Callable[[], Ran]:
    target = options.folder / "import-utils.db"

    def once() -> Ran:
        _empty(target)
        return spawn([sys.executable, "-m", "sqlite_utils", "insert", str(target), "complaint", str(source), "--csv"])

    return once


def _remove(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
