"""Goal 10: exports over sqlite3's own output and over XlsxWriter, all from the same store; and their memory."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .floors import floor
from .frame import Options, Ran, Ratio, cstui, median_memory, median_seconds, shown, spawn, take_turns

TURNS = 3
SHEET_ROWS = 20_000
MEMORY = 25  # MB, the goal
_WHEN = "strftime('%Y-%m-%dT%H:%M:%SZ', c.{0}, 'unixepoch')"
# The columns of our own export, as somebody who knows the tables would ask for them.
_COLUMNS = {
    "external_id": "c.external_id", "received_at": _WHEN.format("received_at"), "channel": "c.channel",
    "category": "c.category", "severity": "c.severity", "subject": "c.subject", "narrative": "c.narrative",
    "remedy": "c.remedy", "customer_id": "u.external_id", "customer_name": "u.name", "customer_phone": "u.phone",
    "region": "c.region", "team": "t.slug", "assignee": "a.login", "respondent": "c.respondent", "state": "c.state",
    "closed_at": _WHEN.format("closed_at"), "satisfaction": "c.satisfaction",
}  # fmt: skip
_FROM = (
    " FROM complaint c JOIN team t ON t.id = c.team_id LEFT JOIN customer u ON u.id = c.customer_id"
    " LEFT JOIN agent a ON a.id = c.assignee_id ORDER BY c.id"
)
_ROWS = "SELECT " + ", ".join(f"{sql} AS {name}" for name, sql in _COLUMNS.items()) + _FROM
_OBJECTS = "SELECT json_object(" + ", ".join(f"'{name}', {sql}" for name, sql in _COLUMNS.items()) + ")" + _FROM


def run(options: Options) -> list[Ratio]:
    """Measure whole processes, each writing a file of its own."""
    store, sheet_store = floor(options, options.rows), floor(options, SHEET_ROWS)
    bare = "sqlite3" if shutil.which("sqlite3") else "Python's csv, json and sqlite3"
    ratios = _compare(options, store, "csv", bare, _bare(options, store, "csv", _ROWS), options.rows)
    ratios += _compare(options, store, "jsonl", bare, _bare(options, store, "list", _OBJECTS), options.rows)
    book = [sys.executable, "-m", "benchmarks.peers.workbook", str(sheet_store), _ROWS]
    book.append(str(options.folder / "peer.xlsx"))
    return ratios + _compare(options, sheet_store, "xlsx", "XlsxWriter", partial(spawn, book), SHEET_ROWS)


def _compare(
    options: Options, store: Path, suffix: str, peer: str, peer_run: Callable[[], Ran], rows: int
) -> list[Ratio]:
    nothing = _ours(options, floor(options, 0), suffix)
    ran = take_turns({"ours": _ours(options, store, suffix), "peer": peer_run, "start": nothing}, TURNS)
    ours, theirs, start = (median_seconds(ran[name]) for name in ("ours", "peer", "start"))
    goal = "≥ 1" if suffix == "xlsx" else "≥ 0.95"
    what = f"rows a second, {suffix} export of {rows:,} over {peer}"
    lines = [Ratio(10, what, shown(ours), shown(theirs), theirs / ours, goal)]
    if suffix != "xlsx":
        alone = f"the same without our start-up ({shown(start)}): what a large one comes to"
        lines.append(Ratio(10, alone, shown(ours - start), shown(theirs), theirs / (ours - start), goal))
        memory = median_memory(ran["ours"])
        what = f"memory of that {suffix} export over {MEMORY} MB"
        lines.append(Ratio(10, what, f"{memory:.0f} MB", f"{MEMORY} MB", memory / MEMORY, "≤ 1"))
    return lines


def _ours(options: Options, store: Path, suffix: str) -> Callable[[], Ran]:
    target = options.folder / f"ours.{suffix}"

    def once() -> Ran:
        target.unlink(missing_ok=True)
        return spawn(cstui("--db", str(store), "export", "complaints", str(target)))

    return once


def _bare(options: Options, store: Path, mode: str, sql: str) -> Callable[[], Ran]:
    target = options.folder / f"peer.{mode}"
    if shutil.which("sqlite3"):
        header = ["-header"] if mode == "csv" else []
        return partial(spawn, ["sqlite3", "-readonly", f"-{mode}", *header, str(store), sql], stdout=target)
    command = [sys.executable, "-m", "benchmarks.peers.bare_export", str(store), sql, str(target)]
    return partial(spawn, command)
