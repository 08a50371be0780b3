"""The shift in words: the brief, the last hand-over sheet, the duty log, the incidents under way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cstui.floor import duty
from cstui.floor.brief import MOST as AT_MOST
from cstui.floor.brief import Brief
from cstui.floor.handover import Sheet
from cstui.floor.incidents import Incident
from cstui.floor.labels import label
from cstui.floor.rosters.missing import Missing
from cstui.floor.rosters.words import label as word
from cstui.floor.views import Complaint
from cstui.i18n import _, labelled
from cstui.text import one_line
from cstui.tui.widgets.case_text import Shown, cut, moment

MOST = 8  # cases of one list; the queue has them all
_STRONG, _FAINT = "bold", "dim"


def brief(told: Brief, shown: Shown) -> RenderableType:
    """Return what a lead reads first; what there is none of takes one short line."""
    parts: list[RenderableType] = []
    for heading, cases in (
        (_("Limits broken overnight"), told.broken),
        (_("Promised for today"), told.promises),
        (_("Nobody's yet"), told.unowned),
    ):
        parts += [_counted(heading, len(cases)), _cases(cases, shown)]
    parts.append(_counted(_("Corrective actions overdue"), len(told.actions)))
    late = ((act.ref, moment(act.due_at, shown), act.owner, act.action) for act in told.actions[:MOST])
    parts.append(grid(late))
    parts.append(_counted(_("Not here"), len(told.absences)))
    parts += [grid(_missing(each, shown) for each in told.absences[:MOST]), *_more(len(told.absences))]
    if told.handover is not None:
        waiting = _("The hand-over of {who} waits to be signed.").format(who=one_line(told.handover.given_by))
        parts.append(Text(f"! {waiting}", _STRONG))
    return Group(*parts)


def _missing(each: Missing, shown: Shown) -> Sequence[str]:
    until = _("until {time}").format(time=moment(each.until, shown)) if each.until else ""
    cases = _("{n} open cases").format(n=each.cases) if each.cases else ""
    return each.login, word("attendance", each.why), until, cases


def sheet(told: Sheet | None, shown: Shown) -> RenderableType:
    """Return the last hand-over sheet: who signed, the figures, the notes, what was most urgent."""
    if told is None:
        return Text(_("No hand-over has been written yet."), _FAINT)
    given = _("given by {who} {time}").format(who=one_line(told.given_by), time=moment(told.given_at, shown))
    taken = _("NOT SIGNED by whoever comes")
    if told.taken_by is not None:
        taken = _("taken by {who} {time}").format(who=one_line(told.taken_by), time=moment(told.taken_at, shown))
    words = {"open": _("open"), "overdue": _("overdue"), "unowned": _("nobody's"), "waiting": _("waiting")}
    figures = "  ".join(f"{words.get(name, name)} {figure}" for name, figure in told.figures.items())
    lines = ((ref, label("clock", clock), _when(due, shown), owner or "-") for ref, clock, due, owner in told.lines)
    return Group(
        Text(" · ".join((label("shift", told.shift), given, taken)), _STRONG),
        Text(figures),
        *_notes(told.notes),
        grid(list(lines)[:MOST]),
        *_more(len(told.lines)),
    )


def _notes(notes: str) -> list[RenderableType]:
    """Return the notes whole, in a column of their own: no line of theirs can pose as ours."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column()
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row("", Text(_("Notes"), _FAINT), Text(cut(notes, 1)[0]))
    return [grid] if notes else []


def log(entries: Sequence[duty.Entry], shown: Shown) -> RenderableType:
    """Return the duty log, newest first."""
    if not entries:
        return Text(_("Nothing has been written in the last two days."), _FAINT)
    return grid(
        (moment(each.at, shown), label("shift", each.shift), one_line(each.author), duty.words(each))
        for each in entries
    )


def incidents(found: Sequence[Incident], shown: Shown) -> RenderableType:
    """Return the incidents under way."""
    if not found:
        return Text(_("No incident is under way."), _FAINT)
    return grid((str(each.id), moment(each.opened_at, shown), open_words(each), each.title) for each in found)


def open_words(incident: Incident) -> str:
    """Return how many of an incident's complaints are open."""
    return _("{open} of {all} open").format(open=incident.open, all=incident.complaints)


def _cases(cases: Sequence[Complaint], shown: Shown) -> RenderableType:
    lines = (
        (case.ref, label("severity", case.severity), _due(case, shown), case.assignee or "-", _about(case))
        for case in cases[:MOST]
    )
    return Group(grid(lines), *_more(len(cases)))


def _due(case: Complaint, shown: Shown) -> str:
    return moment(case.due_at, shown) + ("!" if case.overdue else "")


def _about(case: Complaint) -> str:
    return case.subject or case.narrative[:200]


def _counted(heading: str, number: int) -> Text:
    figure = (f"{number}+" if number == AT_MOST else str(number)) if number else _("none")
    words = labelled(heading, figure).removesuffix(figure)
    return Text.assemble((words, _FAINT), (figure, _STRONG if number else ""))


def _more(number: int) -> list[Text]:
    return [Text("  " + _("and {n} more").format(n=number - MOST), _FAINT)] if number > MOST else []


def _when(due: str, shown: Shown) -> str:
    return moment(datetime.fromisoformat(due), shown) if due else "-"


def grid(lines: Iterable[Sequence[str]]) -> Table:
    """Return lines of cells, each cell one line; the last cell takes what is left and is cut."""
    rows = [[one_line(cell[:500]) for cell in line] for line in lines]
    made = Table.grid(padding=(0, 2, 0, 0), expand=True)
    last = max((len(row) for row in rows), default=1) - 1
    made.add_column(width=1)
    for place in range(last + 1):
        made.add_column(no_wrap=True, overflow="ellipsis", ratio=1 if place == last else None)
    for row in rows:
        made.add_row("", *map(Text, row))
    return made
