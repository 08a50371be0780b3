"""The scorecards in the store: found, written item by item, and read as a whole; all inside the caller's transaction.

``STEPS`` is the one table of what may be done with a card in which state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from db import models as rows
from db.queries import people
from db.queries import scores as queries

from ...errors import BadInput, NotFound, Refused
from ...i18n import _, listed
from ...text import one_line
from ..packs import spoken
from . import cards, months, policy_texts, scoring
from .cards import Item, Rule, Template
from .score_views import Card, Line, Money
from .score_words import label

STATES = ("draft", "talked", "signed", "published")
# What each step makes of the states in which it is allowed.  What was talked about cannot be changed behind it:
# a score entered later sends the card back to its conversation.
STEPS: dict[str, dict[str, str]] = {
    "refresh": {"draft": "draft"},
    "rate": {"draft": "draft"},
    "enter": {"draft": "draft", "talked": "draft", "signed": "draft"},
    "talk": {"draft": "talked", "talked": "talked"},
    "sign": {"talked": "signed"},
    "publish": {"signed": "published"},
}


def after(row: rows.Scorecard, step: str) -> str:
    """Return the state in which a step leaves a card; raises Refused where it is not allowed."""
    state = STEPS[step].get(row.state)
    if state is None:
        allowed = listed(label("score_state", each) for each in STEPS[step])
        title = _("The scorecard is {state}").format(state=label("score_state", row.state))
        raise Refused(title, _("For that it has to be: {states}.").format(states=allowed))
    return state


def card_row(person: people.Account, month: date) -> rows.Scorecard:
    """Return somebody's card of a month; raises NotFound."""
    found: rows.Scorecard | None = maybe_row(person.id, month)
    if found is None:
        where = {"login": one_line(person.login), "month": months.written(month)}
        raise NotFound(
            _("{login} has no scorecard for {month}").format(**where),
            _("Make it: cstui score run {month}").format(**where),
        )
    return found


def maybe_row(agent_id: int, month: date) -> rows.Scorecard | None:
    """Return the card of a person's month, None where there is none."""
    table = rows.Scorecard
    found: rows.Scorecard | None = table.get_or_none(table.agent == agent_id, table.month == months.written(month))
    return found


def rows_of(agent_ids: Iterable[int], month: date) -> dict[int, rows.Scorecard]:
    """Return the cards of several people's month by person."""
    table = rows.Scorecard
    found = table.select().where(table.agent.in_(list(agent_ids)), table.month == months.written(month))
    return {row.agent_id: row for row in found}


def template_of(row: rows.Scorecard) -> Template:
    """Return a card's template as it read when the card was made."""
    return frozen(row.policy_id, row.template)


def frozen(digest: str, name: str) -> Template:
    """Return the template kept under a digest."""
    return cards.parse(Path(f"{cards.KIND}/{name}.toml"), policy_texts.text_of(digest), name)


def known_items() -> set[str]:
    """Return keys and titles of every item and rule of the templates at hand and of those kept with cards."""
    at_hand = []
    for name in cards.template_names():
        with suppress(BadInput):  # a site's file that does not fit is told when it is used
            at_hand.append(cards.load_template(name))
    kept = [frozen(digest, name) for digest, name in queries.templates()]
    listed: list[Item | Rule] = []
    for template in (*at_hand, *kept):
        listed += [*template.items, *template.rules]
    return {word for each in listed for word in (each.key, *each.title.values())}


def entries(card_ids: Iterable[int]) -> dict[int, dict[str, queries.Entry]]:
    """Return the entries of several cards by key."""
    found: dict[int, dict[str, queries.Entry]] = defaultdict(dict)
    for card_id, entry in queries.entries(sorted(set(card_ids))):
        found[card_id][entry.item] = entry
    return found


def put(
    card_id: int, item: str, score: float | None, *, origin: str, by: int | None, at: datetime, note: str = ""
) -> None:
    """Write one entry of a card, over what stood there."""
    table = rows.ScorecardItem
    values = {"score": score, "origin": origin, "by": by, "at": at, "note": note}
    written = table.update(values).where((table.scorecard == card_id) & (table.item == item)).execute()
    if not written:
        table.create(scorecard=card_id, item=item, **values)


def drop(card_id: int, item: str) -> None:
    """Take one entry of a card away."""
    table = rows.ScorecardItem
    table.delete().where((table.scorecard == card_id) & (table.item == item)).execute()


def settle(row: rows.Scorecard, state: str) -> scoring.Result:
    """Work a card's total and money out anew and leave it in a state."""
    found = scoring.result(template_of(row), values(entries([row.id])[row.id]))
    row.state, row.total, row.money, row.version = state, found.total, found.money, row.version + 1
    if state == "draft":
        row.talked_at = row.talked_by_id = row.signed_at = None
    table = rows.Scorecard
    row.save(only=[table.state, table.total, table.money, table.version,
                   table.talked_at, table.talked_by, table.signed_at])  # fmt: skip
    return found


def values(found: Mapping[str, queries.Entry]) -> dict[str, float | None]:
    """Return the bare scores of entries by key."""
    return {key: entry.score for key, entry in found.items()}


def views(found: Iterable[queries.CardRow]) -> list[Card]:
    """Return stored cards as they are shown, in the same order."""
    listed = list(found)
    by_card = entries(row.id for row in listed)
    return [_view(row, by_card[row.id]) for row in listed]


def _view(row: queries.CardRow, given: Mapping[str, queries.Entry]) -> Card:
    template = frozen(row.digest, row.template)
    found = scoring.result(template, values(given))
    return Card(
        login=row.login, name=row.name, team=row.team, month=row.month, template=row.template,
        title=spoken(template.title), state=row.state, total=found.total, so_far=found.so_far, money=found.money,
        lines=tuple(_line(each, given) for each in found.lines),
        extras=tuple(
            Money(each.rule.key, spoken(each.rule.title), each.pieces, each.money, each.points)
            for each in found.extras
        ),
        missing=found.missing, explained=scoring.explain(found), conversation=row.conversation,
        improvement=row.improvement, talked_by=row.talked_by, talked_at=row.talked_at, signed_at=row.signed_at,
        published_by=row.published_by, published_at=row.published_at, version=row.version,
    )  # fmt: skip


def _line(line: scoring.Scored, given: Mapping[str, queries.Entry]) -> Line:
    item = line.item
    own = given.get(item.key)
    origin = own.origin if own else "entered" if line.score is not None else ""
    note = own.note if own else ""  # the notes of several raters would tell who they are
    return Line(
        item.key, item.section, spoken(item.title), line.score, item.most, item.rater, item.metric, origin, note
    )
