"""A team's week as a grid with the coverage of the day under it: reading it and moving about in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult

from cstui.floor import access, in_force, packs, store
from cstui.floor.rosters import cells, coverage, weeks
from cstui.floor.rosters.policy import RosterPolicy, load_policy
from cstui.floor.rosters.views import Interval, Violation, Week
from cstui.floor.views import Actor
from cstui.i18n import _, ngettext
from cstui.tui.act import ROSTER, WEEK, Act
from cstui.tui.keys import bindings
from cstui.tui.screens.desk import DeskScreen
from cstui.tui.widgets import week_words
from cstui.tui.widgets.coverage_strip import CoverageStrip
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.status_line import StatusLine
from cstui.tui.widgets.week_grid import Signs, WeekGrid

_READING = frozenset(
    {"roster.range", "roster.all", "roster.differences", "roster.layer", "roster.earlier", "roster.later",
     "roster.today", "roster.cell", "roster.day"}
)  # fmt: skip


class Known(NamedTuple):
    """What the screen shows, read at once; ``other`` is the layer that is not shown."""

    week: Week
    other: Week
    policy: RosterPolicy
    day: date
    intervals: Sequence[Interval]
    days_off: frozenset[date]
    zone: tzinfo


class WeekScreen(DeskScreen):
    """One team's week, to look at and to move about in; ``why_barred`` says why an act that writes cannot be done."""

    VIEW = ROSTER
    BINDINGS = bindings(ROSTER)
    CSS_PATH = "roster.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]

    def __init__(self, team: str | None = None, monday: date | None = None) -> None:
        super().__init__()
        self.team = team
        self.monday = monday or weeks.monday_of(None)
        self.side = weeks.DRAFT  # the layer shown; whoever reads only the own row sees what is published
        self.known: Known | None = None
        self.broken: Sequence[Violation] = ()
        self.checked: tuple[date, int] | None = None  # the week and revision of which the violations tell

    def compose(self) -> ComposeResult:
        """Draw the frame."""
        yield HeaderLine(_("Rosters"))
        yield WeekGrid()
        yield CoverageStrip()
        yield StatusLine()
        yield KeyFooter(self.VIEW, self.why_barred)

    def on_mount(self) -> None:
        """Begin at today."""
        self.grid.column = store.now().astimezone(store.zone()).weekday()
        self.grid.focus()
        if self.only_own():
            self.side = weeks.FORCE
        self.read_in_background(self.refresh_floor(), "load")

    @property
    def grid(self) -> WeekGrid:
        """Return the grid."""
        return self.query_one(WeekGrid)

    def why_barred(self, act: Act) -> str | None:
        """Say why somebody who only reads rosters cannot do an act that writes."""
        writes = act.group == WEEK and act.id not in _READING
        if writes and access.scope_of(self.floor_app.actor, "roster.write") is None:
            return _("Leads and managers write the roster")
        if act.id == "roster.layer" and self.only_own():
            return _("Your right reaches only yourself.")
        return None

    def only_own(self) -> bool:
        """Say whether the person here sees nothing but the own row, as published."""
        return access.scope_of(self.floor_app.actor, "roster.read") == "own"

    # Reading and showing

    async def refresh_floor(self) -> None:
        """Read the week again; cursor and range stay.  Raises CstuiError."""
        app = self.floor_app
        day = self.monday + timedelta(days=self.grid.column)
        self.known = await app.work.read(_read, app.actor, self.team, self.monday, self.side, day)
        self.draw()

    async def tick_minute(self) -> None:
        """Show the new minute, and who has come meanwhile."""
        self.query_one(HeaderLine).tick()
        await self.refresh_floor()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        self.draw()
        self.query_one(KeyFooter).update()
        self.query_one(CoverageStrip).refresh()

    def draw(self) -> None:
        known = self.known
        if known is None:
            return
        week = known.week
        if self.checked != (week.monday, week.revision):
            self.broken = ()
        self.grid.show(week, self._signs(known))
        self.query_one(CoverageStrip).show(known.intervals, store.now(), known.zone)
        shown = _("draft") if self.side == weeks.DRAFT else _("published")
        crumbs = (_("Rosters"), week.team, cells.name_of(week.monday), shown)
        self.query_one(HeaderLine).show(crumbs, (week_words.state(week),))

    def _signs(self, known: Known) -> Signs:
        names = {kind: packs.spoken(each.name) for kind, each in known.policy.leave.items()}
        return Signs(
            broken=frozenset((each.login, day) for each in self.broken for day in each.dates),
            changed=frozenset(week_words.differing(known.week, known.other)) if known.week.version else frozenset(),
            leave={(login, day): names.get(kind, kind) for login, day, kind in known.week.leave},
            days_off=known.days_off,
        )

    @on(WeekGrid.Moved)
    def _moved(self) -> None:
        known = self.known
        day = self.grid.day
        if known is not None and day is not None and known.day != day:
            self.read_in_background(self.refresh_floor(), "day")
        place = (self.grid.login or "", day or self.monday)
        told = [each.text for each in self.broken if each.login == place[0] and place[1] in each.dates]
        self.floor_app.status(told[0] if told else self._selection())

    def _selection(self) -> str:
        chosen = len(self.grid.chosen())
        return ngettext("{n} cell", "{n} cells", chosen).format(n=chosen) if self.grid.corner else ""

    # Moving

    def action_move(self, step: int) -> None:
        """Move by people."""
        self.grid.move(step, 0)

    def action_move_day(self, step: int) -> None:
        """Move by days."""
        self.grid.move(0, step)

    def action_move_page(self, step: int) -> None:
        """Move by pages."""
        self.grid.move(step * self.grid.rows_in_view, 0)

    def action_move_top(self) -> None:
        """Move to the first person."""
        self.grid.move(-len(self.people()), 0)

    def action_move_bottom(self) -> None:
        """Move to the last person."""
        self.grid.move(len(self.people()), 0)

    def action_week(self, step: int) -> None:
        """Show another week."""
        self._show_week(self.monday + timedelta(weeks=step))

    def action_today(self) -> None:
        """Show this week, the cursor on today."""
        self.grid.column = store.now().astimezone(store.zone()).weekday()
        self._show_week(weeks.monday_of(None))

    def _show_week(self, monday: date) -> None:
        self.monday = monday
        self.grid.drop_range()
        self.read_in_background(self.refresh_floor(), "load")

    def action_range(self) -> None:
        """Begin a range, or drop it."""
        self.grid.begin_range()

    def action_choose_all(self) -> None:
        """Choose everybody's whole week."""
        self.grid.choose_all()

    def action_cancel(self) -> None:
        """Drop the range, then go back."""
        if not self.grid.drop_range():
            self.action_back()

    def action_layer(self) -> None:
        """Show the other layer: the draft, or what is published."""
        if self.denied("roster.layer"):
            return
        self.side = weeks.FORCE if self.side == weeks.DRAFT else weeks.DRAFT
        self.read_in_background(self.refresh_floor(), "load")

    def action_day_board(self) -> None:
        """Show the day under the cursor, hour by hour."""
        from cstui.tui.screens.day import DayScreen

        if self.grid.day is not None:
            self.app.push_screen(DayScreen(self.team, self.grid.day))

    def people(self) -> Sequence[tuple[str, str]]:
        return self.grid.week.people if self.grid.week else ()


def _read(actor: Actor, team: str | None, monday: date, layer: str, day: date) -> Known:
    week = weeks.week(actor, team, monday, layer=layer)
    other = weeks.week(actor, team, monday, layer=weeks.FORCE if layer == weeks.DRAFT else weeks.DRAFT)
    sees = access.scope_of(actor, "coverage.read") in ("team", "all")
    calendar = in_force.calendar()
    days = [monday + timedelta(days=place) for place in range(7)]
    return Known(
        week=week,
        other=other,
        policy=load_policy(week.team),
        day=day,
        intervals=coverage.day(actor, week.team, day, layer=layer) if sees else (),
        days_off=frozenset(each for each in days if not calendar.is_working_day(each)),
        zone=store.zone(),
    )
