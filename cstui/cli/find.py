"""``cstui find``: complaints, customers and agents by reference, phone, name, initials or words."""

from __future__ import annotations

from ..errors import NotFound
from ..floor import find as search
from ..i18n import N_, _
from .output import Column, show_list
from .parts import argument, command, output_option
from .session import Session, pass_session

_KINDS = {"complaint": N_("complaint"), "customer": N_("customer"), "agent": N_("agent")}
_COLUMNS = (
    Column(N_("Kind"), lambda hit: _(_KINDS[hit.kind])),
    Column(N_("Ref"), lambda hit: hit.ref),
    Column(N_("Text"), lambda hit: hit.text, narrows=True),
)


@command("find", N_("Find complaints, customers and agents."))
@argument("text", metavar="TEXT", help=N_("A reference, phone, name, initials or words; - reads standard input."))
@output_option
@pass_session
def find(session: Session, form: str, text: str) -> None:
    if text == "-":
        from .fields import read_text

        text = read_text("-")
    hits = search.find(session.actor(), text.strip())
    if hits or form != "table":
        show_list(form, hits, _COLUMNS)
    if not hits:
        raise NotFound(_("Nothing was found"))
