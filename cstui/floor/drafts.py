"""Drafts: what somebody typed into a form and has not sent; it survives a dropped line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db import models as rows

from . import store
from .views import Actor


class Draft(NamedTuple):
    """A form begun earlier, with the instant of its last save."""

    fields: dict[str, Any]
    saved_at: datetime


def save(actor: Actor, form: str, ref: str, fields: Mapping[str, Any]) -> None:
    """Keep what was typed so far into a form of a complaint (``ref`` empty for intake)."""
    with store.transaction():
        rows.Draft.replace(agent=actor.id, form=form, ref=ref, fields=dict(fields), saved_at=store.now()).execute()


def load(actor: Actor, form: str, ref: str) -> Draft | None:
    """Return the draft of a form, None when there is none."""
    kept = rows.Draft.get_or_none(_is(actor, form, ref))
    return Draft(kept.fields, kept.saved_at) if kept else None


def drop(actor: Actor, form: str, ref: str) -> None:
    """Forget the draft of a form."""
    with store.transaction():
        rows.Draft.delete().where(_is(actor, form, ref)).execute()


def _is(actor: Actor, form: str, ref: str) -> Any:
    return (rows.Draft.agent == actor.id) & (rows.Draft.form == form) & (rows.Draft.ref == ref)
