"""The teams and agents of the floor as an import looks them up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from db.queries import people

from ..errors import Problem
from ..floor import access, store
from ..floor.policy import load_policy
from ..floor.views import Actor
from ..i18n import _, listed

T = TypeVar("T")


class Staff:
    """A picture of teams and agents, taken once; names serve where they are unique."""

    def __init__(self, actor: Actor, action: str) -> None:
        self.actor = actor
        self._own_only = access.scope_of(actor, action) != "all"
        floor_policy = store.settings().policy
        teams, accounts = people.teams(), people.accounts()
        self.policies = {team.id: load_policy(team.policy or floor_policy) for team in teams}
        self.teams = _by_name((team.slug, team.name, team.id) for team in teams)
        self._agents = _by_name((account.login, account.name, account.id) for account in accounts)
        self._logins = _by_name((account.login, account.name, account.login) for account in accounts)
        self.slugs = _by_name((team.slug, team.name, team.slug) for team in teams)
        self._listed = listed(team.slug for team in teams)

    def resolve(self, row: int, given: dict[str, Any]) -> list[Problem]:
        """Put ids in the place of ``team`` and ``assignee``, a login in that of ``respondent``; return problems."""
        wrong = []
        if (team := given.get("team")) is not None:
            given["team"] = self.teams.get(team)
            if given["team"] is None:
                wrong.append(Problem(row, "team", team, self.unknown_team()))
            elif self._own_only and given["team"] != self.actor.team_id:
                wrong.append(Problem(row, "team", team, _("you may import for your own team only")))
        if (assignee := given.get("assignee")) is not None:
            given["assignee"] = self._agents.get(assignee)
            if given["assignee"] is None:
                wrong.append(Problem(row, "assignee", assignee, _("no agent has this login or name")))
        if (respondent := given.get("respondent")) is not None:
            given["respondent"] = self._logins.get(respondent, respondent)
        return wrong

    def unknown_team(self) -> str:
        """Return what is told of a team that there is not."""
        return _("no such team; the known ones are: {teams}").format(teams=self._listed)


def _by_name(rows: Iterable[tuple[str, str, T]]) -> dict[str, T]:
    """Return values by key and, where no two share it, by name."""
    listed = list(rows)
    names = [name for _key, name, _value in listed]
    found = {name: value for _key, name, value in listed if names.count(name) == 1}
    return found | {key: value for key, _name, value in listed}
