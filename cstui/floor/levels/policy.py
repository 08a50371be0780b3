"""How levels are kept, as data: the ladder, what a severity or a queue demands, the rules of certificates.

One file (levels/house.toml, see docs/levels.md); a site's own wins over the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import _
from .. import packs
from ..packs import Table
from ..views import SEVERITIES
from .views import FACT_KINDS

NAME = "house"


class Queue(NamedTuple):
    """What a team's queue demands: a certificate (None: none) and one of these levels (empty: any)."""

    certificate: str | None
    levels: tuple[str, ...]


class LevelPolicy(NamedTuple):
    """Everything the file says; ``teams`` maps a team to its ladder, ``severities`` a severity to levels."""

    ladder: str
    teams: Mapping[str, str]
    severities: Mapping[str, tuple[str, ...]]
    queues: Mapping[str, Queue]
    valid_months: int
    warn_days: int
    retakes: int
    excellent_score: int
    kept: frozenset[str]

    def ladder_of(self, team: str) -> str:
        """Return the ladder by which a team goes."""
        return self.teams.get(team, self.ladder)


def load_policy() -> LevelPolicy:
    """Return how levels are kept; raises BadInput when the file does not fit."""
    path = packs.find("levels", NAME)
    if path is None:
        raise BadInput(_("there is no levels/{name}.toml").format(name=NAME))
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> LevelPolicy:
    table = packs.read(path)
    table.only("ladder", "team", "dispatch", "queue", "certificate", "excellent", "record")
    certificate, excellent, record = table.table("certificate"), table.table("excellent"), table.table("record")
    certificate.only("valid_months", "warn_days", "retakes")
    excellent.only("score")
    record.only("kinds")
    dispatch, teams, queues = table.table("dispatch"), table.table("team"), table.table("queue")
    dispatch.only(*SEVERITIES)
    return LevelPolicy(
        ladder=table.text("ladder"),
        teams={team: _ladder(teams.table(team)) for team in teams.values},
        severities={severity: _demand(dispatch.table(severity)) for severity in dispatch.values},
        queues={team: _queue(queues.table(team)) for team in queues.values},
        valid_months=certificate.number("valid_months", 12, 1, 120) or 12,
        warn_days=certificate.number("warn_days", 30, 0, 366) or 0,
        retakes=certificate.number("retakes", 3, 0, 20) or 0,
        excellent_score=excellent.number("score", 90, 0, 1000) or 0,
        kept=frozenset(_kinds(record)),
    )


def _ladder(table: Table) -> str:
    table.only("ladder")
    return table.text("ladder")


def _demand(table: Table) -> tuple[str, ...]:
    table.only("levels")
    return _words(table, "levels")


def _queue(table: Table) -> Queue:
    table.only("certificate", "levels")
    return Queue(table.text("certificate") if "certificate" in table else None, _words(table, "levels"))


def _kinds(table: Table) -> tuple[str, ...]:
    kinds = _words(table, "kinds")
    if any(kind not in FACT_KINDS for kind in kinds):
        raise table.wrong("kinds", _("a list of {choices}").format(choices=", ".join(FACT_KINDS)))
    return kinds


def _words(table: Table, key: str) -> tuple[str, ...]:
    words = table.values.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise table.wrong(key, _("a list of texts"))
    return tuple(words)
