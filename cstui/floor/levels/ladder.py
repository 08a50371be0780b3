"""What a career ladder is made of: levels, tracks, steps and what each step asks for.

A ladder carries its own text and digest, so that a case can be judged to its end by the rules it began with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...errors import BadInput, Refused
from ...i18n import _, listed
from ...text import one_line
from ..packs import Texts

PROMOTION, CROSS = "promotion", "cross"
# What a case passes between application and confirmation, in order; a ladder names those it asks for.
STAGES = ("review", "interview", "report", "decision", "exam", "panel", "notice", "approval", "trial")
ALL, ANY = "all", "any"
CALENDAR_YEAR, MONTHS, SINCE_LEVEL, EVER = "calendar_year_before", "months", "since_level", "ever"
WINDOWS = (CALENDAR_YEAR, MONTHS, SINCE_LEVEL, EVER)


class Need(NamedTuple):
    """One criterion.  ``kind`` says what is measured (criteria.KINDS), or ``all`` / ``any`` of the needs in ``of``.

    One of ``at_least``, ``at_most``, ``below`` is the threshold, in ``unit``; ``window`` says of which time
    (``months``: of the last ``window_months``); ``what`` is the fact kind, metric, status or education asked for,
    ``names`` narrow facts down; ``distinct`` counts givers, not facts; ``least`` is the number of months a mean
    must rest on; the need is waived when one of ``unless`` is met.  ``source`` quotes what it rests on,
    ``decision`` says what was decided where the source leaves something open; a need that is not
    ``enabled`` is shown and never judged.
    """

    name: str
    kind: str
    title: Texts
    what: str = ""
    names: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None
    unit: str = ""
    window: str = EVER
    window_months: int = 0
    distinct: bool = False
    least: int = 1
    excluding: tuple[str, ...] = ()
    counts: Texts = {}
    of: tuple[Need, ...] = ()
    unless: tuple[Need, ...] = ()
    source: str = ""
    decision: str = ""
    enabled: bool = True

    @property
    def threshold(self) -> float | None:
        """The figure asked for, whichever way it points; None where there is none."""
        return next((each for each in (self.at_least, self.at_most, self.below) if each is not None), None)


class Level(NamedTuple):
    """A rung: its ``band`` (cross moves stay within one), the classes of customers it ``serves`` alone."""

    key: str
    title: Texts
    band: int
    serves: tuple[str, ...] = ()
    allowance: bool = False  # a level allowance is paid, and withheld as the penalties say
    about: Texts = {}
    source: str = ""


class Track(NamedTuple):
    """A path through the levels, lowest first."""

    key: str
    title: Texts
    path: tuple[str, ...]


class Step(NamedTuple):
    """A way from one level to another: a promotion along a track, or a cross move within a band."""

    start: str
    to: str
    kind: str
    needs: tuple[Need, ...]
    vacancy: bool = False
    source: str = ""


class Trial(NamedTuple):
    """Months of trial in the new post."""

    least: int
    normal: int
    most: int


class Initial(NamedTuple):
    """How people are graded for the first time: not step by step, with a form within so many working days."""

    step_by_step: bool
    form_working_days: int
    source: str = ""


class Penalty(NamedTuple):
    """What an incident does to a standing: withhold_allowance (for ``months``), demote or demote_or_move."""

    incident: str
    effect: str
    months: int = 0
    source: str = ""


class Target(NamedTuple):
    """A figure a track is to reach in its work; shown with the ladder, no criterion by itself."""

    name: str
    title: Texts
    value: float
    unit: str
    source: str = ""


class Ladder(NamedTuple):
    """A career ladder; ``notice_days`` are working days of the calendar, ``effective_month`` of the annual round."""

    name: str
    version: int
    title: Texts
    about: Texts
    tracks: Mapping[str, Track]
    levels: Mapping[str, Level]
    steps: tuple[Step, ...]
    stages: tuple[str, ...]
    notice_days: int
    notice_options: tuple[int, ...]
    annual: bool
    effective_month: int
    trial: Trial
    initial: Initial | None
    penalties: tuple[Penalty, ...]
    targets: tuple[Target, ...]
    horizon_months: int | None
    text: str
    digest: str

    def level(self, key: str) -> Level:
        """Return a level; raises BadInput when the ladder has none of that key."""
        if key not in self.levels:
            title = _("{ladder} has no level {level}").format(ladder=self.name, level=one_line(key)[:40])
            raise BadInput(title, _("Known: {names}.").format(names=listed(self.levels)))
        return self.levels[key]

    def level_named(self, text: str) -> Level:
        """Return the level of a key or a title; raises BadInput when there is none, or several have the title."""
        wanted = text.casefold()
        found = [each for each in self.levels.values() if wanted in (t.casefold() for t in each.title.values())]
        return found[0] if len(found) == 1 and text not in self.levels else self.level(text)

    def next_steps(self, level: str) -> tuple[Step, ...]:
        """Return the steps that start on a level, promotions first; raises BadInput for an unknown level."""
        found = [each for each in self.steps if each.start == self.level(level).key]
        return tuple(sorted(found, key=lambda each: each.kind == CROSS))

    def step(self, start: str, to: str) -> Step:
        """Return the step between two levels; raises BadInput (unknown level), Refused (no such step)."""
        self.level(to)
        ways = self.next_steps(start)
        found = next((each for each in ways if each.to == to), None)
        if found is None:
            reach = listed(each.to for each in ways) or "-"
            title = _("there is no step from {start} to {to}").format(start=start, to=to)
            raise Refused(title, _("No level is skipped. From here: {levels}.").format(levels=reach))
        return found

    def rank(self, level: str) -> int:
        """Return how high a level stands on its longest way from the bottom, 0 the lowest."""
        self.level(level)
        return max(track.path.index(level) for track in self.tracks.values() if level in track.path)
