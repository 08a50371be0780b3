"""The standard library alone, where the sqlite3 program is not installed: ``… FILE STORE``."""

from __future__ import annotations

import csv
import sqlite3
import sys


def load(source: str, target: str) -> None:
    """Insert the rows of ``source`` in one transaction."""
    with open(source, encoding="utf-8", newline="") as file, sqlite3.connect(target) as store:
        rows = csv.reader(file)
        marks = ",".join("?" * len(next(rows)))
        store.executemany(f"INSERT INTO complaint VALUES ({marks})", rows)


if __name__ == "__main__":
    load(*sys.argv[1:3])
