"""One registry of what can be done at the screens.

From it come the bindings of every screen, the keys help, the palette, the
``:`` commands and docs/keys.md; a key is written down nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding

from cstui.i18n import N_

MOVE = N_("Move")
CASE = N_("Case")
LIST = N_("List")
VIEWS = N_("Views")
PROGRAM = N_("Program")
GROUPS = (CASE, LIST, MOVE, VIEWS, PROGRAM)

QUEUE, COMPLAINT, AGENTS, TEAMS = "queue", "complaint", "agents", "teams"
LISTS = (QUEUE, AGENTS, TEAMS)
CASES = (QUEUE, COMPLAINT)
ALL = (QUEUE, COMPLAINT, AGENTS, TEAMS)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person can do.

    ``keys`` are Textual key names, the first one is shown; empty where only the palette and the
    command line reach it.  ``label`` (footer) and ``help`` are message ids.  ``action`` is resolved
    on the screen.  ``command`` is the word after ``:``, empty where there is none.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    views: tuple[str, ...]
    action: str
    footer: bool = False
    command: str = ""
    argument: str = ""

    @property
    def step(self) -> str | None:
        """The step of a complaint's life this act performs, or None."""
        return self.action[6:-2] if self.action.startswith("step('") else None


def _step(name: str, keys: tuple[str, ...], label: str, help: str, footer: bool = False) -> Act:
    return Act(f"queue.{name}", keys, label, help, CASE, CASES, f"step('{name}')", footer, name)


ACTS: tuple[Act, ...] = (
    Act("queue.open", ("enter",), N_("Open"), N_("Open the row"), LIST, LISTS, "open", True),
    _step("assign", ("a",), N_("Assign"), N_("Assign to a person"), True),
    Act("queue.next", ("n",), N_("Next"), N_("Pull the next case for me and say why"), CASE, (QUEUE,), "next", True, "next"),
    _step("claim", ("c",), N_("Claim"), N_("Claim for me"), True),
    Act("queue.advance", ("v",), N_("Step"), N_("Next step of this case: verify, register, accept, …"), CASE, CASES, "advance", True, "step"),
    _step("wait", ("w",), N_("Wait"), N_("Wait for the customer or a third party")),
    _step("resume", ("r",), N_("Resume"), N_("End the wait and go on")),
    _step("respond", ("p",), N_("Respond"), N_("Answer the customer"), True),
    _step("close", ("x",), N_("Close"), N_("Close and archive")),
    _step("transfer", ("t",), N_("Transfer"), N_("Transfer to another team")),
    _step("release", ("L",), N_("Release"), N_("Give the case back to the queue")),
    _step("contact", ("i",), N_("Contact"), N_("Log a contact with the customer")),
    _step("note", ("N",), N_("Note"), N_("Write a note")),
    _step("verify", (), N_("Verify"), N_("Verify the facts")),
    _step("register", (), N_("Register"), N_("Register the case")),
    _step("accept", (), N_("Accept"), N_("Accept a transferred case")),
    _step("return", (), N_("Return"), N_("Return a transferred case to its sender")),
    _step("coordinate", (), N_("Coordinate"), N_("Record what was agreed with other parties")),
    _step("not-accepted", (), N_("Not accepted"), N_("Record that the customer does not accept the answer")),
    _step("reject", (), N_("Reject"), N_("Reject the case")),
    _step("withdraw", (), N_("Withdraw"), N_("Record that the customer withdraws")),
    Act("queue.copy", ("y",), N_("Copy ref"), N_("Copy the reference to the terminal's clipboard"), CASE, CASES, "copy_ref"),
    Act("queue.mark", ("space",), N_("Mark"), N_("Mark the row and move on"), LIST, (QUEUE,), "mark", True),
    Act("queue.mark_range", ("V",), N_("Range"), N_("Mark from the last mark to here"), LIST, (QUEUE,), "mark_range"),
    Act("queue.unmark", ("ctrl+backslash",), N_("Clear marks"), N_("Clear the marks"), LIST, (QUEUE,), "unmark"),
    Act("queue.filter", ("/",), N_("Filter"), N_("Filter by words and field:value"), LIST, (QUEUE,), "filter", True, "filter", N_("QUERY")),
    Act("queue.sort", ("o",), N_("Sort"), N_("Sort by the next column"), LIST, (QUEUE,), "sort", False, "sort", N_("FIELD")),
    Act("queue.reverse", ("O",), N_("Reverse"), N_("Reverse the order"), LIST, (QUEUE,), "reverse"),
    Act("list.down", ("j", "down"), N_("Down"), N_("One row down"), MOVE, LISTS, "move(1)"),
    Act("list.up", ("k", "up"), N_("Up"), N_("One row up"), MOVE, LISTS, "move(-1)"),
    Act("list.page_down", ("pagedown", "ctrl+f"), N_("Page down"), N_("One page down"), MOVE, LISTS, "move_page(1)"),
    Act("list.page_up", ("pageup", "ctrl+b"), N_("Page up"), N_("One page up"), MOVE, LISTS, "move_page(-1)"),
    Act("list.top", ("g", "home"), N_("Top"), N_("To the first row"), MOVE, LISTS, "move_top"),
    Act("list.bottom", ("G", "end"), N_("Bottom"), N_("To the last row"), MOVE, LISTS, "move_bottom"),
    Act("view.queue", ("1",), N_("Complaints"), N_("The complaint queue"), VIEWS, ALL, "view('queue')", False, "queue", N_("TEAM")),
    Act("view.agents", ("2",), N_("Agents"), N_("Who works on the floor"), VIEWS, ALL, "view('agents')", False, "agents"),
    Act("view.teams", ("3",), N_("Teams"), N_("The teams of the floor"), VIEWS, ALL, "view('teams')", False, "teams"),
    Act("queue.intake", ("I",), N_("Intake"), N_("Take in a new complaint"), CASE, ALL, "intake", False, "intake"),
    Act("app.command", (":",), N_("Cmd"), N_("Command line with completion"), PROGRAM, ALL, "command", True),
    Act("app.help", ("?",), N_("Help"), N_("Keys of this view"), PROGRAM, ALL, "help", True, "help"),
    Act("app.palette", ("ctrl+p",), N_("Palette"), N_("Everything that can be done, by name"), PROGRAM, ALL, "palette"),
    Act("app.cancel", ("escape",), N_("Cancel"), N_("Cancel, then back one level"), PROGRAM, ALL, "cancel"),
    Act("app.back", ("q",), N_("Back"), N_("Back one level; asks at the root"), PROGRAM, ALL, "back", True),
    Act("app.quit", ("ctrl+q",), N_("Quit"), N_("Quit now"), PROGRAM, ALL, "app.quit", False, "quit"),
)


def acts(view: str) -> tuple[Act, ...]:
    """Return what can be done in a view, in the order of the registry."""
    return tuple(act for act in ACTS if view in act.views)


def bindings(view: str) -> list[Binding]:
    """Return the Textual bindings of a view; texts are message ids, translated where they are shown."""
    return [
        Binding(",".join(act.keys), act.action, act.label, show=act.footer, tooltip=act.help, id=act.id)
        for act in acts(view)
        if act.keys
    ]


def clashes(remap: Mapping[str, str], views: Iterable[str] = ALL) -> list[str]:
    """Return what is wrong with a user's key map, one finding a line: unknown ids and keys used twice.

    Textual drops the losing binding silently, so a map with findings must not be applied.
    """
    known = {act.id: act for act in ACTS}
    problems = [f"{name}: ?" for name in remap if name not in known]
    for view in views:
        taken: dict[str, str] = {}
        for act in acts(view):
            keys = remap[act.id].split(",") if act.id in remap else act.keys
            for key in (each.strip() for each in keys):
                other = taken.setdefault(key, act.id)
                finding = f"{key}: {other}, {act.id}"
                if other != act.id and finding not in problems:
                    problems.append(finding)
    return problems
