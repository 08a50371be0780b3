"""``cstui journal``: what happened, and whether it still says so."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import StoreProblem
from ..floor import journal as entries
from ..floor import labels
from ..floor.event_words import event as event_name
from ..floor.journal import Entry
from ..i18n import N_, _, ngettext
from .complaint import LONGEST_PAGE
from .output import Column, as_json, plain, short, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

journal = Nouns("journal", help=N_("The journal: every change, in a chain that shows what was altered."))

_COLUMNS = (
    Column(N_("Seq"), lambda row: row["seq"]),
    Column(N_("Time"), lambda row: short(row["at"])),
    Column(N_("Actor"), lambda row: row["actor"] or "-"),
    Column(N_("Role"), lambda row: labels.label("role", row["role"])),
    Column(N_("Event"), lambda row: event_name(row["action"])),
    Column(N_("About"), lambda row: row["subject"]),
    Column(N_("Details"), lambda row: as_json(plain(row["body"]), indent=None), narrows=True),
)


@verb(journal, "verify", N_("Check the chain; exit 3 names the first event that does not hold."))
@option(
    "--anchor",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=N_("The anchor of a backup: finds a tail that was cut off, too."),
)
@output_option
@pass_session
def verify(session: Session, form: str, anchor: Path | None) -> None:
    from ..floor.setup import read_anchor

    verdict = entries.verify(session.actor(), read_anchor(anchor) if anchor else None)
    told = plain(verdict) | {"whole": verdict.whole}
    count = ngettext("{count} event, the last is {head}", "{count} events, the last is {head}", verdict.events)
    show_one(form, told, lambda: count.format(count=verdict.events, head=verdict.head))
    if not verdict.whole:
        raise StoreProblem(_("The journal does not hold at event {seq}").format(seq=verdict.bad_seq), verdict.problem)


@verb(journal, "show", N_("Show the journal, or the events of one complaint."))
@argument("subject", metavar="REF", required=False, help=N_("A reference such as C-000123."))
@option("--limit", type=click.IntRange(1, LONGEST_PAGE), default=50, show_default=True, help=N_("At most so many."))
@option("--after", type=click.IntRange(0), default=0, metavar="SEQ", help=N_("Go on after this event."))
@output_option
@pass_session
def show(session: Session, form: str, subject: str | None, limit: int, after: int) -> None:
    found = entries.entries(session.actor(), after=after, limit=limit, subject=subject)
    show_list(form, [_row(entry) for entry in found], _COLUMNS)


def _row(entry: Entry) -> dict[str, object]:
    event = entry.event
    return {
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "role": event.role,
        "action": event.action,
        "subject": entry.subject,
        "body": event.body,
    }
