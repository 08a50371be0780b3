"""``cstui roster``: weeks, swaps, leave, the time clock, coverage; each verb in the file that its place names."""

from __future__ import annotations

from ..i18n import N_
from .parts import Nouns

roster = Nouns("roster", lazy={}, help=N_("Rosters: who should be here, who is, and who covers the hole."))
