"""Which encoding a file is in: byte order mark, else strict UTF-8, else GB18030."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from ..errors import BadInput
from ..i18n import _

_CHUNK = 1 << 20
_MARKS = (  # longest first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect_encoding(stream: BinaryIO, file: str, wanted: str | None = None) -> str:
    """Return the codec that reads the whole stream, and rewind it.

    ``wanted`` overrides the guess.  Raises BadInput naming the byte that cannot be read, or
    the byte of a NUL, which no table holds.
    """
    head = stream.read(4)
    stream.seek(0)
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    candidates = [_codec(wanted)] if wanted else [marked] if marked else ["utf-8", "gb18030"]
    failures = []
    for codec in candidates:
        failure = _first_failure(stream, codec)
        if failure is None:
            return codec
        failures.append(f"{codec}: {failure}")
    raise BadInput(
        _("cannot read {file} as text").format(file=file),
        "\n".join([*failures, _("Name the encoding with --encoding.")]),
    )


def readable_name(codec: str) -> str:
    """Return a codec's name as the user is told it."""
    return "utf-8" if codec == "utf-8-sig" else codec


def _codec(name: str) -> str:
    """Return the codec that ``name`` means; GBK and GB2312 are read as their superset GB18030."""
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)  # byte-to-byte codecs such as base64 are known too, and refused here
    except (LookupError, ValueError) as error:
        raise BadInput(
            _("unknown encoding {name!r}").format(name=name),
            _("Expected a name such as utf-8, gb18030 or cp1252."),
        ) from error
    return {"gbk": "gb18030", "gb2312": "gb18030", "utf-8": "utf-8-sig"}.get(codec, codec)


def _first_failure(stream: BinaryIO, codec: str) -> str | None:
    """Say at which byte ``codec`` fails on the stream, None when it reads all of it."""
    decoder = codecs.getincrementaldecoder(codec)()
    stream.seek(0)
    place = 0
    try:
        while True:
            chunk = stream.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            text = decoder.decode(chunk, final=not chunk)
            if "\0" in text:
                return _("a NUL character near byte {place}").format(place=_nul_place(chunk, place))
            place += len(chunk)
            if not chunk:
                return None
    except UnicodeDecodeError as error:
        return _("byte {place} cannot be read").format(place=place - pending + error.start)
    except UnicodeError as error:  # UTF-16 without its mark, and the like
        return str(error)
    finally:
        stream.seek(0)


def _nul_place(chunk: bytes, place: int) -> int:
    return place + max(chunk.find(b"\0"), 0)
