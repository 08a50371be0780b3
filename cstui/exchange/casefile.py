"""The case file taken out of the floor, as Markdown or as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from ..floor import casefile, complaints
from ..floor.casefile import Casefile
from ..floor.marks import ref_of
from ..floor.views import Actor
from . import casefile_md, casefile_xlsx
from .outlet import Outlet, Target

_WRITERS: Mapping[str, Callable[[Casefile, BinaryIO], None]] = {"md": casefile_md.write, "xlsx": casefile_xlsx.write}
_USUAL = "md"


def export_casefile(
    actor: Actor,
    ref: str,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    force: bool = False,
    full_reason: str | None = None,
) -> None:
    """Write one complaint's case file, with phones unmasked for a reason; as Markdown unless told or named so.

    That it was taken out is itself an event of the complaint.  Raises BadInput, NotFound, Refused.
    """
    chosen = format or (_suffix(target) if _suffix(target) in _WRITERS else _USUAL)
    outlet = Outlet(actor, "casefile", target, chosen, force, full_reason, formats=tuple(_WRITERS))
    row = complaints.row_for(outlet.actor, ref)
    outlet.record(ref_of(row.id))
    file = casefile.casefile(outlet.actor, ref, full=full_reason is not None)
    with outlet.stream() as stream:
        _WRITERS[outlet.format](file, stream)


def _suffix(target: Target) -> str:
    return Path(target).suffix.lower().removeprefix(".") if isinstance(target, str | Path) else ""
