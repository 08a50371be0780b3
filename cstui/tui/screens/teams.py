"""The teams of the floor."""

from __future__ import annotations

from collections.abc import Sequence

from cstui.floor import accounts
from cstui.floor.filters import quote
from cstui.i18n import N_
from cstui.tui.act import QUEUE, TEAMS
from cstui.tui.keys import bindings
from cstui.tui.screens.agents import matching
from cstui.tui.screens.lookup import LookupScreen
from cstui.tui.widgets.lookup_table import Row


class TeamsScreen(LookupScreen):
    """Short name, name, policy pack, people and open complaints; enter shows the team's queue."""

    VIEW = TEAMS
    BINDINGS = bindings(TEAMS)
    HEADING = N_("Teams")
    COLUMNS = (N_("TEAM"), N_("TEAM NAME"), N_("POLICY"), N_("AGENTS"), N_("OPEN"))

    def read(self, query: str) -> Sequence[Row]:
        """Read the teams whose cells hold every word of the query."""
        teams = accounts.teams(self.floor_app.actor)
        rows = [(team.slug, (team.slug, team.name, team.policy, str(team.agents), str(team.open))) for team in teams]
        return matching(rows, query)

    def open_row(self, key: str) -> None:
        """Show the team's open complaints in the queue."""
        self.floor_app.show_view(QUEUE, f"team:{quote(key)}")
