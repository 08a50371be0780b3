"""Correcting the calendar: every deadline that would move is listed before any is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from db import bulk, journal
from db import models as rows
from db.fields import epoch

from . import access, accounts, in_force, recording, store
from .calendar import Calendar, calendar_from
from .clocks import Clock, Mark, compute
from .levels import notice_moves
from .levels.case_record import subject_of
from .marks import marks_of, ref_of
from .policy import load_policy
from .views import Actor

_BATCH = 200


class Move(NamedTuple):
    """One deadline of an open complaint and where the calendar would put it.

    Or the end of a public notice (``clock`` notice) or of the days for an appeal (appeal) of a promotion case.
    """

    ref: str
    clock: str
    cycle: int
    old_due_at: datetime
    new_due_at: datetime


class _Rewound(NamedTuple):
    """What a calendar makes of one complaint: its columns in the store, and what moved."""

    id: int
    version: int
    columns: dict[str, Any]
    moves: tuple[Move, ...]


def moves(actor: Actor, file: Path | None = None, *, now: datetime | None = None) -> tuple[Move, ...]:
    """Return every deadline of the open complaints in sight, then of promotion cases, that a calendar file would move.

    The floor's own file unless one is named.  Raises BadInput, which says what is wrong with the file.
    """
    access.require(actor, "calendar.check")
    new, at = calendar_from(in_force.of_file(file), store.zone()), now or store.now()
    seen = None if access.scope_of(actor, "calendar.check") == "all" else actor.team_id
    of_complaints = (move for each in _rewound(new, at, team_id=seen) for move in each.moves)
    return (*of_complaints, *_of_cases(new, at, team_id=seen))


def apply(actor: Actor, file: Path | None = None, *, now: datetime | None = None) -> tuple[Move, ...]:
    """Bring a calendar file into force and rewind the deadlines of open complaints; return what moved.

    Public notices and days for an appeal that run move with it, never to an earlier day.
    What was broken under the old calendar is journaled as broken first: a breach stays.  The long
    work is done outside the write lock; what others change meanwhile is worked out again inside.
    """
    access.require(actor, "calendar.apply")
    at = now or store.now()
    source = in_force.of_file(file)
    new = calendar_from(source, store.zone())
    _latch(at)
    found = {each.id: each for each in _rewound(new, at)}
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "calendar.apply")
        before = in_force.digest()
        found |= {each.id: each for each in _rewound(new, at, known=found)}
        still = [found[number] for (number,) in _open().order_by(rows.Complaint.id).tuples()]
        in_force.put(source)
        _write(still)
        moved, notices = tuple(move for each in still for move in each.moves), tuple(_of_cases(new, at))
        notice_moves.rewind(actor, new, at)
        body = {"calendar": source.name, "old": before, "new": in_force.digest()}
        counts = {"complaints": len({move.ref for move in moved}), "deadlines": len(moved), "notices": len(notices)}
        journal.append(
            journal.Fact(at, actor.id, access.acting_role(actor), "calendar.applied", "floor", body | counts)
        )
    return moved + notices


def _of_cases(new: Calendar, at: datetime, *, team_id: int | None = None) -> Iterator[Move]:
    for row, until in notice_moves.moving(new, at, team_id=team_id):
        yield Move(subject_of(row), "notice" if row.state == "noticed" else "appeal", 1, row.notice_until, until)


def _latch(at: datetime) -> None:
    """Journal what time has broken under the calendar that is still in force, a batch in a transaction."""
    table = rows.Complaint
    numbers = [number for (number,) in _open().where(table.due_at <= at).order_by(table.id).tuples()]
    for start in range(0, len(numbers), _BATCH):
        with store.transaction():
            for number in numbers[start : start + _BATCH]:
                recording.latch_breaches(table.get_by_id(number), at)


def _rewound(
    new: Calendar, at: datetime, *, known: dict[int, _Rewound] | None = None, team_id: int | None = None
) -> Iterator[_Rewound]:
    """Yield what the calendar makes of the open complaints, those left out that are known at their version."""
    table, old = rows.Complaint, recording.calendar()
    query = _open(table.version, table.policy).order_by(table.id)
    for number, version, policy in list((query.where(table.team == team_id) if team_id else query).tuples()):
        if known is not None and number in known and known[number].version == version:
            continue
        marks = marks_of(number)
        clocks = recording.clocks_of(marks, policy, at, days=new)
        moved = tuple(_moved(ref_of(number), _running(marks, policy, old, at), clocks))
        yield _Rewound(number, version, recording.clock_columns(clocks, at, days=new), moved)


def _running(marks: list[Mark], policy: str, calendar: Calendar, at: datetime) -> dict[tuple[object, ...], Clock]:
    found = compute(marks, load_policy(policy), calendar, at)
    return {_identity(clock): clock for clock in found if clock.stopped_at is None}


def _moved(ref: str, old: dict[tuple[object, ...], Clock], new: tuple[Clock, ...]) -> Iterator[Move]:
    for clock in new:
        before = old.get(_identity(clock))
        if before is not None and before.due_at != clock.due_at:
            yield Move(ref, clock.name, clock.cycle, before.due_at, clock.due_at)


def _identity(clock: Clock) -> tuple[object, ...]:
    return clock.name, clock.cycle, clock.started_at, clock.limit


def _open(*more: Any) -> Any:
    """Return the query of the open complaints: their ids, and the other columns named."""
    return rows.Complaint.select(rows.Complaint.id, *more).where(rows.Complaint.open == True)  # noqa: E712 (SQL)


def _write(found: list[_Rewound]) -> None:
    if found:
        names = tuple(found[0].columns)
        values = ([_stored(each.columns[name]) for name in names] + [each.id] for each in found)
        bulk.update("complaint", names, values)


def _stored(value: Any) -> Any:
    return epoch(value) if isinstance(value, datetime) else value
