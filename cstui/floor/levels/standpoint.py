"""Where people stand towards their next level: one person explained, one on a page, and who of a team is ready."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from db.queries import people as staff

from .. import access, accounts, store
from ..views import Actor
from . import people
from .dossier import dossier, dossiers
from .evaluate import evaluate
from .ladder import PROMOTION, Ladder
from .ladders import load_ladder
from .policy import load_policy
from .views import MET, Dossier, Evaluation, Held


class Way(NamedTuple):
    """A step that leads on from where a person stands: how many of its criteria are met, what is not met, and when."""

    agent: str
    name: str
    ladder: str
    level: str
    to: str
    kind: str
    eligible: str
    met: int
    criteria: int
    missing: tuple[str, ...]
    earliest: date | None


class Standpoint(NamedTuple):
    """A person's place on the own ladder: the level held and since when (None: none yet), what was held, ways on."""

    agent: str
    name: str
    ladder: str
    level: str | None
    since: date | None
    held: tuple[Held, ...]
    ways: tuple[Way, ...]


def explain(
    actor: Actor,
    login: str,
    *,
    to: str | None = None,
    on: date | None = None,
    ladder: str | None = None,
    now: datetime | None = None,
) -> Evaluation:
    """Judge a person against a level (the next one) on a day (today), criterion by criterion.

    Raises NotFound, Denied, BadInput for an unknown ladder or level, Refused where no step leads there.
    """
    person, day = people.person(actor, login, "level.read"), on or people.today(now or store.now())
    rules = load_ladder(ladder or load_policy().ladder_of(person.team))
    return evaluate(rules, dossier(person.id, rules.name, on=day), to, day)


def show(
    actor: Actor, login: str, *, ladder: str | None = None, on: date | None = None, now: datetime | None = None
) -> Standpoint:
    """Return where a person stands and the steps that lead on from there; raises NotFound, Denied, BadInput."""
    person, day = people.person(actor, login, "level.read"), on or people.today(now or store.now())
    rules = load_ladder(ladder or load_policy().ladder_of(person.team))
    known = dossier(person.id, rules.name, on=day)
    held = known.level_on(day)
    level, since = (held.level, held.since) if held else (None, None)
    return Standpoint(
        known.login, known.name, rules.name, level, since, known.held, tuple(_ways(rules, known, day, cross=True))
    )


def ready(
    actor: Actor,
    team: str | None = None,
    *,
    everyone: bool = False,
    ladder: str | None = None,
    on: date | None = None,
    now: datetime | None = None,
) -> tuple[Way, ...]:
    """Return the promotions for which somebody meets everything, or with ``everyone`` all that lead on.

    Of the actor's teams or of one, on each team's ladder or on the one named; an agent sees the own.
    Raises Denied, BadInput for an unknown team or ladder.
    """
    day = on or people.today(now or store.now())
    ways = [way for rules, known in _teams(actor, team, ladder, day) for way in _ways(rules, known, day)]
    return tuple(each for each in ways if everyone or each.eligible == "yes")


def ladder_shown(actor: Actor, name: str | None = None) -> Ladder:
    """Return a ladder, the one of the actor's team unless told; raises Denied, BadInput."""
    access.require(actor, "level.read")
    return load_ladder(name or load_policy().ladder_of(actor.team))


def _teams(actor: Actor, team: str | None, ladder: str | None, day: date) -> Iterable[tuple[Ladder, Dossier]]:
    access.require(actor, "level.read")
    slug, scope = accounts.team_row(team).slug if team else None, access.scope_of(actor, "level.read")
    if scope != "all":
        access.require(actor, "level.read", team_id=accounts.team_row(slug).id if slug else actor.team_id)
        slug = actor.team
    policy, of_ladder = load_policy(), dict[str, list[int]]()
    for each in staff.accounts(slug):
        if each.enabled and (scope != "own" or each.id == actor.id):
            of_ladder.setdefault(ladder or policy.ladder_of(each.team), []).append(each.id)
    for name, ids in of_ladder.items():
        for known in sorted(dossiers(ids, name, on=day).values(), key=lambda found: found.login):
            yield load_ladder(name), known


def _ways(rules: Ladder, known: Dossier, day: date, *, cross: bool = False) -> Iterable[Way]:
    held = known.level_on(day)
    for step in rules.next_steps(held.level) if held and held.level in rules.levels else ():
        if cross or step.kind == PROMOTION:
            yield _way(evaluate(rules, known, step.to, day), known, rules.name, step.kind)


def _way(found: Evaluation, known: Dossier, ladder: str, kind: str) -> Way:
    open_ = tuple(each.criterion for each in found.criteria if each.status != MET)
    met = len(found.criteria) - len(open_)
    return Way(
        known.login, known.name, ladder, found.level or "", found.to, kind, found.eligible, met,
        len(found.criteria), open_, found.earliest,
    )  # fmt: skip
