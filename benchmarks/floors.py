"""Floors to measure on, made with the program itself."""

from __future__ import annotations

from pathlib import Path

from .complaints import write_table
from .frame import Options, cstui, spawn


def empty_floor(path: Path) -> Path:
    """Make a new floor at ``path`` in place of any old one; the caller's login manages it."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    spawn(cstui("--db", str(path), "init"))
    return path


def source_of(options: Options, rows: int) -> Path:
    """Return a CSV of ``rows`` complaints."""
    return write_table(options.folder / f"complaints-{rows}-{options.open_share}.csv", rows, options.open_share)


def floor(options: Options, rows: int) -> Path:
    """Return a floor with ``rows`` complaints, imported once per folder."""
    path = options.folder / f"floor-{rows}-{options.open_share}.db"
    if not path.exists():
        made = empty_floor(path.with_suffix(".new"))
        if rows:
            spawn(cstui("--db", str(made), "import", "complaints", str(source_of(options, rows)), "--source", "bench"))
        made.rename(path)
    return path
