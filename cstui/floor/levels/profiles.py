"""What the ladders ask of a person and the account does not tell: entry, service, status, education, birth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from db import models as rows

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .. import access, accounts, store
from ..views import Actor
from . import people
from .ladder_reading import EDUCATIONS, STATUSES

DAYS = ("hired_on", "service_since", "born_on")
_CLOSED = {"status": STATUSES, "education": EDUCATIONS}


class Profile(NamedTuple):
    """A person's facts; ``service_since`` is the first day in customer service, here or on another post."""

    agent: str
    name: str
    hired_on: date | None = None
    service_since: date | None = None
    status: str | None = None
    education: str | None = None
    born_on: date | None = None


def show(actor: Actor, login: str) -> Profile:
    """Return a person's profile, empty where nothing was entered; raises NotFound, Denied."""
    found = people.person(actor, login, "level.read")
    return _view(found.login, found.name, rows.Profile.get_or_none(rows.Profile.agent == found.id))


def change(actor: Actor, login: str, values: Mapping[str, date | str], *, now: datetime | None = None) -> Profile:
    """Enter the given facts of a person and leave the others as they are; raises NotFound, Denied, BadInput."""
    at = now or store.now()
    check(values, people.today(at))
    with access.acting():
        actor = accounts.fresh(actor)
        found = people.written(actor, login, "level.write")
        enter(actor, found.id, values, at)
        return _view(found.login, found.name, rows.Profile.get_by_id(found.id))


def enter(actor: Actor, agent_id: int, values: Mapping[str, date | str], at: datetime) -> None:
    """Write checked facts of a person, and tell the journal which, inside the open transaction."""
    keep(agent_id, values, now=at)
    people.tell_journal(actor, "profile.changed", f"agent:{agent_id}", {"fields": sorted(values)}, at)


def keep(agent_id: int, values: Mapping[str, Any], *, now: datetime) -> None:
    """Write checked facts of a person inside the open transaction."""
    table = rows.Profile
    if not table.update({**values, "updated_at": now}).where(table.agent == agent_id).execute():
        table.insert({"agent": agent_id, "facts": {}, "updated_at": now, **values}).execute()


def check(values: Mapping[str, date | str], today: date) -> None:
    """Raise BadInput for an unknown word, a day ahead or out of reach, or where nothing is given."""
    if not values:
        raise BadInput(_("Nothing was given to change"))
    for name, value in values.items():
        known = _CLOSED.get(name)
        if known is not None and value not in known:
            title = _("{value} is not known here").format(value=one_line(str(value))[:40])
            raise BadInput(title, _("Known: {values}").format(values=listed(known)))
        if isinstance(value, date) and people.within_reach(value) > today:
            raise BadInput(_("{day} lies in the future").format(day=value.isoformat()))


def _view(login: str, name: str, row: rows.Profile | None) -> Profile:
    if row is None:
        return Profile(login, name)
    return Profile(login, name, row.hired_on, row.service_since, row.status, row.education, row.born_on)
