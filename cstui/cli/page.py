"""One complaint as a page of text: fields, clocks, forms, time line, and what may be done next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..floor import labels
from ..floor.forms import FORMS, INTAKE
from ..floor.span import limit_words
from ..floor.views import ClockView, Complaint, Detail, Event
from ..i18n import _, clauses, listed, ngettext
from ..text import one_line, visible
from .output import short, text_of
from .width import cells

_FIELDS = {(kind, field.name): field for kind, form in (("received", INTAKE), *FORMS.items()) for field in form}


def page_of(detail: Detail) -> str:
    """Return the page; every foreign text in it is made visible and indented, so it cannot pose as ours."""
    case = detail.complaint
    parts = [
        [_headline(case)],
        _pairs(_fields(detail)),
        _text(_("Facts"), case.narrative),
        _text(_("Remedy sought"), detail.remedy),
        _section(_("Clocks"), _aligned(map(_clock, detail.clocks))),
        _section(_("Forms"), _forms(detail.forms)),
        _section(_("Time line"), _aligned(map(_event, detail.events))),
        _steps(detail.steps),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _headline(case: Complaint) -> str:
    words = [case.ref, labels.label("state", case.state), labels.label("severity", case.severity)]
    if case.next_clock:
        name = labels.label("clock", case.next_clock)
        words.append(_("{clock} due {when}").format(clock=name, when=short(case.due_at)))
    if case.overdue:
        words.append(_("OVERDUE"))
    elif case.breached:
        words.append(_("a limit was broken"))
    return "  ".join(words)


def _fields(detail: Detail) -> Iterator[tuple[str, object]]:
    case = detail.complaint
    yield _("Subject"), case.subject
    yield _("Customer"), "  ".join(filter(None, [case.customer.name, case.customer.phone, case.customer.id]))
    if case.repeat_count:
        told = ngettext("{count} earlier complaint", "{count} earlier complaints", case.repeat_count)
        yield _("Repeat"), told.format(count=case.repeat_count)
    yield _("Received at"), f"{short(case.received_at)}  {labels.label('channel', case.channel)}"
    yield _("Category"), case.category
    yield _("Team"), case.team
    yield _("Owner"), case.assignee or "-"
    yield _("Complained about"), case.respondent
    yield _("Region"), detail.region
    yield _("Policy pack"), detail.policy
    yield _("Transferred from"), detail.transferred_from
    if detail.waiting_for:
        yield _("Waiting for"), f"{labels.label('waiting_for', detail.waiting_for)}  {short(detail.wait_until)}"
    yield _("Source"), "  ".join(filter(None, [case.source, case.external_id]))
    yield _("Closed at"), short(case.closed_at)
    yield _("Satisfaction 1-5"), case.satisfaction


def _pairs(pairs: Iterable[tuple[str, object]], indent: str = "") -> list[str]:
    shown = [(label, visible(text_of(value))) for label, value in pairs if value not in (None, "")]
    width = max((cells(label) for label, _value in shown), default=0)
    lines = []
    for label, value in shown:
        first, *rest = value.split("\n")
        lines.append(f"{indent}{label}{' ' * (width - cells(label))}  {first}")
        lines += [f"{indent}{' ' * width}  {line}" for line in rest]
    return lines


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [title, *found] if found else []


def _text(title: str, text: str) -> list[str]:
    return _section(title, [f"  {line}" for line in visible(text).split("\n")]) if text else []


def _when(value: Any) -> object:
    try:
        return short(datetime.fromisoformat(str(value)))
    except ValueError:
        return value  # an imported history may hold other words under that name


def _aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows as lines whose cells, all but the last, stand below each other."""
    found = list(rows)
    widths = [max(map(cells, column)) for column in zip(*found, strict=True)]
    return ["  " + "  ".join(_padded(row, widths)).rstrip() for row in found]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell + " " * (width - cells(cell)) for cell, width in zip(row[:-1], widths, strict=False)] + [row[-1]]


def _clock(clock: ClockView) -> tuple[str, ...]:
    when = short(clock.due_at) or "-"
    if clock.provisional:
        when += _(" (provisional)")
    state = labels.label("clock_state", clock.state)
    return labels.label("clock", clock.name), limit_words(clock.limit) or "-", when, state


def _forms(forms: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for kind, values in forms.items():
        yield f"  {labels.label('action', kind)}"
        yield from _pairs(((_label(kind, name), _value(kind, name, value)) for name, value in values.items()), "    ")


def _label(form: str, name: str) -> str:
    field = _FIELDS.get((form, name))
    return _(field.label) if field else name


def _value(form: str, name: str, value: Any) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kind = _FIELDS[form, name].kind if (form, name) in _FIELDS else "line"
    if kind == "cause":
        from ..floor import causes

        return causes.words_of(value)
    if kind == "when":
        return _when(value)
    return labels.label(name, value) if kind == "choice" else value


def _event(event: Event) -> tuple[str, ...]:
    form = event.form or event.action
    said = one_line(clauses(text_of(_value(form, name, value)) for name, value in event.fields.items()))
    return short(event.at), one_line(event.actor) or "-", labels.label("action", event.action), said


def _steps(steps: Mapping[str, str | None]) -> list[str]:
    possible = [action for action, reason in steps.items() if reason is None]
    return [_("You may: {steps}").format(steps=listed(possible))] if possible else []
