"""What ladders and evaluations hold in codes, in words a person reads."""

from __future__ import annotations

from ...i18n import N_, _, listed, ngettext
from ..rosters.request_words import kind_words
from .fact_words import word as fact_word
from .ladder import CALENDAR_YEAR, MONTHS, SINCE_LEVEL, Need

_LABELS: dict[str, dict[str, str]] = {
    "eligible": {"yes": N_("yes"), "no": N_("no"), "unknown": N_("unknown")},
    "effect": {
        "withhold_allowance": N_("the level allowance of the month is withheld"),
        "demote": N_("demotion"),
        "demote_or_move": N_("dismissal from the post, demotion or another post"),
    },
    "stage": {
        "review": N_("review"),
        "interview": N_("interview"),
        "report": N_("review report"),
        "decision": N_("manager's review"),
        "exam": N_("exam"),
        "panel": N_("panel"),
        "notice": N_("public notice"),
        "approval": N_("final approval"),
        "trial": N_("trial in the post"),
    },
    "criterion": {"met": N_("met"), "unmet": N_("not met"), "unknown": N_("unknown")},
}


def word(kind: str, value: str) -> str:
    """Return the word for a stored value of a kind (eligible, criterion, effect, stage); an unknown value as it is."""
    return _(_LABELS[kind].get(value, "")) or value


def quantity(value: float | str | None, unit: str) -> str:
    """Return a figure with its unit: months, years, days, cases, %, a currency; others go without, ``-`` is none."""
    if isinstance(value, str) or value is None:
        return value or "-"
    number = f"{round(value, 2):g}" if value < 1_000_000 else f"{value:.0f}"
    n = int(value) if value == int(value) else 2
    if unit == "months":
        return ngettext("{n} month", "{n} months", n).format(n=number)
    if unit == "years":
        return ngettext("{n} year", "{n} years", n).format(n=number)
    if unit == "cases":
        return ngettext("{n} case", "{n} cases", n).format(n=number)
    if unit == "days":
        return ngettext("{n} day", "{n} days", n).format(n=number)
    return f"{number} %" if unit == "%" else f"{number} {unit}" if unit.isupper() else number


def threshold(need: Need) -> str:
    """Return what a criterion asks for as it stands behind its title: ``, at least 12 months``; empty for none."""
    if need.kind in ("status", "education"):
        return f", {fact_word(need.kind, need.what)}"
    if need.threshold is None:
        return ""
    value = quantity(need.threshold, need.unit)
    if need.at_least is not None:
        said = _("at least {value}").format(value=value)
    else:
        said = (_("below {value}") if need.below is not None else _("at most {value}")).format(value=value)
    apart = _("each from somebody else") if need.distinct and need.threshold > 1 else ""
    without = _("without {kinds}").format(kinds=listed(map(kind_words, need.excluding))) if need.excluding else ""
    return "".join(f", {each}" for each in (said, apart, without, _window(need)) if each)


def _window(need: Need) -> str:
    if need.window == CALENDAR_YEAR:
        return _("in the year before filing")
    if need.window == MONTHS:
        return _("in the last {n} months").format(n=need.window_months)
    return _("since the present level began") if need.window == SINCE_LEVEL else ""
