"""The close gate 三不放过: cause found, responsibility clear, action in place, customer called back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import models as rows

from ..errors import Refused
from ..i18n import N_, _, listed
from . import corrective
from .policy import load_policy
from .views import SEVERITIES

_WORDS = {
    "cause": N_("root cause"),
    "responsible": N_("responsible unit or person"),
    "correction": N_("corrective action"),
    "correction_owner": N_("owner of the corrective action"),
    "correction_due": N_("due date of the corrective action"),
    "follow_up": N_("result of the follow-up call"),
    "satisfaction": N_("satisfaction"),
}


def missing(row: rows.Complaint, form: Mapping[str, Any]) -> list[str]:
    """Return the words of what the policy's gate still misses; empty where the gate does not apply."""
    if not load_policy(row.policy).close_gate(SEVERITIES[row.severity]):
        return []
    known = {"cause": row.cause, "responsible": row.responsible, "satisfaction": row.satisfaction} | dict(form)
    wanted = [name for name in ("cause", "responsible", "follow_up", "satisfaction") if not known.get(name)]
    if "correction" in form or not corrective.exists(row.id):
        wanted += [name for name in ("correction", "correction_owner", "correction_due") if not form.get(name)]
    return [_(_WORDS[name]) for name in _WORDS if name in wanted]


def check(row: rows.Complaint, form: Mapping[str, Any]) -> None:
    """Raise Refused that lists everything the gate misses."""
    found = missing(row, form)
    if found:
        raise Refused(_("The close gate is shut"), _("Missing: {things}.").format(things=listed(found)))
