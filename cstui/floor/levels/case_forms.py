"""The forms of promotion cases: which fields each step asks for; commands and dialogs are made of them."""

from __future__ import annotations

from ...i18n import N_
from ..forms import Field

GRAVITY = ("serious", "red_line", "performance")
_REASON = Field("reason", N_("Reason"), "text", required=True)
_FINDING = Field("finding", N_("Finding"), "text", required=True)
_DAY_HINT = N_("a date such as 2027-01-01")

APPLICATION = (
    Field("to", N_("To level"), hint=N_("the next one unless named")),
    Field("statement", N_("Own statement"), "text"),
)
REPORT = (
    Field("gravity", N_("Kind of incident"), "choice", required=True, choices=GRAVITY),
    Field("on", N_("Day of the incident"), required=True, hint=_DAY_HINT),
    Field("text", N_("What happened"), "text", required=True),
    Field("to", N_("To level"), hint=N_("the one below unless named")),
)
FORMS: dict[str, tuple[Field, ...]] = {
    "review": (
        Field("interview", N_("Interview"), "text", required=True),
        Field("report", N_("Review report"), "text", required=True),
        Field("recommended", N_("Recommended"), "flag", required=True),
    ),
    "endorse": (_FINDING, Field("agreed", N_("Agreed"), "flag", required=True)),
    "exam": (
        Field("name", N_("Exam"), required=True),
        Field("score", N_("Score"), "number", required=True),
        Field("passed", N_("Passed"), "flag", required=True),
    ),
    "panel": (
        Field("members", N_("Members"), required=True, hint=N_("logins, with blanks between")),
        Field("scores", N_("Scores"), hint=N_("for each dimension NAME=POINTS, with semicolons between")),
        Field("in_favour", N_("Votes in favour"), "number", required=True),
        Field("against", N_("Votes against"), "number", required=True),
        Field("report", N_("Report of the panel"), "text"),
    ),
    "notice": (
        Field("days", N_("Working days"), "number", hint=N_("the ladder's own number unless told")),
        Field("text", N_("Text of the notice"), "text"),
    ),
    "object": (Field("text", N_("Objection"), "text", required=True),),
    "settle": (
        Field("objection", N_("Number of the objection"), "number", hint=N_("needed where several are open")),
        Field("upheld", N_("Upheld"), "flag", required=True),
        _FINDING,
    ),
    "approve": (
        Field("effective_on", N_("Effective on"), hint=_DAY_HINT),
        Field("trial_months", N_("Months of trial"), "number"),
        Field("text", N_("Remarks"), "text"),
    ),
    "extend": (Field("trial_months", N_("Months of trial"), "number", required=True), _REASON),
    "confirm": (_FINDING,),
    "revert": (_REASON,),
    "reject": (_REASON,),
    "withdraw": (_REASON,),
    "investigate": (_FINDING,),
    "conclude": (
        Field("established", N_("Established"), "flag", required=True),
        Field("conclusion", N_("Conclusion"), "text", required=True),
    ),
    "decide": (
        Field("effective_on", N_("Effective on"), hint=_DAY_HINT),
        _REASON,
    ),
    "appeal": (Field("text", N_("Appeal"), "text", required=True),),
    "hear": (
        Field("upheld", N_("Upheld"), "flag", required=True),
        _FINDING,
        Field("heard_by", N_("Heard by"), hint=N_("who outside the floor, where nobody here is left to hear it")),
    ),
}
