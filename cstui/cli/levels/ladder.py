"""``cstui level ladder|show|explain|eligible``: the ladder itself, where people stand on it, and what is missing."""

from __future__ import annotations

from datetime import date

from ...floor.levels import allowances, standpoint
from ...floor.levels.cards import shown
from ...floor.levels.fact_words import word as fact
from ...floor.levels.fitness import title
from ...floor.levels.ladder import CROSS, Ladder, Need, Step
from ...floor.levels.ladder_words import quantity, threshold, word
from ...floor.levels.standpoint import Standpoint, Way
from ...floor.levels.views import Evaluation
from ...floor.packs import spoken
from ...i18n import N_, _, labelled, phrase
from ..days import DAY
from ..output import Column, as_csv, plain, safe_echo, show_list, show_one
from ..parts import argument, command, option, output_option
from ..session import Session, pass_session
from . import facts

_at_option = option("--at", "day", type=DAY, metavar="DATE", help=N_("As of this day; today unless told."))
_HIDDEN = ("text", "digest")
# The keys of `level explain -o json`, which others read by machine: what the sentence says is not told twice.
_EVALUATION = ("agent", "level", "to", "eligible")
_CRITERION = ("criterion", "status", "measured", "required", "gap", "evidence", "earliest", "text", "source")


@command("ladder", N_("Show a ladder: its levels, its steps, and what each asks for, with the words it rests on."))
@argument("name", metavar="NAME", required=False, help=N_("Its name; that of your team unless told."))
@output_option
@pass_session
def ladder(session: Session, form: str, name: str | None) -> None:
    found = standpoint.ladder_shown(session.actor(), name)
    if form == "table":
        safe_echo(_ladder_page(found))
    else:
        value = {key: each for key, each in plain(found).items() if key not in _HIDDEN}
        show_one(form, {**value, "digest": found.digest}, str)


@command("explain", N_("Say criterion by criterion what a person has and lacks for a level."))
@facts.agent_argument
@option("--to", metavar="LEVEL", help=N_("The level; the next one unless told."))
@_at_option
@option("--ladder", "name", metavar="NAME", help=N_("The ladder; that of the person's team unless told."))
@output_option
@pass_session
def explain(session: Session, form: str, login: str, to: str | None, day: date | None, name: str | None) -> None:
    found = standpoint.explain(session.actor(), login, to=to, on=day, ladder=name)
    if form == "csv":
        safe_echo(as_csv([plain(each) for each in found.criteria]))
    else:
        criteria = [{key: getattr(each, key) for key in _CRITERION} for each in found.criteria]
        shown = {**{key: getattr(found, key) for key in _EVALUATION}, "criteria": criteria}
        show_one(form, shown, lambda: _explained(found))


@command("show", N_("Show where a person stands and which steps lead on."))
@facts.agent_argument
@_at_option
@output_option
@pass_session
def show(session: Session, form: str, login: str, day: date | None) -> None:
    found = standpoint.show(session.actor(), login, on=day)
    show_one(form, found, lambda: _page(found))


_WAYS = (
    Column(N_("Agent"), lambda each: each.agent),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Level"), lambda each: title(each.ladder, each.level), narrows=True),
    Column(N_("To level"), lambda each: title(each.ladder, each.to), narrows=True),
    Column(N_("Eligible"), lambda each: word("eligible", each.eligible)),
    Column(N_("Met"), lambda each: f"{each.met}/{each.criteria}"),
    Column(N_("Earliest"), lambda each: each.earliest),
)


@command("eligible", N_("List who meets everything for a next level."))
@option("--team", metavar="TEAM", help=N_("Only this team."))
@option("--all", "everyone", is_flag=True, help=N_("Everybody with a next level, ready or not."))
@_at_option
@output_option
@pass_session
def eligible(session: Session, form: str, team: str | None, everyone: bool, day: date | None) -> None:
    show_list(form, standpoint.ready(session.actor(), team, everyone=everyone, on=day), _WAYS)


def _explained(found: Evaluation) -> str:
    lines = [_("{agent}: {level} to {to}, eligible: {answer}").format(
        agent=found.agent, level=title(found.ladder, found.level or ""), to=title(found.ladder, found.to),
        answer=word("eligible", found.eligible),
    )]  # fmt: skip
    if found.earliest is not None and found.eligible != "yes":
        lines.append(_("By time alone on {day}").format(day=found.earliest.isoformat()))
    lines += [f"  {_SIGNS[each.status]} {each.text}" for each in found.criteria]
    return "\n".join(lines)


_SIGNS = {"met": "+", "unmet": "-", "unknown": "?"}


def _page(found: Standpoint) -> str:
    name = f"{found.agent}  {found.name}"
    if found.level is None:
        return name + "\n" + _("Stands on no level of {ladder} yet.").format(ladder=found.ladder)
    stands = _("{level} since {day} ({ladder})").format(
        level=title(found.ladder, found.level), day=found.since, ladder=found.ladder
    )
    return "\n".join([f"{name}  {stands}", *(f"  {_way(each)}" for each in found.ways)])


def _way(way: Way) -> str:
    said = _("cross move to {level}") if way.kind == CROSS else _("to {level}")
    met = _("{n} of {all} met").format(n=way.met, all=way.criteria)
    answer = _("eligible: {answer}").format(answer=word("eligible", way.eligible))
    return phrase(said.format(level=title(way.ladder, way.to)), answer, met)


def _ladder_page(found: Ladder) -> str:
    lines = [f"{found.name}  {spoken(found.title)}", f"  {spoken(found.about)}".rstrip()]
    for track in found.tracks.values():
        path = " > ".join(spoken(found.levels[level].title) for level in track.path)
        lines.append("  " + labelled(spoken(track.title), path))
    lines += [f"  {line}" for line in _terms(found)]
    lines += ["  " + labelled(spoken(each.title), quantity(each.value, each.unit)) for each in found.targets]
    for step in found.steps:
        lines += ["", *_step(found, step)]
    return "\n".join(each for each in lines if each != "  ")


def _terms(found: Ladder) -> list[str]:
    stages = " > ".join(word("stage", each) for each in found.stages)
    lines = [_("Procedure: application > {stages}.").format(stages=stages)]
    lines += [_("Notice: {n} working days.").format(n=found.notice_days)]
    if found.annual:
        lines.append(_("Once a year, with effect in month {n} of the following year.").format(n=found.effective_month))
    if "trial" in found.stages:
        trial = found.trial
        text = _("Trial in the post: {normal} months, from {least} to {most}.")
        lines.append(text.format(normal=trial.normal, least=trial.least, most=trial.most))
    if found.initial is not None and not found.initial.step_by_step:
        text = _("The first grading is not step by step; its form within {n} working days.")
        lines.append(text.format(n=found.initial.form_working_days))
    if found.horizon_months is not None:
        lines.append(_("Meant to be passed within {n} months.").format(n=found.horizon_months))
    return [
        *lines,
        *_allowances(found),
        *(labelled(fact("incident", each.incident), word("effect", each.effect)) for each in found.penalties),
    ]


def _allowances(found: Ladder) -> list[str]:
    told = _("Level allowance of {level}: {money} CNY a month.")
    paid = ((each, allowances.of(each.key)) for each in found.levels.values() if each.allowance)
    return [told.format(level=spoken(each.title), money=shown(money)) for each, money in paid if money is not None]


def _step(found: Ladder, step: Step) -> list[str]:
    start, to = (spoken(found.levels[key].title) for key in (step.start, step.to))
    across = _("cross move, needs a vacancy") if step.kind == CROSS else ""
    head = f"{start} > {to}" + (f" ({across})" if across else "")
    return [head, *(line for need in step.needs for line in _need(need, "  "))]


def _need(need: Need, indent: str) -> list[str]:
    word_off = "" if need.enabled else _("switched off")
    off = f" ({word_off})" if word_off else ""
    lines = [f"{indent}{labelled(need.name, spoken(need.title))}{threshold(need)}{off}  [{need.source}]"]
    for word_, children in ((_("one of") if need.kind == "any" else _("all of"), need.of), (_("or"), need.unless)):
        if children:
            lines += [f"{indent}  {word_}:", *(line for each in children for line in _need(each, indent + "    "))]
    return lines
