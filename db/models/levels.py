"""Levels: standings, evidence, certificates, scorecards, promotion cases, quality checks."""

from __future__ import annotations

from typing import Any

from peewee import AutoField, BooleanField, FloatField, ForeignKeyField, IntegerField, TextField

from ..fields import DayField, InstantField, JsonField
from .base import Row
from .complaints import Complaint
from .people import Agent, Customer, Team


class Profile(Row):
    """What the ladders ask of a person and the account does not tell: entry, service, status, education."""

    agent = ForeignKeyField(Agent, primary_key=True)
    agent_id: Any
    hired_on = DayField(null=True)
    service_since = DayField(null=True)
    status = TextField(null=True)
    education = TextField(null=True)
    born_on = DayField(null=True)
    facts = JsonField(default=dict)
    updated_at = InstantField()


class PolicyText(Row):
    """A ladder or scorecard template as it read when something was decided by it."""

    digest = TextField(primary_key=True)
    kind = TextField()
    name = TextField()
    text = TextField()
    kept_at = InstantField()


class Promotion(Row):
    """A case of promotion, demotion or cross move; policy and evaluation are frozen at application."""

    id = AutoField()
    kind = TextField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    ladder = TextField()
    level_from = TextField()
    level_to = TextField()
    state = TextField()
    policy = ForeignKeyField(PolicyText, column_name="policy_digest", object_id_name="policy_id")
    policy_id: Any
    evaluation = JsonField()
    proposer = ForeignKeyField(Agent, null=True)
    proposer_id: Any
    approver = ForeignKeyField(Agent, null=True)
    approver_id: Any
    annual = BooleanField(default=False)
    applied_at = InstantField()
    notice_from = InstantField(null=True)
    notice_until = InstantField(null=True)
    effective_on = DayField(null=True)
    trial_until = DayField(null=True)
    version = IntegerField(default=1)
    updated_at = InstantField()


class PromotionStep(Row):
    """One step of a case: who did it and what was recorded."""

    id = AutoField()
    promotion = ForeignKeyField(Promotion)
    promotion_id: Any
    step = TextField()
    state = TextField()
    by = ForeignKeyField(Agent, null=True)
    by_id: Any
    at = InstantField()
    fields = JsonField(default=dict)


class Objection(Row):
    """An objection raised while a public notice runs."""

    id = AutoField()
    promotion = ForeignKeyField(Promotion)
    promotion_id: Any
    by = ForeignKeyField(Agent)
    by_id: Any
    at = InstantField()
    text = TextField()
    state = TextField(default="open")
    finding = TextField(default="")
    settled_by = ForeignKeyField(Agent, null=True)
    settled_by_id: Any
    settled_at = InstantField(null=True)


class Standing(Row):
    """A level a person holds on a ladder, or held; ``until`` is the day after its last."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    ladder = TextField()
    level = TextField()
    since = DayField()
    until = DayField(null=True)
    cause = TextField()
    promotion = ForeignKeyField(Promotion, null=True)
    promotion_id: Any
    created_at = InstantField()


class Vacancy(Row):
    """A free place on a level of a team, taken by the case that fills it."""

    id = AutoField()
    ladder = TextField()
    level = TextField()
    team = ForeignKeyField(Team)
    team_id: Any
    opened_on = DayField()
    promotion = ForeignKeyField(Promotion, null=True)
    promotion_id: Any
    closed_on = DayField(null=True)


class Evidence(Row):
    """Something that counts for or against a person: praise, penalty, training, exam, attestation."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    kind = TextField()
    on_day = DayField()
    name = TextField(default="")
    giver = TextField(null=True)
    customer = ForeignKeyField(Customer, null=True)
    customer_id: Any
    complaint = ForeignKeyField(Complaint, null=True)
    complaint_id: Any
    value = FloatField(null=True)
    passed = BooleanField(null=True)
    text = TextField(default="")
    source = TextField(null=True)
    external_id = TextField(null=True)
    entered_by = ForeignKeyField(Agent)
    entered_by_id: Any
    created_at = InstantField()
    voided_at = InstantField(null=True)
    voided_by = ForeignKeyField(Agent, null=True)
    voided_by_id: Any


class Certificate(Row):
    """A certificate with its end, the retakes of its re-qualification and its suspension."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    name = TextField()
    issued_on = DayField()
    valid_until = DayField()
    retakes = IntegerField(default=0)
    suspended_on = DayField(null=True)
    warned_at = InstantField(null=True)
    entered_by = ForeignKeyField(Agent)
    entered_by_id: Any
    created_at = InstantField()


class Scorecard(Row):
    """One person's month by one template, from draft to publication."""

    id = AutoField()
    agent = ForeignKeyField(Agent)
    agent_id: Any
    month = TextField()
    template = TextField()
    policy = ForeignKeyField(PolicyText, column_name="policy_digest", object_id_name="policy_id")
    policy_id: Any
    state = TextField(default="draft")
    total = FloatField(null=True)
    money = FloatField(null=True)
    conversation = TextField(default="")
    improvement = TextField(default="")
    talked_by = ForeignKeyField(Agent, null=True)
    talked_by_id: Any
    talked_at = InstantField(null=True)
    signed_at = InstantField(null=True)
    published_by = ForeignKeyField(Agent, null=True)
    published_by_id: Any
    published_at = InstantField(null=True)
    version = IntegerField(default=1)
    created_at = InstantField()


class ScorecardItem(Row):
    """The score of one item and where it comes from."""

    id = AutoField()
    scorecard = ForeignKeyField(Scorecard)
    scorecard_id: Any
    item = TextField()
    score = FloatField(null=True)
    origin = TextField()
    note = TextField(default="")
    by = ForeignKeyField(Agent, null=True)
    by_id: Any
    at = InstantField()


class QualityCheck(Row):
    """A closed case drawn at random for quality scoring."""

    id = AutoField()
    complaint = ForeignKeyField(Complaint)
    complaint_id: Any
    agent = ForeignKeyField(Agent)
    agent_id: Any
    month = TextField()
    score = FloatField(null=True)
    remarks = TextField(default="")
    drawn_by = ForeignKeyField(Agent)
    drawn_by_id: Any
    drawn_at = InstantField()
    scored_by = ForeignKeyField(Agent, null=True)
    scored_by_id: Any
    scored_at = InstantField(null=True)
