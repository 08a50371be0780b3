"""Demotion 降级: incident, investigation, conclusion, decision, effect; an appeal stops it until it is heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from db import models as rows
from db.queries import people as staff

from ...errors import BadInput, Refused
from ...i18n import _, listed
from ...text import one_line
from .. import access, accounts, answers
from ..views import Actor
from . import allowances, case_book, evidence, notice_period, people
from .case_forms import REPORT
from .case_moves import Move, day_in, effective_day, pass_on
from .case_record import Change
from .ladder import Ladder

WITHHOLD = "withhold_allowance"  # the effect of a penalty as the ladders name it
_SOURCE, _ENTERED = "case", ("incident", "penalty")  # of what the conclusion enters
_DAY = timedelta(days=1)


def accused(actor: Actor, login: str) -> staff.Account:
    """Return the person an incident is about; a lead reports of the team, a manager of everybody.  Raises Denied."""
    right = "level.decide" if access.scope_of(actor, "level.decide") else "level.propose"
    return people.written(actor, login, right)


def checked(values: Mapping[str, object], at: datetime) -> dict[str, Any]:
    """Return the fields of a report, checked; raises BadInput for a day that is none or lies ahead."""
    form = answers.check(REPORT, values, now=at)
    form["on"] = people.day_of(day_in(form, "on", people.today(at)), at).isoformat()
    return form


def level_below(ladder: Ladder, level: str | None, to: str | None) -> str:
    """Return the level to fall to: the one named, below the present one on its tracks, else the next below.

    Raises Refused, BadInput.
    """
    if level is None:
        raise Refused(_("The person stands on no level of the ladder {ladder}").format(ladder=ladder.name))
    ways = [track.path[: track.path.index(level)] for track in ladder.tracks.values() if level in track.path]
    below = [way for way in ways if way]
    if not below:
        raise Refused(_("{level} is the lowest level already").format(level=level))
    if to is None:
        nearest = {way[-1] for way in below}
        if len(nearest) > 1:
            raise BadInput(_("Several levels lie below: name one"), listed(sorted(nearest)))
        return nearest.pop()
    if not any(to in way for way in below):
        raise BadInput(_("{level} does not lie below {present}").format(level=to, present=level))
    return to


def conclude(move: Move) -> Change:
    """Conclude 审查结论: what is established counts against the person, and withholds the month's allowance."""
    if not move.form["established"]:
        return Change("rejected", {}, move.form)
    report = _report(move.row)
    incident, day = report["gravity"], date.fromisoformat(report["on"])
    withheld = [each for each in move.ladder.penalties if (each.incident, each.effect) == (incident, WITHHOLD)]
    if incident in ("serious", "red_line"):
        _enter(move, "incident", incident, day)
    if withheld and move.ladder.level(move.row.level_from).allowance:
        paid, months = allowances.of(move.row.level_from), max(each.months or 1 for each in withheld)
        _enter(move, "penalty", allowances.WITHHELD, day, None if paid is None else paid * months)
    return Change(move.rule.target, {}, move.form)


def decide(move: Move) -> Change:
    """Decide 决定执行: it takes effect once the days for an appeal have passed.  Raises Refused."""
    waiting = case_book.open_case(move.row.agent_id, ("promotion", "cross"), move.today)
    if waiting is not None:
        title = _("Case {number} of this person is under way").format(number=waiting.id)
        raise Refused(title, _("Reject or revert it first."))
    until = notice_period.end(move.at, move.ladder.notice_days).due_at
    effective = effective_day(move, people.today(until) + _DAY)
    columns = {"approver_id": move.actor.id, "notice_until": until, "effective_on": effective}
    return Change(move.rule.target, columns, move.form, {"effective": effective, "until": until})


def appeal(move: Move) -> Change:
    """Appeal against the decision; it takes no effect until the appeal is heard."""
    return Change(move.rule.target, {"effective_on": None}, {**move.form, "effective_on": move.row.effective_on})


def hear(move: Move) -> Change:
    """Hear the appeal: upheld it ends the case, dismissed the decision takes effect, not before tomorrow.

    Upheld, what the conclusion entered against the person counts no longer.
    Heard outside the floor it is kept as declared by who writes it down.  Raises BadInput.
    """
    outside = case_book.chairs(move.row).outside
    _check_hearer(move.form.get("heard_by"), outside)
    if move.form["upheld"]:
        evidence.void_of(move.actor, _SOURCE, [f"{move.row.id}:{kind}" for kind in _ENTERED], move.at)
        return Change("rejected", {}, move.form, {"upheld": True, "outside": outside})
    table = rows.PromotionStep
    steps = table.select().where(table.promotion == move.row.id, table.step == "appeal").order_by(table.id.desc())
    effective = max(date.fromisoformat(steps.get().fields["effective_on"]), move.today + _DAY)
    facts = {"upheld": False, "outside": outside, "effective": effective}
    columns = {"effective_on": effective, "notice_until": None}  # no second appeal: its days are over
    return Change(move.rule.target, columns, move.form, facts)


def _check_hearer(named: str | None, outside: bool) -> None:
    """Raise BadInput unless somebody is named just where an appeal is heard outside the floor, and nobody of it."""
    if outside and named is None:
        raise BadInput(
            _("Every manager of the floor had a part in the case: say who outside the floor heard the appeal"),
            _("Name them with --heard-by; or add another manager, who then hears it: `cstui agent add`."),
        )
    if not outside and named is not None:
        raise BadInput(_("You hear the appeal yourself: nobody outside the floor is named"))
    if named is not None and staff.account(accounts.respondent(one_line(named)) or "") is not None:
        raise BadInput(
            _("{name} is of this floor").format(name=one_line(named)),
            _("Say who outside the floor heard it, and what they are there."),
        )


MOVES: Mapping[str, Callable[[Move], Change]] = {
    "investigate": pass_on,
    "conclude": conclude,
    "decide": decide,
    "appeal": appeal,
    "hear": hear,
}


def _report(row: rows.Promotion) -> Mapping[str, Any]:
    table = rows.PromotionStep
    found: Mapping[str, Any] = table.get(table.promotion == row.id, table.step == "report").fields
    return found


def _enter(move: Move, kind: str, name: str, day: date, value: float | None = None) -> None:
    """Enter what was established as evidence, with the case as its source."""
    person = staff.account(move.row.agent.login)
    assert person is not None
    given = evidence.Given(kind, day, name, value=value)
    evidence.write(move.actor, person, given, move.at, source=_SOURCE, external_id=f"{move.row.id}:{kind}")
