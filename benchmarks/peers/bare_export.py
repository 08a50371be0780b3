"""The standard library alone, where the sqlite3 program is not installed: ``… STORE SQL TARGET``."""

from __future__ import annotations

import csv
import sqlite3
import sys


def write(store: str, sql: str, target: str) -> None:
    """Write what the query finds: a line each of one column, CSV of several."""
    cursor = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(sql)
    with open(target, "w", encoding="utf-8", newline="") as file:
        if len(cursor.description) == 1:
            file.writelines(f"{line}\n" for (line,) in cursor)
        else:
            writer = csv.writer(file)
            writer.writerow(name for name, *_rest in cursor.description)
            writer.writerows(cursor)


if __name__ == "__main__":
    write(*sys.argv[1:4])
