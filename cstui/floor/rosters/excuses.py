"""What a person says of a day that went otherwise than planned, and whether a lead accepts it."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, Protocol

from db import journal
from db import models as rows
from db.queries import people

from ...errors import BadInput, Conflict, NotFound, Refused
from ...i18n import _
from ...text import clean, one_line
from .. import access, accounts, notices, store
from ..views import Actor
from .requests import said
from .words import label


class Excuse(NamedTuple):
    """An explanation of a day; ``state`` is explained, excused or refused, ``decision`` why it was decided anew."""

    number: int
    login: str
    name: str
    day: date
    text: str
    state: str
    given_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision: str

    @property
    def version(self) -> int:
        """Return what changes when other words are given."""
        return int(self.given_at.timestamp())


class _Named(Protocol):
    @property
    def login(self) -> str:
        """The person's login."""
        ...

    @property
    def name(self) -> str:
        """The person's name."""
        ...


def explain(actor: Actor, day: date, text: str, *, now: datetime | None = None) -> Excuse:
    """Say why one's own day went as it did; saying it again replaces it until somebody has decided.

    Raises BadInput without words or for a day ahead, Refused when it was decided already.
    """
    at = now or store.now()
    if not text.strip():
        raise BadInput(_("An explanation needs words"))
    if day > at.astimezone(store.zone()).date():
        raise BadInput(_("That day lies ahead"), _("Ask for leave instead."))
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "clock")
        table = rows.Excuse
        found = table.get_or_none((table.agent == actor.id) & (table.day == day))
        if found is not None and found.state != "explained":
            raise Refused(_("That day has been decided already"), _("A lead can decide on it anew, with a reason."))
        if found is None:
            found = table(agent=actor.id, day=day, state="explained")
        found.text, found.given_at = clean(text), at
        found.save()
        _journal(actor, "attendance.explained", found, at)
    return _shown(found, actor, None)


def decide(
    actor: Actor,
    login: str,
    day: date,
    *,
    accept: bool,
    again: str | None = None,
    seen: str | None = None,
    now: datetime | None = None,
) -> Excuse:
    """Accept or refuse what a person said of a day; never one's own.

    What was decided already is turned round only with a reason, ``again``; ``seen`` are the words that were read.
    Raises NotFound, Refused, BadInput, Denied, Conflict when other words were given since.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        person = people.account(login)
        if person is None:
            raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
        access.require_about(actor, "attendance.write", agent_id=person.id, team_id=person.team_id)
        found = rows.Excuse.get_or_none((rows.Excuse.agent == person.id) & (rows.Excuse.day == day))
        _not_own(actor, person)
        if found is None:
            title = _("{login} has not explained {day}").format(login=person.login, day=day.isoformat())
            raise NotFound(title, _("See `{command}`.").format(command="cstui roster excuses"))
        if seen is not None and seen != found.text:
            raise _other_words(person, found)
        if found.state == "explained":
            return _decided(actor, person, found, accept, at)
        return _turned(actor, person, found, accept, again, at)


def approve(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> Excuse:
    """Accept an explanation by its number; raises as ``decide``, Conflict when other words were given since."""
    return _by_number(actor, number, version, True, now or store.now())


def refuse(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> Excuse:
    """Refuse an explanation by its number; raises as ``approve``."""
    return _by_number(actor, number, version, False, now or store.now())


def waiting(actor: Actor) -> list[Excuse]:
    """Return the explanations that wait for the actor's decision, oldest day first; raises Denied."""
    scope = access.team_scope(actor, "attendance.write")
    table = rows.Excuse
    query = table.select(table, rows.Agent).join(rows.Agent, on=(table.agent == rows.Agent.id))
    query = query.where((table.state == "explained") & (table.agent != actor.id))
    if scope.team_id is not None:
        query = query.where(rows.Agent.team == scope.team_id)
    return [_shown(each, each.agent, None) for each in query.order_by(table.day, rows.Agent.login)]


def explanations(actor: Actor, *, limit: int = 200) -> list[Excuse]:
    """Return what was said of days, decided or not, the newest day first, of those whose days the actor may see.

    Raises Denied.
    """
    access.require(actor, "attendance.read", team_id=actor.team_id)
    scope = access.scope_of(actor, "attendance.read")
    table = rows.Excuse
    query = table.select(table, rows.Agent).join(rows.Agent, on=(table.agent == rows.Agent.id))
    if scope == "own":
        query = query.where(table.agent == actor.id)
    elif scope == "team":
        query = query.where(rows.Agent.team == actor.team_id)
    found = list(query.order_by(table.day.desc(), table.id.desc()).limit(limit))
    who = {ident: each.login for ident, each in people.of_ids([row.decided_by_id for row in found]).items()}
    return [_shown(each, each.agent, who.get(each.decided_by_id)) for each in found]


def _by_number(actor: Actor, number: int, version: int | None, accept: bool, at: datetime) -> Excuse:
    with access.acting():
        actor = accounts.fresh(actor)
        found = rows.Excuse.get_or_none(rows.Excuse.id == number)
        if found is None:
            raise NotFound(
                _("There is no explanation {number}").format(number=number),
                _("See `{command}`.").format(command="cstui roster excuses"),
            )
        person = people.of_ids([found.agent_id])[found.agent_id]
        access.require_about(actor, "attendance.write", agent_id=person.id, team_id=person.team_id)
        if found.state != "explained":
            raise Conflict(*_standing(person, found))
        if version not in (None, _shown(found, person, None).version):
            raise _other_words(person, found)
        return _decided(actor, person, found, accept, at)


def _other_words(person: people.Account, row: rows.Excuse) -> Conflict:
    return Conflict(_("{who} says something else by now").format(who=one_line(person.name)), one_line(row.text))


def _turned(
    actor: Actor, person: people.Account, row: rows.Excuse, accept: bool, again: str | None, at: datetime
) -> Excuse:
    """Decide anew on what was decided; raises Refused when nothing would change or no reason is given."""
    title, detail = _standing(person, row)
    if (row.state == "excused") == accept:
        raise Refused(title)
    if again is None:
        raise Refused(title, detail)
    row.decision = said(again)
    return _decided(actor, person, row, accept, at)


def _standing(person: people.Account, row: rows.Excuse) -> tuple[str, str]:
    """Return what was decided on a day by whom, and how that is turned round."""
    title = _("That day has been decided already, by {who}: {decision}").format(
        who=people.login_of(row.decided_by_id), decision=label("excuse_state", row.state)
    )
    other = " --refuse" if row.state == "excused" else ""
    command = f"cstui roster excused {person.login} {row.day.isoformat()}{other} --again REASON"
    return title, _("To decide anew: `{command}`.").format(command=command)


def _decided(actor: Actor, person: people.Account, row: rows.Excuse, accept: bool, at: datetime) -> Excuse:
    _not_own(actor, person)
    before, row.state = row.state, "excused" if accept else "refused"
    row.decided_by_id, row.decided_at = actor.id, at
    row.save()
    _journal(actor, f"attendance.{row.state}", row, at, before)
    told = {"day": row.day.isoformat(), "state": row.state}
    notices.tell([person.id], "attendance.decided", f"excuse:{row.id}", told, now=at)
    return _shown(row, person, actor.login)


def _not_own(actor: Actor, person: people.Account) -> None:
    if person.id == actor.id:
        title, detail = _("Nobody excuses their own day"), _("Another lead or a manager does.")
        access.deny(actor, "attendance.write", title, detail, f"agent:{person.id}")


def _journal(actor: Actor, action: str, row: rows.Excuse, at: datetime, before: str | None = None) -> None:
    body = {"agent": row.agent_id, "day": row.day.isoformat(), **({"from": before} if before else {})}
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, f"excuse:{row.id}", body))


def _shown(row: rows.Excuse, person: _Named, decider: str | None) -> Excuse:
    told = (row.day, row.text, row.state, row.given_at)
    return Excuse(row.id, person.login, person.name, *told, decider, row.decided_at, row.decision)
