"""``cstui level``: ladders, where people stand, and promotion cases; each verb in the file that its place names."""

from __future__ import annotations

from ..i18n import N_
from .parts import Nouns

level = Nouns(
    "level",
    lazy={
        "ladder": "level_ladder:ladder",
        "show": "level_ladder:show",
        "explain": "level_ladder:explain",
        "eligible": "level_ladder:eligible",
        "set": "level_person:set_",
        "history": "level_person:history",
        "profile": "level_person:profile",
        "apply": "level_case:apply",
        "round": "level_case:round_",
        "cases": "level_case:cases_",
        "inbox": "level_case:inbox",
        "case": "level_case:case",
        "review": "level_case:STEPS",
        "endorse": "level_case:STEPS",
        "exam": "level_case:STEPS",
        "panel": "level_case:STEPS",
        "notice": "level_case:STEPS",
        "object": "level_case:STEPS",
        "settle": "level_case:STEPS",
        "approve": "level_case:STEPS",
        "extend": "level_case:STEPS",
        "confirm": "level_case:STEPS",
        "revert": "level_case:STEPS",
        "reject": "level_case:STEPS",
        "withdraw": "level_case:STEPS",
        "investigate": "level_case:STEPS",
        "conclude": "level_case:STEPS",
        "decide": "level_case:STEPS",
        "appeal": "level_case:STEPS",
        "hear": "level_case:STEPS",
        "demote": "level_case:demote",
        "vacancy": "level_case:vacancy",
    },
    help=N_("Levels: where each one stands, what is missing, and promotion cases."),
)
