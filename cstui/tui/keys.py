"""One registry of what can be done at the screens.

From it come the bindings of every screen, the keys help, the palette, the
``:`` commands and docs/keys.md; a key is written down nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType

from cstui.i18n import N_, _
from cstui.tui import level_acts, roster_acts
from cstui.tui.act import (
    AS_OF,
    CASE,
    CASES,
    COMPLAINT,
    DESK,
    EVERY,
    FILLING,
    FORM,
    LIST,
    LISTS,
    MOVE,
    PROGRAM,
    QUEUE,
    REPORTS,
    SHIFT,
    VIEW_NAMES,
    VIEWS,
    Act,
)  # fmt: skip


def _step(name: str, key: str, label: str, told: str, footer: int = 0) -> Act:
    keys = (key,) if key else ()
    return Act(f"queue.{name}", keys, f"step('{name}')", label, told, CASE, CASES, footer, name)


ACTS: tuple[Act, ...] = (
    Act("queue.open", ("enter",), "open", N_("Open"), N_("Open the row"), LIST, (*LISTS, REPORTS, AS_OF), 1),
    _step("assign", "a", N_("Assign"), N_("Assign to a person"), 1),
    Act("queue.next", ("n",), "next", N_("Next"), N_("Pull my next case; a line says why"), CASE, CASES, 1, "next"),
    Act("queue.advance", ("v",), "advance", N_("Step"), N_("Next step: verify, register, …"), CASE, CASES, 2, "step"),
    _step("claim", "c", N_("Claim"), N_("Claim for me"), 2),
    _step("respond", "p", N_("Respond"), N_("Answer the customer"), 3),
    _step("wait", "w", N_("Wait"), N_("Wait for the customer or a third party"), 4),
    _step("resume", "r", N_("Resume"), N_("End the wait and go on"), 4),
    _step("close", "x", N_("Close"), N_("Close and archive"), 3),
    _step("transfer", "t", N_("Transfer"), N_("Transfer to another team"), 4),
    _step("release", "L", N_("Release"), N_("Give the case back to the queue"), 5),
    _step("contact", "i", N_("Contact"), N_("Log a contact with the customer"), 4),
    _step("note", "N", N_("Note"), N_("Write a note"), 4),
    _step("escalate", "!", N_("Escalate"), N_("Escalate to whoever must know"), 5),
    _step("promise", "", N_("Promise"), N_("Record a time promised to the customer")),
    _step("extend", "", N_("Extend"), N_("Extend a limit, with approval and notice")),
    _step("merge", "", N_("Merge"), N_("Merge into the complaint it repeats")),
    _step("reopen", "", N_("Reopen"), N_("Reopen a closed case")),
    _step("verify", "", N_("Verify"), N_("Verify the facts")),
    _step("register", "", N_("Register"), N_("Register the case")),
    _step("accept", "", N_("Accept"), N_("Accept a transferred case")),
    _step("return", "", N_("Return"), N_("Return a transferred case to its sender")),
    _step("coordinate", "", N_("Coordinate"), N_("Record what was agreed with other parties")),
    _step("not-accepted", "", N_("Not accepted"), N_("Record that the customer does not accept the answer")),
    _step("reject", "", N_("Reject"), N_("Reject the case")),
    _step("withdraw", "", N_("Withdraw"), N_("Record that the customer withdraws")),
    Act("queue.undo", ("u",), "undo", N_("Undo"), N_("Take back my last action"), CASE, CASES, 2, "undo"),
    Act(
        "queue.repeat", (".",), "repeat", N_("Repeat"), N_("Repeat my last action, with the same answers"),
        CASE, CASES, 5, "repeat",
    ),
    Act("queue.reveal", ("R",), "reveal", N_("Reveal"), N_("Show the phone, for a reason"), CASE, CASES, 5, "reveal"),
    Act("queue.copy", ("y",), "copy_ref", N_("Copy"), N_("Copy the reference"), CASE, CASES, 5, "copy"),
    Act("complaint.more", ("m",), "more", N_("More"), N_("Show more of a long text"), CASE, (COMPLAINT,), 2),
    Act("queue.intake", ("I",), "intake", N_("Intake"), N_("Take in a new complaint"), CASE, VIEW_NAMES, 3, "intake"),
    Act("queue.mark", ("space",), "mark", N_("Mark"), N_("Mark the row and move on"), LIST, (QUEUE,), 1),
    Act("queue.mark_range", ("V",), "mark_range", N_("Range"), N_("Mark from the last mark to here"), LIST, (QUEUE,)),
    Act("queue.unmark", ("ctrl+backslash",), "unmark", N_("Unmark"), N_("Clear the marks"), LIST, (QUEUE,)),
    Act(
        "queue.filter", ("/",), "filter", N_("Filter"), N_("Filter by words and field:value"),
        LIST, LISTS, 1, "filter", N_("QUERY"),
    ),
    Act(
        "queue.sort", ("o",), "sort", N_("Sort"), N_("Sort by the next column"),
        LIST, (QUEUE,), 5, "sort", N_("FIELD"),
    ),
    Act("queue.reverse", ("O",), "reverse", N_("Reverse"), N_("Reverse the order"), LIST, (QUEUE,)),
    Act("list.down", ("j", "down"), "move(1)", N_("Down"), N_("One row down"), MOVE, VIEW_NAMES),
    Act("list.up", ("k", "up"), "move(-1)", N_("Up"), N_("One row up"), MOVE, VIEW_NAMES),
    Act(
        "list.page_down", ("pagedown", "ctrl+f"), "move_page(1)", N_("Page down"), N_("One page down"),
        MOVE, VIEW_NAMES,
    ),
    Act("list.page_up", ("pageup", "ctrl+b"), "move_page(-1)", N_("Page up"), N_("One page up"), MOVE, VIEW_NAMES),
    Act("list.top", ("g", "home"), "move_top", N_("Top"), N_("To the first row"), MOVE, VIEW_NAMES),
    Act("list.bottom", ("G", "end"), "move_bottom", N_("Bottom"), N_("To the last row"), MOVE, VIEW_NAMES),
    *roster_acts.ACTS,
    *level_acts.ACTS,
    Act(
        "view.queue", ("1",), "view('queue')", N_("Complaints"), N_("The complaint queue"),
        VIEWS, VIEW_NAMES, 0, "queue", N_("TEAM"),
    ),
    Act(
        "view.roster", ("2",), "view('roster')", N_("Rosters"), N_("The rosters, week by week"),
        VIEWS, VIEW_NAMES, 0, "roster", N_("TEAM"),
    ),
    Act(
        "view.levels", ("3",), "view('levels')", N_("Levels"), N_("The team as a ladder: who stands where"),
        VIEWS, VIEW_NAMES, 0, "levels", N_("TEAM"),
    ),
    Act(
        "view.promotions", (), "view('promotions')", N_("Promotions"), N_("Promotion cases: what waits for me"),
        VIEWS, VIEW_NAMES, 0, "promotions",
    ),
    Act(
        "view.scores", (), "view('scores')", N_("Scorecards"), N_("The month's scorecards"),
        VIEWS, VIEW_NAMES, 0, "scores", N_("MONTH"),
    ),
    Act("view.profile", (), "", N_("Profile"), N_("A person's level, criteria and record"), VIEWS, VIEW_NAMES, 0,
        "profile", N_("LOGIN")),
    Act("view.agents", ("4",), "view('agents')", N_("Agents"), N_("Who works here"), VIEWS, VIEW_NAMES, 0, "agents"),
    Act("view.teams", ("5",), "view('teams')", N_("Teams"), N_("The teams"), VIEWS, VIEW_NAMES, 0, "teams"),
    Act(
        "view.customers", ("6",), "view('customers')", N_("Customers"), N_("The customers"),
        VIEWS, VIEW_NAMES, 0, "customers",
    ),
    Act(
        "view.reports", ("7",), "view('reports')", N_("Reports"), N_("What the floor learns"),
        VIEWS, VIEW_NAMES, 0, "report", N_("REPORT"),
    ),
    Act("report.next", ("tab",), "choose(1)", N_("Next report"), N_("Show the next report"), LIST, (REPORTS,), 1),
    Act("report.previous", ("shift+tab",), "choose(-1)", N_("Back"), N_("Show the report before"), LIST, (REPORTS,)),
    Act("report.period", ("P",), "period", N_("Period"), N_("Another period: all, a year, 90, 30, 7 days"), LIST,
        (REPORTS,), 1),
    Act(
        "view.shift", ("8",), "view('shift')", N_("Shift"), N_("The shift: brief, hand-over, duty log, incidents"),
        VIEWS, VIEW_NAMES, 0, "shift",
    ),
    Act("shift.give", ("h",), "give", N_("Hand over"), N_("Write and sign the hand-over sheet"), DESK, (SHIFT,), 1),
    Act("shift.sign", ("s",), "sign", N_("Sign"), N_("Sign the hand-over that waits"), DESK, (SHIFT,), 1),
    Act("shift.log", ("d",), "log", N_("Log"), N_("Write a line of the duty log"), DESK, (SHIFT,), 1),
    Act("shift.begin", ("i",), "begin", N_("Incident"), N_("Open an incident"), DESK, (SHIFT,), 1),
    Act("shift.group", ("m",), "group", N_("Group"), N_("Group the marked complaints"), DESK, (SHIFT,), 1),
    Act(
        "shift.answer", ("p",), "answer", N_("Answer"), N_("Answer all complaints of an incident"),
        DESK, (SHIFT,), 1,
    ),
    Act("shift.end", ("x",), "end", N_("End"), N_("End an incident"), DESK, (SHIFT,), 2),
    Act("view.inbox", ("9",), "view('inbox')", N_("Inbox"), N_("Swaps, leave, open shifts, and what I am told"),
        VIEWS, VIEW_NAMES, 0, "inbox"),
    Act("view.views", (), "saved_views", N_("Views"), N_("Pick a saved view"), VIEWS, VIEW_NAMES, 0, "views"),
    Act("view.view", (), "", N_("View"), N_("Show a saved view"), VIEWS, VIEW_NAMES, 0, "view", N_("VIEW")),
    Act(
        "view.save", (), "", N_("Save"), N_("Save the queue's filter and order as a view"),
        VIEWS, VIEW_NAMES, 0, "save", N_("VIEW [shared]"),
    ),
    Act("view.asof", (), "", N_("As of"), N_("The queue as it was"), VIEWS, VIEW_NAMES, 0, "asof", N_("TIME")),
    Act("app.command", (":",), "command", N_("Cmd"), N_("Command line with completion"), PROGRAM, VIEW_NAMES, 1),
    Act("app.help", ("?",), "help", N_("Help"), N_("Keys of this view"), PROGRAM, VIEW_NAMES, 1, "help"),
    Act(
        "app.palette", ("ctrl+p",), "palette", N_("Palette"), N_("Everything that can be done, by name"),
        PROGRAM, VIEW_NAMES,
    ),
    Act("app.lang", (), "", N_("Language"), N_("Language of the screens"), PROGRAM, VIEW_NAMES, 0, "lang", "en|zh"),
    Act("app.theme", (), "", N_("Theme"), N_("Colours of the screens"), PROGRAM, VIEW_NAMES, 0, "theme", N_("THEME")),
    Act(
        "app.export", (), "", N_("Export"), N_("Write what the queue's filter selects to a file"),
        PROGRAM, VIEW_NAMES, 0, "export", N_("FILE"),
    ),
    Act("app.cancel", ("escape",), "cancel", N_("Cancel"), N_("Cancel, then back one level"), PROGRAM, VIEW_NAMES),
    Act("app.back", ("q",), "back", N_("Back"), N_("Back one level; asks at the root"), PROGRAM, VIEW_NAMES, 1),
    Act("app.quit", ("ctrl+q",), "app.quit", N_("Quit"), N_("Quit now"), PROGRAM, EVERY, 0, "quit"),
    Act("form.submit", ("ctrl+s",), "submit", N_("Send"), N_("Send the form"), FILLING, (FORM,), 1),
    Act("form.next", ("tab",), "next_field", N_("Next field"), N_("To the next field"), FILLING, (FORM,), 1),
    Act("form.previous", ("shift+tab",), "previous_field", N_("Back"), N_("To the field before"), FILLING, (FORM,)),
    Act("form.enter", ("enter",), "enter_field", N_("Take"), N_("Take what is offered, or go on"), FILLING, (FORM,)),
    Act(
        "form.template", ("ctrl+t",), "use_template", N_("Template"), N_("Fill the reply in from a template"),
        FILLING, (FORM,),
    ),
    Act("form.discard", ("ctrl+d",), "discard_draft", N_("Discard draft"), N_("Start afresh"), FILLING, (FORM,)),
    Act("form.leave", ("escape",), "leave", N_("Cancel"), N_("Leave; asks when something was typed"), FILLING, (FORM,)),
)  # fmt: skip

BY_ID = {act.id: act for act in ACTS}
# These must work while a field holds the focus; and at once, so that what is typed on a slow line after a
# tab goes to the next field and not to the one that has not handled the tab yet.
_IN_FORMS = ("submit", "discard", "next", "previous", "enter", "template")
_PRIORITY = {"app.quit", "app.palette"} | {f"form.{act}" for act in _IN_FORMS}
_SHOWN = {
    "ctrl+backslash": "ctrl+\\",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "esc",
    "down": "↓",
    "up": "↑",
}


def acts(view: str) -> tuple[Act, ...]:
    """Return what can be done in a view, in the order of the registry."""
    return tuple(act for act in ACTS if view in act.views)


def bindings(view: str) -> list[BindingType]:
    """Return the Textual bindings of a view; texts are message ids, translated where they are shown."""
    return [
        Binding(
            ",".join(act.keys),
            act.action,
            act.label,
            show=act.footer > 0,
            tooltip=act.help,
            id=act.id,
            priority=act.id in _PRIORITY,
        )
        for act in acts(view)
        if act.keys
    ]


def keys_of(act: Act, remap: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of an act under a user's key map."""
    if act.id in remap:
        return tuple(key.strip() for key in remap[act.id].split(","))
    return act.keys


def shown(act: Act, remap: Mapping[str, str], *, every: bool = False) -> str:
    """Return the first key of an act, or every one, as a person reads it; empty without one."""
    names = [_SHOWN.get(key, key) for key in keys_of(act, remap)]
    return " ".join(names if every else names[:1])


def findings(remap: Mapping[str, str], views: Iterable[str] = EVERY) -> list[str]:
    """Return what is wrong with a user's key map, one finding a line: unknown ids and keys used twice.

    Textual drops the losing binding silently, so a map with findings must not be applied.
    """
    problems = [_("there is no action {id}").format(id=name) for name in remap if name not in BY_ID]
    for view in views:
        taken: dict[str, str] = {}
        for act in acts(view):
            for key in keys_of(act, remap):
                other = taken.setdefault(key, act.id)
                if other != act.id:
                    finding = _("{key} would mean both {one} and {other}").format(key=key, one=other, other=act.id)
                    problems += [finding] if finding not in problems else []
    return problems
