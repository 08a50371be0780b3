"""The pieces commands are made of.

Their texts are message ids, looked up when they are shown: a module may be
imported before ``--lang`` has been read, and still speak the right language.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

import click

from ..i18n import N_, _

F = TypeVar("F", bound=Callable[..., Any])
_GREATEST = 2**63 - 1  # what the store can hold


class _Number(click.IntRange):
    """A number by which the floor counts: from 1 on."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return min(super().convert(value, param, ctx), _GREATEST)


NUMBER = _Number(1)


class _Told(click.Command):
    """Looks the help text of a command up when it is shown; its first line is the summary."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(self.help or "").partition("\n")[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            # click looks this up once, which may be before --lang has been read
            option.help = _("Show this message and exit.")
        return option


class Context(click.Context):
    """A context whose help is laid out in cells."""

    def make_formatter(self) -> click.HelpFormatter:
        from .width import HelpFormatter

        return HelpFormatter(width=self.terminal_width, max_width=self.max_content_width)


class Command(_Told):
    """A verb."""

    context_class = Context

    def make_parser(self, ctx: click.Context) -> Any:
        parser = super().make_parser(ctx)
        # click seeks -o among the long options first, and imports difflib to find what resembles it.
        getattr(parser, "_long_opt", {}).update(getattr(parser, "_short_opt", {}))
        return parser


class Option(click.Option):
    """An option whose help is a message id; ``needed`` is shown, and checked by who reads the values."""

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        if self.needed:
            extra["required"] = "required"
        return extra

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        message, self.help = self.help, _(self.help or "")
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = message


class Argument(click.Argument):
    """An argument whose help is a message id."""

    def make_metavar(self, ctx: click.Context) -> str:
        shown = super().make_metavar(ctx)
        return shown if self.required or "[" in shown else f"[{shown}]"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), _(self.help or "")


class Nouns(_Told, click.Group):
    """A group that imports the file of a command when that command is asked for.

    ``lazy`` maps a command's name to ``module:attribute`` inside ``cstui.cli``; commands stand in the
    order in which they were written.
    """

    command_class = Command
    context_class = Context

    def __init__(self, *args: Any, lazy: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self.lazy.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _colon, name = place.partition(":")
        found = getattr(import_module(f"cstui.cli.{module}"), name)
        command = found[cmd_name] if isinstance(found, dict) else found
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            # click suggests names from its own table, which lacks those not imported yet
            names = self.list_commands(ctx)
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=names, ctx=ctx) from None


def command(name: str, message: str, **attrs: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a verb of a function; ``message`` is the id of its help text."""
    return click.command(name, cls=Command, help=message, **attrs)


def verb(group: Nouns, name: str, message: str, **attrs: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a verb of a function and put it into its noun."""

    def add(function: Callable[..., Any]) -> Command:
        made = command(name, message, **attrs)(function)
        group.add_command(made)
        return made

    return add


def option(*names: str, **attrs: Any) -> Callable[[F], F]:
    """Add an option; ``help`` is a message id."""
    return click.option(*names, cls=Option, **attrs)


def argument(name: str, **attrs: Any) -> Callable[[F], F]:
    """Add an argument; ``help`` is a message id."""
    return click.argument(name, cls=Argument, **attrs)


FORMATS = ("table", "json", "jsonl", "csv")


def output_option(function: F) -> F:
    """Add ``-o table|json|jsonl|csv``."""
    return option(
        "-o",
        "--output",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help=N_("How the result is written."),
    )(function)
