"""Wishes: a shift somebody would like, or would rather not work, on a weekday or on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from db import journal
from db import models as rows

from ...errors import BadInput, NotFound
from ...i18n import _, listed
from ...text import one_line
from .. import access, accounts, store
from ..views import Actor
from .book import REST_WORDS
from .policy import load_policy
from .views import OFF

WISHES = ("want", "avoid")
_MOST = 50  # of one person


class Preference(NamedTuple):
    """One wish; either ``weekday`` (0 is Monday) or ``day`` is given, ``code`` may be the rest day."""

    number: int
    agent: str
    wish: str
    code: str
    weekday: int | None
    day: date | None


def prefer(
    actor: Actor,
    wish: str,
    code: str,
    *,
    weekday: int | None = None,
    day: date | None = None,
    now: datetime | None = None,
) -> Preference:
    """Add a wish of the actor for a weekday or for a day; one that stands already is kept.  Raises BadInput."""
    at = now or store.now()
    if wish not in WISHES:
        raise BadInput(_("{wish} is no wish").format(wish=one_line(wish)), _("Known: want, avoid"))
    if (weekday is None) == (day is None):
        raise BadInput(_("A wish is for a weekday or for a day"), _("Name exactly one of the two."))
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "swap.ask")
        place: dict[str, Any] = {"agent": actor.id, "weekday": weekday, "day": day, "code": _code(code, actor.team)}
        row = _standing(place)
        if row is None:
            if rows.Preference.select().where(rows.Preference.agent == actor.id).count() >= _MOST:
                raise BadInput(_("There are too many wishes; drop one first"))
            row = rows.Preference.create(wish=wish, **place)
        row.wish = wish
        row.save()
        _journal(actor, "preference.set", row.id, at)
    return _view(row, actor.login)


def preferences(actor: Actor, login: str | None = None) -> list[Preference]:
    """Return the wishes of a person (the actor's own unless told); raises NotFound, Denied."""
    from .requests import person

    about = person(login or actor.login)
    access.require_about(actor, "roster.read", agent_id=about.id, team_id=about.team_id)
    table = rows.Preference
    query = table.select().where(table.agent == about.id).order_by(table.weekday, table.day, table.id)
    return [_view(row, about.login) for row in query]


def drop(actor: Actor, number: int, *, now: datetime | None = None) -> None:
    """Drop a wish of the actor's own; raises NotFound."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "swap.ask")
        table = rows.Preference
        if not table.delete().where((table.id == number) & (table.agent == actor.id)).execute():
            raise NotFound(_("You have no wish {number}").format(number=number), _("See `cstui roster prefer list`."))
        _journal(actor, "preference.dropped", number, at)


def _standing(place: dict[str, Any]) -> rows.Preference | None:
    query = rows.Preference.select()
    for name, value in place.items():
        field = getattr(rows.Preference, name)
        query = query.where(field.is_null() if value is None else field == value)
    found: rows.Preference | None = query.first()
    return found


def _code(code: str, team: str) -> str:
    word = one_line(code).strip()
    if word.lower() in REST_WORDS:
        return OFF
    templates = load_policy(team).templates
    known = word if word in templates else word.upper()
    if known not in templates:
        title = _("{code} is no shift").format(code=word[:40] or "''")
        raise BadInput(title, _("Known: {values}").format(values=listed([*templates, OFF])))
    return known


def _journal(actor: Actor, action: str, number: int, at: datetime) -> None:
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, f"preference:{number}", {}))


def _view(row: rows.Preference, login: str) -> Preference:
    return Preference(row.id, login, row.wish, row.code, row.weekday, row.day)
