"""When something may turn by time alone: tenure grows, windows move on, certificates begin and end.

Between two such days nothing changes, so the first day on which a criterion is met is one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from .criteria import Case, measure
from .ladder import Need
from .ladder_reading import LEAVE_DAYS
from .views import MET, Dossier
from .windows import add_months, day_turns, month_turns

_FACTS = {"exam": "exam", "attested": "attested", "no_incident": "incident"}
_DAY = timedelta(days=1)
_YEARS = 12  # months


def first_day(needs: Sequence[Need], dossier: Dossier, level: str, on: date) -> date | None:
    """Return the first day from ``on`` on which all of ``needs`` are met with what is known now, None when never.

    Days on which the person stands on another level than ``level`` do not count.
    """
    days = {on} | {each.since for each in dossier.held}
    for need in needs:
        days |= turns(need, dossier)
    for day in sorted(each for each in days if each >= on):
        held = dossier.level_on(day)
        if held is not None and held.level == level and _all_met(needs, Case(dossier, held, day)):
            return day
    return None


def _all_met(needs: Sequence[Need], case: Case) -> bool:
    return all(measure(need, case).status == MET for need in needs)


def turns(need: Need, dossier: Dossier) -> set[date]:
    """Return the days on which a criterion may come to read otherwise, its parts and waivers included."""
    found = _TURNS[need.kind](need, dossier) if need.kind in _TURNS else set()
    if need.window == "since_level":
        found |= {each.since for each in dossier.held}
    for part in (*need.of, *need.unless):
        found |= turns(part, dossier)
    return found


def _tenure(starts: Iterable[date | None], months: float | None) -> set[date]:
    return {add_months(each, int(months or 0)) for each in starts if each is not None}


def _level(need: Need, dossier: Dossier) -> set[date]:
    return _tenure((each.since for each in dossier.held), need.at_least)


def _age(need: Need, dossier: Dossier) -> set[date]:
    years = need.threshold or 0
    return _tenure([dossier.born_on], years * _YEARS) | _tenure([dossier.born_on], (years + 1) * _YEARS)


def _facts(need: Need, dossier: Dossier) -> set[date]:
    kind = _FACTS.get(need.kind, need.what)
    return {day for fact in dossier.facts if fact.kind == kind for day in day_turns(need, fact.day)}


def _months(need: Need, dossier: Dossier) -> set[date]:
    return {day for month in dossier.months.get(need.what, {}) for day in month_turns(need, month)}


def _sum(need: Need, dossier: Dossier) -> set[date]:
    if need.what != LEAVE_DAYS:
        return _months(need, dossier)
    since = [dossier.leave_since, dossier.leave_since - _DAY] if dossier.leave_since else []
    days = (away.first + n * _DAY for away in dossier.away for n in range((away.last - away.first).days + 1))
    return {turn for day in (*since, *days) for turn in day_turns(need, day)}


def _ranks(_need: Need, dossier: Dossier) -> set[date]:
    return {date(year + 1, 1, 1) for year in dossier.ranks}


def _licences(_need: Need, dossier: Dossier) -> set[date]:
    return {each.issued for each in dossier.licences}


_TURNS: dict[str, Callable[[Need, Dossier], set[date]]] = {
    "tenure_level": _level,
    "tenure_service": lambda need, dossier: _tenure([dossier.service_since], need.at_least),
    "tenure_company": lambda need, dossier: _tenure([dossier.hired_on], need.at_least),
    "age": _age,
    "count": _facts,
    "sum": _sum,
    "streak": _months,
    "ratio": _months,
    "score": _months,
    "rank_pct": _ranks,
    "exam": _facts,
    "certificate": _licences,
    "attested": _facts,
    "no_incident": _facts,
}
