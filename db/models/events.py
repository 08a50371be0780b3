"""The journal's table; written by db.journal only."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from ..fields import InstantField, JsonField
from .base import Row
from .people import Agent


class Event(Row):
    """One fact that happened: who, when, in which role, to what; chained by hash to the one before."""

    seq = IntegerField(primary_key=True)
    at = InstantField()
    actor = ForeignKeyField(Agent, column_name="actor", null=True)
    role = TextField()
    action = TextField()
    subject = TextField()
    body = JsonField()
    prev = TextField()
    hash = TextField()
