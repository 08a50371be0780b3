"""docs/complaints.md and the rights in docs/ssh.md say what the program does."""

from __future__ import annotations

from pathlib import Path

from cstui.floor.access import RIGHTS
from cstui.floor.filters import FIELDS
from cstui.floor.forms import FORMS
from cstui.floor.steps import RULES
from cstui.floor.views import ROLES

PAGE = (Path(__file__).parents[2] / "docs" / "complaints.md").read_text(encoding="utf-8")


def rule_rows() -> list[str]:
    return [
        f"| `{rule.action}` | {rule.source} | {rule.target} | {rule.agent or '–'} | {rule.lead or '–'} |"
        for rule in RULES
    ]


def form_rows() -> list[str]:
    named = {
        action: ", ".join(f"`{field.name}`" + "*" * field.required for field in fields)
        for action, fields in FORMS.items()
    }
    return [f"| `{action}` | {fields} |" for action, fields in named.items() if fields]


def test_the_table_of_steps_is_the_programs() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and line.count("|") == 6]
    assert rows == rule_rows()


def test_the_table_of_forms_is_the_programs() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and line.count("|") == 3]
    assert rows == form_rows()


def test_every_field_of_the_filter_is_named() -> None:
    assert ", ".join(f"`{field}`" for field in FIELDS) in PAGE.replace("\n", " ")


def right_rows() -> list[str]:
    return [
        f"| `{right}` | {' | '.join(scopes.get(role, '–') for role in ROLES)} |" for right, scopes in RIGHTS.items()
    ]


def test_the_table_of_rights_is_the_programs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ssh.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("| `") and line.count("|") == 7] == right_rows()
