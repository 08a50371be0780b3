"""What a person may set in config.toml, read once when the screens open.

The file lies in the user's configuration directory (``CSTUI_CONFIG`` names another) and may be
missing.  A setting that is unknown or of the wrong kind is refused by name: a typing error
must not silently mean the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from .errors import BadInput
from .i18n import LANGUAGES, _, listed
from .paths import config_dir


class Config(NamedTuple):
    """The settings, each with its default.  In the file all but ``lang`` and ``keys`` stand under ``[screen]``."""

    lang: str = ""
    """Language of the screens, ``en`` or ``zh``; ``--lang`` and CSTUI_LANG win, empty follows the locale."""

    theme: str = "terminal"
    """``terminal`` keeps the terminal's own colours; ``dark``, ``light`` or a theme of Textual sets its own."""

    bell: bool = True
    """Whether a new critical case or a limit at 90 % rings the terminal's bell."""

    mouse: bool = True
    """Whether the screens take the mouse; without it the terminal selects text as usual."""

    lock_minutes: int = 0
    """Idle minutes after which the screen hides what it shows; 0 never does."""

    keys: Mapping[str, str] = MappingProxyType({})
    """Other keys for actions, by the ids of docs/keys.md: ``"queue.assign" = "A"``; several with commas."""


_SCREEN = set(Config._fields) - {"lang", "keys"}


def config_file() -> Path:
    """Return where the settings are read from."""
    return config_dir() / "config.toml"


def load() -> Config:
    """Return the settings of config.toml, or the defaults where there is none; raises BadInput."""
    path = config_file()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("{path} cannot be read").format(path=path), str(error)) from error
    import tomllib

    try:
        return parse(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_("{path} is not valid TOML").format(path=path), str(error)) from error
    except BadInput as error:
        raise BadInput(_("{path} is not right").format(path=path), str(error)) from error


def parse(table: dict[str, Any]) -> Config:
    """Return the settings of a parsed file; raises BadInput that names the first wrong one."""
    wanted = {name: value for name, value in table.items() if name != "screen"}
    screen = _typed("screen", table.get("screen", {}), dict)
    for name in (wanted.keys() - {"lang", "keys"}) | {f"screen.{name}" for name in screen.keys() - _SCREEN}:
        raise BadInput(_("There is no setting {name}").format(name=name), _known())
    wanted |= screen
    checked: dict[str, Any] = {}
    for name, default in Config._field_defaults.items():
        if name in wanted:
            checked[name] = _typed(name, wanted[name], dict if name == "keys" else type(default))
    _check(checked)
    return Config(**checked)


def _check(checked: dict[str, Any]) -> None:
    if checked.get("lang", "") not in ("", *LANGUAGES):
        raise BadInput(_("lang must be one of: {values}").format(values=listed(LANGUAGES)))
    if checked.get("lock_minutes", 0) < 0:
        raise BadInput(_("lock_minutes counts minutes from 0 on"))
    for name, key in checked.get("keys", {}).items():
        _typed(f"keys.{name}", key, str)


def _typed(name: str, value: object, kind: type) -> Any:
    if type(value) is not kind:
        words = {str: _("a text"), bool: _("true or false"), int: _("a whole number"), dict: _("a table")}
        raise BadInput(_("{name} must be {kind}").format(name=name, kind=words[kind]))
    return value


def _known() -> str:
    names = ["lang", *(f"screen.{name}" for name in sorted(_SCREEN)), "keys"]
    return _("Known: {values}").format(values=listed(names))
