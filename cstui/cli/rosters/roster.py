"""``cstui roster``: weeks, swaps, leave, the time clock, coverage; each verb in the file that its place names."""

from __future__ import annotations

from ...i18n import N_
from ..parts import Nouns

VERBS = {
    "show": "rosters.week:show",
    "list": "rosters.week:list_",
    "set": "rosters.draft:set_",
    "copy": "rosters.draft:copy",
    "pattern": "rosters.draft:pattern",
    "lock": "rosters.draft:lock",
    "unlock": "rosters.draft:unlock",
    "undo": "rosters.draft:undo",
    "check": "rosters.week:check",
    "publish": "rosters.week:publish",
    "diff": "rosters.week:diff",
    "versions": "rosters.week:versions",
    "close": "rosters.week:close",
    "rules": "rosters.rules:rules",
    "need": "rosters.coverage:need",
    "coverage": "rosters.coverage:coverage",
    "demand": "rosters.coverage:demand",
    "what-if": "rosters.coverage:what_if",
    "swap": "rosters.swap:swap",
    "leave": "rosters.leave:leave",
    "open": "rosters.open:open_",
    "prefer": "rosters.prefer:prefer",
    "clock": "rosters.clock:clock",
    "stamps": "rosters.stamps:stamps",
    "void": "rosters.stamps:void",
    "attendance": "rosters.clock:attendance",
    "excuse": "rosters.clock:excuse",
    "excused": "rosters.clock:excused",
    "excuses": "rosters.clock:excuses",
    "absent": "rosters.absence:absent",
    "back": "rosters.absence:back",
    "handback": "rosters.absence:handback",
    "inbox": "rosters.inbox:inbox",
    "seen": "rosters.inbox:seen",
}

roster = Nouns("roster", lazy=VERBS, help=N_("Rosters: who should be here, who is, and who covers the hole."))
