"""The field's words for the stored ones: states, severities, channels, clocks, actions, roles."""

from __future__ import annotations

from ..i18n import N_, _

_LABELS: dict[str, dict[str, str]] = {
    "state": {
        "received": N_("received"),
        "verified": N_("verified"),
        "registered": N_("registered"),
        "transferred": N_("transferred"),
        "handling": N_("handling"),
        "waiting": N_("waiting"),
        "responded": N_("responded"),
        "closed": N_("closed"),
        "rejected": N_("rejected"),
        "withdrawn": N_("withdrawn"),
        "merged": N_("merged"),
    },
    "severity": {
        "critical": N_("critical"),
        "major": N_("major"),
        "normal": N_("normal"),
        "minor": N_("minor"),
    },
    "channel": {
        "phone": N_("phone"),
        "wechat": N_("WeChat"),
        "email": N_("e-mail"),
        "onsite": N_("on site"),
        "web": N_("web"),
        "app": N_("app"),
        "letter": N_("letter"),
        "fax": N_("fax"),
        "sms": N_("text message"),
        "referral": N_("referral"),
        "other": N_("other"),
    },
    "clock": {
        "acknowledge": N_("acknowledge"),
        "first_response": N_("first response"),
        "keep_informed": N_("keep informed"),
        "resolve": N_("resolve"),
        "promise": N_("promise"),
        "statutory": N_("statutory"),
        "third_party": N_("third party"),
        "notice": N_("public notice"),  # of a promotion case, as is the next
        "appeal": N_("appeal"),
    },
    "clock_state": {
        "running": N_("running"),
        "paused": N_("paused"),
        "met": N_("met"),
        "broken": N_("broken"),
    },
    "action": {
        "received": N_("received"),
        "verify": N_("verify"),
        "register": N_("register"),
        "claim": N_("claim"),
        "assign": N_("assign"),
        "release": N_("release"),
        "transfer": N_("transfer"),
        "accept": N_("accept"),
        "return": N_("return"),
        "coordinate": N_("coordinate"),
        "wait": N_("wait"),
        "resume": N_("resume"),
        "respond": N_("respond"),
        "close": N_("close"),
        "not-accepted": N_("reply not accepted"),
        "reopen": N_("reopen"),
        "merge": N_("merge"),
        "absorb": N_("merged into this one"),
        "promise": N_("promise"),
        "extend": N_("extend a limit"),
        "escalate": N_("escalate"),
        "undo": N_("undo"),
        "action.done": N_("corrective action done"),
        "action.checked": N_("effect of the action checked"),
        "reject": N_("reject"),
        "withdraw": N_("withdraw"),
        "contact": N_("log a contact"),
        "note": N_("note"),
        "breach": N_("limit broken"),
        "refused": N_("refused"),
        "history": N_("history"),
        "updated": N_("updated by import"),
        "exported": N_("exported"),
        "calendar.applied": N_("calendar brought into force"),
        "customers.imported": N_("customers imported"),
        "customer.tier": N_("tier set"),
        "revealed": N_("phone revealed"),
        "erased": N_("customer erased"),
        "template.added": N_("template added"),
        "template.removed": N_("template removed"),
        "agent.changed": N_("changed by import"),
    },
    "role": {
        "agent": N_("agent"),
        "lead": N_("team lead"),
        "manager": N_("manager"),
        "auditor": N_("auditor"),
        "admin": N_("administrator"),
    },
    "level": {
        "notice": N_("notice"),
        "reminder": N_("reminder"),
        "supervision": N_("supervision"),
        "circular": N_("circular"),
    },
    "need": {"approver": N_("approver"), "reason": N_("reason"), "notice": N_("notice to the customer")},
    "duty": {
        "calls": N_("calls"),
        "lost": N_("lost"),
        "found": N_("found"),
        "mail": N_("mail"),
        "announcement": N_("announcement"),
        "other": N_("other"),
    },
    "shift": {"early": N_("early shift"), "late": N_("late shift"), "night": N_("night shift")},
    "action_state": {
        "overdue": N_("overdue"),
        "ineffective": N_("without effect"),
        "due": N_("due"),
        "unchecked": N_("effect to be checked"),
        "effective": N_("effective"),
    },
    "tier": {"vip": N_("VIP"), "gold": N_("gold"), "silver": N_("silver"), "standard": N_("standard")},
    "direction": {"inbound": N_("inbound"), "outbound": N_("outbound")},
    "waiting_for": {"customer": N_("the customer"), "third_party": N_("a third party")},
    "redress_kind": {
        "refund": N_("refund"),
        "credit": N_("credit"),
        "replacement": N_("replacement"),
        "apology": N_("apology"),
        "none": N_("none"),
    },
}


def label(kind: str, value: str | None) -> str:
    """Return the word a person reads for a stored value; an unknown value is shown as it is."""
    if not value:
        return ""
    return _(_LABELS.get(kind, {}).get(value, "")) or value


def values(kind: str) -> tuple[str, ...]:
    """Return the stored values that have a word of this kind, in order."""
    return tuple(_LABELS[kind])
