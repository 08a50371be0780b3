"""``cstui roster rules``: what a team's rosters are held against."""

from __future__ import annotations

from collections.abc import Mapping

from ...floor.labels import label as role_label
from ...floor.rosters import rule_list
from ...floor.rosters.words import label
from ...i18n import N_, listed
from ..output import Column, show_list
from ..parts import command, output_option
from ..session import Session, pass_session
from .week import team_argument

_RULES = (
    Column(N_("Strictness"), lambda each: label("rule_level", each.level)),
    Column(N_("Rule"), lambda each: f"{each.profile} {each.rule}"),
    Column(N_("Figures"), lambda each: _figures(each.figures), narrows=True),
    Column(N_("Source"), lambda each: each.source, narrows=True),
)


def _figures(figures: Mapping[str, str]) -> str:
    return listed(f"{label('rule_figure', key)} {_figure(key, value)}" for key, value in figures.items())


def _figure(key: str, value: str) -> str:
    """Return a figure; the kinds of duties and roles by their words."""
    return "/".join(role_label("role", each) if key == "role" else label("duty", each) for each in value.split())


@command("rules", N_("List the rules that a team's rosters are held against, and what they rest on."))
@team_argument
@output_option
@pass_session
def rules(session: Session, form: str, team: str | None) -> None:
    show_list(form, rule_list.rules_of(session.actor(), team), _RULES)
