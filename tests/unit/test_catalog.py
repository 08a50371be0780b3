"""The Chinese catalog is complete, fits its messages and is compiled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "cstui"
LOCALE = PACKAGE / "locale"
ZH = LOCALE / "zh" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def _ids() -> set[str]:
    found = extract_from_dir(PACKAGE, keywords=KEYWORDS, callback=None)
    return {message if isinstance(message, str) else message[0] for _file, _line, message, _notes, _context in found}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file, locale="zh")


def _forms(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def _messages(catalog: Catalog) -> dict[str, Message]:
    return {_forms(message.id)[0]: message for message in catalog if message.id}


def _placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def zh() -> dict[str, Message]:
    return _messages(_read(ZH / "cstui.po"))


def test_template_holds_every_message() -> None:
    assert set(_messages(_read(LOCALE / "cstui.pot"))) == _ids(), "run `make catalog`"


def test_every_message_is_in_chinese(zh: dict[str, Message]) -> None:
    ready = {key for key, message in zh.items() if all(_forms(message.string)) and not message.fuzzy}
    assert _ids() - ready == set(), "run `make catalog`, then translate what is empty"


def test_translations_keep_the_placeholders(zh: dict[str, Message]) -> None:
    wrong = {
        key
        for key, message in zh.items()
        for text in _forms(message.string)
        if text and _placeholders(text) != _placeholders(_forms(message.id)[-1])
    }
    assert wrong == set()


def test_compiled_catalog_says_what_the_source_says(zh: dict[str, Message]) -> None:
    compiled = _messages(_read(ZH / "cstui.mo"))
    written = {key: _forms(message.string) for key, message in zh.items() if any(_forms(message.string))}
    assert {key: _forms(message.string) for key, message in compiled.items()} == written, "run `make catalog`"


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def test_every_look_up_is_seen() -> None:
    """Find the messages inside an f-string's braces: before Python 3.12 the extractor takes it for plain text."""
    asked = {
        call.args[0].value
        for path in PACKAGE.rglob("*.py")
        for call in _calls(path)
        if isinstance(call.args[0], ast.Constant) and call.args[0].value
    }
    assert asked - _ids() == set()


def test_no_message_is_put_together_before_its_look_up() -> None:
    """Reject ``_(f"…")`` and ``_("a" + b)``: the catalog can never hold them."""
    wrong = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for call in _calls(path)
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args)
    ]
    assert wrong == []
