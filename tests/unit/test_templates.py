"""Reply templates: fields filled in from the complaint, unknown ones named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cstui.errors import BadInput, Conflict, NotFound
from cstui.floor import access, complaints, journal, templates
from tests.conftest import Floor

TEXT = "Dear {customer}, about {ref} ({subject}): you hear from {agent} by {due}."
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_every_field_is_filled_in_from_the_complaint(floor: Floor) -> None:
    templates.add(floor.lead, "delay", TEXT, now=AT)
    case = complaints.add(floor.agent, {"subject": "Late", "customer_name": "Ana {ref}"}, now=AT)
    detail = complaints.show(floor.agent, case.ref, now=AT)
    filled = templates.fill(floor.agent, "delay", detail)
    assert filled.startswith("Dear Ana {ref}, about C-000001 (Late): you hear from 李娜 by 2026-03-02 ")


def test_a_complaint_without_a_limit_leaves_no_gap(floor: Floor) -> None:
    templates.add(floor.lead, "delay", "by {due}")
    detail = complaints.show(floor.agent, complaints.add(floor.agent, {"subject": "Late"}).ref)
    without = detail._replace(complaint=detail.complaint._replace(due_at=None))
    assert templates.fill(floor.agent, "delay", without) == "by -"


@pytest.mark.parametrize("text", ["Dear {name}", "{customer.phone}", "{}", "{0}"])
def test_an_unknown_field_is_named(floor: Floor, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        templates.add(floor.lead, "wrong", text)
    assert text[text.index("{") : text.index("}") + 1] in refused.value.title
    assert "{customer}, {ref}, {subject}, {due}, {agent}" in refused.value.detail
    assert templates.templates(floor.lead) == []


@pytest.mark.parametrize(("name", "text"), [("", "x"), ("n" * 61, "x"), ("a", " "), ("a", "x" * 10_001)])
def test_name_and_text_are_needed_and_not_endless(floor: Floor, name: str, text: str) -> None:
    with pytest.raises(BadInput):
        templates.add(floor.lead, name, text)


def test_they_are_listed_by_name_and_category_shown_and_removed(floor: Floor) -> None:
    for name, category in (("b", "billing"), ("a", None), ("c", "delivery")):
        templates.add(floor.lead, name, "x", category=category)
    assert [each.name for each in templates.templates(floor.agent)] == ["a", "b", "c"]
    assert [each.name for each in templates.templates(floor.agent, category="billing")] == ["a", "b"]
    with pytest.raises(Conflict):
        templates.add(floor.lead, "a", "y")
    templates.remove(floor.lead, "a")
    with pytest.raises(NotFound):
        templates.show(floor.agent, "a")
    assert journal.verify(floor.boss).whole


def test_only_leads_change_them(floor: Floor) -> None:
    templates.add(floor.lead, "a", "x")
    for actor in (floor.agent, floor.auditor):
        with pytest.raises(access.Denied):
            templates.add(actor, "b", "x")
        with pytest.raises(access.Denied):
            templates.remove(actor, "a")
    assert [each.name for each in templates.templates(floor.auditor)] == ["a"]
