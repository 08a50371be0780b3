"""Undo: an action is taken back by a compensating event, within ten minutes and only while nobody went on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch

from ..errors import NotFound
from ..i18n import _
from . import access, accounts, store
from .complaints import view
from .marks import ref_of
from .recording import UNDO_WINDOW, latch_breaches, wind
from .rosters import absence
from .views import Actor, Complaint


class Undone(NamedTuple):
    """What was taken back: cases, those that stay with the reason, and who is not marked absent any more."""

    done: tuple[Complaint, ...]
    refused: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]


def undo(actor: Actor, *, now: datetime | None = None) -> Undone:
    """Take back the actor's last action, single or bulk; cases that somebody changed meanwhile stay as they are.

    Raises NotFound when there is nothing left to undo.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        batch = _last_batch(actor, at)
        done, refused = [], []
        for kept in rows.Undo.select().where(rows.Undo.batch == batch).order_by(rows.Undo.event.desc()):
            row = rows.Complaint.get_by_id(kept.complaint_id)
            if row.version == kept.version:
                _take_back(actor, row, kept, at)
                done.append(view(row.id, at))
            else:
                refused.append((ref_of(row.id), _("someone changed it meanwhile")))
            kept.delete_instance()
        return Undone(tuple(done), tuple(refused), absence.strike(actor, batch, at))


def _last_batch(actor: Actor, at: datetime) -> str:
    since = at - UNDO_WINDOW
    query = rows.Undo.select(rows.Undo.batch, rows.Undo.event)
    last = query.where((rows.Undo.agent == actor.id) & (rows.Undo.at >= since)).order_by(rows.Undo.event.desc()).first()
    marked = absence.last_marked(actor, since, at)
    if marked is not None and (last is None or marked.seq > last.seq):
        return marked.batch
    if last is None:
        raise NotFound(_("There is nothing to undo"), _("Only your own actions of the last ten minutes can be undone."))
    return str(last.batch)


def _take_back(actor: Actor, row: rows.Complaint, kept: rows.Undo, at: datetime) -> None:
    latch_breaches(row, at)
    rows.CorrectiveAction.delete().where(rows.CorrectiveAction.event_seq == kept.seq).execute()
    columns: dict[str, Any] = dict(kept.columns)
    body = {"undoes": kept.seq, "from": row.state, "to": columns.get("state", row.state), "version": row.version + 1}
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), "undo", ref_of(row.id), body))
    columns |= wind(row.id, columns.get("policy", row.policy), at)
    columns |= {"version": row.version + 1, "updated_at": epoch(at)}
    rows.Complaint.update(columns).where(rows.Complaint.id == row.id).execute()
