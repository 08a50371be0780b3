"""Bringing a list of agents in; people whom somebody added here stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from db import journal
from db.models import Agent
from db.queries import imports as earlier
from db.queries import people

from ..errors import BadInput, Problem
from ..floor import access, accounts, leavers
from ..floor.views import Actor
from ..i18n import _
from .book import PlainBook
from .convert import Record
from .report import Tally
from .staff import Staff


class Hand(NamedTuple):
    """One agent of a file."""

    login: str
    given: dict[str, Any]


class AgentsBook(PlainBook[Hand]):
    """Brings the agents of one file in; ``problems`` gathers what is wrong with them."""

    def __init__(self, actor: Actor, source: str, staff: Staff, now: datetime) -> None:
        self.problems: list[Problem] = []
        self._actor, self._source, self._staff, self._now = actor, source, staff, now
        self._seen: dict[str, int] = {}
        self._teams = {team.slug: team.id for team in people.teams()}

    def take(self, records: Iterable[Record]) -> list[Hand]:
        """Return the agents of good records."""
        made = []
        for row, given in records:
            login = given.get("login", "")
            wrong = self._wrong(row, login, given)
            self.problems += wrong
            if not wrong:
                made.append(Hand(login, given))
        return made

    def plan(self, batch: Sequence[Hand], tally: Tally) -> tuple[list[Hand], list[tuple[int, dict[str, Any]]]]:
        """Return who is new, and who came from this source before with what changes; count them."""
        sources = earlier.agent_sources()
        stored = {account.login: account for account in people.accounts()}
        added = [hand for hand in batch if hand.login not in stored]
        changed = []
        for hand in batch:
            number, source = sources.get(hand.login, (0, None))
            new = _changes(stored[hand.login], hand.given) if source == self._source else {}
            if new:
                changed.append((number, new))
        tally.count(len(added), len(changed), len(batch) - len(added) - len(changed))
        return added, changed

    def write(self, batch: Sequence[Hand], tally: Tally) -> None:
        """Write the agents inside the open transaction."""
        added, changed = self.plan(batch, tally)
        for hand in added:
            self._add(hand)
        for number, new in changed:
            self._change(number, new)

    def _wrong(self, row: int, login: str, given: dict[str, Any]) -> list[Problem]:
        wrong = []
        try:
            accounts.check_person(login, given.get("name", ""), given.get("roles", ("agent",)))
        except BadInput as error:
            wrong.append(Problem(row, "login", login, f"{error.title}. {error.detail}"))
        if "team" in given and given["team"] not in self._staff.slugs:
            wrong.append(Problem(row, "team", given["team"], self._staff.unknown_team()))
        elif "team" in given:
            given["team"] = self._staff.slugs[given["team"]]
        if self._seen.setdefault(login, row) != row:
            text = _("stands in row {row} already").format(row=self._seen[login])
            wrong.append(Problem(row, "login", login, text))
        return wrong

    def _add(self, hand: Hand) -> None:
        given = hand.given
        accounts.add_agent(
            self._actor,
            hand.login,
            name=given["name"],
            team=given.get("team"),
            roles=given.get("roles", ("agent",)),
            skills=given.get("skills", ()),
            now=self._now,
        )
        Agent.update(source=self._source).where(Agent.login == hand.login).execute()
        if given.get("enabled") is False:
            leavers.disable_agent(self._actor, hand.login, now=self._now)

    def _change(self, number: int, new: dict[str, Any]) -> None:
        columns = {name: value for name, value in new.items() if name != "team"}
        if "team" in new:
            columns["team"] = self._teams[new["team"]]
        if "name" in new:
            columns["initials"] = accounts.initials(new["name"])
        Agent.update(columns).where(Agent.id == number).execute()
        role, body = access.acting_role(self._actor), {"fields": sorted(new), "roles": sorted(new.get("roles", ()))}
        journal.append(journal.Fact(self._now, self._actor.id, role, "agent.changed", f"agent:{number}", body))


def _changes(stored: people.Account, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a file says otherwise; whether an account is enabled is decided here alone."""
    new = {name: given[name] for name in ("name", "team") if name in given and given[name] != getattr(stored, name)}
    return new | {
        name: given[name] for name in ("roles", "skills") if name in given and set(given[name]) != getattr(stored, name)
    }
