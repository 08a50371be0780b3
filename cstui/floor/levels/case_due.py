"""What time alone brings about in promotion cases: a level comes into effect, the months of trial end.

Computed on reading; journaled by whichever screen is open, or by the next write.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from db import models as rows

from .. import store
from . import people, policy_texts, standings
from .case_record import Change, record
from .case_steps import FALL, KINDS
from .ladder import Ladder
from .ladders import ladder_of

OVER = "over"  # the step by which the end of a trial is told
_LIMIT = 100  # cases of each kind at a time: a screen calls again


def settle_due(*, now: datetime | None = None) -> int:
    """Journal what time has brought about in promotion cases; return how many.

    Cheap when there is nothing to do: two indexed reads and no transaction.
    """
    at = now or store.now()
    if not _overtaken(people.today(at)):
        return 0
    with store.transaction():
        found = _overtaken(people.today(at))
        for number in found:
            settle(rows.Promotion.get_by_id(number), at)
    return len(found)


def settle(row: rows.Promotion, now: datetime) -> rows.Promotion:
    """Journal what time has brought about for one case and return it as it stands; hold the write lock."""
    today = people.today(now)
    if state_on(row, today) != row.state:
        row = _come_into_effect(row, now)
    if row.state == "trial" and row.trial_until <= today and not _told_over(row):
        row = record(None, row, OVER, Change("trial", facts={"on": row.trial_until}), now=now)
    return row


def state_on(row: rows.Promotion, day: date) -> str:
    """Return the state of a case on a day, whether or not that was journaled already."""
    if row.effective_on is None or row.effective_on > day:
        return str(row.state)
    if row.state == "approved":
        return "trial" if row.trial_until is not None else "confirmed"
    return "effective" if row.state == "decided" else str(row.state)


def frozen_ladder(row: rows.Promotion) -> Ladder:
    """Return the ladder as it read when the case began."""
    return ladder_of(row.ladder, policy_texts.text_of(row.policy_id))


def _overtaken(today: date) -> list[int]:
    table = rows.Promotion
    waiting = table.select(table.id).where(
        table.state.in_(("approved", "decided")), table.effective_on <= today.isoformat()
    )
    ended = (table.state == "trial") & (table.trial_until <= today.isoformat())
    trials = table.select(table.id).where(ended & (_last_step() != OVER))
    found = (row.id for query in (waiting, trials) for row in query.order_by(table.id).limit(_LIMIT))
    return list(found)


def _come_into_effect(row: rows.Promotion, now: datetime) -> rows.Promotion:
    day = row.effective_on
    cause = "demotion" if KINDS[row.kind] == FALL else row.kind
    standings.place(row.agent_id, row.ladder, row.level_to, day, cause=cause, promotion_id=row.id, now=now)
    table = rows.Vacancy
    table.update(closed_on=day).where(table.promotion == row.id).execute()
    facts = {"on": day, "level": row.level_to}
    return record(None, row, "effect", Change(state_on(row, day), facts=facts), now=now)


def _last_step() -> Any:
    """Return the expression for the last step that was taken of a case."""
    table = rows.PromotionStep
    return table.select(table.step).where(table.promotion == rows.Promotion.id).order_by(table.id.desc()).limit(1)


def _told_over(row: rows.Promotion) -> bool:
    table = rows.PromotionStep
    last = table.select().where(table.promotion == row.id).order_by(table.id.desc()).first()
    return last is not None and last.step == OVER
