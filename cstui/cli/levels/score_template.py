"""``cstui score template``: scorecard templates, the site's own among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...floor.packs import spoken
from ...i18n import N_, _
from ..output import Column, safe_echo, show_list, show_one
from ..parts import Nouns, argument, option, output_option, verb
from ..session import Session, pass_session

if TYPE_CHECKING:
    from ...floor.levels.cards import Item, Template

template = Nouns("template", help=N_("Scorecard templates: sections, items, bonus and penalty rules."))

_COLUMNS = (
    Column(N_("Template"), lambda each: each.name),
    Column(N_("Title"), lambda each: spoken(each.title), narrows=True),
    Column(N_("Sections"), lambda each: " + ".join(f"{part.key} {part.weight:g}" for part in each.sections)),
    Column(N_("Items"), lambda each: len(each.items)),
)


@verb(template, "list", N_("List the scorecard templates."))
@output_option
@pass_session
def list_(session: Session, form: str) -> None:
    from ...floor import access
    from ...floor.levels import cards

    access.require(session.actor(), "score.read")
    show_list(form, [cards.load_template(name) for name in cards.template_names()], _COLUMNS)


@verb(template, "show", N_("Show one scorecard template."))
@argument("name", metavar="NAME", help=N_("Its name."))
@output_option
@pass_session
def show(session: Session, form: str, name: str) -> None:
    from ...floor import access
    from ...floor.levels import cards

    access.require(session.actor(), "score.read")
    found = cards.load_template(name)
    show_one(form, found, lambda: _page(found))


@verb(template, "check", N_("Check a template file: whether its items add up to what it declares."))
@argument("file", metavar="FILE", help=N_("A TOML file; - reads standard input."))
@output_option
@pass_session
def check(session: Session, form: str, file: str) -> None:
    from ...exchange.levels.score_templates import check_template
    from ...floor import access

    access.require(session.actor(), "score.read")
    found = check_template(file)
    show_one(form, found, lambda: _page(found))


@verb(template, "add", N_("Bring a template in for the whole floor; one that does not add up is refused."))
@argument("file", metavar="FILE", help=N_("A TOML file; - reads standard input."))
@option("--name", metavar="NAME", help=N_("Its name; the file's stem unless told."))
@option("--force", is_flag=True, help=N_("Overwrite an existing file."))
@output_option
@pass_session
def add(session: Session, form: str, file: str, name: str | None, force: bool) -> None:
    from ...exchange.levels.score_templates import add_template

    found = add_template(session.actor(), file, name=name, force=force)
    show_one(form, found, lambda: _page(found))
    safe_echo(
        _("The template {name} is ready: cstui score run MONTH --template {name}").format(name=found.name), err=True
    )


def _by(item: Item) -> str:
    """Return by whom, or by which figure of the floor, an item is scored."""
    from ...floor.levels.score_words import label

    return label("metric", item.metric) if item.metric else label("rater", item.rater)


def _page(found: Template) -> str:
    told = (spoken(found.source), spoken(found.purpose))
    lines = [f"{found.name}  {spoken(found.title)}", *(line for line in told if line != "-")]
    for section in found.sections:
        lines.append(f"{section.key} {section.weight:g}  {spoken(section.title)}")
        lines += [f"  {item.key} {item.most:g}  {spoken(item.title)}  ({_by(item)})" for item in section.items]
    return "\n".join(
        [*lines, *(f"{'+' if rule.sign > 0 else '-'} {rule.key}  {spoken(rule.title)}" for rule in found.rules)]
    )
