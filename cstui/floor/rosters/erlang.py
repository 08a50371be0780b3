"""How many people answer so many calls: Erlang B and C.  Pure.

Calls come at random (Poisson), take an exponential time and wait in one queue until somebody is free; nobody hangs up.
``load`` is in erlangs: arrivals a second × seconds each.  Source: A. K. Erlang 1917; the recursion of B keeps every
intermediate value between 0 and 1, so that loads of tens of thousands neither overflow nor lose digits.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, exp, inf, isfinite
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import _

MOST_PEOPLE = 100_000  # beyond lies a slip of the finger, and a wait of minutes for the answer


class Need(NamedTuple):
    """What a load needs; the field names are the JSON keys of ``roster need``.

    ``agents`` answer at once, ``scheduled`` are to be in the roster for that; ``pw`` is the probability to wait,
    ``service_level`` and ``occupancy`` are shares of 1.
    """

    agents: int
    scheduled: int
    pw: float
    service_level: float
    asa_seconds: float
    occupancy: float


class Goal(NamedTuple):
    """What is to be reached: so many percent answered within so many seconds, nobody busier than a share of the time.

    ``shrinkage`` is the percentage of paid time in which nobody answers.
    """

    percent: float = 80
    seconds: float = 20
    max_occupancy: float = 85
    shrinkage: float = 30


def erlang_b(agents: int, load: float) -> float:
    """Return the share of calls that find all lines taken where nobody may wait."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = _next_b(blocked, number, load)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """Return the probability that a call has to wait; 1 where the load is more than the agents can carry."""
    return _c(erlang_b(agents, load), agents, load)


def service_level(agents: int, load: float, aht_seconds: float, seconds: float) -> float:
    """Return the share of calls answered within ``seconds``; 0 where the queue grows without end."""
    return _level(erlang_c(agents, load), agents, load, aht_seconds, seconds)


def asa(agents: int, load: float, aht_seconds: float) -> float:
    """Return the average speed of answer in seconds, infinite where the queue grows without end."""
    return _asa(erlang_c(agents, load), agents, load, aht_seconds)


def occupancy(agents: int, load: float) -> float:
    """Return the share of the time for which the agents are busy, at most 1."""
    return min(1.0, load / agents) if agents else 0.0


def scheduled(agents: int, shrinkage: float) -> int:
    """Return how many people to schedule so that, after shrinkage in percent, so many agents answer."""
    return ceil(agents * 100 / (100 - Fraction(str(shrinkage))))


def answering(people: int, shrinkage: float) -> int:
    """Return how many of the people there answer at a time, after shrinkage in percent."""
    return int(people * (100 - Fraction(str(shrinkage))) / 100)


def need(calls: float, minutes: float, aht_seconds: float, goal: Goal | None = None) -> Need:
    """Return the fewest agents that reach a goal for ``calls`` in ``minutes`` of ``aht_seconds`` each.

    Raises BadInput for figures that cannot be.
    """
    goal = goal or Goal()
    load = _load(calls, minutes, aht_seconds, goal)
    if load == 0:
        return Need(0, 0, 0.0, 1.0, 0.0, 0.0)
    blocked, agents = 1.0, 0
    while True:
        agents += 1
        blocked = _next_b(blocked, agents, load)
        if load * 100 > goal.max_occupancy * agents or agents <= load:
            continue
        waits = _c(blocked, agents, load)
        level = _level(waits, agents, load, aht_seconds, goal.seconds)
        if level * 100 >= goal.percent:
            break
    speed = _asa(waits, agents, load, aht_seconds)
    return Need(agents, scheduled(agents, goal.shrinkage), waits, level, speed, occupancy(agents, load))


def _load(calls: float, minutes: float, aht_seconds: float, goal: Goal) -> float:
    """Return the load in erlangs; raises BadInput for figures that cannot be."""
    if not all(map(isfinite, (calls, minutes, aht_seconds, *goal))) or min(calls, goal.seconds) < 0:
        raise BadInput(_("Calls and seconds are numbers from 0 up"))
    if minutes <= 0 or aht_seconds <= 0:
        raise BadInput(_("Minutes and handling time must be more than 0"))
    if not (0 < goal.percent <= 100 and 0 < goal.max_occupancy <= 100 and 0 <= goal.shrinkage < 100):
        raise BadInput(_("Target and occupancy are percentages above 0, shrinkage is below 100"))
    load = calls * aht_seconds / (minutes * 60)
    if load * 100 / goal.max_occupancy > MOST_PEOPLE:
        title = _("That is too much for one queue: {load} people talking at once").format(load=f"{load:.0f}")
        raise BadInput(title, _("At most {most} people can be reckoned with.").format(most=MOST_PEOPLE))
    return load


def _next_b(blocked: float, number: int, load: float) -> float:
    return load * blocked / (number + load * blocked)


def _c(blocked: float, agents: int, load: float) -> float:
    if load >= agents:
        return 1.0 if load > 0 else 0.0
    return blocked / (1 - load / agents * (1 - blocked))


def _level(waits: float, agents: int, load: float, aht_seconds: float, seconds: float) -> float:
    if load == 0:
        return 1.0
    return max(0.0, 1 - waits * exp(-(agents - load) * seconds / aht_seconds)) if agents > load else 0.0


def _asa(waits: float, agents: int, load: float, aht_seconds: float) -> float:
    if load == 0:
        return 0.0
    return waits * aht_seconds / (agents - load) if agents > load else inf
