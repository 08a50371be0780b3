"""A complaint, and the incident that many of them may be about."""

from __future__ import annotations

from typing import Any

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from ..fields import NEVER, InstantField, WordsField
from .base import Row
from .people import Agent, Customer, Team


class Incident(Row):
    """One thing that went wrong and that many complaints are about; each keeps its own clocks."""

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    title = TextField()
    opened_at = InstantField()
    closed_at = InstantField(null=True)


class Complaint(Row):
    """One complaint from intake to archive.

    ``severity`` is the rank (0 = critical); ``open`` follows ``state`` and carries the partial
    indexes of the queue; ``due_at`` and ``statutory_at`` are NEVER where no such clock runs;
    ``resumes_at`` is when a paused next clock runs on (its slack stands still until then); ``edited``
    names the fields that people of the floor changed and a later import must leave alone.
    """

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    state = TextField()
    open = BooleanField()
    severity = IntegerField()
    category = TextField(null=True)
    channel = TextField()
    subject = TextField(default="")
    narrative = TextField(default="")
    remedy = TextField(default="")
    region = TextField(default="")
    customer = ForeignKeyField(Customer, null=True)
    customer_id: Any
    assignee = ForeignKeyField(Agent, null=True)
    assignee_id: Any
    respondent = TextField(null=True)
    policy = TextField()
    received_at = InstantField()
    next_clock = TextField(null=True)
    due_at = InstantField()
    statutory_at = InstantField()
    resumes_at = InstantField(null=True)
    breached = BooleanField(default=False)
    cycle = IntegerField(default=1)
    hops = IntegerField(default=0)
    former_team = ForeignKeyField(Team, null=True)
    former_team_id: Any
    former_state = TextField(null=True)
    former_assignee = ForeignKeyField(Agent, null=True)
    former_assignee_id: Any
    waiting_for = TextField(null=True)
    wait_until = InstantField(null=True)
    closed_at = InstantField(null=True)
    satisfaction = IntegerField(null=True)
    source = TextField(null=True)
    external_id = TextField(null=True)
    import_key = TextField(null=True)
    edited = WordsField(default="")
    merged_into = ForeignKeyField("self", null=True)
    merged_into_id: Any
    incident = ForeignKeyField(Incident, null=True)
    incident_id: Any
    cause = TextField(null=True)
    responsible = TextField(null=True)
    escalation = IntegerField(default=0)
    escalates_at = InstantField(default=NEVER)
    version = IntegerField(default=1)
    created_at = InstantField()
    updated_at = InstantField()
