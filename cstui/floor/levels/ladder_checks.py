"""Whether a ladder adds up: every refusal says why, and where in the file."""

from __future__ import annotations

from pathlib import Path

from ...errors import BadInput
from ...i18n import _
from .ladder import ALL, ANY, CALENDAR_YEAR, CROSS, Ladder, Need, Step
from .ladder_reading import LEAVE_DAYS

_NAMED = ("exam", "certificate", "attested", "no_incident")


def check(ladder: Ladder, file: Path) -> Ladder:
    """Return the ladder when it adds up; raises BadInput, which names file, key and reason."""
    _tracks(ladder, file)
    seen: set[tuple[str, str]] = set()
    for number, step in enumerate(ladder.steps, 1):
        key = f"step[{number}]"
        _ends(ladder, step, file, key)
        if (step.start, step.to) in seen:
            raise _wrong(file, key, _("{start} to {to} stands here twice").format(start=step.start, to=step.to))
        seen.add((step.start, step.to))
        _names_once(step.needs, file, key)
        for need in step.needs:
            _need(need, file, f"{key}.need[{need.name}]")
    _no_cycle(ladder, file)
    if ladder.notice_options and ladder.notice_days not in ladder.notice_options:
        raise _wrong(file, "procedure.notice_days", _("it is none of the options"))
    return ladder


def _wrong(file: Path, key: str, why: str) -> BadInput:
    return BadInput(_("{file}: {key} does not add up").format(file=file, key=key), why)


def _tracks(ladder: Ladder, file: Path) -> None:
    for track in ladder.tracks.values():
        for level in track.path:
            if level not in ladder.levels:
                raise _wrong(file, f"track.{track.key}.layers", _("unknown level {level}").format(level=level))
        if len(set(track.path)) != len(track.path):
            raise _wrong(file, f"track.{track.key}.layers", _("a level stands here twice"))
    placed = {level for track in ladder.tracks.values() for level in track.path}
    for level in ladder.levels:
        if level not in placed:
            raise _wrong(file, f"level.{level}", _("the level is on no track"))


def _ends(ladder: Ladder, step: Step, file: Path, key: str) -> None:
    for name, level in (("from", step.start), ("to", step.to)):
        if level not in ladder.levels:
            raise _wrong(file, f"{key}.{name}", _("unknown level {level}").format(level=level))
    if step.kind == CROSS:
        if ladder.levels[step.start].band != ladder.levels[step.to].band or step.start == step.to:
            raise _wrong(file, f"{key}.to", _("a cross move joins two levels of one band"))
        if not step.vacancy:
            raise _wrong(file, f"{key}.vacancy", _("a cross move needs a vacancy"))
    elif not any(_next(track.path, step) for track in ladder.tracks.values()):
        why = _("{to} is not the next level above {start} on any track: no level is skipped")
        raise _wrong(file, f"{key}.to", why.format(start=step.start, to=step.to))


def _next(path: tuple[str, ...], step: Step) -> bool:
    return (step.start, step.to) in zip(path, path[1:], strict=False)


def _names_once(needs: tuple[Need, ...], file: Path, key: str) -> None:
    names = [each.name for each in needs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _wrong(file, f"{key}.need[{twice}]", _("the name stands here twice"))


def _need(need: Need, file: Path, key: str) -> None:
    if need.kind in (ALL, ANY) and len(need.of) < 2:
        raise _wrong(file, f"{key}.of", _("at least two criteria belong here"))
    if need.kind in _NAMED and not need.names:
        raise _wrong(file, f"{key}.names", _("which one is not said"))
    if need.kind == "rank_pct" and need.window != CALENDAR_YEAR:
        raise _wrong(file, f"{key}.window", _("ranks are of a calendar year"))
    if need.kind == "sum" and (need.what == LEAVE_DAYS) == (need.at_least is not None):
        raise _wrong(file, f"{key}.what", _("leave is limited from above, everything else from below"))
    if need.kind == "age" and need.enabled and not need.decision:
        raise _wrong(file, f"{key}.enabled", _("a criterion of age is used only by a decision that stands beside it"))
    for child in (*need.of, *need.unless):
        _need(child, file, f"{key}.{child.name}")


def _no_cycle(ladder: Ladder, file: Path) -> None:
    above: dict[str, set[str]] = {}
    for step in ladder.steps:
        if step.kind != CROSS:
            above.setdefault(step.start, set()).add(step.to)
    for level in ladder.levels:
        if level in _reached(above, level):
            raise _wrong(file, f"level.{level}", _("promotions lead back to it: a cycle"))


def _reached(above: dict[str, set[str]], level: str) -> set[str]:
    reached: set[str] = set()
    waiting = [level]
    while waiting:
        for each in above.get(waiting.pop(), set()) - reached:
            reached.add(each)
            waiting.append(each)
    return reached
