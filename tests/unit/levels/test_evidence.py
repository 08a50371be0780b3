"""Praise, penalties, training: who may record it of whom, what it must say, and that nothing is ever deleted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui import i18n
from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import complaints, journal
from cstui.floor.access import Denied
from cstui.floor.levels import dossier, evidence, fact_words, training
from cstui.floor.levels.evidence import Given
from cstui.floor.levels.views import FACT_KINDS
from db import models as rows
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, TODAY, statements

PRAISE = Given("praise_customer", giver="王先生", text="kind")


def test_an_entry_counts_in_the_dossier(floor: Floor) -> None:
    evidence.record(floor.lead, "li.na", Given("exam", date(2026, 3, 1), "skill", value=81.5, passed=True), now=NOON)
    found = dossier.dossier(floor.agent.id, "dual", on=TODAY)
    assert [(f.kind, f.day, f.name, f.value, f.passed, f.ref) for f in found.facts] == [
        ("exam", date(2026, 3, 1), "skill", 81.5, True, "evidence:1")
    ]
    assert dossier.dossier(floor.agent.id, "dual", on=date(2026, 2, 28)).facts == ()


def test_a_kind_is_kept_once_any_was_entered_of_anybody(floor: Floor) -> None:
    assert "praise_customer" not in dossier.kept()
    number = evidence.record(floor.lead, "zhang.wei", PRAISE, now=NOON).id
    assert "praise_customer" in dossier.dossier(floor.agent.id, "dual", on=TODAY).recorded
    evidence.void(floor.lead, number, "typo", now=NOON)
    assert "praise_customer" in dossier.kept() and "praise_internal" not in dossier.kept()


def test_different_customers_are_told_apart(floor: Floor) -> None:
    complaints.add(floor.boss, {"subject": "x", "customer_id": "K-1", "customer_name": "Ann"}, now=NOON)
    complaints.add(floor.boss, {"subject": "x", "customer_id": "K-2", "customer_name": "Ann"}, now=NOON)
    for customer in ("K-1", "K-2", "C-000001"):
        evidence.record(floor.lead, "li.na", Given("praise_customer", customer=customer), now=NOON)
    evidence.record(floor.lead, "li.na", PRAISE, now=NOON)
    givers = [fact.giver for fact in dossier.dossier(floor.agent.id, "dual", on=TODAY).facts]
    assert givers == ["customer:1", "customer:2", "customer:1", "王先生"]
    assert [each.giver for each in evidence.entries(floor.lead, login="li.na")] == ["王先生", "K-1", "K-2", "K-1"]


def test_a_customer_counts_once_however_it_is_spelled(floor: Floor) -> None:
    complaints.add(floor.boss, {"subject": "x", "customer_id": "K-1", "customer_name": "Ann Lee"}, now=NOON)
    evidence.record(floor.lead, "li.na", Given("praise_customer", customer="K-1"), now=NOON)
    for spelled in ("ann lee", "k-1", "ＡＮＮ　ＬＥＥ", "Bob", "bob"):
        evidence.record(floor.lead, "li.na", PRAISE._replace(giver=spelled), now=NOON)
    givers = [fact.giver for fact in dossier.dossier(floor.agent.id, "dual", on=TODAY).facts]
    assert givers == ["customer:1"] * 4 + ["Bob"] * 2
    assert evidence.entries(floor.lead, login="li.na", limit=1)[0].giver == "bob"


@pytest.mark.parametrize("himself", ["li.na", "李娜"])
def test_nobody_trains_themselves(floor: Floor, himself: str) -> None:
    with pytest.raises(BadInput):
        evidence.record(floor.lead, "li.na", Given("mentored", giver=himself), now=NOON)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31)])
def test_a_day_beyond_any_working_life_is_refused(floor: Floor, day: date) -> None:
    with pytest.raises(BadInput):
        evidence.record(floor.lead, "li.na", PRAISE._replace(day=day), now=NOON)


def test_a_newcomer_counts_once_by_name_or_login(floor: Floor) -> None:
    for newcomer in ("张伟", "zhang.wei"):
        evidence.record(floor.lead, "li.na", Given("mentored", giver=newcomer), now=NOON)
    assert {each.giver for each in evidence.entries(floor.lead)} == {"zhang.wei"}


@pytest.mark.parametrize(
    "given",
    [
        Given("gossip", name="x"),
        Given("praise_customer"),
        Given("praise_internal", giver=" \n"),
        Given("mentored"),
        Given("penalty", value=100),
        Given("incident", name="small"),
        Given("exam", name="x"),
        Given("course", name="x", value=101),
        Given("course", name="x", value=-1),
        Given("course", name="x", value=float("nan")),
        Given("penalty", name="x", value=float("inf")),
        Given("attested", name="x", day=TODAY + timedelta(days=1)),
    ],
)
def test_what_does_not_say_enough_is_refused(floor: Floor, given: Given) -> None:
    with pytest.raises(BadInput):
        evidence.record(floor.lead, "li.na", given, now=NOON)
    assert evidence.entries(floor.boss) == []


def test_who_may_record_of_whom(floor: Floor) -> None:
    for actor, login in (
        (floor.agent, "zhang.wei"),
        (floor.lead, "lead.wang"),  # nobody of themselves
        (floor.boss, "boss"),
        (floor.lead, "chen.mo"),  # another team
        (floor.auditor, "li.na"),
    ):
        with pytest.raises(Denied):
            evidence.record(actor, login, PRAISE, now=NOON)
    with pytest.raises(NotFound):
        evidence.record(floor.boss, "nobody", PRAISE, now=NOON)
    assert evidence.record(floor.boss, "chen.mo", PRAISE, now=NOON).agent == "chen.mo"


def test_everybody_sees_what_concerns_them(floor: Floor) -> None:
    for login in ("li.na", "zhang.wei", "chen.mo"):
        evidence.record(floor.boss, login, PRAISE, now=NOON)
    seen = {actor.login: {each.agent for each in evidence.entries(actor)} for actor in (floor.agent, floor.lead)}
    assert seen == {"li.na": {"li.na"}, "lead.wang": {"li.na", "zhang.wei"}}
    assert len(evidence.entries(floor.auditor)) == 3
    with pytest.raises(Denied):
        evidence.entries(floor.agent, login="zhang.wei")


def test_voided_it_stays_and_no_longer_counts(floor: Floor) -> None:
    number = evidence.record(floor.lead, "li.na", PRAISE, now=NOON).id
    with pytest.raises(BadInput):
        evidence.void(floor.lead, number, " ", now=NOON)
    with pytest.raises(Denied):
        evidence.void(floor.agent, number, "mine", now=NOON)
    with pytest.raises(NotFound):
        evidence.void(floor.lead, number, "x", kinds=("penalty",), now=NOON)
    assert evidence.void(floor.lead, number, "meant for another", now=NOON).voided
    with pytest.raises(Refused):
        evidence.void(floor.lead, number, "again", now=NOON)
    assert evidence.entries(floor.lead) == []
    assert [each.id for each in evidence.entries(floor.lead, voided=True)] == [number]
    assert dossier.dossier(floor.agent.id, "dual", on=TODAY).facts == ()


def test_the_journal_tells_no_words_of_it(floor: Floor) -> None:
    number = evidence.record(floor.lead, "li.na", PRAISE, now=NOON).id
    evidence.void(floor.lead, number, "meant for another", now=NOON)
    facts = [each.event for each in journal.entries(floor.boss, subject=f"agent:{floor.agent.id}", limit=50)][-2:]
    assert [each.action for each in facts] == ["evidence.recorded", "evidence.voided"]
    assert facts[0].body == {"evidence": number, "kind": "praise_customer"}
    assert rows.Form.get(rows.Form.event_seq == facts[1].seq).fields == {"reason": "meant for another"}
    assert "reason" not in facts[1].body
    assert journal.verify(floor.boss).whole


def test_hostile_words_come_out_harmless(floor: Floor) -> None:
    found = evidence.record(
        floor.lead, "li.na", Given("praise_customer", giver="A\x1b[31m\u202eB\nC", text="\x07[/]"), now=NOON
    )
    assert found.giver.isprintable() and "\n" not in found.giver and "\x07" not in found.text and "[/]" in found.text


def test_every_kind_can_be_recorded(floor: Floor) -> None:
    for kind in FACT_KINDS:
        name = "serious" if kind == "incident" else "x"
        evidence.record(floor.lead, "li.na", Given(kind, name=name, giver="y", passed=True, value=9), now=NOON)
    assert {each.kind for each in evidence.entries(floor.agent)} == set(FACT_KINDS)


def test_a_penalty_names_the_complaint_it_arose_from(floor: Floor) -> None:
    complaints.add(floor.boss, {"subject": "x"}, now=NOON)
    given = Given("penalty", name="mishandled", value=300, complaint="C-1")
    assert evidence.record(floor.lead, "li.na", given, now=NOON).ref == "C-000001"
    with pytest.raises(NotFound):
        evidence.record(floor.lead, "li.na", given._replace(complaint="C-9"), now=NOON)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("exam", "技术评定考试", "skill_grading"),
        ("attested", "办公软件:PowerPoint", "office-powerpoint"),
        ("attested", "Office-PowerPoint", "office-powerpoint"),
        ("course", "储备干部培训", "reserve_cadre"),
        ("course", "Team building", "Team building"),
    ],
)
def test_names_that_the_ladder_asks_for_are_known_by_their_titles(
    floor: Floor, kind: str, typed: str, kept: str
) -> None:
    assert evidence.record(floor.lead, "li.na", Given(kind, name=typed, passed=True), now=NOON).name == kept


@pytest.mark.usefixtures("floor")
@pytest.mark.parametrize(
    ("kind", "key", "told"),
    [
        ("exam", "skill_grading", "技术评定考试"),
        ("exam", "scene", "场景面试"),
        ("course", "lead", "领导力入门"),
        ("attested", "emergencies", "应急事件处理学习"),
        ("course", "Team building", "Team building"),
        ("penalty", "level_allowance", "扣发职级津贴"),
        ("praise_customer", "", ""),
    ],
)
def test_what_is_recorded_under_a_key_is_told_by_its_title(kind: str, key: str, told: str) -> None:
    i18n.set_language("zh")
    try:
        assert fact_words.about(kind, key) == told
    finally:
        i18n.set_language("en")


@pytest.mark.usefixtures("floor")
def test_what_is_known_by_name_is_offered_once() -> None:
    assert training.offered("course")[:2] == ("onboarding", "topic of the month")
    for kind in ("course", "exam", "attested"):
        keys = [training.name_of(kind, title) for title in training.offered(kind)]
        assert keys and len(set(keys)) == len(keys)
    assert training.offered("mentored") == ()


def test_revenue_is_vouched_for_with_its_figure(floor: Floor) -> None:
    found = evidence.record(floor.lead, "li.na", Given("attested", name="revenue", value=612345.5), now=NOON)
    assert found.value == 612345.5


def test_a_long_list_takes_no_more_reads_than_a_short_one(floor: Floor) -> None:
    def praised() -> None:
        evidence.record(floor.lead, "li.na", Given("praise_internal", TODAY, giver="zhang.wei"), now=NOON)

    praised()
    few = statements(lambda: evidence.entries(floor.boss))
    for _number in range(9):
        praised()
    assert len(evidence.entries(floor.boss)) == 10 and statements(lambda: evidence.entries(floor.boss)) == few
