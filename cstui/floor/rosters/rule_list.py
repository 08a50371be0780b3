"""The rules that hold for a team, as people read them: which, how strictly, how much, and on what they rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .. import access, packs
from ..views import Actor
from . import rule_scene
from .policy import load_policy
from .profiles import Rule, load_profile
from .weeks import team_of


class RuleLine(NamedTuple):
    """One rule; ``figures`` are as its file has them: hours, days, weeks, times of the day, words."""

    profile: str
    title: str
    rule: str
    kind: str
    level: str
    figures: Mapping[str, str]
    source: str


def rules_of(actor: Actor, team: str | None = None) -> tuple[RuleLine, ...]:
    """Return the rules of a team (the actor's unless told), in the order of its profiles; raises Denied, BadInput."""
    slug, team_id = team_of(actor, team)
    access.require(actor, "roster.read", team_id=team_id)
    return tuple(
        RuleLine(
            *(profile.name, packs.spoken(profile.title), rule.name, rule.kind, rule.level),
            *(_figures(rule), packs.spoken(rule.source)),
        )
        for profile in map(load_profile, load_policy(slug).rules)
        for rule in profile.rules
    )


def _figures(rule: Rule) -> dict[str, str]:
    found = {key: _spelled(key, value) for key, value in rule.figures.items()}
    return found | {key: " ".join(words) for key, words in rule.words.items()}


def _spelled(key: str, value: int) -> str:
    if key.endswith("hours"):
        return rule_scene.hours(value)
    return f"{value // 60:02}:{value % 60:02}" if key.startswith("night_") else str(value)
