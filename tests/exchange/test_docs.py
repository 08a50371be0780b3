"""docs/imports.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cstui.exchange.grid import ROW_LIMIT
from cstui.exchange.mapping import load_mapping, mapping_names
from cstui.exchange.staging import _BATCH, ONE_TRANSACTION
from cstui.exchange.table import CELL_LIMIT, COLUMN_LIMIT
from cstui.exchange.words import AGENT_COLUMNS, COMPLAINT_COLUMNS, CUSTOMER_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_mapping_of_the_page_is_right(block: str, tmp_path: Path) -> None:
    if "[columns]" not in block:
        block += '\n[columns]\nsubject = "x"\n'
    path = tmp_path / "map.toml"
    path.write_text(block, encoding="utf-8")
    assert load_mapping(path).columns


def test_every_column_and_ready_mapping_is_told() -> None:
    names = (*COMPLAINT_COLUMNS, *CUSTOMER_COLUMNS, *AGENT_COLUMNS, *mapping_names())
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_the_figures_are_those_of_the_program() -> None:
    for figure in (ONE_TRANSACTION, _BATCH, CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT):
        assert f"{figure:,}" in PAGE
