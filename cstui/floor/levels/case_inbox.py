"""The promotion inbox: which cases wait for a step of the actor, which public notices run."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from .. import store
from ..views import Actor
from . import case_book
from .case_steps import NOTICE_STATES, ONWARD
from .case_views import Case


class Waiting(NamedTuple):
    """A case with the step that the actor is to take next."""

    case: Case
    step: str


class CaseInbox(NamedTuple):
    """What waits for the actor, the actor's own cases under way, and the public notices that run."""

    waiting: tuple[Waiting, ...]
    mine: tuple[Case, ...]
    notices: tuple[Case, ...]


def inbox(actor: Actor, *, now: datetime | None = None) -> CaseInbox:
    """Return the actor's promotion inbox, the newest case first.  Raises Denied."""
    at = now or store.now()
    seen = case_book.details(actor, now=at)
    waiting = tuple(Waiting(case, step) for case, may in seen for step in ONWARD if step in may and may[step] is None)
    running = (case for case, _may in seen if case.state in NOTICE_STATES and not case.notice_over)
    return CaseInbox(waiting, tuple(case for case, _may in seen if case.agent == actor.login), tuple(running))
