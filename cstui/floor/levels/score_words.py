"""The words of scorecards for stored values, as floor.labels has them for complaints."""

from __future__ import annotations

from ...i18n import N_, _

_LABELS: dict[str, dict[str, str]] = {
    "score_state": {
        "draft": N_("draft"),
        "talked": N_("talked through"),
        "signed": N_("signed"),
        "published": N_("published"),
    },
    "rater": {
        "lead": N_("the lead"),
        "self": N_("oneself"),
        "peer": N_("colleagues"),
    },
    "metric": {
        "cases": N_("cases closed"),
        "complaint_rate": N_("complaints a hundred cases"),
        "satisfaction": N_("satisfaction"),
        "on_time": N_("limits met"),
        "attendance": N_("attendance"),
        "quality": N_("quality sample"),
    },
    "score_origin": {
        "computed": N_("worked out"),
        "entered": N_("entered"),
        "imported": N_("imported"),
    },
    "star": {
        "month": N_("star of the month"),
        "quarter": N_("service star of the quarter"),
    },
}


def label(kind: str, value: str | None) -> str:
    """Return the word a person reads for a stored value; an unknown value is shown as it is."""
    if not value:
        return ""
    return _(_LABELS.get(kind, {}).get(value, "")) or value
