"""The columns of the complaint list: their widths for a terminal, and the text of each cell.

Widths are terminal cells: a Chinese character takes two, and a cut never leaves half of one.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from cstui.floor.views import Complaint
from cstui.i18n import N_, _
from cstui.text import one_line

MARGIN = 3  # cursor, mark, blank
GAP = 1

_TITLES = {
    "ref": N_("REF"),
    "severity": N_("SEV"),
    "due": N_("DUE"),
    "state": N_("STATE"),
    "customer": N_("CUSTOMER"),
    "subject": N_("SUBJECT"),
    "owner": N_("OWNER"),
}

SEVERITY_WORDS = {
    "critical": N_("crit"),
    "major": N_("major"),
    "normal": N_("norm"),
    "minor": N_("minor"),
}

STATE_WORDS = {
    "received": N_("received"),
    "verified": N_("verified"),
    "registered": N_("registd"),
    "transferred": N_("transfd"),
    "handling": N_("handling"),
    "waiting": N_("waiting"),
    "responded": N_("answered"),
    "closed": N_("closed"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrn"),
    "merged": N_("merged"),
}


class Column(NamedTuple):
    """One column: its name, the cell it starts at, and its width in cells."""

    name: str
    x: int
    width: int


class Cell(NamedTuple):
    """One drawn cell: where, how wide, the text cut and padded to that width, and the name of its style."""

    x: int
    width: int
    text: str
    style: str


# Columns in order with their least width; what a narrow terminal drops goes first in _DROPPED.
_LEAST = {"ref": 8, "severity": 5, "due": 7, "state": 8, "customer": 10, "subject": 16, "owner": 8}
_DROPPED = ("owner", "customer", "state", "severity")
# Room beyond the least widths goes to these, in turn, up to the given width; the subject takes the rest.
_GROWS = {"customer": 20, "owner": 14}


@lru_cache(8)
def lay_out(width: int) -> tuple[Column, ...]:
    """Return the columns for a list of that many cells."""
    widths = dict(_LEAST)
    for name in _DROPPED:
        if _needed(widths) <= width:
            break
        del widths[name]
    spare = width - _needed(widths)
    for name, most in _GROWS.items():
        if name in widths and spare > 0:
            more = min(most - widths[name], spare // 4)
            widths[name] += more
            spare -= more
    widths["subject"] = max(1, widths["subject"] + spare)
    columns = []
    x = MARGIN
    for name, cells in widths.items():
        columns.append(Column(name, x, cells))
        x += cells + GAP
    return tuple(columns)


def heading(columns: tuple[Column, ...]) -> str:
    """Return the line of column titles."""
    return " " * MARGIN + " ".join(fit(_(_TITLES[column.name]), column.width) for column in columns)


def cells(complaint: Complaint, columns: tuple[Column, ...], now: datetime) -> tuple[Cell, ...]:
    """Return the drawn cells of one row."""
    return tuple(
        Cell(x, width, fit(_content(name, complaint, now, width), width), _style(name, complaint))
        for name, x, width in columns
    )


def due_text(complaint: Complaint, now: datetime) -> str:
    """Return the slack to the next limit: ``-00:14!`` when past, ``+01:40``, ``+2d04`` when long.

    Up to a day it counts working hours and minutes; beyond, days and hours of the wall clock to
    the limit, because nobody divides working hours into days in the head.
    """
    slack = complaint.slack_minutes
    if slack is None:
        return "-"
    sign, past = ("-", "!") if complaint.overdue else ("-" if slack < 0 else "+", "")
    minutes = abs(slack)
    if minutes < 24 * 60:
        return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}{past}"
    if complaint.due_at is not None:
        minutes = max(minutes, int(abs((complaint.due_at - now).total_seconds()) // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    return f"{sign}{days}d{hours:02d}{past}" if days < 100 else f"{sign}{days}d{past}"


def fit(text: str, width: int) -> str:
    """Cut and pad text to a width in cells; a cut text ends in an ellipsis."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "\u2026", width)


def _content(name: str, complaint: Complaint, now: datetime, width: int) -> str:
    # A subject may be of any length and the cell is short: only its start is worth cleaning.
    head = 4 * width
    if name == "ref":
        text = complaint.ref
    elif name == "severity":
        text = _(SEVERITY_WORDS[complaint.severity])
    elif name == "due":
        text = due_text(complaint, now)
    elif name == "state":
        text = _(STATE_WORDS[complaint.state])
    elif name == "customer":
        text = one_line(complaint.customer.name[:head]) or complaint.customer.phone
    elif name == "subject":
        text = one_line((complaint.subject or complaint.narrative)[:head])
    else:
        text = one_line(complaint.assignee or "-")
    return text


def _style(name: str, complaint: Complaint) -> str:
    if name == "due" and complaint.overdue:
        return "late"
    if name == "severity" and complaint.severity == "critical":
        return "critical"
    if name == "state" and complaint.state == "waiting":
        return "faint"
    return "plain"


def _needed(widths: dict[str, int]) -> int:
    return MARGIN + sum(widths.values()) + GAP * (len(widths) - 1)
