"""Where cstui keeps things, and how it reaches the data it ships.

``fixtures/`` stands at the top of the repository and is reached through the
link ``cstui/fixtures``; setup.cfg ships the files behind it as package data, so
an installed wheel finds them at the very same path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
_XDG = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}


def default_store() -> Path:
    """Return the store's path: ``CSTUI_DB``, else the user's data directory."""
    named = os.environ.get("CSTUI_DB")
    if named:
        return Path(named)
    return _own_folder("data") / "floor.db"


def config_dir() -> Path:
    """Return the folder of config.toml and of the site's own policies, calendars and mappings."""
    named = os.environ.get("CSTUI_CONFIG")
    return Path(named) if named else _own_folder("config")


def state_dir() -> Path:
    """Return the folder of crash files."""
    return _own_folder("state")


def _own_folder(kind: str) -> Path:
    if sys.platform == "linux":
        # platformdirs says the same, but takes longer to import than a look-up may last.
        variable, usual = _XDG[kind]
        named = os.environ.get(variable, "")
        return Path(named if os.path.isabs(named) else os.path.expanduser(usual)) / "cstui"
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")("cstui", appauthor=False))


def data_file(kind: str, name: str) -> Path:
    """Find ``name``.toml of a ``kind`` (policies, calendars, mappings): the site's own first.

    Raises FileNotFoundError when neither the site nor the program has it.
    """
    for root in (config_dir(), FIXTURES):
        candidate = root / kind / f"{name}.toml"
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{kind}/{name}.toml")
