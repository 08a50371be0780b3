"""``cstui roster``: weeks, swaps, leave, the time clock, coverage; each verb in the file that its place names."""

from __future__ import annotations

from ..i18n import N_
from .parts import Nouns

VERBS = {
    "show": "roster_week:show",
    "list": "roster_week:list_",
    "set": "roster_draft:set_",
    "copy": "roster_draft:copy",
    "pattern": "roster_draft:pattern",
    "lock": "roster_draft:lock",
    "unlock": "roster_draft:unlock",
    "undo": "roster_draft:undo",
    "check": "roster_week:check",
    "publish": "roster_week:publish",
    "diff": "roster_week:diff",
    "versions": "roster_week:versions",
    "close": "roster_week:close",
    "rules": "roster_rules:rules",
    "need": "roster_coverage:need",
    "coverage": "roster_coverage:coverage",
    "demand": "roster_coverage:demand",
    "what-if": "roster_coverage:what_if",
    "swap": "roster_swap:swap",
    "leave": "roster_leave:leave",
    "open": "roster_open:open_",
    "prefer": "roster_prefer:prefer",
    "clock": "roster_clock:clock",
    "attendance": "roster_clock:attendance",
    "excuse": "roster_clock:excuse",
    "excused": "roster_clock:excused",
    "excuses": "roster_clock:excuses",
    "absent": "roster_absence:absent",
    "back": "roster_absence:back",
    "handback": "roster_absence:handback",
    "inbox": "roster_inbox:inbox",
    "seen": "roster_inbox:seen",
}

roster = Nouns("roster", lazy=VERBS, help=N_("Rosters: who should be here, who is, and who covers the hole."))
