"""What the journal's events are called, those of complaints as floor.labels calls them."""

from __future__ import annotations

from ..i18n import N_, _
from . import labels

_EVENTS: dict[str, str] = {
    "absence.cancelled": N_("absence struck out"),
    "absence.ended": N_("absence ended"),
    "absence.marked": N_("absence marked"),
    "agent.added": N_("person added"),
    "agent.disabled": N_("account disabled"),
    "attendance.excused": N_("explanation accepted"),
    "attendance.explained": N_("day explained"),
    "attendance.imported": N_("attendance imported"),
    "attendance.refused": N_("explanation refused"),
    "certificate.failed": N_("retake failed"),
    "certificate.issued": N_("certificate issued"),
    "certificate.warned": N_("end of a certificate told"),
    "clock.in": N_("clocked in"),
    "clock.out": N_("clocked out"),
    "clock.voided": N_("stamp struck out"),
    "demand.imported": N_("demand imported"),
    "demand.learnt": N_("demand learnt"),
    "demand.set": N_("demand set"),
    "duty.written": N_("duty log written"),
    "evidence.recorded": N_("record added"),
    "evidence.voided": N_("record struck out"),
    "floor.made": N_("floor made"),
    "handover.given": N_("shift handed over"),
    "handover.taken": N_("shift taken over"),
    "incident.closed": N_("incident closed"),
    "incident.grouped": N_("complaint put to an incident"),
    "incident.opened": N_("incident opened"),
    "leave.approved": N_("leave approved"),
    "leave.asked": N_("leave asked for"),
    "leave.cancelled": N_("leave cancelled"),
    "leave.declared": N_("leave self-declared"),
    "leave.rejected": N_("leave rejected"),
    "leave.submitted": N_("leave submitted"),
    "leave.taken": N_("leave taken"),
    "level.graded": N_("level set"),
    "level.mended": N_("first grading set right"),
    "open_shift.approved": N_("open shift given away"),
    "open_shift.asked": N_("open shift asked for"),
    "open_shift.expired": N_("open shift expired"),
    "open_shift.posted": N_("open shift posted"),
    "open_shift.refused": N_("asking for an open shift refused"),
    "open_shift.retracted": N_("asking for an open shift taken back"),
    "open_shift.withdrawn": N_("open shift withdrawn"),
    "penalties.imported": N_("penalties imported"),
    "praise.imported": N_("praise imported"),
    "preference.dropped": N_("wish dropped"),
    "preference.set": N_("wish noted"),
    "profile.changed": N_("papers of a person changed"),
    "quality.drawn": N_("sample drawn"),
    "quality.scored": N_("sample scored"),
    "roster.amended": N_("roster changed after publishing"),
    "roster.checked": N_("roster checked"),
    "roster.closed": N_("roster closed"),
    "roster.copied": N_("week copied"),
    "roster.imported": N_("roster imported"),
    "roster.locked": N_("shifts locked"),
    "roster.pattern": N_("pattern laid"),
    "roster.published": N_("roster published"),
    "roster.set": N_("shifts set"),
    "roster.undone": N_("change of the roster taken back"),
    "roster.unlocked": N_("shifts unlocked"),
    "score.entered": N_("score entered"),
    "score.published": N_("score published"),
    "score.run": N_("month's scores worked out"),
    "score.signed": N_("score signed"),
    "score.talked": N_("score talked through"),
    "score.template": N_("scorecard template brought in"),
    "scores.imported": N_("scores imported"),
    "swap.accepted": N_("swap accepted"),
    "swap.approved": N_("swap approved"),
    "swap.asked": N_("swap asked for"),
    "swap.cancelled": N_("swap cancelled"),
    "swap.checked": N_("swap held against the rules"),
    "swap.declined": N_("swap declined"),
    "swap.denied": N_("swap denied"),
    "swap.expired": N_("swap expired"),
    "swap.offered": N_("swap offered"),
    "swap.withdrawn": N_("swap withdrawn"),
    "team.added": N_("team added"),
    "training.imported": N_("training imported"),
    "vacancy.closed": N_("vacancy closed"),
    "vacancy.opened": N_("vacancy opened"),
}
_CASE = "level."  # before the step of a promotion or demotion


def event(action: str) -> str:
    """Return what a person calls an event of the journal; one that has no name is shown as it is stored."""
    if action in _EVENTS:
        return _(_EVENTS[action])
    if action.startswith(_CASE):
        from .levels.case_words import label

        return label("step", action.removeprefix(_CASE))
    return labels.label("action", action)
