"""Hand-over at shift change 交接班: a sheet of what burns, signed by the lead who goes and the one who comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from db import journal
from db import models as rows

from ..errors import NotFound, Refused
from ..i18n import _
from ..text import clean
from . import access, accounts, duty, queue, store
from .views import Actor, Complaint

_URGENT = 30  # open cases that a sheet lists, in the order of work
_AHEAD = timedelta(hours=12)


class Sheet(NamedTuple):
    """One hand-over sheet; ``lines`` are (ref, clock, due, owner) in order of urgency."""

    id: int
    team: str
    shift: str
    lines: tuple[tuple[str, str, str, str], ...]
    promises: tuple[tuple[str, str, str], ...]
    figures: dict[str, int]
    notes: str
    given_by: str
    given_at: datetime
    taken_by: str | None
    taken_at: datetime | None


def give(actor: Actor, notes: str = "", *, now: datetime | None = None) -> Sheet:
    """Write and sign the sheet of the actor's team as it stands now; raises Denied for anyone but a lead."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "handover", team_id=actor.team_id)
        row = rows.Handover.create(
            team=actor.team_id,
            shift=duty.shift_of(at),
            sheet=_content(actor, at),
            notes=clean(notes),
            given_by=actor.id,
            given_at=at,
        )
        _journal(actor, row, "handover.given", at)
    return _sheet(row)


def take(actor: Actor, number: int | None = None, *, now: datetime | None = None) -> Sheet:
    """Sign a sheet as the lead who comes (the team's last unsigned one unless told).

    Raises NotFound when none waits, Refused to the person who gave it.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "handover", team_id=actor.team_id)
        row = _unsigned(actor, number)
        if row.given_by_id == actor.id:
            raise Refused(_("Two leads sign a hand-over: the one who goes and the one who comes"))
        row.taken_by_id, row.taken_at = actor.id, at
        row.save(only=[rows.Handover.taken_by, rows.Handover.taken_at])
        _journal(actor, row, "handover.taken", at)
    return _sheet(rows.Handover.get_by_id(row.id))


def sheets(actor: Actor, *, limit: int = 10) -> list[Sheet]:
    """Return the last sheets that the actor may see, newest first."""
    scope = access.read_scope(actor)
    query = rows.Handover.select().order_by(rows.Handover.id.desc()).limit(limit)
    if scope.team_id is not None:
        query = query.where(rows.Handover.team == scope.team_id)
    return [_sheet(row) for row in query]


def _content(actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what a sheet says, without personal data: references, clocks, times, owners."""
    team = f"team:{actor.team}"
    urgent = queue.page(actor, team, limit=_URGENT, now=at).rows
    until = (at + _AHEAD).isoformat()
    promised = queue.page(actor, f"{team} clock:promise due:<{until}", limit=_URGENT, now=at).rows
    figures = {
        "open": queue.count(actor, team, now=at),
        "overdue": queue.count(actor, f"{team} overdue:yes", now=at),
        "unowned": queue.count(actor, f"{team} owner:none", now=at),
        "waiting": queue.count(actor, f"{team} state:waiting", now=at),
    }
    return {
        "lines": [(each.ref, each.next_clock or "", _time(each), each.assignee or "") for each in urgent],
        "promises": [(each.ref, _time(each), each.assignee or "") for each in promised],
        "figures": figures,
    }


def _time(complaint: Complaint) -> str:
    return complaint.due_at.isoformat() if complaint.due_at else ""


def _unsigned(actor: Actor, number: int | None) -> rows.Handover:
    table = rows.Handover
    query = table.select().where(table.taken_at.is_null() & (table.team == actor.team_id))
    row = (query.where(table.id == number) if number else query.order_by(table.id.desc())).first()
    if row is None:
        raise NotFound(_("No hand-over waits to be signed"), _("`cstui handover give` writes one."))
    return row  # type: ignore[no-any-return]


def _journal(actor: Actor, row: rows.Handover, action: str, at: datetime) -> None:
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, f"handover:{row.id}", {}))


def _sheet(row: rows.Handover) -> Sheet:
    content = row.sheet
    return Sheet(
        id=row.id,
        team=row.team.slug,
        shift=row.shift,
        lines=tuple(tuple(line) for line in content["lines"]),
        promises=tuple(tuple(line) for line in content["promises"]),
        figures=content["figures"],
        notes=row.notes,
        given_by=row.given_by.login,
        given_at=row.given_at,
        taken_by=row.taken_by.login if row.taken_by else None,
        taken_at=row.taken_at,
    )
