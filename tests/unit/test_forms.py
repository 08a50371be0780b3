"""Forms: every problem told at once, everything brought into the store's shape, nothing kept that is unsafe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.errors import BadInput
from cstui.floor import answers, complaints, drafts, store
from cstui.floor.forms import FORMS, INTAKE, Field
from cstui.text import clean
from tests.conftest import Floor

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


def check(kind: str, value: object, **more: object) -> object:
    field = Field("x", "X", kind, **more)  # type: ignore[arg-type]
    return answers.check([field], {"x": value}, now=NOW).get("x")


def test_every_problem_is_told_at_once(floor: Floor) -> None:
    values = {"waiting_for": "godot", "until": "someday", "colour": "red", "what": " "}
    with pytest.raises(BadInput) as refusal:
        answers.check(FORMS["wait"], values, now=NOW)
    assert [problem.column for problem in refusal.value.problems] == ["colour", "waiting_for", "what", "until"]
    lines = refusal.value.detail.splitlines()
    assert len(lines) == 4
    assert "Waiting for" in lines[1] and "customer, third_party" in lines[1]
    assert "is needed" in lines[2]


@pytest.mark.parametrize("action", FORMS)
def test_needed_fields_are_needed(floor: Floor, action: str) -> None:
    needed = [field.name for field in FORMS[action] if field.required]
    if not needed:
        assert answers.check(FORMS[action], {}, now=NOW) == {}
        return
    with pytest.raises(BadInput) as refusal:
        answers.check(FORMS[action], dict.fromkeys(needed, "  "), now=NOW)
    assert [problem.column for problem in refusal.value.problems] == needed


@pytest.mark.parametrize(
    ("kind", "given_value", "kept"),
    [
        ("line", "  text \x1b[31m ", "text ␛[31m"),
        ("text", "a\r\nb\u200b", "a\nb‹200B›"),
        ("flag", "yes", True), ("flag", "是", True), ("flag", True, True), ("flag", "1", True),
        ("flag", "No", False), ("flag", "否", False), ("flag", False, False),
        ("number", "120.50", "120.50"), ("number", "1e3", "1000"), ("number", " -5 ", "-5"), ("number", 7, "7"),
        ("number", "１２", "12"),
        ("phone", "138 1234 1234", "+8613812341234"),
        ("when", "14:30", datetime(2026, 3, 5, 6, 30, tzinfo=UTC)),
        ("when", "+2h", NOW + timedelta(hours=2)),
        ("when", NOW, NOW),
        ("line", "", None), ("text", None, None), ("flag", " ", None), ("number", "", None), ("when", "\t", None),
    ],
)  # fmt: skip
def test_values_come_out_typed_and_clean(floor: Floor, kind: str, given_value: object, kept: object) -> None:
    assert check(kind, given_value) == kept


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("flag", "perhaps"), ("number", "abc"), ("number", "NaN"), ("number", "sNaN"), ("number", "Infinity"),
        ("number", "1e999999"), ("number", "1e-999999"), ("number", "0e999999"), ("when", "soon"),
        ("when", "0001-01-01 00:00"), ("when", "9999-12-31 23:59"), ("phone", "138****1234"), ("phone", "1.38E+10"),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_in_words(floor: Floor, kind: str, wrong: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check(kind, wrong)
    (problem,) = refusal.value.problems
    assert (problem.column, problem.value) == ("x", wrong)
    assert problem.problem


def test_choices_are_taken_by_value_label_or_spelling(floor: Floor) -> None:
    choices = ("customer", "third_party")
    field = Field("waiting_for", "Waiting for", "choice", choices=choices)
    for word, kept in (("customer", "customer"), ("Third-Party", "third_party"), ("a third party", "third_party")):
        assert answers.check([field], {"waiting_for": word}, now=NOW) == {"waiting_for": kept}
    with pytest.raises(BadInput, match="not right"):
        answers.check([field], {"waiting_for": "somebody"}, now=NOW)
    assert check("choice", "短信平台", choices=("phone",), free=True) == "短信平台"


def test_what_is_too_long_is_refused_never_cut(floor: Floor) -> None:
    assert check("text", "字" * 100_000) == "字" * 100_000
    with pytest.raises(BadInput) as refusal:
        check("text", "字" * 100_001)
    assert "100000" in refusal.value.problems[0].problem
    assert len(refusal.value.problems[0].value) <= 80


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(values=st.dictionaries(st.sampled_from([field.name for field in INTAKE]), st.text(max_size=30), max_size=6))
def test_no_intake_breaks_the_check(floor: Floor, values: dict[str, str]) -> None:
    try:
        kept = answers.check(INTAKE, values, now=NOW)
    except BadInput as refusal:
        assert {problem.column for problem in refusal.problems} <= set(values)
    else:
        assert all(clean(value) == value for value in kept.values() if isinstance(value, str))


def test_labels_of_problems_are_safe(floor: Floor) -> None:
    with pytest.raises(BadInput) as refusal:
        answers.check(INTAKE, {"\x1b[31mcolour\n": "\u202ex"}, now=NOW)
    assert not {"\x1b", "\u202e"} & set(str(refusal.value))


# Intake


def test_intake_needs_a_subject_or_the_facts(floor: Floor) -> None:
    for values in ({}, {"customer_name": "张三"}, {"subject": " ", "narrative": "\n"}):
        with pytest.raises(BadInput):
            complaints.add(floor.agent, values)
    case = complaints.add(floor.agent, {"narrative": "first line\nsecond " + "x" * 100})
    assert case.subject == f"first line second {'x' * 100}"[:80]
    assert complaints.add(floor.agent, {"subject": "s"}).narrative == ""


def test_intake_has_its_defaults(floor: Floor) -> None:
    case = complaints.add(floor.agent, {"subject": "s"}, now=NOW)
    assert (case.severity, case.channel, case.team, case.state, case.category) == (
        "normal", "phone", "floor", "registered", None,
    )  # fmt: skip
    assert (case.received_at, case.assignee, case.version, case.cycle, case.source) == (NOW, None, 1, 1, None)


@pytest.mark.parametrize(
    ("severity", "state"),
    [("critical", "received"), ("major", "received"), ("normal", "registered"), ("minor", "registered")],
)
def test_grave_complaints_begin_with_steps_of_their_own(floor: Floor, severity: str, state: str) -> None:
    assert complaints.add(floor.agent, {"subject": "s", "severity": severity}).state == state


def test_everything_of_the_form_is_kept(floor: Floor) -> None:
    values = {
        "customer_phone": "13812341234", "customer_name": "张三", "customer_id": "K-1", "subject": "s",
        "narrative": "n\nm", "remedy": "refund", "channel": "wechat", "severity": "minor", "category": "fees",
        "respondent": "前台", "region": "浦东", "promised_at": "18:00", "received_at": "09:00", "team": "floor",
    }  # fmt: skip
    assert set(values) == {field.name for field in INTAKE}
    case = complaints.add(floor.agent, values, now=NOW)
    detail = complaints.show(floor.agent, case.ref, now=NOW)
    assert (case.subject, case.narrative, case.channel, case.category, case.respondent) == (
        "s", "n\nm", "wechat", "fees", "前台",
    )  # fmt: skip
    assert (detail.remedy, detail.region, case.customer.id) == ("refund", "浦东", "K-1")
    assert case.received_at == datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
    assert detail.forms["received"] == {"promised_at": "2026-03-05T10:00:00+00:00"}


def test_a_form_is_shown_with_its_step_and_the_latest_of_a_kind_counts(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "s"}).ref
    for text in ("one", "two"):
        complaints.take(floor.agent, ref, "note", {"text": text})
    detail = complaints.show(floor.agent, ref)
    assert [event.fields for event in detail.events if event.action == "note"] == [{"text": "one"}, {"text": "two"}]
    assert detail.forms["note"] == {"text": "two"}


# Drafts


def test_a_draft_is_kept_per_person_form_and_complaint(floor: Floor) -> None:
    drafts.save(floor.agent, "add", "", {"subject": "half \x1b a sentence", "narrative": "多行\n文字"})
    drafts.save(floor.agent, "respond", "C-000001", {"text": "Dear"})
    drafts.save(floor.other, "add", "", {"subject": "other"})
    kept = drafts.load(floor.agent, "add", "")
    assert kept is not None
    assert kept.fields == {"subject": "half \x1b a sentence", "narrative": "多行\n文字"}
    assert abs(kept.saved_at - store.now()) < timedelta(minutes=1)
    assert drafts.load(floor.agent, "respond", "C-000002") is None
    assert drafts.load(floor.agent, "wait", "C-000001") is None


def test_a_draft_is_overwritten_and_dropped(floor: Floor) -> None:
    for text in ("a", "ab", "abc"):
        drafts.save(floor.agent, "note", "C-000001", {"text": text})
    kept = drafts.load(floor.agent, "note", "C-000001")
    assert kept is not None and kept.fields == {"text": "abc"}
    drafts.drop(floor.other, "note", "C-000001")
    assert drafts.load(floor.agent, "note", "C-000001") is not None
    drafts.drop(floor.agent, "note", "C-000001")
    drafts.drop(floor.agent, "note", "C-000001")
    assert drafts.load(floor.agent, "note", "C-000001") is None
