"""What an act of the screens is made of, and the names of views and groups."""

from __future__ import annotations

from typing import NamedTuple

from cstui.i18n import N_

CASE = N_("Case")
LIST = N_("List")
MOVE = N_("Move")
VIEWS = N_("Views")
PROGRAM = N_("Program")
FILLING = N_("Forms")
DESK = N_("Shift")
WEEK = N_("Roster")
RUNG = N_("Levels")
GROUPS = (CASE, LIST, WEEK, DESK, RUNG, MOVE, VIEWS, FILLING, PROGRAM)

QUEUE, COMPLAINT, AGENTS, TEAMS, CUSTOMERS, FORM = "queue", "complaint", "agents", "teams", "customers", "form"
REPORTS = "reports"
AS_OF, SHIFT, ROSTER, DAY, INBOX = "asof", "shift", "roster", "day", "inbox"
LEVELS, PROFILE, PROMOTIONS, PROMOTION, SCORES = "levels", "profile", "promotions", "promotion", "scores"
LISTS = (QUEUE, AGENTS, TEAMS, CUSTOMERS)
CASES = (QUEUE, COMPLAINT)
VIEW_NAMES = (
    QUEUE, COMPLAINT, AGENTS, TEAMS, CUSTOMERS, REPORTS, AS_OF, SHIFT, ROSTER, DAY, INBOX,
    LEVELS, PROFILE, PROMOTIONS, PROMOTION, SCORES,
)  # fmt: skip
EVERY = (*VIEW_NAMES, FORM)


class Act(NamedTuple):
    """One thing a person can do.

    ``keys`` are Textual key names, the first one is shown; empty where only the palette and the
    command line reach it.  ``label`` (footer) and ``help`` are message ids.  ``action`` is resolved
    on the screen; empty where only the command does it.  ``footer`` is its rank there: 1 always,
    more where there is room, 0 never.  ``command`` is the word after ``:`` and ``argument`` what may follow it.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    label: str
    help: str
    group: str
    views: tuple[str, ...]
    footer: int = 0
    command: str = ""
    argument: str = ""

    @property
    def step(self) -> str | None:
        """The step of a complaint's life this performs, or None."""
        return self.action[6:-2] if self.action.startswith("step('") else None
