"""What the steps of a complaint leave beside it: forms, drafts of them, the way back, verdicts, leases."""

from __future__ import annotations

from typing import Any

from peewee import AutoField, BooleanField, CompositeKey, ForeignKeyField, IntegerField, TextField

from ..fields import InstantField, JsonField
from .base import Row
from .complaints import Complaint
from .events import Event
from .people import Agent


class Form(Row):
    """What was recorded with one event, mostly of a complaint: reasons, texts, replies, notes.

    The event's body holds a hash of ``salt`` and ``fields``; erasing both leaves the chain whole.
    """

    id = AutoField()
    complaint = ForeignKeyField(Complaint, backref="forms", null=True)
    event_seq = IntegerField()
    kind = TextField()
    salt = TextField()
    fields = JsonField()


class Draft(Row):
    """A form somebody has begun; offered again after a lost connection."""

    agent = ForeignKeyField(Agent)
    form = TextField()
    ref = TextField(default="")
    fields = JsonField()
    saved_at = InstantField()

    class Meta:
        primary_key = CompositeKey("agent", "form", "ref")


class Undo(Row):
    """How a step can be taken back: the columns as they were, while the row is still at ``version``."""

    event = ForeignKeyField(Event, primary_key=True, column_name="seq")
    seq: Any
    complaint = ForeignKeyField(Complaint)
    complaint_id: Any
    agent = ForeignKeyField(Agent)
    batch = TextField()
    version = IntegerField()
    at = InstantField()
    columns = JsonField()


class Verdict(Row):
    """How one clock of a complaint ended or was broken, at ``at``: kept so that reports need not compute it.

    Written anew with every step of the complaint; ``due_at`` is the limit that was met or broken.
    """

    complaint = ForeignKeyField(Complaint)
    complaint_id: Any
    clock = TextField()
    cycle = IntegerField()
    started_at = InstantField()
    due_at = InstantField()
    broken = BooleanField()
    at = InstantField()

    class Meta:
        primary_key = CompositeKey("complaint", "clock", "cycle", "started_at", "due_at")


class Lease(Row):
    """Who has a complaint open in an editor; it expires by itself and blocks nobody."""

    complaint = ForeignKeyField(Complaint, primary_key=True)
    complaint_id: Any
    agent = ForeignKeyField(Agent)
    agent_id: Any
    until = InstantField()
