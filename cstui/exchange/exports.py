"""Taking tables out of the floor: complaints, customers, agents, the journal."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from db import journal
from db.fields import canonical, epoch
from db.models import Form
from db.queries import exports as queries
from db.queries.complaints import Scope
from db.queries.conditions import Condition

from ..errors import BadInput
from ..floor import access, accounts, filters, store
from ..floor.views import SEVERITIES, Actor
from ..i18n import _
from .offsets import offsets_of
from .report import Progress
from .target import check_target, new_file
from .writers import WRITERS

Target = str | Path | BinaryIO


def export_complaints(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    query: str = "",
    state: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    force: bool = False,
    full_reason: str | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the complaints that the actor may see, of all states unless told; return how many.

    ``since`` and ``until`` bound the receipt (until is not within).  Raises BadInput, Refused.
    """
    outlet = _Outlet(actor, "complaints", target, format, force, full_reason)
    now = store.now()
    conditions = list(filters.parse(f"state:{state or 'all'} {query}", outlet.actor, now=now))
    if since is not None:
        conditions.append(Condition("received_at", ">=", epoch(since)))
    if until is not None:
        conditions.append(Condition("received_at", "<", epoch(until)))
    scope = Scope(None if access.scope_of(outlet.actor, "export") == "all" else outlet.actor.team_id)
    offsets, full = _offsets(now), full_reason is not None
    source = queries.complaints(scope, conditions, epoch(now), severities=SEVERITIES, offsets=offsets, full=full)
    return outlet.write(source, progress)


def export_customers(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    full_reason: str | None = None,
    progress: Progress | None = None,
) -> int:
    """Write all customers; return how many.  Raises BadInput, Refused."""
    outlet = _Outlet(actor, "customers", target, format, force, full_reason)
    return outlet.write(queries.customers(full=full_reason is not None), progress)


def export_agents(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write the staff; return how many.  Raises BadInput, Refused."""
    return _Outlet(actor, "agents", target, format, force, None).write(queries.agents(), progress)


def export_journal(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    since: datetime | None = None,
    until: datetime | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write the journal's events between two instants; return how many.  Raises BadInput, Refused."""
    outlet = _Outlet(actor, "journal", target, format, force, None)
    first = epoch(since) if since else None
    last = epoch(until) if until else None
    return outlet.write(queries.events(first, last, _offsets(store.now())), progress)


class _Outlet:
    """Where one export goes, once it is certain that the actor may make it."""

    def __init__(
        self, actor: Actor, kind: str, target: Target, form: str | None, force: bool, full_reason: str | None
    ) -> None:
        self.actor = accounts.fresh(actor)
        self._kind, self._force, self._reason = kind, force, full_reason
        access.require(self.actor, "journal.read" if kind == "journal" else "export")
        if full_reason is not None:
            access.require(self.actor, "export.full")
            if not full_reason.strip():
                raise BadInput(_("A full export needs a reason"))
        self._stream = None if isinstance(target, str | Path) else target
        self._path = Path(target) if isinstance(target, str | Path) else None
        self._format = self._chosen(form)
        if self._path is not None:
            check_target(self._path, force=force)

    def write(self, source: queries.Source, progress: Progress | None) -> int:
        """Journal the export, then write it; return the number of rows."""
        self._record()
        total = queries.count(source) if progress is not None else 0

        def tell(done: int) -> None:
            if progress is not None:
                progress(done, total)

        if self._stream is not None:
            return WRITERS[self._format](source, self._stream, tell)
        assert self._path is not None
        with new_file(self._path, force=self._force) as stream:
            return WRITERS[self._format](source, stream, tell)

    def _chosen(self, form: str | None) -> str:
        chosen = form or (self._path.suffix.lower().removeprefix(".") if self._path else "")
        if chosen not in WRITERS:
            raise BadInput(
                _("{format} is not a format to export").format(format=chosen or "?"),
                _("Name one with --format: {formats}.").format(formats=", ".join(WRITERS)),
            )
        return chosen

    def _record(self) -> None:
        """Journal who takes what out; the reason for unmasked phones is kept beside, like every free text."""
        now, role = store.now(), access.acting_role(self.actor)
        body: dict[str, object] = {"what": self._kind, "format": self._format, "full": self._reason is not None}
        salt, fields = secrets.token_hex(8), canonical({"reason": self._reason})
        if self._reason is not None:
            body["form"] = journal.form_digest(salt, fields)
        with access.acting():
            seq = journal.append(journal.Fact(now, self.actor.id, role, "exported", "floor", body))
            if self._reason is not None:
                Form.create(complaint=None, event_seq=seq, kind="exported", salt=salt, fields=fields)


def _offsets(now: datetime) -> list[tuple[int, int]]:
    return offsets_of(store.zone(), now + timedelta(days=1))
