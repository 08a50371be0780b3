"""The day on which sheets are brought in, and workbooks to bring in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A Sunday in November."""
    with time_machine.travel(datetime.fromisoformat("2026-11-22T10:00:00+08:00"), tick=False):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write rows into a workbook, some of its areas merged."""

    def write(rows: list[list[Any]], *merged: str, name: str = "roster.xlsx") -> Path:
        work = openpyxl.Workbook()
        for row in rows:
            work.active.append(row)
        for area in merged:
            work.active.merge_cells(area)
        work.save(tmp_path / name)
        return tmp_path / name

    return write
