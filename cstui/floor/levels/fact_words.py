"""The trade's words for what is recorded of a person: kinds of evidence, incidents, status, education, causes."""

from __future__ import annotations

from ...i18n import N_, _

_LABELS: dict[str, dict[str, str]] = {
    "fact": {
        "praise_customer": N_("praise by a customer"),
        "praise_internal": N_("internal praise"),
        "penalty": N_("penalty"),
        "incident": N_("incident"),
        "mentored": N_("newcomer trained"),
        "course": N_("course"),
        "exam": N_("examination"),
        "attested": N_("vouched for"),
    },
    "penalty": {"level_allowance": N_("level allowance withheld")},
    "incident": {"serious": N_("serious incident"), "red_line": N_("red line crossed")},
    "status": {"intern": N_("intern"), "probation": N_("on probation"), "regular": N_("regular")},
    "education": {
        "below_college": N_("below college"),
        "college": N_("college"),
        "bachelor": N_("bachelor"),
        "master": N_("master"),
        "doctor": N_("doctor"),
    },
    "cause": {
        "initial": N_("initial grading"),
        "import": N_("imported"),
        "promotion": N_("promotion"),
        "demotion": N_("demotion"),
        "cross": N_("cross move"),
        "reverted": N_("reverted"),
    },
    "certificate": {
        "valid": N_("valid"),
        "ends": N_("ends soon"),
        "ended": N_("ended"),
        "suspended": N_("suspended"),
    },
}


def about(kind: str, name: str) -> str:
    """Return what an entry of a kind is about, in the trade's words or by its title where the name is one of ours."""
    if kind in ("incident", "penalty") or not name:
        return word(kind, name)
    from .training import title_of

    return title_of(kind, name)


def word(kind: str, value: str | None) -> str:
    """Return the word a person reads for a stored value; an unknown value is shown as it is."""
    if not value:
        return ""
    return _(_LABELS.get(kind, {}).get(value, "")) or value
