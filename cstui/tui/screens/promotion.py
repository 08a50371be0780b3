"""The page of one promotion case: its chairs and days, the steps so far, what was frozen, what is open to me."""

from __future__ import annotations

from datetime import tzinfo

from cstui.floor import store
from cstui.floor.levels import case_book
from cstui.floor.levels.case_views import Case, CaseDetail
from cstui.floor.levels.case_words import label
from cstui.floor.views import Actor
from cstui.i18n import N_, _
from cstui.tui.act import PROMOTION
from cstui.tui.keys import bindings
from cstui.tui.screens.casework import CaseworkScreen
from cstui.tui.screens.paged import PagedScreen
from cstui.tui.widgets import promotion_text
from cstui.tui.widgets.case_text import Shown
from cstui.tui.widgets.header_line import HeaderLine


class PromotionScreen(PagedScreen, CaseworkScreen):
    """One case, whole for whom it concerns; others see its public notice."""

    VIEW = PROMOTION
    BINDINGS = bindings(PROMOTION)
    TITLE_WORD = N_("Promotions")
    LEFT = {"chairs": N_("Promotion case"), "disputes": N_("Objections"), "steps": N_("Steps so far")}
    RIGHT = {"criteria": N_("Criteria at the application"), "openings": N_("What you may do now, and why not the rest")}

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._known: tuple[CaseDetail, tzinfo] | None = None

    def case_meant(self) -> Case | None:
        return self._known[0].case if self._known else None

    async def refresh_floor(self) -> None:
        """Read the case again; the reader's place stays.  Raises CstuiError."""
        app = self.floor_app
        self._known = await app.work.read(_read, app.actor, self._number)
        self.draw()

    async def tick_minute(self) -> None:
        """Show the new minute; time ends notices and trials."""
        await super().tick_minute()
        await self.refresh_floor()

    def draw(self) -> None:
        """Show the case."""
        if self._known is None:
            return
        detail, zone = self._known
        shown = Shown(zone, store.now())
        crumbs = (_("Promotions"), str(self._number), detail.case.name)
        self.query_one(HeaderLine).show(crumbs, (label("state", detail.case.state),))
        self.show_sections({
            "chairs": promotion_text.chairs(detail, shown),
            "openings": promotion_text.openings(detail),
            "disputes": promotion_text.disputes(detail, shown),
            "steps": promotion_text.steps(detail, shown),
            "criteria": promotion_text.criteria(detail.evaluation),
        })  # fmt: skip


def _read(actor: Actor, number: int) -> tuple[CaseDetail, tzinfo]:
    return case_book.case(actor, number), store.zone()
