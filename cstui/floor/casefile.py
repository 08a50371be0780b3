"""The case file 卷宗: all that the floor knows of one complaint, in the order in which a reader asks.

The content only: frozen values in the language in use.  How it is laid out on paper is for the
writers of cstui.exchange.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from db import journal as chain
from db import models as rows
from db.queries import history
from db.queries.history import EventRow

from ..i18n import _, labelled
from ..text import clean, mask_phone, one_line
from . import complaints, corrective, journal, phones, store
from .labels import label
from .marks import ref_of
from .policy import load_policy
from .record_words import Pair, answers, cause, change, facts, fields_of, moment, who
from .span import limit_words
from .views import SEVERITIES, Actor, ClockView, Detail


class Record(NamedTuple):
    """One event: its number in the journal, when, on which complaint, who, what; ``hash`` seals it."""

    seq: int
    at: str
    ref: str
    who: str
    step: str
    answers: tuple[Pair, ...]
    hash: str


class Grid(NamedTuple):
    """A table of short cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(NamedTuple):
    """One part of a case file; ``sealed`` says that the hashes of its records are to be shown."""

    title: str
    pairs: tuple[Pair, ...] = ()
    records: tuple[Record, ...] = ()
    grid: Grid | None = None
    sealed: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was recorded for this part."""
        return not (self.pairs or self.records or (self.grid and self.grid.rows))


class Casefile(NamedTuple):
    """A whole case file; ``made`` says when, by whom and in which time zone."""

    ref: str
    title: str
    made: str
    sections: tuple[Section, ...]


class _Life(NamedTuple):
    """The events of a complaint and of those merged into it, with what seals them."""

    events: list[EventRow]
    seals: dict[int, str]
    undone: frozenset[int]


def casefile(actor: Actor, ref: str, *, full: bool = False, now: datetime | None = None) -> Casefile:
    """Return the case file of a complaint; phones are masked unless ``full``.

    Whether the actor may take it out is for the export to ask.  Raises NotFound outside the actor's sight.
    """
    at = now or store.now()
    row = complaints.row_for(actor, ref)
    detail = complaints.show(actor, ref, now=at)
    life = _life(row)
    told = _("Made {when} ({zone}) by {who}")
    return Casefile(
        ref=ref_of(row.id),
        title=_("Case file {ref}").format(ref=ref_of(row.id)),
        made=told.format(when=moment(at), zone=store.settings().timezone, who=actor.login),
        sections=(
            _registration(row, detail, life, full),
            _form(_("Verification form"), life, {"verify"}),
            _form(_("Transfer form"), life, {"transfer", "accept", "return"}),
            _form(_("Handling form"), life, {"coordinate", "wait", "resume", "respond", "not-accepted", "reopen"}),
            _clocks(detail),
            _form(_("Contacts and promises"), life, {"contact", "promise"}),
            _close_gate(row, life),
            _corrective(row, at),
            Section(_("Time line"), records=_records(life, life.events, facts), sealed=True),
            _journal(),
        ),
    )


def _life(row: rows.Complaint) -> _Life:
    events = history.of_complaint(row.id)
    undone = frozenset(each.body["undoes"] for each in events if each.action == "undo" and "undoes" in each.body)
    return _Life(events, chain.seals([each.seq for each in events]), undone)


def _records(
    life: _Life, events: Iterable[EventRow], more: Callable[[EventRow], tuple[Pair, ...]] = lambda _row: ()
) -> tuple[Record, ...]:
    return tuple(_record(each, life, more(each)) for each in events)


def _record(row: EventRow, life: _Life, more: tuple[Pair, ...]) -> Record:
    at = datetime.fromtimestamp(row.at, store.zone())
    step = labelled(label("action", row.action), change(row))
    if row.seq in life.undone:
        step += _(" (undone)")
    said = (*answers(row), *more)
    by = who(row.actor, row.role)
    return Record(row.seq, moment(at, seconds=True), one_line(row.subject), by, step, said, life.seals[row.seq])


def _form(title: str, life: _Life, actions: Collection[str]) -> Section:
    """Return the records of some steps, those that were undone left out: the time line has them."""
    found = [each for each in life.events if each.action in actions and each.seq not in life.undone]
    return Section(title, records=_records(life, found))


def _registration(row: rows.Complaint, detail: Detail, life: _Life, full: bool) -> Section:
    """Return the registration form, followed by the intake of every merged complaint in order of receipt."""
    pairs = (*_intake(row, full), *_standing(detail))
    for child in sorted(_merged(row), key=lambda each: (each.received_at, each.id)):
        pairs += (Pair(_("Merged complaint"), ref_of(child.id)), *_intake(child, full))
    form = _form("", life, {"received", "register"})
    return Section(_("Registration form"), pairs, form.records)


def _merged(row: rows.Complaint) -> list[rows.Complaint]:
    return [rows.Complaint.get_by_id(number) for number in history.merged_into(row.id)]


def _intake(row: rows.Complaint, full: bool) -> tuple[Pair, ...]:
    customer = row.customer
    phone = (customer.phone or "") if customer else ""
    return fields_of(
        {
            _("Complaint"): ref_of(row.id),
            _("Received at"): moment(row.received_at),
            _("Channel"): label("channel", row.channel),
            _("Customer"): customer.name if customer else "",
            _("Phone"): phones.national(phone) if full else mask_phone(phone),
            _("Customer number"): customer.external_id if customer else "",
            _("Region"): row.region,
            _("Complained about"): row.respondent,
            _("Severity"): label("severity", SEVERITIES[row.severity]),
            _("Category"): row.category,
            _("Subject"): row.subject,
            _("Facts"): row.narrative,
            _("Remedy sought"): row.remedy,
        }
    )


def _standing(detail: Detail) -> tuple[Pair, ...]:
    case, policy = detail.complaint, load_policy(detail.policy)
    return fields_of(
        {
            _("State"): label("state", case.state),
            _("Team"): case.team,
            _("Owner"): case.assignee,
            _("Cycle"): case.cycle,
            _("Policy pack"): policy.name,
            _("Closed at"): moment(case.closed_at),
            _("Number in the source"): " ".join(filter(None, (case.source, case.external_id))),
        }
    )


def _clocks(detail: Detail) -> Section:
    headings = (_("Clock"), _("Limit"), _("Started"), _("Due"), _("Stopped"), _("Verdict"))
    return Section(_("Clocks"), grid=Grid(headings, tuple(map(_clock, detail.clocks))))


def _clock(clock: ClockView) -> tuple[str, ...]:
    due = moment(clock.due_at) + (_(" (provisional)") if clock.provisional else "")
    times = (moment(clock.started_at), due, moment(clock.stopped_at) or "-")
    name = label("clock", clock.name) + (f" ({clock.cycle})" if clock.cycle > 1 else "")
    return name, limit_words(clock.limit) or "-", *times, _verdict(clock)


def _verdict(clock: ClockView) -> str:
    if clock.breached_at is not None:
        return _("broken {when}").format(when=moment(clock.breached_at))
    return _("kept") if clock.stopped_at is not None else label("clock_state", clock.state)


def _close_gate(row: rows.Complaint, life: _Life) -> Section:
    policy = load_policy(row.policy)
    asked = policy.close_gate(SEVERITIES[row.severity])
    pairs = fields_of(
        {
            _("Asked by the policy"): _("yes") if asked else _("no"),
            _("Root cause"): cause(row.cause),
            _("Responsible"): row.responsible,
            _("Satisfaction 1-5"): row.satisfaction,
        }
    )
    ends = _form("", life, {"close", "reject", "withdraw", "merge"})
    return Section(_("Close gate"), pairs, ends.records)


def _corrective(row: rows.Complaint, now: datetime) -> Section:
    headings = (_("Number"), _("Action"), _("Owner"), _("Due"), _("Done"), _("Effect"))
    found = corrective.of_complaint(row.id, now=now)
    lines = tuple((str(each.id), each.action, each.owner, moment(each.due_at), *_outcome(each)) for each in found)
    return Section(_("Corrective actions"), grid=Grid(headings, lines))


def _outcome(action: corrective.Action) -> tuple[str, str]:
    done = moment(action.done_at) or (_("overdue") if action.overdue else "-")
    if action.effective is None:
        return done, "-"
    verdict = _("helped") if action.effective else _("did not help")
    return done, labelled(verdict, one_line(clean(action.effect)))


def _journal() -> Section:
    found = journal.verdict()
    whole = (
        _("whole") if found.whole else _("broken at {seq}: {problem}").format(seq=found.bad_seq, problem=found.problem)
    )
    pairs = {_("Chain of the journal"): whole, _("Events"): found.events, _("Last hash"): found.head}
    return Section(_("Journal"), fields_of(pairs))
