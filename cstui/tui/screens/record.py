"""The page of one person, agent or customer: what is known, and the complaints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from cstui.floor import accounts, customers, queue, store
from cstui.floor.filters import quote
from cstui.floor.labels import label
from cstui.floor.views import OPEN_STATES, Complaint
from cstui.i18n import N_, _, labelled, listed
from cstui.text import one_line
from cstui.tui.act import AGENTS, CUSTOMERS
from cstui.tui.foreign import literal
from cstui.tui.keys import bindings
from cstui.tui.screens.lookup import LookupScreen
from cstui.tui.widgets.columns import due_text
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable, Row
from cstui.tui.widgets.status_line import StatusLine

MOST = 200


class RecordScreen(LookupScreen):
    """What is known in a few lines, and the complaints below; enter opens one.

    A subclass reads both in ``known``, in the read pool.
    """

    known: Callable[[], tuple[str, Sequence[Complaint]]]

    VIEW = AGENTS
    BINDINGS = bindings(AGENTS)
    COLUMNS = (N_("REF"), N_("SEV"), N_("DUE"), N_("STATE"), N_("CUSTOMER"), N_("SUBJECT"))

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def compose(self) -> ComposeResult:
        """Draw the known lines and the table."""
        yield HeaderLine(_(self.HEADING), self.key)
        yield Static("", id="title")
        yield LookupTable()
        yield StatusLine()
        yield KeyFooter(self.VIEW)

    def _head(self) -> None:
        self.table.head([_(title) for title in self.COLUMNS])

    async def refresh_floor(self) -> None:
        """Read the page again; the cursor stays.  Raises CstuiError."""
        lines, found = await self.floor_app.work.read(self.known)
        self.query_one(HeaderLine).show((_(self.HEADING), self.key))
        self.query_one("#title", Static).update(literal(lines))
        self.table.fill([_row(complaint) for complaint in found])

    def action_filter(self) -> None:
        """Say that there is nothing to filter here."""
        self.floor_app.status(_("This page has no filter; the queue has one."))

    def action_cancel(self) -> None:
        self.action_back()

    def open_row(self, key: str) -> None:
        """Open the complaint."""
        self.floor_app.open_complaint(key)


class AgentRecordScreen(RecordScreen):
    """One agent with the open complaints."""

    HEADING = N_("Agents")

    def known(self) -> tuple[str, Sequence[Complaint]]:
        """Read the agent and the open complaints."""
        actor = self.floor_app.actor
        agent = accounts.agent(actor, self.key)
        roles = listed(label("role", role) for role in agent.roles)
        account = _("enabled") if agent.enabled else _("disabled")
        skills = one_line(listed(agent.skills)) or "-"
        lines = [
            f"{agent.login}  {one_line(agent.name)}",
            _told((_("Team"), agent.team), (_("Roles"), roles), (_("Account"), account)),
            _told((_("Skills"), skills), (_("Open cases"), agent.load)),
        ]
        return "\n".join(lines), queue.page(actor, f"owner:{quote(agent.login)}", limit=MOST).rows


class CustomerRecordScreen(RecordScreen):
    """One customer with every complaint, the newest first."""

    VIEW = CUSTOMERS
    BINDINGS = bindings(CUSTOMERS)
    HEADING = N_("Customers")

    def known(self) -> tuple[str, Sequence[Complaint]]:
        """Read the customer and the history."""
        record = customers.show(self.floor_app.actor, self.key)
        customer = record.customer
        cases = tuple(reversed(record.complaints))
        ended = sum(case.state not in OPEN_STATES for case in cases)
        broken = sum(case.breached for case in cases)
        tier = one_line(label("tier", customer.tier)) or "-"
        figures = ((_("Open cases"), len(cases) - ended), (_("Ended"), ended), (_("Limits broken"), broken))
        lines = [
            "  ".join(filter(None, (customer.id or "", one_line(customer.name), customer.phone))),
            _told((_("Tier"), tier), *figures),
        ]
        return "\n".join(lines), cases


def _told(*pairs: tuple[str, object]) -> str:
    return "   ".join(labelled(word, str(value)) for word, value in pairs)


def _row(complaint: Complaint) -> Row:
    return complaint.ref, (
        complaint.ref,
        label("severity", complaint.severity),
        due_text(complaint, store.now()),
        label("state", complaint.state),
        complaint.customer.name or complaint.customer.phone,
        complaint.subject or complaint.narrative,
    )
