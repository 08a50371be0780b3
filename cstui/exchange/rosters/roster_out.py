"""Rosters taken out: a table to go on with, a sheet to print, a calendar for one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from db.queries import people

from ...errors import BadInput, NotFound
from ...floor import access, accounts, store
from ...floor.rosters import weeks
from ...floor.rosters.views import Shift
from ...floor.views import Actor
from ...floor.when import monday_before
from ...i18n import _
from ...text import one_line
from ..outlet import Outlet, Target
from ..record_files import write_records
from ..report import Progress
from .rostered import Rostered

_LONGEST = 366  # days
_COLUMNS = ("login", "name", "date", "shift", "start", "end", "break_minutes", "break_from")


def export_roster(
    actor: Actor,
    target: Target,
    *,
    first: date,
    last: date,
    team: str | None = None,
    login: str | None = None,
    draft: bool = False,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write a team's roster (the actor's unless told), or one person's; return how many shifts.

    csv is a row a person and day, xlsx a sheet to print, ics a calendar of one person.  One's own needs no right
    to export.  Raises BadInput, NotFound, Refused.
    """
    actor = accounts.fresh(actor)
    if not first <= last < first + timedelta(days=_LONGEST):
        raise BadInput(_("A roster is exported for 1 to {n} days").format(n=_LONGEST))
    if login is None and access.scope_of(actor, "roster.read") == "own":
        login = actor.login
    team = _team_of(login, team) if login else team
    right = "roster.read" if login == actor.login else "export"
    outlet = Outlet(actor, "roster", target, format, force, None, right=right, formats=tuple(_WRITERS))
    if outlet.format == "ics" and login is None:
        raise BadInput(_("A calendar is one person's"), _("Name whose with --agent."))
    found = _collected(outlet.actor, team, first, last, weeks.DRAFT if draft else weeks.FORCE, login)
    access.require(outlet.actor, right, team_id=weeks.team_of(outlet.actor, team)[1])
    outlet.record()
    with outlet.stream() as stream:
        _WRITERS[outlet.format](found, stream)
    if progress is not None:
        progress(len(found.shifts), len(found.shifts))
    return len(found.shifts)


def _team_of(login: str, team: str | None) -> str:
    person = people.account(login)
    if person is None:
        raise NotFound(_("There is no agent {login}").format(login=one_line(login)[:40]))
    if team not in (None, person.team):
        raise BadInput(_("{login} is of the team {team}").format(login=login, team=person.team))
    return person.team


def _collected(actor: Actor, team: str | None, first: date, last: date, layer: str, login: str | None) -> Rostered:
    mondays = range(monday_before(first).toordinal(), last.toordinal() + 1, 7)
    found = [weeks.week(actor, team, date.fromordinal(day), layer=layer) for day in mondays]
    shifts = (shift for week in found for shift in week.shifts)
    leave = (away for week in found for away in week.leave)
    everybody = {who: name for week in found for who, name in week.people if login in (None, who)}
    return Rostered(
        found[0].team,
        first,
        last,
        layer,
        {week.monday: week for week in found},
        dict(sorted(everybody.items())),
        {(each.login, each.day): each for each in shifts if each.login in everybody and first <= each.day <= last},
        {(who, day): kind for who, day, kind in leave if who in everybody and first <= day <= last},
    )


def _write_csv(found: Rostered, stream: BinaryIO) -> None:
    write_records("csv", _COLUMNS, [_record(found.shifts[key]) for key in sorted(found.shifts)], stream)


def _record(shift: Shift) -> dict[str, Any]:
    values = (shift.login, shift.name, shift.day.isoformat(), shift.code, _wall(shift.start), _wall(shift.end))
    return dict(zip(_COLUMNS, (*values, shift.break_minutes, _wall(shift.break_at)), strict=True))


def _wall(at: datetime | None) -> str:
    return at.astimezone(store.zone()).strftime("%H:%M") if at else ""


def _write_xlsx(found: Rostered, stream: BinaryIO) -> None:
    from .xlsx import write

    write(found, stream)


def _write_ics(found: Rostered, stream: BinaryIO) -> None:
    from .ics import write

    write(found, stream)


_WRITERS: Mapping[str, Callable[[Rostered, BinaryIO], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "ics": _write_ics,
}
