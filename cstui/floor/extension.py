"""Extensions: how far a limit may be moved, and what has to be recorded for it.

The pack says which clock may be extended, by how much, up to where, and what it needs
(for banks in China: CBIRC Order No. 3 of 2020, an approver and a notice to the customer).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db.queries import people

from ..errors import BadInput, Refused
from ..i18n import _, listed
from .clocks import Mark
from .labels import label
from .policy import Extension, Policy
from .span import Span
from .views import SEVERITIES, Actor


def check(policy: Policy, rank: int, marks: Iterable[Mark], form: Mapping[str, Any], actor: Actor) -> Span:
    """Return the span by which a clock is extended; raises Refused or BadInput where the pack says no."""
    clock, span = str(form["clock"]), Span.parse(str(form["span"]))
    allowed = policy.extensions.get(clock)
    limit = policy.limit(clock, SEVERITIES[rank])
    if allowed is None or limit is None:
        raise Refused(
            _("The pack {pack} allows no extension of this clock: {clock}").format(
                pack=policy.name, clock=label("clock", clock)
            )
        )
    _check_needs(allowed, form, actor)
    earlier = (mark.data for mark in marks if mark.action == "extend" and mark.data["clock"] == clock)
    _check_length(allowed, limit, [Span.parse(data["span"]) for data in earlier], span)
    return span


def _check_needs(allowed: Extension, form: Mapping[str, Any], actor: Actor) -> None:
    missing = [need for need in allowed.needs if not form.get(need)]
    if missing:
        raise BadInput(
            _("An extension needs: {needs}").format(needs=listed(label("need", need) for need in missing)),
            _("Without them it is refused."),
        )
    if "approver" not in allowed.needs:
        return
    approver = people.account(str(form["approver"]))
    if approver is None or not approver.enabled or approver.roles.isdisjoint({"lead", "manager"}):
        raise BadInput(_("The approver has to be a lead or a manager of this floor"))
    if approver.id == actor.id and "manager" not in actor.roles:
        raise Refused(_("Nobody approves their own extension"), _("Name the lead or manager who approved it."))


def _check_length(allowed: Extension, limit: Span, granted: list[Span], span: Span) -> None:
    total = limit
    for more in (*granted, span):
        whole = total.plus(more)
        if whole is None:
            raise BadInput(_("The span has to be counted as the limit is: {limit}").format(limit=limit))
        total = whole
    most = allowed.ceiling or allowed.complex
    if most is not None and _size(total) > _size(most):
        raise Refused(_("That would make {total}, the pack allows {most} at most").format(total=total, most=most))
    step = [_size(each) for each in (allowed.further, allowed.complex) if each is not None]
    if step and _size(span) > max(step):
        raise Refused(_("One extension may not be longer than {most}").format(most=allowed.further or allowed.complex))


def _size(span: Span) -> int:
    return span.days if span.days is not None else span.minutes
