"""A person's dossier: everything that the ladders may ask, gathered for many people in a fixed number of reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from unicodedata import normalize

from db import models as rows
from db.queries import levels as queries

from ...errors import NotFound
from ...i18n import _
from .. import recording
from ..rosters import policy as rosters
from . import leave_days, metrics, people
from .ladder import Need
from .ladders import ladder_names, load_ladder
from .policy import load_policy
from .views import Away, Dossier, Fact, Held, Licence


def dossier(agent_id: int, ladder: str, *, on: date) -> Dossier:
    """Return one person's dossier for a ladder as known on a day; raises NotFound for nobody, BadInput."""
    found = dossiers([agent_id], ladder, on=on)
    if agent_id not in found:
        raise NotFound(_("There is no such person"))
    return found[agent_id]


def dossiers(agent_ids: Iterable[int], ladder: str, *, on: date) -> dict[int, Dossier]:
    """Return the dossiers of several people by id: evidence and figures to the end of ``on``.

    Of the months there are the figures that the ladder asks for, of all else everything.
    Standings and granted leave that begin later are in it too: what is decided already is known.
    Raises BadInput for a day that nobody's working life reaches.
    """
    ids, on = sorted(set(agent_ids)), people.within_reach(on)
    held, away, licences = _held(ids, ladder), _away(ids), _licences(ids)
    wanted, facts, recorded = _asked(ladder), _facts(ids, on), kept()
    figures = metrics.figures(ids, on=on, wanted=wanted)
    since = None if "leave" in load_policy().kept else _day(queries.leave_since())
    ranks, agents = _ranks(ladder, on), list(rows.Agent.select().where(rows.Agent.id.in_(ids)))
    if "attendance" in recorded and "attendance" in wanted:
        for agent_id, rates in metrics.attendance({agent.login: agent.id for agent in agents}, on=on).items():
            figures[agent_id]["attendance"] = rates
    profiles = {row.agent_id: row for row in rows.Profile.select().where(rows.Profile.agent.in_(ids))}
    found = {}
    for agent in agents:
        made = Dossier(
            login=agent.login, name=agent.name, ladder=ladder, held=held[agent.id], facts=facts[agent.id],
            months=figures[agent.id], away=away[agent.id], leave_since=since, licences=licences[agent.id],
            ranks=ranks[agent.id], recorded=recorded,
        )  # fmt: skip
        found[agent.id] = _with_profile(made, profiles.get(agent.id))
    return found


def kept() -> frozenset[str]:
    """Return of what the floor keeps a record at all: without one, the absence of a fact is unknown.

    A kind of evidence once any was ever entered, of anybody, or where the policy says that it is kept; figures
    of cases always; ``score`` and ``excellent`` once a scorecard was published; ``attendance`` once the clock was
    stamped; ``leave`` once there is any leave or any roster; ``certificate`` once any was issued or a queue
    demands one.
    """
    policy = load_policy()
    found = {*metrics.COMPUTED, *policy.kept, *queries.kinds_kept()}
    if queries.any_row("scorecard WHERE state = 'published'"):
        found |= {"score", "excellent"}
    if queries.any_row("clock_event"):
        found.add("attendance")
    if queries.any_row("leave", "roster"):
        found.add("leave")
    if queries.any_row("certificate") or any(queue.certificate for queue in policy.queues.values()):
        found.add("certificate")
    return frozenset(found)


def _asked(ladder: str) -> frozenset[str]:
    """Return what the criteria of a ladder ask for; one that is no longer there asks for nothing."""
    steps = load_ladder(ladder).steps if ladder in ladder_names() else ()
    return frozenset(what for step in steps for need in step.needs for what in _whats(need))


def _whats(need: Need) -> Iterator[str]:
    yield need.what
    for part in (*need.of, *need.unless):
        yield from _whats(part)


def _with_profile(made: Dossier, row: rows.Profile | None) -> Dossier:
    if row is None:
        return made
    return made._replace(
        hired_on=row.hired_on,
        service_since=row.service_since,
        status=row.status,
        education=row.education,
        born_on=row.born_on,
    )


def _held(ids: Sequence[int], ladder: str) -> dict[int, tuple[Held, ...]]:
    found: dict[int, tuple[Held, ...]] = defaultdict(tuple)
    for agent_id, level, since, until in queries.standings(ids, ladder):
        found[agent_id] += (Held(level, date.fromisoformat(since), _day(until)),)
    return found


def _facts(ids: Sequence[int], on: date) -> dict[int, tuple[Fact, ...]]:
    found: dict[int, tuple[Fact, ...]] = defaultdict(tuple)
    stored = queries.facts(ids, on.isoformat())
    known = {(row[0], _folded(said)): row[5] for row in stored for said in row[8:] if said}
    for agent_id, number, kind, day, name, giver, value, passed, *_customer in stored:
        # One customer or colleague counts once, by number or name and however it is spelled.
        one = giver and known.setdefault((agent_id, _folded(giver)), giver)
        fact = Fact(kind, date.fromisoformat(day), name, one, value, None if passed is None else bool(passed))
        found[agent_id] += (fact._replace(ref=f"evidence:{number}"),)
    return found


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


def _ranks(ladder: str, on: date) -> dict[int, dict[int, tuple[int, int]]]:
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for agent_id, year, rank, of in queries.ranks(ladder, str(on.year)):
        found[agent_id][int(year)] = (rank, of)
    return found


def _away(ids: Sequence[int]) -> dict[int, tuple[Away, ...]]:
    kinds, found = rosters.load_policy().leave, defaultdict[int, tuple[Away, ...]](tuple)
    stored = queries.leave(ids)
    planned = leave_days.by_person(queries.planned(ids) if stored else ())
    for agent_id, kind, begin, end in stored:
        counts = kinds[kind].counts if kind in kinds else True
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
        plan = planned.get(agent_id, {})
        free = leave_days.free_days(first, last, plan, recording.calendar().is_working_day)
        found[agent_id] += (Away(kind, first, last, counts, free),)
    return found


def _licences(ids: Sequence[int]) -> dict[int, tuple[Licence, ...]]:
    found: dict[int, tuple[Licence, ...]] = defaultdict(tuple)
    for agent_id, name, issued, until, suspended in queries.licences(ids):
        dates = date.fromisoformat(issued), date.fromisoformat(until), _day(suspended)
        found[agent_id] += (Licence(name, *dates),)
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
