"""Importing agents and customers."""

from __future__ import annotations

from typing import Any

import pytest

from cstui.errors import Refused
from cstui.exchange.imports import import_agents, import_complaints, import_customers
from cstui.floor import accounts, customers, find, leavers
from db import journal


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.rejected


def test_agents_are_added_and_changed_by_their_source_only(floor, make) -> None:
    path = make(
        "staff.csv", "login,name,team,roles,skills\nwu.jie,吴洁,Cards,agent lead,refund;english\nli.na,Other,cards,,\n"
    )
    assert counts(import_agents(floor.boss, path)) == (1, 0, 1, 0)
    found = accounts.agent(floor.boss, "wu.jie")
    assert (found.team, found.roles, found.skills) == ("cards", ("agent", "lead"), ("english", "refund"))
    assert accounts.agent(floor.boss, "li.na").name == "李娜", "added by hand: left alone"
    assert counts(import_agents(floor.boss, path)) == (0, 0, 2, 0)
    path.write_text("login,name,team,roles\nwu.jie,吴洁,floor,agent\n")
    assert counts(import_agents(floor.boss, path)) == (0, 1, 0, 0)
    found = accounts.agent(floor.boss, "wu.jie")
    assert (found.team, found.roles) == ("floor", ("agent",))
    assert journal.first_break() is None


def test_a_disabled_account_is_not_let_in_again_by_a_file(floor, make) -> None:
    path = make("staff.csv", "login,name,enabled\na,A,yes\nb,B,no\n")
    import_agents(floor.boss, path)
    assert [accounts.agent(floor.boss, login).enabled for login in "ab"] == [True, False]
    leavers.disable_agent(floor.boss, "a")
    import_agents(floor.boss, path)
    assert not accounts.agent(floor.boss, "a").enabled


def test_wrong_agents_are_told(floor, make) -> None:
    path = make("staff.csv", "login,name,team,roles\na b,X,,\nok,,,\nc,C,nowhere,\nd,D,,king\ne,E,,\ne,E,,\n")
    report = import_agents(floor.boss, path)
    assert report.refused
    assert [(p.row, p.column) for p in report.problems] == [
        (2, "login"), (3, "login"), (4, "team"), (5, "login"), (7, "login"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        accounts.find_actor("e")


def test_only_administrators_import_agents(floor, make) -> None:
    with pytest.raises(Refused):
        import_agents(floor.lead, make("staff.csv", "login,name\na,A\n"))


def test_customers_are_added_and_changed(floor, make) -> None:
    path = make(
        "people.csv", "客户编号,客户姓名,联系电话,等级,地区\nK1,张三,138 0013 8000,gold,北京\n,李四,13900139000,,\n"
    )
    assert counts(import_customers(floor.lead, path)) == (2, 0, 0, 0)
    assert counts(import_customers(floor.lead, path)) == (0, 0, 2, 0)
    path.write_text("客户编号,客户姓名,联系电话,等级\nK1,张三丰,138****8000,\n")
    assert counts(import_customers(floor.lead, path)) == (0, 1, 0, 0)
    (found,) = customers.customers(floor.lead, "张三丰")
    assert (found.id, found.phone, found.tier) == ("K1", "138****8000", "gold")
    assert journal.first_break() is None


def test_a_complaint_is_found_by_the_new_name_of_its_customer(floor, make) -> None:
    import_complaints(floor.boss, make("a.csv", "subject,customer_id,customer_name\nx,K1,Old Name\n"))
    import_customers(floor.boss, make("people.csv", "id,name\nK1,Completely Other\n"))
    assert "complaint" in {hit.kind for hit in find.find(floor.boss, "completely")}
    assert "complaint" not in {hit.kind for hit in find.find(floor.boss, "old")}


def test_wrong_customers_are_told(floor, make) -> None:
    path = make("people.csv", "id,name,phone\n,Nobody,\nK1,a,\nK1,b,\nK2,c,138****1234\n,d,138****1234\n")
    report = import_customers(floor.boss, path)
    assert [(p.row, p.column) for p in report.problems] == [(2, "id"), (4, "id"), (5, "phone"), (6, "id")]
    assert customers.customers(floor.boss) == []
