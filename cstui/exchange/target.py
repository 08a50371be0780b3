"""Where an export goes: a new file beside its target, moved into place once it is whole."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..errors import BadInput, CstuiError, Refused, StoreProblem
from ..i18n import _


def check_target(path: Path, *, force: bool) -> None:
    """Raise Refused where a file must not be made: over another one without ``force``, through a link."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    if stat.S_ISLNK(mode):
        raise Refused(_("{file} is a link").format(file=path), _("Nothing is written through a link."))
    if not stat.S_ISREG(mode):
        raise Refused(_("{file} is not a regular file").format(file=path), _("Name a new file."))
    if not force:
        raise Refused(_("{file} is there already").format(file=path), _("Overwrite it with --force, or name another."))


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Give a stream to write; the file appears at ``path``, 0600, only when the block ends well."""
    check_target(path, force=force)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600 by itself
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    try:
        with open(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _move(name, path, force)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _move(name: str, path: Path, force: bool) -> None:
    check_target(path, force=force)
    if force:
        os.replace(name, path)
        return
    try:
        os.link(name, path)  # unlike a rename, fails where somebody was faster
    except FileExistsError:
        check_target(path, force=False)
        raise
    except OSError:
        os.rename(name, path)  # a file system without hard links


def _unwritable(path: Path, error: Exception) -> CstuiError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    kind = StoreProblem if full else BadInput
    return kind(_("cannot write {file}").format(file=path), reason)
