"""The scorecards of the team of whoever opens the demo: months published, the last one still in draft; quality."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from db import journal
from db.queries import people

from .. import accounts, store
from ..levels import cards, monthly, months, quality, scorebook
from ..levels.cards import Item
from ..levels.people import fact
from ..views import Actor
from .asked import Deed
from .careers import moment
from .script import Entry, Script, careers

_TALK = timedelta(minutes=40)  # from one conversation to the next
_SIGNED = timedelta(minutes=25)  # after the conversation began
_OPENED = timedelta(hours=3)  # how long before the start the last month's cards are made at the latest


def deeds(told: Script, seed: int, at: datetime) -> list[Deed]:
    """Return what is done about every month that ended before the start, on the days after it."""
    lead, kept = told.floor["start"], careers()["scores"]
    last = months.shifted(months.current(at), -1)
    published = len(kept["person"][0]["shares"]) - 1  # the last share is the draft
    found = [
        deed
        for back in range(published, 0, -1)
        for deed in _month(lead, kept, months.shifted(last, -back), published - back)
    ]
    begin = min(moment(months.shifted(last, 1) + timedelta(days=1), kept["begin"]), at - _OPENED)
    found.append(Deed(begin, partial(_score, lead, kept, last, -1)))
    found.append(Deed(begin + _TALK, partial(_check, lead, kept, last, seed)))
    return found


def _month(lead: str, kept: Entry, month: date, place: int) -> Iterator[Deed]:
    """Yield the steps of one month: scored, talked through one by one, signed, published in the evening."""
    day = months.shifted(month, 1) + timedelta(days=kept["after"])
    begin, evening = moment(day, kept["begin"]), moment(day, kept["published"])
    yield Deed(begin, partial(_score, lead, kept, month, place))
    for number, person in enumerate(kept["person"], 1):
        said = kept["talk"][(number + place) % len(kept["talk"])]
        talked = begin + number * _TALK
        yield Deed(talked, partial(_talk, lead, person["login"], month, said))
        yield Deed(talked + _SIGNED, partial(_sign, person["login"], month))
    yield Deed(evening, partial(_publish, lead, month))


def _score(login: str, kept: Entry, month: date, place: int, *, now: datetime) -> None:
    """Make a month's cards and enter what the floor does not know; of the month in draft only what was begun."""
    lead = accounts.find_actor(login)
    with store.transaction():
        monthly.run(lead, None, month, kept["template"], now=now)
        items = list(enumerate(cards.load_template(kept["template"]).items))
        for person in kept["person"]:
            chosen = items if place >= 0 else [each for each in items[: person["begun"]] if not each[1].metric]
            share = person["shares"][place]
            points = [(item, _points(item, share, number + place)) for number, item in chosen]
            _enter(lead, person["login"], month, points, kept["note"], now=now)


def _enter(
    lead: Actor, login: str, month: date, points: Sequence[tuple[Item, float]], note: str, *, now: datetime
) -> None:  # fmt: skip
    """Enter a card's points at once, as ``monthly.enter`` would one by one; the note is for what has a metric."""
    account = people.account(login)
    assert account is not None
    row = scorebook.card_row(account, month)
    given = scorebook.values(scorebook.entries([row.id])[row.id])
    unknown = [each for each in points if given.get(each[0].key) is None]
    for item, score in unknown:
        told = note if item.metric else ""
        scorebook.put(row.id, item.key, score, origin="entered", by=lead.id, at=now, note=told)
    body: dict[str, object] = {"agent": account.id, "month": row.month}
    subject = f"scorecard:{row.id}"
    journal.append_many(
        fact(lead, "score.entered", subject, {**body, "item": item.key}, now) for item, _given in unknown
    )
    scorebook.settle(row, "draft")


def _points(item: Item, share: float, number: int) -> float:
    """Return about ``share`` percent of an item's points in halves, a little more or less by turns."""
    return min(item.most, round(2 * item.most * (share + 3 * (number % 3 - 1)) / 100) / 2)


def _talk(lead: str, login: str, month: date, said: Entry, *, now: datetime) -> None:
    monthly.talk(accounts.find_actor(lead), login, month, said["conversation"], said["improvement"], now=now)


def _sign(login: str, month: date, *, now: datetime) -> None:
    monthly.sign(accounts.find_actor(login), month, now=now)


def _publish(lead: str, month: date, *, now: datetime) -> None:
    monthly.publish(accounts.find_actor(lead), month, now=now)


def _check(login: str, kept: Entry, month: date, seed: int, *, now: datetime) -> None:
    """Draw cases of a month for a closer look, and look at the first of them."""
    lead = accounts.find_actor(login)
    drawn = quality.draw(lead, None, month, kept["drawn"], seed=seed, now=now)
    first = random.Random(seed).sample(drawn, min(len(drawn), len(kept["checked"])))
    for check, said in zip(first, kept["checked"], strict=False):
        quality.score(lead, check.id, said["score"], said["remarks"], now=now)
