"""What each kind of criterion measures in a dossier, and whether it is met, unmet or unknown.

Missing data is never a pass: nothing found is nothing only where a record is kept at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import fsum
from typing import NamedTuple

from . import kleene
from .ladder import ALL, ANY, Need
from .ladder_reading import EDUCATIONS, LEAVE_DAYS, STATUSES
from .views import MET, UNKNOWN, UNMET, Dossier, Fact, Held
from .windows import Window, add_months, months_since

PASSED, FAILED = "passed", "failed"
_YEAR = 12  # months


class Reading(NamedTuple):
    """What one criterion measures; ``parts`` are those of a combined one, ``waivers`` those that would waive it."""

    need: Need
    status: str
    measured: float | str | None = None
    required: float | str | None = None
    evidence: tuple[str, ...] = ()
    parts: tuple[Reading, ...] = ()
    waivers: tuple[Reading, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of the figures: of a combined criterion that of the part which decides."""
        return self.chief.need.unit

    @property
    def chief(self) -> Reading:
        """The reading that decides: of a combined criterion its first part of the same status."""
        return next((each.chief for each in self.parts if each.status == self.status), self)

    @property
    def gap(self) -> float | str | None:
        """How far the measured is from the required, None where it is met or no figure."""
        if self.status == MET or isinstance(self.measured, str) or not isinstance(self.required, int | float):
            return None
        return None if self.measured is None else round(abs(self.required - self.measured), 4)


class Case(NamedTuple):
    """A dossier looked at from a day, by somebody who holds a level since a day."""

    dossier: Dossier
    held: Held
    on: date

    def window(self, need: Need) -> Window:
        """Return the time of which a criterion speaks."""
        return Window(need.window, need.window_months, self.on, self.held.since)

    def facts(self, need: Need, kind: str) -> list[Fact]:
        """Return the facts of a kind that lie in a criterion's window and bear one of its names."""
        window = self.window(need)
        return [
            fact
            for fact in self.dossier.facts
            if fact.kind == kind and (not need.names or fact.name in need.names) and window.has_day(fact.day)
        ]

    def months(self, need: Need) -> dict[date, float]:
        """Return the figures of a criterion's metric by month, those in its window."""
        window = self.window(need)
        known = self.dossier.months.get(need.what, {})
        return {month: known[month] for month in sorted(known) if window.has_month(month)}


def judged(need: Need) -> bool:
    """Whether a criterion is judged at all: those that are switched off are only shown."""
    return need.enabled and (need.kind not in (ALL, ANY) or any(judged(each) for each in need.of))


def measure(need: Need, case: Case) -> Reading:
    """Judge one criterion for a case, its waivers included."""
    found = _combined(need, case) if need.kind in (ALL, ANY) else _MEASURES[need.kind](need, case)
    if found.status == MET or not need.unless:
        return found
    waivers = tuple(measure(each, case) for each in need.unless if judged(each))
    return found._replace(status=kleene.some([found.status, *(each.status for each in waivers)]), waivers=waivers)


def _combined(need: Need, case: Case) -> Reading:
    parts = tuple(measure(each, case) for each in need.of if judged(each))
    fold = kleene.every if need.kind == ALL else kleene.some
    status = fold(each.status for each in parts)
    evidence = tuple(dict.fromkeys(ref for each in parts for ref in each.evidence))
    chief = Reading(need, status, parts=parts).chief
    return Reading(need, status, chief.measured, chief.required, evidence, parts)


def _tenure(need: Need, since: date | None, on: date) -> Reading:
    required = need.at_least or 0
    if since is None:
        return Reading(need, UNKNOWN, None, required)
    passed = months_since(since, on)
    return Reading(need, MET if passed >= required else UNMET, passed, required, (since.isoformat(),))


def _tenure_level(need: Need, case: Case) -> Reading:
    return _tenure(need, case.held.since, case.on)


def _tenure_service(need: Need, case: Case) -> Reading:
    return _tenure(need, case.dossier.service_since, case.on)


def _tenure_company(need: Need, case: Case) -> Reading:
    return _tenure(need, case.dossier.hired_on, case.on)


def _age(need: Need, case: Case) -> Reading:
    born = case.dossier.born_on
    if born is None:
        return Reading(need, UNKNOWN, None, need.threshold)
    return _against(need, months_since(born, case.on) // _YEAR, True)


def _ordered(need: Need, order: tuple[str, ...], found: str | None) -> Reading:
    if found not in order:
        return Reading(need, UNKNOWN, None, need.what)
    status = MET if order.index(found) >= order.index(need.what) else UNMET
    return Reading(need, status, found, need.what, ("profile",))


def _status(need: Need, case: Case) -> Reading:
    return _ordered(need, STATUSES, case.dossier.status)


def _education(need: Need, case: Case) -> Reading:
    return _ordered(need, EDUCATIONS, case.dossier.education)


def _against(need: Need, value: float, complete: bool, evidence: tuple[str, ...] = ()) -> Reading:
    # What grows only can be met by an incomplete record, a limit can only be broken by one.
    if need.at_least is not None:
        status = MET if value >= need.at_least else UNMET if complete else UNKNOWN
    else:
        within = value <= need.at_most if need.at_most is not None else value < (need.below or 0)
        status = UNMET if not within else MET if complete else UNKNOWN
    return Reading(need, status, value, need.threshold, evidence)


def _refs(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(fact.ref or fact.day.isoformat() for fact in facts)


def _month_refs(need: Need, months: Iterable[date]) -> tuple[str, ...]:
    return tuple(f"{need.what}:{month:%Y-%m}" for month in months)


def _count(need: Need, case: Case) -> Reading:
    facts = [fact for fact in case.facts(need, need.what) if fact.passed is not False]
    if need.what == "exam":
        facts = [fact for fact in facts if fact.passed]
    if need.distinct:
        # Of whom nothing is known may be one of the others: together they are one more giver only when alone.
        number = len({fact.giver for fact in facts if fact.giver is not None}) or min(1, len(facts))
    else:
        number = len(facts)
    return _against(need, number, need.what in case.dossier.recorded, _refs(facts))


def _sum(need: Need, case: Case) -> Reading:
    if need.what == LEAVE_DAYS:
        return _leave(need, case)
    months = case.months(need)
    total = round(fsum(months.values()), 4)
    return _against(need, total, _complete(need, case, months), _month_refs(need, months))


def _complete(need: Need, case: Case, months: dict[date, float]) -> bool:
    # Months before the entry into the company hold nothing; any other without a figure may hold something.
    hired = case.dossier.hired_on
    asked = (each for each in case.window(need).whole_months() if hired is None or add_months(each, 1) > hired)
    return need.what in case.dossier.recorded and all(each in months for each in asked)


def _leave(need: Need, case: Case) -> Reading:
    window = case.window(need)
    days = {
        day
        for away in case.dossier.away
        if away.counts and away.kind not in need.excluding
        for day in (away.first + timedelta(days=n) for n in range((away.last - away.first).days + 1))
        if day not in away.free and window.has_day(day)
    }
    return _against(need, len(days), _leave_known(case, window), tuple(f"leave:{day}" for day in sorted(days)))


def _leave_known(case: Case, window: Window) -> bool:
    """Whether leave was on record all the time of which a criterion speaks, as far as the person was there."""
    since, hired = case.dossier.leave_since, case.dossier.hired_on
    if "leave" not in case.dossier.recorded or since is None:
        return "leave" in case.dossier.recorded
    begin = window.begin()
    return since <= max(begin, hired) if hired else since <= begin


def _streak(need: Need, case: Case) -> Reading:
    good = [month for month, value in case.months(need).items() if value >= 1]
    best: list[date] = []
    run: list[date] = []
    for month in good:
        run = [*run, month] if run and add_months(run[-1], 1) == month else [month]
        best = max(best, run, key=len)
    return _against(need, len(best), need.what in case.dossier.recorded, _month_refs(need, best))


def _mean(need: Need, case: Case) -> Reading:
    months = case.months(need)
    refs = _month_refs(need, months)
    if not months:
        return Reading(need, UNKNOWN, None, need.threshold)
    found = _against(need, round(fsum(months.values()) / len(months), 4), True, refs)
    # A mean of too few months says nothing, neither good nor bad.
    return found if len(months) >= need.least else found._replace(status=UNKNOWN)


def _rank(need: Need, case: Case) -> Reading:
    rank, of = case.dossier.ranks.get(case.on.year - 1, (0, 0))
    if of < 1 or rank < 1:
        return Reading(need, UNKNOWN, None, need.threshold)
    return _against(need, round(100 * (rank - 1) / of, 4), True, (f"rank:{case.on.year - 1}:{rank}/{of}",))


def _exam(need: Need, case: Case) -> Reading:
    facts = case.facts(need, "exam")
    good = [fact for fact in facts if fact.passed and _reaches(need, fact)]
    open_ = [fact for fact in facts if fact.passed is None or (fact.passed and fact.value is None)]
    values = [fact.value for fact in facts if fact.value is not None]
    required = PASSED if need.at_least is None else need.at_least
    measured: float | str | None = max(values, default=None)
    if need.at_least is None:
        measured = PASSED if good else FAILED if any(fact.passed is False for fact in facts) else None
    complete = "exam" in case.dossier.recorded and not open_
    return Reading(need, _found(good, complete), measured, required, _refs(good or facts))


def _reaches(need: Need, fact: Fact) -> bool:
    return need.at_least is None or (fact.value is not None and fact.value >= need.at_least)


def _found(good: list[Fact], complete: bool) -> str:
    return MET if good else UNMET if complete else UNKNOWN


def _attested(need: Need, case: Case) -> Reading:
    facts = [fact for fact in case.facts(need, "attested") if fact.passed is not False]
    good = [fact for fact in facts if _reaches(need, fact)]
    measured = max((fact.value for fact in facts if fact.value is not None), default=None)
    valueless = need.at_least is not None and any(fact.value is None for fact in facts)
    status = _found(good, "attested" in case.dossier.recorded and not valueless)
    if need.at_least is None:
        return Reading(need, status, len(facts), 1, _refs(facts))
    return Reading(need, status, measured, need.at_least, _refs(facts))


def _certificate(need: Need, case: Case) -> Reading:
    valid = [
        each
        for each in case.dossier.licences
        if each.name in need.names
        and each.issued <= case.on <= each.until
        and (each.suspended is None or case.on < each.suspended)
    ]
    if valid:
        until = max(each.until for each in valid).isoformat()
        return Reading(need, MET, until, need.names[0], tuple(f"{each.name}:{each.until}" for each in valid))
    return Reading(need, UNMET if "certificate" in case.dossier.recorded else UNKNOWN, None, need.names[0])


def _no_incident(need: Need, case: Case) -> Reading:
    facts = case.facts(need, "incident")
    complete = "incident" in case.dossier.recorded
    return Reading(need, UNMET if facts else MET if complete else UNKNOWN, len(facts), 0, _refs(facts))


_MEASURES: dict[str, Callable[[Need, Case], Reading]] = {
    "tenure_level": _tenure_level,
    "tenure_service": _tenure_service,
    "tenure_company": _tenure_company,
    "age": _age,
    "status": _status,
    "education": _education,
    "count": _count,
    "sum": _sum,
    "streak": _streak,
    "ratio": _mean,
    "score": _mean,
    "rank_pct": _rank,
    "exam": _exam,
    "certificate": _certificate,
    "attested": _attested,
    "no_incident": _no_incident,
}
