"""Write the tables of docs/keys.md and docs/settings.md from the program's own registry and settings.

Run it as ``python docs/render_keys.py`` after a change; a test compares.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from cstui.config import Config
from cstui.tui import keys
from cstui.tui.act import EVERY, GROUPS, VIEW_NAMES, Act

FOLDER = Path(__file__).parent
MARK = "<!-- Everything below is written by docs/render_keys.py. -->\n"


def keys_table() -> str:
    """Return what can be done at the screens as Markdown, a table a group."""
    parts = [MARK]
    for group in GROUPS:
        rows = [_row(act) for act in keys.ACTS if act.group == group]
        head = ["| key | command | what it does | where | id |", "|---|---|---|---|---|"]
        parts.append(f"## {group}\n\n" + "\n".join(head + rows) + "\n")
    return "\n".join(parts)


def _row(act: Act) -> str:
    shown = " ".join(f"`{key}`" for key in keys.shown(act, {}, every=True).split())
    argument = act.argument.replace("|", "\\|")
    command = f"`:{act.command} {argument}".rstrip() + "`" if act.command else ""
    where = "everywhere" if act.views in (EVERY, VIEW_NAMES) else ", ".join(act.views)
    return f"| {shown} | {command} | {act.help} | {where} | `{act.id}` |"


def settings_table() -> str:
    """Return the settings as Markdown: the docstring under each."""
    head = ["| setting | default | meaning |", "|---|---|---|"]
    rows = [f"| `{name}` | `{default}` | {told} |" for name, default, told in _settings()]
    return MARK + "\n" + "\n".join(head + rows) + "\n"


def _settings() -> Iterator[tuple[str, str, str]]:
    for name, told in re.findall(r'^    (\w+): [^\n]+\n    """(.+?)"""', inspect.getsource(Config), re.M | re.S):
        place = name if name in ("lang", "keys") else f"screen.{name}"
        default = Config._field_defaults[name]
        yield place, "none" if name in ("lang", "keys") else str(default).lower(), " ".join(told.split())


PAGES = {"keys.md": keys_table, "settings.md": settings_table}


def main() -> None:
    """Write both pages."""
    for name, render in PAGES.items():
        page = FOLDER / name
        text = page.read_text("utf-8")
        page.write_text(text[: text.index(MARK)] + render(), "utf-8")


if __name__ == "__main__":
    main()
