"""Exports of time clocks brought in: a row a stamp, a row a day with in and out, or a month as people by days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from db import journal
from db.fields import epoch
from db.queries import attendance as kept
from db.queries import rosters
from db.queries.people import Account

from ...errors import BadInput, Problem
from ...floor import access, accounts, store
from ...floor.rosters.book import Times, at_minute
from ...floor.rosters.clocking import keep_stamps
from ...floor.rosters.policy import load_policy
from ...floor.rosters.stretches import Span, stretches
from ...floor.views import Actor
from ...i18n import _, listed, ngettext
from ..grid import Grid, beginning, written
from ..people import People
from ..readers import open_grid
from ..rejects import check_rejects
from ..report import Tally
from ..staging import ONE_TRANSACTION
from ..table import Row, amiss, shown
from .punches import DAY, Punch, times_of, told_apart
from .sheet import Line, NoSheet, Place, guessed, read_sheet
from .sheet_options import SheetOptions
from .sheet_report import SheetReport, Understood, write_sheet_rejects
from .stamp_rows import Columns, Stamps, columns_of, known_tables, stamps_of

_BACK = timedelta(days=15)  # stamps lie behind: days without a month are those of the month under way, or the last


class _Read(NamedTuple):
    """What a file holds, before it is known what is in and what is out."""

    rows: int
    punches: list[Punch]
    problems: list[Problem]
    notes: list[Problem]
    headers: Sequence[Row]
    grid: Grid
    in_file: Callable[[Iterable[Problem]], Sequence[Problem]] = tuple


def import_attendance(actor: Actor, source: str | Path, options: SheetOptions) -> SheetReport:
    """Keep the stamps of a time clock's export, of people that the actor may import for.

    ``rows`` of the report counts people's rows or stamps' rows, ``added`` and ``unchanged`` stamps.  Raises
    BadInput, Denied.  Bad rows do not raise: the report lists them.
    """
    actor, now = accounts.fresh(actor), store.now()
    people = People(actor, "import.attendance", options.team)
    check_rejects(options.rejects)
    grid = open_grid(source, sheet=options.sheet, encoding=options.encoding)
    columns = columns_of(grid)
    near = options.near(now) if options.year else options.near(now) - _BACK
    read = _rows(grid, columns, people, near) if columns else _days(grid, people, near)
    tally = Tally(grid.file, grid.encoding)
    tally.rows = read.rows
    tally.blame([*read.problems, *_ahead(read.punches, now)])
    new, known = _sorted([punch for punch in read.punches if punch.row not in tally.bad_rows])
    tally.count(len(new), 0, known)
    refused = bool(tally.problems) and options.on_bad == "refuse"
    if not refused and not options.dry_run:
        for begin in range(0, len(new), ONE_TRANSACTION):
            _keep(actor, people, new[begin : begin + ONE_TRANSACTION], grid.stem, now)
        if tally.problems and options.rejects is not None:
            write_sheet_rejects(options.rejects, read.grid, read.headers, tally.problems)
    understood = _understood(people, new) if options.dry_run else ()
    return SheetReport.of(tally.report(refused=refused), options.team or "", read.notes, understood, read.in_file)


def _understood(people: People, new: Iterable[Punch]) -> list[Understood]:
    """Return the times of every person and day that would be kept."""
    times: dict[tuple[int, date], list[str]] = {}
    for punch in new:
        times.setdefault((punch.agent_id, punch.day), []).append(punch.at.astimezone(store.zone()).strftime("%H:%M"))
    named = people.numbered()
    return [Understood(named[who].login, named[who].name, day, " ".join(said)) for (who, day), said in times.items()]


def _keep(actor: Actor, people: People, new: Sequence[Punch], source: str, now: datetime) -> None:
    with access.acting():
        actor = accounts.fresh(actor)
        people.require(actor)
        stamps = [(punch.agent_id, punch.at, punch.kind or "in") for punch in new]
        added, _known = keep_stamps(stamps, source=source, by=actor, now=now)
        body = {"stamps": added, "people": len({punch.agent_id for punch in new})}
        role = access.acting_role(actor)
        journal.append(journal.Fact(now, actor.id, role, "attendance.imported", "floor", body))


def _ahead(punches: Iterable[Punch], now: datetime) -> list[Problem]:
    said = _("that time lies in the future")
    return [
        Problem(each.row, "", each.at.astimezone(store.zone()).strftime("%Y-%m-%d %H:%M"), said)
        for each in punches
        if each.at > now
    ]


def _rows(grid: Grid, columns: Columns, people: People, near: date) -> _Read:
    """Read a file with a row for each stamp, or for each person and day."""
    punches: list[Punch] = []
    problems: list[Problem] = []
    gathered: list[tuple[Account, Stamps]] = []
    notes = _Notes()
    count = 0
    for stamps in stamps_of(grid, columns, near):
        count += 1
        found = people.find(stamps.candidates)
        if found.person is None:
            named = listed(dict.fromkeys(stamps.candidates))
            problems.append(Problem(stamps.row, _("person"), shown(named), found.problem))
        elif stamps.problems:
            problems += stamps.problems
        else:
            gathered.append((found.person, stamps))
            for column, text in stamps.ignored:
                notes.add(stamps.row, column, text)
    for person, stamps in gathered:
        punches += [
            Punch(person.id, _instant(stamps.day, seconds), kind, stamps.day, stamps.row)
            for seconds, kind in stamps.times
        ]
    return _Read(count, punches, problems, notes.told(), [columns.header], grid)


def _days(grid: Grid, people: People, near: date) -> _Read:
    """Read a sheet of people by days, the times of a day in its cell."""
    try:
        sheet = read_sheet(grid, people, near)
    except NoSheet as error:
        lines = [known_tables(), _("Its days are weekdays without dates.") if error.bare else beginning(grid)]
        raise BadInput(_("{file} is no table of attendance").format(file=grid.file), "\n".join(lines)) from error
    punches: list[Punch] = []
    problems = list(sheet.problems)
    notes = _Notes()
    for line in sheet.lines:
        for day, place in line.days.items():
            found, problem = _of_cell(line, day, place)
            punches += found
            if problem is not None:
                problems.append(problem)
            elif not found:
                notes.add(line.row, place.column, written(place.cell))
    told = [*guessed(sheet), *sheet.ignored, *notes.told()]
    return _Read(sheet.rows, punches, problems, told, sheet.headers, sheet.grid, sheet.in_file)


def _of_cell(line: Line, day: date, place: Place) -> tuple[list[Punch], Problem | None]:
    times = times_of(place.cell)
    if times.wrong or any(map(str.isdigit, times.before)):
        said = _("expected times such as 08:38 18:00")
        return [], Problem(line.row, place.column, shown(place.cell), amiss(place.cell, said))
    return [Punch(line.person.id, _instant(day, seconds), None, day, line.row) for seconds in times.seconds], None


def _instant(day: date, seconds: int) -> datetime:
    day, seconds = day + timedelta(days=seconds // DAY), seconds % DAY
    return at_minute(day, seconds // 60, store.zone()) + timedelta(seconds=seconds % 60)


def _sorted(punches: Sequence[Punch]) -> tuple[list[Punch], int]:
    """Return the stamps that are new, each as in or out, and how many are known.

    A stamp without a word of its kind is known by its instant: what the shift made of it at first stays.
    """
    if not punches:
        return [], 0
    by_agent: dict[int, dict[tuple[datetime, str | None], Punch]] = {}
    for punch in punches:
        by_agent.setdefault(punch.agent_id, {})[punch.at, punch.kind] = punch
    agents = sorted(by_agent)
    first, last = min(punch.at for punch in punches), max(punch.at for punch in punches)
    stood = {(each.agent_id, epoch(each.at), each.kind) for each in kept.stamps(kept.Of(None, agents), first, last)}
    instants = {(agent, at) for agent, at, _kind in stood}
    planned = _planned(agents, first, last)
    new: list[Punch] = []
    known = 0
    for agent in agents:
        own = list(by_agent[agent].values())
        loose = {each.at for each in own if each.kind is None}
        for each in told_apart(own, planned.get(agent, [])):
            place = (agent, epoch(each.at))
            there = place in instants if each.at in loose else (*place, each.kind) in stood
            known += there
            new += [] if there else [each]
    return new, known


def _planned(agents: Sequence[int], first: datetime, last: datetime) -> Mapping[int, list[Span]]:
    """Return the shifts in force around some time by person, those that are parted by their break in their parts."""
    found: dict[int, list[Span]] = {}
    days = [(first - timedelta(days=2)).date(), (last + timedelta(days=2)).date()]
    for row in rosters.shifts(rosters.FORCE, days[0], days[1], agents=agents):
        parts = stretches(Times.of(row), load_policy(row.team).off_post_minutes)
        found.setdefault(row.agent_id, []).extend(parts)
    return found


class _Notes:
    """Words that are no times, each told once with how often it stands there."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str, int]] = {}

    def add(self, row: int, column: str, text: str) -> None:
        """Take note of a word in a cell."""
        first, place, count = self._found.get(text, (row, column, 0))
        self._found[text] = (first, place, count + 1)

    def told(self) -> list[Problem]:
        """Return what there is to tell."""
        return [
            Problem(row, column, shown(text), _passed_over(count)) for text, (row, column, count) in self._found.items()
        ]


def _passed_over(count: int) -> str:
    said = ngettext("no time: passed over, once", "no time: passed over, {count} times in all", count)
    return said.format(count=count)
