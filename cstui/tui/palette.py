"""The palette: everything that can be done in this view by name, and complaints by what one remembers of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon

from cstui.errors import CstuiError
from cstui.floor import find
from cstui.i18n import LANGUAGES, _, labelled
from cstui.text import one_line
from cstui.tui import keys
from cstui.tui.act import Act
from cstui.tui.foreign import literal_line

if TYPE_CHECKING:
    from cstui.tui.program import Program
    from cstui.tui.screens.base import FloorScreen

FOUND = 8
LEAST = 2
LANGUAGE_NAMES = {"en": "English", "zh": "简体中文"}


class Palette(CommandPalette):
    """The palette of a full screen, without a picture that some terminals lack."""

    def __init__(self) -> None:
        super().__init__([ActProvider, CaseProvider], placeholder=_("What to do, or a complaint to find"))

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = ">"


class ActProvider(Provider):
    """Offers the acts of the view, the languages and the themes."""

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for name, run in self._offers():
            yield DiscoveryHit(literal_line(name), run, text=name)

    async def search(self, query: str) -> Hits:
        """Offer what fits the words typed."""
        matcher = self.matcher(query)
        for name, run in self._offers():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, literal_line(name), run, text=name)  # highlight() would read it as markup

    def _offers(self) -> list[tuple[str, Callable[[], object]]]:
        screen = cast("FloorScreen", self.screen)
        app = cast("Program", self.app)
        found: list[tuple[str, Callable[[], object]]] = []
        for act in keys.acts(screen.VIEW):
            if act.action and act.id != "app.palette":
                found.append((_name(screen, act), partial(screen.run_action, act.action)))
        for code in LANGUAGES:
            found.append((labelled(_("Language"), LANGUAGE_NAMES[code]), partial(app.speak, code)))
        for theme in app.theme_names():
            found.append((labelled(_("Theme"), theme), partial(app.dress, theme)))
        return found


class CaseProvider(Provider):
    """Finds complaints by reference, phone, name or words."""

    async def search(self, query: str) -> Hits:
        """Offer the complaints found; what customers wrote is shown literally."""
        app = cast("Program", self.app)
        if len(query.strip()) < LEAST:
            return
        try:
            hits = await app.work.read(find.find, app.actor, query, FOUND)
        except CstuiError:
            return  # a half-typed search is no error
        for place, hit in enumerate(hits):
            if hit.kind == "complaint":
                text = one_line(f"{hit.ref}  {hit.text}")
                yield Hit(1 - place / 100, literal_line(text), partial(app.open_complaint, hit.ref), text=text)


def _name(screen: FloorScreen, act: Act) -> str:
    # The help text under a palette entry is read as markup and a reason may quote foreign text, so it stands here.
    key = keys.shown(act, screen.floor_app.remap)
    reason = screen.why_not(act.step) if act.step else None
    parts = (_(act.help), f"[{key}]" if key else "", f"({one_line(reason)})" if reason else "")
    return "  ".join(part for part in parts if part)
