"""Teams, agents and customers; those of them who were erased."""

from __future__ import annotations

from typing import Any

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from ..fields import InstantField, WordsField
from .base import Row


class Team(Row):
    """A team with its queue; ``policy`` names its pack, None means the floor's own."""

    id = AutoField()
    slug = TextField(unique=True)
    name = TextField()
    policy = TextField(null=True)
    created_at = InstantField()


class Agent(Row):
    """A person on the floor; ``roles`` decide what the person may do."""

    id = AutoField()
    login = TextField(unique=True)
    name = TextField()
    initials = TextField(default="")
    team = ForeignKeyField(Team, backref="agents")
    team_id: Any
    roles = WordsField()
    skills = WordsField(default="")
    enabled = BooleanField(default=True)
    source = TextField(null=True)
    last_assigned_at = InstantField(null=True)
    created_at = InstantField()


class Customer(Row):
    """A customer; ``external_id`` is the number under which the company knows the person."""

    id = AutoField()
    external_id = TextField(unique=True, null=True)
    name = TextField(default="")
    initials = TextField(default="")
    phone = TextField(null=True)
    tier = TextField(null=True)
    region = TextField(null=True)
    created_at = InstantField()


class Erasure(Row):
    """A customer whose data were erased; kept so that a restored backup forgets them too.

    ``agent`` is None where restoring a backup did it again.
    """

    customer_id = IntegerField(primary_key=True)
    at = InstantField()
    agent = ForeignKeyField(Agent, null=True)
    forced = BooleanField(default=False)
