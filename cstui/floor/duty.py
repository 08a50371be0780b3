"""The duty log 值班日志: calls taken, things lost and found, mail, announcements, with shift and author."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from db import journal
from db import models as rows

from ..errors import BadInput
from ..i18n import _, listed
from ..text import clean, one_line
from . import access, accounts, store
from .labels import label
from .views import Actor

KINDS = ("calls", "lost", "found", "mail", "announcement", "other")
SHIFTS = ("early", "late", "night")
_STARTS = ((6, "early"), (14, "late"), (22, "night"))  # local hours at which the log's shifts begin


class Entry(NamedTuple):
    """One line of the duty log; ``number`` where the kind is counted."""

    id: int
    at: datetime
    shift: str
    kind: str
    number: int | None
    text: str
    author: str
    team: str


def shift_of(at: datetime) -> str:
    """Return the shift of the log into which an instant falls, by the floor's clock."""
    hour = at.astimezone(store.zone()).hour
    return next((name for start, name in reversed(_STARTS) if hour >= start), "night")


def write(
    actor: Actor,
    kind: str,
    text: str,
    *,
    count: int | None = None,
    shift: str | None = None,
    now: datetime | None = None,
) -> Entry:
    """Add a line to the log of the actor's team; raises BadInput, Denied."""
    if kind not in KINDS:
        raise BadInput(
            _("{kind} is no kind of entry").format(kind=one_line(kind)),
            _("Known: {values}").format(values=listed(KINDS)),
        )
    if shift is not None and shift not in SHIFTS:
        raise BadInput(
            _("{shift} is no shift of the log").format(shift=one_line(shift)),
            _("Known: {values}").format(values=listed(SHIFTS)),
        )
    if count is not None and count < 0:
        raise BadInput(_("A count cannot be negative"))
    if not text.strip() and count is None:
        raise BadInput(_("An entry needs a text or a count"))
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "duty.write", team_id=actor.team_id)
        row = rows.DutyEntry.create(
            team=actor.team_id,
            agent=actor.id,
            at=at,
            shift=shift or shift_of(at),
            kind=kind,
            count=count,
            text=clean(text),
        )
        journal.append(
            journal.Fact(at, actor.id, access.acting_role(actor), "duty.written", f"duty:{row.id}", {"kind": kind})
        )
    return _entry(row)


def entries(actor: Actor, *, days: int = 2, limit: int = 200, now: datetime | None = None) -> list[Entry]:
    """Return the log of the last days that the actor may see, newest first."""
    scope = access.read_scope(actor)
    table = rows.DutyEntry
    query = table.select(table, rows.Agent, rows.Team).join(rows.Agent).switch(table).join(rows.Team)
    query = query.where(table.at >= (now or store.now()) - timedelta(days=days))
    if scope.team_id is not None:
        query = query.where(table.team == scope.team_id)
    return [_entry(row) for row in query.order_by(table.at.desc(), table.id.desc()).limit(limit)]


def words(entry: Entry) -> str:
    """Return one line of the log: what, how many, the text."""
    figure = f" {entry.number}" if entry.number is not None else ""
    return f"{label('duty', entry.kind)}{figure} {one_line(entry.text)}".strip()


def _entry(row: rows.DutyEntry) -> Entry:
    return Entry(row.id, row.at, row.shift, row.kind, row.count, row.text, row.agent.login, row.team.slug)
