"""The figures of a person's months that the floor itself knows: cases, complaints, satisfaction, limits met, scores.

A month without a basis has no figure, which is unknown and never a pass: satisfaction needs a rated case, the
on-time rate a decided limit, the complaint rate a closed case.  The number of cases is known, and may be 0, from the
month in which the floor closed its first.  The month under way counts as far as it has come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from db.queries import levels as queries

from .. import store
from ..rosters import rates
from .policy import load_policy
from .views import METRICS

Figures = dict[str, dict[date, float]]
_STARS = 5
_BACK = 60  # months looked back; the longest window of a ladder is three years
_JUDGED = 24  # months of attendance looked back
COMPUTED = ("cases", "complaint_rate", "satisfaction", "on_time")


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def months_to(on: date, back: int = _BACK) -> list[date]:
    """Return the first days of the last ``back`` months, that of ``on`` the last."""
    last = on.year * 12 + on.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - back + 1, last + 1)]


def figures(
    agents: Sequence[int], *, on: date, wanted: Collection[str] = METRICS, back: int = _BACK
) -> dict[int, Figures]:
    """Return every person's figures by metric and first day of the month, up to the end of a day.

    Read are the metrics that are ``wanted``, of the last ``back`` months; each has a key, read or not.
    Satisfaction is the mean of the stars as per cent of five, the complaint rate is complaints received about the
    person per hundred cases closed, the on-time rate the per cent of decided limits that were met.
    """
    found: dict[int, Figures] = {each: {metric: {} for metric in METRICS} for each in agents}
    begin = _begin(on)
    months = [month for month in months_to(on, back) if month >= begin]
    spans = [(month.isoformat(), *_seconds(month, on)) for month in months]
    if {"cases", "complaint_rate"}.intersection(wanted):
        _add_cases(found, agents, months, spans)
    for row in queries.rated(agents, spans) if "satisfaction" in wanted else ():
        found[row.agent_id]["satisfaction"][date.fromisoformat(row.month)] = 100 * row.part / (_STARS * row.number)
    if "on_time" in wanted:
        _add_limits(found, agents, spans)
    if {"score", "excellent"}.intersection(wanted):
        _add_scores(found, agents, on)
    return found


def attendance(agents: Mapping[str, int], *, on: date) -> dict[int, dict[date, float]]:
    """Return the attendance rates (per cent) of the last two years by person and month; ``agents`` are ids by login.

    Days are judged one by one, which takes a while for many people: it is asked for where a ladder needs it.
    """
    months = months_to(on, _JUDGED)
    now = min(store.now(), datetime.fromtimestamp(_midnight(on + timedelta(days=1)), UTC))
    found: dict[int, dict[date, float]] = {agent_id: {} for agent_id in agents.values()}
    for (login, month), rate in rates.by_month(list(agents.values()), months[0], on, now=now).items():
        found[agents[login]][month] = rate
    return found


def _add_cases(found: dict[int, Figures], agents: Sequence[int], months: Sequence[date], spans: queries.Months) -> None:
    about = {(row.agent_id, row.month): row.number for row in queries.complained_about(agents, spans)}
    cases = {(row.agent_id, row.month): row.number for row in queries.closed(agents, spans)}
    for agent_id in agents:
        for month in months:
            key = (agent_id, month.isoformat())
            count = cases.get(key, 0)
            found[agent_id]["cases"][month] = count
            if count:
                found[agent_id]["complaint_rate"][month] = 100 * about.get(key, 0) / count


def _add_limits(found: dict[int, Figures], agents: Sequence[int], spans: queries.Months) -> None:
    decided: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    late = queries.unnoticed(agents, spans, int(store.now().timestamp()))
    for row in (*queries.decided(agents, spans), *late):
        number, met = decided[row.agent_id, row.month]
        decided[row.agent_id, row.month] = [number + row.number, met + row.part]
    for (agent_id, month), (number, met) in decided.items():
        found[agent_id]["on_time"][date.fromisoformat(month)] = 100 * met / number


def _add_scores(found: dict[int, Figures], agents: Sequence[int], on: date) -> None:
    enough = load_policy().excellent_score
    for agent_id, written, total in queries.scores(agents):
        month = date.fromisoformat(f"{written}-01")
        if month <= on:
            found[agent_id]["score"][month] = total
            found[agent_id]["excellent"][month] = float(total >= enough)


def _begin(on: date) -> date:
    """Return the month in which the floor closed its first case, the day after ``on`` while it closed none."""
    first = queries.first_closed()
    if first is None:
        return on + timedelta(days=1)
    return month_of(datetime.fromtimestamp(first, UTC).astimezone(store.zone()).date())


def _seconds(month: date, on: date) -> tuple[int, int]:
    """Return begin and end of a month in UTC seconds, cut at the end of ``on``."""
    after = (month + timedelta(days=31)).replace(day=1)
    end = min(after, on + timedelta(days=1))
    return _midnight(month), _midnight(end)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), store.zone()).timestamp())
