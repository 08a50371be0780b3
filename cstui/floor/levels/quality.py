"""Quality: a random sample of closed cases of a month, scored one by one; the mean is the metric ``quality``."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

from db import models as rows
from db.fields import epoch
from db.queries import scores as queries

from ...errors import BadInput, NotFound
from ...i18n import _
from ...text import clean
from .. import access, accounts, store
from ..marks import ref_of
from ..views import Actor
from . import months
from .monthly import team_of
from .people import tell_journal
from .score_views import Check

MOST = 1_000
PER = ("agent", "team")
BEST = 100


def draw(
    actor: Actor,
    team: str | None,
    month: str | date,
    n: int,
    *,
    per: str = "agent",
    seed: int | None = None,
    now: datetime | None = None,
) -> list[Check]:
    """Draw up to ``n`` closed cases of the month of each person, or of the team; return all that are drawn.

    Drawing again adds only what lacks to ``n``.  Raises BadInput, Denied.
    """
    at = now or store.now()
    if not 1 <= n <= MOST or per not in PER:
        raise BadInput(_("A sample has from 1 to {most} cases").format(most=MOST))
    with access.acting():
        actor = accounts.fresh(actor)
        team_id = team_of(actor, team)[1]
        access.require(actor, "score.write", team_id=team_id)
        first = months.month_of(month, now=at)
        name = months.written(first)
        begin, end = months.bounds(first)
        cases = queries.closed(team_id, epoch(begin), epoch(end))
        drawn = {row.complaint_id: row.agent_id for row in queries.checks(name, team_id=team_id)}
        added = 0
        chance = random.Random(seed) if seed is not None else random.SystemRandom()
        for whose in sorted({agent_id for _case, agent_id in cases}) if per == "agent" else [None]:
            pool = [case for case, agent_id in cases if whose in (None, agent_id) and case not in drawn]
            lacking = n - sum(whose in (None, agent_id) for agent_id in drawn.values())
            for case in pick(pool, lacking, chance):
                _keep(case, dict(cases)[case], name, actor, at)
                added += 1
        body: dict[str, object] = {"month": name, "drawn": added}
        tell_journal(actor, "quality.drawn", f"team:{team_id}", body, at)
        return [_view(row) for row in queries.checks(name, team_id=team_id)]


def pick(pool: Sequence[int], n: int, chance: random.Random) -> list[int]:
    """Return at most ``n`` of a pool, every set of that size as likely as any other."""
    return sorted(chance.sample(pool, min(max(n, 0), len(pool))))


def score(
    actor: Actor, number: int, points: float, remarks: str = "", *, now: datetime | None = None
) -> Check:  # fmt: skip
    """Score a drawn case from 0 to 100, again where need be; nobody scores their own.  Raises NotFound, BadInput."""
    at = now or store.now()
    if not 0 <= points <= BEST:
        raise BadInput(_("A score is a number from 0 to {most}").format(most=BEST))
    with access.acting():
        actor = accounts.fresh(actor)
        found = queries.check(number)
        if found is None or access.team_scope(actor, "score.write").team_id not in (None, found.team_id):
            raise NotFound(_("There is no drawn case {number}").format(number=number))
        if found.agent_id == actor.id:
            access.deny(actor, "score.write", _("Nobody scores their own case"), _("Ask another lead, or the manager."))
        table = rows.QualityCheck
        values = {"score": points, "remarks": clean(remarks), "scored_by": actor.id, "scored_at": at}
        table.update(values).where(table.id == number).execute()
        tell_journal(actor, "quality.scored", ref_of(found.complaint_id), {"check": number}, at)
        kept = queries.check(number)
        assert kept is not None
        return _view(kept)


def checks(
    actor: Actor, month: str | date, team: str | None = None, *, now: datetime | None = None
) -> list[Check]:  # fmt: skip
    """Return the drawn cases of a month that the actor may see; raises Denied, BadInput."""
    team_id = accounts.team_row(team).id if team else None
    access.require(actor, "report.read", team_id=team_id)
    if team_id is None:
        team_id = access.team_scope(actor, "report.read").team_id
    return [_view(row) for row in queries.checks(months.written(months.month_of(month, now=now)), team_id=team_id)]


def _keep(case: int, agent_id: int, month: str, actor: Actor, at: datetime) -> None:
    rows.QualityCheck.create(complaint=case, agent=agent_id, month=month, drawn_by=actor.id, drawn_at=at)


def _view(row: queries.CheckRow) -> Check:
    return Check(
        row.id, ref_of(row.complaint_id), row.login, row.name, row.team, row.month, row.score, row.remarks,
        row.drawn_at, row.scored_by, row.scored_at,
    )  # fmt: skip
