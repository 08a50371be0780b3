"""Who was erased, told beside the backups: a file of ids from which a restored copy learns whom to forget again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from db import connection, erasure
from db.erasure import Gone

FILE = "erased.jsonl"


def tell() -> tuple[str, ...]:
    """Write everybody erased here into the file of the store's folder and of each folder with backups.

    What stands there already stays; return the folders that could not be written.
    """
    gone = erasure.gone()
    folders = dict.fromkeys([str(connection.store_path().absolute().parent), *erasure.places()])
    return tuple(folder for folder in folders if gone and not _told(Path(folder), gone))


def remember(folder: Path) -> None:
    """Keep a folder with backups in mind, and tell it who was erased so far."""
    with connection.transaction():
        erasure.note_places(str(folder.absolute()))
    tell()


def read(*folders: Path) -> set[Gone]:
    """Return who was erased according to the files in these folders; a line that is none of ours is passed over."""
    found: set[Gone] = set()
    for folder in folders:
        try:
            lines = (folder / FILE).read_text("utf-8", errors="replace").splitlines()
        except OSError:
            continue
        found.update(each for line in lines if (each := _parsed(line)) is not None)
    return found


def copies(store: Path) -> list[Path]:
    """Return the copies that restore and migrate kept beside a store, and that may hold who was erased since."""
    return sorted(path for kind in ("before", "schema") for path in store.parent.glob(f"{store.name}.{kind}-*"))


def _told(folder: Path, gone: Iterable[Gone]) -> bool:
    missing = sorted(set(gone) - read(folder))
    lines = "".join(json.dumps(each._asdict()) + "\n" for each in missing)
    try:
        if lines:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
            with open(os.open(folder / FILE, flags, 0o600), "a", encoding="utf-8") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
    except OSError:
        return False
    return True


def _parsed(line: str) -> Gone | None:
    try:
        kept = json.loads(line)
        return Gone(str(kept["floor"]), int(kept["customer"]), int(kept["created_at"]))
    except (ValueError, KeyError, TypeError):
        return None
