"""The rest of the desk: corrective actions, reply templates, saved views, the duty log, hand-over sheets."""

from __future__ import annotations

from typing import Any

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from ..fields import InstantField, JsonField
from .base import Row
from .complaints import Complaint
from .people import Agent, Team


class CorrectiveAction(Row):
    """What is done so that the same mistake does not come back, and whether it helped."""

    id = AutoField()
    complaint = ForeignKeyField(Complaint, backref="corrective_actions")
    complaint_id: Any
    event_seq = IntegerField()
    action = TextField()
    owner = ForeignKeyField(Agent)
    owner_id: Any
    due_at = InstantField()
    done_at = InstantField(null=True)
    effect = TextField(null=True)
    effective = BooleanField(null=True)
    checked_at = InstantField(null=True)
    checked_by = ForeignKeyField(Agent, null=True)
    checked_by_id: Any
    created_at = InstantField()


class ReplyTemplate(Row):
    """A reply with fields to fill in; ``category`` None serves all."""

    id = AutoField()
    name = TextField(unique=True)
    category = TextField(null=True)
    text = TextField()
    created_at = InstantField()


class SavedView(Row):
    """A filter with its order under a name; ``agent`` None is everybody's."""

    id = AutoField()
    agent = ForeignKeyField(Agent, null=True)
    name = TextField()
    query = TextField()
    sort = TextField(default="due")
    reverse = BooleanField(default=False)


class DutyEntry(Row):
    """One line of the duty log: calls, things lost and found, mail, announcements."""

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    agent = ForeignKeyField(Agent)
    at = InstantField()
    shift = TextField()
    kind = TextField()
    count = IntegerField(null=True)
    text = TextField()


class Handover(Row):
    """A hand-over sheet at shift change; it stands once the taking lead has signed too."""

    id = AutoField()
    team = ForeignKeyField(Team)
    team_id: Any
    shift = TextField()
    sheet = JsonField()
    notes = TextField(default="")
    given_by = ForeignKeyField(Agent)
    given_by_id: Any
    given_at = InstantField()
    taken_by = ForeignKeyField(Agent, null=True)
    taken_by_id: Any
    taken_at = InstantField(null=True)
