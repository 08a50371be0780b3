"""``cstui level``: ladders, where people stand, and promotion cases; each verb in the file that its place names."""

from __future__ import annotations

from ...i18n import N_
from ..parts import Nouns

level = Nouns(
    "level",
    lazy={
        "ladder": "levels.ladder:ladder",
        "show": "levels.ladder:show",
        "explain": "levels.ladder:explain",
        "eligible": "levels.ladder:eligible",
        "set": "levels.person:set_",
        "history": "levels.person:history",
        "profile": "levels.person:profile",
        "apply": "levels.case:apply",
        "round": "levels.case:round_",
        "cases": "levels.case:cases_",
        "inbox": "levels.case:inbox",
        "case": "levels.case:case",
        "review": "levels.case:STEPS",
        "endorse": "levels.case:STEPS",
        "exam": "levels.case:STEPS",
        "panel": "levels.case:STEPS",
        "notice": "levels.case:STEPS",
        "object": "levels.case:STEPS",
        "settle": "levels.case:STEPS",
        "approve": "levels.case:STEPS",
        "extend": "levels.case:STEPS",
        "confirm": "levels.case:STEPS",
        "revert": "levels.case:STEPS",
        "reject": "levels.case:STEPS",
        "withdraw": "levels.case:STEPS",
        "investigate": "levels.case:STEPS",
        "conclude": "levels.case:STEPS",
        "decide": "levels.case:STEPS",
        "appeal": "levels.case:STEPS",
        "hear": "levels.case:STEPS",
        "demote": "levels.case:demote",
        "vacancy": "levels.case:vacancy",
    },
    help=N_("Levels: where each one stands, what is missing, and promotion cases."),
)
