"""JSON arrays and JSONL files as tables: one object a row."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from ..errors import BadInput, Problem
from ..i18n import _
from .table import Cell, Row, check_cells, check_width, drop_trailing_blanks, shown

DEPTH_LIMIT = 64


class _Nested(Exception):
    """A value inside an object nests deeper than the limit."""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(_("{name} is not allowed").format(name=name))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(_("the key {key!r} stands twice in one object").format(key=double))
    return found


def _number(text: str) -> str:
    """Keep a number as it is written: ids and phones must not lose digits."""
    return text.removesuffix(".0")


# Numbers stay text, so neither 0012 nor a number of 5,000 digits can go wrong on the way.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_number, parse_int=str
)


def _check_depth(value: Any, depth: int = 1) -> None:
    if depth > DEPTH_LIMIT:
        raise _Nested
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        if isinstance(each, (dict, list)):
            _check_depth(each, depth + 1)


def parse(text: str) -> Any:
    """Return the value of a JSON text with its numbers as text.

    Raises ValueError for NaN, a duplicate key, or nesting deeper than 64.
    """
    try:
        value = _DECODER.decode(text)
        _check_depth(value)
    except (RecursionError, _Nested) as error:
        raise ValueError(_("nested deeper than {limit}").format(limit=DEPTH_LIMIT)) from error
    return value


def _flat(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with its inner objects spread: ``customer.name``; deeper ones stay as they are."""
    if not any(isinstance(cell, dict) for cell in value.values()):
        return value
    found: dict[str, Any] = {}
    for key, cell in value.items():
        if isinstance(cell, dict):
            found |= {f"{key}.{inner}": each for inner, each in cell.items()}
        else:
            found[key] = cell
    return found


class JsonFile:
    """An array of objects, or with ``lines`` one object a line, that can be read several times."""

    def __init__(self, stream: BinaryIO, file: str, codec: str, lines: bool) -> None:
        self._stream, self._file, self._codec = stream, file, codec
        self._values = self._read_lines if lines else self._read_array
        self._array: list[Any] | None = None
        keys: dict[str, None] = {}
        for _number, value in self._values():
            if isinstance(value, dict):
                keys.update(dict.fromkeys(_flat(value)))
        if not keys:
            raise BadInput(_("{file} holds no objects").format(file=file), self._expected())
        self.header = tuple(keys)
        check_width(file, len(self.header))

    def rows(self) -> Iterator[Row]:
        """Yield one row an object; a key that an object lacks is None there."""
        return drop_trailing_blanks(self._fitted())

    def _fitted(self) -> Iterator[Row]:
        for number, value in self._values():
            if isinstance(value, Problem):
                yield Row(number, [value.value], value)
            elif isinstance(value, dict):
                yield check_cells(self._row(number, value), self.header)
            else:
                yield Row(number, [str(value)], Problem(number, "", shown(str(value)), _("an object is expected")))

    def _row(self, number: int, value: dict[str, Any]) -> Row:
        cells: list[Cell] = []
        problem = None
        flat = _flat(value)
        for key in self.header:
            cell = flat.get(key)
            if isinstance(cell, (dict, list)):
                cell = json.dumps(cell, ensure_ascii=False)
                problem = problem or Problem(number, key, shown(cell), _("a plain value is expected"))
            cells.append(cell)
        return Row(number, cells, problem)

    def _read_array(self) -> Iterator[tuple[int, Any]]:
        if self._array is None:
            self._stream.seek(0)
            try:
                whole = parse(self._stream.read().decode(self._codec))
            except ValueError as error:
                raise BadInput(_("{file} cannot be read as JSON").format(file=self._file), str(error)) from error
            if not isinstance(whole, list):
                raise BadInput(_("{file} cannot be read as JSON").format(file=self._file), self._expected())
            self._array = whole
        yield from enumerate(self._array, start=2)

    def _read_lines(self) -> Iterator[tuple[int, Any]]:
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, self._codec, newline="\n")
        try:
            for number, line in enumerate(text, start=2):
                if line.strip():
                    yield number, self._line(number, line)
        finally:
            text.detach()

    def _line(self, number: int, line: str) -> Any:
        try:
            return parse(line)
        except ValueError as error:
            return Problem(number, "", shown(line.strip()), _("cannot be read as JSON: {reason}").format(reason=error))

    def _expected(self) -> str:
        return _("Expected an array of objects, or one object a line.")
