"""What the levels hand out, frozen.  Days are dates of the floor's zone.

The rule that reads them knows nothing of the store: a dossier holds all that is known of a person,
and says of which kinds of facts the floor keeps a record, so that nothing known is told from not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

MET, UNMET, UNKNOWN = "met", "unmet", "unknown"
# Facts that are entered or imported, and what each one's fields mean:
# praise_customer (giver: which customer), praise_internal (giver: which department or person), penalty (name: which,
# value: money taken, CNY), incident (name: serious or red_line), mentored (giver: the newcomer's login or name),
# course (name, passed, value: score), exam (name, passed, value: score), attested (name: what somebody vouches for).
FACT_KINDS = (
    "praise_customer", "praise_internal", "penalty", "incident", "mentored", "course", "exam", "attested"
)  # fmt: skip
# Figures a month that the floor works out or that are imported:
# cases (closed), complaint_rate (complaints about the person per hundred cases), satisfaction (mean, in per cent),
# on_time (limits met, in per cent), attendance (per cent), score (scorecard total), excellent (1 or 0).
METRICS = ("cases", "complaint_rate", "satisfaction", "on_time", "attendance", "score", "excellent")


class Fact(NamedTuple):
    """One thing that counts for or against a person; the fields are explained at FACT_KINDS."""

    kind: str
    day: date
    name: str = ""
    giver: str | None = None
    value: float | None = None
    passed: bool | None = None
    ref: str = ""


class Away(NamedTuple):
    """Approved leave: its kind (rosters policy), first and last day, whether it counts against a limit.

    ``free`` are days within it on which nothing was due: they never count.
    """

    kind: str
    first: date
    last: date
    counts: bool
    free: frozenset[date] = frozenset()


class Held(NamedTuple):
    """A level held on a ladder from ``since`` until the day before ``until`` (None: still)."""

    level: str
    since: date
    until: date | None = None


class Licence(NamedTuple):
    """A certificate: valid to the end of ``until`` unless suspended on ``suspended``."""

    name: str
    issued: date
    until: date
    suspended: date | None = None


class Dossier(NamedTuple):
    """All that is known of one person for one ladder.

    ``leave_since`` is the first day of which leave is on record, None where it always was.

    ``months`` maps a metric to its figures by the first day of the month, ``ranks`` a calendar year to the rank of
    the person's mean score among those on the same level (1 the best) and how many were ranked; ``recorded`` names the
    fact kinds, metrics, ``leave`` and ``certificate`` of which a record is kept at all: without it, absence of a fact
    is unknown.
    """

    login: str
    name: str
    ladder: str
    held: tuple[Held, ...] = ()
    hired_on: date | None = None
    service_since: date | None = None
    status: str | None = None  # intern, probation, regular
    education: str | None = None  # below_college, college, bachelor, master, doctor
    born_on: date | None = None
    facts: tuple[Fact, ...] = ()
    months: Mapping[str, Mapping[date, float]] = {}
    away: tuple[Away, ...] = ()
    leave_since: date | None = None
    licences: tuple[Licence, ...] = ()
    ranks: Mapping[int, tuple[int, int]] = {}
    recorded: frozenset[str] = frozenset()

    def level_on(self, day: date) -> Held | None:
        """Return the level held on a day, None when the person stands on no rung."""
        return next(
            (each for each in self.held if each.since <= day and (each.until is None or day < each.until)), None
        )


class Verdict(NamedTuple):
    """What one criterion says of a person; ``level explain`` shows all but the unit under these names.

    ``measured``, ``required`` and ``gap`` are in the criterion's unit, None where nothing can be measured; ``earliest``
    is the first day from the day asked on which it is met by time alone, None when time alone does not do it.
    """

    criterion: str
    status: str
    measured: float | str | None
    required: float | str | None
    gap: float | str | None
    unit: str
    evidence: tuple[str, ...]
    earliest: date | None
    text: str
    source: str


class Evaluation(NamedTuple):
    """Where a person stands towards a level: eligible is yes, no or unknown; missing data is never a pass."""

    agent: str
    level: str | None
    to: str
    eligible: str
    earliest: date | None
    criteria: tuple[Verdict, ...]
    ladder: str
