"""The judgement that an application froze: what each criterion measured, kept bare, worded for whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .criteria import Case, Reading, judged, measure
from .ladder import Ladder, Need
from .sentences import sentence
from .views import Dossier, Evaluation

_SAID = ("text", "unit")  # what the ladder, frozen too, says again in the reader's language


def freeze(found: Evaluation, ladder: Ladder, dossier: Dossier, on: date) -> dict[str, Any]:
    """Return an evaluation of the day ``on`` as it is kept: the keys of ``level explain`` without the sentences."""
    held = dossier.level_on(on)
    assert held is not None and found.level is not None
    needs = {need.name: need for need in ladder.step(found.level, found.to).needs}
    criteria = []
    for each in found.criteria:
        kept = {name: value for name, value in each._asdict().items() if name not in _SAID}
        kept |= {"evidence": list(each.evidence), "earliest": each.earliest and each.earliest.isoformat()}
        criteria.append({**kept, "reading": _bare(measure(needs[each.criterion], Case(dossier, held, on)))})
    earliest = found.earliest and found.earliest.isoformat()
    return {**found._asdict(), "on": on.isoformat(), "earliest": earliest, "criteria": criteria}


def told(kept: Mapping[str, Any], ladder: Ladder) -> dict[str, Any]:
    """Return a kept evaluation with its sentences in the language in use; ``ladder`` is the one frozen beside it."""
    if not kept:
        return {}
    needs = {need.name: need for need in ladder.step(kept["level"], kept["to"]).needs}
    on = date.fromisoformat(kept["on"])
    return {**kept, "criteria": [_told(each, needs[each["criterion"]], on) for each in kept["criteria"]]}


def _told(kept: Mapping[str, Any], need: Need, on: date) -> dict[str, Any]:
    found = _reading(kept["reading"], need)
    earliest = date.fromisoformat(kept["earliest"]) if kept["earliest"] else None
    known = {name: value for name, value in kept.items() if name != "reading"}
    return {**known, "unit": found.unit, "text": sentence(found, on, earliest)}


def _bare(found: Reading) -> dict[str, Any]:
    """Return what a reading measured without its criterion, which the frozen ladder holds."""
    parts, waivers = ([_bare(each) for each in those] for those in (found.parts, found.waivers))
    return {
        "status": found.status, "measured": found.measured, "required": found.required, "parts": parts,
        "waivers": waivers,
    }  # fmt: skip


def _reading(bare: Mapping[str, Any], need: Need) -> Reading:
    return Reading(
        need, bare["status"], bare["measured"], bare["required"],
        parts=_readings(bare["parts"], need.of), waivers=_readings(bare["waivers"], need.unless),
    )  # fmt: skip


def _readings(bare: Iterable[Mapping[str, Any]], needs: Iterable[Need]) -> tuple[Reading, ...]:
    """Return the readings of those needs that are judged; where there was none, none."""
    return tuple(_reading(each, need) for each, need in zip(bare, filter(judged, needs), strict=False))
