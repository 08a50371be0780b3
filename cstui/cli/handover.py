"""``cstui handover`` and ``cstui brief``: the change of shift."""

from __future__ import annotations

from datetime import datetime

from ..errors import NotFound
from ..floor import brief as briefing
from ..floor import handover as sheets
from ..floor.labels import label
from ..floor.rosters.missing import Missing
from ..i18n import N_, _, labelled
from .complaint import brief as one_case
from .output import short, show_one
from .parts import NUMBER, Nouns, command, option, output_option, verb
from .session import Session, pass_session

handover = Nouns("handover", help=N_("Hand a shift over: the sheet that both leads sign."))


@verb(handover, "show", N_("Show the last sheet of your team."))
@output_option
@pass_session
def show(session: Session, form: str) -> None:
    found = sheets.sheets(session.actor(), limit=1)
    if not found:
        raise NotFound(_("There is no hand-over sheet yet"), _("`cstui handover give` writes one."))
    show_one(form, found[0], lambda: _page(found[0]))


@verb(handover, "give", N_("Write and sign the sheet of your team as it stands now."))
@option("--notes", metavar="TEXT", default="", help=N_("What the next lead has to know."))
@output_option
@pass_session
def give(session: Session, form: str, notes: str) -> None:
    sheet = sheets.give(session.actor(), notes)
    show_one(form, sheet, lambda: _page(sheet))


@verb(handover, "take", N_("Sign the sheet as the lead who comes."))
@option("--sheet", "number", type=NUMBER, help=N_("Its number; the last unsigned one unless told."))
@output_option
@pass_session
def take(session: Session, form: str, number: int | None) -> None:
    sheet = sheets.take(session.actor(), number)
    show_one(form, sheet, lambda: _page(sheet))


@command("brief", N_("What a lead reads first: broken overnight, promised for today, owned by nobody, who is away."))
@output_option
@pass_session
def brief(session: Session, form: str) -> None:
    told = briefing.brief(session.actor())
    show_one(form, told, lambda: _told(told))


def _page(sheet: sheets.Sheet) -> str:
    figures = "  ".join(f"{_(_FIGURES[name])} {number}" for name, number in sheet.figures.items())
    lines = [
        _("Hand-over {number}, team {team}, {shift}").format(
            number=sheet.id, team=sheet.team, shift=label("shift", sheet.shift)
        ),
        figures,
        "",
        _("In the order of work"),
        *(f"  {ref}  {label('clock', clock)}  {_local(due)}  {owner or '-'}" for ref, clock, due, owner in sheet.lines),
        "",
        _("Promised for the next 12 hours"),
        *(f"  {ref}  {_local(due)}  {owner or '-'}" for ref, due, owner in sheet.promises),
    ]
    if sheet.notes:
        lines += ["", _("Notes"), *(f"  {line}" for line in sheet.notes.splitlines())]
    lines += ["", _("Given by {who}, {when}").format(who=sheet.given_by, when=short(sheet.given_at))]
    if sheet.taken_by:
        lines.append(_("Taken by {who}, {when}").format(who=sheet.taken_by, when=short(sheet.taken_at)))
    else:
        lines.append(_("Not taken yet"))
    return "\n".join(lines)


_FIGURES = {"open": N_("open"), "overdue": N_("overdue"), "unowned": N_("unowned"), "waiting": N_("waiting")}


def _local(due: str) -> str:
    return short(datetime.fromisoformat(due)) if due else ""


def _told(told: briefing.Brief) -> str:
    parts = [
        (_("Broken since the last shift"), [one_case(case) for case in told.broken]),
        (_("Promised for today"), [one_case(case) for case in told.promises]),
        (_("Owned by nobody"), [one_case(case) for case in told.unowned]),
        (_("Corrective actions overdue"), [f"{each.ref}  {each.owner}  {each.action}" for each in told.actions]),
        (_("Not here"), [_missing(each) for each in told.absences]),
    ]
    lines = []
    for title, entries in parts:
        lines += [labelled(title, str(len(entries))), *(f"  {entry}" for entry in entries)]
    if told.handover is not None:
        lines.append(
            _("Hand-over {number} by {who} is not signed yet").format(
                number=told.handover.id, who=told.handover.given_by
            )
        )
    return "\n".join(lines)


def _missing(each: Missing) -> str:
    from ..floor.rosters.words import label as word

    until = _("until {time}").format(time=short(each.until)) if each.until else ""
    cases = _("{n} open cases").format(n=each.cases) if each.cases else ""
    return "  ".join(filter(None, (each.login, each.name, word("attendance", each.why), until, cases)))
