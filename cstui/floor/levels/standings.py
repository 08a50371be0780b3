"""Where people stand: the initial grading 初评, the history, and the step from one level to another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from db import models as rows
from db.queries import people as staff

from ...errors import Refused
from ...i18n import _
from .. import access, accounts, recording, store
from ..views import Actor
from . import people
from .ladders import load_ladder
from .policy import load_policy

_FIRST = ("initial", "import")  # causes of a first grading


class Stand(NamedTuple):
    """A level that a person holds or held (``""`` for none); ``until`` is the first day on which it holds no more."""

    agent: str
    name: str
    ladder: str
    level: str
    since: date | None
    until: date | None
    cause: str


def grade(
    actor: Actor,
    login: str,
    level: str,
    *,
    ladder: str | None = None,
    since: date | None = None,
    mend: str | None = None,
    now: datetime | None = None,
) -> Stand:
    """Put a person on a level for the first time; no step has to be taken before it.

    Who stands on the ladder already is moved by a promotion case only; but a first grading that was entered wrong is
    mended for a reason, while no case rests on it.  Raises NotFound, Denied, BadInput for a level that the ladder has
    not, a day ahead or no reason, Refused.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        found = people.written(actor, login, "level.write")
        chosen = ladder or load_policy().ladder_of(found.team)
        if mend is None:
            grade_first(actor, found, chosen, level, people.day_of(since, at), cause="initial", at=at)
        else:
            _mend(actor, found, chosen, level, since, mend, at)
        return _view(found, _row(found.id, chosen))


def grade_first(
    actor: Actor, person: staff.Account, ladder: str, level: str, since: date, *, cause: str, at: datetime
) -> None:
    """Put a person on a level for the first time inside the open transaction; raises BadInput, Refused."""
    check_level(ladder, level)
    if latest(person.id, ladder) is not None:
        raise Refused(
            _("{login} stands on the ladder already").format(login=person.login),
            _("From the second time on one goes step by step, by a promotion case. Entered wrong: level set … --mend."),
        )
    place(person.id, ladder, level, since, cause=cause, now=at)
    body: dict[str, object] = {"ladder": ladder, "level": level, "since": since.isoformat()}
    people.tell_journal(actor, "level.graded", f"agent:{person.id}", body, at)


def _mend(
    actor: Actor, person: staff.Account, ladder: str, level: str, since: date | None, why: str, at: datetime
) -> None:
    """Set a first grading right inside the open transaction; its reason is kept with the journal."""
    check_level(ladder, level)
    reason = people.named(why, _("To mend a first grading takes a reason"))
    row = _mendable(person, ladder)
    day = people.day_of(since or row.since, at)
    body: dict[str, object] = {"ladder": ladder, "level": level, "since": day.isoformat()}
    body |= {"from": row.level, "from_since": row.since.isoformat()}
    rows.Standing.update(level=level, since=day).where(rows.Standing.id == row.id).execute()
    fact = people.fact(actor, "level.mended", f"agent:{person.id}", body, at)
    recording.journal_with_form(fact, {"reason": reason})


def _mendable(person: staff.Account, ladder: str) -> rows.Standing:
    """Return a first grading on which no case rests; raises Refused."""
    row, case = latest(person.id, ladder), rows.Promotion
    if row is None:
        title = _("{name} stands on no level of {ladder}").format(name=person.login, ladder=ladder)
        told = _("A manager sets the first level: cstui level set {login} LEVEL.")
        raise Refused(title, told.format(login=person.login))
    cases = case.select().where(case.agent == person.id, case.ladder == ladder)
    if row.cause not in _FIRST or cases.where(case.state.not_in(("rejected", "withdrawn"))).exists():
        title = _("{login} has no first grading on {ladder} that could be mended")
        told = _("From the first case on only cases move a person.")
        raise Refused(title.format(login=person.login, ladder=ladder), told)
    return row


def place(
    agent_id: int, ladder: str, level: str, since: date, *, cause: str, promotion_id: int | None = None, now: datetime
) -> None:
    """Let a person stand on a level from a day on, inside the open transaction; what was held ends there.

    Raises Refused where a level held begins on that day or later: history is not rewritten.
    """
    last = latest(agent_id, ladder)
    if last is not None and last.since >= since:
        raise Refused(_("A level is held from {day} on").format(day=last.since.isoformat()))
    if last is not None and (last.until is None or last.until > since):
        rows.Standing.update(until=since).where(rows.Standing.id == last.id).execute()
    rows.Standing.create(
        agent=agent_id, ladder=ladder, level=level, since=since, cause=cause, promotion=promotion_id, created_at=now
    )


def latest(agent_id: int, ladder: str) -> rows.Standing | None:
    """Return the last level that a person was put on, None for none."""
    found: rows.Standing | None = (
        rows.Standing.select().where(_whose(agent_id, ladder)).order_by(rows.Standing.since.desc()).first()
    )
    return found


def level_on(agent_id: int, ladder: str, day: date) -> str | None:
    """Return the level on which a person stands on a day, None for none."""
    table = rows.Standing
    row = table.select().where(_whose(agent_id, ladder), table.since <= day).order_by(table.since.desc()).first()
    return None if row is None or (row.until is not None and row.until <= day) else str(row.level)


def history(actor: Actor, login: str, *, ladder: str | None = None) -> list[Stand]:
    """Return what a person holds and held, the newest first, on one ladder or all; raises NotFound, Denied."""
    found = people.person(actor, login, "level.read")
    query = rows.Standing.select().where(rows.Standing.agent == found.id)
    if ladder is not None:
        query = query.where(rows.Standing.ladder == ladder)
    return [_view(found, row) for row in query.order_by(rows.Standing.since.desc(), rows.Standing.id.desc())]


def team(
    actor: Actor, slug: str | None = None, *, ladder: str | None = None, on: date | None = None
) -> list[Stand]:  # fmt: skip
    """Return where each person of the actor's teams stands on a day (today), by login; without a level ``""``.

    Everybody is measured on the ladder of the own team, or on the one named; an agent sees the own line.
    Raises Denied, BadInput.
    """
    access.require(actor, "level.read")
    day = on or people.today(store.now())
    policy, scope = load_policy(), access.scope_of(actor, "level.read")
    wanted = accounts.team_row(slug).slug if slug else None
    if scope != "all":
        access.require(actor, "level.read", team_id=accounts.team_row(wanted).id if wanted else actor.team_id)
        wanted = actor.team
    listed = [each for each in staff.accounts(wanted) if each.enabled and each.roles & {"agent", "lead"}]
    mine = [each for each in listed if scope != "own" or each.id == actor.id]
    found = _standing(day)
    return [_at(each, ladder or policy.ladder_of(each.team), found) for each in mine]


def check_level(ladder: str, level: str) -> None:
    """Raise BadInput unless the ladder has the level; the ladder itself must be there and add up."""
    load_ladder(ladder).level(level)


def _standing(day: date) -> dict[tuple[int, str], rows.Standing]:
    table = rows.Standing
    query = table.select().where(table.since <= day, table.until.is_null() | (table.until > day)).order_by(table.since)
    found = {(row.agent_id, row.ladder): row for row in query}
    # What was decided holds from its day on, whether or not a screen was open to journal it.
    case = rows.Promotion
    for row in case.select().where(case.state.in_(("approved", "decided")), case.effective_on <= day):
        found[row.agent_id, row.ladder] = rows.Standing(
            agent=row.agent_id, ladder=row.ladder, level=row.level_to, since=row.effective_on, cause=row.kind
        )
    return found


def _at(person: staff.Account, ladder: str, found: dict[tuple[int, str], rows.Standing]) -> Stand:
    row = found.get((person.id, ladder))
    if row is None:
        return Stand(person.login, person.name, ladder, "", None, None, "")
    return _view(person, row)


def _whose(agent_id: int, ladder: str) -> Any:
    return (rows.Standing.agent == agent_id) & (rows.Standing.ladder == ladder)


def _row(agent_id: int, ladder: str) -> rows.Standing:
    return rows.Standing.select().where(_whose(agent_id, ladder)).order_by(rows.Standing.since.desc()).get()


def _view(person: staff.Account, row: rows.Standing) -> Stand:
    return Stand(person.login, person.name, row.ladder, row.level, row.since, row.until, row.cause)
