"""Bringing people's papers in, and the level on which each is put for the first time: a row a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from db.models import Profile
from db.queries.people import Account

from ...errors import BadInput
from ...floor import store
from ...floor.levels import profiles, standings
from ...floor.levels.ladders import load_ladder
from ...floor.levels.policy import load_policy
from ...floor.views import Actor
from ...i18n import _
from ..report import Tally
from .person_rows import PersonBook, blamed_on, check_once, day_of, person_of, who

_FACTS = (*profiles.DAYS, "status", "education")


class Paper(NamedTuple):
    """What a row says of one person otherwise than the store; ``level`` is that of the first grading, if any."""

    person: Account
    known: bool  # something was entered of the person before
    facts: Mapping[str, Any]
    ladder: str
    level: str | None
    since: date


class ProfilesBook(PersonBook[Paper]):
    """Brings the papers of one file in."""

    def __init__(self, actor: Actor, zone: tzinfo, now: datetime, defaults: Mapping[str, Any]) -> None:
        super().__init__(actor, "profiles", zone, now, defaults)
        self._today = now.astimezone(store.zone()).date()
        self._seen: dict[int, int] = {}

    def plan(self, batch: Sequence[Paper], tally: Tally) -> list[Paper]:
        """Return the papers that change something, and count them; change nothing."""
        changed = [paper for paper in batch if paper.facts or paper.level]
        added = sum(not paper.known for paper in changed)
        tally.count(added, len(changed) - added, len(batch) - len(changed))
        return changed

    def write(self, batch: Sequence[Paper], tally: Tally) -> None:
        """Write the papers inside the open transaction; raises Refused where somebody was put on a level meanwhile."""
        for paper in self.plan(batch, tally):
            number = paper.person.id
            if paper.facts:
                profiles.enter(self._actor, number, paper.facts, self._now)
            if paper.level:
                standings.grade_first(
                    self._actor, paper.person, paper.ladder, paper.level, paper.since, cause="import", at=self._now
                )

    def _said(self, row: int, found: Mapping[str, Any]) -> Paper:
        person = person_of(self._people, found)
        with blamed_on(who(found)):
            check_once(self._seen, person.id, row)
        facts = {name: self._fact(name, found[name]) for name in _FACTS if name in found}
        stored = Profile.get_or_none(Profile.agent == person.id)
        new = {name: value for name, value in facts.items() if getattr(stored, name, None) != value}
        with blamed_on("ladder"):
            ladder = load_ladder(str(found.get("ladder") or load_policy().ladder_of(person.team))).name
        level, since, standing = self._level(person, ladder, found)
        if person.id == self._actor.id and (new or level):
            with blamed_on(who(found)):
                raise BadInput(_("Nobody records this about themselves"))
        known = stored is not None or standing
        return Paper(person, known, new, ladder, level, since)

    def _fact(self, name: str, given: Any) -> Any:
        with blamed_on(name):
            value: Any = day_of(given, self._zone) if name in profiles.DAYS else given
            profiles.check({name: value}, self._today)
        return value

    def _level(self, person: Account, ladder: str, found: Mapping[str, Any]) -> tuple[str | None, date, bool]:
        """Return the level to put a person on (None for none, or none other), since when, and whether one is held.

        Raises Misplaced where it is another than the person holds: from then on only a case moves one.
        """
        since = self._since(found)
        stood = standings.latest(person.id, ladder)
        if "level" not in found:
            if since is not None:
                with blamed_on("since"):
                    raise BadInput(_("a day without a level"))
            return None, self._today, stood is not None
        with blamed_on("level"):
            level = load_ladder(ladder).level_named(str(found["level"])).key
            if stood is not None and (stood.level != level or since not in (None, stood.since)):
                told = _("stands on {level} since {day} already").format(level=stood.level, day=stood.since.isoformat())
                raise BadInput(told, _("A promotion case moves a person from there."))
        return None if stood else level, since or self._today, stood is not None

    def _since(self, found: Mapping[str, Any]) -> date | None:
        with blamed_on("since"):
            since = day_of(found.get("since"), self._zone)
            if since is not None:
                profiles.check({"since": since}, self._today)
            return since
