"""Rosters brought in: a sheet of people by days becomes cells of the team's draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from db.queries import rosters as queries

from ...errors import BadInput, Problem
from ...floor import accounts, store
from ...floor.rosters import drafting
from ...floor.rosters.cells import name_of
from ...floor.rosters.drafting import Edit
from ...floor.rosters.policy import load_policy
from ...floor.rosters.words import code as word_of
from ...floor.views import Actor
from ...i18n import _
from ..grid import written
from ..people import People
from ..readers import open_grid
from ..rejects import check_rejects
from ..report import Tally
from ..table import shown
from .codes import Codes, Said, legend
from .sheet import Line, Place, Sheet, guessed, read_sheet
from .sheet_options import SheetOptions
from .sheet_report import SheetReport, Understood, write_sheet_rejects

_LONGEST = 366  # days of one sheet
# A1(培训), A1 培训: without a bracket only what is no code itself, and no time.
_REMARKED = re.compile(r"(?P<code>.+?)\s*(?:[(\[【](?P<remark>[^()]*)[)\]】]|\s(?P<bare>[^\sa-zA-Z\d:/+-]+))")


class _Stands(NamedTuple):
    code: str
    locked: bool


def import_roster(actor: Actor, source: str | Path, options: SheetOptions) -> SheetReport:
    """Write a sheet of people by days into the draft of a team's roster (the actor's unless told).

    Nothing that somebody changes meanwhile is overwritten, and locked cells stay.  ``rows`` of the report counts
    people's rows; ``added``, ``updated`` and ``unchanged`` count shifts.  Raises BadInput, Denied, Clash, Refused
    for a closed week.  Bad rows do not raise: the report lists them.
    """
    actor, now = accounts.fresh(actor), store.now()
    people = People(actor, "import.roster", options.team, always_team=True)
    check_rejects(options.rejects)
    grid = open_grid(source, sheet=options.sheet, encoding=options.encoding)
    sheet = read_sheet(grid, people, options.near(now), options.monday)
    days = _wanted(sheet, options, grid.file)
    found = queries.shifts(queries.DRAFT, days[0], days[-1], team_id=people.team_id)
    stands = {(row.login, row.day): _Stands(row.code, row.locked) for row in found}
    plan = _Plan(people.team, sheet, frozenset(days), stands)
    tally = Tally(grid.file, grid.encoding)
    tally.rows = sheet.rows
    tally.blame([*sheet.problems, *plan.problems])
    edits = plan.edits(tally)
    refused = bool(tally.problems) and options.on_bad == "refuse"
    if not refused and not options.dry_run:
        if edits:
            drafting.set_cells(actor, people.team, edits, action="roster.imported", now=now)
        if tally.problems and options.rejects is not None:
            write_sheet_rejects(options.rejects, sheet.grid, sheet.headers, tally.problems)
    skipped = tally.bad_rows if options.on_bad == "skip" else frozenset()
    understood = plan.understood(skipped) if options.dry_run else ()
    return SheetReport.of(tally.report(refused=refused), people.team, plan.notes, understood, sheet.in_file)


def _wanted(sheet: Sheet, options: SheetOptions, file: str) -> list[date]:
    """Return the days that are taken; raises BadInput when there are none, or they are too many."""
    monday = options.monday
    days = [day for day in sheet.days if monday is None or monday <= day < monday + timedelta(days=7)]
    if not days and monday is not None:
        first, last = (day.isoformat() for day in (sheet.days[0], sheet.days[-1])) if sheet.days else ("-", "-")
        title = _("{file} has no day of the week {week}").format(file=file, week=name_of(monday))
        raise BadInput(title, _("It goes from {first} to {last}.").format(first=first, last=last))
    if not days or (days[-1] - days[0]).days >= _LONGEST:
        raise BadInput(_("{file} goes over more than a year, or no day at all").format(file=file))
    return days


class _Plan:
    """What a sheet would change in the draft, and everything there is to say about it.

    Raises BadInput where the sheet explains a code otherwise than the floor does.
    """

    def __init__(self, team: str, sheet: Sheet, days: frozenset[date], stands: dict[tuple[str, date], _Stands]) -> None:
        self._days, self._stands = days, stands
        self._codes = Codes(load_policy(team), store.zone(), legend(sheet.beside))
        if self._codes.clashes:
            told = _("the sheet explains this code otherwise than the floor does")
            clashes = [
                Problem(sheet.names or sheet.headers[0].number, *each, told) for each in self._codes.clashes.items()
            ]
            advice = _("Mend what the sheet says of them, or the shifts of the house (rosters/house.toml).")
            raise BadInput(_("codes of the sheet mean something else here"), advice, clashes)
        self._wanted: dict[tuple[str, date], tuple[int, str, str]] = {}
        self.problems: list[Problem] = []
        self.notes = [*guessed(sheet, days), *sheet.ignored]
        self._names = {line.person.login: line.person.name for line in sheet.lines}
        for line in sheet.lines:
            self._take(line)

    def understood(self, skipped: AbstractSet[int]) -> Sequence[Understood]:
        """Return everything that the sheet says, people in its order, without the rows that are skipped."""
        return [
            Understood(login, self._names[login], day, code)
            for (login, day), (row, _column, code) in self._wanted.items()
            if row not in skipped
        ]

    def edits(self, tally: Tally) -> list[Edit]:
        """Return the cells to write, of rows without problems; count them."""
        found: list[Edit] = []
        for (login, day), (row, column, code) in self._wanted.items():
            if row in tally.bad_rows:
                continue
            stands = self._stands.get((login, day))
            if stands is not None and stands.code == code:
                tally.count(0, 0, 1)
            elif stands is not None and stands.locked:
                said = _("locked; {code} stays").format(code=word_of(stands.code))
                self.notes.append(Problem(row, column, code, said))
                tally.count(0, 0, 1)
            else:
                found.append(Edit(login, day, code, stands.code if stands else None))
                tally.count(stands is None, stands is not None, 0)
        return found

    def _take(self, line: Line) -> None:
        for day, place in line.days.items():
            if day not in self._days:
                continue
            said = self._codes.read(place.cell, day)
            if said.kind == "problem" and (found := _REMARKED.fullmatch(written(place.cell))):
                said = self._remarked(line, day, place, found, said)
            if said.kind == "code":
                self._wanted[line.person.login, day] = (line.row, place.column, said.code)
            elif said.kind == "leave":
                told = _("leave is no shift; enter it with `cstui roster leave ask`")
                self.notes.append(Problem(line.row, place.column, shown(place.cell), told))
            else:
                self.problems.append(Problem(line.row, place.column, shown(place.cell), said.problem))

    def _remarked(self, line: Line, day: date, place: Place, found: re.Match[str], whole: Said) -> Said:
        """Return what a cell says in front of a remark, which is told; one of leave makes leave of it."""
        if self._codes.read(found["remark"] or found["bare"] or "", day).kind == "leave":
            return Said("leave")
        said = self._codes.read(found["code"], day)
        if said.kind != "code":
            return whole if said.kind == "problem" else said
        told = _("taken as {code}; the remark behind it is not kept").format(code=word_of(said.code))
        self.notes.append(Problem(line.row, place.column, shown(place.cell), told))
        return said
