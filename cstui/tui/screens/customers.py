"""The customers: found by number, name, initials or phone."""

from __future__ import annotations

from collections.abc import Sequence

from cstui.floor import customers
from cstui.floor.labels import label
from cstui.i18n import N_, _
from cstui.tui.act import CUSTOMERS
from cstui.tui.keys import bindings
from cstui.tui.screens.lookup import LookupScreen
from cstui.tui.widgets.lookup_table import Row

MOST = 200


class CustomersScreen(LookupScreen):
    """Number, name, masked phone and tier; enter shows the history."""

    VIEW = CUSTOMERS
    BINDINGS = bindings(CUSTOMERS)
    HEADING = N_("Customers")
    COLUMNS = (N_("NUMBER"), N_("NAME"), N_("PHONE"), N_("TIER"))

    def read(self, query: str) -> Sequence[Row]:
        """Read the first customers that match; the floor searches, for there may be very many."""
        found = customers.customers(self.floor_app.actor, query, limit=MOST)
        # Who has no number has no page; the key only has to differ.
        return [(c.id or f"?{n}", (c.id or "-", c.name, c.phone, label("tier", c.tier))) for n, c in enumerate(found)]

    def open_row(self, key: str) -> None:
        """Open the customer's page."""
        from cstui.tui.screens.record import CustomerRecordScreen

        if key.startswith("?"):
            self.floor_app.status(_("This customer has no number; look at the complaints instead."))
        else:
            self.app.push_screen(CustomerRecordScreen(key))
