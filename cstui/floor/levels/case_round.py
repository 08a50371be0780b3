"""The annual round 评选: a lead proposes at once everybody of the team who is ready for the next level."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ...errors import Refused
from ...i18n import _, listed
from .. import access, accounts, store
from ..views import Actor
from . import cases, people, standpoint
from .case_views import Case


class Round(NamedTuple):
    """What became of a round: the cases it opened, and of whom it opened none, with the reason."""

    opened: tuple[Case, ...]
    left_out: tuple[tuple[str, str], ...]


def hold(actor: Actor, *, now: datetime | None = None) -> Round:
    """Propose everybody of the actor's team who meets everything for a next level, in one transaction.

    Each case is in the annual round.  Left out, with the reason, are those for whom a case is under way or to whom
    several levels are open.  Raises Denied for anyone but a lead.
    """
    at = now or store.now()
    opened: list[Case] = []
    left_out: list[tuple[str, str]] = []
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "level.propose")
        ready = standpoint.ready(actor, actor.team, on=people.today(at), now=at)
        for login in dict.fromkeys(way.agent for way in ready if way.agent != actor.login):
            to = [way.to for way in ready if way.agent == login]
            if len(to) > 1:
                left_out.append((login, _("Several levels are open: {levels}").format(levels=listed(to))))
                continue
            try:
                opened.append(cases.apply(actor, login, values={"to": to[0]}, annual=True, now=at))
            except Refused as error:
                access.keep(error)
                left_out.append((login, error.title))
    return Round(tuple(opened), tuple(left_out))
