"""The trade's words for the kinds, states and steps of promotion cases."""

from __future__ import annotations

from ...i18n import N_, _

_LABELS: dict[str, dict[str, str]] = {
    "kind": {"promotion": N_("promotion"), "cross": N_("cross move"), "demotion": N_("demotion")},
    "state": {
        "applied": N_("applied for"),
        "reviewed": N_("reviewed"),
        "endorsed": N_("reviewed by the manager"),
        "examined": N_("examined"),
        "assessed": N_("assessed by the panel"),
        "noticed": N_("public notice"),
        "objected": N_("objection raised"),
        "approved": N_("approved"),
        "trial": N_("on trial"),
        "confirmed": N_("confirmed"),
        "reverted": N_("reverted"),
        "rejected": N_("turned down"),
        "withdrawn": N_("taken back"),
        "reported": N_("incident reported"),
        "investigated": N_("investigated"),
        "concluded": N_("concluded"),
        "decided": N_("decided"),
        "appealed": N_("appealed"),
        "effective": N_("in effect"),
    },
    "step": {
        "apply": N_("application"),
        "propose": N_("proposal"),
        "review": N_("review"),
        "endorse": N_("manager's review"),
        "exam": N_("exam"),
        "panel": N_("panel"),
        "notice": N_("public notice"),
        "object": N_("objection"),
        "settle": N_("objection settled"),
        "approve": N_("final approval"),
        "effect": N_("in effect"),
        "extend": N_("trial extended"),
        "over": N_("end of the trial"),
        "moved": N_("end moved by the calendar"),
        "confirm": N_("confirmation"),
        "revert": N_("reversal"),
        "reject": N_("rejection"),
        "withdraw": N_("withdrawal"),
        "report": N_("incident"),
        "investigate": N_("investigation"),
        "conclude": N_("conclusion"),
        "decide": N_("decision"),
        "appeal": N_("appeal"),
        "hear": N_("appeal heard"),
    },
    "gravity": {
        "serious": N_("serious incident"),
        "red_line": N_("red line crossed"),
        "performance": N_("poor performance"),
    },
    "eligible": {"yes": N_("yes"), "no": N_("no"), "unknown": N_("not known")},
    "objection": {"open": N_("to be settled"), "upheld": N_("upheld"), "dismissed": N_("dismissed")},
}


def label(kind: str, value: str | None) -> str:
    """Return the word a person reads for a stored value; an unknown value is shown as it is."""
    if not value:
        return ""
    return _(_LABELS.get(kind, {}).get(value, "")) or value
