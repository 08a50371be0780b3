"""The tables as Peewee models, one file per aggregate.

Making a model costs: those that no look-up needs are made when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .complaints import Complaint, Incident
from .events import Event
from .people import Agent, Customer, Erasure, Team
from .settings import Setting, Tally

if TYPE_CHECKING:
    from .desk import CorrectiveAction, DutyEntry, Handover, ReplyTemplate, SavedView
    from .levels import (
        Certificate,
        Evidence,
        Objection,
        PolicyText,
        Profile,
        Promotion,
        PromotionStep,
        QualityCheck,
        Scorecard,
        ScorecardItem,
        Standing,
        Vacancy,
    )
    from .rosters import (
        Absence,
        ClockEvent,
        Demand,
        Excuse,
        Leave,
        Notice,
        OpenShift,
        Preference,
        Roster,
        RosterChange,
        RosterVersion,
        Shift,
        Swap,
    )
    from .steps import Draft, Form, Lease, Undo, Verdict

_LATER = {
    "Absence": "rosters",
    "Certificate": "levels",
    "ClockEvent": "rosters",
    "CorrectiveAction": "desk",
    "Demand": "rosters",
    "Draft": "steps",
    "DutyEntry": "desk",
    "Evidence": "levels",
    "Excuse": "rosters",
    "Form": "steps",
    "Handover": "desk",
    "Lease": "steps",
    "Leave": "rosters",
    "Notice": "rosters",
    "Objection": "levels",
    "OpenShift": "rosters",
    "PolicyText": "levels",
    "Preference": "rosters",
    "Profile": "levels",
    "Promotion": "levels",
    "PromotionStep": "levels",
    "QualityCheck": "levels",
    "ReplyTemplate": "desk",
    "Roster": "rosters",
    "RosterChange": "rosters",
    "RosterVersion": "rosters",
    "SavedView": "desk",
    "Scorecard": "levels",
    "ScorecardItem": "levels",
    "Shift": "rosters",
    "Standing": "levels",
    "Swap": "rosters",
    "Undo": "steps",
    "Vacancy": "levels",
    "Verdict": "steps",
}

__all__ = [
    "Absence",
    "Agent",
    "Certificate",
    "ClockEvent",
    "Complaint",
    "CorrectiveAction",
    "Customer",
    "Demand",
    "Draft",
    "DutyEntry",
    "Erasure",
    "Event",
    "Evidence",
    "Excuse",
    "Form",
    "Handover",
    "Incident",
    "Lease",
    "Leave",
    "Notice",
    "Objection",
    "OpenShift",
    "PolicyText",
    "Preference",
    "Profile",
    "Promotion",
    "PromotionStep",
    "QualityCheck",
    "ReplyTemplate",
    "Roster",
    "RosterChange",
    "RosterVersion",
    "SavedView",
    "Scorecard",
    "ScorecardItem",
    "Setting",
    "Shift",
    "Standing",
    "Swap",
    "Tally",
    "Team",
    "Undo",
    "Vacancy",
    "Verdict",
]


if not TYPE_CHECKING:  # a type checker would take every name for one of these

    def __getattr__(name: str) -> type:
        """Make the models of a file when the first of them is asked for."""
        module = _LATER.get(name)
        if module is None:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{module}"), name)
