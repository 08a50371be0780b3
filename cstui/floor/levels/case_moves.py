"""What each step of a promotion or cross move does, once state, right and form are found to be in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from db import models as rows
from db.queries import people as staff

from ...errors import BadInput, Refused
from ...i18n import _, listed
from ...text import one_line
from ..views import Actor
from . import notice_period, people, standings, vacancies
from .case_record import Change
from .case_steps import Rule
from .ladder import Ladder
from .windows import add_months

_MOST = 1000  # points of an exam, or of a dimension of the panel


class Move(NamedTuple):
    """One step about to be taken: by whom, of which case, by which rule, with the checked form."""

    actor: Actor
    row: rows.Promotion
    rule: Rule
    form: dict[str, Any]
    at: datetime
    ladder: Ladder

    @property
    def today(self) -> date:
        """The day of the floor's zone on which the step is taken."""
        return people.today(self.at)


def review(move: Move) -> Change:
    """Record interview and report; whoever recommends an application becomes its proposer."""
    good = move.form["recommended"]
    columns = {"proposer_id": move.row.proposer_id or move.actor.id} if good else {}
    return Change(_if(good, move), columns, move.form)


def endorse(move: Move) -> Change:
    """Record the manager's review 复审."""
    return Change(_if(move.form["agreed"], move), {}, move.form)


def exam(move: Move) -> Change:
    """Record the result of the exam; one that was not passed ends the case.  Raises BadInput for its points."""
    if not 0 <= float(move.form["score"]) <= _MOST:
        raise BadInput(_("Points from 0 to {most} are expected").format(most=_MOST))
    return Change(_if(move.form["passed"], move), {}, move.form)


def panel(move: Move) -> Change:
    """Record the panel's votes and scores; the subject does not sit on it, and a tie carries nothing."""
    members = tuple(dict.fromkeys(move.form["members"].replace(",", " ").split()))
    found = {login: staff.account(login) for login in members}
    unknown = [login for login, person in found.items() if person is None]
    if unknown:
        raise BadInput(_("{login} is not known on this floor").format(login=one_line(listed(unknown))))
    if move.row.agent.login in found:
        raise Refused(_("The panel judges the case of {login}: somebody else has to sit on it").format(
            login=move.row.agent.login))  # fmt: skip
    votes = {name: whole(move.form[name], name) for name in ("in_favour", "against")}
    if sum(votes.values()) > len(members):
        raise BadInput(_("There are more votes than members"))
    fields = {**move.form, **votes, "members": list(members), "scores": _scores(move.form.get("scores", ""))}
    return Change(_if(votes["in_favour"] > votes["against"], move), {}, fields)


def notice(move: Move) -> Change:
    """Start the public notice for the working days of the ladder, or one of its other terms."""
    known = move.ladder.notice_options or (move.ladder.notice_days,)
    days = whole(move.form.get("days", str(move.ladder.notice_days)), "days")
    if days not in known:
        allowed = listed(map(str, known))
        raise BadInput(_("A notice of this ladder runs: {days} working days").format(days=allowed))
    due = notice_period.end(move.at, days)
    columns = {"notice_from": move.at, "notice_until": due.due_at}
    fields = {**move.form, "days": days, "provisional": due.provisional or None}
    return Change(move.rule.target, columns, fields, {"until": due.due_at})


def approve(move: Move) -> Change:
    """Approve finally; a vacancy is taken with it."""
    row, form = move.row, move.form
    effective = effective_day(move, _round_start(move) if row.annual else move.today)
    if row.annual and "effective_on" in form and effective != _round_start(move):
        told = _round_start(move).isoformat()
        raise Refused(_("The annual round takes effect on {day}").format(day=told))
    months = _trial(move)
    if move.ladder.step(row.level_from, row.level_to).vacancy:
        vacancies.take(row)
    columns = {
        "approver_id": move.actor.id,
        "effective_on": effective,
        "trial_until": add_months(effective, months) if months else None,
    }
    return Change(move.rule.target, columns, form, {"effective": effective, "trial_months": months})


def extend(move: Move) -> Change:
    """Lengthen the trial to so many months from its beginning."""
    months = _trial(move)
    until = add_months(move.row.effective_on, months)
    if until <= max(move.row.trial_until, move.today):
        raise Refused(_("That would not lengthen the trial"))
    return Change(move.rule.target, {"trial_until": until}, move.form, {"trial_until": until})


def revert(move: Move) -> Change:
    """Put the person back on the former level; a place that was taken is free again."""
    row = move.row
    standings.place(
        row.agent_id, row.ladder, row.level_from, move.today, cause="reverted", promotion_id=row.id, now=move.at
    )
    vacancies.free(row)
    return Change(move.rule.target, {}, move.form, {"level": row.level_from})


def pass_on(move: Move) -> Change:
    """Record what only moves the case on, such as the confirmation after the trial."""
    return Change(move.rule.target, {}, move.form)


def end(move: Move) -> Change:
    """Reject or withdraw; a place that was taken is free again."""
    vacancies.free(move.row)
    return Change(move.rule.target, {}, move.form)


def effective_day(move: Move, usual: date) -> date:
    """Return the day on which a decision takes effect: the usual one, or a later one that was named."""
    day = day_in(move.form, "effective_on", usual)
    if day < usual:
        raise Refused(_("It takes effect on {day} at the earliest").format(day=usual.isoformat()))
    table = rows.Standing
    held = table.select().where(table.agent == move.row.agent_id, table.ladder == move.row.ladder)
    since = max((row.since for row in held), default=None)
    if since is not None and since >= day:
        title = _("The present level is held from {day} on").format(day=since.isoformat())
        raise Refused(title, _("Name a later day with --effective-on."))
    return day


def day_in(form: Mapping[str, Any], name: str, default: date) -> date:
    """Return the date under a field's name; raises BadInput for what is none."""
    try:
        return people.within_reach(date.fromisoformat(form[name])) if name in form else default
    except ValueError:
        title = _("{text} is not a date").format(text=one_line(form[name])[:40])
        raise BadInput(title, _("Write it as 2027-01-01.")) from None


def whole(text: str, name: str) -> int:
    """Return a whole number, zero or more; raises BadInput."""
    try:
        number = float(text)
        if number.is_integer() and 0 <= number < 1000:
            return int(number)
    except ValueError:
        pass
    raise BadInput(_("{name}: {text} is no whole number").format(name=name, text=one_line(text)[:40]))


def _if(good: bool, move: Move) -> str:
    return move.rule.target if good else "rejected"


def _trial(move: Move) -> int:
    """Return the months of trial: those of the form within the ladder's bounds, 0 where it has no trial."""
    trial = move.ladder.trial
    if "trial" not in move.ladder.stages:
        return 0
    months = whole(move.form.get("trial_months", str(trial.normal)), "trial_months")
    if not trial.least <= months <= trial.most:
        told = _("The trial lasts {least} to {most} months")
        raise BadInput(told.format(least=trial.least, most=trial.most))
    return months


def _round_start(move: Move) -> date:
    """Return the day on which the annual round applied for takes effect; today when that has passed already."""
    filed, month = people.today(move.row.applied_at), move.ladder.effective_month
    year = filed.year + ((filed.month, filed.day) >= (month, 1))
    return max(date(year, month, 1), move.today)


def _scores(text: str) -> dict[str, float]:
    found = {}
    for part in filter(str.strip, text.replace("；", ";").split(";")):
        name, _sign, points = part.partition("=")
        try:
            found[one_line(name)] = float(points)
        except ValueError:
            raise BadInput(_("{text} is not NAME=POINTS").format(text=one_line(part)[:40])) from None
        if not (name.strip() and 0 <= found[one_line(name)] <= _MOST):
            raise BadInput(_("{text} is not NAME=POINTS").format(text=one_line(part)[:40]))
    return found


MOVES: Mapping[str, Callable[[Move], Change]] = {
    "review": review,
    "endorse": endorse,
    "exam": exam,
    "panel": panel,
    "notice": notice,
    "approve": approve,
    "extend": extend,
    "confirm": pass_on,
    "revert": revert,
    "reject": end,
    "withdraw": end,
}
