"""The commands of level profiles: ladders and cases, scorecards, training, praise and penalties, the quality sample."""

from __future__ import annotations
