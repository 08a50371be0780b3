"""Policy packs: which limits run for which severity, and who may do what alone.

A pack is data (policies/NAME.toml, see docs/policies.md); a team chooses one,
and a site's own file of the same name wins over the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import _, listed
from ..text import one_line
from . import packs
from .packs import Table, Texts
from .span import EXAMPLES, Span
from .views import SEVERITIES

LIMITED = ("acknowledge", "first_response", "keep_informed", "resolve", "statutory")
NEEDS = ("approver", "reason", "notice")
_SEVERITY_KEYS = (*SEVERITIES, "else")
_FROM = (*SEVERITIES, "none")


class Extension(NamedTuple):
    """How far a limit may go: to ``complex``, by ``further`` with what it ``needs``, never above ``ceiling``."""

    complex: Span | None
    further: Span | None
    ceiling: Span | None
    needs: tuple[str, ...]


class Policy(NamedTuple):
    """One policy pack.  The severities named ``*_from`` include every graver one; None means never."""

    name: str
    title: Texts = {}
    source: Texts = {}
    limits: Mapping[str, Mapping[str, Span]] = {}
    rolls: bool = False
    own_step_from: str | None = "major"
    four_eyes_from: str | None = "critical"
    close_gate_from: str | None = "major"
    load_cap: int = 8
    retention_years: int | None = None
    reopen_restarts_statutory: bool = False
    extensions: Mapping[str, Extension] = {}

    def limit(self, clock: str, severity: str) -> Span | None:
        """Return the limit of a clock for a severity, None where the pack sets none."""
        return self.limits.get(clock, {}).get(severity)

    def own_steps(self, severity: str) -> bool:
        """Whether receiving, verifying and registering are steps of their own."""
        return _reaches(self.own_step_from, severity)

    def four_eyes(self, severity: str) -> bool:
        """Whether closing takes a lead who is not the owner."""
        return _reaches(self.four_eyes_from, severity)

    def close_gate(self, severity: str) -> bool:
        """Whether closing takes cause, responsibility, corrective action and a follow-up call."""
        return _reaches(self.close_gate_from, severity)


def policy_names() -> tuple[str, ...]:
    """Return the names of all packs, the site's own included, in order."""
    return packs.names("policies")


def load_policy(name: str) -> Policy:
    """Return a pack; raises BadInput when it is unknown or its file does not fit."""
    path = packs.find("policies", name)
    if path is None:
        title = _("there is no policy pack {name}").format(name=one_line(name)[:40])
        raise BadInput(title, _("Known: {names}.").format(names=listed(policy_names())))
    return _load(path, path.stat().st_mtime_ns, name)


@lru_cache(maxsize=32)
def _load(path: Path, changed: int, name: str) -> Policy:
    table = packs.read(path)
    table.only(*(key for key in Policy._fields if key not in ("name", "extensions")), "extension")
    return Policy(
        name=name,
        title=table.texts("title", name),
        source=table.texts("source"),
        limits={clock: _by_severity(limits, clock) for limits in (_limits(table),) for clock in limits.values},
        rolls=table.flag("rolls", False),
        own_step_from=_severity(table, "own_step_from", "major"),
        four_eyes_from=_severity(table, "four_eyes_from", "critical"),
        close_gate_from=_severity(table, "close_gate_from", "major"),
        load_cap=table.number("load_cap", 8, 1, 1000) or 8,
        retention_years=table.number("retention_years", None, 1, 100),
        reopen_restarts_statutory=table.flag("reopen_restarts_statutory", False),
        extensions=_extensions(table.table("extension")),
    )


def _limits(table: Table) -> Table:
    limits = table.table("limits")
    limits.only(*LIMITED)
    return limits


def _by_severity(limits: Table, clock: str) -> dict[str, Span]:
    """Read one limit: a span for all, or a table of spans by severity with ``else`` for the rest."""
    if not isinstance(limits.values[clock], dict):
        return dict.fromkeys(SEVERITIES, _span(limits, clock))
    table = limits.table(clock)
    table.only(*_SEVERITY_KEYS)
    spans = {key: _span(table, key) for key in table.values}
    named = ((severity, spans.get(severity) or spans.get("else")) for severity in SEVERITIES)
    return {severity: span for severity, span in named if span}


def _span(table: Table, key: str) -> Span:
    value = table.values[key]
    try:
        return Span.parse(value if isinstance(value, str) else "")
    except BadInput as error:
        raise table.wrong(key, _(EXAMPLES)) from error


def _severity(table: Table, key: str, default: str) -> str | None:
    word = table.choice(key, _FROM, default)
    return None if word == "none" else word


def _extensions(table: Table) -> dict[str, Extension]:
    table.only(*LIMITED)
    return {clock: _extension(table.table(clock)) for clock in table.values}


def _extension(table: Table) -> Extension:
    table.only("complex", "further", "ceiling", "needs")
    reach, further, ceiling = (_span(table, key) if key in table else None for key in ("complex", "further", "ceiling"))
    needs = table.values.get("needs", list(NEEDS))
    if not isinstance(needs, list) or not all(need in NEEDS for need in needs):
        raise table.wrong("needs", _("a list of {choices}").format(choices=listed(NEEDS)))
    return Extension(reach, further, ceiling, tuple(needs))


def _reaches(threshold: str | None, severity: str) -> bool:
    return threshold is not None and SEVERITIES.index(severity) <= SEVERITIES.index(threshold)
