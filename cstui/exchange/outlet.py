"""One way out for everything that leaves the floor as a file: right, reason, journal, place."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from db import journal
from db.fields import canonical
from db.models import Form

from ..errors import BadInput
from ..floor import access, accounts, store
from ..floor.views import Actor
from ..i18n import _, listed
from .target import check_target, new_file

Target = str | Path | BinaryIO


class Outlet:
    """Where one export goes, once it is certain that the actor may make it.

    ``target`` is a path or an open binary stream.  Raises BadInput, Refused.
    """

    def __init__(
        self,
        actor: Actor,
        kind: str,
        target: Target,
        form: str | None,
        force: bool,
        full_reason: str | None,
        *,
        right: str = "export",
        formats: Sequence[str],
    ) -> None:
        self.actor = accounts.fresh(actor)
        self._kind, self._force, self._reason = kind, force, full_reason
        access.require(self.actor, right)
        if full_reason is not None:
            access.require(self.actor, "export.full")
            if not full_reason.strip():
                raise BadInput(_("A full export needs a reason"))
        self._stream = None if isinstance(target, str | Path) else target
        self._path = Path(target) if isinstance(target, str | Path) else None
        self.format = self._chosen(form, formats)
        if self._path is not None:
            check_target(self._path, force=force)

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """Give the stream to write to; a file appears only when the block ends well."""
        if self._stream is not None:
            yield self._stream
            return
        assert self._path is not None
        with new_file(self._path, force=self._force) as stream:
            yield stream

    def record(self, subject: str = "floor") -> None:
        """Journal who takes what out; the reason for unmasked phones is kept beside, like every free text."""
        now, role = store.now(), access.acting_role(self.actor)
        body: dict[str, object] = {"what": self._kind, "format": self.format, "full": self._reason is not None}
        salt, fields = secrets.token_hex(8), canonical({"reason": self._reason})
        if self._reason is not None:
            body["form"] = journal.form_digest(salt, fields)
        with access.acting():
            seq = journal.append(journal.Fact(now, self.actor.id, role, "exported", subject, body))
            if self._reason is not None:
                Form.create(complaint=None, event_seq=seq, kind="exported", salt=salt, fields=fields)

    def _chosen(self, form: str | None, formats: Sequence[str]) -> str:
        chosen = form or (self._path.suffix.lower().removeprefix(".") if self._path else "")
        if chosen not in formats:
            raise BadInput(
                _("{format} is not a format to export").format(format=chosen or "?"),
                _("Name one with --format: {formats}.").format(formats=listed(formats)),
            )
        return chosen
