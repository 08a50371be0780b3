"""What the roster's screens say of weeks, cells and broken rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cstui.floor.rosters import drafting, publishing
from cstui.floor.rosters.clashes import Edit
from cstui.floor.rosters.views import Violation, Week
from cstui.floor.rosters.words import label
from cstui.i18n import _, labelled, listed, ngettext
from cstui.text import one_line
from cstui.tui.widgets.week_grid import Place


def state(week: Week) -> str:
    """Return the state of a week with the version in force."""
    told = label("roster_state", week.state)
    return f"{told} v{week.version}" if week.version else told


def differing(one: Week, other: Week) -> Iterable[Place]:
    """Yield the cells in which two layers of a week differ."""
    first, second = ({(each.login, each.day): each.worked for each in week.shifts} for week in (one, other))
    return (place for place in first.keys() | second.keys() if first.get(place) != second.get(place))


def violation(found: Violation) -> str:
    """Return one line of a broken rule: how strictly it is meant, whom and when, what."""
    return labelled(label("rule_level", found.level), one_line(publishing.told(found)))


def broken(found: Sequence[Violation]) -> str:
    """Return the heading over the broken rules: how many of each strictness."""
    hard = sum(1 for each in found if each.level == "hard")
    told = ngettext("{n} rule is broken", "{n} rules are broken", len(found)).format(n=len(found))
    return told + " · " + ngettext("{n} stops publishing", "{n} stop publishing", hard).format(n=hard)


def were_set(edits: Sequence[Edit]) -> str:
    """Return what became of cells that were set."""
    code = edits[0].code
    if len(edits) == 1:
        return labelled(f"{edits[0].login} {edits[0].day:%m-%d}", code or ".")
    return ngettext("{n} cell: {code}", "{n} cells: {code}", len(edits)).format(n=len(edits), code=code or ".")


def laid(done: drafting.Laid) -> str:
    """Return what copying or laying did, and what it left alone."""
    told = [ngettext("{n} cell written.", "{n} cells written.", done.cells).format(n=done.cells)]
    if done.locked:
        told.append(ngettext("{n} locked cell stays.", "{n} locked cells stay.", done.locked).format(n=done.locked))
    if done.gone:
        told.append(_("No longer on the team: {names}").format(names=listed(done.gone)))
    return "  ".join(told)
