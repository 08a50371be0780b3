"""``cstui level``: ladders, where people stand, and promotion cases; each verb in the file that its place names."""

from __future__ import annotations

from ..i18n import N_
from .parts import Nouns

level = Nouns("level", lazy={}, help=N_("Levels: where each one stands, what is missing, and promotion cases."))
