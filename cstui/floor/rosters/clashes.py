"""Two people at one roster: who comes later sees what the other did, and chooses."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from db import models as rows
from db.queries import people

from ...errors import BadInput, Conflict
from ...i18n import _, labelled, ngettext
from ...text import one_line
from .. import store
from ..when import monday_before
from . import cells
from .book import spelled
from .cells import Cell, Key
from .desk import Desk
from .views import Difference
from .words import code

ANY = "*"  # an Edit's ``was``: whatever stands there
_TOLD = 5  # cells that a refusal lists


class Edit(NamedTuple):
    """One cell to be set: ``code`` None empties it; ``was`` is the code the editor saw, None an empty cell."""

    login: str
    day: date
    code: str | None
    was: str | None = ANY


class Clash(Conflict):
    """Cells are no longer what the editor saw; ``differences`` tell seen and standing, nothing was written."""

    def __init__(self, title: str, detail: str, differences: Sequence[Difference]) -> None:
        super().__init__(title, detail)
        self.differences = tuple(differences)


def compare(desk: Desk, edits: Sequence[Edit], before: Mapping[Key, Cell]) -> None:
    """Raise Clash when a cell is not what its editor saw."""
    found = []
    for edit in edits:
        person = desk.members[edit.login]
        stands = before.get((person.id, edit.day))
        if edit.was != ANY and _seen(desk, edit) != (stands.code if stands else None):
            seen = _saw(desk, edit)
            found.append(
                Difference(
                    edit.login,
                    person.name,
                    edit.day,
                    cells.shift(seen, edit.login, person.name, edit.day),
                    cells.shift(stands, edit.login, person.name, edit.day),
                )
            )
    if found:
        raise _clash(desk, found)


def _saw(desk: Desk, edit: Edit) -> Cell | None:
    """Return the cell an editor saw; a code that is no shift any more is shown as it is."""
    try:
        return desk.cell(edit.was, edit.day)
    except BadInput:
        return Cell(edit.was or "", None, None, 0)


def _seen(desk: Desk, edit: Edit) -> str | None:
    found = _saw(desk, edit)
    return found.code if found else None


def _clash(desk: Desk, found: Sequence[Difference]) -> Clash:
    title = ngettext(
        "{n} shift is no longer what you saw; nothing was written",
        "{n} shifts are no longer what you saw; nothing was written",
        len(found),
    ).format(n=len(found))
    lines = [told(each) for each in found[:_TOLD]]
    if len(found) > _TOLD:
        lines.append(_("and {n} more").format(n=len(found) - _TOLD))
    who = _last_writer(desk, {monday_before(each.day) for each in found})
    if who:
        lines.append(_("Last changed by {who}").format(who=who))
    return Clash(title, "\n".join(lines), found)


def told(each: Difference) -> str:
    """Return one line of a difference: whom, which day, from what to what."""
    before, after = (side or "-" for side in sides(each))
    return labelled(f"{one_line(each.name)} ({each.login}) {each.day.isoformat()}", f"{before} → {after}")


def sides(each: Difference) -> tuple[str, str]:
    """Return the codes of both sides of a difference, with the times where the codes are alike."""
    before, after = (code(shift.code) if shift else "" for shift in (each.before, each.after))
    if before != after or each.before is None or each.after is None:
        return before, after
    zone = store.zone()
    return f"{before} {spelled(each.before, zone)}", f"{after} {spelled(each.after, zone)}"


def _last_writer(desk: Desk, mondays: Collection[date]) -> str | None:
    table = rows.RosterChange
    query = table.select(table.agent).join(rows.Roster).where(
        (rows.Roster.team == desk.team_id) & rows.Roster.monday.in_([monday.isoformat() for monday in mondays])
    )  # fmt: skip
    last = query.order_by(table.id.desc()).first()
    return people.login_of(last.agent_id) if last else None
