"""Whom a line of a table means: by login, else by the exact name where one person only has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from db.queries import people

from ..floor import access
from ..floor.rosters.weeks import team_of
from ..floor.views import Actor
from ..i18n import _, listed

_PARTS = re.compile(r"[()\[\]【】/]")


class Found(NamedTuple):
    """The person that a text means, or what is wrong with it."""

    person: people.Account | None
    problem: str = ""


class People:
    """The accounts that an import may name, of one team or of all that the actor's right reaches."""

    def __init__(
        self, actor: Actor, action: str, team: str | None = None, *, always_team: bool = False, gone: bool = False
    ) -> None:
        """Look them up; without ``team`` it is the actor's where ``always_team`` or the right says so.

        ``gone`` lets disabled accounts be named too.  Raises Denied, BadInput.
        """
        self._gone = gone
        whole = team is None and not always_team and access.scope_of(actor, action) == "all"
        self.team, self.team_id = team_of(actor, team)
        self._action = action
        self.require(actor)
        self._within = None if whole else self.team
        self._by_login: dict[str, people.Account] = {}
        self._by_name: dict[str, list[people.Account]] = {}
        for account in people.accounts():
            self._by_login[account.login.lower()] = account
            if self._within in (None, account.team):
                self._by_name.setdefault(_folded(account.name), []).append(account)

    def require(self, actor: Actor) -> None:
        """Raise Denied unless the actor may import for the team."""
        access.require(actor, self._action, team_id=self.team_id)

    def knows(self, text: str) -> bool:
        """Tell whether a text is anybody's login, or the name of anybody who may be meant."""
        return any(part in self._by_login or part in self._by_name for part in _parts(text))

    def numbered(self) -> dict[int, people.Account]:
        """Return everybody by id."""
        return {account.id: account for account in self._by_login.values()}

    def find(self, candidates: Sequence[str]) -> Found:
        """Return whom several texts of one line mean together: by login, else by name; two people are a problem."""
        parts = [part for text in candidates for part in _parts(text)]
        logins = {account.id: account for part in parts if (account := self._by_login.get(part))}
        named = [self._enabled(part) for part in parts if part in self._by_name]
        meant = logins or {each.id: each for found in named if len(found) == 1 for each in found}
        person = next(iter(meant.values()), None)
        if len(meant) > 1 or (person and any(person not in found for found in named)):
            return Found(None, _("these are two people; write one of them"))
        if person is not None:
            return self._checked(person)
        if named:
            told = listed(each.login for each in named[0])
            return Found(None, _("several people have this name; write one of the logins {logins}").format(logins=told))
        return Found(None, self._unknown() if candidates else _("the row names no person"))

    def _enabled(self, name: str) -> list[people.Account]:
        """Return the people of a name, those who may log in where there are any."""
        found = self._by_name[name]
        return [each for each in found if each.enabled] or found

    def _checked(self, account: people.Account) -> Found:
        if self._within not in (None, account.team):
            return Found(None, _("{login} is of the team {team}").format(login=account.login, team=account.team))
        if not account.enabled and not self._gone:
            return Found(None, _("the account {login} is disabled").format(login=account.login))
        return Found(account)

    def _unknown(self) -> str:
        if self._within is None:
            return _("no agent has this login or name")
        return _("nobody of the team {team} has this login or name").format(team=self._within)


def _parts(text: str) -> list[str]:
    """Return a text, and what stands in and around its brackets, as keys of the look-up."""
    whole = _folded(text)
    return [whole, *(part for each in _PARTS.split(text) if (part := _folded(each)) and part != whole)]


def _folded(text: str) -> str:
    """Return a name as it is compared: sheets pad short names with blanks, 李　娜."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
