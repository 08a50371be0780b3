"""Rules that need to know more than one person's shifts: fair shares, who is qualified, what people wish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...i18n import _, listed
from ...text import one_line
from ..labels import label
from .profiles import Rule
from .rule_scene import DAY, WEEK, Breach, Line, Scene, Wish
from .stretches import minutes, shared, stretches
from .views import Shift
from .words import label as duty_label


def fair_share(rule: Rule, scene: Scene) -> Iterator[Breach]:
    """Nobody has more than ``spread`` duties beyond who has the fewest, over the weeks that end with the judged one.

    Compared are those who work in the judged week: nobody's share looks large beside somebody on leave.
    """
    spread, span = rule.figures["spread"], rule.figures["weeks"]
    kinds = listed(duty_label("duty", kind) for kind in rule.words["duties"])
    for monday in scene.weeks():
        begin, sunday = monday - (span - 1) * WEEK, monday + 6 * DAY
        lines = [line for line in scene.lines if any(line.within(monday, sunday))]
        shares = {line.login: _duties(rule, line, begin, sunday, scene) for line in lines}
        fewest = min(map(len, shares.values()), default=0)
        for login, duties in shares.items():
            ahead, now = len(duties) - fewest, tuple(day for day in duties if day >= monday)
            if ahead > spread and now:
                told = _(
                    "{count} duties ({kinds}) in {weeks} weeks, {ahead} more than who has fewest; "
                    "{allowed} more are allowed"
                )
                text = told.format(count=len(duties), kinds=kinds, weeks=span, ahead=ahead, allowed=spread)
                yield Breach(login, now, ahead, spread, "shifts", text)


def _duties(rule: Rule, line: Line, first: date, last: date, scene: Scene) -> list[date]:
    wanted = rule.words["duties"]
    return [
        shift.day
        for shift in line.within(first, last)
        if scene.kind(shift) in wanted or ("weekend" in wanted and shift.day.weekday() >= 5)
    ]


def qualified(rule: Rule, scene: Scene) -> Iterator[Breach]:
    """On every shift so many people with a role or a skill, each there for a share of its time.

    A shift is what people work under one code on one day; told are, by code, the days that lack somebody.  The team
    breaks the rule, so ``login`` is empty.
    """
    fit = [
        shift
        for line in scene.lines
        if _is_fit(rule, line.login, scene)
        for shift in line.within(scene.first - 2 * DAY, scene.last + 2 * DAY)
    ]
    worked = {(shift.code, shift.day): shift for line in scene.lines for shift in line.within(scene.first, scene.last)}
    least, percent = rule.figures["people"], rule.figures["overlap_percent"]
    lacking: dict[str, dict[date, int]] = {}
    for (code, day), shift in sorted(worked.items()):
        there = {each.login for each in fit if _covers(each, shift, percent)}
        if len(there) < least:
            lacking.setdefault(code, {})[day] = len(there)
    for code, days in lacking.items():
        yield Breach("", tuple(days), min(days.values()), least, "people", _unqualified(rule, code, least))


def _unqualified(rule: Rule, code: str, least: int) -> str:
    words = [label("role", role) for role in rule.words.get("role", ())] or rule.words.get("skill", ())
    told = _("no {wanted} on the shift {code}") if least == 1 else _("fewer than {least} {wanted} on the shift {code}")
    return told.format(wanted=one_line(listed(words)), code=code, least=least)


def _is_fit(rule: Rule, login: str, scene: Scene) -> bool:
    held = scene.staff.roles if "role" in rule.words else scene.staff.skills
    wanted = rule.words.get("role") or rule.words.get("skill") or ()
    return bool(held.get(login, frozenset()).intersection(wanted))


def _covers(one: Shift, other: Shift, percent: int) -> bool:
    """Say whether one shift is there for a share of another's time, of both without a break that has its place."""
    due = stretches(other)
    common = minutes(shared(stretches(one), due))
    return common > 0 and common * 100 >= minutes(due) * percent


def preference(rule: Rule, scene: Scene) -> Iterator[Breach]:
    """People get the shifts they want, and not those they want to avoid."""
    lines = {line.login: line for line in scene.lines}
    for wish in scene.staff.wishes:
        line = lines.get(wish.login)
        for day in _days_of(wish, scene) if line is not None else ():
            shift = line.by_day.get(day) if line is not None else None
            if shift is not None and _is_meant(wish, shift, scene) != (wish.wish == "want"):
                told = _("wants {code} on {day}") if wish.wish == "want" else _("wants to avoid {code} on {day}")
                yield Breach(wish.login, (day,), 1, 0, "wishes", told.format(code=wish.code, day=day))


def _days_of(wish: Wish, scene: Scene) -> list[date]:
    if wish.day is not None:
        return [wish.day]
    span = (scene.last - scene.first).days + 1
    days = (scene.first + step * DAY for step in range(span))
    return [day for day in days if day.weekday() == wish.weekday]


def _is_meant(wish: Wish, shift: Shift, scene: Scene) -> bool:
    return wish.code == shift.code or (shift.start is not None and wish.code == scene.kind(shift))
