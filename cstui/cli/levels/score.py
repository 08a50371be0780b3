"""``cstui score``: the month's scorecards, from the draft to publication; ranking, stars, coaching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from ...i18n import N_, _, clauses, labelled, listed
from ..output import Column, plain, safe_echo, show_list, show_one
from ..parts import F, Nouns, argument, option, output_option, verb
from ..session import Session, pass_session

if TYPE_CHECKING:
    from ...floor.levels.score_views import Card, Line, Turn

score = Nouns(
    "score",
    lazy={"template": "levels.score_template:template"},
    help=N_("Scorecards: the month in points, talked through, signed and published."),
)

_month = argument("month", metavar="MONTH", help=N_("Such as 2026-02."))
_login = argument("login", metavar="LOGIN", help=N_("The login."))


def _team_option(function: F) -> F:
    return option("--team", metavar="TEAM", help=N_("The team; yours unless told."))(function)


def _state(name: str) -> str:
    from ...floor.levels.score_words import label

    return label("score_state", name)


def _points(value: float | None) -> str:
    from ...floor.levels.cards import shown

    return "-" if value is None else shown(value)


_CARDS = (
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Month"), lambda each: each.month),
    Column(N_("Template"), lambda each: each.template, narrows=True),
    Column(N_("State"), lambda each: _state(each.state)),
    Column(N_("Total"), lambda each: _points(each.total)),
    Column(N_("CNY"), lambda each: _points(each.money)),
    Column(N_("Not scored yet"), lambda each: listed(each.missing), narrows=True),
)
_TURNS = (
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Month"), lambda each: each.month),
    Column(N_("State"), lambda each: _state(each.state)),
)
_RANKS = (
    Column(N_("Place"), lambda each: each.place),
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Team"), lambda each: each.team),
    Column(N_("Template"), lambda each: each.template, narrows=True),
    Column(N_("Total"), lambda each: _points(each.total)),
    Column(N_("CNY"), lambda each: _points(each.money)),
    Column(N_("State"), lambda each: _state(each.state)),
)
_STARS = (
    Column(N_("Star"), lambda each: _star(each.kind)),
    Column(N_("Period"), lambda each: each.period),
    Column(N_("Team"), lambda each: each.team),
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Total"), lambda each: _points(each.total)),
)
_FLAGS = (
    Column(N_("Login"), lambda each: each.login),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Team"), lambda each: each.team),
    Column(N_("Why"), lambda each: each.text, narrows=True),
)


def _star(kind: str) -> str:
    from ...floor.levels.score_words import label

    return label("star", kind)


@verb(score, "run", N_("Make or refresh the drafts of a team's month."))
@_month
@_team_option
@option("--template", metavar="NAME", help=N_("The scorecard template; the team's last one unless told."))
@output_option
@pass_session
def run(session: Session, form: str, month: str, team: str | None, template: str | None) -> None:
    from ...floor.levels import monthly

    show_list(form, monthly.run(session.actor(), team, month, template), _CARDS)


@verb(score, "list", N_("List the scorecards of a team's month."))
@_month
@_team_option
@output_option
@pass_session
def list_(session: Session, form: str, month: str, team: str | None) -> None:
    from ...floor.levels import scorecards

    show_list(form, scorecards.cards(session.actor(), month, team), _CARDS, begin="score run")


@verb(score, "show", N_("Show a scorecard, or all of a person.\n\nWithout LOGIN: your own, from the conversation on."))
@argument("login", metavar="[LOGIN]", required=False, help=N_("The login; you unless told."))
@argument("month", metavar="[MONTH]", required=False, help=N_("Such as 2026-02; every month unless told."))
@output_option
@pass_session
def show(session: Session, form: str, login: str | None, month: str | None) -> None:
    from ...floor.levels import scorecards

    actor = session.actor()
    if month is None:
        show_list(form, scorecards.of_person(actor, login), _CARDS, begin="score run")
        return
    card = scorecards.show(actor, login or actor.login, month)
    show_one(form, card, lambda: _page(card))


@verb(score, "enter", N_("Score an item.\n\nA piece of a bonus or penalty is ITEM:PIECE, such as mishandled:C-000123."))
@_login
@_month
@argument("item", metavar="ITEM", help=N_("The item's key or title."))
@argument("points", metavar="SCORE", help=N_("Points or CNY; - takes a score back."))
@option("--note", metavar="TEXT", default="", help=N_("Why."))
@output_option
@pass_session
def enter(session: Session, form: str, login: str, month: str, item: str, points: str, note: str) -> None:
    from ...floor.levels import monthly

    _turn(form, monthly.enter(session.actor(), login, month, item, _number(points), note))


@verb(score, "talk", N_("Record the conversation about a month and the improvement agreed."))
@_login
@_month
@option("--text", "conversation", metavar="TEXT", required=True, help=N_("What was talked about."))
@option("--improve", "improvement", metavar="TEXT", required=True, help=N_("What was agreed to improve."))
@output_option
@pass_session
def talk(session: Session, form: str, login: str, month: str, conversation: str, improvement: str) -> None:
    from ...floor.levels import monthly

    _turn(form, monthly.talk(session.actor(), login, month, conversation, improvement))


@verb(score, "sign", N_("Sign your own scorecard after the conversation."))
@_month
@output_option
@pass_session
def sign(session: Session, form: str, month: str) -> None:
    from ...floor.levels import monthly

    _turn(form, monthly.sign(session.actor(), month))


@verb(score, "publish", N_("Publish scorecards: of the people named, else all of a team."))
@_month
@argument("logins", metavar="[LOGIN]...", nargs=-1, help=N_("Whose."))
@_team_option
@output_option
@pass_session
@click.pass_context
def publish(
    ctx: click.Context, session: Session, form: str, month: str, logins: Sequence[str], team: str | None
) -> None:
    from ...floor.levels import monthly

    found = monthly.publish(session.actor(), month, logins, team=team)
    show_list(form, found.done, _TURNS)
    if found.refused:
        safe_echo(_("cstui: {message}").format(message=_("not published:")), err=True)
        safe_echo("\n".join("  " + labelled(login, reason) for login, reason in found.refused), err=True)
        ctx.exit(1)


def _add_list(name: str, message: str, columns: Sequence[Column]) -> None:
    """Add a list that floor.levels.ranking makes of a month."""

    @_month
    @_team_option
    @output_option
    @pass_session
    def run(session: Session, form: str, month: str, team: str | None) -> None:
        from ...floor.levels import ranking

        show_list(form, getattr(ranking, name)(session.actor(), month, team), columns, begin="score run")

    verb(score, name, message)(run)


_add_list("rank", N_("Rank the whole scorecards of a month."), _RANKS)
_add_list("stars", N_("Name the star of a month and, with its last month, of the quarter."), _STARS)
_add_list("flags", N_("Name who is to be coached: often among the last, by the template's rules."), _FLAGS)


@verb(score, "review", N_("Show a person's month on one page, or that of each of a team."))
@argument("words", metavar="[LOGIN] MONTH", nargs=-1, required=True, help=N_("Whose, and a month such as 2026-02."))
@_team_option
@output_option
@pass_session
def review(session: Session, form: str, words: Sequence[str], team: str | None) -> None:
    from ...exchange.levels.reviews import markdown
    from ...floor.levels import review as reviewing

    if len(words) > 2:
        raise click.UsageError(_("Name one person and one month."))
    actor, month = session.actor(), words[-1]
    if len(words) == 2:
        found = reviewing.review(actor, words[0], month)
        show_one(form, found, lambda: markdown([found]))
    elif form == "table":
        safe_echo(markdown(reviewing.reviews(actor, month, team)))
    else:
        show_list(form, reviewing.reviews(actor, month, team), ())


def _turn(form: str, turn: Turn) -> None:
    show_one(form, plain(turn), lambda: f"{turn.login}  {turn.month}  {_state(turn.state)}")


def _number(text: str) -> float | None:
    from ...errors import BadInput
    from ...text import one_line

    if text == "-":
        return None
    try:
        return float(text)
    except ValueError:
        raise BadInput(_("{text} is not a number").format(text=one_line(text)[:40] or "''")) from None


def _page(card: Card) -> str:
    from ...text import visible

    head = f"{card.login}  {card.name}  {card.month}  {card.title}  {_state(card.state)}"
    parts: list[tuple[str, Callable[[], Any]]] = [
        ("conversation", lambda: _("Talked about: {text}").format(text=visible(card.conversation))),
        ("improvement", lambda: _("Agreed improvement: {text}").format(text=visible(card.improvement))),
    ]
    told = [make() for name, make in parts if getattr(card, name)]
    return "\n".join([head, *(f"  {_told(line)}" for line in card.lines), *card.explained[len(card.lines) :], *told])


def _told(line: Line) -> str:
    from ...floor.levels.score_words import label
    from ...text import one_line

    by = label("metric", line.metric) if line.metric else label("rater", line.rater)
    note = one_line(line.note or "")
    how = f"{by} {note}".rstrip() if line.origin == "computed" else clauses(filter(None, (by, note)))
    told = labelled(line.title, f"{_points(line.score)} / {_points(line.most)}  ({how})")
    return f"{line.item}  {told}"
