"""What scorecards, rankings and the quality sample hand out, frozen; the field names are the JSON keys."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Line(NamedTuple):
    """One item of a card: its points of at most ``most``; ``origin`` is computed, entered, imported or empty."""

    item: str
    section: str
    title: str
    score: float | None
    most: float
    rater: str
    metric: str | None
    origin: str
    note: str


class Money(NamedTuple):
    """One bonus or penalty: how many pieces, and what they come to in CNY and in points."""

    rule: str
    title: str
    pieces: int
    money: float
    points: float


class Card(NamedTuple):
    """One person's month; ``total`` is None while items are ``missing``, ``so_far`` is what the others add up to."""

    login: str
    name: str
    team: str
    month: str
    template: str
    title: str
    state: str
    total: float | None
    so_far: float
    money: float
    lines: tuple[Line, ...]
    extras: tuple[Money, ...]
    missing: tuple[str, ...]
    explained: tuple[str, ...]
    conversation: str
    improvement: str
    talked_by: str | None
    talked_at: datetime | None
    signed_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    version: int


class Turn(NamedTuple):
    """Where a card stands after a step; it shows no points, for the person's own steps come before publication."""

    login: str
    month: str
    state: str


class Published(NamedTuple):
    """What publishing came to: the cards published, and the logins refused with the reason."""

    done: tuple[Turn, ...]
    refused: tuple[tuple[str, str], ...]


class Ranked(NamedTuple):
    """One place of a month's ranking within a team and template; equal totals share a place."""

    place: int
    of: int
    login: str
    name: str
    team: str
    template: str
    total: float
    money: float
    state: str


class Star(NamedTuple):
    """The best of a month (``kind`` month) or of a quarter (quarter); ``total`` is None where only names are shown."""

    kind: str
    period: str
    team: str
    template: str
    login: str
    name: str
    total: float | None


class Flag(NamedTuple):
    """A reason to coach somebody: among the last ``bottom`` in these months.  Never a reason to dismiss."""

    login: str
    name: str
    team: str
    bottom: int
    months: tuple[str, ...]
    text: str


class Check(NamedTuple):
    """One closed case drawn for quality scoring; ``score`` is 0 to 100, None while nobody scored it."""

    id: int
    ref: str
    agent: str
    name: str
    team: str
    month: str
    score: float | None
    remarks: str
    drawn_at: datetime
    scored_by: str | None
    scored_at: datetime | None


class Review(NamedTuple):
    """A person's month on one page; a figure is None where there is nothing to reckon it from.

    ``cases`` are those closed, ``complaint_rate`` is complaints about the person per hundred of them, the other
    figures are per cent; ``forfeits`` says what an attendance below the policy's rate costs,
    ``withheld`` that the month's level allowance is withheld, and ``withheld_cny`` how much of it, where that is known.
    ``total``, ``money``, ``place`` and ``improvement`` stand only where the reader may see them.
    """

    login: str
    name: str
    team: str
    month: str
    cases: float | None = None
    on_time: float | None = None
    satisfaction: float | None = None
    complaint_rate: float | None = None
    attendance: float | None = None
    adherence: float | None = None
    quality: float | None = None
    forfeits: str = ""
    template: str | None = None
    state: str | None = None
    total: float | None = None
    money: float | None = None
    place: int | None = None
    of: int | None = None
    improvement: str = ""
    withheld: bool = False
    withheld_cny: float | None = None
    explained: tuple[str, ...] = ()
