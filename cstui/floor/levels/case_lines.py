"""A promotion case on a line: what it is, where it stands, and which days count."""

from __future__ import annotations

from ...i18n import _, ngettext
from . import people
from .case_views import Case
from .case_words import label
from .fitness import title


def level_title(case: Case, key: str) -> str:
    """Return what people call a level of a case's ladder."""
    return title(case.ladder, key)


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
    if case.state == "objected":
        told.append(_("The public notice stands still: an objection is open"))
    elif case.notice_left is not None:
        told.append(_notice(case, last))
    if case.effective_on is not None:
        told.append(_("Effective on {day}").format(day=case.effective_on))
    if case.trial_until is not None and case.state in ("approved", "trial"):
        told.append(_("On trial until {day}").format(day=case.trial_until))
    return told


def _notice(case: Case, last: str) -> str:
    """Return until when a public notice runs, or an appeal may be made."""
    if case.kind == "demotion":
        over, runs = (
            _("The days for an appeal ended on {day}"),
            _("May be appealed against to the end of {day}: {left}"),
        )
    else:
        over, runs = _("The public notice ended on {day}"), _("Runs to the end of {day}: {left}")
    last += _(" (provisional)") if case.notice_provisional else ""
    return over.format(day=last) if case.notice_over else runs.format(day=last, left=days_left(case))


def days_left(case: Case) -> str:
    """Return how many working days a running notice has after today; empty where none runs."""
    if case.notice_left is None:
        return ""
    told = ngettext("{n} working day after today", "{n} working days after today", case.notice_left)
    return told.format(n=case.notice_left)


def notice_words(case: Case) -> str:
    """Return how a notice stands in short: stands still, over, or the days left; empty where none runs."""
    if case.state == "objected":
        return _("stands still")
    return _("over") if case.notice_over else days_left(case)
