"""What promotion cases hand out, frozen.  Instants are aware datetimes in UTC, days are of the floor's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple


class Case(NamedTuple):
    """One case as lists show it; the field names are the stable JSON keys.

    ``notice_left`` counts the working days of a running notice after today (0 on its last day), or those of a
    decided demotion in which it may still be appealed against; None when neither is there.  ``notice_over`` says
    that the last of those days has passed, ``notice_provisional`` that it lies in a year whose days off are not known.
    """

    number: int
    kind: str
    agent: str
    name: str
    team: str
    ladder: str
    level_from: str
    level_to: str
    state: str
    proposer: str | None
    approver: str | None
    annual: bool
    applied_at: datetime
    notice_from: datetime | None
    notice_until: datetime | None
    notice_left: int | None
    notice_over: bool
    notice_provisional: bool
    effective_on: date | None
    trial_until: date | None
    objections: int
    version: int


class CaseStep(NamedTuple):
    """One step that was taken; ``by`` is None for what time brought about."""

    step: str
    state: str
    by: str | None
    at: datetime
    fields: Mapping[str, Any]


class Objection(NamedTuple):
    """One objection; text and name are empty for whom they are none of the business."""

    number: int
    by: str
    at: datetime
    text: str
    state: str
    finding: str
    settled_by: str | None
    settled_at: datetime | None


class CaseDetail(NamedTuple):
    """Everything one page shows of a case.

    ``may`` maps every step of such a case to None (may be taken now by this actor) or to the reason why not;
    ``evaluation`` is what spoke for and against at the application, with the keys of ``level explain``.
    """

    case: Case
    policy: str
    evaluation: Mapping[str, Any]
    steps: tuple[CaseStep, ...]
    objections: tuple[Objection, ...]
    may: Mapping[str, str | None]


class Vacancy(NamedTuple):
    """A free place on a level of a team; ``case`` is the one that took it."""

    number: int
    ladder: str
    level: str
    team: str
    opened_on: date
    case: int | None
    closed_on: date | None
