"""``cstui template``: reply templates."""

from __future__ import annotations

from ..errors import BadInput
from ..floor import templates
from ..floor.templates import Template
from ..i18n import N_, _
from .output import Column, plain, safe_echo, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

template = Nouns("template", help=N_("Reply templates: texts with fields that a complaint fills in."))

_COLUMNS = (
    Column(N_("Template"), lambda each: each.name),
    Column(N_("Category"), lambda each: each.category),
    Column(N_("Text"), lambda each: each.text[:200], narrows=True),
)


@verb(template, "add", N_("Keep a template.\n\nFields: {customer}, {ref}, {subject}, {due}, {agent}."))
@argument("name", metavar="NAME", help=N_("Its name."))
@option("--text", metavar="TEXT", help=N_("The text with its fields."))
@option("--file", "source", metavar="FILE", help=N_("Read the text from a file; - is standard input."))
@option("--category", metavar="CATEGORY", help=N_("Only for complaints of this category."))
@output_option
@pass_session
def add(session: Session, form: str, name: str, text: str | None, source: str | None, category: str | None) -> None:
    if (text is None) == (source is None):
        raise BadInput(_("Give the text with --text, or a file with --file"))
    if source is not None:
        from .fields import read_text

        text = read_text(source)
    added = templates.add(session.actor(), name, text or "", category=category)
    show_one(form, added, lambda: _page(added))


@verb(template, "list", N_("List the templates."))
@option("--category", metavar="CATEGORY", help=N_("Those of this category, and those that serve all."))
@output_option
@pass_session
def list_(session: Session, form: str, category: str | None) -> None:
    show_list(form, templates.templates(session.actor(), category=category), _COLUMNS)


@verb(template, "show", N_("Show one template, or what a complaint makes of it."))
@argument("name", metavar="NAME", help=N_("Its name."))
@option("--ref", metavar="REF", help=N_("Fill it in from this complaint."))
@output_option
@pass_session
def show(session: Session, form: str, name: str, ref: str | None) -> None:
    actor = session.actor()
    found = templates.show(actor, name)
    if ref is not None:
        from ..floor import complaints

        found = found._replace(text=templates.fill(actor, name, complaints.show(actor, ref)))
    show_one(form, plain(found), lambda: found.text)


@verb(template, "remove", N_("Forget a template; replies made with it stay."))
@argument("name", metavar="NAME", help=N_("Its name."))
@pass_session
def remove(session: Session, name: str) -> None:
    templates.remove(session.actor(), name)
    safe_echo(_("Removed."), err=True)


def _page(each: Template) -> str:
    return f"{each.name}  {each.category or '-'}\n{each.text}"
