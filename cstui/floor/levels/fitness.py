"""Who may be given a case by level and certificate, as the policy demands of its severity, queue and category.

A test of the level applies to a team only once anybody of it stands on its ladder; a test of the certificate
whenever one is demanded.  A floor that demands nothing passes nobody over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries import levels as queries
from db.queries import people as staff

from ...i18n import _
from ..labels import label
from ..packs import spoken
from .ladder import load_ladder
from .policy import Demand, LevelPolicy, load_policy


def obstacles(
    people: Sequence[staff.Account], severity: str, team: str, category: str | None, *, on: date
) -> dict[int, str]:
    """Return why a case of a team's queue cannot go to whom of its people on a day; the others are left out."""
    policy = load_policy()
    demands = _demands(policy, severity, team, category)
    if not demands or not people:
        return {}
    ids, found = [each.id for each in people], {}
    standing = _standing(ids, policy.ladder_of(team), people[0].team_id, on) if _levels(demands) else None
    licences = _licences(ids) if any(each.certificate for each in demands) else {}
    for person in people:
        reasons = (_reason(each, person.id, policy, team, standing, licences, on) for each in demands)
        reason = next((each for each in reasons if each), None)
        if reason:
            found[person.id] = reason
    return found


def note(team: str, team_id: int, severity: str, category: str | None, *, on: date) -> str | None:
    """Return what is to be told when levels are demanded but not asked for, None otherwise."""
    policy = load_policy()
    if not _levels(_demands(policy, severity, team, category)):
        return None
    if queries.anybody_stands(team_id, policy.ladder_of(team), on.isoformat()):
        return None
    return _("Nobody of the team stands on the ladder yet: nobody is passed over for the level.")


def only_one(
    person: staff.Account, others: Sequence[int], severity: str, category: str | None, *, on: date
) -> str | None:
    """Return the level that a case demands and that nobody of the others holds but this person, None otherwise."""
    policy = load_policy()
    levels = _levels(_demands(policy, severity, person.team, category))
    if not levels:
        return None
    found = queries.on_level([person.id, *others], policy.ladder_of(person.team), on.isoformat())
    mine = found.pop(person.id, None)
    if mine not in levels or levels.intersection(found.values()):
        return None
    return title(policy.ladder_of(person.team), mine)


def title(ladder: str, level: str) -> str:
    """Return what people call a level; its key where the ladder no longer has it."""
    known = load_ladder(ladder).levels
    return spoken(known[level].title) if level in known else level


def _demands(policy: LevelPolicy, severity: str, team: str, category: str | None) -> list[Demand]:
    """Return what is demanded, each with those levels only that the team's ladder has."""
    found = policy.demands(severity, team, category)
    if not any(each.levels for each in found):
        return list(found)
    known = load_ladder(policy.ladder_of(team)).levels
    cut = [each._replace(levels=tuple(level for level in each.levels if level in known)) for each in found]
    return [each for each in cut if each.levels or each.certificate]


def _levels(demands: Sequence[Demand]) -> set[str]:
    return {level for each in demands for level in each.levels}


def _standing(ids: list[int], ladder: str, team_id: int, on: date) -> dict[int, str] | None:
    """Return who stands where, None where nobody of the team stands on the ladder."""
    found = queries.on_level(ids, ladder, on.isoformat())
    return found if found or queries.anybody_stands(team_id, ladder, on.isoformat()) else None


def _licences(ids: list[int]) -> dict[tuple[int, str], tuple[str, str | None]]:
    return {(agent_id, name): (until, off) for agent_id, name, _issued, until, off in queries.licences(ids)}


def _reason(
    demand: Demand,
    agent_id: int,
    policy: LevelPolicy,
    team: str,
    standing: dict[int, str] | None,
    licences: dict[tuple[int, str], tuple[str, str | None]],
    on: date,
) -> str | None:
    if demand.levels and standing is not None and standing.get(agent_id) not in demand.levels:
        ladder, level = policy.ladder_of(team), standing.get(agent_id)
        wanted = ", ".join(title(ladder, each) for each in demand.levels)
        held = title(ladder, level) if level else _("no level")
        return _("{what} takes {levels}; has {level}").format(what=_what(demand), levels=wanted, level=held)
    if not demand.certificate:
        return None
    return _unlicensed(demand.certificate, licences.get((agent_id, demand.certificate)), on)


def _unlicensed(name: str, licence: tuple[str, str | None] | None, on: date) -> str | None:
    if licence is None:
        return _("has no certificate {name}").format(name=name)
    until, off = licence
    if off is not None and off <= on.isoformat():
        return _("the certificate {name} is suspended since {day}").format(name=name, day=off)
    if until < on.isoformat():
        return _("the certificate {name} ended on {day}").format(name=name, day=until)
    return None


def _what(demand: Demand) -> str:
    if demand.of == "severity":
        return label("severity", demand.key)
    return demand.key
