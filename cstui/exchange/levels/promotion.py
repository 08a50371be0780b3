"""The papers of a promotion case taken out of the floor, as Markdown or as a workbook ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from ...floor.casefile import Casefile
from ...floor.levels import case_papers
from ...floor.views import Actor
from .. import casefile_md, casefile_xlsx
from ..outlet import Outlet, Target

_WRITERS: Mapping[str, Callable[[Casefile, BinaryIO], None]] = {"md": casefile_md.write, "xlsx": casefile_xlsx.write}


def export_promotion(
    actor: Actor,
    number: int,
    target: Target,
    *,
    paper: str = "all",
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    force: bool = False,
) -> None:
    """Write one paper of a case, or all that there are; as Markdown unless told or named so.

    That they were taken out is itself an event.  Raises BadInput, NotFound, Refused.
    """
    suffix = Path(target).suffix.lower().removeprefix(".") if isinstance(target, str | Path) else ""
    chosen = format or (suffix if suffix in _WRITERS else "md")
    outlet = Outlet(actor, "promotion-file", target, chosen, force, None, formats=tuple(_WRITERS))
    file = case_papers.papers(outlet.actor, number, paper=paper)
    outlet.record(f"promotion:{number}")
    with outlet.stream() as stream:
        _WRITERS[outlet.format](file, stream)
