"""Whether it is time for a step of a case: a notice that runs, days for an appeal, the least months of a trial."""

from __future__ import annotations

from datetime import datetime

from db import models as rows

from ...i18n import _
from . import notice_period, people
from .case_due import frozen_ladder
from .windows import add_months


def obstacle(row: rows.Promotion, action: str, now: datetime) -> str | None:
    """Say why it is too early or too late for a step that state and right allow, None when it is time."""
    if action == "approve" and not row.agent.enabled:
        return _("The account {login} is disabled").format(login=row.agent.login)
    if action == "approve" and row.state == "noticed" and not notice_period.over(row.notice_until, now):
        day = people.today(row.notice_until).isoformat()
        return _("The public notice runs until {day}: approve it after that day").format(day=day)
    if action == "object" and row.state == "noticed" and notice_period.over(row.notice_until, now):
        return _("The public notice is over: objections counted to the end of its last day")
    if action == "appeal" and row.notice_until is None:
        return _("The appeal was heard: the decision stands")
    if action == "appeal" and notice_period.over(row.notice_until, now):
        return _("The days for an appeal are over")
    if action == "confirm":
        soonest = add_months(row.effective_on, frozen_ladder(row).trial.least)
        if people.today(now) < soonest:
            return _("The trial lasts at least until {day}").format(day=soonest.isoformat())
    if action == "revert" and row.state == "trial" and people.today(now) <= row.effective_on:
        return _("The trial began today: it can be ended from tomorrow on")
    return None
