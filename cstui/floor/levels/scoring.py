"""What the scores of a card come to: points, total, money.  Pure: it knows nothing of the store.

Entries are kept by key: ``item``; ``item@ID`` for one of several raters, who count by their mean; ``rule:PIECE``
for one piece of a bonus or penalty (CNY or points, always positive); ``rule`` for the amount a percentage is of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

from ...i18n import _, listed
from ..packs import spoken
from .cards import Item, Rule, Template, shown

DIGITS = 2
Entries = Mapping[str, float | None]


class Scored(NamedTuple):
    """One item's points, None while nobody scored it."""

    item: Item
    score: float | None


class Extra(NamedTuple):
    """What one bonus or penalty comes to: money in CNY and points, both negative for a penalty."""

    rule: Rule
    pieces: int
    money: float
    points: float


class Result(NamedTuple):
    """A whole card: ``total`` is None while an item is ``missing``; ``so_far`` is what the others add up to."""

    lines: tuple[Scored, ...]
    extras: tuple[Extra, ...]
    missing: tuple[str, ...]
    so_far: float
    total: float | None
    money: float


def points_of(item: Item, figure: float) -> float:
    """Return the points that a month's figure earns by the item's scale."""
    scale = item.scale
    if figure <= scale[0][0]:
        return scale[0][1]
    for (low, least), (high, most) in zip(scale, scale[1:], strict=False):
        if figure < high:
            return least if item.steps else round(least + (most - least) * (figure - low) / (high - low), DIGITS)
    return scale[-1][1]


def score_of(item: Item, entries: Entries) -> float | None:
    """Return an item's points: the mean of its raters', None while there is none."""
    given = [
        value for key, value in entries.items() if value is not None and key.partition("@")[0] == item.key
    ]  # fmt: skip
    return round(fsum(given) / len(given), DIGITS) if given else None


def result(template: Template, entries: Entries) -> Result:
    """Return what the entries of a card come to."""
    lines = tuple(Scored(item, score_of(item, entries)) for item in template.items)
    pieces = [_entered(rule, entries) for rule in template.rules if rule.kind != "total"]
    scores = [line.score for line in lines if line.score is not None]
    so_far = max(0.0, round(fsum([*scores, *(each.points for each in pieces)]), DIGITS))
    missing = tuple(line.item.key for line in lines if line.score is None)
    total = None if missing else so_far
    reached = [_reached(rule, total) for rule in template.rules if rule.kind == "total"]
    by_key = {each.rule.key: each for each in [*pieces, *reached]}
    extras = tuple(by_key[rule.key] for rule in template.rules)
    return Result(lines, extras, missing, so_far, total, round(fsum(each.money for each in extras), DIGITS))


def _entered(rule: Rule, entries: Entries) -> Extra:
    if rule.kind == "percent":
        amount = entries.get(rule.key) or 0.0
        return Extra(rule, int(amount > 0), round(rule.sign * amount * rule.threshold / 100, DIGITS), 0.0)
    given = [value for key, value in entries.items() if value and key.startswith(f"{rule.key}:")]
    sum_of = round(rule.sign * fsum(given), DIGITS)
    return Extra(rule, len(given), sum_of if rule.kind == "each" else 0.0, sum_of if rule.kind == "points" else 0.0)


def _reached(rule: Rule, total: float | None) -> Extra:
    earned = total is not None and total >= rule.threshold
    return Extra(rule, int(earned), rule.sign * rule.least if earned else 0.0, 0.0)


def explain(found: Result) -> tuple[str, ...]:
    """Return a line for every item and every bonus or penalty that counts, and the total, for people to read."""
    lines = [_line(each) for each in found.lines] + [_extra(each) for each in found.extras if each.pieces]
    if found.total is None:
        told = _("{points} points so far; not scored yet: {items}")
        lines.append(told.format(points=shown(found.so_far), items=listed(found.missing)))
    else:
        told = _("{points} points, {money} CNY")
        lines.append(told.format(points=shown(found.total), money=_signed(found.money)))
    return tuple(lines)


def _line(line: Scored) -> str:
    title, most = spoken(line.item.title), shown(line.item.most)
    if line.score is None:
        return _("{item}: not scored yet, at most {most}").format(item=title, most=most)
    return _("{item}: {score} of {most}").format(item=title, score=shown(line.score), most=most)


def _extra(extra: Extra) -> str:
    amount = extra.points if extra.rule.kind == "points" else extra.money
    told = _("{rule}: {amount} points") if extra.rule.kind == "points" else _("{rule}: {amount} CNY")
    return told.format(rule=spoken(extra.rule.title), amount=_signed(amount))


def _signed(amount: float) -> str:
    return ("+" if amount > 0 else "") + shown(amount)


def places(totals: Sequence[float]) -> list[int]:
    """Return the place of each total, the best first; equal totals share a place and leave out the next ones."""
    return [1 + sum(other > total for other in totals) for total in totals]


def bottom(totals: Mapping[str, float], last: int) -> set[str]:
    """Return who is among the last: fewer than ``last`` people stand below, and somebody stands above."""
    return {
        who
        for who, total in totals.items()
        if sum(other < total for other in totals.values()) < last and total < max(totals.values())
    }
