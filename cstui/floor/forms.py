"""The forms of the trade: which fields each step of a complaint's life asks for.

One table serves everybody: the floor validates against it, the commands make
their options from it and the screens their dialogs.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..i18n import N_
from .views import CHANNELS, SEVERITIES

Kind = Literal["line", "text", "choice", "when", "number", "flag", "agent", "team", "phone", "ref", "cause"]


class Field(NamedTuple):
    """One field of a form.

    ``kind`` says what is accepted: ``line`` and ``text`` are free text, ``when`` an instant
    (ISO 8601 or local short form), ``number`` a decimal number, ``agent`` a login, ``team`` a slug,
    ``choice`` one of ``choices`` (open when ``free``), ``ref`` another complaint's reference,
    ``cause`` a code of the site's cause tree.
    ``label`` is a message id.
    """

    name: str
    label: str
    kind: Kind = "line"
    required: bool = False
    choices: tuple[str, ...] = ()
    free: bool = False
    hint: str = ""


LIMITED = ("acknowledge", "first_response", "keep_informed", "resolve", "statutory")
ESCALATIONS = ("reminder", "supervision", "circular")
REDRESS = ("refund", "credit", "replacement", "apology", "none")
_REASON = Field("reason", N_("Reason"), "text", required=True)

INTAKE = (
    Field("customer_phone", N_("Phone"), "phone"),
    Field("customer_name", N_("Customer")),
    Field("customer_id", N_("Customer number")),
    Field("subject", N_("Subject"), hint=N_("subject or facts: one of the two is needed")),
    Field("narrative", N_("Facts"), "text"),
    Field("remedy", N_("Remedy sought"), "text"),
    Field("channel", N_("Channel"), "choice", choices=CHANNELS, free=True),
    Field("severity", N_("Severity"), "choice", choices=SEVERITIES),
    Field("category", N_("Category")),
    Field("respondent", N_("Complained about")),
    Field("region", N_("Region")),
    Field("promised_at", N_("Reply promised for"), "when"),
    Field("received_at", N_("Received at"), "when"),
    Field("team", N_("Team"), "team"),
)

# Where a complaint comes from that another system hands on; its number is unique within its source.
ORIGIN = (
    Field("source", N_("Source")),
    Field("external_id", N_("Number in the source")),
)

FORMS: dict[str, tuple[Field, ...]] = {
    "verify": (
        Field("checked", N_("What was checked"), "text", required=True),
        Field("finding", N_("Finding"), "text", required=True),
    ),
    "register": (
        Field("severity", N_("Severity"), "choice", required=True, choices=SEVERITIES),
        Field("category", N_("Category")),
        Field("policy", N_("Policy pack"), hint=N_("the team's own unless named")),
    ),
    "claim": (),
    "assign": (
        Field("to", N_("To"), "agent", required=True),
        Field("reason", N_("Reason"), "line", hint=N_("needed where shift, level or load speak against it")),
    ),
    "release": (Field("reason", N_("Reason"), "line"),),
    "transfer": (
        Field("to", N_("To team"), "team", required=True),
        _REASON,
    ),
    "accept": (),
    "return": (_REASON,),
    "coordinate": (
        Field("parties", N_("Parties"), required=True),
        Field("note", N_("What was agreed"), "text", required=True),
        Field("next_at", N_("Next date"), "when"),
    ),
    "wait": (
        Field("waiting_for", N_("Waiting for"), "choice", required=True, choices=("customer", "third_party")),
        Field("what", N_("What is awaited"), required=True),
        Field("until", N_("Return time"), "when", required=True),
    ),
    "resume": (Field("reason", N_("Reason"), "line"),),
    "respond": (
        Field("channel", N_("Reply channel"), "choice", required=True, choices=CHANNELS, free=True),
        Field("text", N_("Reply"), "text", required=True),
        Field("actions", N_("Actions taken"), "text", required=True),
        Field("category", N_("Category"), hint=N_("needed from here on, unless given before")),
        Field("redress_amount", N_("Redress amount"), "number"),
        Field("redress_kind", N_("Redress kind"), "choice", choices=REDRESS, free=True),
        Field("appeal_told", N_("Appeal route told"), "flag"),
    ),
    "close": (
        Field("accepted", N_("Accepted by the customer"), "flag"),
        Field("satisfaction", N_("Satisfaction 1-5"), "choice", choices=("1", "2", "3", "4", "5")),
        Field("cause", N_("Root cause"), "cause"),
        Field("responsible", N_("Responsible"), hint=N_("unit or person")),
        Field("correction", N_("Corrective action"), "text"),
        Field("correction_owner", N_("Owner of the action"), "agent"),
        Field("correction_due", N_("Action due"), "when"),
        Field("follow_up", N_("Follow-up call"), "text", hint=N_("what the customer said when called back")),
        Field("alone", N_("Reason to close alone"), "line", hint=N_("only where nobody else may close it")),
    ),
    "not-accepted": (
        _REASON,
        Field("alone", N_("Reason to decide alone"), "line", hint=N_("only where nobody else may decide it")),
    ),
    "reopen": (_REASON,),
    "merge": (
        Field("into", N_("Into"), "ref", required=True, hint=N_("the complaint that stays, such as C-000123")),
        _REASON,
        Field("notice", N_("Notice given"), required=True),
    ),
    "promise": (
        Field("due", N_("Promised for"), "when", required=True),
        Field("what", N_("What was promised"), required=True),
    ),
    "extend": (
        Field("clock", N_("Clock"), "choice", required=True, choices=LIMITED),
        Field("span", N_("By how much"), required=True, hint=N_("for example 15d, 5wd, 4h")),
        Field("approver", N_("Approved by"), "agent"),
        Field("reason", N_("Reason"), "text"),
        Field("notice", N_("Notice to the customer"), "text"),
    ),
    "escalate": (
        Field("level", N_("Escalation level"), "choice", required=True, choices=ESCALATIONS),
        Field("to", N_("To"), "agent", required=True),
        Field("text", N_("Text"), "text", required=True),
    ),
    "reject": (_REASON, Field("notice", N_("Notice given"), required=True)),
    "withdraw": (_REASON, Field("notice", N_("Notice given"), required=True)),
    "contact": (
        Field("direction", N_("Direction"), "choice", required=True, choices=("inbound", "outbound")),
        Field("channel", N_("Channel"), "choice", required=True, choices=CHANNELS, free=True),
        Field("text", N_("What was said"), "text", required=True),
    ),
    "note": (Field("text", N_("Note"), "text", required=True),),
}
