"""Where a person stands towards a level: each criterion judged, and the first day on which all are met.

Pure: what is known comes in with the dossier, nothing is read from the store or the clock.
"""

from __future__ import annotations

from datetime import date

from ...errors import Refused
from ...i18n import _
from . import kleene
from .criteria import Case, judged, measure
from .earliest import first_day
from .ladder import Ladder, Need, Step
from .sentences import sentence
from .views import MET, UNKNOWN, UNMET, Dossier, Evaluation, Verdict

ELIGIBLE = {MET: "yes", UNMET: "no", UNKNOWN: "unknown"}


def evaluate(ladder: Ladder, dossier: Dossier, to: str | None, on: date) -> Evaluation:
    """Judge a dossier against the step from its level on the day ``on`` to the level ``to`` (None: the next one).

    Raises Refused when the person stands on no level or no step leads there, BadInput for an unknown level.
    """
    held = dossier.level_on(on)
    if held is None:
        title = _("{name} stands on no level of {ladder}").format(name=dossier.login, ladder=ladder.name)
        told = _("A manager sets the first level: cstui level set {login} LEVEL.")
        raise Refused(title, told.format(login=dossier.login))
    step = ladder.step(held.level, to) if to else _next(ladder, held.level)
    needs = [need for need in step.needs if judged(need)]
    case = Case(dossier, held, on)
    verdicts = tuple(_verdict(need, case) for need in needs)
    eligible = ELIGIBLE[kleene.every(each.status for each in verdicts)]
    earliest = on if eligible == "yes" else first_day(needs, dossier, held.level, on)
    return Evaluation(dossier.login, held.level, step.to, eligible, earliest, verdicts, ladder.name)


def _next(ladder: Ladder, level: str) -> Step:
    ways = ladder.next_steps(level)
    if not ways:
        title = _("{level} is the highest level of {ladder}").format(level=level, ladder=ladder.name)
        raise Refused(title, _("No step starts there."))
    return ways[0]


def _verdict(need: Need, case: Case) -> Verdict:
    found = measure(need, case)
    earliest = case.on if found.status == MET else first_day([need], case.dossier, case.held.level, case.on)
    return Verdict(
        criterion=need.name,
        status=found.status,
        measured=found.measured,
        required=found.required,
        gap=found.chief.gap,
        unit=found.unit,
        evidence=found.evidence,
        earliest=earliest,
        text=sentence(found, case.on, earliest),
        source=need.source,
    )
