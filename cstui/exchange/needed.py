"""Columns without which a table cannot be brought in, and what is told of a table that has none of them."""

from __future__ import annotations

from ..errors import BadInput
from ..i18n import _, labelled, listed
from .mapping import Mapping
from .table import Table
from .words import COLUMNS, PROFILE_COLUMNS, headers_of

_PERSON = ("login", "name")
# Of every group one column at least.
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "complaints": (("subject", "narrative"),),
    "customers": (("id", "phone"),),
    "agents": (("login",),),
    "scores": (_PERSON,),
    "praise": (_PERSON, ("giver", "customer_id")),
    "training": (_PERSON, ("subject", "newcomer")),
    "penalties": (_PERSON, ("rule", "kind")),
    "profiles": (_PERSON, tuple(name for name in PROFILE_COLUMNS[2:] if name not in ("ladder", "since"))),
}


def check_columns(table: Table, mapping: Mapping, kind: str) -> None:
    """Raise BadInput, naming the headers that are known, when a table lacks what its kind needs."""
    for needed in _NEEDED[kind]:
        if not any(name in mapping.columns or name in mapping.defaults for name in needed):
            title = _("{file} has no column for {needed}").format(file=table.file, needed=_(" or ").join(needed))
            raise BadInput(title, "\n".join(known_headers(table, kind, needed)))


def known_headers(table: Table, kind: str, needed: tuple[str, ...]) -> list[str]:
    """Return lines that tell which headers a table has, and by which the needed columns are known."""
    others = [name for name in COLUMNS[kind] if name not in needed]
    known = [labelled(name, listed(headers_of(kind, name)[1:])) for name in needed]
    return [
        _("Its columns are: {columns}").format(columns=listed(map(repr, table.header))),
        _("Headers known for them, besides our own names:"),
        *(f"  {line}" for line in known),
        _("Further columns: {columns}").format(columns=listed(others)),
        _("Name them in a mapping (--map); --suggest-map prints one to edit."),
    ]
