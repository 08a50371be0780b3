"""One verb for each step of a complaint's life, made from the form of that step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from ..errors import BadInput
from ..floor import complaints
from ..floor.forms import FORMS
from ..floor.views import Actor
from ..i18n import N_, _
from . import endings, fields
from .complaint import COLUMNS, brief, warn_of_load
from .output import show_list, show_one
from .parts import Argument, Command, Option, output_option
from .session import Session

_HELP = {
    "verify": N_("Record what was checked and found."),
    "register": N_("Register: severity, category and policy."),
    "claim": N_("Take complaints that nobody owns."),
    "assign": N_("Give complaints to a person."),
    "release": N_("Put complaints back for others to take."),
    "transfer": N_("Hand complaints to another team."),
    "accept": N_("Accept complaints that were transferred to your team."),
    "return": N_("Send transferred complaints back to the sender."),
    "coordinate": N_("Note what was agreed with others."),
    "wait": N_("Wait for the customer or a third party until a time."),
    "resume": N_("End the wait and go on."),
    "respond": N_("Record the reply to the customer."),
    "close": N_("Close after the reply."),
    "not-accepted": N_("The customer does not accept the reply: handle on."),
    "reopen": N_("Reopen closed complaints."),
    "merge": N_("Merge complaints into another one, which keeps every contact."),
    "promise": N_("Record a time promised to the customer."),
    "extend": N_("Extend a limit, with approver, reason and notice."),
    "escalate": N_("Escalate by hand: reminder, supervision, circular."),
    "reject": N_("Reject complaints that are none of ours."),
    "withdraw": N_("The customer takes the complaint back."),
    "contact": N_("Log a contact with the customer."),
    "note": N_("Add a note."),
}

# These record what was found or said in one case; the others say the same of several.
_SINGLE = {"verify", "coordinate", "respond", "not-accepted", "contact"}


def _take(
    action: str,
    refs: tuple[str, ...],
    form: str,
    json_source: str | None = None,
    template: str | None = None,
    **given: Any,
) -> None:
    ctx = click.get_current_context()
    session = ctx.find_object(Session)
    assert session is not None
    actor, values = session.actor(), fields.gather(given, json_source)
    if template is not None:
        values |= {"text": _filled(actor, refs[0], template, values)}
    refused: tuple[tuple[str, str], ...] = ()
    if len(refs) == 1:
        case = complaints.take(actor, refs[0], action, values)
        show_one(form, case, lambda: brief(case))
    else:
        done, refused = complaints.take_many(actor, refs, action, values)
        show_list(form, done, COLUMNS)
    if action == "claim":
        warn_of_load(actor)
    if refused:
        endings.show_refusals(refused)
        ctx.exit(1)


def _filled(actor: Actor, ref: str, template: str, values: Mapping[str, Any]) -> str:
    from ..floor import templates

    if values.get("text"):
        raise BadInput(_("Give the reply as a text or by a template, not both"))
    return templates.fill(actor, template, complaints.show(actor, ref))


def _step(action: str) -> Command:
    single = action in _SINGLE
    told = N_("A reference such as C-000123.") if single else N_("One reference or several.")
    refs = Argument(
        ["refs"],
        metavar="REF" if single else "REF...",
        nargs=1 if single else -1,
        required=True,
        callback=_as_tuple,
        help=told,
    )
    callback: Callable[..., None] = partial(_take, action)
    params: list[click.Parameter] = [refs, *fields.options(FORMS[action])]
    if action == "respond":
        told = N_("The reply from a template, its fields filled in from the complaint.")
        params.append(Option(["--template"], metavar="NAME", help=told))
    made = Command(action, callback=callback, params=params, help=_HELP[action])
    return output_option(made)


def _as_tuple(_ctx: click.Context, _param: click.Parameter, value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


STEPS = {action: _step(action) for action in FORMS}
