"""A promotion case on a line: what it is, where it stands, and which days count."""

from __future__ import annotations

from ...errors import BadInput
from ...i18n import _, ngettext
from . import people
from .case_views import Case
from .case_words import label
from .fitness import title


def level_title(case: Case, key: str) -> str:
    """Return what people call a level; its key where the ladder is no more."""
    try:
        return title(case.ladder, key)
    except BadInput:
        return key


def line(case: Case) -> str:
    """Return a case on one line: number, kind, whom, from where to where, state."""
    told = _("Case {number}: {kind} of {agent}, {start} → {to}: {state}")
    return told.format(
        number=case.number, kind=label("kind", case.kind), agent=case.agent,
        start=level_title(case, case.level_from), to=level_title(case, case.level_to),
        state=label("state", case.state),
    )  # fmt: skip


def dates(case: Case) -> list[str]:
    """Return the days that count for a case: of its notice, its effect, its trial."""
    told = []
    last = people.today(case.notice_until).isoformat() if case.notice_until else ""
    if case.notice_over:
        told.append(_("The notice ended on {day}").format(day=last))
    elif case.notice_left is not None:
        told.append(_("Runs to the end of {day}: {left}").format(day=last, left=days_left(case)))
    if case.effective_on is not None:
        told.append(_("Effective on {day}").format(day=case.effective_on))
    if case.trial_until is not None:
        told.append(_("On trial until {day}").format(day=case.trial_until))
    return told


def days_left(case: Case) -> str:
    """Return how many working days a running notice has after today; empty where none runs."""
    if case.notice_left is None:
        return ""
    return ngettext("{n} working day after today", "{n} working days after today", case.notice_left).format(
        n=case.notice_left
    )
