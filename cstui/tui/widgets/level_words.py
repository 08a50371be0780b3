"""Words and signs of the levels at the screens: nothing is told by colour alone."""

from __future__ import annotations

from cstui.floor.levels.ladder_words import word
from cstui.floor.levels.views import MET, UNMET
from cstui.i18n import N_, _

STRONG, FAINT = "bold", "dim"
BAR = 12  # cells of a criterion's bar
_SIGNS = {MET: "✓", UNMET: "✗", "yes": "✓", "no": "✗"}
_READY = {"yes": N_("ready"), "no": N_("not yet"), "unknown": N_("not known")}


def sign(status: str) -> str:
    """Return ✓, ✗ or ? for a criterion's status or an answer."""
    return _SIGNS.get(status, "?")


def judgement(status: str) -> str:
    """Return a criterion's status as sign and word."""
    return f"{sign(status)} {word('criterion', status)}"


def readiness(eligible: str) -> str:
    """Return whether somebody is ready for a step, as sign and word."""
    return f"{sign(eligible)} {_(_READY[eligible])}"


def bar(share: float, width: int = BAR) -> str:
    """Return a share from 0 to 1 as a bar of text characters; less than the whole never looks like the whole."""
    filled = width if share >= 1 else min(width - 1, round(max(share, 0.0) * width))
    return "█" * filled + "░" * (width - filled)
