"""The rule of ladders once more, slow and obvious, read from the raw file: every day and month is looked at."""

from __future__ import annotations

import calendar
import tomllib
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from cstui.floor.levels.views import Dossier
from cstui.paths import FIXTURES

Answer = bool | None  # None: unknown
EDUCATION = ["below_college", "college", "bachelor", "master", "doctor"]
STATUS = ["intern", "probation", "regular"]
NAMES = {True: "met", False: "unmet", None: "unknown"}


@cache
def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((FIXTURES / "ladders" / f"{name}.toml").read_text("utf-8"))


def expected(ladder: dict[str, Any], dossier: Dossier, to: str, on: date) -> dict[str, str]:
    """Return what each criterion of the step from the level held to ``to`` says."""
    level, since = next((held.level, held.since) for held in dossier.held if held.since <= on)
    step = next(each for each in ladder["step"] if each["from"] == level and each["to"] == to)
    return {
        need["name"]: NAMES[answer(need, dossier, since, on)]
        for need in step.get("need", [])
        if need.get("enabled", True)
    }


def all_of(answers: list[Answer]) -> Answer:
    if any(each is False for each in answers):
        return False
    return True if all(each is True for each in answers) else None


def any_of(answers: list[Answer]) -> Answer:
    if any(each is True for each in answers):
        return True
    return False if all(each is False for each in answers) else None


def answer(need: dict[str, Any], dossier: Dossier, since: date, on: date) -> Answer:
    own = plain(need, dossier, since, on)
    waivers = [answer(each, dossier, since, on) for each in need.get("unless", [])]
    return any_of([own, *waivers])


def plain(need: dict[str, Any], dossier: Dossier, since: date, on: date) -> Answer:
    kind = need["kind"]
    if kind in ("all", "any"):
        parts = [answer(each, dossier, since, on) for each in need["of"] if each.get("enabled", True)]
        return all_of(parts) if kind == "all" else any_of(parts)
    if kind == "tenure_level":
        return long_enough(since, need["at_least"], on)
    if kind == "tenure_service":
        return long_enough(dossier.service_since, need["at_least"], on)
    if kind == "tenure_company":
        return long_enough(dossier.hired_on, need["at_least"], on)
    if kind == "status":
        return None if dossier.status is None else STATUS.index(dossier.status) >= STATUS.index(need["what"])
    if kind == "education":
        known = dossier.education
        return None if known is None else EDUCATION.index(known) >= EDUCATION.index(need["what"])
    if kind == "certificate":
        return certified(need, dossier, on)
    if kind == "rank_pct":
        return ranked(need, dossier, on)
    if kind in ("count", "exam", "attested", "no_incident"):
        return by_facts(need, dossier, since, on)
    return by_months(need, dossier, since, on)


def later(day: date, months: int) -> date:
    """Return the first day of the month so many months after one that begins on ``day``."""
    for _ in range(months):
        day = date(day.year + 1, 1, 1) if day.month == 12 else date(day.year, day.month + 1, 1)
    return day


def same_day_later(day: date, months: int) -> date:
    month = later(day.replace(day=1), months)
    return month.replace(day=min(day.day, calendar.monthrange(month.year, month.month)[1]))


def long_enough(start: date | None, months: int, on: date) -> Answer:
    return None if start is None else same_day_later(start, months) <= on


def day_counts(need: dict[str, Any], day: date, since: date, on: date) -> bool:
    window = need.get("window", "calendar_year_before")
    if window == "calendar_year_before":
        return day.year + 1 == on.year
    if window == "months":
        return day <= on < same_day_later(day, need["window_months"])
    return day <= on if window == "ever" else since <= day <= on


def month_counts(need: dict[str, Any], month: date, since: date, on: date) -> bool:
    window = need.get("window", "calendar_year_before")
    this = on.replace(day=1)
    if window == "calendar_year_before":
        return month.year + 1 == on.year
    if window == "months":
        return month < this and any(later(month, n) == this for n in range(1, need["window_months"] + 1))
    return month < this if window == "ever" else since <= month < this


def by_facts(need: dict[str, Any], dossier: Dossier, since: date, on: date) -> Answer:
    kind = {"no_incident": "incident", "count": need.get("what")}.get(need["kind"], need["kind"])
    names = need.get("names")
    facts = [
        each
        for each in dossier.facts
        if each.kind == kind and (not names or each.name in names) and day_counts(need, each.day, since, on)
    ]
    recorded = kind in dossier.recorded
    if need["kind"] == "no_incident":
        return False if facts else True if recorded else None
    limit = need.get("at_least")
    if need["kind"] == "count":
        good = [each for each in facts if each.passed is True or (each.passed is None and kind != "exam")]
        known = [each.giver for each in good if each.giver]
        givers = len(set(known)) if known else 1 if good else 0
        found = givers if need.get("distinct") else len(good)
        return True if found >= limit else False if recorded else None
    if need["kind"] == "exam":
        good = [each for each in facts if each.passed and (limit is None or (each.value or 0) >= limit)]
        open_ = [each for each in facts if each.passed is None or (each.passed and each.value is None)]
        return True if good else False if recorded and not open_ else None
    good = [each for each in facts if each.passed is not False and (limit is None or (each.value or 0) >= limit)]
    valueless = limit is not None and any(each.value is None for each in facts)
    return True if good else False if recorded and not valueless else None


def by_months(need: dict[str, Any], dossier: Dossier, since: date, on: date) -> Answer:
    what = need["what"]
    if what == "leave_days":
        return leave(need, dossier, since, on)
    known = dossier.months.get(what, {})
    months = {month: value for month, value in known.items() if month_counts(need, month, since, on)}
    recorded = what in dossier.recorded
    if need["kind"] == "sum":
        enough = sum(months.values()) >= need["at_least"]
        return True if enough else False if recorded and not months_missing(need, dossier, since, on) else None
    if need["kind"] == "streak":
        runs = [all(months.get(later(start, n)) == 1 for n in range(need["at_least"])) for start in months]
        return True if any(runs) else False if recorded else None
    if len(months) < need.get("least", 1):
        return None
    mean = sum(Fraction(value) for value in months.values()) / len(months)
    return within(need, mean)


def months_missing(need: dict[str, Any], dossier: Dossier, since: date, on: date) -> bool:
    if need.get("window") == "ever":
        return False
    month, known = date(2020, 1, 1), dossier.months.get(need["what"], {})
    while month < on:
        after = later(month, 1)
        employed = dossier.hired_on is None or dossier.hired_on < after
        if employed and month_counts(need, month, since, on) and month not in known:
            return True
        month = after
    return False


def within(need: dict[str, Any], value: Fraction) -> bool:
    if "at_least" in need:
        return value >= Fraction(need["at_least"])
    return value <= Fraction(need["at_most"]) if "at_most" in need else value < Fraction(need["below"])


def leave(need: dict[str, Any], dossier: Dossier, since: date, on: date) -> Answer:
    days = 0
    day = min((each.first for each in dossier.away), default=on)
    while day <= on:
        away = [
            each for each in dossier.away if each.first <= day <= each.last and day not in each.free and each.counts
        ]
        days += any(each.kind not in need.get("excluding", []) for each in away) and day_counts(need, day, since, on)
        day += timedelta(days=1)
    if not within(need, Fraction(days)):
        return False
    day, kept = date(2018, 1, 1), "leave" in dossier.recorded
    while kept and dossier.leave_since and day < min(dossier.leave_since, on + timedelta(days=1)):
        kept = not (day_counts(need, day, since, on) and (dossier.hired_on is None or dossier.hired_on <= day))
        day += timedelta(days=1)
    return True if kept else None


def ranked(need: dict[str, Any], dossier: Dossier, on: date) -> Answer:
    found = dossier.ranks.get(on.year - 1)
    return None if found is None else within(need, Fraction(100 * (found[0] - 1), found[1]))


def certified(need: dict[str, Any], dossier: Dossier, on: date) -> Answer:
    for each in dossier.licences:
        ends = each.until if each.suspended is None else min(each.until, each.suspended - timedelta(days=1))
        if each.name in need["names"] and each.issued <= on <= ends:
            return True
    return False if "certificate" in dossier.recorded else None
