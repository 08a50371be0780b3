"""What a command does, typed after ``:`` on any screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cstui import i18n
from cstui.errors import CstuiError
from cstui.floor import accounts, filters, marks, saved
from cstui.i18n import _, listed, ngettext
from cstui.text import one_line
from cstui.tui import commands, keys, saved_views
from cstui.tui.act import QUEUE
from cstui.tui.commands import Command
from cstui.tui.widgets.command_line import CommandLine
from cstui.tui.widgets.line_input import LineInput
from cstui.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from cstui.tui.program import Program
    from cstui.tui.screens.base import FloorScreen


async def open_line(app: Program, screen: FloorScreen) -> None:
    """Open the command line over the status line of a screen."""
    if screen.query(CommandLine):
        return
    from cstui.floor.report_tables import BY_NAME

    names: dict[str, list[str]] = {"theme": app.theme_names(), "report": list(BY_NAME)}
    line = CommandLine(lambda text: commands.complete(text, screen.VIEW, names), app.status)
    await screen.mount(line, before=screen.query_one(StatusLine))
    screen.set_focus(line.query_one(LineInput))
    screen.read_in_background(_name_them(app, names), "names")


async def _name_them(app: Program, names: dict[str, list[str]]) -> None:
    names["view"] = [view.name for view in await app.work.read(saved.views, app.actor)]
    teams = [team.slug for team in await app.work.read(accounts.teams, app.actor)]
    names.update(queue=teams, roster=teams, levels=teams)
    names["profile"] = [each.login for each in await app.work.read(accounts.agents, app.actor)]


async def obey(app: Program, screen: FloorScreen, text: str) -> None:
    """Do what a line says, or say in the status line why not."""
    command = commands.parse(text, screen.VIEW)
    if command is None:
        word = one_line(text.split(" ")[0])
        app.status(_("There is no command {word}; ? shows them").format(word=word))
        return
    special = _SPECIAL.get(command.word)
    if special is not None:
        await special(app, command)
        return
    act = next(act for act in keys.acts(screen.VIEW) if act.command == command.word)
    await screen.run_action(act.action)


async def _open(app: Program, command: Command) -> None:
    app.open_complaint(marks.ref_of(marks.number_of(command.argument)))


async def _queue(app: Program, command: Command) -> None:
    team = command.argument
    app.show_view(QUEUE, f"team:{filters.quote(team)}" if team else "")


async def _filter(app: Program, command: Command) -> None:
    app.show_view(QUEUE, command.argument)


async def _sort(app: Program, command: Command) -> None:
    app.show_view(QUEUE)
    app.queue_screen.sort_by(command.argument, False)


async def _lang(app: Program, command: Command) -> None:
    if command.argument in i18n.LANGUAGES:
        app.speak(command.argument)
    else:
        app.status(_("Languages: {values}").format(values=listed(i18n.LANGUAGES)))


async def _theme(app: Program, command: Command) -> None:
    if command.argument in app.available_themes:
        app.dress(command.argument)
    else:
        app.status(_("Themes: {values}").format(values=listed(app.theme_names())))


async def _report(app: Program, command: Command) -> None:
    from cstui.floor.report_tables import BY_NAME
    from cstui.tui.screens.reports import ReportsScreen

    if command.argument and command.argument not in BY_NAME:
        app.status(_("Reports: {values}").format(values=listed(BY_NAME)))
        return
    app.show_view(QUEUE)
    app.push_screen(ReportsScreen(command.argument or next(iter(BY_NAME))))


async def _team_view(app: Program, command: Command) -> None:
    """Show the rosters or the levels of a team, the actor's own unless named."""
    from cstui.tui.screens.levels import LevelsScreen
    from cstui.tui.screens.roster import RosterScreen

    team = command.argument or None
    app.show_view(QUEUE)
    app.push_screen(RosterScreen(team) if command.word == "roster" else LevelsScreen(team))


async def _scores(app: Program, command: Command) -> None:
    from cstui.floor.levels import months
    from cstui.tui.screens.scorecards import ScorecardsScreen

    try:
        month = months.month_of(command.argument) if command.argument else None
    except CstuiError as error:
        app.show_error(error)
        return
    app.show_view(QUEUE)
    app.push_screen(ScorecardsScreen(month))


async def _profile(app: Program, command: Command) -> None:
    from cstui.tui.screens.profile import ProfileScreen

    app.show_view(QUEUE)
    app.push_screen(ProfileScreen(command.argument or app.actor.login))


async def _view(app: Program, command: Command) -> None:
    await saved_views.show(app, command.argument)


async def _save(app: Program, command: Command) -> None:
    await saved_views.save(app, command.argument)


async def _as_of(app: Program, command: Command) -> None:
    await saved_views.as_of(app, command.argument)


async def _export(app: Program, command: Command) -> None:
    if not command.argument:
        app.status(_("Name a file, for example :export ~/today.xlsx"))
        return
    from cstui.exchange.exports import export_complaints

    path = Path(command.argument).expanduser()
    write = partial(export_complaints, app.actor, path, query=app.queue_screen.query_text)
    try:
        rows = await app.work.read(write)
    except CstuiError as error:
        app.show_error(error)
        return
    text = ngettext("{n} complaint written to {path}", "{n} complaints written to {path}", rows)
    app.status(text.format(n=rows, path=path))


_SPECIAL: dict[str, Callable[[Program, Command], Awaitable[None]]] = {
    commands.OPEN: _open,
    "queue": _queue,
    "filter": _filter,
    "sort": _sort,
    "lang": _lang,
    "theme": _theme,
    "export": _export,
    "view": _view,
    "save": _save,
    "asof": _as_of,
    "report": _report,
    "roster": _team_view,
    "levels": _team_view,
    "scores": _scores,
    "profile": _profile,
}
