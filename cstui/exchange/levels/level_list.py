"""Who stands where on the ladders, since when, and what comes next: one row a person."""

from __future__ import annotations

from typing import Any

from ...floor.levels.places import Place, places
from ...floor.views import Actor
from ..outlet import Outlet, Target
from ..record_files import FORMATS, write_records
from ..report import Progress


def export_levels(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    team: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write where the people that the actor may see stand; return how many.  Raises BadInput, Refused."""
    outlet = Outlet(actor, "levels", target, format, force, None, formats=FORMATS)
    found = places(outlet.actor, team)
    outlet.record()
    with outlet.stream() as stream:
        write_records(outlet.format, Place._fields, [_plain(each) for each in found], stream)
    if progress is not None:
        progress(len(found), len(found))
    return len(found)


def _plain(place: Place) -> dict[str, Any]:
    days = {name: day.isoformat() for name in ("since", "earliest") if (day := getattr(place, name)) is not None}
    return place._asdict() | days | {"missing": " ".join(place.missing)}
