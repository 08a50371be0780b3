"""Every verb of the roster, given nonsense by everybody: refused in words, nothing breaks, nothing raw comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
import time_machine

from cstui.cli.root import root
from cstui.floor import journal, leavers, setup
from docs.render_commands import verbs
from tests.cli.conftest import Run
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import NOW, publish

NONSENSE = (
    "", " ", "SECRET" * 200, "SECRET\x1b[31m\u202e\x00", "[/] SECRET", "0", "-1", "9" * 30, "1e400", "nan",
    "2026-02-30", "9999-12-31", "0001-01-01", "mon..9999-12-31", "25:99", "23:59-00:00", "2026-W99", "9999-W52",
    "+9999999w", "all", ",,,", "li.na,chen.mo", "LI.NA", "gone", "none", "off", "A1", "mon", "1", "14:00", "next",
)  # fmt: skip
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")
PEOPLE = ("boss", "lead.wang", "li.na", "qa.sun", "it.gao")


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every verb of the roster with its command."""
    for verb in [verb for verb in verbs() if verb.split()[0] in ("roster", "who")]:
        found: click.Command = root
        for word in verb.split():
            assert isinstance(found, click.Group)
            below = found.get_command(click.Context(found), word)
            assert below is not None
            found = below
        yield tuple(verb.split()), found


def lines(command: click.Command, value: str) -> Iterator[list[str]]:
    """Yield the arguments with a value in every place that must be filled, then in each option by itself."""
    filled = [value for each in command.params if isinstance(each, click.Argument)]
    yield ["--", *filled]
    for each in command.params:
        if isinstance(each, click.Option) and not each.is_flag and not each.hidden:
            yield [f"{each.opts[0]}={value}", "--", *(["1"] * len(filled))]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("login", PEOPLE)
def test_nonsense_is_refused_in_words(floor: Floor, run: Run, login: str, language: str) -> None:
    from cstui.floor import accounts

    with time_machine.travel(NOW, tick=True):
        for name, roles in (("it.gao", ("admin",)), ("gone", ("agent",))):
            accounts.add_agent(floor.boss, name, name=name, roles=roles)
        publish(floor.lead, {"li.na": "A1 A1 off A1 A1 off off", "zhang.wei": "B1 B1 B1 B1 B1 off off"})
        leavers.disable_agent(floor.boss, "gone")
        for place, (words, command) in enumerate(commands()):
            for number, value in enumerate(NONSENSE):
                turn = place + number + 2 * (language == "zh")
                if turn % len(PEOPLE) != PEOPLE.index(login):  # each pair by one person, in Chinese by another
                    continue
                for line in lines(command, value):
                    told = run("--db", floor.path, "--lang", language, "--as", login, *words, *line)
                    where = (login, words, line, told.output[-600:])
                    assert told.exit_code in (0, 1, 2), where
                    assert told.exception is None or isinstance(told.exception, SystemExit), where
                    assert not RAW.search(told.output), where
                    assert told.exit_code == 0 or told.stderr.strip(), where
        assert setup.check(floor.boss) == []
        assert journal.verify(floor.boss).whole
        assert not [entry for entry in journal.entries(floor.boss, limit=100_000) if "SECRET" in str(entry)]
