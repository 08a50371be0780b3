"""The level allowance: what a level pays a month, where the house says so, and the months in which it is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries import levels as queries

from ...errors import BadInput
from ...i18n import _
from ...text import one_line
from . import months
from .ladders import ladder_names, load_ladder
from .policy import load_policy

WITHHELD = "level_allowance"  # the name of the penalty by which a month's level allowance is withheld


def of(level: str) -> float | None:
    """Return what a level pays a month (CNY), None where the house does not say.

    Raises BadInput where the house names another level that no ladder has: a misspelt one would pay nothing.  The
    level asked for may be gone, as a case goes by the ladder that was frozen with it.
    """
    told = load_policy().allowances
    lost = set(told) - {level}
    for ladder in ladder_names() if lost else ():
        lost -= set(load_ladder(ladder).levels)
    if lost:
        title = _("{level} is a level of no ladder").format(level=one_line(min(lost))[:40])
        raise BadInput(title, _("levels/house.toml names its allowance."))
    return told.get(level)


def withheld(agents: Sequence[int], month: date) -> dict[int, float | None]:
    """Return whose level allowance of a month is withheld, with the amount (CNY), None where nobody named it."""
    found: dict[int, float | None] = {}
    for agent_id, value in queries.penalties(agents, WITHHELD, month.isoformat(), months.last_day(month).isoformat()):
        known = found.get(agent_id)
        found[agent_id] = value if known is None else known + (value or 0)
    return found
