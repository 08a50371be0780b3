"""Goal 1: what a look-up from the command line costs over importing the two libraries it cannot do without."""

from __future__ import annotations

import importlib.util
import sys
from functools import partial

from .floors import floor
from .frame import Options, Ratio, cstui, median_seconds, shown, spawn, take_turns

_LOOK_UPS = {
    "complaint show": ("complaint", "show", "C-000001", "-o", "json"),
    "find": ("find", "退款", "-o", "json"),
    "who": ("who", "-o", "json"),
}
_BARE = "import click, peewee"


def run(options: Options) -> list[Ratio]:
    """Measure the look-ups, each as a whole process."""
    store = str(floor(options, 1_000))
    commands = {name: cstui("--db", store, *words) for name, words in _LOOK_UPS.items()}
    commands[_BARE] = [sys.executable, "-c", _BARE]
    if importlib.util.find_spec("sqlite_utils"):
        query = "select * from complaint where id = 1"
        commands["sqlite-utils query"] = [sys.executable, "-m", "sqlite_utils", "query", store, query]
    ran = take_turns({name: partial(spawn, command) for name, command in commands.items()}, options.repeat * 3)
    seconds = {name: median_seconds(each) for name, each in ran.items()}
    ratios = [_over(seconds, name, _BARE, "≤ 1.3") for name in _LOOK_UPS]
    if "sqlite-utils query" in seconds:
        ratios.append(_over(seconds, "complaint show", "sqlite-utils query", "-"))
    return ratios


def _over(seconds: dict[str, float], name: str, peer: str, goal: str) -> Ratio:
    what = f"{name} -o json over {peer if peer != _BARE else f'python -c {_BARE!r}'}"
    return Ratio(1, what, shown(seconds[name]), shown(seconds[peer]), seconds[name] / seconds[peer], goal)
