"""The people of the floor: who acts, who is on which team, who may come in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import complaints as complaint_rows
from db.queries import people

from ..errors import BadInput, NotFound, Refused
from ..i18n import _, listed
from ..text import clean, one_line
from . import access, policy, store
from .views import ROLES, Actor, Agent, Team

# Not compiled here: a look-up asks for none of them.
_LOGIN = r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}"
_HAN = "[\u3400-\u9fff]"
_NAME_PARTS = "[\u3400-\u9fff]|[^\\s\u3400-\u9fff]+"


def find_actor(login: str) -> Actor:
    """Return who acts under a login; raises Refused when unknown or disabled."""
    found = people.account(login)
    if found is None:
        raise Refused(
            _("{login} is not known on this floor").format(login=one_line(login)),
            _("An administrator adds people with `cstui agent add LOGIN --name NAME`."),
        )
    if not found.enabled:
        raise Refused(_("The account {login} is disabled").format(login=one_line(login)), _("Ask an administrator."))
    return as_actor(found)


def as_actor(person: people.Account) -> Actor:
    """Return a stored person as somebody who acts."""
    return Actor(person.id, person.login, person.name, person.team_id, person.team, person.roles)


def fresh(actor: Actor) -> Actor:
    """Return the actor as the store knows the person now; raises Refused when disabled meanwhile."""
    return find_actor(actor.login)


def agents(actor: Actor, *, team: str | None = None) -> list[Agent]:
    """Return the staff in order of login, of one team or of all; each with the load."""
    access.require(actor, "agent.read")
    loads = complaint_rows.loads(now=epoch(store.now()))
    return [_agent(row, loads.get(row.id, 0)) for row in people.accounts(team)]


def agent(actor: Actor, login: str) -> Agent:
    """Return one member of the staff; raises NotFound."""
    access.require(actor, "agent.read")
    found = people.account(login)
    if found is None:
        raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
    return _agent(found, complaint_rows.loads([found.id], now=epoch(store.now())).get(found.id, 0))


def add_agent(
    actor: Actor,
    login: str,
    *,
    name: str,
    team: str | None = None,
    roles: Sequence[str] = ("agent",),
    skills: Iterable[str] = (),
    now: datetime | None = None,
) -> Agent:
    """Add a person to a team (the caller's unless told); raises BadInput, Refused."""
    check_person(login, name, roles)
    at = now or store.now()
    with access.acting():
        actor = fresh(actor)
        access.require(actor, "agent.write")
        team_id = team_row(team).id if team else actor.team_id
        if people.account(login) is not None:
            raise BadInput(_("The login {login} is taken").format(login=login), _("Logins are unique on the floor."))
        created = rows.Agent.create(
            login=login,
            name=clean(name),
            initials=initials(name),
            team=team_id,
            roles=roles,
            skills=[clean(skill) for skill in skills],
            created_at=at,
        )
        journal.append(
            journal.Fact(at, actor.id, "admin", "agent.added", f"agent:{created.id}", {"roles": sorted(roles)})
        )
        return agent(actor, login)


def teams(actor: Actor) -> list[Team]:
    """Return every team with its policy pack, people and open complaints."""
    access.require(actor, "agent.read")
    floor_policy = store.settings().policy
    return [Team(row.slug, row.name, row.policy or floor_policy, row.agents, row.open) for row in people.teams()]


def add_team(actor: Actor, slug: str, *, name: str, policy: str | None = None, now: datetime | None = None) -> Team:
    """Add a team; ``policy`` names its pack, None follows the floor's.  Raises BadInput, Refused."""
    if not re.fullmatch(_LOGIN, slug):
        raise BadInput(_("{slug} cannot be a team's short name").format(slug=one_line(slug)), _login_rule())
    _check_policy(policy)
    at = now or store.now()
    with access.acting():
        actor = fresh(actor)
        access.require(actor, "agent.write")
        if rows.Team.get_or_none(rows.Team.slug == slug) is not None:
            raise BadInput(_("There is a team {slug} already").format(slug=slug))
        created = rows.Team.create(slug=slug, name=clean(name), policy=policy, created_at=at)
        journal.append(journal.Fact(at, actor.id, "admin", "team.added", f"team:{created.id}", {"policy": policy}))
        return next(team for team in teams(actor) if team.slug == slug)


def team_row(slug: str) -> rows.Team:
    """Return the stored team of a short name; raises BadInput that lists the known ones."""
    found = rows.Team.get_or_none(rows.Team.slug == slug)
    if found is None:
        known = listed(row.slug for row in rows.Team.select(rows.Team.slug).order_by(rows.Team.slug))
        raise BadInput(
            _("There is no team {slug}").format(slug=one_line(slug)), _("Known teams: {teams}").format(teams=known)
        )
    return found


def respondent(text: str | None) -> str | None:
    """Return the login when a text is the login or the unique name of an agent, else the text itself."""
    if not text or people.account(text) is not None:
        return text
    named = [person.login for person in people.named(text, 3) if person.name == text]
    return named[0] if len(named) == 1 else text


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """Return the lower-case initials of a name: pinyin of Chinese ones (张三 gives zs), else of its words."""
    return "".join(map(_initial, re.findall(_NAME_PARTS, name)))[:16].lower()


@lru_cache(maxsize=20_000)
def _initial(part: str) -> str:
    """Return the first letter of a word, or of a Chinese character's pinyin."""
    if not re.match(_HAN, part):
        return part[0]
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(part, style=Style.FIRST_LETTER)[0][:1])


def _login_rule() -> str:
    return _("Use letters, digits and . _ @ - only, at most 64.")


def check_person(login: str, name: str, roles: Sequence[str]) -> None:
    """Raise BadInput unless login, name and roles may be those of an account."""
    if not re.fullmatch(_LOGIN, login):
        raise BadInput(_("{login} cannot be a login").format(login=one_line(login)), _login_rule())
    if not name.strip():
        raise BadInput(_("A person needs a name"))
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise BadInput(
            _("{role} is not a role").format(role=one_line(listed(unknown)) or "-"),
            _("Known roles: {roles}").format(roles=listed(ROLES)),
        )


def _check_policy(name: str | None) -> None:
    if name is not None:
        policy.load_policy(name)


def _agent(row: people.Account, load: int) -> Agent:
    return Agent(row.login, row.name, row.team, tuple(sorted(row.roles)), tuple(sorted(row.skills)), row.enabled, load)
