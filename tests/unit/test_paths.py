"""Where things lie: what platformdirs says, without asking it on Linux."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from cstui import paths


@pytest.mark.parametrize("named", [True, False])
def test_the_folders_are_those_of_platformdirs(named: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
        if named:
            monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    monkeypatch.delenv("CSTUI_CONFIG", raising=False)
    assert paths.config_dir() == platformdirs.user_config_path("cstui", appauthor=False)
    assert paths.state_dir() == platformdirs.user_state_path("cstui", appauthor=False)
    assert paths.default_store().parent == platformdirs.user_data_path("cstui", appauthor=False)


@pytest.mark.skipif(sys.platform != "linux", reason="the short way is Linux's")
def test_a_relative_folder_in_the_environment_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "somewhere")
    assert paths.state_dir() == Path.home() / ".local" / "state" / "cstui"


def test_the_environment_names_store_and_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CSTUI_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("CSTUI_CONFIG", str(tmp_path / "conf"))
    assert paths.default_store() == tmp_path / "x.db"
    assert paths.config_dir() == tmp_path / "conf"
