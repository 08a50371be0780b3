"""The team as a ladder: who stands on which rung, who is ready, whose certificate ends, whose case is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.widgets import Static

from cstui.floor.levels import case_book, case_lines, certificates, places, vacancies
from cstui.floor.levels.case_steps import NOTICE_STATES
from cstui.floor.levels.case_views import Case, Vacancy
from cstui.floor.levels.case_words import label
from cstui.floor.levels.certificates import Held
from cstui.floor.levels.fact_words import word
from cstui.floor.levels.ladder import Ladder
from cstui.floor.levels.ladders import ladder_names, load_ladder
from cstui.floor.levels.places import Place
from cstui.floor.levels.policy import load_policy
from cstui.floor.packs import spoken
from cstui.floor.views import Actor
from cstui.i18n import _, labelled, ngettext, phrase
from cstui.text import one_line
from cstui.tui.act import LEVELS
from cstui.tui.foreign import literal
from cstui.tui.keys import bindings
from cstui.tui.screens.personnel import PersonnelScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.ladder_board import LadderBoard, Person, Rung, Track
from cstui.tui.widgets.level_words import readiness
from cstui.tui.widgets.status_line import StatusLine

NOTICES = 3  # public notices that are told under the board; the promotion inbox has them all
RESTS = 20  # times as long as the team took to judge it stands before a change on the floor judges it anew
_ANSWERS = ("yes", "unknown", "no")


class Known(NamedTuple):
    """What the screen shows, read at once."""

    ladder: Ladder
    places: Sequence[Place]
    cases: Sequence[Case]
    certificates: Sequence[Held]


class LevelsScreen(PersonnelScreen):
    """The tracks of one ladder with the people of one team; who may see only themselves sees the notices too."""

    VIEW = LEVELS
    BINDINGS = bindings(LEVELS)
    CSS_PATH = "levels.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]

    def __init__(self, team: str | None = None) -> None:
        super().__init__()
        self._team = team
        self._ladder: str | None = None
        self._known: Known | None = None
        self._rests_until = 0.0

    def compose(self) -> ComposeResult:
        """Draw the frame."""
        yield HeaderLine(_("Levels"))
        yield LadderBoard()
        yield Static("", id="notices")
        yield StatusLine()
        yield KeyFooter(self.VIEW, self.why_barred)

    def on_mount(self) -> None:
        self.board.focus()
        self.read_in_background(self._read(), "load")

    @property
    def board(self) -> LadderBoard:
        """Return the board."""
        return self.query_one(LadderBoard)

    def login_meant(self) -> str | None:
        return self.board.current

    def ladder_meant(self) -> str:
        return self._known.ladder.name if self._known else ""

    # Reading and showing

    async def say(self, told: str) -> None:
        """Tell what became of it; what was done from here is judged anew at once."""
        await self._read()
        self.floor_app.status(told)

    async def refresh_floor(self) -> None:
        """Judge the team anew, a team that took long not at every change; the cursor stays."""
        self.read_in_background(self._read(self._rests_until - monotonic()), "load")

    async def _read(self, pause: float = 0) -> None:
        if pause > 0:
            await asyncio.sleep(pause)
        app, began = self.floor_app, monotonic()
        self._known = await app.work.read(_read, app.actor, self._team, self._ladder)
        ended = monotonic()
        self._rests_until = ended + RESTS * (ended - began)
        self._draw()

    async def tick_minute(self) -> None:
        """Show the new minute."""
        self.query_one(HeaderLine).tick()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        self._draw()
        self.query_one(KeyFooter).update()

    def _draw(self) -> None:
        known = self._known
        if known is None:
            return
        self.board.show(_tracks(known))
        running = [case for case in known.cases if case.state in NOTICE_STATES and not case.notice_over]
        self.query_one("#notices", Static).update(literal("\n".join(_notices(running))))
        ready = len({each.agent for each in known.places if each.eligible == "yes"})
        figures = (_("ready:{n}").format(n=ready), _("notices:{n}").format(n=len(running)))
        crumbs = (_("Levels"), self._team or self.floor_app.actor.team, spoken(known.ladder.title))
        self.query_one(HeaderLine).show(crumbs, figures)

    # Moving

    def action_move(self, step: int) -> None:
        """Move by people."""
        self.board.move(step)

    def action_move_page(self, step: int) -> None:
        """Move by pages."""
        self.board.move(step * max(1, self.board.size.height // 2))

    def action_move_top(self) -> None:
        """Move to the first person."""
        self.board.move(-len(self.board.people()))

    def action_move_bottom(self) -> None:
        """Move to the last person."""
        self.board.move(len(self.board.people()))

    def action_move_track(self, step: int) -> None:
        """Move to the next track."""
        self.board.move_track(step)

    # Going on from here

    def action_profile(self) -> None:
        """Open the profile of the person under the cursor."""
        from cstui.tui.screens.profile import ProfileScreen

        if (login := self.login_meant()) is not None:
            self.app.push_screen(ProfileScreen(login, self.ladder_meant()))

    def action_promotions(self) -> None:
        """Open the promotion inbox."""
        from cstui.tui.screens.promotions import PromotionsScreen

        self.app.push_screen(PromotionsScreen())

    def action_scores(self) -> None:
        """Open the month's scorecards of the team."""
        from cstui.tui.screens.scorecards import ScorecardsScreen

        self.app.push_screen(ScorecardsScreen(team=self._team))

    def action_other_ladder(self) -> None:
        """Look at another ladder."""
        names = ladder_names()
        lines = [f"{name}  {spoken(load_ladder(name).title)}" for name in names]
        self.choose(_("Which ladder?"), lines, lambda place: self._look_at(names[place]))

    def _look_at(self, ladder: str) -> None:
        self._ladder = ladder
        self.read_in_background(self._read(), "load")

    def action_places(self) -> None:
        """Open a free place on a level for moves across, or close one."""
        self.do(self._offer_places())

    async def _offer_places(self) -> None:
        app = self.floor_app
        found = await app.work.read(vacancies.vacancies, app.actor)
        told = _("Close place {number}: {level} in {team}, open since {day}")
        lines = [
            told.format(number=each.number, level=each.level, team=each.team, day=each.opened_on) for each in found
        ]
        self.choose(_("Free places"), [_("Open a new one"), *lines],
                    lambda at: self.do(self._close_place(found[at - 1])) if at else self._open_place())  # fmt: skip

    def _open_place(self) -> None:
        if self._known is None:
            return
        levels = self._known.ladder.levels
        keys = list(levels)
        lines = [spoken(levels[key].title) for key in keys]
        self.choose(_("A place on which level?"), lines, lambda at: self.do(self._opened(keys[at])))

    async def _opened(self, level: str) -> None:
        app = self.floor_app
        opening: Any = vacancies.open_place
        found = await app.work.write(opening, app.actor, level, team=self._team, ladder=self.ladder_meant())
        await self.say(_("Place {number} is open.").format(number=found.number))

    async def _close_place(self, place: Vacancy) -> None:
        app = self.floor_app
        await app.work.write(vacancies.close_place, app.actor, place.number)
        await self.say(_("Place {number} is closed.").format(number=place.number))


def _read(actor: Actor, team: str | None, ladder: str | None) -> Known:
    slug = team or actor.team
    chosen = load_ladder(ladder or load_policy().ladder_of(slug))
    found = places.places(actor, slug, ladder=chosen.name)
    return Known(chosen, found, case_book.cases(actor), certificates.certificates(actor))


def _tracks(known: Known) -> list[Track]:
    """Return the tracks, highest rung first, and who stands on no rung; a shared rung stands in the first track."""
    of_level: dict[str, list[Person]] = {}
    for level, person in _people(known):
        of_level.setdefault(level, []).append(person)
    titles = {key: spoken(level.title) for key, level in known.ladder.levels.items()}
    shown: set[str] = set()
    made = []
    for track in known.ladder.tracks.values():
        own = [level for level in track.path if level not in shown]
        rungs = [Rung(titles[level], tuple(of_level.get(level, ()))) for level in reversed(own)]
        ends = (track.path.index(own[0]), track.path.index(own[-1]) + 1) if own else (0, 0)
        below = [_("from {level} on").format(level=titles[level]) for level in track.path[: ends[0]][-1:]]
        above = [_("on to {level}").format(level=titles[level]) for level in track.path[ends[1] :][:1]]
        made.append(Track(spoken(track.title), tuple(rungs), "".join(below), "".join(above)))
        shown.update(own)
    nowhere = of_level.get("", [])
    if nowhere:
        last = made.pop()
        made.append(last._replace(apart=Rung(_("On no rung"), tuple(nowhere))))
    return made


def _people(known: Known) -> Iterable[tuple[str, Person]]:
    """Yield everybody with their level, each once, with the best of the steps that lead on."""
    best: dict[str, Place] = {}
    for each in known.places:
        if each.agent not in best or _rank(each) < _rank(best[each.agent]):
            best[each.agent] = each
    notes = _notes(known)
    for login, place in best.items():
        yield place.level, Person(login, place.name, _words(place), tuple(notes.get(login, ())))


def _rank(place: Place) -> int:
    return _ANSWERS.index(place.eligible) if place.eligible in _ANSWERS else len(_ANSWERS)


def _words(place: Place) -> str:
    since = place.since.isoformat() if place.since else ""
    if not place.next:
        return since
    to = spoken(load_ladder(place.ladder).levels[place.next].title)
    return f"{since} {readiness(place.eligible)} {place.met}/{place.criteria} → {to}"


def _notes(known: Known) -> Mapping[str, list[str]]:
    """Return what else must be seen of people: certificates that end or have ended, cases under way."""
    found: dict[str, list[str]] = {}
    for held in known.certificates:
        if held.state != "valid":
            found.setdefault(held.agent, []).append(f"! {_certificate(held)}")
    for case in known.cases:
        found.setdefault(case.agent, []).append(f"# {_case(case)}")
    return found


def _certificate(held: Held) -> str:
    if held.state == "ends":
        left = ngettext("{name} ends in {n} day", "{name} ends in {n} days", held.days)
        return left.format(name=held.certificate, n=held.days)
    return labelled(held.certificate, word("certificate", held.state))


def _case(case: Case) -> str:
    left = case_lines.notice_words(case)
    words = _("case {number}: {state}").format(number=case.number, state=label("state", case.state))
    return phrase(words, left)


def _notices(running: Sequence[Case]) -> list[str]:
    lines = [
        " " + _("Public notice: {name}, {start} → {to}; {left}").format(
            name=one_line(case.name), start=case_lines.level_title(case, case.level_from),
            to=case_lines.level_title(case, case.level_to), left=case_lines.notice_words(case),
        ) for case in running[:NOTICES]
    ]  # fmt: skip
    more = len(running) - NOTICES
    return [*lines, " " + _("and {n} more").format(n=more)] if more > 0 else lines
