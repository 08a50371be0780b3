"""What a criterion says of a person, in one sentence of the language in use: what is there, what is missing,
and what would count for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from ...i18n import _, ngettext
from ..packs import spoken
from .criteria import PASSED, Reading
from .fact_words import word
from .ladder import ALL, ANY, CALENDAR_YEAR, MONTHS, SINCE_LEVEL
from .ladder_words import quantity
from .views import MET, UNKNOWN

_PRAISE = ("praise_customer", "praise_internal")


def sentence(found: Reading, on: date, earliest: date | None) -> str:
    """Return what a reading of the day ``on`` says; ``earliest`` is told where time alone brings it."""
    text = _said(found, on)
    if found.status != MET and earliest is not None:
        return _("{text}; by time alone on {day}").format(text=text, day=earliest.isoformat())
    return text


def _said(found: Reading, on: date) -> str:
    waiver = next((each for each in found.waivers if each.status == MET), None)
    if waiver is not None:
        return _("{title}: not needed, as {reason}").format(title=spoken(found.need.title), reason=_said(waiver, on))
    text = _combined(found, on) if found.need.kind in (ALL, ANY) else _alone(found, on)
    if found.status != MET and found.waivers:
        others = _listed(_said(each, on) for each in found.waivers)
        return _("{text}, or else {others}").format(text=text, others=others)
    return text


def _combined(found: Reading, on: date) -> str:
    if found.status == MET:
        met = [each for each in found.parts if each.status == MET]
        return _listed(_said(each, on) for each in (met[:1] if found.need.kind == ANY else met))
    if found.need.kind == ALL:
        return _listed(_said(each, on) for each in found.parts if each.status != MET)
    parts = _(" or ").join(_said(each, on) for each in found.parts)
    return _("{title}, one of these: {parts}").format(title=spoken(found.need.title), parts=parts)


def _listed(texts: Iterable[str]) -> str:
    return _(", and ").join(texts)


def _alone(found: Reading, on: date) -> str:
    """Return what one criterion says, with the time it speaks of and, where it is not met, what would count."""
    words = _unknown if found.status == UNKNOWN else _SPECIAL.get(found.need.kind, _figures)
    text, when = words(found, spoken(found.need.title)), _when(found, on)
    counts = "" if found.status == MET else spoken(found.need.counts)
    if counts and when:
        return _("{text}; what counts {when} is {counts}").format(text=text, when=when, counts=counts)
    if counts:
        return _("{text}; what counts is {counts}").format(text=text, counts=counts)
    return _("{text} ({when})").format(text=text, when=when) if when else text


def _when(found: Reading, on: date) -> str:
    need = found.need
    if need.window == CALENDAR_YEAR:
        return _("in {year}").format(year=on.year - 1)
    if need.window == MONTHS:
        n = need.window_months
        return ngettext("in the last {n} month", "in the last {n} months", n).format(n=n)
    return _("since the present level began") if need.window == SINCE_LEVEL else ""


def _unknown(found: Reading, subject: str) -> str:
    if not isinstance(found.measured, int | float) or not found.measured:
        return _("{subject}: not known, nothing is on record").format(subject=subject)
    measured, required = quantity(found.measured, ""), _needed(found)
    if found.need.at_least is None:
        return _("{subject}: not known, {measured} is on record").format(subject=subject, measured=measured)
    text = _("{subject} {measured} of {required} on record, and the record is not whole")
    return text.format(subject=subject, measured=measured, required=required)


def _needed(found: Reading) -> str:
    return quantity(found.required, _unit(found))


def _unit(found: Reading) -> str:
    unit = found.need.unit
    return "" if unit == "cases" else unit  # its title says already what is counted


def _figures(found: Reading, subject: str) -> str:
    need, unit = found.need, _unit(found)
    values = {
        "subject": subject,
        "measured": quantity(found.measured, ""),
        "required": _needed(found),
        "gap": quantity(found.gap, unit),
    }
    full = {**values, "measured": quantity(found.measured, unit)}
    if need.at_least is None:
        return _limit(found, full)
    if found.status == MET:
        return _("{subject} {measured}, at least {required}: met").format(**full)
    if need.distinct and need.what in _PRAISE:
        return _givers(found, values)
    return _("{subject} {measured} of {required}: needs {gap} more").format(**values)


def _limit(found: Reading, values: dict[str, str]) -> str:
    if found.need.below is not None:
        met, unmet = (
            _("{subject} {measured}, below {required}: met"),
            _("{subject} {measured}: must be below {required}"),
        )
    else:
        met, unmet = _("{subject} {measured}, at most {required}: met"), _("{subject} {measured}: at most {required}")
    return (met if found.status == MET else unmet).format(**values)


def _givers(found: Reading, values: dict[str, str]) -> str:
    customers = found.need.what == "praise_customer"
    n = int(found.gap) if isinstance(found.gap, int | float) else 0
    if n == 1 and found.measured == 1:
        one = (
            _("{subject} {measured} of {required}: needs one from a second customer")
            if customers
            else _("{subject} {measured} of {required}: needs one from a second person or department")
        )
    elif customers:
        one = ngettext(
            "{subject} {measured} of {required}: needs one from one more customer",
            "{subject} {measured} of {required}: needs one each from {n} more customers", n,
        )  # fmt: skip
    else:
        one = ngettext(
            "{subject} {measured} of {required}: needs one from one more person or department",
            "{subject} {measured} of {required}: needs one each from {n} more persons or departments", n,
        )  # fmt: skip
    return one.format(**values, n=n)


def _ordered(found: Reading, subject: str) -> str:
    measured, required = (word(found.need.kind, str(each)) for each in (found.measured, found.required))
    values = {"subject": subject, "measured": measured, "required": required}
    if found.status == MET:
        return _("{subject}: {measured}, as asked").format(**values)
    return _("{subject}: {measured}, needs {required}").format(**values)


def _exam(found: Reading, subject: str) -> str:
    if found.need.at_least is not None and found.measured is not None:
        return _figures(found, subject)
    if found.status == MET:
        return _("{subject}: passed").format(subject=subject)
    return (
        _("{subject}: taken and not passed").format(subject=subject)
        if found.measured not in (None, PASSED)
        else _("{subject}: not passed yet").format(subject=subject)
    )


def _attested(found: Reading, subject: str) -> str:
    if found.need.at_least is not None and found.measured is not None:
        return _figures(found, subject)
    if found.status == MET:
        return _("{subject}: vouched for").format(subject=subject)
    return _("{subject}: nobody has vouched for it yet").format(subject=subject)


def _certificate(found: Reading, subject: str) -> str:
    if found.status == MET:
        return _("{subject}: valid until {day}").format(subject=subject, day=found.measured)
    return _("{subject}: no valid certificate").format(subject=subject)


def _no_incident(found: Reading, subject: str) -> str:
    if found.status == MET:
        return _("{subject}: none").format(subject=subject)
    return _("{subject}: {n}, none is allowed").format(subject=subject, n=found.measured)


_SPECIAL: dict[str, Callable[[Reading, str], str]] = {
    "status": _ordered,
    "education": _ordered,
    "exam": _exam,
    "attested": _attested,
    "certificate": _certificate,
    "no_incident": _no_incident,
}
