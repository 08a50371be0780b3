"""Scorecard templates as data: sections with a declared weight, items, bonus and penalty rules, stars, coaching.

A template is scorecards/NAME.toml (see docs/levels.md); a site's own file of the same name wins over the shipped one.
One whose items do not add up to what their section declares is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import fsum
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .. import packs
from ..packs import Table, Texts
from ..views import ROLES

KIND = "scorecards"
WHOLE = 100  # what the sections add up to
RATERS = ("lead", "self", "peer")
# Figures of a month that an item may be worked out from; quality is the mean of the random sample.
MEASURES = ("cases", "complaint_rate", "satisfaction", "on_time", "attendance", "quality")
_LARGEST = 1_000_000


class Item(NamedTuple):
    """One item: at most ``most`` points, worked out from a ``metric`` by a scale or entered by its ``rater``.

    ``scale`` lists (figure, points), the figures ascending; between two the points lie on the line, or stay at
    those of the lower one where ``steps``.
    """

    key: str
    section: str
    title: Texts
    most: float
    rater: str = "lead"
    metric: str | None = None
    scale: tuple[tuple[float, float], ...] = ()
    steps: bool = False


class Section(NamedTuple):
    """A group of items that add up to its weight."""

    key: str
    title: Texts
    weight: float
    items: tuple[Item, ...]


class Rule(NamedTuple):
    """A bonus (``sign`` 1) or penalty (-1): money in CNY, or points.

    ``kind`` is total (``least`` CNY from a total of ``threshold`` on), percent (``threshold`` per cent of an amount
    entered), each (``least`` to ``most`` CNY a piece) or points (``least`` to ``most`` points a piece).
    """

    key: str
    title: Texts
    sign: int
    kind: str
    threshold: float
    least: float
    most: float


class Stars(NamedTuple):
    """From which total the best of a month, and from which mean the best of a quarter, is a star.

    ``months`` is how many published cards of the quarter that takes.
    """

    month_least: float
    quarter_least: float
    months: int


class Coaching(NamedTuple):
    """Who was among the last ``bottom`` in ``times`` of the last ``months`` months is coached.

    A month counts where at least ``people`` were ranked.
    """

    bottom: int
    times: int
    months: int
    people: int


class Template(NamedTuple):
    """One scorecard template."""

    name: str
    title: Texts
    source: Texts
    purpose: Texts
    roles: frozenset[str]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    stars: Stars
    coaching: tuple[Coaching, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item in the order of the file."""
        return tuple(item for section in self.sections for item in section.items)


def template_names() -> tuple[str, ...]:
    """Return the names of all templates, the site's own included, in order."""
    return packs.names(KIND)


def load_template(name: str) -> Template:
    """Return a template; raises BadInput when it is unknown or its file does not fit."""
    return parse(*text_of(name), name)


def text_of(name: str) -> tuple[Path, str]:
    """Return the file of a template and its text as the disk has it; raises BadInput when it is unknown."""
    path = packs.find_anew(KIND, name)
    if path is None:
        title = _("There is no scorecard template {name}").format(name=one_line(name)[:40])
        raise BadInput(title, _("Known: {names}.").format(names=listed(template_names())))
    return path, packs.text_of(path)


@lru_cache(maxsize=64)
def parse(path: Path, text: str, name: str) -> Template:
    """Return the template that a text says; ``path`` stands in every error.  Raises BadInput."""
    table = packs.parse(path, text)
    table.only("title", "source", "purpose", "roles", "section", "bonus", "penalty", "star", "coaching")
    sections = tuple(_section(each, key) for key, each in _tables(table, "section"))
    rules = (*_rules(table, "bonus", 1), *_rules(table, "penalty", -1))
    _check_keys(table, sections, rules)
    _check_sum(table, sections)
    return Template(
        name=name,
        title=table.texts("title", name),
        source=table.texts("source", "-"),
        purpose=table.texts("purpose", "-"),
        roles=_roles(table),
        sections=sections,
        rules=rules,
        stars=_stars(table.table("star")),
        coaching=tuple(_coaching(each) for each in table.rows("coaching")),
    )


def shown(number: float) -> str:
    """Return a number as a person writes it: 35, 7.5."""
    return f"{round(number, 2):g}" if abs(number) < 100_000 else f"{number:.0f}"


def _check_sum(table: Table, sections: Sequence[Section]) -> None:
    for section in sections:
        found = fsum(item.most for item in section.items)
        if abs(found - section.weight) > 1e-9:
            title = _("{file}: section.{section} does not add up: {found} ≠ {declared}").format(
                file=table.path, section=section.key, found=shown(found), declared=shown(section.weight)
            )
            items = " + ".join(f"{item.key} {shown(item.most)}" for item in section.items)
            raise BadInput(title, _("Its items: {items}.").format(items=items))
    whole = fsum(section.weight for section in sections)
    if abs(whole - WHOLE) > 1e-9:
        title = _("{file}: the sections do not add up: {found} ≠ {declared}").format(
            file=table.path, found=shown(whole), declared=WHOLE
        )
        listed = " + ".join(f"{section.key} {shown(section.weight)}" for section in sections)
        raise BadInput(title, _("The sections: {sections}.").format(sections=listed or "-"))


def _check_keys(table: Table, sections: Sequence[Section], rules: Sequence[Rule]) -> None:
    keys = [item.key for section in sections for item in section.items] + [rule.key for rule in rules]
    for key in keys:
        # @ and : part a key from a rater and from a piece; a blank would end the word of a command.
        if keys.count(key) > 1 or not key or any(sign in key for sign in "@:") or key.split() != [key]:
            title = _("{file}: {key} cannot be the key of an item").format(file=table.path, key=one_line(key) or "''")
            raise BadInput(title, _("Every key stands once, without blanks, @ and colon."))


def _section(table: Table, key: str) -> Section:
    table.only("title", "weight", "range", "item")
    weight = _figure(table, "weight", 0, WHOLE)
    if "range" in table:
        least, most = _pair(table, "range", WHOLE)
        if not least <= weight <= most:
            raise table.wrong("weight", _("a weight from {least} to {most}").format(least=least, most=most))
    items = tuple(_item(each, name, key) for name, each in _tables(table, "item"))
    return Section(key, table.texts("title", key), weight, items)


def _item(table: Table, key: str, section: str) -> Item:
    table.only("title", "max", "rater", "metric", "scale", "between")
    most = _figure(table, "max", 0, WHOLE)
    made = Item(key, section, table.texts("title", key), most, table.choice("rater", RATERS, "lead"))
    if "metric" not in table:
        if "scale" in table or "between" in table:
            raise table.wrong("metric", _("one of {choices}").format(choices=listed(MEASURES)))
        return made
    if "rater" in table:
        raise table.wrong("rater", _("either a rater or a metric"))
    metric = table.choice("metric", MEASURES, "")
    steps = table.choice("between", ("line", "step"), "line") == "step"
    return made._replace(metric=metric, scale=_scale(table, most), steps=steps)


def _scale(table: Table, most: float) -> tuple[tuple[float, float], ...]:
    """Read (figure, points): the figures ascend, no points are below 0, and the best earn the item's maximum."""
    value: Any = table.values.get("scale")
    fits = isinstance(value, list) and len(value) > 1
    fits = fits and all(isinstance(pair, list) and len(pair) == 2 and all(map(_is_figure, pair)) for pair in value)
    pairs = tuple((float(figure), float(points)) for figure, points in value) if fits else ()
    ascending = all(one[0] < two[0] for one, two in zip(pairs, pairs[1:], strict=False))
    if not pairs or not ascending or min(p for _f, p in pairs) < 0 or max(p for _f, p in pairs) != most:
        raise table.wrong("scale", _("[figure, points] pairs with ascending figures and at best {most}").format(
            most=shown(most)
        ))  # fmt: skip
    return pairs


def _rules(table: Table, group: str, sign: int) -> tuple[Rule, ...]:
    return tuple(_rule(each, key, sign) for key, each in _tables(table, group))


def _rule(table: Table, key: str, sign: int) -> Rule:
    title = table.texts("title", key)
    if "total_from" in table:
        table.only("title", "total_from", "money")
        money = _figure(table, "money", 0, _LARGEST)
        return Rule(key, title, sign, "total", _figure(table, "total_from", 0, WHOLE), money, money)
    if "percent" in table:
        table.only("title", "percent")
        return Rule(key, title, sign, "percent", _figure(table, "percent", 0, 100), 0, 0)
    if "points" in table:
        table.only("title", "points")
        return Rule(key, title, sign, "points", 0, *_pair(table, "points", WHOLE))
    table.only("title", "each")
    return Rule(key, title, sign, "each", 0, *_pair(table, "each", _LARGEST))


def _stars(table: Table) -> Stars:
    table.only("month_least", "quarter_least", "quarter_months")
    months = table.number("quarter_months", 3, 1, 3) or 3
    return Stars(_figure(table, "month_least", 0, WHOLE, 0), _figure(table, "quarter_least", 0, WHOLE, 0), months)


def _coaching(table: Table) -> Coaching:
    table.only("bottom", "times", "months", "people")
    bottom, times = _whole(table, "bottom", 1, 100), _whole(table, "times", 1, 36)
    return Coaching(bottom, times, _whole(table, "months", times, 36), _whole(table, "people", bottom + 1, 10_000))


def _roles(table: Table) -> frozenset[str]:
    roles = table.values.get("roles", ["agent"])
    if not isinstance(roles, list) or not roles or not all(role in ROLES for role in roles):
        raise table.wrong("roles", _("a list of {choices}").format(choices=listed(ROLES)))
    return frozenset(roles)


def _tables(table: Table, key: str) -> list[tuple[str, Table]]:
    found = table.table(key)
    return [(name, found.table(name)) for name in found.values]


def _whole(table: Table, key: str, least: int, most: int) -> int:
    value = table.number(key, None, least, most)
    if value is None:
        raise table.wrong(key, _("a whole number from {least} to {most}").format(least=least, most=most))
    return value


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _figure(table: Table, key: str, least: float, most: float, default: float | None = None) -> float:
    value: Any = table.values.get(key, default)
    if value is None or not _is_figure(value) or not least <= value <= most:
        raise table.wrong(key, _("a number from {least} to {most}").format(least=shown(least), most=shown(most)))
    return float(value)


def _pair(table: Table, key: str, most: float) -> tuple[float, float]:
    value = table.values.get(key)
    pair: list[Any] = value if isinstance(value, list) else [value, value]
    if len(pair) != 2 or not all(map(_is_figure, pair)) or not 0 <= pair[0] <= pair[1] <= most:
        raise table.wrong(key, _("a number, or [least, most]"))
    return float(pair[0]), float(pair[1])
