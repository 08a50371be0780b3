"""A sheet written by XlsxWriter alone, row by row: ``python -m benchmarks.peers.workbook STORE SQL TARGET``."""

from __future__ import annotations

import sqlite3
import sys

import xlsxwriter


def write(store: str, sql: str, target: str) -> None:
    """Write what the query finds, every cell a string, holding one row at a time."""
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        cursor = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(sql)
        for column, (name, *_rest) in enumerate(cursor.description):
            sheet.write_string(0, column, name)
        for number, row in enumerate(cursor, 1):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write_string(number, column, str(value))


if __name__ == "__main__":
    write(*sys.argv[1:4])
