"""The calendar in force is data of the floor: a changed file moves no deadline before it is applied.

The setting ``calendar.in_force`` holds the digest of what makes the calendar, ``calendar.DIGEST``
the content itself; one that was in force before stays there.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from db import models as rows
from db.connection import database
from db.fields import canonical

from . import packs, store
from .calendar import Calendar, Source, calendar_from, load_calendar, named_source
from .calendar_data import base_path, source_of

_SELECT = "SELECT value FROM setting WHERE key = ?"


def calendar() -> Calendar:
    """Return the calendar in force in the floor's zone; a floor that keeps none yet goes by the file."""
    kept = digest()
    if kept is None:
        return load_calendar(store.settings().calendar, store.zone())
    return _kept(kept, store.settings().timezone)


def digest() -> str | None:
    """Return the digest of the calendar in force, None where the floor keeps none yet."""
    return _value("calendar.in_force")


def digest_of(source: Source) -> str:
    """Return the digest of a calendar: of its content, not of the place where the file lies."""
    return hashlib.sha256(canonical(source._replace(path="")).encode()).hexdigest()


def put(source: Source) -> None:
    """Bring a calendar into force inside the open transaction."""
    found = digest_of(source)
    rows.Setting.replace(key=f"calendar.{found}", value=canonical(source)).execute()
    rows.Setting.replace(key="calendar.in_force", value=found).execute()


def differs() -> bool:
    """Whether the calendar's file, the site's own or the shipped one, says something else than what is in force."""
    kept = digest()
    if kept is None:
        return False
    source = _source(kept)
    path = packs.find_anew("calendars", "country" if source.country else source.name)
    path = path or packs.find("calendars", source.name.lower())
    return path is None or packs.text_of(path) != source.text or (bool(source.base) and _base_changed(source))


def of_file(file: Path | None) -> Source:
    """Return what makes the calendar of a file, of the floor's own one unless named; raises BadInput."""
    name = store.settings().calendar
    return named_source(name) if file is None else source_of(file, name)


def _base_changed(source: Source) -> bool:
    path = base_path(source.base)
    return not path.is_file() or packs.text_of(path) != source.base_text


def _value(key: str) -> str | None:
    found = database.connection().execute(_SELECT, (key,)).fetchone()
    return str(found[0]) if found else None


def _source(kept: str) -> Source:
    return Source(*json.loads(_value(f"calendar.{kept}") or "[]"))


@lru_cache(maxsize=8)
def _kept(kept: str, zone: str) -> Calendar:
    return calendar_from(_source(kept), ZoneInfo(zone))
