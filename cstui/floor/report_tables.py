"""The reports as people read them: titles, columns and bars.

Commands, screens and workbooks draw the same tables from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from ..i18n import N_, _
from . import labels, reports, store
from .reports import ActionState, Age, Compared, Kept, Pause, Rate, Satisfaction, Share, WeekRate


class Column(NamedTuple):
    """A column: its heading (a message id) and what it shows of a row."""

    heading: str
    cell: Callable[[Any], str]


class Report(NamedTuple):
    """One report: ``title`` is a message id; ``read`` takes the actor and what is asked."""

    name: str
    title: str
    read: Callable[..., Sequence[Any]]


REPORTS: tuple[Report, ...] = (
    Report("causes", N_("Causes"), reports.root_causes),
    Report("categories", N_("Categories"), reports.categories),
    Report("limits", N_("Limits met"), reports.limits),
    Report("limits-team", N_("Limits by team"), partial(reports.limits, by="team")),
    Report("limits-category", N_("Limits by category"), partial(reports.limits, by="category")),
    Report("limits-agent", N_("Limits by agent"), partial(reports.limits, by="agent")),
    Report("satisfaction", N_("Satisfaction"), reports.satisfaction),
    Report("rate", N_("Complaint rate"), reports.rate),
    Report("rate-team", N_("Rate by team"), partial(reports.rate, by="team")),
    Report("backlog", N_("Backlog"), reports.backlog),
    Report("pauses", N_("Pauses"), reports.pauses),
    Report("actions", N_("Corrective actions"), reports.actions),
    Report("weeks", N_("Weeks"), reports.compare),
    Report("years", N_("Years"), partial(reports.compare, by="year")),
)
BY_NAME = {report.name: report for report in REPORTS}

_WHO = Column(N_("Who"), lambda row: row.who or "-")
_COUNT = N_("Complaints")
COLUMNS: dict[type, tuple[Column, ...]] = {
    Share: (
        Column(N_("Grouped by"), lambda row: row.name or "-"),
        Column(_COUNT, lambda row: str(row.complaints)),
        Column(N_("Share"), lambda row: percent(row.share)),
        Column(N_("Cumulative"), lambda row: percent(row.cumulative)),
    ),
    Kept: (
        _WHO,
        Column(N_("Clock"), lambda row: labels.label("clock", row.clock)),
        Column(N_("Decided"), lambda row: str(row.decided)),
        Column(N_("Met"), lambda row: str(row.met)),
        Column(N_("Broken"), lambda row: str(row.broken)),
        Column(N_("Share met"), lambda row: percent(row.share)),
    ),
    Satisfaction: (
        _WHO,
        Column(N_("Answers"), lambda row: str(row.answers)),
        Column(N_("Average"), lambda row: f"{row.average:.2f}"),
        Column("1", lambda row: str(row.one)),
        Column("2", lambda row: str(row.two)),
        Column("3", lambda row: str(row.three)),
        Column("4", lambda row: str(row.four)),
        Column("5", lambda row: str(row.five)),
    ),
    Rate: (
        _WHO,
        Column(_COUNT, lambda row: str(row.received)),
        Column(N_("In weeks"), lambda row: str(row.weeks)),
        Column(N_("A week"), lambda row: f"{row.per_week:.2f}"),
    ),
    WeekRate: (
        Column(N_("Week"), lambda row: row.week),
        _WHO,
        Column(_COUNT, lambda row: str(row.received)),
    ),
    Age: (
        Column(N_("Age"), lambda row: _age(row)),
        Column(N_("Open cases"), lambda row: str(row.open)),
        Column(N_("Overdue"), lambda row: str(row.overdue)),
        Column(N_("Share"), lambda row: percent(row.share)),
    ),
    Pause: (
        Column(N_("Waiting for"), lambda row: labels.label("waiting_for", row.waiting_for)),
        Column(N_("Waits"), lambda row: str(row.waits)),
        Column(N_("Under way"), lambda row: str(row.under_way)),
        Column(N_("Working minutes"), lambda row: str(row.minutes)),
    ),
    ActionState: (
        Column(N_("Status"), lambda row: labels.label("action_state", row.status)),
        Column(N_("Case"), lambda row: row.ref),
        Column(N_("Owner"), lambda row: row.owner),
        Column(N_("Due"), lambda row: f"{row.due_at.astimezone(store.zone()):%Y-%m-%d}"),
        Column(N_("Action"), lambda row: row.action),
        Column(N_("Effect"), lambda row: row.effect),
    ),
    Compared: (
        Column(N_("Period"), lambda row: _("{period} so far").format(period=row.period) if row.partial else row.period),
        Column(N_("Received"), lambda row: str(row.received)),
        Column("±", lambda row: _change(row.received_change)),
        Column(N_("Closed"), lambda row: str(row.closed)),
        Column("±", lambda row: _change(row.closed_change)),
        Column(N_("Broken"), lambda row: str(row.broken)),
        Column("±", lambda row: _change(row.broken_change)),
    ),
}


def columns(rows: Sequence[Any]) -> tuple[Column, ...]:
    """Return the columns of a report's rows; one that says the same of all is left out."""
    if not rows:
        return ()
    found = COLUMNS[type(rows[0])]
    return found if any(getattr(row, "who", "x") for row in rows) else tuple(each for each in found if each is not _WHO)


def cells(rows: Sequence[Any]) -> list[tuple[str, ...]]:
    """Return the rows of a report as a person reads them."""
    shown = columns(rows)
    return [tuple(column.cell(row) for column in shown) for row in rows]


def bars(rows: Sequence[Any]) -> list[tuple[str, float, str]]:
    """Return (label, length, figure) of each row that a chart can draw, in order; empty where none can."""
    return [bar for row in rows for bar in _bars(row)]


def lines(rows: Sequence[Any]) -> tuple[list[str], dict[str, list[float]]]:
    """Return the periods of a comparison and its figures over them by their words; empty for other reports."""
    compared = [row for row in rows if isinstance(row, Compared)]
    names = {"received": _("Received"), "closed": _("Closed"), "broken": _("Broken")}
    return [row.period.rpartition("-")[2] for row in compared], {
        words: [getattr(row, name) for row in compared] for name, words in names.items() if compared
    }


def percent(share: float) -> str:
    """Return a share of 0 to 1 in per cent."""
    return f"{share:.1%}"


def _change(share: float | None) -> str:
    return "" if share is None else f"{share:+.0%}"


def _age(row: Age) -> str:
    if row.to_days is None:
        return _("{days} d and older").format(days=row.from_days)
    return _("{first}-{last} d").format(first=row.from_days, last=row.to_days)


def _bars(row: Any) -> list[tuple[str, float, str]]:
    if isinstance(row, Share):
        return [(row.name or "-", row.complaints, str(row.complaints))]
    if isinstance(row, Kept):
        words = labels.label("clock", row.clock)
        return [(f"{row.who} {words}" if row.who else words, row.share, percent(row.share))]
    if isinstance(row, Satisfaction) and not row.who:
        return [(str(star), n, str(n)) for star, n in enumerate(row[-5:], start=1)]
    if isinstance(row, Satisfaction):
        return [(row.who, row.average, f"{row.average:.2f}")]
    if isinstance(row, Rate):
        return [(row.who, row.per_week, f"{row.per_week:.2f}")]
    if isinstance(row, Age):
        return [(_age(row), row.open, str(row.open))]
    if isinstance(row, Pause):
        return [(labels.label("waiting_for", row.waiting_for), row.minutes, str(row.minutes))]
    return []
