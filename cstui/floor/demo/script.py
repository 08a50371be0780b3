"""The texts of fixtures/demo, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...paths import FIXTURES

LANGUAGES = ("zh", "en")
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Script:
    """All that the demo says: the floor and its people, the customers, and what is written by whom.

    ``texts`` and ``answers`` are kept by team and language, answers by category besides;
    ``phrases`` by language.
    """

    floor: Entry
    people: Entry
    phrases: Mapping[str, Entry]
    texts: Mapping[tuple[str, str], tuple[Entry, ...]]
    answers: Mapping[tuple[str, str], Mapping[str, Entry]]
    hostile: tuple[Entry, ...]

    @property
    def teams(self) -> dict[str, Entry]:
        """Return the teams by slug."""
        return {team["slug"]: team for team in self.floor["team"]}

    def policy_of(self, team: str) -> str:
        """Return the policy pack of a team."""
        return str(self.teams[team].get("policy", self.floor["policy"]))


@cache
def script() -> Script:
    """Read the demo's fixtures."""
    floor = _read("floor")
    spoken = {(team["slug"], lang): _read(f"{team['slug']}.{lang}") for team in floor["team"] for lang in LANGUAGES}
    return Script(
        floor=floor,
        people=_read("people"),
        phrases={lang: _read(f"phrases.{lang}") for lang in LANGUAGES},
        texts={key: tuple(told["text"]) for key, told in spoken.items()},
        answers={key: told["answer"] for key, told in spoken.items()},
        hostile=tuple(_read("hostile")["text"]),
    )


@cache
def careers() -> Entry:
    """Read where the demo's people stand and what is recorded of them."""
    return _read("careers")


@cache
def under_way() -> Entry:
    """Read what is under way with the demo's rosters."""
    return _read("rosters")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FIXTURES / "demo" / f"{name}.toml").read_text("utf-8"))
