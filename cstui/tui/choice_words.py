"""The words of the choices that a form offers, by the name of its field."""

from __future__ import annotations

from cstui.floor.labels import label
from cstui.i18n import N_, _

_OWN = {
    "handed": {"release": N_("Release them to the queue"), "spread": N_("Spread them over who is there")},
    "passed": {"passed": N_("passed"), "failed": N_("failed")},
    "per": {"agent": N_("each person"), "team": N_("the team")},
}


def word(field: str, value: str) -> str:
    """Return the word a person reads for a value that may be chosen; an unknown value as it is."""
    if value in _OWN.get(field, {}):
        return _(_OWN[field][value])
    found = label(field, value)
    if found != value:
        return found
    from cstui.floor.levels import case_words, fact_words  # only the forms of the levels come this far

    found = fact_words.word(field, value)
    return found if found != value else case_words.label(field, value)
