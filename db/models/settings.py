"""Settings of the floor, and the tally behind the header's figures."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from .base import Row


class Setting(Row):
    """One setting of the floor: policy, calendar, timezone, search watermark."""

    key = TextField(primary_key=True)
    value = TextField()


class Tally(Row):
    """How many complaints a team has per state, severity and whether owned; kept by triggers."""

    team_id = IntegerField()
    state = TextField()
    severity = IntegerField()
    owned = IntegerField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("team_id", "state", "severity", "owned")
