"""Reading the month's scorecards: the grid, moving in it, and what it tells of people: cards, ranking, reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult

from cstui.floor import access, accounts
from cstui.floor.levels import months, ranking, review, scorecards
from cstui.floor.levels.cards import shown as figure
from cstui.floor.levels.score_views import Card, Line
from cstui.floor.levels.score_words import label
from cstui.floor.views import Actor
from cstui.i18n import _, labelled
from cstui.text import one_line, visible
from cstui.tui.act import SCORES, Act
from cstui.tui.keys import bindings
from cstui.tui.screens.desk import DeskScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.score_grid import ScoreGrid
from cstui.tui.widgets.status_line import StatusLine

_WRITES = frozenset({"scores.enter", "scores.again", "scores.clear", "scores.run", "scores.talk", "scores.publish"})


class Known(NamedTuple):
    """What the screen shows, read at once; ``team`` is the short name of the team shown."""

    team: str
    cards: Sequence[Card]
    places: Mapping[str, str]


class ScoresScreen(DeskScreen):
    """A month of a team, to look at; who sees only the own card sees it from the conversation on."""

    VIEW = SCORES
    BINDINGS = bindings(SCORES)

    def __init__(self, month: date | None = None, team: str | None = None) -> None:
        super().__init__()
        self.team = team
        self.first = month or months.shifted(months.current(), -1)
        self.known: Known | None = None

    def compose(self) -> ComposeResult:
        """Draw the frame."""
        yield HeaderLine(_("Scorecards"))
        yield ScoreGrid()
        yield StatusLine()
        yield KeyFooter(self.VIEW, self.why_barred)

    def on_mount(self) -> None:
        self.grid.focus()
        self.read_in_background(self.refresh_floor(), "load")

    @property
    def grid(self) -> ScoreGrid:
        """Return the grid."""
        return self.query_one(ScoreGrid)

    def why_barred(self, act: Act) -> str | None:
        """Say why somebody who only reads scorecards cannot do an act that writes."""
        writes = access.scope_of(self.floor_app.actor, "score.write") is not None
        if act.id in _WRITES and not writes:
            return _("Leads and managers keep the scorecards")
        if act.id == "scores.sample" and not (writes and access.scope_of(self.floor_app.actor, "report.read")):
            return _("Leads and managers draw the sample")
        return None

    # Reading and showing

    async def refresh_floor(self) -> None:
        """Read the cards again; the cursor stays.  Raises CstuiError."""
        app = self.floor_app
        self.known = await app.work.read(_read, app.actor, self.first, self.team)
        self.draw()

    def draw(self) -> None:
        """Show what was read last."""
        known = self.known
        if known is None:
            return
        self.grid.show(known.cards, known.places)
        whole = sum(card.total is not None for card in known.cards)
        crumbs = (_("Scorecards"), known.team, months.written(self.first))
        self.query_one(HeaderLine).show(crumbs, (_("{n} of {all} whole").format(n=whole, all=len(known.cards)),))

    async def tick_minute(self) -> None:
        """Show the new minute."""
        self.query_one(HeaderLine).tick()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen: the titles of the items are read anew."""
        self.query_one(KeyFooter).update()
        self.read_in_background(self.refresh_floor(), "load")

    @on(ScoreGrid.Moved)
    def _moved(self) -> None:
        card, line = self.grid.current, self.grid.line
        self.floor_app.status(_cell_words(card, line) if card and line else "")

    # Moving

    def action_move(self, step: int) -> None:
        """Move by people."""
        self.grid.move(step, 0)

    def action_move_item(self, step: int) -> None:
        """Move by items."""
        self.grid.move(0, step)

    def action_next_cell(self) -> None:
        """Move to the next cell, after the last item to the next person."""
        self.grid.go_on()

    def action_move_page(self, step: int) -> None:
        """Move by pages."""
        self.grid.move(step * self.grid.rows_in_view, 0)

    def action_move_top(self) -> None:
        """Move to the first person."""
        self.grid.move(-len(self.grid.cards or ()), 0)

    def action_move_bottom(self) -> None:
        """Move to the last person."""
        self.grid.move(len(self.grid.cards or ()), 0)

    def action_month(self, step: int) -> None:
        """Show another month; none that lies ahead."""
        wanted = months.shifted(self.first, step)
        if wanted > months.current():
            self.floor_app.status(_("{month} lies in the future").format(month=months.written(wanted)))
            return
        self.first = wanted
        self.read_in_background(self.refresh_floor(), "load")

    # Telling

    def action_card(self) -> None:
        """Tell the whole card under the cursor in words."""
        if card := self.grid.current:
            self.tell(f"{card.name}  {card.month}  {card.title}", card_lines(card))

    def action_review(self) -> None:
        """Tell the person's month on one page, one's own where there is no card."""
        login = self.grid.current.login if self.grid.current else self.floor_app.actor.login
        self.do(self._tell_review(login))

    async def _tell_review(self, login: str) -> None:
        app = self.floor_app
        found = await app.work.read(review.review, app.actor, login, self.first)
        self.tell(f"{found.name}  {found.month}", [labelled(each.what, each.value) for each in review.page(found)])

    def action_ranking(self) -> None:
        """Tell the ranking of the month, its stars, and who is to be coached."""
        self.do(self._tell_ranking())

    async def _tell_ranking(self) -> None:
        app = self.floor_app
        lines = await app.work.read(_ranking, app.actor, self.first, self.team)
        self.tell(_("Ranking of {month}").format(month=months.written(self.first)), lines)

    def tell(self, heading: str, lines: Sequence[str]) -> None:
        """Show lines to read in a dialog."""
        from cstui.tui.modals.tell import TellModal

        self.app.push_screen(TellModal(heading, lines))


def card_lines(card: Card) -> list[str]:
    """Return a card in lines: its points, its money, what was talked about."""
    lines = [label("score_state", card.state), *card.explained]
    talked = ((_("Conversation"), card.conversation), (_("Agreed improvement"), card.improvement))
    return lines + [labelled(name, visible(text)) for name, text in talked if text]


def _cell_words(card: Card, line: Line) -> str:
    by = label("metric", line.metric) if line.metric else label("rater", line.rater)
    points = "-" if line.score is None else figure(line.score)
    note = f"  {one_line(line.note)}" if line.note else ""
    return labelled(line.title, f"{points} / {figure(line.most)}  ({by})  {one_line(card.name)}{note}")


def _read(actor: Actor, month: date, team: str | None) -> Known:
    slug = accounts.team_row(team).slug if team else actor.team
    if access.scope_of(actor, "score.read") == "own":
        mine = [card for card in scorecards.of_person(actor) if card.month == months.written(month)]
        return Known(slug, mine, {})
    ranked = ranking.rank(actor, month, slug)
    places = {each.login: f"{each.place}/{each.of}" for each in ranked}
    return Known(slug, scorecards.cards(actor, month, slug), places)


def _ranking(actor: Actor, month: date, team: str | None) -> list[str]:
    own = access.scope_of(actor, "score.read") == "own"
    slug = None if own else team or actor.team
    lines = []
    if not own:
        for each in ranking.rank(actor, month, slug):
            money = _("{money} CNY").format(money=figure(each.money))
            lines.append(f"{each.place}/{each.of}  {one_line(each.name)}  {figure(each.total)}  {money}")
    for star in ranking.stars(actor, month, slug):
        lines.append(labelled(f"* {label('star', star.kind)} {star.period}", one_line(star.name)))
    if not own:
        lines += [labelled(f"! {one_line(each.name)}", each.text) for each in ranking.flags(actor, month, slug)]
    return lines or [_("Nothing is ranked yet.")]
