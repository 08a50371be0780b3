"""The month's scorecards: scored cell by cell, talked through, signed, published; and the quality sample."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cstui.errors import BadInput, CstuiError
from cstui.floor.forms import Field
from cstui.floor.levels import cards, monthly, months, quality
from cstui.floor.levels.cards import shown as figure
from cstui.floor.levels.score_views import Card, Check, Published
from cstui.floor.levels.score_words import label
from cstui.i18n import N_, _, labelled, ngettext
from cstui.text import one_line
from cstui.tui.person_forms import number
from cstui.tui.screens.scores import ScoresScreen
from cstui.tui.widgets.command_line import CommandLine
from cstui.tui.widgets.line_input import LineInput
from cstui.tui.widgets.status_line import StatusLine

_ENTRY = (
    Field("item", N_("Item or rule"), required=True, hint=N_("its key or title")),
    Field("piece", N_("Piece"), hint=N_("of a bonus or penalty: a complaint, a number or a day")),
    Field("score", N_("Points or CNY"), "number", hint=N_("nothing takes it back")),
    Field("note", N_("Note")),
)
_TALK = (
    Field("conversation", N_("What was talked about"), "text", required=True),
    Field("improvement", N_("Agreed improvement"), "text", required=True),
)
_DRAW = (
    Field("n", N_("How many"), "number", required=True, hint=N_("closed cases of the month, drawn at random")),
    Field("per", N_("So many of"), "choice", required=True, choices=quality.PER),
)
_CHECK = (
    Field("score", N_("Points of a hundred"), "number", required=True),
    Field("remarks", N_("Remarks"), "text"),
)


class ScorecardsScreen(ScoresScreen):
    """Every score is one call of the floor with the card as it was seen; the floor's refusals are shown."""

    def __init__(self, month: date | None = None, team: str | None = None) -> None:
        super().__init__(month, team)
        self._last: tuple[float, str] | None = None
        self._one_by_one = asyncio.Lock()  # two scores typed fast: the second sees what the first made of the card

    # Scoring

    async def action_score(self) -> None:
        """Ask for the points of the item under the cursor in the status line."""
        line = self.grid.line
        if self.denied("scores.enter"):
            return
        if line is None:
            self.floor_app.status(_("There is nothing to score here."))
            return
        prompt = _("{item} of {most}: ").format(item=one_line(line.title)[:20], most=figure(line.most))
        asked = CommandLine(lambda text: [], self.floor_app.status, prompt, self._scored)
        await self.mount(asked, before=self.query_one(StatusLine))
        self.set_focus(asked.query_one(LineInput))

    def _scored(self, text: str) -> None:
        """Take points as typed; what follows them is the note."""
        points, _blank, note = text.strip().partition(" ")
        try:
            self._last = (float(points), note.strip())
        except ValueError:
            shown = one_line(text)[:40]
            self.floor_app.show_error(BadInput(_("{text} is not a number").format(text=shown)))
        else:
            self._enter_here(*self._last)

    def action_again(self) -> None:
        """Enter the last score once more and go on."""
        if self._last is None:
            self.floor_app.status(_("Score an item first; the key enters the same points once more then."))
        elif not self.denied("scores.again"):
            self._enter_here(*self._last)

    def action_clear(self) -> None:
        """Take the score under the cursor back."""
        if not self.denied("scores.clear"):
            self._enter_here(None, "")

    def _enter_here(self, score: float | None, note: str) -> None:
        card, line = self.grid.current, self.grid.line
        if card is not None and line is not None:
            if score is not None:
                self.grid.go_on()
            self.do(self._enter(card.login, line.item, score, note))

    async def _enter(self, login: str, item: str, score: float | None, note: str) -> None:
        app = self.floor_app
        async with self._one_by_one:
            card = next((each for each in self.grid.cards or () if each.login == login), None)
            seen = card.version if card else None
            try:
                await app.work.write(monthly.enter, app.actor, login, self.first, item, score, note, version=seen)
            except CstuiError:
                await self.refresh_floor()
                self.grid.point_at(login, item)
                raise
            await self.refresh_floor()

    def action_extra(self) -> None:
        """Enter a piece of a bonus or penalty, or a score with a note, of the person under the cursor."""
        login = self.grid.current.login if self.grid.current else self.floor_app.actor.login

        async def submit(given: Mapping[str, Any]) -> str:
            app, item, piece = self.floor_app, given["item"], given.get("piece")
            key, points = f"{item}:{piece}" if piece else item, number(given.get("score"))
            await app.work.write(monthly.enter, app.actor, login, self.first, key, points, given.get("note", ""))
            return _("Entered: {item} of {login}").format(item=one_line(key), login=one_line(login))

        heading = _("Enter something on the card of {login}").format(login=one_line(login))
        self.ask(f"score.{login}.{months.written(self.first)}", heading, _ENTRY, submit, typed=True)

    # The month's steps

    def action_run(self) -> None:
        """Make the month's cards, or work them out anew; a template is picked."""
        if not self.denied("scores.run"):
            names = cards.template_names()
            lines = [_("As before: the template that the team had last"), *names]
            self.choose(_("Which template?"), lines, lambda at: self.do(self._run(names[at - 1] if at else None)))

    async def _run(self, template: str | None) -> None:
        app = self.floor_app
        made = await app.work.write(monthly.run, app.actor, self.team, self.first, template)
        await self.say(ngettext("{n} card is worked out.", "{n} cards are worked out.", len(made)).format(n=len(made)))

    def action_talk(self) -> None:
        """Record the conversation about the month with the person under the cursor."""
        card = self.grid.current
        if card is None or self.denied("scores.talk"):
            return
        heading = _("Conversation with {name} about {month}").format(name=one_line(card.name), month=card.month)
        self.ask(f"talk.{card.login}.{card.month}", heading, _TALK, lambda given: self._talk(card, given), typed=True)

    async def _talk(self, card: Card, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        turn = await app.work.write(monthly.talk, app.actor, card.login, card.month, **given)
        return labelled(one_line(card.name), label("score_state", turn.state))

    def action_sign(self) -> None:
        """Ask, then sign the own card of the month."""
        month = months.written(self.first)
        self._asked(_("Sign your own scorecard of {month}?").format(month=month), self._sign)

    async def _sign(self) -> None:
        app = self.floor_app
        turn = await app.work.write(monthly.sign, app.actor, self.first)
        await self.say(labelled(turn.month, label("score_state", turn.state)))

    def action_publish(self) -> None:
        """Ask, then publish every card of the month that is signed; of the others it is told why not."""
        if not self.denied("scores.publish"):
            month = months.written(self.first)
            self._asked(_("Publish the scorecards of {month}?").format(month=month), self._publish)

    async def _publish(self) -> None:
        app = self.floor_app
        found: Published = await app.work.write(monthly.publish, app.actor, self.first, team=self.team)
        n = len(found.done)
        await self.say(ngettext("{n} card is published.", "{n} cards are published.", n).format(n=n))
        if found.refused:
            self.tell(_("Not published"), [labelled(login, reason) for login, reason in found.refused])

    def _asked(self, question: str, doing: Any) -> None:
        from cstui.tui.modals.ask import AskModal

        self.app.push_screen(AskModal(question), lambda yes: self.do(doing()) if yes else None)

    # The quality sample

    def action_sample(self) -> None:
        """List the drawn cases of the month to score one, or draw some."""
        if not self.denied("scores.sample"):
            self.do(self._offer_sample())

    async def _offer_sample(self) -> None:
        app = self.floor_app
        found = await app.work.read(quality.checks, app.actor, self.first, self.team)
        lines = [_("Draw cases at random"), *(_check_words(each) for each in found)]
        heading = _("Quality sample of {month}").format(month=months.written(self.first))
        self.choose(heading, lines, lambda at: self._ask_check(found[at - 1]) if at else self._ask_draw())

    def _ask_draw(self) -> None:
        async def submit(given: Mapping[str, Any]) -> str:
            app, count = self.floor_app, float(given["n"])
            if not count.is_integer():
                raise BadInput(_("A count is a whole number"))
            drawn: Sequence[Check] = await app.work.write(
                quality.draw, app.actor, self.team, self.first, int(count), per=given["per"]
            )
            return ngettext("{n} case is drawn.", "{n} cases are drawn.", len(drawn)).format(n=len(drawn))

        self.ask("sample", _("Draw closed cases at random"), _DRAW, submit, typed=True)

    def _ask_check(self, check: Check) -> None:
        async def submit(given: Mapping[str, Any]) -> str:
            app, remarks = self.floor_app, given.get("remarks", "")
            done = await app.work.write(quality.score, app.actor, check.id, float(given["score"]), remarks)
            return _check_words(done)

        self.ask(f"check.{check.id}", _check_words(check), _CHECK, submit, typed=True)


def _check_words(check: Check) -> str:
    score = _("not scored yet") if check.score is None else figure(check.score)
    return f"{check.ref}  {one_line(check.name)}  {score}  {one_line(check.remarks)}".rstrip()
