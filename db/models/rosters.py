"""Rosters: weeks with their shifts, swaps, leave, open shifts, the time clock, demand."""

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from ..fields import DayField, InstantField, JsonField
from .base import Row
from .people import Agent, Team


class Roster(Row):
    """The roster of one team's ISO week; ``version`` counts publications, ``revision`` every change of the draft."""

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    monday = DayField()
    state = TextField(default="draft")
    version = IntegerField(default=0)
    revision = IntegerField(default=0)
    published_at = InstantField(null=True)
    published_by = ForeignKeyField(Agent, null=True)
    published_by_id: Any
    created_at = InstantField()


class Shift(Row):
    """What one person works on one day, in the draft or as last published (``force``); no times: a day off."""

    id = AutoField()
    roster = ForeignKeyField(Roster)
    roster_id: Any
    agent = ForeignKeyField(Agent)
    agent_id: Any
    day = DayField()
    layer = TextField()
    code = TextField()
    start_at = InstantField(null=True)
    end_at = InstantField(null=True)
    break_minutes = IntegerField(default=0)
    break_at = InstantField(null=True)
    locked = BooleanField(default=False)


class RosterVersion(Row):
    """A roster as it was published, whole."""

    id = AutoField()
    roster = ForeignKeyField(Roster)
    roster_id: Any
    version = IntegerField()
    published_at = InstantField()
    published_by = ForeignKeyField(Agent)
    published_by_id: Any
    shifts = JsonField()


class RosterChange(Row):
    """Who made the draft what it is at a revision, and the ``cells`` as they stood at the one before, ``base``."""

    id = AutoField()
    roster = ForeignKeyField(Roster)
    roster_id: Any
    revision = IntegerField()
    base = IntegerField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    at = InstantField()
    cells = JsonField()


class Notice(Row):
    """Something a person is told until it was seen: a changed shift, a decision, an end that nears."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    at = InstantField()
    kind = TextField()
    subject = TextField()
    body = JsonField()
    seen_at = InstantField(null=True)


class Preference(Row):
    """A wish of a person: to work, or to be spared, a shift on a weekday or on a day."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    weekday = IntegerField(null=True)
    day = DayField(null=True)
    code = TextField()
    wish = TextField()


class Swap(Row):
    """Two people's wish to exchange shifts; ``asker_shift`` and ``peer_shift`` are frozen as they were offered."""

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    asker = ForeignKeyField(Agent)
    asker_id: Any
    asker_day = DayField()
    asker_shift = JsonField()
    peer = ForeignKeyField(Agent, null=True)
    peer_id: Any
    peer_day = DayField(null=True)
    peer_shift = JsonField(null=True)
    state = TextField()
    reason = TextField(default="")
    expires_at = InstantField()
    decided_by = ForeignKeyField(Agent, null=True)
    decided_by_id: Any
    decided_at = InstantField(null=True)
    decision = TextField(default="")
    version = IntegerField(default=1)
    created_at = InstantField()


class Leave(Row):
    """Days on which a person is away, applied for and decided."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    kind = TextField()
    first_day = DayField()
    last_day = DayField()
    state = TextField()
    reason = TextField(default="")
    self_declared = BooleanField(default=False)
    decided_by = ForeignKeyField(Agent, null=True)
    decided_by_id: Any
    decided_at = InstantField(null=True)
    decision = TextField(default="")
    version = IntegerField(default=1)
    created_at = InstantField()


class OpenShift(Row):
    """A shift that nobody has yet and that people may ask for."""

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    day = DayField()
    code = TextField()
    start_at = InstantField()
    end_at = InstantField()
    break_minutes = IntegerField(default=0)
    break_at = InstantField(null=True)
    reason = TextField(default="")
    state = TextField()
    posted_by = ForeignKeyField(Agent)
    posted_by_id: Any
    asker = ForeignKeyField(Agent, null=True)
    asker_id: Any
    decided_by = ForeignKeyField(Agent, null=True)
    decided_by_id: Any
    decided_at = InstantField(null=True)
    version = IntegerField(default=1)
    created_at = InstantField()


class ClockEvent(Row):
    """One stamp of the time clock; one that was struck out is kept, and nothing counts it any more."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    at = InstantField()
    kind = TextField()
    source = TextField()
    entered_by = ForeignKeyField(Agent, null=True)
    entered_by_id: Any
    created_at = InstantField()
    voided_at = InstantField(null=True)
    voided_by = ForeignKeyField(Agent, null=True)
    voided_by_id: Any
    void_reason = TextField(default="")


class Absence(Row):
    """A person marked as absent by a lead, from when until when; ``batch`` is what ``undo`` takes back with it."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    start_at = InstantField()
    end_at = InstantField()
    reason = TextField(default="")
    marked_by = ForeignKeyField(Agent)
    marked_by_id: Any
    cancelled_at = InstantField(null=True)
    batch = TextField(default="")
    created_at = InstantField()


class Excuse(Row):
    """What a person says of a day that went otherwise than planned; ``decision`` is why it was decided on anew."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    day = DayField()
    text = TextField()
    state = TextField()
    given_at = InstantField()
    decided_by = ForeignKeyField(Agent, null=True)
    decided_by_id: Any
    decided_at = InstantField(null=True)
    decision = TextField(default="")


class Demand(Row):
    """How many calls or complaints a team expects in a half-hour, and how long one takes."""

    team = ForeignKeyField(Team)
    team_id: Any
    start_at = InstantField()
    count = FloatField()
    aht_seconds = IntegerField(null=True)
    source = TextField()

    class Meta:
        primary_key = CompositeKey("team", "start_at")
