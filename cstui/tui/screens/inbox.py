"""What waits for me: swaps, leave and open shifts to decide or to take, my own requests, and what I am told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from cstui.floor import notices
from cstui.floor.forms import Field
from cstui.floor.rosters import excuses, inbox, leave, open_shifts, swaps, weeks
from cstui.floor.rosters.inbox import Inbox, Item, Told
from cstui.floor.rosters.policy import load_policy
from cstui.floor.rosters.request_words import kind_words
from cstui.floor.rosters.words import label
from cstui.i18n import N_, _, labelled, listed, ngettext
from cstui.tui.act import INBOX
from cstui.tui.keys import bindings
from cstui.tui.screens.desk import DeskScreen
from cstui.tui.screens.tabular import TabularScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable, Row
from cstui.tui.widgets.status_line import StatusLine

_TITLES = (N_("FOR"), N_("WHAT"), N_("LINE"), N_("STATE"))
_DECIDE, _OFFERED, _MINE, _TOLD = N_("to decide"), N_("offered"), N_("mine"), N_("told")
_DAY_HINT = N_("for example 2026-11-23, 11-23, mon")
_REASON = (Field("reason", N_("Reason"), required=True),)
_SWAP = (
    Field("day", N_("My day"), required=True, hint=_DAY_HINT),
    Field("peer", N_("With"), "agent", hint=N_("nobody: the whole team may accept")),
    Field("peer_day", N_("Their day"), hint=N_("nothing: my shift is given away")),
    Field("reason", N_("Reason")),
)
_OPEN = (
    Field("day", N_("Day"), required=True, hint=_DAY_HINT),
    Field("code", N_("Shift"), required=True, hint=N_("a code, or times such as 09:00-13:00")),
    Field("reason", N_("Reason")),
)
# What yes, no and taking back mean for each kind of request: the first step that is open to the reader.
_YES = ("approve", "accept", "ask", "offer", "submit")
_NO = ("deny", "decline", "reject", "refuse")
_BACK = ("withdraw", "retract", "cancel")
_STEPS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "swap": {
        "approve": swaps.approve, "accept": swaps.accept, "offer": swaps.offer, "deny": swaps.deny,
        "decline": swaps.decline, "withdraw": swaps.withdraw,
    },
    "leave": {"approve": leave.approve, "submit": leave.submit, "reject": leave.reject, "cancel": leave.cancel},
    "open_shift": {
        "approve": open_shifts.approve, "ask": open_shifts.ask, "refuse": open_shifts.refuse,
        "retract": open_shifts.retract, "withdraw": open_shifts.withdraw,
    },
    "excuse": {"approve": excuses.approve, "refuse": excuses.refuse},
}  # fmt: skip
# Those of which the rules say something.
_READ: Mapping[str, Callable[..., Any]] = {
    "swap": swaps.swap, "leave": leave.leave, "open_shift": open_shifts.open_shift
}  # fmt: skip
_REASONED = frozenset({"deny", "decline", "reject"})


class InboxScreen(TabularScreen, DeskScreen):
    """One line for each thing; yes, no and taking back do what fits it."""

    VIEW = INBOX
    NEEDS = {"inbox.swap": "swap.ask", "inbox.leave": "leave.ask", "inbox.post": "roster.write"}
    BINDINGS = bindings(INBOX)
    CSS_PATH = "lookup.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, Item] = {}
        self._notice_lines: dict[str, str] = {}  # the words of the notices, whole

    def compose(self) -> ComposeResult:
        """Draw the table."""
        yield HeaderLine(_("Inbox"))
        yield LookupTable(fits=True)
        yield StatusLine()
        yield KeyFooter(self.VIEW, self.why_barred)

    def on_mount(self) -> None:
        self.table.head([_(title) for title in _TITLES])
        self.table.focus()
        self.read_in_background(self.refresh_floor(), "load")

    async def refresh_floor(self) -> None:
        """Read again what waits; the cursor stays on its line.  Raises CstuiError."""
        app = self.floor_app
        found = await app.work.read(inbox.inbox, app.actor)
        rows, self._items = _rows(found)
        self._notice_lines = {_key(each): each.words for each in found.notices}
        self.table.fill(rows)
        waits = len(found.decide) + len(found.offered)
        count = ngettext("{n} waits for me", "{n} wait for me", waits).format(n=waits)
        self.query_one(HeaderLine).show((_("Inbox"),), (count,))

    async def tick_minute(self) -> None:
        """Show the present minute; time ends what nobody decided."""
        self.query_one(HeaderLine).tick()
        await self.refresh_floor()

    def retranslate(self) -> None:
        """Draw the titles again in the other language."""
        self.table.head([_(title) for title in _TITLES])
        self.query_one(KeyFooter).update()
        self.read_in_background(self.refresh_floor(), "load")

    # One line

    def open_row(self, key: str) -> None:
        """Tell everything about a line: what the rules say of a request is read anew."""
        self.do(self._tell(key))

    async def _tell(self, key: str) -> None:
        from cstui.tui.modals.tell import TellModal

        item, app = self._items.get(key), self.floor_app
        if key in self._notice_lines:
            self.app.push_screen(TellModal(_("Notice"), [self._notice_lines[key]]))
        if item is None:
            return
        lines = [item.words, _state(item)]
        lines += [_("reason: {text}").format(text=item.reason)] if item.reason else []
        if read := _READ.get(item.kind):
            found = await app.work.read(read, app.actor, item.number)
            lines += [f"! {warning}" for warning in found.warnings]
        self.app.push_screen(TellModal(_title(item), lines))

    def action_yes(self) -> None:
        """Approve, accept or ask for what the cursor is on; of a notice: seen."""
        key = self.table.current or ""
        if key.startswith("notice:"):
            self.do(self._see(int(key.partition(":")[2])))
        else:
            self._step(_YES)

    def action_no(self) -> None:
        """Say no to what the cursor is on."""
        self._step(_NO)

    def action_take_back(self) -> None:
        """Take one's own request back."""
        self._step(_BACK)

    def _step(self, wanted: Sequence[str]) -> None:
        item = self._items.get(self.table.current or "")
        action = next((each for each in wanted if item and each in item.can), None)
        if item is None or action is None:
            self.floor_app.status(_("That cannot be done with this line."))
        elif action in _REASONED:
            self.ask(
                f"{item.kind}.{action}", _title(item), _REASON,
                lambda given: self._decided(item, action, **given), typed=True,
            )  # fmt: skip
        else:
            self.do(self._take(item, action))

    async def _take(self, item: Item, action: str) -> None:
        await self.say(await self._decided(item, action))

    async def _decided(self, item: Item, action: str, **given: Any) -> str:
        """Take one step of a request as it was seen; what changed meanwhile is a conflict."""
        app = self.floor_app
        step = _STEPS[item.kind][action]
        done = await app.work.write(step, app.actor, item.number, version=item.version, **given)
        return labelled(_title(item), label(f"{item.kind}_state", done.state))

    async def _see(self, number: int) -> None:
        app = self.floor_app
        await app.work.write(notices.see, app.actor, number)
        await self.say(_("Seen."))

    def action_see_all(self) -> None:
        """Mark every notice as seen."""
        self.do(self._see_all())

    async def _see_all(self) -> None:
        app = self.floor_app
        count = await app.work.write(notices.see, app.actor)
        await self.say(ngettext("{n} notice marked as seen.", "{n} notices marked as seen.", count).format(n=count))

    # New requests

    def action_ask_swap(self) -> None:
        """Ask for a swap."""
        if self.denied("inbox.swap"):
            return
        self.ask("swap", _("Ask for a swap"), _SWAP, self._asked_swap, typed=True)

    async def _asked_swap(self, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        days = {name: weeks.day_of(given[name]) for name in ("day", "peer_day") if name in given}
        found = await app.work.write(swaps.ask, app.actor, **{**given, **days})
        return _("Swap {number} is offered.").format(number=found.number)

    def action_ask_leave(self) -> None:
        """Ask for leave; the kinds stand in a file, which is read aside and may not fit."""
        if not self.denied("inbox.leave"):
            self.do(self._ask_leave())

    async def _ask_leave(self) -> None:
        app = self.floor_app
        kinds = tuple((await app.work.read(load_policy, app.actor.team)).leave)
        fields = (
            Field("kind", N_("Kind"), "choice", required=True, choices=kinds,
                  hint=listed(f"{kind} {kind_words(kind)}" for kind in kinds)),
            Field("first", N_("First day"), required=True, hint=_DAY_HINT),
            Field("last", N_("Last day"), hint=N_("the first day unless told")),
            Field("reason", N_("Reason")),
        )  # fmt: skip
        self.ask("leave", _("Ask for leave"), fields, self._asked_leave, typed=True)

    async def _asked_leave(self, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        days = {name: weeks.day_of(given[name]) for name in ("first", "last") if name in given}
        found = await app.work.write(leave.ask, app.actor, **{**given, **days})
        return labelled(f"{_('Leave')} {found.number}", label("leave_state", found.state))

    def action_post(self) -> None:
        """Post an open shift for the team."""
        if not self.denied("inbox.post"):
            self.ask("open_shift", _("Post an open shift"), _OPEN, self._posted, typed=True)

    async def _posted(self, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        values = {**given, "day": weeks.day_of(given["day"])}
        found = await app.work.write(open_shifts.post, app.actor, **values)
        return _("Open shift {number} is posted.").format(number=found.number)


def _rows(found: Inbox) -> tuple[list[Row], dict[str, Item]]:
    rows: list[Row] = []
    items: dict[str, Item] = {}
    for heading, waiting in ((_DECIDE, found.decide), (_OFFERED, found.offered), (_MINE, found.mine)):
        for item in waiting:
            key = f"{item.kind}:{item.number}"
            if key not in items:
                items[key] = item
                rows.append((key, (_(heading), _title(item), item.words, _state(item))))
    for told in found.notices:
        rows.append((_key(told), (_(_TOLD), "", told.words, "")))
    if not rows:
        rows.append(("", ("", "", _("Nothing waits for you, and nothing is new."), "")))
    return rows, items


def _key(told: Told) -> str:
    return f"notice:{told.number}"


def _title(item: Item) -> str:
    return f"{label('request', item.kind)} {item.number}"


def _state(item: Item) -> str:
    return label(f"{item.kind}_state", item.state)
