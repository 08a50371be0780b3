"""The month's scorecards: made and worked out, scored, talked through, signed, published."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from db import models as rows
from db.queries import people
from db.queries import scores as queries

from ...errors import BadInput, Conflict, NotFound, Refused
from ...i18n import _, listed
from ...text import clean, one_line
from .. import access, accounts, notices, passing, store
from ..rosters import rates
from ..views import Actor
from . import cards, entering, metrics, months, policy_texts, scorebook, scoring
from .cards import Template
from .people import tell_journal, written
from .score_views import Card, Published, Turn

_OVERDUE = 10_000  # complaints of which a run notices that time has overtaken them
USUAL = "service"  # the template of a team that never had another


def run(
    actor: Actor, team: str | None, month: str | date, template: str | None = None, *, now: datetime | None = None
) -> list[Card]:
    """Make or refresh the drafts of a team's month and return all its cards; raises BadInput, Denied.

    A card keeps the template with which it was made; one that nobody wrote on yet gives way to another template.
    """
    at = now or store.now()
    passing.journal_time(limit=_OVERDUE, now=at)  # what is past its limit counts, although no screen was open
    with access.acting():
        actor = accounts.fresh(actor)
        slug, team_id = team_of(actor, team)
        access.require(actor, "score.write", team_id=team_id)
        first = months.month_of(month, now=at)
        name = template or queries.latest_template(team_id) or USUAL
        path, text = cards.text_of(name)
        chosen = cards.parse(path, text, name)
        digest = policy_texts.keep("scorecard", name, text, now=at)
        staff = [each for each in people.accounts(slug) if each.enabled and each.roles & chosen.roles]
        stored = scorebook.rows_of([person.id for person in staff], first)
        for person in staff:
            if person.id not in stored:
                _make(person.id, first, chosen, digest, at)
            elif template is not None:
                _replace(stored[person.id], chosen, digest)
        drafts = _refresh(team_id, first, at)
        body: dict[str, object] = {"month": months.written(first), "policy": digest, "cards": len(drafts)}
        tell_journal(actor, "score.run", f"team:{team_id}", body, at)
        made = queries.of_month(months.written(first), team_id=team_id)
        return scorebook.views(row for row in made if row.agent_id != actor.id or row.state == "published")


def team_of(actor: Actor, team: str | None) -> tuple[str, int]:
    """Return short name and id of a team, the actor's unless named; raises BadInput."""
    return (actor.team, actor.team_id) if team is None else (team, int(accounts.team_row(team).id))


def _make(agent_id: int, month: date, template: Template, digest: str, at: datetime) -> None:
    name = months.written(month)
    rows.Scorecard.create(agent=agent_id, month=name, template=template.name, policy=digest, created_at=at)


def _replace(row: rows.Scorecard, template: Template, digest: str) -> None:
    """Put a draft on another template unless somebody wrote on it."""
    if row.state == "draft" and row.policy_id != digest and not _touched(row):
        table = rows.Scorecard
        row.template, row.policy_id = template.name, digest
        row.save(only=[table.template, table.policy])
        rows.ScorecardItem.delete().where(rows.ScorecardItem.scorecard == row.id).execute()


def _touched(row: rows.Scorecard) -> bool:
    """Say whether anybody wrote on a card."""
    return any(entry.origin != "computed" for entry in scorebook.entries([row.id])[row.id].values())


def _refresh(team_id: int, month: date, at: datetime) -> list[int]:
    """Work the drafts of a team's month out anew; return their numbers."""
    found = queries.of_month(months.written(month), team_id=team_id)
    drafts = [row for row in found if row.state in scorebook.STEPS["refresh"]]
    figures = figures_of([row.agent_id for row in drafts], month, at)
    given = scorebook.entries(row.id for row in drafts)
    for row in drafts:
        stale = row.money is None  # never worked out
        for item in scorebook.frozen(row.digest, row.template).items:
            figure = figures[row.agent_id].get(item.metric) if item.metric else None
            known = given[row.id].get(item.key)
            if item.metric is None or (figure is None and known is not None and known.origin != "computed"):
                continue
            score = None if figure is None else scoring.points_of(item, figure)
            note = "" if figure is None else cards.shown(figure)
            if known is None or (known.score, known.origin, known.note) != (score, "computed", note):
                scorebook.put(row.id, item.key, score, origin="computed", by=None, at=at, note=note)
                stale = True
        if stale:
            scorebook.settle(rows.Scorecard.get_by_id(row.id), "draft")
    return [row.id for row in drafts]


def figures_of(agent_ids: Sequence[int], month: date, at: datetime) -> dict[int, dict[str, float]]:
    """Return what the floor knows of each person's month by cards.MEASURES; what it does not know is left out."""
    known = metrics.figures(agent_ids, on=months.last_day(month), wanted=metrics.COMPUTED, back=1)
    found = {
        agent_id: {metric: by_month[month] for metric, by_month in known[agent_id].items() if month in by_month}
        for agent_id in agent_ids
    }
    for agent_id, rate in attended(agent_ids, month, at).items():
        found[agent_id]["attendance"] = rate
    for agent_id, mean in queries.quality(agent_ids, months.written(month)).items():
        found[agent_id]["quality"] = mean
    return found


def attended(agent_ids: Collection[int], month: date, at: datetime) -> dict[int, float]:
    """Return the attendance rate (per cent) of each person's month; who had no day due or no clock is left out."""
    ids = {each.login: each.id for each in people.of_ids(agent_ids).values()}
    found = rates.by_month(sorted(agent_ids), month, months.last_day(month), now=at)
    return {ids[login]: rate for (login, _month), rate in found.items()}


def enter(
    actor: Actor, login: str, month: str | date, item: str, score: float | None, note: str = "",
    *, version: int | None = None, now: datetime | None = None,
) -> Turn:  # fmt: skip
    """Score an item, or enter a piece of a bonus or penalty (``rule:PIECE``); None takes it back.

    Raises NotFound, BadInput, Refused, Denied; Conflict where the card is no longer at the ``version`` seen.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        person = people.account(login)
        if person is None:
            raise NotFound(_("There is no agent {login}").format(login=one_line(login)), _("See `cstui agent list`."))
        first = months.month_of(month, now=at)
        seen = scorebook.maybe_row(person.id, first)
        if version is not None and seen is not None and seen.version != version:
            raise Conflict(_("The scorecard of {login} was changed meanwhile").format(login=person.login))
        entering.enter(actor, person, first, item, score, clean(note), at=at)
        return _turn(person.login, scorebook.card_row(person, first))


def talk(
    actor: Actor, login: str, month: str | date, conversation: str, improvement: str, *, now: datetime | None = None
) -> Turn:
    """Record the conversation about a month that has ended, and the improvement agreed; raises Refused, BadInput."""
    at = now or store.now()
    if not conversation.strip() or not improvement.strip():
        raise BadInput(_("Say what was talked about, and what was agreed to improve"))
    with access.acting():
        actor = accounts.fresh(actor)
        person = written(actor, login, "score.write")
        first = months.month_of(month, now=at)
        row = scorebook.card_row(person, first)
        state = scorebook.after(row, "talk")
        _check_whole(row)
        if not months.is_over(first, at):
            raise Refused(_("{month} is not over").format(month=months.written(first)))
        table = rows.Scorecard
        row.state, row.version = state, row.version + 1
        row.conversation, row.improvement = clean(conversation), clean(improvement)
        row.talked_by_id, row.talked_at = actor.id, at
        row.save(only=[table.state, table.version, table.conversation, table.improvement,
                       table.talked_by, table.talked_at])  # fmt: skip
        _tell(actor, "score.talked", row, at)
        return _turn(person.login, row)


def sign(actor: Actor, month: str | date, *, now: datetime | None = None) -> Turn:
    """Sign one's own card after the conversation; raises NotFound, Refused."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "score.read")
        person = people.account(actor.login)
        assert person is not None
        row = scorebook.card_row(person, months.month_of(month, now=at))
        row.state, row.signed_at, row.version = scorebook.after(row, "sign"), at, row.version + 1
        row.save(only=[rows.Scorecard.state, rows.Scorecard.signed_at, rows.Scorecard.version])
        _tell(actor, "score.signed", row, at)
        return _turn(actor.login, row)


def publish(
    actor: Actor, month: str | date, logins: Sequence[str] = (), *, team: str | None = None, now: datetime | None = None
) -> Published:
    """Publish the cards of the people named, else all of a team's that are not published; each by itself.

    Raises Denied where the team is not the actor's.
    """
    at = now or store.now()
    first = months.month_of(month, now=at)
    done, refused = [], []
    for login in logins or _unpublished(actor, first, team):
        try:
            done.append(_publish(actor, login, first, at))
        except Refused as error:
            refused.append((login, f"{error.title}. {error.detail}".strip()))
    return Published(tuple(done), tuple(refused))


def _unpublished(actor: Actor, month: date, team: str | None) -> list[str]:
    team_id = team_of(actor, team)[1]
    access.require(actor, "score.write", team_id=team_id)
    found = queries.of_month(months.written(month), team_id=team_id)
    return [row.login for row in found if row.state != "published" and row.agent_id != actor.id]


def _publish(actor: Actor, login: str, month: date, at: datetime) -> Turn:
    with access.acting():
        actor = accounts.fresh(actor)
        person = written(actor, login, "score.write")
        row = scorebook.card_row(person, month)
        state = scorebook.after(row, "publish")
        _check_whole(row)
        table = rows.Scorecard
        row.state, row.published_by_id, row.published_at, row.version = state, actor.id, at, row.version + 1
        row.save(only=[table.state, table.published_by, table.published_at, table.version])
        _tell(actor, "score.published", row, at)
        notices.tell([person.id], "score.published", f"scorecard:{row.id}", {"month": row.month}, now=at)
        return _turn(login, row)


def _check_whole(row: rows.Scorecard) -> None:
    given = scorebook.values(scorebook.entries([row.id])[row.id])
    missing = scoring.result(scorebook.template_of(row), given).missing
    if missing:
        title = _("The scorecard of {login} is not whole").format(login=row.agent.login)
        raise Refused(title, _("Not scored yet: {items}.").format(items=listed(missing)))


def _turn(login: str, row: rows.Scorecard) -> Turn:
    return Turn(login, row.month, row.state)


def _tell(actor: Actor, action: str, row: rows.Scorecard, at: datetime) -> None:
    tell_journal(actor, action, f"scorecard:{row.id}", {"agent": row.agent_id, "month": row.month}, at)
