"""Where cstui keeps things, and how it reaches the data it ships.

``fixtures/`` stands at the top of the repository and is reached through the
link ``cstui/fixtures``; setup.cfg ships the files behind it as package data, so
an installed wheel finds them at the very same path.
"""

from __future__ import annotations

import os
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def default_store() -> Path:
    """Return the store's path: ``CSTUI_DB``, else the user's data directory."""
    named = os.environ.get("CSTUI_DB")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("cstui", appauthor=False)) / "floor.db"


def config_dir() -> Path:
    """Return the folder of config.toml and of the site's own policies, calendars and mappings."""
    named = os.environ.get("CSTUI_CONFIG")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("cstui", appauthor=False))


def data_file(kind: str, name: str) -> Path:
    """Find ``name``.toml of a ``kind`` (policies, calendars, mappings): the site's own first.

    Raises FileNotFoundError when neither the site nor the program has it.
    """
    for root in (config_dir(), FIXTURES):
        candidate = root / kind / f"{name}.toml"
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{kind}/{name}.toml")
