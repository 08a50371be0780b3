"""The queue as it was: rebuilt from the journal for a time in the past."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from db.queries import past as queries

from ..errors import BadInput
from ..i18n import _
from . import access, present, recording, store
from .clocks import nearest, slack_minutes
from .marks import marks_of, ref_of
from .views import SEVERITIES, Actor

MOST = 1_000  # cases open at one time that are rebuilt; more are refused, never left out silently


class Then(NamedTuple):
    """One complaint as it stood at the time asked for."""

    ref: str
    state: str
    severity: str
    subject: str
    team: str
    assignee: str | None
    next_clock: str | None
    due_at: datetime | None
    slack_minutes: int | None


def queue_at(actor: Actor, at: datetime) -> list[Then]:
    """Return the complaints open at a past instant in the order of work as it was then.

    Raises BadInput for a time to come, and where more than MOST cases were open then.
    """
    if at > store.now():
        raise BadInput(_("That time is still to come"))
    rows = queries.open_at(access.read_scope(actor), present.seconds(at), MOST + 1)
    if len(rows) > MOST:
        raise BadInput(_("More than {most} cases were open then; ask for one team").format(most=MOST))
    calendar = recording.calendar()
    found = []
    for row in rows:
        clock = nearest(recording.clocks_of(marks_of(row.id), row.policy, at))
        slack = slack_minutes(clock.due_at, calendar, at, clock.resumes_at) if clock else None
        found.append(
            Then(
                ref_of(row.id), row.state, SEVERITIES[row.severity], row.subject, row.team, row.assignee,
                clock.name if clock else None, clock.due_at if clock else None, slack,
            )
        )  # fmt: skip
    return sorted(found, key=_order)


def _order(then: Then) -> tuple[bool, float, int, str]:
    due = then.due_at.timestamp() if then.due_at else 0.0
    return then.due_at is None, due, SEVERITIES.index(then.severity), then.ref
