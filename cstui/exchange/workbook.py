"""XLSX workbooks as tables, read by calamine: cached values of formulas, real dates and times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from ..errors import BadInput
from ..i18n import _, listed
from .table import Cell, Formula, Row, cell_text, check_cells, check_width, drop_trailing_blanks, fit, is_blank
from .titles import header_of
from .uncalculated import uncalculated
from .zip_limits import check_workbook, unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


class Workbook:
    """One sheet of a workbook that can be read several times."""

    def __init__(self, stream: BinaryIO, file: str, sheet: str | None) -> None:
        import python_calamine

        formulas = check_workbook(stream, file)
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            self._sheet = _choose_sheet(book, file, sheet)
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise unreadable(file, str(error)) from error
        self._uncalculated = uncalculated(stream, self._sheet.name) if formulas else {}
        start = header_of(self.records())
        if start is None:
            raise BadInput(_("{file} is empty").format(file=file), _("Expected a header row."))
        self._header_row = start.number
        self.header = tuple(cell_text(cell).strip() for cell in start.cells)
        check_width(file, len(self.header))

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header."""
        below = (row for row in self._downwards(self.records()) if row.number > self._header_row)
        return drop_trailing_blanks(check_cells(fit(row, self.header), self.header) for row in below)

    def _downwards(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows in which the cells merged with one above say what it says."""
        areas = sorted((area for area in self.merged() if area[1][0] > area[0][0]), reverse=True)
        covering: list[tuple[int, int, Cell]] = []  # last row, place in it, what the first cell says
        for row in rows:
            covering = [each for each in covering if each[0] >= row.number]
            blank = [(place, said) for _last, place, said in covering if is_blank(row.cells[place : place + 1])]
            if blank:
                cells = list(row.cells)
                for place, said in blank:
                    cells[place] = said
                row = row._replace(cells=cells)
            while areas and areas[-1][0][0] < row.number:
                (_top, column), (bottom, _end) = areas.pop()
                place = column - self.first_column
                if 0 <= place < len(row.cells):
                    covering.append((bottom + 1, place, row.cells[place]))
            yield row

    @property
    def tab(self) -> str:
        """The name of the sheet."""
        return self._sheet.name

    def merged(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Return the merged areas: first and last cell, as row and column from 0."""
        return self._sheet.merged_cell_ranges or []

    @property
    def first_column(self) -> int:
        """The column, from 0, in which the cells that the rows hold begin."""
        return self._sheet.start[1] if self._sheet.start else 0

    def records(self) -> Iterator[Row]:
        """Yield every row down to the last one that holds something, the header too."""
        number = 0
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            yield Row(number, self._with_formulas(number, cells))
        for below in sorted(row for row in self._uncalculated if row > number):
            yield Row(below, self._with_formulas(below, [""] * self._sheet.width))

    def _with_formulas(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Return the cells of a row with the formulas that have no value, as far as the sheet has anything else."""
        lacking = self._uncalculated.get(number)
        if not lacking:
            return cells
        begin = self.first_column
        found = {column - begin: Formula(text) for column, text in lacking.items()}
        return [found.get(place, cell) if cell == "" else cell for place, cell in enumerate(cells)]


def _choose_sheet(book: CalamineWorkbook, file: str, wanted: str | None) -> CalamineSheet:
    """Return the sheet called ``wanted``, else the first that is visible."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if wanted is not None and wanted in book.sheet_names:
        return book.get_sheet_by_name(wanted)
    if wanted is not None:
        raise BadInput(
            _("{file} has no sheet {sheet!r}").format(file=file, sheet=wanted),
            _("Its sheets are: {sheets}").format(sheets=listed(map(repr, book.sheet_names))),
        )
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            return book.get_sheet_by_name(sheet.name)
    raise unreadable(file, _("It has no visible sheet."))
