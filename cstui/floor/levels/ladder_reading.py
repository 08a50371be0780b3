"""The file of a ladder read key by key; whether it makes sense as a whole is judged by ladder_checks."""

from __future__ import annotations

from typing import NamedTuple

from ...i18n import _, listed
from ...text import one_line
from ..packs import Table, Texts
from .ladder import (
    ALL,
    ANY,
    CALENDAR_YEAR,
    CROSS,
    EVER,
    MONTHS,
    PROMOTION,
    STAGES,
    WINDOWS,
    Initial,
    Ladder,
    Level,
    Need,
    Penalty,
    Step,
    Target,
    Track,
    Trial,
)
from .views import FACT_KINDS

STATUSES = ("intern", "probation", "regular")
EDUCATIONS = ("below_college", "college", "bachelor", "master", "doctor")  # lowest first
LEAVE_DAYS = "leave_days"
EFFECTS = ("withhold_allowance", "demote", "demote_or_move")
INCIDENTS = ("serious", "red_line")


class Asked(NamedTuple):
    """What a kind of criterion takes: the words ``what`` may be, its unit, the way its threshold points, its keys."""

    what: tuple[str, ...] = ()
    unit: str = ""
    thresholds: tuple[str, ...] = ()
    needed: bool = True  # a threshold must be given
    keys: tuple[str, ...] = ()


_SUMS = {"cases": "cases", LEAVE_DAYS: "days"}
_COUNTED = tuple(kind for kind in FACT_KINDS if kind not in ("penalty", "incident"))
_BOTH = ("at_least", "at_most", "below")
KINDS = {
    "tenure_level": Asked(unit="months", thresholds=("at_least",)),
    "tenure_service": Asked(unit="months", thresholds=("at_least",)),
    "tenure_company": Asked(unit="months", thresholds=("at_least",)),
    "age": Asked(unit="years", thresholds=("at_least", "at_most")),
    "status": Asked(what=STATUSES),
    "education": Asked(what=EDUCATIONS),
    "count": Asked(_COUNTED, "times", ("at_least",), keys=("window", "names", "distinct")),
    "sum": Asked(tuple(_SUMS), "", _BOTH, keys=("window", "excluding")),
    "streak": Asked(("excellent",), "months", ("at_least",), keys=("window",)),
    "ratio": Asked(("complaint_rate", "satisfaction", "on_time", "attendance"), "%", _BOTH, keys=("window", "least")),
    "score": Asked(("score",), "points", ("at_least",), keys=("window", "least")),
    "rank_pct": Asked((), "%", ("at_most", "below"), keys=("window",)),
    "exam": Asked((), "points", ("at_least",), False, keys=("window", "names")),
    "certificate": Asked((), "", (), keys=("names",)),
    "attested": Asked((), "", ("at_least",), False, keys=("window", "names", "unit")),
    "no_incident": Asked((), "", (), keys=("window", "names")),
}
_EVERY_NEED = ("name", "kind", "title", "counts", "unless", "source", "decision", "enabled")
_WINDOW_KEYS = ("window", "window_months")


def read(name: str, table: Table, text: str, digest: str) -> Ladder:
    """Return the ladder of a file's table; raises BadInput, which names file and key."""
    table.only(
        "version", "title", "about", "round", "procedure", "trial", "initial", "horizon_months",
        "track", "level", "step", "penalty", "target",
    )  # fmt: skip
    turn, procedure = table.table("round"), table.table("procedure")
    turn.only("annual", "effective_month", "source")
    procedure.only("stages", "notice_days", "notice_options", "source")
    levels = table.table("level")
    tracks = table.table("track")
    return Ladder(
        name=name,
        version=_whole(table, "version", 1, 9999),
        title=table.texts("title"),
        about=_told(table, "about"),
        tracks={key: _track(tracks.table(key), key) for key in tracks.values},
        levels={key: _level(levels.table(key), key) for key in levels.values},
        steps=tuple(_step(each) for each in table.rows("step")),
        stages=_words(procedure, "stages", STAGES),
        notice_days=_whole(procedure, "notice_days", 1, 60, 5),
        notice_options=_figures(procedure, "notice_options"),
        annual=turn.flag("annual", False),
        effective_month=_whole(turn, "effective_month", 1, 12, 1),
        trial=_trial(table.table("trial")),
        initial=_initial(table.table("initial")) if "initial" in table else None,
        penalties=tuple(_penalty(each) for each in table.rows("penalty")),
        targets=tuple(_target(each) for each in table.rows("target")),
        horizon_months=table.number("horizon_months", None, 1, 600),
        text=text,
        digest=digest,
    )


def _whole(table: Table, key: str, least: int, most: int, default: int | None = None) -> int:
    found = table.number(key, default, least, most)
    if found is None:
        raise table.wrong(key, _("a whole number from {least} to {most}").format(least=least, most=most))
    return found


def _said(table: Table, key: str) -> str:
    return table.text(key) if key in table else ""


def _told(table: Table, key: str) -> Texts:
    return table.texts(key) if key in table else {}


def _figure(table: Table, key: str) -> float | None:
    value = table.values.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 10**12:
        raise table.wrong(key, _("a number"))
    return value


def _figures(table: Table, key: str) -> tuple[int, ...]:
    values = table.values.get(key, [])
    if not isinstance(values, list) or not all(type(each) is int and 1 <= each <= 60 for each in values):
        raise table.wrong(key, _("a list of whole numbers"))
    return tuple(values)


def _words(table: Table, key: str, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
    words = table.values.get(key, [])
    if not isinstance(words, list) or not all(isinstance(each, str) and each for each in words):
        raise table.wrong(key, _("a list of texts"))
    if choices and not set(words) <= set(choices):
        raise table.wrong(key, _("some of {choices}").format(choices=listed(choices)))
    return tuple(words)


def _track(table: Table, key: str) -> Track:
    table.only("title", "layers", "layer_count", "grade_count", "source")
    layers = table.values.get("layers")
    if not isinstance(layers, list) or not layers or not all(isinstance(each, list) and each for each in layers):
        raise table.wrong("layers", _("a list of lists of levels, lowest first"))
    path = tuple(str(level) for layer in layers for level in layer)
    for name, declared, found in (("layer_count", "layers", len(layers)), ("grade_count", "grades", len(path))):
        told = table.number(name, None, 1, 99)
        if told is not None and told != found:
            raise table.wrong(name, _("{n}, as {what} has").format(n=found, what=f"{table.place}{declared}"))
    return Track(key, table.texts("title"), path)


def _level(table: Table, key: str) -> Level:
    table.only("title", "band", "serves", "allowance", "about", "source", "decision")
    return Level(
        key, table.texts("title"), _whole(table, "band", 1, 99), _words(table, "serves"),
        table.flag("allowance", False), _told(table, "about"), _said(table, "source"),
    )  # fmt: skip


def _trial(table: Table) -> Trial:
    table.only("min_months", "normal_months", "max_months", "source", "decision")
    least = _whole(table, "min_months", 0, 24, 1)
    normal = _whole(table, "normal_months", least, 24, 2)
    return Trial(least, normal, _whole(table, "max_months", normal, 24, 3))


def _initial(table: Table) -> Initial:
    table.only("step_by_step", "form_working_days", "source")
    days = _whole(table, "form_working_days", 1, 60)
    return Initial(table.flag("step_by_step", False), days, _said(table, "source"))


def _penalty(table: Table) -> Penalty:
    table.only("incident", "effect", "months", "source")
    incident = table.choice("incident", INCIDENTS, "")
    months = _whole(table, "months", 0, 24, 0)
    return Penalty(incident, table.choice("effect", EFFECTS, ""), months, table.text("source"))


def _target(table: Table) -> Target:
    table.only("name", "title", "value", "unit", "source")
    value = _figure(table, "value")
    if value is None:
        raise table.wrong("value", _("a number"))
    return Target(table.text("name"), table.texts("title"), value, table.text("unit", "%"), table.text("source"))


def _step(table: Table) -> Step:
    table.only("from", "to", "kind", "need", "vacancy", "source", "decision")
    kind = table.choice("kind", (PROMOTION, CROSS), PROMOTION)
    needs = tuple(_need(each) for each in table.rows("need"))
    return Step(
        table.text("from"), table.text("to"), kind, needs, table.flag("vacancy", kind == CROSS), table.text("source")
    )


def _need(table: Table) -> Need:
    kind = table.choice("kind", (*KINDS, ALL, ANY), "")
    if kind in (ALL, ANY):
        return _combined(table, kind)
    asked = KINDS[kind]
    windowed = "window" in asked.keys
    table.only(*_EVERY_NEED, *asked.thresholds, *asked.keys, *(_WINDOW_KEYS if windowed else ()), *_what_key(asked))
    window, months = _window(table) if windowed else (EVER, 0)
    threshold = _threshold(table, asked)
    return _shared(table, kind)._replace(
        what=table.choice("what", asked.what, "") if asked.what else "",
        names=_words(table, "names"),
        unit=_unit(table, asked),
        window=window,
        window_months=months,
        distinct=table.flag("distinct", False),
        least=_whole(table, "least", 1, 120, 1),
        excluding=_words(table, "excluding"),
        at_least=threshold.get("at_least"),
        at_most=threshold.get("at_most"),
        below=threshold.get("below"),
    )


def _unit(table: Table, asked: Asked) -> str:
    if asked.thresholds and not asked.needed and "at_least" not in table:
        return ""
    return _said(table, "unit") or asked.unit or _SUMS.get(table.values.get("what", ""), "")


def _what_key(asked: Asked) -> tuple[str, ...]:
    return ("what",) if asked.what else ()


def _combined(table: Table, kind: str) -> Need:
    table.only(*_EVERY_NEED, "of")
    return _shared(table, kind)._replace(of=tuple(_need(each) for each in table.rows("of")))


def _shared(table: Table, kind: str) -> Need:
    return Need(
        name=one_line(table.text("name")),
        kind=kind,
        title=table.texts("title"),
        counts=_told(table, "counts"),
        unless=tuple(_need(each) for each in table.rows("unless")),
        source=table.text("source"),
        decision=_said(table, "decision"),
        enabled=table.flag("enabled", True),
    )


def _threshold(table: Table, asked: Asked) -> dict[str, float]:
    found = {key: value for key in asked.thresholds if (value := _figure(table, key)) is not None}
    if len(found) > 1:
        raise table.wrong(list(found)[1], _("one threshold"))
    if asked.thresholds and asked.needed and not found:
        raise table.wrong(asked.thresholds[0], _("a number: the threshold is left undefined"))
    return found


def _window(table: Table) -> tuple[str, int]:
    window = table.choice("window", WINDOWS, CALENDAR_YEAR)
    if window == MONTHS:
        return window, _whole(table, "window_months", 1, 600)
    if "window_months" in table:
        raise table.wrong("window_months", _("no months beside this window"))
    return window, 0
