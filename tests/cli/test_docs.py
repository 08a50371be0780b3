"""docs/commands.md says what ``--help`` says."""

from __future__ import annotations

from docs.render_commands import MARK, PAGE, contexts, render, verbs


def test_the_page_holds_the_help_of_every_command() -> None:
    written = PAGE.read_text("utf-8")
    assert written[written.index(MARK) :] == render(), "run python docs/render_commands.py"


def test_every_command_and_option_has_a_help_text() -> None:
    assert len(verbs()) == len(set(verbs())) >= 50
    for context in contexts():
        assert context.command.help, context.command_path
        for param in context.command.params:
            assert param.help, (context.command_path, param.name)
