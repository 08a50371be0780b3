"""A complaint's page in words: every section as rich texts and grids, which read no markup.

States are told in words; styles only repeat them, so nothing is lost without colour.  Answers stand in
a column of their own: a line break in a foreign text cannot begin a line that poses as ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cstui.errors import CstuiError
from cstui.floor import causes, escalation
from cstui.floor.forms import FORMS, INTAKE
from cstui.floor.labels import label
from cstui.floor.span import limit_words
from cstui.floor.views import ClockView, Detail, Event
from cstui.i18n import _, ngettext, noted, phrase
from cstui.text import SHOWN_CHARACTERS, SHOWN_LINES, clean, one_line

_LABELS = {(kind, field.name): field.label for kind, form in (*FORMS.items(), ("received", INTAKE)) for field in form}
_LABEL_WIDTH = 20
_INSTANTS = {field.name for form in (INTAKE, *FORMS.values()) for field in form if field.kind == "when"}
_LATE = "bold red"
_FAINT = "dim"
_STRONG = "bold"


class Shown(NamedTuple):
    """How a page is drawn: the reader's zone, the present, and how far a long text is unrolled (1 = its start)."""

    zone: tzinfo
    now: datetime
    unrolled: int = 1


def cut(text: str, unrolled: int) -> tuple[str, bool]:
    """Return as much of a long text as is unrolled, clean, and whether more follows."""
    characters, lines = SHOWN_CHARACTERS * unrolled, SHOWN_LINES * unrolled
    rows = clean(text[: characters + 1]).split("\n")
    shown = "\n".join(rows[:lines])[:characters]
    return shown, len(text) > characters or len(rows) > lines


def title(detail: Detail, editor: str = "") -> Text:
    """Return the line above the page: ref, state, severity, owner, what is burning, who else is at it."""
    case = detail.complaint
    words = [case.ref, label("state", case.state), label("severity", case.severity)]
    words.append(one_line(case.assignee) if case.assignee else _("nobody's yet"))
    if case.overdue:
        words.append(_("OVERDUE"))
    elif case.breached:
        words.append(_("a limit was broken"))
    if detail.escalation:
        words.append(_("escalated: {level}").format(level=escalation.name_of(detail.escalation)))
    if editor:
        words.append(_("{who} is editing").format(who=one_line(editor)))
    return Text("  ".join(words), _STRONG)


def fields(detail: Detail, shown: Shown) -> RenderableType:
    """Return the fields of the complaint."""
    return pairs(_fields(detail, shown))


def _fields(detail: Detail, shown: Shown) -> Iterator[tuple[str, str]]:
    case = detail.complaint
    customer = case.customer
    yield _("Subject"), case.subject
    known = (customer.name, customer.phone, customer.id, label("tier", customer.tier))
    yield _("Customer"), "  ".join(filter(None, known))
    if case.repeat_count:
        repeat = ngettext("{count} earlier complaint", "{count} earlier complaints", case.repeat_count)
        yield _("Repeat"), repeat.format(count=case.repeat_count)
    yield _("Received at"), f"{moment(case.received_at, shown)}  {label('channel', case.channel)}"
    yield _("Category"), case.category or ""
    yield _("Team"), case.team
    yield _("Complained about"), case.respondent or ""
    yield _("Region"), detail.region
    yield _("Policy pack"), detail.policy
    yield _("Transferred from"), detail.transferred_from or ""
    if detail.waiting_for:
        yield _("Waiting for"), f"{label('waiting_for', detail.waiting_for)}  {moment(detail.wait_until, shown)}"
    yield _("Source"), "  ".join(filter(None, (case.source, case.external_id)))
    yield _("Closed at"), moment(case.closed_at, shown)
    yield _("Satisfaction 1-5"), str(case.satisfaction or "")


def clocks(detail: Detail, shown: Shown) -> RenderableType:
    """Return the clocks: name, limit, due, slack, and the state in words."""
    if not detail.clocks:
        return Text(_("No clock has started."), _FAINT)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for clock in detail.clocks:
        name = label("clock", clock.name) + (f" ({clock.cycle})" if clock.cycle > 1 else "")
        due = moment(clock.due_at, shown) + (_(" (provisional)") if clock.provisional else "")
        style = _LATE if clock.state == "broken" else _FAINT if clock.state == "met" else ""
        grid.add_row(Text(name), Text(limit_words(clock.limit)), Text(due or "-"), Text(_state(clock, shown), style))
    return grid


def _state(clock: ClockView, shown: Shown) -> str:
    word = label("clock_state", clock.state)
    if clock.stopped_at is not None:
        stopped = _("stopped {time}").format(time=moment(clock.stopped_at, shown))
        return phrase(word, stopped)
    if clock.slack_minutes is None:
        return word
    hours, minutes = divmod(abs(clock.slack_minutes), 60)
    span = f"{hours}:{minutes:02d}"
    past = clock.slack_minutes < 0 or clock.state == "broken"
    slack = _("{span} h over") if past else _("{span} h left")
    return phrase(word, slack.format(span=span))


def facts(detail: Detail, shown: Shown) -> RenderableType:
    """Return the customer's own words, unrolled as far as asked."""
    text, more = cut(detail.complaint.narrative, shown.unrolled)
    if not more:
        return Text(text)
    left = max(1, len(detail.complaint.narrative) - len(text))
    return Group(Text(text), Text(_("m: more ({n} characters left)").format(n=left), _STRONG))


def remedy(detail: Detail) -> RenderableType:
    """Return the remedy sought."""
    return Text(cut(detail.remedy, 1)[0])


def forms(detail: Detail, shown: Shown) -> RenderableType:
    """Return the latest filled-in form of each kind."""
    parts: list[RenderableType] = []
    for kind, values in detail.forms.items():
        parts += [Text(_step(kind), _STRONG), _answers(kind, values, shown)]
    return Group(*parts)


def time_line(detail: Detail, shown: Shown) -> RenderableType:
    """Return the events, newest first and as many as are unrolled, each with what was recorded at it."""
    most = SHOWN_LINES * shown.unrolled
    parts = [part for event in reversed(detail.events[-most:]) for part in _event(event, shown)]
    if len(detail.events) > most:
        parts.append(Text(_("m: more ({n} older events)").format(n=len(detail.events) - most), _STRONG))
    return Group(*parts)


def _event(event: Event, shown: Shown) -> Iterator[RenderableType]:
    who = noted(one_line(event.actor), label("role", event.role)) if event.actor else _("the floor")
    change = ""
    if event.body.get("to") and event.body.get("from") not in (None, event.body["to"]):
        change = f"  {label('state', event.body['from'])} > {label('state', event.body['to'])}"
    if event.action == "breach":
        change = f"  {label('clock', str(event.body.get('clock', '')))}"
    yield Text.assemble(f"{moment(event.at, shown)}  ", (_step(event.action), _STRONG), f"{change}  {who}")
    if event.fields:
        yield _answers(event.form or event.action, event.fields, shown)


def _answers(kind: str, values: Mapping[str, Any], shown: Shown) -> RenderableType:
    asked = [name for form, name in _LABELS if form == kind and name in values]
    others = [name for name in values if name not in asked]
    named = ((_(_LABELS.get((kind, name), "")) or one_line(name), name) for name in asked + others)
    return pairs(((words, answer(name, values[name], shown)) for words, name in named), indent=2)


def answer(name: str, value: object, shown: Shown) -> str:
    """Return one answer of a form as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value or "")
    if not text:
        return ""
    if name in _INSTANTS:
        try:
            return moment(datetime.fromisoformat(text), shown)
        except ValueError:
            pass  # an import may have kept it as it was written
    if name == "cause":
        return _cause(text)
    return label(name, text) if len(text) < 40 else cut(text, 1)[0]


def _cause(code: str) -> str:
    try:
        return causes.words_of(code)
    except CstuiError:
        return code  # without a readable cause tree the code still says it


def steps(detail: Detail, keys: Mapping[str, str]) -> RenderableType:
    """Return the steps with their keys: what may be done now, then what may not, dimmed, and why."""
    free = [action for action, reason in detail.steps.items() if reason is None]
    barred = Table.grid(padding=(0, 2, 0, 0))
    for action, reason in detail.steps.items():
        if reason is not None:
            barred.add_row(Text(_key(action, keys), _FAINT), Text(one_line(reason), _FAINT))
    return Group(Columns([Text(_key(action, keys)) for action in free], padding=(0, 2)), barred)


def moment(at: datetime | None, shown: Shown) -> str:
    """Return an instant in the reader's zone: the day without the year while it is this year's."""
    if at is None:
        return ""
    local = at.astimezone(shown.zone)
    return f"{local:%m-%d %H:%M}" if local.year == shown.now.astimezone(shown.zone).year else f"{local:%Y-%m-%d %H:%M}"


def _key(action: str, keys: Mapping[str, str]) -> str:
    return f"[{keys[action]}] {_step(action)}" if keys.get(action) else _step(action)


def _step(action: str) -> str:
    return label("action", action)


def pairs(told: Iterable[tuple[str, str]], indent: int = 0) -> RenderableType:
    """Return names and what stands under them, each in a column of its own; what is empty is left out."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    if indent:
        grid.add_column(width=indent - 1)
    grid.add_column(width=_LABEL_WIDTH - indent)
    grid.add_column(ratio=1, overflow="fold")
    for name, value in told:
        if value:
            grid.add_row(*([""] if indent else []), Text(name, _FAINT), Text(cut(value, 1)[0]))
    return grid
