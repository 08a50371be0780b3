"""The queue as it was: a list to read, rebuilt from the journal for a past time."""

from __future__ import annotations

from datetime import datetime, tzinfo

from textual.app import ComposeResult

from cstui.floor import past, store
from cstui.floor.labels import label
from cstui.floor.past import Then
from cstui.floor.views import Actor
from cstui.i18n import N_, _, ngettext
from cstui.text import one_line
from cstui.tui.act import AS_OF
from cstui.tui.keys import bindings
from cstui.tui.screens.tabular import TabularScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable, Row
from cstui.tui.widgets.status_line import StatusLine

COLUMNS = (N_("REF"), N_("SEV"), N_("DUE"), N_("STATE"), N_("OWNER"), N_("TEAM"), N_("SUBJECT"))


class AsOfScreen(TabularScreen):
    """The open cases of a past time in the order of then; enter opens the page of today."""

    VIEW = AS_OF
    BINDINGS = bindings(AS_OF)
    CSS_PATH = "lookup.tcss"

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at
        self._rows: list[Then] | None = None
        self._zone: tzinfo | None = None

    def compose(self) -> ComposeResult:
        """Draw the frame."""
        yield HeaderLine(_("Complaints"))
        yield LookupTable()
        yield StatusLine()
        yield KeyFooter(self.VIEW)

    def on_mount(self) -> None:
        self.table.focus()
        self.read_in_background(self._read(), "load")

    async def _read(self) -> None:
        # Once: what has passed does not change when the floor does.
        app = self.floor_app
        self._rows, self._zone = await app.work.read(_read, app.actor, self._at)
        self._draw()

    def _draw(self) -> None:
        rows, zone = self._rows, self._zone
        if rows is None or zone is None:
            return
        local = self._at.astimezone(zone)
        count = ngettext("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
        then = _("as of {time}").format(time=f"{local:%Y-%m-%d %H:%M}")
        self.query_one(HeaderLine).show((_("Complaints"), then), (_("read only"), count))
        self.table.head([_(title) for title in COLUMNS])
        self.table.fill([_row(then, zone) for then in rows])

    async def tick_minute(self) -> None:
        """Show the new minute."""
        self.query_one(HeaderLine).tick()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        self._draw()
        self.query_one(KeyFooter).update()

    def open_row(self, key: str) -> None:
        """Open the complaint as it is today."""
        self.floor_app.open_complaint(key)


def _read(actor: Actor, at: datetime) -> tuple[list[Then], tzinfo]:
    return past.queue_at(actor, at), store.zone()


def _row(then: Then, zone: tzinfo) -> Row:
    due = f"{then.due_at.astimezone(zone):%m-%d %H:%M}" if then.due_at else "-"
    late = "!" if then.slack_minutes is not None and then.slack_minutes < 0 else ""
    return then.ref, (
        then.ref,
        label("severity", then.severity),
        due + late,
        label("state", then.state),
        one_line(then.assignee or "-"),
        then.team,
        then.subject,
    )
