"""How levels are kept, as data: the ladder, what a severity or a queue demands, the rules of certificates.

One file (levels/house.toml, see docs/levels.md); a site's own wins over the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import _, listed
from .. import packs
from ..packs import Table
from ..views import SEVERITIES
from .views import FACT_KINDS

NAME = "house"
_MOST_MONEY = 1_000_000  # CNY a month


class Demand(NamedTuple):
    """What a severity, a team's queue or a category demands: one of these levels (empty: any), a certificate.

    ``of`` is severity, queue or category, ``key`` which one.
    """

    of: str
    key: str
    levels: tuple[str, ...]
    certificate: str | None


class LevelPolicy(NamedTuple):
    """Everything the file says; ``teams`` maps a team to its ladder."""

    ladder: str
    teams: Mapping[str, str]
    severities: Mapping[str, Demand]
    queues: Mapping[str, Demand]
    categories: Mapping[str, Demand]
    valid_months: int
    warn_days: int
    retakes: int
    excellent_score: int
    kept: frozenset[str]
    allowances: Mapping[str, float]  # by level, CNY a month
    appeal_outside: bool  # whether an appeal may be heard outside the floor when nobody here can

    def ladder_of(self, team: str) -> str:
        """Return the ladder by which a team goes."""
        return self.teams.get(team, self.ladder)

    def demands(self, severity: str, team: str, category: str | None) -> tuple[Demand, ...]:
        """Return what is demanded of whoever gets a case: of its severity, its queue, its category."""
        found = (self.severities.get(severity), self.queues.get(team), self.categories.get(category or ""))
        return tuple(each for each in found if each is not None and (each.levels or each.certificate))


def load_policy() -> LevelPolicy:
    """Return how levels are kept; raises BadInput when the file does not fit."""
    path = packs.find("levels", NAME)
    if path is None:
        raise BadInput(_("there is no levels/{name}.toml").format(name=NAME))
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> LevelPolicy:
    table = packs.read(path)
    table.only("ladder", "team", "dispatch", "queue", "category", "certificate", "excellent", "record", "allowance",
               "appeal")  # fmt: skip
    certificate, excellent, record = table.table("certificate"), table.table("excellent"), table.table("record")
    appeal = table.table("appeal")
    appeal.only("outside")
    certificate.only("valid_months", "warn_days", "retakes")
    excellent.only("score")
    record.only("kinds")
    table.table("dispatch").only(*SEVERITIES)
    teams = table.table("team")
    return LevelPolicy(
        ladder=table.text("ladder"),
        teams={team: _ladder(teams.table(team)) for team in teams.values},
        severities=_demands(table, "dispatch", "severity"),
        queues=_demands(table, "queue", "queue"),
        categories=_demands(table, "category", "category"),
        valid_months=certificate.number("valid_months", 12, 1, 120) or 12,
        warn_days=certificate.number("warn_days", 30, 0, 366) or 0,
        retakes=certificate.number("retakes", 3, 0, 20) or 0,
        excellent_score=excellent.number("score", 90, 0, 1000) or 0,
        kept=frozenset(_kinds(record)),
        allowances=_allowances(table.table("allowance")),
        appeal_outside=appeal.flag("outside", True),
    )


def _ladder(table: Table) -> str:
    table.only("ladder")
    return table.text("ladder")


def _demands(table: Table, key: str, of: str) -> dict[str, Demand]:
    found = table.table(key)
    return {name: _demand(found.table(name), of, name) for name in found.values}


def _demand(table: Table, of: str, key: str) -> Demand:
    table.only("levels", "certificate")
    certificate = table.text("certificate") if "certificate" in table else None
    return Demand(of, key, words(table, "levels"), certificate)


def _allowances(table: Table) -> dict[str, float]:
    found = {}
    for level, value in table.values.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST_MONEY:
            raise table.wrong(level, _("a number from {least} to {most}").format(least=0, most=_MOST_MONEY))
        found[level] = float(value)
    return found


def _kinds(table: Table) -> tuple[str, ...]:
    kinds = words(table, "kinds")
    known = (*FACT_KINDS, "leave")
    if any(kind not in known for kind in kinds):
        raise table.wrong("kinds", _("a list of {choices}").format(choices=listed(known)))
    return kinds


def words(table: Table, key: str) -> tuple[str, ...]:
    """Return a list of texts, empty when absent; raises BadInput."""
    found = table.values.get(key, [])
    if not isinstance(found, list) or not all(isinstance(word, str) and word.strip() for word in found):
        raise table.wrong(key, _("a list of texts"))
    return tuple(found)
