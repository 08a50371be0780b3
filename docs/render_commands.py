"""Write the generated half of docs/commands.md: the help of every command.

Run it as ``python docs/render_commands.py`` after a change; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cstui.cli.root import root, speak

PAGE = Path(__file__).with_name("commands.md")
MARK = "<!-- Everything below is written by docs/render_commands.py. -->\n"
WIDTH = 100


def verbs() -> list[str]:
    """Return every command that does something, as it is typed after ``cstui``."""
    return [context.command_path.partition(" ")[2] for context in contexts() if not _is_group(context)]


def render() -> str:
    """Return the help of every command as Markdown."""
    speak("en")
    parts = [MARK]
    for context in contexts():
        level = "##" if _is_group(context) else "###"
        parts.append(f"{level} {context.command_path}\n\n```\n{context.get_help()}\n```\n")
    return "\n".join(parts)


def _is_group(context: click.Context) -> bool:
    return isinstance(context.command, click.Group)


def contexts(
    command: click.Command = root, name: str = "cstui", parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Yield a context for a command and everything below it, in the order of the help."""
    settings: dict[str, Any] = {**command.context_settings, "terminal_width": WIDTH}
    context = command.context_class(command, info_name=name, parent=parent, **settings)
    yield context
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from contexts(found, inner, context)


if __name__ == "__main__":
    written = PAGE.read_text("utf-8").partition(MARK)[0]
    PAGE.write_text(written + render(), "utf-8")
