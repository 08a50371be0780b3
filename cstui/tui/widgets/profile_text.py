"""A person's career in words: level and history, criteria as bars, scorecards as a sparkline, what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cstui.floor.levels import case_lines
from cstui.floor.levels.cards import shown as figure
from cstui.floor.levels.case_views import Case
from cstui.floor.levels.certificates import Held
from cstui.floor.levels.evidence import Entry
from cstui.floor.levels.fact_words import about, word
from cstui.floor.levels.fitness import title
from cstui.floor.levels.ladder_words import quantity
from cstui.floor.levels.standings import Stand
from cstui.floor.levels.standpoint import Way
from cstui.floor.levels.views import FACT_KINDS, MET, UNKNOWN, UNMET, Evaluation, Verdict
from cstui.floor.rosters.rates import MonthRate
from cstui.i18n import _, labelled, ngettext, phrase
from cstui.text import one_line
from cstui.tui.widgets.level_words import FAINT, STRONG, bar, judgement, readiness
from cstui.tui.widgets.shift_text import grid

MOST = 5  # entries of a kind; `cstui praise list` and its like have them all
_SPARKS = "▁▂▃▄▅▆▇█"
_MONTH = 3  # cells of a month under the sparkline


def standing(held: Sequence[Stand], cases: Sequence[Case]) -> RenderableType:
    """Return the levels held, the present one first, and the cases under way."""
    parts: list[RenderableType] = [_held(each) for each in held]
    if not parts:
        parts.append(Text(_("Stands on no rung yet."), FAINT))
    for case in cases:
        parts += [Text(f"# {case_lines.line(case)}", STRONG), *(Text(f"  {day}") for day in case_lines.dates(case))]
    return Group(*parts)


def _held(each: Stand) -> Text:
    since = each.since.isoformat() if each.since else ""
    until = _("until {day}").format(day=each.until.isoformat()) if each.until else ""
    told = "  ".join(filter(None, (since, until, word("cause", each.cause), one_line(each.ladder))))
    return Text.assemble((title(each.ladder, each.level), "" if each.until else STRONG), f"  {told}")


def ways(found: Sequence[Way], chosen: int) -> Text:
    """Return the steps that lead on, the one shown in brackets."""
    if not found:
        return Text(_("No step leads on from here."), FAINT)
    names = [
        Text(f"[{name}]", "reverse") if place == chosen else Text(f" {name} ")
        for place, name in enumerate(title(way.ladder, way.to) for way in found)
    ]
    return Text(" ").join(names)


def criteria(found: Evaluation) -> RenderableType:
    """Return the answer, and each criterion with its sign, its bar, its figures and its sentence."""
    met = sum(each.status == MET for each in found.criteria)
    of_all = _("{n} of {all} met").format(n=met, all=len(found.criteria))
    head = [Text(phrase(readiness(found.eligible), of_all), STRONG)]
    if found.earliest is not None and found.eligible != "yes":
        head.append(Text(_("By time alone on {day}").format(day=found.earliest.isoformat())))
    return Group(*head, *(part for each in found.criteria for part in _criterion(each)))


def _criterion(found: Verdict) -> Iterable[RenderableType]:
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_column(width=max(cell_len(judgement(each)) for each in (MET, UNMET, UNKNOWN)))
    style = "" if found.status == MET else STRONG
    row.add_row(Text(judgement(found.status), style), Text(_bar(found)), Text(_figures(found)))
    yield row
    yield Padding(Text(found.text), (0, 0, 0, 2))


def _bar(found: Verdict) -> str:
    """Return how much is there of what is required; what must stay below a figure is whole, or empty."""
    if found.status == MET:
        return bar(1.0)
    if found.status == UNKNOWN or isinstance(found.measured, str) or isinstance(found.required, str):
        return bar(0.0)
    if not found.required or found.measured is None or found.measured >= found.required:
        return bar(0.0)
    return bar(found.measured / found.required)


def _figures(found: Verdict) -> str:
    if not isinstance(found.measured, float | int) or not isinstance(found.required, float | int):
        return ""  # words such as passed are for programs: the sentence below says it to people
    told = f"{quantity(found.measured, '')} / {quantity(found.required, found.unit)}"
    if found.status == MET or not found.gap or isinstance(found.gap, str):
        return told
    gap = _("gap: {gap}").format(gap=quantity(found.gap, found.unit))
    return f"{told}  {gap}"


def scores(history: Sequence[tuple[str, float | None]]) -> RenderableType:
    """Return the published totals of the months as a sparkline, their months below it, and the last figure."""
    known = [(month, total) for month, total in history if total is not None]
    if not known:
        return Text(_("No scorecard has been published yet."), FAINT)
    totals = [total for _month_, total in known]
    line = "".join(_spark(total, min(totals), max(totals)).ljust(_MONTH) for _month_, total in history)
    months = "".join(month[-2:].ljust(_MONTH) for month, _total in history)
    last, total = known[-1]
    told = _("{month}: {total} points; lowest {least}, highest {most}").format(
        month=last, total=figure(total), least=figure(min(totals)), most=figure(max(totals))
    )
    return Group(Text(line), Text(months, FAINT), Text(told, STRONG))


def _spark(total: float | None, least: float, most: float) -> str:
    if total is None:
        return "··"
    place = round((total - least) / (most - least) * (len(_SPARKS) - 1)) if most > least else len(_SPARKS) - 1
    return _SPARKS[place] * (_MONTH - 1)


def record(entries: Sequence[Entry]) -> RenderableType:
    """Return praise, penalties, incidents, training and exams, kind by kind, the newest first."""
    parts: list[RenderableType] = []
    for kind in FACT_KINDS:
        own = [each for each in entries if each.kind == kind]
        if own:
            parts.append(Text(labelled(word("fact", kind), str(len(own))), STRONG))
            parts.append(grid(_entry(each) for each in own[:MOST]))
        if len(own) > MOST:
            parts.append(Text("  " + _("and {n} more").format(n=len(own) - MOST), FAINT))
    return Group(*parts) if parts else Text(_("Nothing is on record."), FAINT)


def _entry(each: Entry) -> tuple[str, ...]:
    result = {True: _("passed"), False: _("failed"), None: ""}[each.passed]
    value = "" if each.value is None else f"{each.value:.10g}"
    told = "  ".join(filter(None, (about(each.kind, each.name), each.giver, result, value, each.ref or "", each.text)))
    return each.day.isoformat(), told


def entry_line(each: Entry) -> str:
    """Return an entry on one line, to be picked from a list."""
    day, about = _entry(each)
    return f"{each.id}  {day}  {word('fact', each.kind)}  {one_line(about)}"


def certificates(held: Sequence[Held]) -> RenderableType:
    """Return the certificates with the day each ends and what is left of it."""
    if not held:
        return Text(_("None is held."), FAINT)
    return Group(*(_certificate(each) for each in held))


def _certificate(each: Held) -> Text:
    state = word("certificate", each.state)
    told = _("{name} until {day}: {state}").format(name=one_line(each.certificate), day=each.until, state=state)
    if each.state in ("valid", "ends"):
        told += ", " + ngettext("{n} day left", "{n} days left", each.days).format(n=each.days)
    if each.retakes:
        told += ", " + ngettext("{n} failed retake", "{n} failed retakes", each.retakes).format(n=each.retakes)
    return Text(told if each.state == "valid" else f"! {told}", "" if each.state == "valid" else STRONG)


def attendance(rates: Sequence[MonthRate]) -> RenderableType:
    """Return the rate of attendance of the months, and what it costs where it is too low."""
    lines = []
    for each in rates:
        rate = _("not known") if each.rate is None else f"{each.rate:g} %"
        lines.append(Text(f"{each.month}  {rate}" + (f"  ! {one_line(each.forfeits)}" if each.forfeits else "")))
    return Group(*lines) if lines else Text(_("No duty is known."), FAINT)
