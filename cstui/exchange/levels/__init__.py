"""Records, scorecards and papers of level profiles, in and out."""

from __future__ import annotations
