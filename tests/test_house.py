"""The house itself: layers at run time, figures of style, and what a wheel carries."""

from __future__ import annotations

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ("cstui", "db")
EVERYWHERE = (*HOUSE, "benchmarks", "tests")
DOCUMENTED = ("db", "cstui/floor", "cstui/exchange")
BANNED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|(?i:not " r"implemented)")


class Function(NamedTuple):
    where: str
    name: str
    lines: int
    returns: bool
    documented: bool
    top: bool


def _files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _functions_of(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            documented = ast.get_docstring(node) is not None
            yield Function(where, node.name, lines, node.returns is not None, documented, node in tree.body)


@cache
def _functions(*folders: str) -> tuple[Function, ...]:
    return tuple(function for path in _files(*folders) for function in _functions_of(path))


def _length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_file_is_long() -> None:
    assert [f"{path.relative_to(ROOT)}" for path in _files(*EVERYWHERE) if _length(path) > 500] == []
    assert statistics.median(_length(path) for path in _files(*HOUSE)) <= 140


def test_functions_are_short() -> None:
    assert [function.where for function in _functions(*EVERYWHERE) if function.lines > 60] == []
    lengths = sorted(function.lines for function in _functions(*HOUSE))
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_every_function_says_what_it_returns() -> None:
    assert [function.where for function in _functions(*EVERYWHERE) if not function.returns] == []


def test_public_functions_are_documented() -> None:
    public = [function for function in _functions(*DOCUMENTED) if function.top and not function.name.startswith("_")]
    assert [function.where for function in public if not function.documented] == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _files(*EVERYWHERE)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if BANNED.search(line)
    ]
    assert found == []


def test_no_drawer_of_odds_and_ends() -> None:
    assert [path.name for path in _files(*HOUSE) if re.search("util|helper|manager|misc|common", path.stem)] == []


_IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
print(*sorted({module.partition(".")[0] for module in sys.modules}))
"""


@pytest.mark.parametrize(
    ("packages", "absent"),
    [
        (("db",), {"cstui", "click", "rich", "textual"}),
        (("db", "cstui.floor"), {"click", "rich", "tabulate", "textual"}),
        (("db", "cstui.floor", "cstui.exchange"), {"click", "rich", "textual"}),
        (("db", "cstui.floor", "cstui.exchange", "cstui.cli"), {"rich", "textual"}),
    ],
    ids=lambda value: "-".join(sorted(value)),
)
def test_imports_stay_in_their_layer(packages: tuple[str, ...], absent: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, *packages], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert set(done.stdout.split()) & absent == set()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from a copy of the tree, install it apart; return that environment's folder.

    The environment sees the libraries of this one (a ``.pth`` does not carry the editable install along).
    """
    base = tmp_path_factory.mktemp("wheel")
    tree = base / "tree"
    leave = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("cstui", "db", "fixtures"):
        shutil.copytree(ROOT / folder, tree / folder, symlinks=True, ignore=leave)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(base / "dist"), str(tree)]
    subprocess.run(build, check=True, capture_output=True)
    home = base / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    (wheel,) = (base / "dist").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    # Only now: pip must not see this environment's cstui as the one to replace.
    (_site(home) / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return home


def _site(home: Path) -> Path:
    (site,) = home.glob("lib/python3*/site-packages")
    return site


def _elsewhere(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CSTUI_", "PYTHON"))}
    own = {"CSTUI_DB": "floor.db", "CSTUI_CONFIG": "config", "HOME": ".", "TMPDIR": "."}
    return kept | {name: str(folder / place) for name, place in own.items()} | {"TERM": "xterm-256color"}


def _run(home: Path, folder: Path, *words: str) -> str:
    done = subprocess.run(
        [str(home / "bin" / "cstui"), *words], cwd=folder, env=_elsewhere(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _shipped(base: Path, *patterns: str) -> set[str]:
    return {str(path.relative_to(base)) for pattern in patterns for path in base.glob(pattern)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "patterns"),
    [
        ("db", ("**/*.py",)),
        ("cstui", ("**/*.py",)),
        ("cstui", ("**/*.tcss",)),
        ("cstui", ("locale/*/LC_MESSAGES/*.mo",)),
        ("cstui", ("fixtures/*/*",)),
    ],
    ids=["db", "code", "styles", "catalogs", "fixtures"],
)
def test_wheel_carries(installed: Path, package: str, patterns: tuple[str, ...]) -> None:
    here = _shipped(ROOT / package, *patterns)
    assert here
    assert here - _shipped(_site(installed) / package, *patterns) == set()


@pytest.mark.slow
def test_wheel_opens_a_floor_elsewhere(installed: Path, tmp_path: Path) -> None:
    _run(installed, tmp_path, "init")
    assert _run(installed, tmp_path, "complaint", "list", "-o", "json").strip() == "[]"
    assert (tmp_path / "floor.db").is_file()


@pytest.mark.slow
def test_wheel_opens_the_demo_elsewhere(installed: Path, tmp_path: Path) -> None:
    screens = pexpect.spawn(
        str(installed / "bin" / "cstui"), ["demo", "--still"], cwd=str(tmp_path), env=_elsewhere(tmp_path), timeout=60,
        dimensions=(50, 160), encoding="utf-8",
    )  # fmt: skip
    screens.expect(r"C-\d{6}")
    screens.send("\x11")
    screens.expect(pexpect.EOF)
    screens.close()
    assert screens.exitstatus == 0
    assert not (tmp_path / "floor.db").exists()
