"""One day of a team, hour by hour: who is there, who is not, what that leaves uncovered, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import Any, NamedTuple

from textual import on
from textual.app import ComposeResult

from cstui.floor import access, store, when
from cstui.floor.complaints import Batch
from cstui.floor.forms import Field
from cstui.floor.rosters import absence, attendance, clocking, coverage, excuses, missing, presence, stamps
from cstui.floor.rosters.absence import Absence
from cstui.floor.rosters.judgement import Day
from cstui.floor.rosters.views import Interval
from cstui.floor.rosters.words import label
from cstui.floor.views import Actor, Complaint
from cstui.i18n import N_, _, ngettext
from cstui.tui.act import DAY
from cstui.tui.choice_words import word
from cstui.tui.keys import BY_ID, bindings
from cstui.tui.screens.desk import DeskScreen
from cstui.tui.widgets.coverage_strip import CoverageStrip
from cstui.tui.widgets.day_board import DayBoard
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.status_line import StatusLine

_ABSENT = (
    Field("start", N_("From"), "when", hint=N_("now unless told")),
    Field("end", N_("Until"), hint=N_("the end of the shift unless told")),
    Field("reason", N_("Reason")),
)
_AWAY = (Field("start", N_("From"), "when", required=True), Field("end", N_("Until"), required=True))
_EXPLAIN = (Field("text", N_("What happened"), "text", required=True),)
_REASON = (Field("reason", N_("Reason"), required=True),)
_TURN = (Field("again", N_("Why it is decided anew"), required=True),)
_WAYS = ("release", "spread")


class Known(NamedTuple):
    """What the screen shows, read at once."""

    days: Sequence[Day]
    intervals: Sequence[Interval]
    midnight: datetime
    zone: tzinfo
    here: int | None  # right now; None of another day than today


class DayScreen(DeskScreen):
    """Each key asks for what it needs about the person under the cursor; the floor decides."""

    VIEW = DAY
    NEEDS = {
        **dict.fromkeys(
            ("day.absent", "day.back", "day.hand_back", "day.excuse", "day.strike_out"), "attendance.write"
        ),
        **dict.fromkeys(("day.clock_in", "day.clock_out", "day.explain"), "clock"),
        "day.what_if": "coverage.read",
    }
    BINDINGS = bindings(DAY)
    CSS_PATH = "roster.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]

    def __init__(self, team: str | None = None, day: date | None = None) -> None:
        super().__init__()
        self._team = team
        self._day = day or store.now().astimezone(store.zone()).date()

    def compose(self) -> ComposeResult:
        """Draw the frame."""
        yield HeaderLine(_("Rosters"))
        yield DayBoard()
        yield CoverageStrip()
        yield StatusLine()
        yield KeyFooter(self.VIEW, self.why_barred)

    def on_mount(self) -> None:
        self.board.focus()
        self.read_in_background(self.refresh_floor(), "load")

    @property
    def board(self) -> DayBoard:
        """Return the board."""
        return self.query_one(DayBoard)

    # Reading and showing

    async def refresh_floor(self) -> None:
        """Read the day again; the cursor stays.  Raises CstuiError."""
        app = self.floor_app
        known = await app.work.read(_read, app.actor, self._team, self._day)
        now = store.now()
        self.board.show(known.days, known.midnight, now, known.zone)
        self.query_one(CoverageStrip).show(known.intervals, now, known.zone)
        crumbs = (_("Rosters"), self._team or app.actor.team, self._day.isoformat())
        here = () if known.here is None else (_("here:{n}").format(n=known.here),)
        self.query_one(HeaderLine).show(crumbs, here)

    async def tick_minute(self) -> None:
        """Show the new minute, and who has come meanwhile."""
        self.query_one(HeaderLine).tick()
        await self.refresh_floor()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        self.board.refresh()
        self.query_one(CoverageStrip).refresh()
        self.query_one(KeyFooter).update()

    @on(DayBoard.Moved)
    def _moved(self) -> None:
        day = self.board.current
        self.floor_app.status(_("says: {text}").format(text=day.explanation) if day and day.explanation else "")

    # Moving

    def action_move(self, step: int) -> None:
        """Move by people."""
        self.board.move(step)

    def action_move_page(self, step: int) -> None:
        """Move by pages."""
        self.board.move(step * max(1, self.board.size.height))

    def action_move_top(self) -> None:
        """Move to the first person."""
        self.board.move(-len(self.board.days))

    def action_move_bottom(self) -> None:
        """Move to the last person."""
        self.board.move(len(self.board.days))

    def action_day(self, step: int) -> None:
        """Show another day."""
        self._day += timedelta(days=step)
        self.read_in_background(self.refresh_floor(), "load")

    def action_today(self) -> None:
        """Show today."""
        self._day = store.now().astimezone(store.zone()).date()
        self.read_in_background(self.refresh_floor(), "load")

    # Absence, and the open cases it leaves

    def action_absent(self) -> None:
        """Mark the person absent, and hand on the open cases there are, as one action."""
        if not self.denied("day.absent") and (day := self.board.current):
            self.do(self._ask_absent(day))

    async def _ask_absent(self, day: Day) -> None:
        app = self.floor_app
        cases = await app.work.read(absence.open_cases, app.actor, day.login)
        handed = Field("handed", N_("Open cases"), "choice", choices=_WAYS, hint=_told(day, cases)) if cases else None
        heading = _("{name} is absent").format(name=day.name)
        self.ask("absent", heading, (*_ABSENT, handed) if handed else _ABSENT, partial(self._mark, day), typed=True)

    async def _mark(self, day: Day, given: Mapping[str, Any]) -> str:
        app, when_and_why = self.floor_app, _ended(given)
        way = when_and_why.pop("handed", None)
        marked = _("{name} is marked absent.").format(name=day.name)
        if way is None:
            await app.work.write(absence.mark, app.actor, day.login, **when_and_why)
            return marked
        done: tuple[Absence, Batch] = await app.work.write(
            absence.mark_and_hand_back, app.actor, day.login, way, **when_and_why
        )
        return f"{marked}  {_moved(done[1])}"

    def action_came_back(self) -> None:
        """End the person's absence."""
        if not self.denied("day.back") and (day := self.board.current):
            self.do(self._back(day))

    async def _back(self, day: Day) -> None:
        app = self.floor_app
        await app.work.write(absence.cancel, app.actor, day.login)
        await self.say(_("{name} is back.").format(name=day.name))

    def action_hand_back(self) -> None:
        """Offer the person's open cases for release or spreading."""
        if not self.denied("day.hand_back") and (day := self.board.current):
            self.do(self._offer(day))

    async def _offer(self, day: Day) -> None:
        app = self.floor_app
        cases = await app.work.read(absence.open_cases, app.actor, day.login)
        if not cases:
            await self.say(_("{name} has no open case.").format(name=day.name))
            return
        words = [word("handed", way) for way in _WAYS]
        self.choose(_told(day, cases), words, lambda place: self.do(self._hand(day, _WAYS[place])))

    async def _hand(self, day: Day, way: str) -> None:
        app = self.floor_app
        done: Batch = await app.work.write(absence.hand_back, app.actor, day.login, how=way)
        await self.say(_moved(done))

    def action_what_if(self) -> None:
        """Ask from when until when the person might be away, and tell what that would leave open."""
        if not self.denied("day.what_if") and (day := self.board.current):
            heading = _("What if {name} were away?").format(name=day.name)
            self.ask("what-if", heading, _AWAY, lambda given: self._what_if(day, given), typed=True)

    async def _what_if(self, day: Day, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        found = await app.work.read(coverage.what_if, app.actor, day.login, **_ended(given))
        return str(found.text)

    # The time clock and what it shows

    def action_clock(self, kind: str) -> None:
        """Stamp the person under the cursor, or oneself where nobody is."""
        if not self.denied(f"day.clock_{kind}"):
            self.do(self._clock(kind))

    async def _clock(self, kind: str) -> None:
        app = self.floor_app
        login = self.board.current.login if self.board.current else app.actor.login
        other = login if login != app.actor.login else None
        stamped = await app.work.write(clocking.clock, app.actor, kind, other)
        told = _("{name} clocked in.") if kind == "in" else _("{name} clocked out.")
        await self.say(told.format(name=stamped.name))
        if kind == "out":
            await self._end_of_shift(stamped.login)

    async def _end_of_shift(self, login: str) -> None:
        """Offer the open cases of who goes; somebody without the right reads how many stay."""
        app = self.floor_app
        cases = await app.work.read(missing.left, app.actor, login)
        day = next((each for each in self.board.days if each.login == login), None)
        if cases and day is not None and self.why_barred(BY_ID["day.hand_back"]) is None:
            await self._offer(day)
        elif cases:
            app.status(
                ngettext("{n} open case stays with you.", "{n} open cases stay with you.", cases).format(n=cases)
            )

    def action_strike_out(self) -> None:
        """Let one of the person's stamps be picked that was wrong, and ask why."""
        if not self.denied("day.strike_out") and (day := self.board.current):
            self.do(self._stamps(day))

    async def _stamps(self, day: Day) -> None:
        app = self.floor_app
        found = await app.work.read(stamps.stamps, app.actor, day.login, day.day, day.day + timedelta(days=1))
        counting = [each for each in found if each.voided_at is None]
        if not counting:
            await self.say(_("{name} has no stamp of this day.").format(name=day.name))
            return
        lines = [f"{label('stamp', each.kind)} {each.at.astimezone(store.zone()):%m-%d %H:%M}" for each in counting]
        heading = _("Which stamp of {name} was wrong?").format(name=day.name)
        self.choose(heading, lines, lambda place: self._strike(counting[place].number, lines[place]))

    def _strike(self, number: int, line: str) -> None:
        async def strike(given: Mapping[str, Any]) -> str:
            app = self.floor_app
            await app.work.write(stamps.void, app.actor, number, given["reason"])
            return _("Struck out: {stamp}").format(stamp=line)

        self.ask("void", line, _REASON, strike, typed=True)

    def action_explain(self) -> None:
        """Say why one's own day went as it did."""
        if self.denied("day.explain"):
            return
        self.ask("explain", _("My day {day}").format(day=self._day.isoformat()), _EXPLAIN, self._explain, typed=True)

    async def _explain(self, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        await app.work.write(excuses.explain, app.actor, self._day, given["text"])
        return _("Your lead decides on it.")

    def action_excuse(self) -> None:
        """Accept or refuse what the person said of the day."""
        if self.denied("day.excuse"):
            return
        day = self.board.current
        if day is None or not day.explanation:
            self.floor_app.status(_("Nothing was said of this day."))
            return
        if day.excuse == "explained":
            lines = [_("Excuse it"), _("Do not excuse it")]
            self.choose(day.explanation, lines, lambda place: self.do(self._decide(day, place == 0)))
        else:
            self._turn(day, day.excuse == "refused")

    async def _decide(self, day: Day, accept: bool) -> None:
        await self.say(await self._decided(day, accept))

    def _turn(self, day: Day, accept: bool) -> None:
        """Ask why what was decided already is to be turned round."""
        heading = _("It was refused; excuse it after all?") if accept else _("It was excused; take that back?")
        self.ask("excuse", heading, _TURN, lambda given: self._decided(day, accept, given["again"]), typed=True)

    async def _decided(self, day: Day, accept: bool, again: str | None = None) -> str:
        app = self.floor_app
        await app.work.write(
            excuses.decide, app.actor, day.login, day.day, accept=accept, again=again, seen=day.explanation
        )
        return _("Excused.") if accept else _("Not excused.")


def _told(day: Day, cases: Sequence[Complaint]) -> str:
    told = ngettext("{name} has {n} open case: {refs}", "{name} has {n} open cases: {refs}", len(cases))
    refs = " ".join(case.ref for case in cases[:5]) + (" …" if len(cases) > 5 else "")
    return told.format(name=day.name, n=len(cases), refs=refs)


def _moved(done: Batch) -> str:
    moved = ngettext("{n} case handed on; undo takes it back.", "{n} cases handed on; undo takes them back.",
                     len(done.done)).format(n=len(done.done))  # fmt: skip
    stayed = [_("{ref} stays: {reason}").format(ref=ref, reason=reason) for ref, reason in done.refused]
    return "  ".join([moved, *stayed])


def _ended(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with the end as an instant: a time alone is that of the day on which it begins."""
    if "end" not in given:
        return dict(given)
    now = store.now()
    return {**given, "end": when.resolve_end(given["end"], given.get("start", now), now=now, zone=store.zone())}


def _read(actor: Actor, team: str | None, day: date) -> Known:
    sees = access.scope_of(actor, "coverage.read") in ("team", "all")
    reads = access.scope_of(actor, "attendance.read") in ("team", "all")
    zone = store.zone()
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    found = attendance.days(actor, day - timedelta(days=1), day, team=(team or actor.team) if reads else None)
    return Known(
        days=[each for each in found if each.day == day or (each.end is not None and each.end > midnight)],
        intervals=coverage.day(actor, team or actor.team, day) if sees else (),
        midnight=midnight,
        zone=zone,
        here=_here(actor, team or actor.team) if day == store.now().astimezone(zone).date() else None,
    )


def _here(actor: Actor, team: str) -> int:
    return sum(each.status in presence.THERE for each in presence.on_shift(actor, team=team))
