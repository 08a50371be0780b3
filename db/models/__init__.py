"""The tables as Peewee models, one file per aggregate."""

from .complaints import Complaint, Draft, Form
from .events import Event
from .people import Agent, Customer, Team
from .settings import Setting, Tally

__all__ = ["Agent", "Complaint", "Customer", "Draft", "Event", "Form", "Setting", "Tally", "Team"]
