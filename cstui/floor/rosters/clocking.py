"""The time clock: who came and who went, stamped by the person, by a lead for somebody, or by an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import attendance as queries
from db.queries import people

from ...errors import BadInput, NotFound, Refused
from ...i18n import _
from ...text import clean, one_line
from .. import access, accounts, store
from ..views import Actor
from .presence import FORGOTTEN

KINDS = ("in", "out")
TWICE = timedelta(minutes=1)  # the same stamp again within this is one finger too many
_CHUNK = 500


class Stamped(NamedTuple):
    """What a stamp came to; ``added`` is False where the same one was there within a minute."""

    login: str
    name: str
    at: datetime
    kind: str
    added: bool
    entered_by: str | None


def clock(
    actor: Actor,
    kind: str,
    login: str | None = None,
    *,
    at: datetime | None = None,
    source: str = "screen",
    now: datetime | None = None,
) -> Stamped:
    """Stamp the actor in or out, or (``login``) a person whose attendance the actor keeps.

    ``at`` is when it happened where that is not now.  Raises BadInput, Denied, and Refused for an
    ``out`` without an ``in``, an ``in`` on top of another, or a time of one's own choosing.
    """
    if kind not in KINDS:
        raise BadInput(
            _("{kind} is no stamp").format(kind=one_line(kind)), _("Known: {values}").format(values="in, out")
        )
    moment = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        person = _whose(actor, login, chosen=at is not None)
        happened = at or moment
        if happened > moment:
            raise BadInput(_("That time lies in the future"))
        last = queries.last_stamp(person.id, happened)
        by_other = actor if at is not None or person.id != actor.id else None
        entered_by = by_other.login if by_other else None
        around = queries.stamps(queries.Of(None, [person.id]), happened - TWICE, happened)
        twin = next((each for each in around if each.kind == kind and happened - each.at < TWICE), None)
        if twin is not None and (twin == last or twin.at == happened):
            return Stamped(person.login, person.name, twin.at, kind, False, entered_by)
        _check(kind, last, happened)
        row = {"agent": person.id, "at": happened, "kind": kind, "source": clean(source), "created_at": moment}
        rows.ClockEvent.create(**row, entered_by=by_other.id if by_other else None)
        fact = {"at": epoch(happened), "agent": person.id}
        journal.append(
            journal.Fact(moment, actor.id, access.acting_role(actor), f"clock.{kind}", f"agent:{person.id}", fact)
        )
    return Stamped(person.login, person.name, happened, kind, True, entered_by)


def keep_stamps(
    stamps: Iterable[tuple[int, datetime, str]], *, source: str, by: Actor, now: datetime
) -> tuple[int, int]:
    """Keep stamps as an import tells them, inside the open transaction; return how many were new and how many known.

    Nothing is judged here: an ``out`` without an ``in`` stays what the source says.  One that was struck out is known.
    """
    added = known = 0
    for chunk in _chunks(dict.fromkeys((agent, epoch(at), kind) for agent, at, kind in stamps)):
        here = _known(chunk)
        new = [stamp for stamp in chunk if stamp not in here]
        known += len(chunk) - len(new)
        added += len(new)
        rest = {"source": clean(source), "entered_by": by.id, "created_at": now}
        if new:
            rows.ClockEvent.insert_many(
                {"agent": agent, "at": at, "kind": kind, **rest} for agent, at, kind in new
            ).execute()
    return added, known


def _known(chunk: list[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    agents, times = {stamp[0] for stamp in chunk}, [stamp[1] for stamp in chunk]
    first, last = (datetime.fromtimestamp(seconds, UTC) for seconds in (min(times), max(times)))
    return {(each.agent_id, epoch(each.at), each.kind) for each in queries.kept(queries.Of(None, agents), first, last)}


def _chunks(stamps: Iterable[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    rest = iter(stamps)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _whose(actor: Actor, login: str | None, *, chosen: bool) -> people.Account:
    found = people.account(login or actor.login)
    if found is None:
        raise NotFound(_("There is no agent {login}").format(login=one_line(login or "")), _("See `cstui agent list`."))
    if found.id != actor.id:
        access.require_about(actor, "attendance.write", agent_id=found.id, team_id=found.team_id)
        if not found.enabled and not chosen:
            told = _("The account {login} is disabled").format(login=found.login)
            raise Refused(told, _("What is missing of the time before is entered with --at."))
        return found
    access.require(actor, "clock")
    if chosen and access.scope_of(actor, "attendance.write") != "all":
        title = _("Nobody chooses the time of their own stamp")
        detail = _("Let a lead enter it: `cstui roster clock in --for LOGIN --at TIME`.")
        access.deny(actor, "attendance.write", title, detail, f"agent:{actor.id}")
    return found


def _check(kind: str, last: queries.Stamp | None, at: datetime) -> None:
    inside = last is not None and last.kind == "in" and at - last.at < FORGOTTEN
    if kind == "out" and not inside:
        raise Refused(_("There is no clocking in to end"), _("A lead can enter the one that is missing."))
    if kind == "in" and inside:
        assert last is not None
        since = last.at.astimezone(store.zone()).strftime("%m-%d %H:%M")
        raise Refused(_("Clocked in already, since {time}").format(time=since), _("Clock out first."))
