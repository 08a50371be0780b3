"""sqlite-utils as its manual shows it: insert a CSV, then index it: ``… FILE STORE INDEX...``."""

from __future__ import annotations

import csv
import sys

import sqlite_utils


def load(source: str, target: str, indexes: list[str]) -> None:
    """Insert the rows of ``source`` and make an index per ``a,b,c`` of ``indexes``."""
    store = sqlite_utils.Database(target)
    store.enable_wal()
    table = store.table("complaint")
    with open(source, encoding="utf-8", newline="") as file:
        table.insert_all(csv.DictReader(file))
    for columns in indexes:
        table.create_index(columns.split(","))


if __name__ == "__main__":
    load(sys.argv[1], sys.argv[2], sys.argv[3:])
