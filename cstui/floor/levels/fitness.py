"""Who may be given a case by level and certificate, as the policy demands of its severity, queue and category.

A test of the level applies to a team only once anybody of it stands on its ladder; a test of the certificate
whenever one is demanded.  A floor that demands nothing passes nobody over.  A lead's reason lifts the level, never
the certificate: without it one is off the queue.

Where the site's own files do not fit, work goes on and says so: a case of which something is demanded that nobody
can read waits for a lead's reason, and where nothing at all can be read the critical ones do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries import levels as queries

from ...errors import BadInput
from ...i18n import _
from ...text import one_line
from ..asked import Asked, Barred
from ..labels import label
from ..packs import spoken
from .ladders import ladder_names, load_ladder
from .policy import Demand, LevelPolicy, load_policy

_HELD = "critical"  # the severity that waits for a lead while nobody knows what is demanded


def obstacles(agents: Sequence[int], case: Asked, *, on: date) -> dict[int, Barred]:
    """Return why a case of a team's queue cannot go to whom of these people on a day; the others are left out.

    Two or three reads, however many people.
    """
    try:
        policy = load_policy()
    except BadInput as error:
        return _held_back(agents, error) if case.severity == _HELD else {}
    try:
        demands = _demands(policy, case)
    except BadInput as error:
        return _held_back(agents, error)
    if not demands or not agents:
        return {}
    ladder = policy.ladder_of(case.team)
    standing = _standing(agents, ladder, case.team_id, on) if _levels(demands) else None
    licences = _licences(agents) if any(each.certificate for each in demands) else {}
    found = {}
    for agent_id in agents:
        unlevelled = (_too_low(each, ladder, standing, agent_id) for each in demands)
        unlicensed = (_unlicensed(each.certificate, licences, agent_id, on) for each in demands)
        barred = next((Barred(each, True) for each in unlicensed if each), None)
        barred = barred or next((Barred(each, False) for each in unlevelled if each), None)
        if barred:
            found[agent_id] = barred
    return found


def note(case: Asked, *, on: date) -> str | None:
    """Return what is to be told when a level is demanded but not asked for, None otherwise."""
    try:
        policy = load_policy()
        demands = _demands(policy, case)
    except BadInput as error:
        return _unasked(error)
    if not _levels(demands):
        return None
    if queries.anybody_stands(case.team_id, policy.ladder_of(case.team), on.isoformat()):
        return None
    return _("Nobody of the team stands on the ladder yet: nobody is passed over for the level.")


def only_one(agent_id: int, others: Sequence[int], case: Asked, *, on: date) -> str | None:
    """Return the level that a case demands and that nobody of the others holds but this person, None otherwise."""
    try:
        policy = load_policy()
        levels, ladder = _levels(_demands(policy, case)), policy.ladder_of(case.team)
    except BadInput:
        return None  # told by whoever asks for the case
    if not levels:
        return None
    found = queries.on_level([agent_id, *others], ladder, on.isoformat())
    mine = found.pop(agent_id, None)
    if mine not in levels or levels.intersection(found.values()):
        return None
    return title(ladder, mine)


def trouble() -> str | None:
    """Return that levels and certificates are not asked for, as the site's own file cannot be read; None otherwise."""
    try:
        load_policy()
    except BadInput as error:
        return _unasked(error)
    return None


def title(ladder: str, level: str) -> str:
    """Return what people call a level; its key where the ladder no longer has it, is gone or cannot be read."""
    try:
        known = load_ladder(ladder).levels
    except BadInput:  # a broken file hides no record
        return level
    return spoken(known[level].title) if level in known else level


def _demands(policy: LevelPolicy, case: Asked) -> list[Demand]:
    """Return what is demanded, each with those levels only that the team's ladder has; raises BadInput."""
    found = policy.demands(case.severity, case.team, case.category)
    if not any(each.levels for each in found):
        return list(found)
    known = load_ladder(policy.ladder_of(case.team)).levels
    _check_known(found, set(known))
    cut = [each._replace(levels=tuple(level for level in each.levels if level in known)) for each in found]
    return [each for each in cut if each.levels or each.certificate]


def _check_known(demands: Sequence[Demand], known: set[str]) -> None:
    """Raise BadInput for a demanded level that is on no ladder: a misspelt one would ask for nothing."""
    for demand in demands:
        lost = set(demand.levels) - known
        for ladder in ladder_names() if lost else ():
            lost -= set(load_ladder(ladder).levels)
        if lost:
            title = _("{level} is a level of no ladder").format(level=one_line(min(lost))[:40])
            raise BadInput(title, _("levels/house.toml demands it for {what}.").format(what=demand.key))


def _held_back(agents: Sequence[int], error: BadInput) -> dict[int, Barred]:
    held = Barred(_("it is not known whom it may go to: {error}").format(error=error.title), False)
    return dict.fromkeys(agents, held)


def _unasked(error: BadInput) -> str:
    return _("Levels and certificates are not asked for: {error}").format(error=error.title)


def _levels(demands: Sequence[Demand]) -> set[str]:
    return {level for each in demands for level in each.levels}


def _standing(agents: Sequence[int], ladder: str, team_id: int, on: date) -> dict[int, str] | None:
    """Return who stands where, None where nobody of the team stands on the ladder."""
    found = queries.on_level(agents, ladder, on.isoformat())
    return found if found or queries.anybody_stands(team_id, ladder, on.isoformat()) else None


def _licences(agents: Sequence[int]) -> dict[tuple[int, str], tuple[str, str | None]]:
    return {(agent_id, name): (until, off) for agent_id, name, _issued, until, off in queries.licences(agents)}


def _too_low(demand: Demand, ladder: str, standing: dict[int, str] | None, agent_id: int) -> str | None:
    if not demand.levels or standing is None or standing.get(agent_id) in demand.levels:
        return None
    what = label("severity", demand.key) if demand.of == "severity" else demand.key
    lowest, level = title(ladder, demand.levels[0]), standing.get(agent_id)
    if level is None:
        return _("{what} takes {level}; stands on no level").format(what=what, level=lowest)
    return _("{what} takes {level}; is {held}").format(what=what, level=lowest, held=title(ladder, level))


def _unlicensed(
    name: str | None, licences: dict[tuple[int, str], tuple[str, str | None]], agent_id: int, on: date
) -> str | None:
    if name is None:
        return None
    licence = licences.get((agent_id, name))
    if licence is None:
        return _("has no certificate {name}").format(name=name)
    until, off = licence
    if off is not None and off <= on.isoformat():
        return _("the certificate {name} is suspended since {day}").format(name=name, day=off)
    if until < on.isoformat():
        return _("the certificate {name} ended on {day}").format(name=name, day=until)
    return None
