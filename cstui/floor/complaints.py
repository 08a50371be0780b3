"""The life of a complaint: taken in, moved step by step, shown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db import models as rows
from db.queries import complaints as queries
from db.queries import history

from ..errors import BadInput, Conflict, NotFound, Refused
from ..i18n import _
from ..text import one_line

# What only writing needs is imported by the functions that write: a look-up may not pay for it.
from . import access, accounts, permits, present, recording, store
from .forms import FORMS, INTAKE, ORIGIN
from .marks import marks_of, number_of, ref_of
from .recording import Change
from .views import SEVERITIES, Actor, Complaint, Detail


class Batch(NamedTuple):
    """What became of one action on several complaints."""

    done: tuple[Complaint, ...]
    refused: tuple[tuple[str, str], ...]


def add(actor: Actor, values: Mapping[str, object], *, now: datetime | None = None) -> Complaint:
    """Take a complaint in from the fields of forms.INTAKE (and ORIGIN) and return it.

    A plain one stands as ``registered`` at once; from the policy's severity on it is ``received``.
    Raises BadInput with every problem of the form, Refused without the right, Conflict where
    the source's number is here already.
    """
    from . import answers

    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        form = answers.check((*INTAKE, *ORIGIN), values, now=at)
        team = accounts.team_row(str(form.get("team", actor.team)))
        access.require(actor, "complaint.add", team_id=team.id)
        columns = _new_columns(form, team, at)
        facts = {"promised": form["promised_at"]} if "promised_at" in form else {}
        recorded = {key: form[key].isoformat() for key in ("promised_at",) if key in form}
        received_at = columns["received_at"]
        change = Change("received", columns, facts, recorded, at=received_at if received_at != at else None)
        complaint_id = recording.record_new(actor, columns, change, now=at)
        return view(complaint_id, at)


def take(
    actor: Actor,
    ref: str,
    action: str,
    values: Mapping[str, object] | None = None,
    *,
    version: int | None = None,
    batch: str | None = None,
    now: datetime | None = None,
) -> Complaint:
    """Take one step of a complaint and return it as it stands then.

    ``action`` is a key of forms.FORMS and ``values`` its fields; with ``version`` the step is
    refused (Conflict) when the complaint has changed since that version was read.  Raises
    NotFound, Refused, Conflict, BadInput; nothing is changed then.
    """
    from . import answers, watch
    from .effects import Step, change_of

    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        row = row_for(actor, ref)
        stale = version is not None and row.version != version
        row = watch.settle(row, at)
        rule = permits.permitted(actor, row, action, values or {}, at)
        if stale:
            raise Conflict(
                _("{ref} was changed by someone else meanwhile").format(ref=ref_of(row.id)),
                _("Look at it again; nothing was changed by you."),
            )
        form = answers.check(FORMS[action], values or {}, now=at)
        change = change_of(Step(actor, row, rule, form, at))
        batch = batch or os.urandom(6).hex()
        for each, its in ((row, change), *change.others):
            recording.record(actor, each, its, now=at, batch=batch, undoable=True)
        return view(row.id, at)


def take_many(
    actor: Actor,
    refs: Iterable[str],
    action: str,
    values: Mapping[str, object] | None = None,
    *,
    batch: str | None = None,
    now: datetime | None = None,
) -> Batch:
    """Take the same step of several complaints in one transaction; those refused are told apart and stay."""
    done: list[Complaint] = []
    refused: list[tuple[str, str]] = []
    batch = batch or os.urandom(6).hex()
    with access.acting():
        for ref in refs:
            try:
                done.append(take(actor, ref, action, values, batch=batch, now=now))
            except Refused as error:
                access.keep(error)
                refused.append((ref, error.title))
    return Batch(tuple(done), tuple(refused))


def show(actor: Actor, ref: str, *, now: datetime | None = None) -> Detail:
    """Return everything one page shows of a complaint; raises NotFound outside the actor's sight."""
    at = now or store.now()
    row = row_for(actor, ref)
    if recording.waited_out(row, at):  # shown as it stands; the next write journals it
        row.state, row.waiting_for, row.wait_until = "handling", None, None
    calendar = recording.calendar()
    timeline = history.of_complaint(row.id)
    marks = marks_of(row.id)
    return Detail(
        complaint=view(row.id, at),
        remedy=row.remedy,
        region=row.region,
        policy=row.policy,
        transferred_from=row.former_team.slug if row.former_team else None,
        waiting_for=row.waiting_for,
        wait_until=row.wait_until,
        clocks=tuple(present.clock(clock, at, calendar) for clock in recording.clocks_of(marks, row.policy, at)),
        events=tuple(present.event(event) for event in timeline),
        forms={event.form: event.fields for event in timeline if event.form},
        steps=permits.obstacles(actor, row),
        escalation=row.escalation,
    )


def row_for(actor: Actor, ref: str) -> rows.Complaint:
    """Return the stored complaint of a reference; raises NotFound outside the actor's sight."""
    scope = access.read_scope(actor)
    found = rows.Complaint.raw("SELECT * FROM complaint WHERE id = ?", number_of(ref))
    row: rows.Complaint | None = next(iter(found), None)
    if row is not None and scope.team_id not in (None, row.team_id):
        row = None
    if row is None:
        raise NotFound(
            _("There is no complaint {ref} that you may see").format(ref=one_line(ref)[:40]),
            _("See `cstui find` or `cstui complaint list --state all`."),
        )
    return row


def view(complaint_id: int, now: datetime) -> Complaint:
    """Return one complaint as shown, whoever may see it."""
    row = queries.one(complaint_id, queries.Scope(None))
    assert row is not None
    return present.complaint(row, now, recording.calendar())


def _new_columns(form: dict[str, Any], team: rows.Team, at: datetime) -> dict[str, Any]:
    from . import customers

    if not (form.get("subject") or form.get("narrative")):
        raise BadInput(_("A complaint needs a subject or the facts"), _("Fill in one of the two."))
    received_at = form.get("received_at", at)
    if received_at > at:
        raise BadInput(_("Received at lies in the future"))
    policy = recording.policy_of(team.policy or store.settings().policy)
    severity = form.get("severity", "normal")
    return {
        "team_id": team.id,
        "state": "received" if policy.own_steps(severity) else "registered",
        "open": True,
        "severity": SEVERITIES.index(severity),
        "category": form.get("category"),
        "channel": form.get("channel", "phone"),
        "subject": form.get("subject") or one_line(form["narrative"])[:80],
        "narrative": form.get("narrative", ""),
        "remedy": form.get("remedy", ""),
        "region": form.get("region", ""),
        "customer_id": customers.find_or_add(form, at),
        "respondent": accounts.respondent(form.get("respondent")),
        "policy": policy.name,
        "received_at": received_at,
        **_origin(form),
    }


def _origin(form: dict[str, Any]) -> dict[str, Any]:
    source, number = form.get("source"), form.get("external_id")
    if number is None:
        return {"source": source}
    if source is None:
        raise BadInput(_("The number of another system needs the name of that source"))
    table = rows.Complaint
    here = table.get_or_none((table.source == source) & (table.import_key == number))
    if here is not None:
        told = _("{source} {number} is here already: {ref}").format(source=source, number=number, ref=ref_of(here.id))
        raise Conflict(told)
    return {"source": source, "external_id": number, "import_key": number}
