"""Where a table's bytes come from: a regular file, or standard input spooled to disk."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from ..errors import BadInput
from ..i18n import _


def open_source(path: Path | str) -> BinaryIO:
    """Open ``path`` for reading, or ``-`` for standard input; the stream can be rewound.

    Raises BadInput for anything that is not a regular file: a device, a pipe or a folder by name
    could block for ever or never end.
    """
    if str(path) == "-":
        return _spool(sys.stdin.buffer)
    try:
        # Non-blocking, or opening a named pipe would wait for its writer before it can be refused.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BadInput(_("cannot read {file}").format(file=path), reason or str(error)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise BadInput(
            _("cannot read {file}").format(file=path),
            _("It is not a regular file; use - to read a pipe."),
        )
    stream = open(handle, "rb")  # noqa: SIM115 (closed by the reader of the table)
    try:
        stream.peek(1)
    except OSError as error:  # opened, yet not to be read: a bad sector, a file of /proc
        stream.close()
        raise BadInput(_("cannot read {file}").format(file=path), error.strerror or "") from error
    return stream


def _spool(stream: BinaryIO) -> BinaryIO:
    spooled = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the reader of the table)
    shutil.copyfileobj(stream, spooled)
    spooled.seek(0)
    return spooled
