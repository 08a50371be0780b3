"""Making a floor and keeping its file: init, check, backup, restore, migrate, info."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from db import backup as copies
from db import connection, erasure, journal, schema
from db import models as rows
from db.erasure import Gone
from db.faults import RAISED, fault_of

from ..errors import BadInput, Refused
from ..i18n import _
from ..text import clean, one_line
from . import access, accounts, forgotten, in_force, store
from .calendar import load_calendar, named_source
from .policy import load_policy
from .views import Actor

FIRST_TEAM = "floor"


def init_floor(
    path: Path,
    *,
    login: str,
    name: str,
    policy: str = "retail",
    calendar: str = "cn",
    timezone: str = "Asia/Shanghai",
    now: datetime | None = None,
) -> Actor:
    """Make a new floor with one team; its maker becomes manager and admin.

    Raises BadInput for an unknown policy, calendar or zone, StoreProblem when the file exists.
    """
    accounts.check_person(login, name, ("manager", "admin"))
    _check_choices(policy, calendar, timezone)
    at = now or store.now()
    with store.translated():
        store.close_floor()
        connection.open_store(path, create=True)
        try:
            with store.transaction():  # all of it or no floor at all
                schema.migrate()
                _furnish(login, name, {"policy": policy, "calendar": calendar, "timezone": timezone}, at)
        except BaseException:
            connection.discard(path)
            raise
    return accounts.find_actor(login)


def _furnish(login: str, name: str, settings: dict[str, str], at: datetime) -> None:
    for key, value in settings.items():
        rows.Setting.create(key=f"floor.{key}", value=value)
    in_force.put(named_source(settings["calendar"]))
    team = rows.Team.create(slug=FIRST_TEAM, name=_("Floor"), policy=None, created_at=at)
    person = rows.Agent.create(
        login=login,
        name=clean(name),
        initials=accounts.initials(name),
        team=team,
        roles=("manager", "admin"),
        created_at=at,
    )
    journal.append(journal.Fact(at, person.id, "admin", "floor.made", "floor", settings))


def migrate(path: Path) -> list[str]:
    """Bring a file up to this program's schema and return the migrations applied.

    A copy of the old file is kept beside it first when anything is to be done.
    """
    with store.translated():
        connection.open_store(path, any_schema=True)
        if connection.schema_of() < connection.SCHEMA:
            copies.copy_to(path.with_name(f"{path.name}.schema-{connection.schema_of()}"))
        applied = schema.migrate()
    store.settings.cache_clear()
    return applied


def check(actor: Actor) -> list[str]:
    """Return everything wrong with the file, its references and its tally; empty when all is well."""
    access.require(actor, "store.check")
    with store.translated():
        found = schema.problems()
    if schema.tally_is_off():
        found.append(_("the tally of the queue does not fit the complaints"))
    if erasure.unswept():
        found.append(_("an erased customer may still stand in the slack of the file: make a backup, which sweeps it"))
    return found


def backup(actor: Actor, target: Path) -> dict[str, Any]:
    """Copy the floor into a new file and write its anchor (seq and hash of the journal's end) beside it."""
    access.require(actor, "store.keep")
    with store.translated():
        if erasure.unswept():
            erasure.sweep()
        forgotten.remember(target.parent)
        copied = copies.copy_to(target)
    anchor = {"seq": copied.seq, "hash": copied.hash, "content": copied.content}
    anchor_file = target.with_name(target.name + ".anchor")
    with store.translated(), open(os.open(anchor_file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as out:
        json.dump(anchor, out)
    return {"file": str(target), "anchor": str(anchor_file), **anchor}


def restore(actor: Actor, source: Path) -> dict[str, Any]:
    """Replace the open floor by a copy, after keeping what it replaces beside it; raises StoreProblem."""
    access.require(actor, "store.keep")
    kept = _beside(store.path())
    with store.translated():
        copies.examine(source)
        lost = _erased_here() | _lost(source)
        try:
            copies.copy_to(kept)
        except RAISED as error:
            fault = fault_of(error)
            if fault is None or fault.cause != "damaged":
                raise
            copies.copy_raw(kept)
        applied, again = _brought_back(source, lost)
    return {"restored": str(source), "kept": str(kept), "migrated": applied, "erased_again": again}


def rescue(path: Path, login: str, source: Path) -> dict[str, Any]:
    """Bring a copy back where the floor is gone, or too damaged to say who may do that: the copy says it.

    A damaged file is moved beside, as it is.  Raises Refused, StoreProblem.
    """
    kept = _beside(path) if path.exists() else None
    with store.translated():
        copies.examine(source)
        if "admin" not in copies.roles_in(source, login):
            raise Refused(_("Only an administrator of that backup may restore it"))
        store.close_floor()
        if kept is not None:
            copies.move(path, kept)
        try:
            connection.open_store(path, create=True)
            applied, again = _brought_back(source, _lost(source))
        except BaseException:
            connection.discard(path)
            if kept is not None:
                copies.move(kept, path)
            raise
    return {"restored": str(source), "kept": kept and str(kept), "migrated": applied, "erased_again": again}


def _brought_back(source: Path, lost: set[Gone]) -> tuple[list[str], int]:
    """Bring a copy back; return what was migrated, and how many customers were erased again."""
    from .erasure import repeat

    copies.bring_back(source)
    applied = schema.migrate()
    store.settings.cache_clear()
    again = repeat(sorted(lost))
    forgotten.tell()
    return applied, again


def _erased_here() -> set[Gone]:
    try:
        return set(erasure.gone())
    except RAISED:
        return set()  # too damaged to say; the files beside it know


def _lost(source: Path) -> set[Gone]:
    """Return who was erased according to the files beside the store and beside a backup."""
    return forgotten.read(store.path().absolute().parent, source.absolute().parent)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.before-{store.now():%Y%m%dT%H%M%S%f}")


def info(actor: Actor) -> dict[str, Any]:
    """Return what an administrator asks first: place, size, schema, settings, figures."""
    access.require(actor, "store.check")
    settings = store.settings()
    path = store.path()
    return {
        "path": str(path),
        "bytes": path.stat().st_size,
        "schema": connection.schema_of(),
        "sqlite": connection.sqlite_version(),
        "policy": settings.policy,
        "calendar": settings.calendar,
        "calendar_in_force": (in_force.digest() or "")[:12],
        "calendar_differs": in_force.differs(),
        "timezone": settings.timezone,
        "teams": rows.Team.select().count(),
        "agents": rows.Agent.select().count(),
        "customers": rows.Customer.select().count(),
        "complaints": rows.Complaint.select().count(),
        "events": journal.head().seq,
    }


def read_anchor(path: Path) -> dict[int, str]:
    """Return the anchors of a file as ``backup`` writes it; raises BadInput."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {int(kept["seq"]): str(kept["hash"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            _("{file} is not an anchor").format(file=one_line(str(path))),
            _("`cstui db backup` writes one beside each backup."),
        ) from error


def _check_choices(policy: str, calendar: str, timezone: str) -> None:
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            _("{zone} is not a time zone").format(zone=one_line(timezone)),
            _("For example Asia/Shanghai, Europe/London."),
        ) from error
    load_policy(policy)
    load_calendar(calendar, zone)
