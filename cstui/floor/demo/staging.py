"""Setting the demo floor up: its people, its rosters, and its complaints lived through step by step."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from db import models as rows

from .. import accounts, complaints, recording, setup, store
from ..views import Actor
from . import assessed, careers, truants
from .asked import Deed, deeds
from .lives import Lives, Step
from .rota import Rota, Stamp, clock, rotas, stamps
from .script import Entry, Script, script
from .stories import Story, Teller

SEED = 20260309
_PAST = timedelta(days=190)  # how long before the start the floor was made


@dataclass(frozen=True, slots=True)
class Stage:
    """A floor that stands: who opens it, and what arrivals need to go on from here.

    ``stories`` are the complaints by reference, ``teller`` tells new ones; ``stamps`` of the time clock lie ahead.
    """

    login: str
    teller: Teller
    stories: dict[str, Story]
    stamps: list[Stamp]


def build(path: Path, *, now: datetime | None = None, seed: int = SEED) -> str:
    """Make the demo floor at ``path``, as it stands at ``now``, and return the login to open it as."""
    return stage(path, now=now, seed=seed).login


def stage(path: Path, *, now: datetime | None = None, seed: int = SEED) -> Stage:
    """Make the demo floor and leave it open; the same ``seed`` and ``now`` give the same floor."""
    told, at = script(), now or store.now()
    founder = told.floor["founder"]
    chosen = {key: told.floor[key] for key in ("policy", "calendar", "timezone")}
    setup.init_floor(path, login=founder["login"], name=founder["name"], now=at - _PAST, **chosen)
    teller = Teller(told, random.Random(seed), ZoneInfo(chosen["timezone"]))
    with store.transaction():
        _hire(told, at - _PAST)
        drawn: list[Rota | Deed] = [*rotas(told, at), *deeds(told, at)]
        drawn += [*careers.recorded(told, at - _PAST, at), *assessed.deeds(told, seed, at)]
        stories = _play(_plan(told, teller, at), sorted(drawn, key=lambda each: each.at))
        _rank(teller)
        for deed in careers.rises(told, at - _PAST, at):
            deed.write()
        missing = truants.truants(told, at)
        truants.write(told, missing, at)
        planned = stamps(random.Random(seed), at, missing, visitor=told.floor["start"])
        ahead = clock(planned, founder["login"], at)
    return Stage(told.floor["start"], teller, stories, ahead)


def _hire(told: Script, at: datetime) -> None:
    """Add the teams and the people; the founder's team becomes the first of the demo's."""
    first, *others = told.floor["team"]
    rows.Team.update(slug=first["slug"], name=first["name"]).where(rows.Team.slug == setup.FIRST_TEAM).execute()
    founder = accounts.find_actor(told.floor["founder"]["login"])
    for team in others:
        accounts.add_team(founder, team["slug"], name=team["name"], policy=team.get("policy"), now=at)
    for agent in told.floor["agent"]:
        roles, skills = agent.get("roles", ["agent"]), agent["skills"]
        accounts.add_agent(
            founder, agent["login"], name=agent["name"], team=agent["team"], roles=roles, skills=skills, now=at
        )


def _plan(told: Script, teller: Teller, at: datetime) -> list[tuple[Story, list[Step]]]:
    """Write the lives of all complaints; those with hostile text take the place of one each."""
    lives = Lives(teller, told.floor["agent"], recording.calendar(), at)
    planned = []
    hostile = list(told.hostile)
    for mix in told.floor["mix"]:
        for _number in range(mix["count"]):
            planned.append(_life(lives, mix, hostile))
    return planned


def _life(lives: Lives, mix: Entry, hostile: list[Entry]) -> tuple[Story, list[Step]]:
    received = lives.received(mix["age"])
    for text in hostile:
        if text["state"] == mix["state"]:
            hostile.remove(text)
            return (story := lives.teller.hostile(text, received)), lives.life(story, mix, received)
    story = lives.teller.story(received, lives.severities(mix, received))
    return story, lives.life(story, mix, received)


def _play(planned: list[tuple[Story, list[Step]]], drawn: Sequence[Rota | Deed]) -> dict[str, Story]:
    """Let everything happen in the order of time; return the complaints by reference."""
    due = deque(drawn)
    line = sorted(
        (step.at, number, place) for number, (_story, steps) in enumerate(planned) for place, step in enumerate(steps)
    )
    actors: dict[str, Actor] = {}
    refs: dict[int, str] = {}
    for at, number, place in line:
        while due and due[0].at <= at:
            due.popleft().write()
        step = planned[number][1][place]
        actor = actors.get(step.who) or actors.setdefault(step.who, accounts.find_actor(step.who))
        if step.action == "received":
            refs[number] = complaints.add(actor, step.values, now=at).ref
        else:
            complaints.take(actor, refs[number], step.action, step.values, now=at)
    for rota in due:
        rota.write()
    return {ref: planned[number][0] for number, ref in refs.items()}


def _rank(teller: Teller) -> None:
    """Give the customers their tiers, which no form asks for."""
    for tier in {person.tier for person in teller.people if person.tier}:
        phones = [person.phone for person in teller.people if person.tier == tier]
        rows.Customer.update(tier=tier).where(rows.Customer.phone.in_(phones)).execute()
