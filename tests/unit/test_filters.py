"""The filter language: every field finds what it says, and no typing breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cstui.errors import BadInput
from cstui.floor import accounts, complaints, filters, queue, setup, store
from cstui.floor.filters import FIELDS, complete, parse, quote
from cstui.floor.marks import number_of
from cstui.floor.views import Actor
from db import models as rows
from db.queries.conditions import Condition

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in Shanghai
OPEN = Condition("open", "=", True)
CASES: dict[str, dict[str, object]] = {
    "bank": {
        "subject": "Card charged twice", "narrative": "双重扣款 at the “Café Ölberg”", "category": "fees",
        "channel": "web", "severity": "normal", "respondent": "柜台小王", "customer_name": "张三",
        "customer_phone": "13812341234", "customer_id": "K-17", "received_at": "2026-03-02 09:30",
    },
    "late": {"subject": "Where is my parcel", "severity": "minor", "received_at": "2026-02-27 16:00"},
    "none": {
        "subject": "nothing", "narrative": 'a "quoted" word, a back\\slash', "category": "none", "severity": "normal",
        "received_at": "2026-03-04 23:59:59", "customer_name": "none",
    },
    "grave": {
        "subject": "Identity stolen", "severity": "critical", "received_at": "2026-03-05 09:00", "customer_id": "none",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def actor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Actor]:
    """A floor with four cases that differ in every field."""
    setup.init_floor(tmp_path_factory.mktemp("filters") / "floor.db", login="boss", name="Boss")
    boss = accounts.find_actor("boss")
    accounts.add_team(boss, "cards", name="Cards")
    accounts.add_agent(boss, "li.na", name="Li Na", team="cards")
    refs = {name: complaints.add(boss, CASES[name], now=NOW).ref for name in CASES}
    complaints.take(boss, refs["late"], "transfer", {"to": "cards", "reason": "r"}, now=NOW)
    complaints.take(accounts.find_actor("li.na"), refs["late"], "accept", now=NOW)
    complaints.take(boss, refs["none"], "claim", now=NOW)
    complaints.take(boss, refs["none"], "respond", {"channel": "phone", "text": "t", "actions": "a"}, now=NOW)
    complaints.take(boss, refs["none"], "close", {"satisfaction": "2", "cause": "process.gap"}, now=NOW)
    rows.Customer.update(tier="gold").where(rows.Customer.external_id == "K-17").execute()
    late = rows.Complaint.update(source="crm", external_id="T 1", incident=_incident(boss))
    late.where(rows.Complaint.id == number_of(refs["late"])).execute()
    yield boss
    store.close_floor()


def _incident(actor: Actor) -> int:
    return int(rows.Incident.create(team=actor.team_id, title="parcels lost", opened_at=NOW).id)


NAMES = dict(zip((f"C-{number:06d}" for number in range(1, 5)), CASES, strict=True))


def found(actor: Actor, query: str) -> str:
    return " ".join(sorted(NAMES[row.ref] for row in queue.page(actor, query, now=NOW).rows))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "bank grave late"),
        ("state:all", "bank grave late none"),
        ("state:open", "bank grave late"),
        ("-state:open", "none"),
        ("state:closed", "none"),
        ("state:CLOSED,handling", "late none"),
        ("state:reg", "bank"),
        ("severity:critical", "grave"),
        ("sev:minor,critical", "grave late"),
        ("-severity:minor", "bank grave"),
        ("severity:crit", "grave"),
        ("team:cards", "late"),
        ("-team:cards", "bank grave"),
        ("team:moon", ""),
        ("owner:me", ""),
        ("owner:me state:all", "none"),
        ("-owner:me state:all", "bank grave late"),
        ("owner:li.na", "late"),
        ("assignee:none", "bank grave"),
        ("owner:-", "bank grave"),
        ("-owner:none", "late"),
        ("owner:nobody", ""),
        ("customer:张", "bank"),
        ("customer.name:张三", "bank"),
        ("customer:none", "grave late"),
        ('customer:"none" state:all', "none"),
        ("-customer:张三", "grave late"),
        ("phone:138-1234-1234", "bank"),
        ("phone:+8613812341234", "bank"),
        ("phone:none", "grave late"),
        ("customer_id:K-17", "bank"),
        ("customer_id:k-17", ""),
        ('customer_id:"none"', "grave"),
        ("customer_id:none", "late"),
        ("tier:gold", "bank"),
        ("-tier:gold", "grave late"),
        ("category:FEE", "bank"),
        ("category:none", "grave late"),
        ('category:"none" state:all', "none"),
        ("channel:web", "bank"),
        ("subject:parcel", "late"),
        ("subject:ARCEL", "late"),
        ("narrative:扣款", "bank"),
        ("narrative:ÖLBERG", "bank"),
        ("respondent:小王", "bank"),
        ("respondent:-", "grave late"),
        ("received:2026-03-02", "bank"),
        ("received:2026-02", "late"),
        ("received:2026-03 state:all", "bank grave none"),
        ("received:<2026-03-02", "late"),
        ("received:<=2026-03-02", "bank late"),
        ("received:>2026-03-02", "grave"),
        ("received:>=2026-03-02", "bank grave"),
        ("received_at:2026-03-04 state:all", "none"),
        ("received:>=2026-03-05T01:00Z", "grave"),
        ("received:yesterday", None),
        ("-received:>2026-03-02", "bank late"),
        ("due:<+8h", "bank late"),
        ("due:<=+8h", "bank grave late"),
        ("due:none state:all", "none"),
        ("due:>2026-01-01 state:all", "bank grave late"),
        ("closed:2026-03-05 state:all", "none"),
        ("closed:none", "bank grave late"),
        ("clock:acknowledge", "grave"),
        ("next_clock:first_response", "bank late"),
        ("overdue:yes", "bank late"),
        ("overdue:NO", "grave"),
        ("-overdue:yes", "grave"),
        ("breached:1 state:all", "bank late"),
        ("breached:否", "grave"),
        ("cycle:1", "bank grave late"),
        ("cycle:>1", ""),
        ("satisfaction:2 state:all", "none"),
        ("satisfaction:<3 state:all", "none"),
        ("satisfaction:none", "bank grave late"),
        ("version:>=3", "late"),
        ("cause:process.gap state:all", "none"),
        ("cause:process state:all", ""),
        ("cause:none state:all", "bank grave late"),
        ("incident:1", "late"),
        ("-incident:1", "bank grave"),
        ("source:crm", "late"),
        ('external_id:"T 1"', "late"),
        ("ref:C-000001", "bank"),
        ("ref:4", "grave"),
        ("-ref:4", "bank late"),
        ("charged", "bank"),
        ("CHARGED twice", "bank"),
        ("twice charged", "bank"),
        ('"charged twice"', "bank"),
        ('"twice charged"', ""),
        ("-charged", "grave late"),
        ("扣款", "bank"),
        ("fees", "bank"),
        ("张三", "bank"),
        ("harged", ""),
        ('"back\\\\slash" state:all', "none"),
        ('"\\"quoted\\"" state:all', "none"),
        ('"quoted', ""),
        ("none state:all", "none"),
        ("stolen severity:critical -team:cards owner:none received:>=2026-03-01", "grave"),
    ],
)
def test_what_a_query_finds(actor: Actor, query: str, names: str | None) -> None:
    if names is None:
        with pytest.raises(BadInput):
            found(actor, query)
        return
    assert found(actor, query) == names
    assert queue.count(actor, query, now=NOW) == len(names.split())


def test_every_field_that_is_offered_is_tried_above(actor: Actor) -> None:
    cases = test_what_a_query_finds.pytestmark[0].args[1]
    tried = " ".join(query for query, _names in cases)
    assert [field for field in FIELDS if f"{field}:" not in tried] == []


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("colour:red", "colour"),
        ("state:lost", "lost"),
        ("state:re", "re"),  # received, registered, responded, rejected
        ("severity:x", "x"),
        ("severity:", None),
        ("cycle:two", "two"),
        ("cycle:²", "²"),
        ("cycle:9999999999999999999", "9"),
        ("version:-1", "-1"),
        ("received:", None),
        ("received:2026-13-01", "2026-13-01"),
        ("received:9999-12-31", "9999-12-31"),
        ("due:>=9999-12", "9999-12"),
        ("received:0001-01-01T00:00:00", "0001"),
        ("received:soon", "soon"),
        ("phone:138****1234", "masked"),
        ("ref:xyz", "xyz"),
        ("ref:" + "9" * 40, "9"),
        ("overdue:maybe", "maybe"),
        ("-received:2026-03-02", "day"),
        ("https://example.com", "https"),
    ],
)
def test_what_is_wrong_is_named(actor: Actor, query: str, word: str | None) -> None:
    if word is None:
        assert [condition.field for condition in parse(query, actor, now=NOW)] == ["open", "word"]
        return
    with pytest.raises(BadInput, match=word):
        parse(query, actor, now=NOW)


def test_an_unknown_word_names_the_known_ones(actor: Actor) -> None:
    for query, known in (
        ("state:x", "registered"),
        ("severity:x", "critical"),
        ("x:y", "customer_id"),
        ("overdue:x", "yes"),
    ):
        with pytest.raises(BadInput) as refusal:
            parse(query, actor)
        assert known in refusal.value.detail


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from([*FIELDS, "customer.phone", "x", ""]).map(lambda name: f"{name}:"),
        st.sampled_from(
            ["-", "--", '"', '\\"', "\\", ":", ">", "<=", "=", ",", " ", "\n", "\x00", "\u3000", "：", "none", "me"]
        ),
        st.sampled_from(
            ["open", "all", "closed", "critical", "2026-03-01", "2026-02-30", "+2h", "9999-12-31", "0", "１２", "²"]
        ),
        st.text(max_size=5),
        st.integers().map(str),
        st.dates().map(str),
        st.datetimes().map(str),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(FRAGMENTS)
@example("received:0001-01-01")
@example("due:>9999-12-31T23:59:59+00:00")
@example("phone:0" * 40)
def test_no_typing_breaks_the_language_or_the_store(actor: Actor, query: str) -> None:
    try:
        queue.page(actor, query, now=NOW, limit=3)
        queue.count(actor, query, now=NOW)
    except BadInput as refusal:
        assert refusal.title


@settings(max_examples=200, deadline=None)
@given(
    st.text(min_size=1, max_size=20), st.sampled_from(["customer_id", "external_id", "source", "subject", "customer"])
)
def test_a_quoted_value_comes_back_as_it_was(actor: Actor, value: str, field: str) -> None:
    op = "=" if field in ("customer_id", "external_id", "source") else "~"
    assert parse(f"{field}:{quote(value)}", actor) == (OPEN, Condition(field, op, value))
    assert parse(f"-{field}:{quote(value)} {quote(value)}", actor)[1:] == (
        Condition(field, op, value, True),
        Condition("word", "~", value),
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sev", ["severity:"]),
        ("foo -cust", ["-customer:", "-customer_id:"]),
        ("state:re", ["state:received", "state:registered", "state:responded", "state:rejected"]),
        ("-severity:m", ["-severity:major", "-severity:minor"]),
        ("owner:", ["owner:me", "owner:none"]),
        ("overdue:", ["overdue:yes", "overdue:no"]),
        ("", []),
        ("word ", []),
        ("subject:x", []),
    ],
)
def test_what_completion_offers(typed: str, offered: list[str]) -> None:
    assert complete(typed) == offered


def test_labels_of_the_language_in_use_are_understood(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {"critical": "紧急", "handling": "处理中"}
    monkeypatch.setattr(filters, "label", lambda kind, value: spoken.get(value, value))
    for kind, stored, name in (("severity", "critical", "grave"), ("state", "handling", "late")):
        assert found(actor, f"{kind}:{spoken[stored]}") == name
        assert found(actor, f"{kind}:{stored}") == name


def test_the_fields_are_those_of_the_documentation() -> None:
    assert len(set(FIELDS)) == len(FIELDS)
    assert set(filters._ALIASES.values()) <= {*FIELDS, *filters._INSTANTS, "next_clock"}
