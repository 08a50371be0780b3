"""The words of rosters for stored values, as floor.labels has them for complaints."""

from __future__ import annotations

from ...i18n import N_, _
from ...text import one_line
from .views import OFF

_LABELS: dict[str, dict[str, str]] = {
    "roster_state": {
        "draft": N_("draft"),
        "checked": N_("checked"),
        "published": N_("published"),
        "closed": N_("ended"),
    },
    "rule_level": {
        "hard": N_("hard"),
        "warn": N_("warning"),
        "soft": N_("soft"),
    },
    "rule_figure": {
        "above_hours": N_("above hours"),
        "after": N_("after"),
        "before": N_("before"),
        "daily_hours": N_("daily hours"),
        "days": N_("days"),
        "duties": N_("duties"),
        "hours": N_("hours"),
        "minutes": N_("minutes"),
        "night_end": N_("night end"),
        "night_hours": N_("night hours"),
        "night_start": N_("night start"),
        "order": N_("order"),
        "overlap_percent": N_("overlap percent"),
        "people": N_("people"),
        "role": N_("role"),
        "skill": N_("skill"),
        "spread": N_("spread"),
        "weekly_hours": N_("weekly hours"),
        "weeks": N_("weeks"),
        "worked": N_("worked"),
    },
    "duty": {
        "early": N_("early shift"),
        "day": N_("day shift"),
        "late": N_("late shift"),
        "night": N_("night shift"),
        "weekend": N_("weekend duty"),
    },
    "swap_state": {
        "draft": N_("draft"),
        "offered": N_("offered"),
        "accepted": N_("accepted"),
        "waiting": N_("waiting for a lead"),
        "approved": N_("approved"),
        "denied": N_("denied"),
        "withdrawn": N_("taken back"),
        "expired": N_("expired"),
        "cancelled": N_("cancelled"),
    },
    "leave_state": {
        "draft": N_("draft"),
        "submitted": N_("submitted"),
        "approved": N_("approved"),
        "rejected": N_("turned down"),
        "taken": N_("taken"),
        "cancelled": N_("cancelled"),
    },
    "open_shift_state": {
        "open": N_("nobody's yet"),
        "asked": N_("asked for"),
        "filled": N_("filled"),
        "withdrawn": N_("taken back"),
        "expired": N_("expired"),
    },
    "request": {
        "swap": N_("swap"),
        "leave": N_("leave"),
        "open_shift": N_("open shift"),
        "excuse": N_("explanation"),
    },
    "attendance": {
        "scheduled": N_("scheduled"),
        "present": N_("present"),
        "late": N_("late"),
        "early_out": N_("left early"),
        "absent": N_("absent"),
        "leave": N_("on leave"),
        "off_post": N_("off post"),
        "unapproved_swap": N_("unapproved swap"),
        "extra": N_("extra"),
        "incomplete": N_("stamp missing"),
        "unclocked": N_("not clocked"),
        "away": N_("away"),
        "ended": N_("shift ended"),
        "disabled": N_("account disabled"),
    },
    "excuse_state": {
        "explained": N_("explained"),
        "excused": N_("excused"),
        "refused": N_("not excused"),
    },
    "stamp": {
        "in": N_("in"),
        "out": N_("out"),
    },
    "wish": {
        "want": N_("would like"),
        "avoid": N_("would rather not"),
    },
}


def label(kind: str, value: str | None) -> str:
    """Return the word a person reads for a stored value; an unknown value is shown as it is."""
    if not value:
        return ""
    return _(_LABELS.get(kind, {}).get(value, "")) or value


def code(stored: str | None) -> str:
    """Return the code of a shift as a person reads it: the rest day in words, nothing for an empty cell."""
    return _("off") if stored == OFF else one_line(stored or "")


def values(kind: str) -> tuple[str, ...]:
    """Return the stored values that have a word of this kind, in order."""
    return tuple(_LABELS[kind])
