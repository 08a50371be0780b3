"""The promotion inbox: the cases I may see, whose turn it is, how long each public notice still runs."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from cstui.floor import store
from cstui.floor.levels import case_book, case_lines
from cstui.floor.levels.case_steps import ENDED_STATES, NOTICE_STATES, ONWARD, OPEN_STATES, Rule
from cstui.floor.levels.case_views import Case
from cstui.floor.levels.case_words import label
from cstui.floor.views import Actor
from cstui.i18n import N_, _, labelled, ngettext, noted
from cstui.text import one_line
from cstui.tui.act import PROMOTIONS
from cstui.tui.keys import bindings
from cstui.tui.screens.casework import CaseworkScreen
from cstui.tui.screens.tabular import TabularScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable
from cstui.tui.widgets.status_line import StatusLine

_TITLES = (N_("CASE"), N_("WHOSE TURN"), N_("LEFT"), N_("STATE"), N_("WHO"), N_("TO"))

_TURNS = {"lead": N_("lead"), "manager": N_("manager"), "hearer": N_("another manager")}


class Waiting(NamedTuple):
    """A case, the step of mine that it waits for (empty: not my turn), the rule by which it goes on."""

    case: Case
    step: str = ""
    rule: Rule | None = None


class PromotionsScreen(TabularScreen, CaseworkScreen):
    """One line a case, mine first; enter opens its page."""

    VIEW = PROMOTIONS
    BINDINGS = bindings(PROMOTIONS)
    CSS_PATH = "lookup.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._with_ended = False
        self._found: dict[str, Waiting] = {}

    def compose(self) -> ComposeResult:
        """Draw the table."""
        yield HeaderLine(_("Promotions"))
        yield LookupTable()
        yield StatusLine()
        yield KeyFooter(self.VIEW)

    def on_mount(self) -> None:
        self.table.head([_(title) for title in _TITLES])
        self.table.focus()
        self.read_in_background(self.refresh_floor(), "load")

    def case_meant(self) -> Case | None:
        found = self._found.get(self.table.current or "")
        return found.case if found else None

    async def refresh_floor(self) -> None:
        """Read the cases again; the cursor stays on its line.  Raises CstuiError."""
        app = self.floor_app
        found = await app.work.read(_read, app.actor, self._with_ended)
        self._found = {str(each.case.number): each for each in found}
        self.table.fill([(key, _cells(each)) for key, each in self._found.items()])
        waits = sum(bool(each.step) for each in found)
        running = sum(each.case.state in NOTICE_STATES and not each.case.notice_over for each in found)
        figures = (
            ngettext("{n} waits for me", "{n} wait for me", waits).format(n=waits),
            _("notices:{n}").format(n=running),
        )
        self.query_one(HeaderLine).show((_("Promotions"),), figures)
        if not found:
            app.status(_("No promotion case is under way."))

    async def tick_minute(self) -> None:
        """Show the present minute; time moves the notices on."""
        self.query_one(HeaderLine).tick()
        await self.refresh_floor()

    def retranslate(self) -> None:
        """Draw the titles again in the other language."""
        self.table.head([_(title) for title in _TITLES])
        self.query_one(KeyFooter).update()
        self.read_in_background(self.refresh_floor(), "load")

    def open_row(self, key: str) -> None:
        """Show the page of a case."""
        from cstui.tui.screens.promotion import PromotionScreen

        self.app.push_screen(PromotionScreen(int(key)))

    def action_ended(self) -> None:
        """List the ended cases as well, or leave them out."""
        self._with_ended = not self._with_ended
        self.read_in_background(self.refresh_floor(), "load")


def _read(actor: Actor, ended: bool) -> list[Waiting]:
    now = store.now()
    found = [
        Waiting(case, next((step for step in ONWARD if step in may and may[step] is None), ""), rule)
        for case, may, rule in case_book.turns(actor, now=now)
    ]
    past = case_book.cases(actor, states=ENDED_STATES, now=now) if ended else []
    return sorted(found, key=lambda each: not each.step) + [Waiting(case) for case in past]


def _cells(found: Waiting) -> tuple[str, ...]:
    case = found.case
    return (
        str(case.number),
        _turn(found),
        _left(case),
        label("state", case.state) + (f" ({case.objections})" if case.objections else ""),
        one_line(case.name),
        _to(case),
    )


def _turn(found: Waiting) -> str:
    if found.step:
        return _("> me: {step}").format(step=label("step", found.step))
    if found.rule is None or (found.case.state == "noticed" and not found.case.notice_over):
        return _("time") if found.case.state in OPEN_STATES else ""
    return labelled(_(_TURNS[found.rule.who]), label("step", found.rule.action))


def _to(case: Case) -> str:
    level = case_lines.level_title(case, case.level_to)
    return level if case.kind == "promotion" else noted(level, label("kind", case.kind))


def _left(case: Case) -> str:
    if case.notice_over:
        return _("over")
    return "" if case.notice_left is None else _("{n} d").format(n=case.notice_left)
