"""From draft to what holds: a week checked, published as the next version, closed when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from db import journal
from db import models as rows
from db.queries import rosters as queries

from ...errors import Conflict, NotFound, Refused
from ...i18n import _, ngettext
from .. import access, store
from ..views import Actor
from ..when import monday_before
from . import cells, checking, in_force, touched, weeks
from .desk import Desk, desk_of
from .versions import diff, versions
from .views import Violation, Week

__all__ = ["check", "close", "diff", "publish", "versions"]

_TOLD = 5  # violations that a refusal lists


def check(actor: Actor, team: str | None, monday: date, *, now: datetime | None = None) -> tuple[Violation, ...]:
    """Check a week's draft against the team's rules; it is checked when no hard one is broken.

    Raises NotFound for a week in which nothing stands, Refused for a closed one.
    """
    with access.acting():
        desk = desk_of(actor, team, now)
        row = _drafted(desk, monday)
        found = _judge(desk, row)
        hard = sum(each.level == "hard" for each in found)
        if row.state in ("draft", "checked"):
            state = "draft" if hard else "checked"
            rows.Roster.update(state=state).where(rows.Roster.id == row.id).execute()
        _record(desk, row, "roster.checked", {"revision": row.revision, "hard": hard, "all": len(found)})
        return found


def publish(
    actor: Actor, team: str | None, monday: date, *, revision: int | None = None, now: datetime | None = None
) -> Week:
    """Bring a week's draft into force as its next version, and tell everybody whose shifts it changes.

    Raises Conflict when the draft moved on from ``revision``, Refused while a hard rule is broken or when
    nothing would change.
    """
    with access.acting():
        desk = desk_of(actor, team, now)
        row = _drafted(desk, monday)
        if revision is not None and revision != row.revision:
            raise Conflict(
                _("Somebody changed the week {week} meanwhile").format(week=cells.name_of(row.monday)),
                _("You saw revision {seen}, it is {now} by now; look again.").format(seen=revision, now=row.revision),
            )
        _refuse_broken(_judge(desk, row))
        draft = cells.of_week(queries.DRAFT, desk.team_id, row.monday)
        force = cells.of_week(queries.FORCE, desk.team_id, row.monday)
        moved = cells.changed(force, draft)
        if row.version and not moved:
            raise Refused(_("Nothing changed since version {version}").format(version=row.version))
        cells.put(queries.FORCE, row.id, {key: draft.get(key) for key in {*draft, *force}})
        version = in_force.new_version(desk.actor, row, moved, force, now=desk.at)
        touched.cancel(moved, now=desk.at)
        _record(desk, row, "roster.published", {"version": version, "revision": row.revision, "cells": len(moved)})
        return weeks.week(desk.actor, desk.team, row.monday, layer=weeks.FORCE)


def close(actor: Actor, team: str | None, monday: date, *, now: datetime | None = None) -> Week:
    """Close a week that is over: nobody changes it any more.

    Raises Refused for a week that is not over, was never published, or whose draft was changed since.
    """
    with access.acting():
        desk = desk_of(actor, team, now)
        row = _drafted(desk, monday)
        name = cells.name_of(row.monday)
        if desk.at.astimezone(store.zone()).date() <= row.monday + timedelta(days=6):
            raise Refused(_("The week {week} is not over yet").format(week=name))
        if not row.version:
            raise cells.unpublished(row.monday)
        if row.state != "published":
            title = _("The draft of the week {week} has changes that are not published").format(week=name)
            raise Refused(title, _("Publish them or take them back first."))
        rows.Roster.update(state="closed").where(rows.Roster.id == row.id).execute()
        _record(desk, row, "roster.closed", {"version": row.version})
        return weeks.week(desk.actor, desk.team, row.monday, layer=weeks.FORCE)


def told(violation: Violation) -> str:
    """Return one line of a violation: whom, which days, what is wrong, which rule."""
    first, last = violation.dates[0].isoformat(), violation.dates[-1].isoformat()
    days = first if first == last else f"{first}..{last}"
    parts = (violation.login, days, violation.text, f"[{violation.profile} {violation.rule}]")
    return " ".join(part for part in parts if part)


def _drafted(desk: Desk, monday: date) -> rows.Roster:
    """Return the roster of a week that may still be written; raises NotFound while nothing ever stood in it."""
    row = cells.roster(desk.team_id, monday_before(monday))
    if row is None:
        name = cells.name_of(monday_before(monday))
        title = _("There is no roster of {team} for the week {week}").format(team=desk.team, week=name)
        command = f"cstui roster set|pattern|copy --week {name}"
        raise NotFound(title, _("Set shifts first: `{command}`.").format(command=command))
    return cells.roster_to_write(desk.team_id, row.monday, desk.at)


def _judge(desk: Desk, row: rows.Roster) -> tuple[Violation, ...]:
    sunday = row.monday + timedelta(days=6)
    return (*_left(desk, row), *checking.check_shifts(desk.team, row.monday, sunday))


def _left(desk: Desk, row: rows.Roster) -> list[Violation]:
    """Return a violation for everybody who may not come in any more and yet has shifts ahead."""
    by_id = {person.id: person for person in desk.members.values() if not person.enabled}
    ahead: dict[int, list[date]] = {}
    for (agent_id, day), cell in cells.of_week(queries.DRAFT, desk.team_id, row.monday).items():
        if agent_id in by_id and cell.start is not None and cell.start > desk.at:
            ahead.setdefault(agent_id, []).append(day)
    return [
        Violation(
            *(by_id[agent_id].login, tuple(days), "left", "floor", "hard", len(days), 0, "days"),
            _("has shifts, but the account is disabled; `{command}` empties them").format(
                command=f"cstui roster set {by_id[agent_id].login} {min(days)}..{max(days)} none"
            ),
            "",
        )
        for agent_id, days in ahead.items()
    ]


def _refuse_broken(found: Sequence[Violation]) -> None:
    hard = [each for each in found if each.level == "hard"]
    if not hard:
        return
    title = ngettext("{n} hard rule is broken: {first}", "{n} hard rules are broken: {first}", len(hard))
    title = title.format(n=len(hard), first=told(hard[0]))
    lines = [told(each) for each in hard[1:_TOLD]]
    if len(hard) > _TOLD:
        lines.append(_("and {n} more").format(n=len(hard) - _TOLD))
    raise Refused(title, "\n".join(lines))


def _record(desk: Desk, row: rows.Roster, action: str, facts: dict[str, int]) -> None:
    role = access.acting_role(desk.actor)
    journal.append(journal.Fact(desk.at, desk.actor.id, role, action, f"roster:{row.id}", facts))
