"""Foreign text reaches widgets only through the one door: a bare str there may be read as markup.

The syntax trees of all screens are walked.  A call that draws (a widget's constructor, ``update``, ``notify``,
``add_row``, …) may be given an expression that holds data (``.subject``, ``.name``, …), a name that was given such
an expression in the same function, or a parameter of type str, only when something on the way makes it literal
text: Content, Text, literal, or an argument ``markup=False`` of the call itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import cstui.tui

ROOT = Path(cstui.tui.__file__).parent

# Fields of the floor's values that hold what a customer, a file or another person wrote.
DATA = frozenset(
    {
        "subject", "narrative", "remedy", "region", "category", "customer", "name", "phone", "tier", "respondent",
        "assignee", "owner", "login", "team", "fields", "body", "text", "detail", "title", "skills", "channel",
        "limit", "actor", "external_id", "source", "last_outcome", "passed_over", "policy", "value", "raw",
    }
)  # fmt: skip
# What draws: constructors of widgets that show their argument, and methods that show theirs.
WIDGETS = frozenset(
    {"Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "OptionList", "Select", "Collapsible", "Tab",
     "TabPane", "Tooltip", "Digits", "Markdown", "Link", "ListItem", "SelectionList", "Tree"}
)  # fmt: skip
METHODS = frozenset(
    {"update", "notify", "add_row", "add_rows", "add_column", "add_columns", "add_option", "add_options",
     "replace_option_prompt", "set_options", "update_cell", "update_cell_at", "write", "add", "add_leaf", "from_markup",
     "assemble_markup", "from_text"}
)  # fmt: skip
ATTRIBUTES = frozenset({"border_title", "border_subtitle", "tooltip", "title", "sub_title", "label", "prompt"})
# ``read`` brings values of the floor from the threads: their fields are data, they themselves are not.
SAFE = frozenset(
    {"Content", "Text", "literal", "literal_line", "styled", "assemble", "cell_len", "len", "bool", "read"}
)  # fmt: skip
# ``update`` and ``write`` of things that draw nothing.
NOT_DRAWING = frozenset({"work", "steps", "alerts", "_alerts", "columns", "hash"})


def findings(source: str) -> list[str]:
    """Return the places where data reaches a drawing call as a bare str."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function) if node is not function}
    found = [place for function in functions for place in _drawn(ast.walk(function), _tainted(function))]
    found += _drawn((node for node in ast.walk(tree) if id(node) not in inside), frozenset())
    return list(dict.fromkeys(found))


def _drawn(nodes: Iterable[ast.AST], tainted: frozenset[str]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Call) and _draws(node) and not _plain(node):
            found += [_place(data) for argument in _arguments(node) for data in _bare(argument, tainted)]
        elif isinstance(node, ast.Assign) and any(_drawn_attribute(target) for target in node.targets):
            found += [_place(data) for data in _bare(node.value, tainted)]
    return found


def _tainted(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Return the names in a function that hold data as bare str."""
    given = [*function.args.args, *function.args.kwonlyargs]
    tainted = {each.arg for each in given if isinstance(each.annotation, ast.Name) and each.annotation.id == "str"}
    for _pass in range(2):  # what a name got from another name below it is found the second time
        for node in ast.walk(function):
            for target, value in _given(node):
                names = {each.id for each in ast.walk(target) if isinstance(each, ast.Name)}
                if names and any(_bare(value, frozenset(tainted))):
                    tainted |= names
    return frozenset(tainted)


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets if not isinstance(target, ast.Attribute))
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.AugAssign) and node.value is not None:
        yield node.target, node.value


def _draws(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in WIDGETS
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in METHODS:
        return False
    owner = call.func.value
    return (owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")) not in NOT_DRAWING


def _plain(call: ast.Call) -> bool:
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args
    yield from (word.value for word in call.keywords if word.arg not in ("id", "classes", "key", "style"))


def _drawn_attribute(target: ast.expr) -> bool:
    # ``self.title = …`` of a value of ours is no drawing; of a widget it is border_title and the like.
    return isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES


def _bare(expression: ast.AST, tainted: frozenset[str]) -> Iterator[ast.Attribute | ast.Name]:
    """Yield the data in an expression that nothing made literal."""
    if isinstance(expression, ast.Call):
        function = expression.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name in SAFE:
            return
    if isinstance(expression, ast.Compare | ast.Lambda):
        return  # a truth, or a later day's text
    if isinstance(expression, ast.Attribute) and expression.attr in DATA:
        yield expression
        return
    if isinstance(expression, ast.Name) and expression.id in tainted:
        yield expression
    for child in ast.iter_child_nodes(expression):
        if not isinstance(child, ast.keyword) or child.arg not in ("id", "key"):
            yield from _bare(child, tainted)


def _place(node: ast.Attribute | ast.Name) -> str:
    return f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_screen_hands_data_to_a_widget_as_a_bare_str(path: Path) -> None:
    assert findings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(complaint.subject)",
        "yield Label(f'{complaint.ref} {complaint.customer.name}')",
        "self.query_one('#x').update(row.narrative)",
        "table.add_row(ref, complaint.subject, key=ref)",
        "self.notify(_('taken by {who}').format(who=complaint.assignee))",
        "app.notify(error.title, title='x')",
        "Option(agent.name if agent.enabled else '-')",
        "options.add_options([Option(offer.name) for offer in offers])",
        "widget.border_title = complaint.subject",
        "widget.tooltip = one_line(complaint.subject)",
        "Select([(team.name, team.slug) for team in teams])",
        "Static(' '.join([complaint.subject]))",
        "Static(hit.text, markup=True)",
        "def f(row):\n    words = row.subject or '-'\n    line = f'{words}!'\n    yield Static(line)",
        "def f(line: str):\n    yield Static(line)",
    ],
)
def test_sees_a_bare_str(source: str) -> None:
    assert findings(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "Static(literal(complaint.subject))",
        "Static(Content(complaint.subject))",
        "Static(complaint.subject, markup=False)",
        "Static(_('Subject'), id=field.name)",
        "table.add_row(Text(complaint.subject), key=complaint.ref)",
        "self.notify(error.title, markup=False)",
        "Option(literal(offer.name), id=offer.login)",
        "Static('yes' if complaint.assignee == me else 'no')",
        "self.work.write(add, complaint.subject)",
        "Select([(Text(team.name), team.slug) for team in teams])",
        "def f(row):\n    line = Text(row.subject)\n    yield Static(line)",
        "def f(line: str):\n    yield Static(literal(line), id=line)",
    ],
)
def test_lets_literal_text_pass(source: str) -> None:
    assert findings(source) == []
