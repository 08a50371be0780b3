"""Policy packs: what ships, what a site may write, and how a mistake is named."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cstui import i18n, paths
from cstui.errors import BadInput
from cstui.floor.calendar import calendar_names, load_calendar
from cstui.floor.packs import spoken
from cstui.floor.policy import LIMITED, Extension, Policy, load_policy, policy_names
from cstui.floor.span import Span
from cstui.floor.views import SEVERITIES

Write = Callable[[str], Path]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write the site's own pack ``mine`` and return its path."""
    monkeypatch.setenv("CSTUI_CONFIG", str(tmp_path))
    (tmp_path / "policies").mkdir()

    def write(text: str) -> Path:
        path = tmp_path / "policies" / "mine.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_retail() -> None:
    retail = load_policy("retail")
    assert {retail.limit("acknowledge", severity) for severity in SEVERITIES} == {Span(0, "wd")}
    assert {retail.limit("first_response", severity) for severity in SEVERITIES} == {Span(0, "wd")}
    assert [str(retail.limit("resolve", severity)) for severity in SEVERITIES] == ["0wd", "3wd", "3wd", "3wd"]
    assert retail.limit("statutory", "critical") is None
    assert [retail.own_steps(severity) for severity in SEVERITIES] == [True, True, False, False]
    assert not any(retail.four_eyes(severity) for severity in SEVERITIES)
    assert (retail.load_cap, retail.retention_years, retail.rolls) == (8, None, False)


def test_cn_bank() -> None:
    bank = load_policy("cn-bank")
    assert {bank.limit("statutory", severity) for severity in SEVERITIES} == {Span(15, "d")}
    assert bank.limit("resolve", "critical") is None
    assert [bank.four_eyes(severity) for severity in SEVERITIES] == [True, True, False, False]
    assert bank.extensions == {
        "statutory": Extension(Span(30, "d"), Span(30, "d"), Span(60, "d"), ("approver", "reason", "notice"))
    }
    assert bank.retention_years == 3
    assert not bank.reopen_restarts_statutory
    assert "2020年第3号" in spoken(bank.source) or "No. 3 of 2020" in spoken(bank.source)


def test_every_shipped_pack_reads_in_both_languages() -> None:
    assert policy_names() == tuple(sorted(path.stem for path in (paths.FIXTURES / "policies").glob("*.toml")))
    assert {"retail", "cn-bank", "cn-12315", "cn-telecom", "fca-disp", "cfpb"} <= set(policy_names())
    for name in policy_names():
        pack = load_policy(name)
        assert set(pack.title) == set(pack.source) == {"en", "zh"}
        i18n.set_language("zh")
        assert spoken(pack.title) == pack.title["zh"]
        i18n.set_language("en")
        assert spoken(pack.title) == pack.title["en"]


def test_what_is_not_told(site: Write) -> None:
    site('source = "our own"\n')
    pack = load_policy("mine")
    assert (pack.own_step_from, pack.four_eyes_from, pack.close_gate_from) == ("major", "critical", "major")
    assert [pack.four_eyes(severity) for severity in SEVERITIES] == [True, False, False, False]
    assert [pack.close_gate(severity) for severity in SEVERITIES] == [True, True, False, False]
    assert (pack.load_cap, pack.retention_years, pack.rolls, pack.reopen_restarts_statutory) == (8, None, False, False)
    assert (spoken(pack.title), dict(pack.limits), dict(pack.extensions)) == ("mine", {}, {})


def test_a_site_may_set_everything(site: Write) -> None:
    site(
        """
        title = "Ours"
        source = { en = "rule", zh = "规定" }
        rolls = true
        own_step_from = "none"
        four_eyes_from = "minor"
        close_gate_from = "none"
        load_cap = 12
        retention_years = 5
        reopen_restarts_statutory = true
        [limits]
        resolve = { critical = "4h", major = "1wd" }
        statutory = { critical = "7d", else = "8w" }
        keep_informed = "2wd"
        [extension.statutory]
        further = "10d"
        needs = ["reason"]
        """
    )
    pack = load_policy("mine")
    assert [str(pack.limit("resolve", severity)) for severity in SEVERITIES] == ["4h", "1wd", "None", "None"]
    assert [str(pack.limit("statutory", severity)) for severity in SEVERITIES] == ["7d", "8w", "8w", "8w"]
    assert all(pack.four_eyes(severity) for severity in SEVERITIES)
    assert not any(pack.own_steps(severity) or pack.close_gate(severity) for severity in SEVERITIES)
    assert (pack.load_cap, pack.retention_years, pack.rolls, pack.reopen_restarts_statutory) == (12, 5, True, True)
    assert pack.extensions["statutory"] == Extension(None, Span(10, "d"), None, ("reason",))


def test_a_zero_day_limit_is_not_taken_for_none(site: Write) -> None:
    site('source = "s"\n[limits]\nresolve = { critical = "0wd", else = "3wd" }\n')
    assert load_policy("mine").limit("resolve", "critical") == Span(0, "wd")


def test_a_sites_own_file_wins_and_is_read_again_when_it_changes(site: Write) -> None:
    path = site('source = "one"\n').rename(paths.config_dir() / "policies" / "retail.toml")
    assert load_policy("retail").source == {"en": "one"}
    assert load_policy("retail") is load_policy("retail")
    path.write_text('source = "two"\n', "utf-8")
    os.utime(path, (0, 0))
    assert load_policy("retail").source == {"en": "two"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("source = ", ["is not valid TOML"]),
        ("", ["source is missing", "a text"]),
        ('source = "s"\nload_capp = 3', ["unknown key load_capp", "load_cap"]),
        ('source = "s"\nload_cap = "8"', ['load_cap cannot be "8"', "a whole number from 1 to 1000"]),
        ('source = "s"\nload_cap = 0', ["load_cap cannot be 0"]),
        ('source = "s"\nload_cap = true', ["load_cap cannot be true"]),
        ('source = "s"\nrolls = "yes"', ['rolls cannot be "yes"', "true or false"]),
        ('source = "s"\nfour_eyes_from = "grave"', ['four_eyes_from cannot be "grave"', "critical, major", "none"]),
        ('source = "s"\nfour_eyes_from = []', ["four_eyes_from cannot be []"]),
        ('source = "s"\nlimits = 3', ["limits cannot be 3", "a table"]),
        ('source = "s"\n[limits]\nreply = "1d"', ["unknown key limits.reply", "first_response"]),
        ('source = "s"\n[limits]\nresolve = "3 days"', ['limits.resolve cannot be "3 days"', "15wd (working days)"]),
        ('source = "s"\n[limits]\nresolve = 3', ["limits.resolve cannot be 3", "15wd"]),
        ('source = "s"\n[limits.resolve]\nurgent = "1d"', ["unknown key limits.resolve.urgent", "else"]),
        ('source = "s"\n[limits.resolve]\nmajor = "0h"', ['limits.resolve.major cannot be "0h"']),
        ('source = "s"\n[extension.reply]\ncomplex = "30d"', ["unknown key extension.reply"]),
        ('source = "s"\n[extension.statutory]\nlonger = "30d"', ["unknown key extension.statutory.longer", "complex"]),
        ('source = "s"\n[extension.statutory]\nneeds = ["luck"]', ["extension.statutory.needs", "approver"]),
        ('source = "s"\n[extension.statutory]\nneeds = "reason"', ["extension.statutory.needs", "approver"]),
        ('source = "s"\ntitle = {}', ["title cannot be {}"]),
        ('source = "\x1b[31m"', ["is not valid TOML"]),
    ],
)
def test_a_mistake_is_named(site: Write, text: str, words: list[str]) -> None:
    path = site(text)
    with pytest.raises(BadInput) as caught:
        load_policy("mine")
    told = str(caught.value)
    assert [word for word in [str(path), *words] if word not in told] == []


@pytest.mark.parametrize("name", ["nowhere", "../policies/retail", "", "a/b", ".", "retail.toml"])
def test_an_unknown_pack_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(BadInput, match="cfpb, cn-12315, cn-bank, .*, retail"):
        load_policy(name)


def test_a_folder_in_place_of_a_file_is_no_pack(site: Write) -> None:
    site('source = "s"\n').unlink()
    (paths.config_dir() / "policies" / "mine.toml").mkdir()
    with pytest.raises(BadInput, match="no policy pack mine"):
        load_policy("mine")


DOCUMENT = Path(__file__).parents[2] / "docs" / "policies.md"


def test_the_documents_examples_are_valid(site: Write) -> None:
    kinds = set()
    example = re.compile(r"```toml\n# (policies|calendars)/([a-z-]+)\.toml\n(.*?)```", re.DOTALL)
    for kind, name, text in example.findall(DOCUMENT.read_text("utf-8")):
        kinds.add(kind)
        folder = paths.config_dir() / kind
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, "utf-8")
        if kind == "policies":
            assert load_policy(name).source
        else:
            assert load_calendar(name, ZoneInfo("Asia/Shanghai")).is_working_day(date(2026, 3, 2))
    assert kinds == {"policies", "calendars"}


def test_the_document_shows_the_error_as_it_is(site: Write) -> None:
    path = site('source = "s"\n[limits]\nresolve = "3 days"\n')
    with pytest.raises(BadInput) as caught:
        load_policy("mine")
    told = str(caught.value).replace(str(path), "/srv/cstui/config/policies/our-shop.toml")
    assert told in DOCUMENT.read_text("utf-8")


def test_the_document_names_every_key_and_pack() -> None:
    text = DOCUMENT.read_text("utf-8")
    keys = [key for key in Policy._fields if key not in ("name", "limits", "extensions")]
    words = [*keys, *LIMITED, *policy_names(), *calendar_names(), "base", "makeup_hours", "holidays", "last_year"]
    assert [word for word in words if f"`{word}`" not in text] == []
