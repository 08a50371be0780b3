"""The screens' program: which screens there are, how they are reached, and how a step is done from them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from rich.text import Text
from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from cstui import config, crash, i18n
from cstui.errors import BadInput, CstuiError, Refused
from cstui.floor import accounts, queue, store
from cstui.floor.views import Actor
from cstui.i18n import _, listed
from cstui.text import one_line, visible
from cstui.tui import acting, keys
from cstui.tui.act import (
    AGENTS,
    CUSTOMERS,
    INBOX,
    LEVELS,
    PROMOTIONS,
    QUEUE,
    REPORTS,
    ROSTER,
    SCORES,
    SHIFT,
    TEAMS,
)  # fmt: skip
from cstui.tui.driver import FloorDriver
from cstui.tui.floor_app import LastStep
from cstui.tui.gate import Gate
from cstui.tui.leaving import MISSED, outlived, while_shown
from cstui.tui.live import Live
from cstui.tui.screens.base import FloorScreen
from cstui.tui.screens.lock import LockScreen
from cstui.tui.screens.queue import QueueScreen
from cstui.tui.themes import OURS
from cstui.tui.widgets.pages import SIZE
from cstui.tui.widgets.status_line import StatusLine
from cstui.tui.work import Work

OWN_ERROR = 70
FIRST_PAGE_SECONDS = 0.2  # longer than any page takes on a sound disk; the terminal waits no longer for it
REFUSED = 1


class CstuiApp(App[None]):
    """The floor at the screen, for one person.

    ``actor`` is who works here, ``work`` runs the floor's functions in threads, ``remap`` is the
    person's own key map.
    """

    TITLE = "cstui"
    ENABLE_COMMAND_PALETTE = False
    # The first screen's own CSS would be read only after it has been laid out once.
    CSS_PATH = ["app.tcss", "screens/queue.tcss"]
    BINDINGS = [
        Binding("ctrl+q", "quit", keys.BY_ID["app.quit"].label, show=False, priority=True, id="app.quit"),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        login: str,
        path: Path,
        demo: Callable[[], float] | None = None,
        settings: config.Config | None = None,
    ) -> None:
        super().__init__(driver_class=FloorDriver)
        self.path = path
        self.actor: Actor = accounts.find_actor(login)
        self.work = Work()
        self.settings = settings or config.Config()
        self.remap: dict[str, str] = {}
        self.last_step: LastStep | None = None
        self._demo = demo
        self._gate = Gate()
        self._touched = monotonic()
        self._sent: deque[tuple[events.Key, Widget]] = deque(maxlen=200)
        self._live = Live(self._floor_changed, self._minute_turned, self._live_failed)
        self._first = self.work.start_read(queue.page, self.actor, limit=SIZE)
        # Textual chose by the theme before ours is set; grey tones would be colours to a reader of NO_COLOR.
        self._filters = [NoColor() if isinstance(each, Monochrome) else each for each in self._filters]
        for theme in OURS:
            self.register_theme(theme)
        self._first_theme(self.settings.theme if self.settings.theme in self.available_themes else OURS[0].name)

    def _first_theme(self, theme: str) -> None:
        # The watcher of ``theme`` would parse every style sheet once more before the first frame.
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add the last gate to the filters of every line drawn."""
        return [*super().get_line_filters(), self._gate]

    # Beginning and end

    def get_default_screen(self) -> Screen[None]:
        """Begin at the queue, its first rows with the first frame: reading them began with the program."""
        try:
            return QueueScreen(self._first.result(FIRST_PAGE_SECONDS))
        except (CstuiError, TimeoutError):
            return QueueScreen()  # it reads again, and tells what is wrong

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        # After the first frame: by then the screen has its widgets, and nobody waits for this.
        self._use_keys(self.settings.keys)
        if self.settings.theme not in self.available_themes:
            known = _("Themes: {values}").format(values=listed(self.theme_names()))
            self.show_error(BadInput(_("There is no theme {name}").format(name=self.settings.theme), known))
        self._live.start()
        if self._demo is not None:
            self._keep_arriving(self._demo)

    def exit(self, *args: Any, **named: Any) -> None:
        """End the screens; what changes on the floor from now on has no widgets left to go to."""
        self._live.stop()
        super().exit(*args, **named)

    async def on_unmount(self) -> None:
        self._live.stop()
        await asyncio.to_thread(self.work.close)

    def end_from_outside(self, status: int) -> None:
        """End in order with an exit status; may be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(partial(self.exit, return_code=status))

    def _use_keys(self, remap: Mapping[str, str]) -> None:
        findings = keys.findings(remap)
        if findings:
            self.show_error(Refused(_("The keys of config.toml are not used"), "\n".join(findings)))
        elif remap:
            self.remap = dict(remap)
            self.set_keymap(self.remap)

    def action_help_quit(self) -> None:
        """Say how to leave: a reflex of the fingers must not end a shift's session."""
        self.status(_("{key} leaves cstui at once").format(key=keys.shown(keys.BY_ID["app.quit"], self.remap)))

    def _handle_exception(self, error: Exception) -> None:
        """End with a plain message and a crash file that holds places, never values."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, MISSED) and (self._exit or not self._running or outlived()):
            return  # a reading came back after its screen was taken down: nobody is there to miss it
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            path = crash.record(cause)
            lines = [_("cstui: an error of our own ended the screens.")]
            if path is not None:
                lines.append(_("Please report it with {path}, which holds no data of customers.").format(path=path))
            self._exit_renderables.append(Text("\n".join(lines)))
        self._return_code = OWN_ERROR
        self._close_messages_no_wait()

    @work(group="demo")
    async def _keep_arriving(self, arrive: Callable[[], float]) -> None:
        try:
            while True:
                await asyncio.sleep(await self.work.write(arrive))
        except CstuiError as error:
            self.show_error(error)

    # Telling the person

    def show_error(self, error: CstuiError) -> None:
        """Show an error as a toast; its text may quote foreign text, so it is never markup."""
        message = visible(error.detail) or visible(error.title)
        title = one_line(error.title) if error.detail else ""
        self.notify(message, title=title, severity="error", markup=False)

    def status(self, text: str) -> None:
        """Show one line in the status line of the screen on top."""
        for line in self.screen.query(StatusLine):
            line.show(text)

    def ring(self) -> None:
        """Ring the terminal's bell unless it is switched off."""
        if self.settings.bell:
            self.bell()

    # Moving between screens

    @property
    def floor_screen(self) -> FloorScreen:
        """Return the topmost full screen, whatever dialog lies over it."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, FloorScreen))

    @property
    def queue_screen(self) -> QueueScreen:
        """Return the queue, which is the root of all screens."""
        root = self.screen_stack[0]
        assert isinstance(root, QueueScreen)
        return root

    def marked(self) -> tuple[str, ...]:
        """Return the complaints marked in the queue."""
        return tuple(self.queue_screen.listing.marks)

    def unmark(self, refs: Sequence[str]) -> None:
        """Take the marks away from complaints in the queue."""
        self.queue_screen.listing.unmark(*refs)

    def show_view(self, view: str, query: str | None = None) -> None:
        """Show a view by its name in the map of keys; ``query`` filters the queue."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if view == QUEUE:
            if query is not None:
                self.queue_screen.filter_by(query)
        else:
            self.push_screen(_look_up(view))

    def open_complaint(self, ref: str) -> None:
        """Open the page of one complaint."""
        from cstui.tui.screens.complaint import ComplaintScreen

        self.push_screen(ComplaintScreen(ref))

    def open_profile(self, login: str) -> None:
        """Open the page of one person."""
        from cstui.tui.screens.profile import ProfileScreen

        self.push_screen(ProfileScreen(login))

    def open_help(self, screen: FloorScreen) -> None:
        """Show the keys of a screen's view."""
        from cstui.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(screen.VIEW, self.remap, screen.why_not))

    def open_palette(self) -> None:
        """Open the palette."""
        from cstui.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def back(self) -> None:
        """Go back one level; at the root ask whether to quit."""
        from cstui.tui.modals.ask import AskModal

        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.push_screen(AskModal(_("Leave cstui?")), lambda yes: self.exit() if yes else None)

    # What a screen's keys begin

    async def open_line(self, screen: FloorScreen) -> None:
        """Open the command line on a screen."""
        from cstui.tui import obey

        await obey.open_line(self, screen)

    async def obey(self, screen: FloorScreen, text: str) -> None:
        """Do what was typed into the command line of a screen."""
        from cstui.tui import obey

        await obey.obey(self, screen, text)

    async def pick_view(self) -> None:
        """Let the person pick a saved view."""
        from cstui.tui import saved_views

        await saved_views.pick(self)

    def act(self, action: str, refs: Sequence[str]) -> None:
        """Do one step on complaints, asking its form where it has one."""
        acting.act(self, action, refs)

    def repeat(self, step: LastStep, refs: Sequence[str]) -> None:
        """Do a step again on other complaints with the answers it had."""
        acting.repeat(self, step, refs)

    def undo_last(self) -> None:
        """Take back what the person did last."""
        acting.undo_last(self)

    def pull_next(self) -> None:
        """Claim the next case for the person."""
        acting.pull_next(self)

    def open_intake(self) -> None:
        """Open the intake form."""
        acting.open_intake(self)

    # Language and colours

    def speak(self, language: str) -> None:
        """Switch the language of everything on the screens."""
        i18n.set_language(language)
        for screen in self.screen_stack:
            if isinstance(screen, FloorScreen):
                screen.retranslate()

    def theme_names(self) -> list[str]:
        """Return the themes there are, ours first."""
        ours = [theme.name for theme in OURS]
        return ours + sorted(self.available_themes.keys() - set(ours))

    def dress(self, theme: str) -> None:
        """Change the colours."""
        self.theme = theme

    # Live

    async def refresh_floor(self) -> None:
        """Let the topmost full screen read again what it shows."""
        screen = self.floor_screen
        try:
            with while_shown(screen):
                await screen.refresh_floor()
        except CstuiError as error:
            self.show_error(error)

    async def _floor_changed(self) -> None:
        try:
            self.actor = await self.work.read(accounts.fresh, self.actor)
        except Refused as error:
            self.exit(return_code=REFUSED, message=Text(f"cstui: {error.title}"))
            return
        await self.refresh_floor()

    async def _minute_turned(self) -> None:
        await self.work.write(_journal_time)  # no server: an open screen journals what time brought about
        screen = self.floor_screen
        with while_shown(screen):
            await screen.tick_minute()
        idle = (monotonic() - self._touched) / 60
        if 0 < self.settings.lock_minutes <= idle and not isinstance(self.screen, LockScreen):
            self.push_screen(LockScreen(self.actor.login))

    async def on_event(self, event: events.Event) -> None:
        """Remember when a key was last pressed, and to whom it was sent."""
        if isinstance(event, (events.Key, events.MouseDown, events.Paste)) and not event.is_forwarded:
            self._touched = monotonic()
            if isinstance(event, events.Key):
                self._sent.append((event, self.focused or self.screen))
        await super().on_event(event)

    async def _on_key(self, event: events.Key) -> None:
        """Give a key typed ahead to what has the focus by now.

        It was sent to the screen before an earlier key opened a dialog there; its meaning on the
        screen below is not what the person typed it for.
        """
        while self._sent and self._sent[0][0] is not event:
            self._sent.popleft()
        sent_to = self._sent.popleft()[1] if self._sent else None
        target = self.focused or self.screen
        if sent_to is not None and sent_to is not target:
            event.prevent_default()  # Textual calls the handlers of every class in turn; this stops App's own
            target._forward_event(events.Key(event.key, event.character))

    def _live_failed(self, error: Exception) -> None:
        if isinstance(error, CstuiError):
            self.status(f"{error.title}  {error.detail}")
        else:
            self._handle_exception(error)


def _journal_time() -> int:
    from cstui.floor import passing  # needs much that the first frame does not; read in the thread that needs it

    return passing.journal_time()


def _look_up(view: str) -> FloorScreen:
    from cstui.tui.screens.agents import AgentsScreen
    from cstui.tui.screens.customers import CustomersScreen
    from cstui.tui.screens.inbox import InboxScreen
    from cstui.tui.screens.levels import LevelsScreen
    from cstui.tui.screens.promotions import PromotionsScreen
    from cstui.tui.screens.reports import ReportsScreen
    from cstui.tui.screens.roster import RosterScreen
    from cstui.tui.screens.scorecards import ScorecardsScreen
    from cstui.tui.screens.shift import ShiftScreen
    from cstui.tui.screens.teams import TeamsScreen

    screens: dict[str, type[FloorScreen]] = {
        ROSTER: RosterScreen,
        INBOX: InboxScreen,
        LEVELS: LevelsScreen,
        SCORES: ScorecardsScreen,
        PROMOTIONS: PromotionsScreen,
        AGENTS: AgentsScreen,
        TEAMS: TeamsScreen,
        CUSTOMERS: CustomersScreen,
        REPORTS: ReportsScreen,
        SHIFT: ShiftScreen,
    }
    return screens[view]()


def run(login: str, path: Path, demo: Callable[[], float] | None = None) -> int:
    """Run the screens for a login on a store and return the exit status.

    ``demo`` makes something happen on the floor and returns the seconds until the next time.
    Raises BadInput for a wrong config.toml, Refused, StoreProblem.
    """
    from cstui.tui.lifecycle import Ending

    settings = config.load()
    _choose_language(settings)
    store.open_floor(path)
    app = CstuiApp(login, path, demo, settings)
    ending = Ending(app.end_from_outside)
    with ending.watched():
        app.run(mouse=settings.mouse)
    return ending.status or app.return_code or 0


def _choose_language(settings: config.Config) -> None:
    # What was asked for by an option or the environment differs from the locale's guess, and wins.
    import os

    if settings.lang and not os.environ.get("CSTUI_LANG") and i18n.language() == i18n.guess_language():
        i18n.set_language(settings.lang)
