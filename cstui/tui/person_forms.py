"""What the screens of the levels ask for when something of a person is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cstui.floor.forms import Field
from cstui.floor.levels.evidence import Given
from cstui.floor.levels.ladder_reading import EDUCATIONS, INCIDENTS, STATUSES
from cstui.floor.rosters import weeks
from cstui.i18n import N_

_DAY_HINT = N_("a date such as 2027-01-01")
_TODAY = N_("today unless told; for example 2026-11-23, 11-23, mon")
_DAY = Field("day", N_("Day"), hint=_TODAY)
_TEXT = Field("text", N_("Text"), "text")
_COMPLAINT = Field("complaint", N_("Complaint"), "ref", hint=N_("the one it arose from"))
_SCORE = Field("value", N_("Score"), "number", hint=N_("points of a hundred"))
PASSED, FAILED = "passed", "failed"
_RESULT = Field("passed", N_("Result"), "choice", choices=(PASSED, FAILED))

PRAISE = (
    Field("customer", N_("Customer number"), hint=N_("of the customer who praises, or a reference of theirs")),
    Field("giver", N_("Given by"), hint=N_("a customer without a number, a colleague or a department")),
    Field("internal", N_("By a colleague"), "flag"),
    _COMPLAINT, _DAY, _TEXT,
)  # fmt: skip
PENALTY = (
    Field("incident", N_("Kind of incident"), "choice", choices=INCIDENTS, hint=N_("an incident, or below a rule")),
    Field("name", N_("Rule"), hint=N_("what was done, where money is taken")),
    Field("value", N_("Money taken (CNY)"), "number"),
    _COMPLAINT, _DAY, _TEXT,
)  # fmt: skip
FACTS: Mapping[str, tuple[Field, ...]] = {
    "course": (Field("name", N_("Course"), required=True), _RESULT, _SCORE, _DAY, _TEXT),
    "exam": (Field("name", N_("Exam"), required=True), _RESULT._replace(required=True), _SCORE, _DAY),
    "mentored": (Field("giver", N_("Newcomer"), required=True, hint=N_("a login or a name")), _DAY, _TEXT),
    "attested": (
        Field("name", N_("What for"), required=True, hint=N_("the name that the ladder gives it")),
        Field("value", N_("Figure"), "number"), _DAY, _TEXT,
    ),
}  # fmt: skip
CERTIFICATE = (
    Field("name", N_("Certificate"), required=True),
    _DAY,
    Field("until", N_("Valid until"), hint=N_("a year unless told")),
)
RETAKE = (Field("name", N_("Certificate"), required=True), _RESULT._replace(required=True), _SCORE, _DAY)
VOID = (Field("reason", N_("Reason"), "text", required=True),)
LEVEL = (
    Field("since", N_("Since"), hint=_TODAY),
    Field("mend", N_("Mended because"), hint=N_("only where a first level was entered wrong, and no case rests on it")),
)
PAPERS = (
    Field("hired_on", N_("Entry"), hint=_DAY_HINT),
    Field("service_since", N_("In service since"), hint=_DAY_HINT),
    Field("status", N_("Status"), "choice", choices=STATUSES),
    Field("education", N_("Education"), "choice", choices=EDUCATIONS),
    Field("born_on", N_("Born on"), hint=_DAY_HINT),
)


def praise(values: Mapping[str, Any]) -> Given:
    """Return praise as it is recorded; raises BadInput for a day that is none."""
    kind = "praise_internal" if values.get("internal") else "praise_customer"
    return fact(kind, {name: value for name, value in values.items() if name != "internal"})


def penalty(values: Mapping[str, Any]) -> Given:
    """Return a penalty or an incident as it is recorded; raises BadInput."""
    incident = values.get("incident")
    rest = {name: value for name, value in values.items() if name != "incident"}
    return fact("incident", {**rest, "name": incident}) if incident else fact("penalty", rest)


def fact(kind: str, values: Mapping[str, Any]) -> Given:
    """Return what a form holds as it is recorded; raises BadInput for a day that is none."""
    rest = {name: value for name, value in values.items() if name in ("name", "giver", "customer", "complaint", "text")}
    return Given(kind, day(values, "day"), value=number(values.get("value")), passed=verdict(values), **rest)


def day(values: Mapping[str, Any], name: str) -> date | None:
    """Return a day of a form, None where none was told; raises BadInput."""
    text = str(values.get(name) or "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return weeks.day_of(text)


def number(value: object) -> float | None:
    """Return a number of a form, None where none was told."""
    return None if value is None else float(str(value))


def verdict(values: Mapping[str, Any]) -> bool | None:
    """Return whether it was passed, None where that was not told."""
    return {PASSED: True, FAILED: False}.get(str(values.get("passed", "")))
