"""The ladders there are, read from ladders/NAME.toml and checked."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .. import packs
from .ladder import Ladder
from .ladder_checks import check
from .ladder_reading import read

KIND = "ladders"


def ladder_names() -> tuple[str, ...]:
    """Return the names of all ladders, the site's own included, in order."""
    return packs.names(KIND)


def load_ladder(name: str) -> Ladder:
    """Return a ladder; raises BadInput when it is unknown or its file does not add up, saying why and where."""
    path = packs.find(KIND, name)
    if path is None:
        title = _("there is no ladder {name}").format(name=one_line(name)[:40])
        raise BadInput(title, _("Known: {names}.").format(names=listed(ladder_names())))
    return _load(name, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _load(name: str, path: Path, changed: int) -> Ladder:
    return ladder_of(name, packs.text_of(path), path=path)


@lru_cache(maxsize=32)
def ladder_of(name: str, text: str, *, path: Path | None = None) -> Ladder:
    """Return the ladder a text describes, such as one frozen with a case; raises BadInput."""
    file = path or Path(f"{name}.toml")
    digest = sha256(text.encode()).hexdigest()
    return check(read(name, packs.parse(file, text), text, digest), file)
