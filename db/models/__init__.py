"""The tables as Peewee models, one file per aggregate."""

from .complaints import Complaint, Draft, Form, Incident, Lease, Undo, Verdict
from .desk import CorrectiveAction, DutyEntry, Erasure, Handover, ReplyTemplate, SavedView
from .events import Event
from .people import Agent, Customer, Team
from .settings import Setting, Tally

__all__ = [
    "Agent",
    "Complaint",
    "CorrectiveAction",
    "Customer",
    "Draft",
    "DutyEntry",
    "Erasure",
    "Event",
    "Form",
    "Handover",
    "Incident",
    "Lease",
    "ReplyTemplate",
    "SavedView",
    "Setting",
    "Tally",
    "Team",
    "Undo",
    "Verdict",
]
