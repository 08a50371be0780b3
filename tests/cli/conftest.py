"""Running commands inside the test process, as one of the people of the small floor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cstui.cli.root import root
from tests.conftest import Floor

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """``run(*args, stdin=None)`` runs a command line as it stands."""
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)

    def call(*args: object, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        return CliRunner(env=env).invoke(root, [str(arg) for arg in args], input=stdin)

    return call


@pytest.fixture
def cstui(run: Run, floor: Floor) -> Run:
    """``cstui(*args, login="boss", stdin=None)`` runs a command on the small floor."""

    def call(*args: object, login: str = "boss", **options: Any) -> Result:
        return run("--db", floor.path, "--as", login, *args, **options)

    return call


@pytest.fixture
def done(cstui: Run) -> Run:
    """Like ``cstui``, for a command that must succeed."""

    def call(*args: object, **options: Any) -> Result:
        result = cstui(*args, **options)
        assert result.exit_code == 0, result.output
        return result

    return call


@pytest.fixture
def read(done: Run) -> Callable[..., Any]:
    """Run a command that must succeed with ``-o json`` and return what it says."""

    def call(*args: object, **options: Any) -> Any:
        return json.loads(done(*args, "-o", "json", **options).stdout)

    return call


@pytest.fixture
def case(read: Callable[..., Any]) -> Callable[..., str]:
    """Take in a complaint and return its reference."""

    def call(subject: str = "Charged twice", *args: object, **options: Any) -> str:
        ref: str = read("complaint", "add", "--subject", subject, *args, **options)["ref"]
        return ref

    return call
