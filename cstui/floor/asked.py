"""What a case asks of who takes it, and what bars somebody from it."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """A case as far as level and certificate are asked for it."""

    severity: str
    team_id: int
    team: str
    category: str | None


class Barred(NamedTuple):
    """Why somebody is passed over for level or certificate; ``firm`` when no reason of a lead lifts it."""

    reason: str
    firm: bool
