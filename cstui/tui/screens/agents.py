"""Who works on the floor: the list of agents."""

from __future__ import annotations

from collections.abc import Sequence

from cstui.floor import accounts
from cstui.floor.labels import label
from cstui.floor.views import Agent
from cstui.i18n import N_, _, listed
from cstui.tui.act import AGENTS
from cstui.tui.keys import bindings
from cstui.tui.screens.lookup import LookupScreen
from cstui.tui.widgets.lookup_table import Row


class AgentsScreen(LookupScreen):
    """Login, name, team, roles, skills and open cases of everybody."""

    VIEW = AGENTS
    BINDINGS = bindings(AGENTS)
    HEADING = N_("Agents")
    COLUMNS = (N_("LOGIN"), N_("NAME"), N_("TEAM"), N_("OPEN"), N_("ROLES"), N_("SKILLS"))

    def read(self, query: str) -> Sequence[Row]:
        """Read the agents whose cells hold every word of the query."""
        return matching([agent_row(agent) for agent in accounts.agents(self.floor_app.actor)], query)

    def open_row(self, key: str) -> None:
        """Open the person's page."""
        from cstui.tui.screens.record import AgentRecordScreen

        self.app.push_screen(AgentRecordScreen(key))


def agent_row(agent: Agent) -> Row:
    """Return an agent as cells."""
    roles = listed(label("role", role) for role in agent.roles)
    name = agent.name if agent.enabled else _("{name} (disabled)").format(name=agent.name)
    return agent.login, (agent.login, name, agent.team, str(agent.load), roles, listed(agent.skills))


def matching(rows: Sequence[Row], query: str) -> Sequence[Row]:
    """Return the rows in whose cells every word of the query is found, in any case."""
    words = query.casefold().split()
    return [row for row in rows if all(any(word in cell.casefold() for cell in row[1]) for word in words)]
