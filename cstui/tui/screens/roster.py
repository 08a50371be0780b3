"""The roster of a team: everything a lead does to the week, from the first shift to its publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo

from cstui.floor import packs, when
from cstui.floor.rosters import book, cells, clashes, drafting, publishing, weeks
from cstui.floor.rosters.views import OFF, Difference, Shift, Violation
from cstui.floor.rosters.words import code
from cstui.i18n import _, labelled, ngettext
from cstui.text import one_line
from cstui.tui.screens.week import Known, WeekScreen
from cstui.tui.widgets import week_words
from cstui.tui.widgets.command_line import CommandLine
from cstui.tui.widgets.line_input import LineInput
from cstui.tui.widgets.status_line import StatusLine
from cstui.tui.widgets.week_grid import Place


class RosterScreen(WeekScreen):
    """Every change is one call of the floor; a cell that somebody else changed is never overwritten unseen."""

    def __init__(self, team: str | None = None, monday: date | None = None) -> None:
        super().__init__(team, monday)
        self._code: str | None = None

    # Writing cells

    async def action_set_shift(self) -> None:
        """Ask for a code in the status line and set it in the cells chosen."""
        if self.denied("roster.set"):
            return
        codes = [*(self.known.policy.templates if self.known else ()), OFF]
        seen = self._chosen()  # as they stand before the code is typed: meanwhile somebody else may set them

        def complete(text: str) -> list[str]:
            return [code for code in codes if code.lower().startswith(text.lower())]

        line = CommandLine(complete, self.floor_app.status, _("shift: "), lambda code: self._write_code(code, seen))
        await self.mount(line, before=self.query_one(StatusLine))
        self.set_focus(line.query_one(LineInput))

    def action_again(self) -> None:
        """Set the last code once more and go on to the next day."""
        if self._code is None:
            self.floor_app.status(_("Set a shift first; the key sets it once more then."))
        elif not self.denied("roster.again"):
            self._write_code(self._code)

    def action_rest(self) -> None:
        """Make the cells rest days."""
        if not self.denied("roster.rest"):
            self._write_code(OFF)

    def action_clear(self) -> None:
        """Empty the cells."""
        if not self.denied("roster.clear"):
            self._edit(None, go_on=False)

    def _write_code(self, code: str, seen: Mapping[Place, str | None] | None = None) -> None:
        self._code = code
        self._edit(code, go_on=self.grid.corner is None, seen=seen)

    def _edit(self, code: str | None, *, go_on: bool, seen: Mapping[Place, str | None] | None = None) -> None:
        edits = [clashes.Edit(*place, code, was) for place, was in (seen or self._chosen()).items()]
        if edits:
            self.do(self._set(edits, go_on))

    def _chosen(self) -> dict[Place, str | None]:
        """Return the cells chosen with what stands in each."""
        return {place: self._was(place) for place in self.grid.chosen()}

    def _was(self, place: Place) -> str | None:
        shift = self.grid.shift_at(place)
        return shift.code if shift else None

    async def _set(self, edits: Sequence[clashes.Edit], go_on: bool, force: bool = False) -> None:
        app = self.floor_app
        try:
            await app.work.write(drafting.set_cells, app.actor, self.team, edits, force=force)
        except clashes.Clash as clash:
            await self.refresh_floor()
            self._choose_between(clash, edits)
            return
        self.side = weeks.DRAFT
        if go_on:
            self.grid.go_on()
        await self.say(week_words.were_set(edits))

    def _choose_between(self, clash: clashes.Clash, edits: Sequence[clashes.Edit]) -> None:
        """Show what the other lead wrote; the person keeps theirs, or puts the own in its place."""
        from cstui.tui.modals.tell import ClashModal

        def chosen(mine: bool | None) -> None:
            if mine:
                self.do(self._set(edits, False, force=True))

        lines = [clashes.told(each) for each in clash.differences]
        self.app.push_screen(ClashModal(clash.title, lines), chosen)

    def action_lock(self) -> None:
        """Lock the cells chosen, or unlock them when all are locked."""
        if self.denied("roster.lock"):
            return
        places = [place for place in self.grid.chosen() if self.grid.shift_at(place)]
        locked = all(shift.locked for place in places if (shift := self.grid.shift_at(place)))
        if places:
            self.do(self._lock(places, not locked))

    async def _lock(self, places: Sequence[Place], locked: bool) -> None:
        app = self.floor_app
        await app.work.write(drafting.lock, app.actor, self.team, places, locked=locked)
        await self.say(_("Locked.") if locked else _("Unlocked."))

    # Whole weeks

    def action_pattern(self) -> None:
        """Ask for a rota pattern and the step between people, and lay it over the range."""
        if self.denied("roster.pattern") or self.known is None:
            return
        patterns = list(self.known.policy.patterns.values())
        lines = [" · ".join((each.name, packs.spoken(each.title), " ".join(each.days))) for each in patterns]
        self.choose(_("Which pattern?"), lines, lambda place: self._ask_step(patterns[place].name))

    def _ask_step(self, name: str) -> None:
        steps = (0, 1, 2, 7)
        same = _("everybody alike")
        lines = [
            same
            if not step
            else ngettext("each next person {n} day on", "each next person {n} days on", step).format(n=step)
            for step in steps
        ]
        self.choose(_("How does it go on from person to person?"), lines, lambda place: self._lay(name, steps[place]))

    def _lay(self, name: str, step: int) -> None:
        places = self.grid.chosen() if self.grid.corner else self._row()
        logins = tuple(dict.fromkeys(login for login, _day in places))
        days = sorted({day for _login, day in places})
        if logins:
            self.do(self._lay_pattern(logins, days[0], len(days), name, step))

    async def _lay_pattern(self, logins: Sequence[str], first: date, days: int, name: str, step: int) -> None:
        app = self.floor_app
        laid = await app.work.write(
            drafting.lay_pattern, app.actor, self.team, logins, first, days, name, step=step
        )  # fmt: skip
        self.grid.drop_range()
        await self.say(week_words.laid(laid))

    def _row(self) -> list[Place]:
        login = self.grid.login
        return [(login, self.monday + timedelta(days=place)) for place in range(7)] if login else []

    def action_copy_week(self) -> None:
        """Copy the week before into this one."""
        if not self.denied("roster.copy"):
            self.do(self._copy_week())

    async def _copy_week(self) -> None:
        app = self.floor_app
        source = self.monday - timedelta(weeks=1)
        laid = await app.work.write(drafting.copy_week, app.actor, self.team, source, self.monday)
        self.side = weeks.DRAFT
        await self.say(week_words.laid(laid))

    def action_undo_week(self) -> None:
        """Take my last change of this week back."""
        if not self.denied("roster.undo"):
            self.do(self._undo())

    async def _undo(self) -> None:
        app = self.floor_app
        await app.work.write(drafting.undo_last, app.actor, self.team, self.monday)
        await self.say(_("Taken back."))

    # Checking and publishing

    def action_check(self) -> None:
        """Check the week and list what is broken."""
        if not self.denied("roster.check"):
            self.do(self._check())

    async def _check(self) -> None:
        app = self.floor_app
        found = await app.work.write(publishing.check, app.actor, self.team, self.monday)
        await self.refresh_floor()
        self.broken = found
        if self.known is not None:
            self.checked = (self.known.week.monday, self.known.week.revision)
        self.draw()
        if not found:
            app.status(_("Nothing is broken."))
            return
        self.choose(
            week_words.broken(found),
            [week_words.violation(each) for each in found],
            lambda place: self._go_to(found[place]),
        )

    def _go_to(self, violation: Violation) -> None:
        """Put the cursor where a rule is broken."""
        logins = [login for login, _name in self.people()]
        if violation.login in logins:
            self.grid.row = logins.index(violation.login)
        inside = [day for day in violation.dates if 0 <= (day - self.monday).days < 7]
        if inside:
            self.grid.column = (inside[-1] - self.monday).days
        self.grid.move(0, 0)

    def action_publish(self) -> None:
        """Ask, then publish the week as it stands on the screen."""
        from cstui.tui.modals.ask import AskModal

        known = self.known
        if known is None or self.denied("roster.publish"):
            return
        revision = known.week.revision if self.side == weeks.DRAFT else known.other.revision
        question = _("Publish {week} of {team}? Everybody whose shifts change is told.").format(
            week=cells.name_of(self.monday), team=known.week.team
        )
        self.app.push_screen(AskModal(question), lambda yes: self.do(self._publish(revision)) if yes else None)

    async def _publish(self, revision: int) -> None:
        app = self.floor_app
        week = await app.work.write(publishing.publish, app.actor, self.team, self.monday, revision=revision)
        await self.say(_("Published as version {n}.").format(n=week.version))

    def action_differences(self) -> None:
        """List what differs between the draft and what is published."""
        self.read_in_background(self._differences(), "differences")

    async def _differences(self) -> None:
        app = self.floor_app
        found = await app.work.read(publishing.diff, app.actor, self.team, self.monday)
        if not found:
            app.status(_("The draft is what is published."))
            return
        heading = ngettext("{n} cell differs", "{n} cells differ", len(found)).format(n=len(found))
        self.choose(heading, [clashes.told(each) for each in found], lambda place: self._go_to_cell(found[place]))

    def _go_to_cell(self, difference: Difference) -> None:
        self._go_to(Violation(difference.login, (difference.day,), "", "", "", 0, 0, "", "", ""))

    def action_cell(self) -> None:
        """Tell everything about the cell under the cursor."""
        from cstui.tui.modals.tell import TellModal

        login, day = self.grid.login, self.grid.day
        if login is None or day is None or self.known is None:
            return
        name = dict(self.known.week.people).get(login) or login
        heading = f"{one_line(name)} ({login})  {when.weekday(day)} {day.isoformat()}"
        self.app.push_screen(TellModal(heading, self._cell_lines((login, day), self.known)))

    def _cell_lines(self, place: Place, known: Known) -> list[str]:
        shift = self.grid.shift_at(place)
        lines = [_shift_words(shift, known.zone) if shift else _("Nothing is set.")]
        if shift is not None and shift.break_minutes and shift.break_at is None:
            lines.append(_("break of {n} min").format(n=shift.break_minutes))
        leave = self.grid.signs.leave.get(place)
        lines += [_("on leave: {kind}").format(kind=leave)] if leave else []
        return lines + [
            week_words.violation(each) for each in self.broken if each.login == place[0] and place[1] in each.dates
        ]


def _shift_words(shift: Shift, zone: tzinfo) -> str:
    """Return a shift in words: its code, its times, how long is worked."""
    if shift.start is None:
        return code(shift.code)
    times = book.spelled(shift, zone)
    named = [] if "-" in shift.code else [one_line(shift.code)]  # a code that is times says the same
    return "  ".join([*named, times, labelled(_("hours"), f"{shift.minutes / 60:g}")])
