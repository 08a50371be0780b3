"""People drawn at random, so that every criterion is now met, now unmet, now unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from cstui.floor.levels.ladder import Ladder
from cstui.floor.levels.ladder_reading import EDUCATIONS, STATUSES
from cstui.floor.levels.views import FACT_KINDS, METRICS, Away, Dossier, Fact, Held, Licence

FIRST, ON = date(2024, 1, 1), date(2026, 4, 15)
LEAVE = ("annual", "sick", "maternity", "marriage", "compensatory")
NAMES: dict[str, tuple[str, ...]] = {
    "exam": ("skill_grading", "knowledge", "ability", "post_assessment", "competition", "scene"),
    "course": ("reserve_cadre", "lead", "other"),
    "incident": ("serious", "red_line"),
}
T = TypeVar("T")


def attested_names(ladder: Ladder) -> tuple[str, ...]:
    """Return the names a ladder asks somebody to vouch for."""
    needs = [need for step in ladder.steps for top in step.needs for need in (top, *top.of, *top.unless)]
    return tuple(sorted({name for need in needs if need.kind == "attested" for name in need.names})) or ("other",)


def person(random: Random, ladder: Ladder, on: date = ON) -> Dossier:
    """Return somebody on a level from which a step leads on."""
    level = random.choice([each.start for each in ladder.steps])
    hired = on - timedelta(days=random.randrange(60, 3000))
    kinds = [*FACT_KINDS, *METRICS, "leave", "certificate"]
    return Dossier(
        login="li.na",
        name="李娜",
        ladder=ladder.name,
        held=(Held(level, max(hired, on - timedelta(days=random.randrange(1, 1100)))),),
        hired_on=_perhaps(random, hired),
        service_since=_perhaps(random, hired - timedelta(days=random.randrange(0, 700))),
        status=_perhaps(random, random.choice(STATUSES)),
        education=_perhaps(random, random.choice(EDUCATIONS)),
        facts=tuple(fact(random, ladder, on) for _ in range(random.randrange(0, 60))),
        months=_months(random),
        away=tuple(_away(random) for _ in range(random.randrange(0, 6))),
        leave_since=_perhaps(random, FIRST + timedelta(days=random.randrange(900))),
        licences=tuple(_licence(random) for _ in range(random.randrange(0, 3))),
        ranks={year: (random.randint(1, 6), 6) for year in (2024, 2025) if random.random() < 0.8},
        recorded=frozenset(kind for kind in kinds if random.random() < 0.7),
    )


def fact(random: Random, ladder: Ladder, on: date) -> Fact:
    """Return something that counts for or against a person, on a day not after ``on``."""
    kind = random.choice([*FACT_KINDS, "attested", "exam", "praise_customer", "praise_internal"])
    names = attested_names(ladder) if kind == "attested" else NAMES.get(kind, ("",))
    return Fact(
        kind,
        FIRST + timedelta(days=random.randrange((on - FIRST).days + 1)),
        random.choice(names),
        giver=random.choice(["K-1", "K-2", "K-3", "K-4", None]),
        value=random.choice([None, 40.0, 59.5, 60.0, 95.0, 600_000.0]),
        passed=random.choice([True, True, False, None]) if kind in ("exam", "course", "attested") else None,
    )


def _perhaps(random: Random, value: T) -> T | None:
    return value if random.random() < 0.85 else None


def _months(random: Random) -> Mapping[str, Mapping[date, float]]:
    months = [date(year, month, 1) for year in (2024, 2025) for month in range(1, 13)] + [ON.replace(month=1, day=1)]
    good, busy = random.choice([70, 92, 99]), random.choice([20, 60])
    draw = {
        "cases": lambda: random.randint(busy - 20, busy),
        "complaint_rate": lambda: random.randint(0, 4),
        "excellent": lambda: int(random.random() < good / 100),
    }
    return {
        metric: {
            month: float(draw.get(metric, lambda: random.randint(good - 10, min(100, good + 8)))())
            for month in months
            if random.random() < 0.95
        }
        for metric in METRICS
        if random.random() < 0.85
    }


def _away(random: Random) -> Away:
    kind = random.choice(LEAVE)
    first = FIRST + timedelta(days=random.randrange(830))
    last = first + timedelta(days=random.randrange(20))
    free = frozenset(first + timedelta(days=n) for n in range((last - first).days + 1) if random.random() < 0.2)
    return Away(kind, first, last, kind != "compensatory", free)


def _licence(random: Random) -> Licence:
    issued = FIRST + timedelta(days=random.randrange(900))
    suspended = issued + timedelta(days=100) if random.random() < 0.3 else None
    return Licence("skill_grading", issued, issued + timedelta(days=365), suspended)
