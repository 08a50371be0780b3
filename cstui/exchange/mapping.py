"""Which of a file's columns are ours: recognised by their headers, or told by a TOML mapping."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..errors import BadInput
from ..floor import packs
from ..floor.levels.ladder_reading import EDUCATIONS, STATUSES
from ..floor.views import SEVERITIES, STATES
from ..i18n import _, listed
from .table import Table
from .words import COLUMNS, HEADERS, folded, loosely_folded

DATE_COLUMNS = ("received_at", "closed_at", "day", "until", "hired_on", "service_since", "born_on", "since")
_CLOSED_WORDS = {"severity": SEVERITIES, "state": STATES, "status": STATUSES, "education": EDUCATIONS}

Part = tuple[str, ...]  # headers of which the first that the file has, and that is filled, counts


@dataclass(frozen=True, slots=True)
class History:
    """The columns of a log with several rows a case."""

    case: str
    at: str
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping; ``columns`` maps our names to the parts that are joined with a blank."""

    name: str
    columns: dict[str, tuple[Part, ...]]
    source: str | None = None
    formats: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    timezone: str | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    history: History | None = None

    @property
    def named(self) -> frozenset[str]:
        """The headers that are read."""
        own = (self.history.case, self.history.at, self.history.activity or "") if self.history else ()
        return frozenset({title for parts in self.columns.values() for part in parts for title in part} | {*own})


def mapping_names() -> tuple[str, ...]:
    """Return the names of the ready mappings, the site's own among them."""
    return packs.names("mappings")


def load_mapping(name: str | Path, kind: str = "complaints") -> Mapping:
    """Read a mapping by path, or a ready one by name; raises BadInput naming file, key, value, expectation."""
    path: Path | None = Path(name)
    if not Path(name).is_file():
        path = packs.find("mappings", str(name))
    if path is None:
        raise BadInput(
            _("there is no mapping {name}").format(name=name),
            _("Name a TOML file, or one of: {names}.").format(names=listed(mapping_names())),
        )
    return _checked(packs.read(path), path.stem, kind)


def recognise(table: Table, kind: str) -> Mapping:
    """Return the mapping that a table's own headers give; raises BadInput where two mean the same."""
    columns: dict[str, tuple[Part, ...]] = {}
    for title in table.header:
        ours = HEADERS[kind].get(folded(title))
        if ours is None:
            continue
        if ours in columns:
            raise BadInput(
                _("{file} has two columns for {column}: {first!r} and {second!r}").format(
                    file=table.file, column=ours, first=columns[ours][0][0], second=title
                ),
                _("Choose one in a mapping: see --suggest-map."),
            )
        columns[ours] = ((title,),)
    for title in table.header:  # 金额(元), 姓 名: only where no header says it plainly
        ours = HEADERS[kind].get(loosely_folded(title))
        if ours is not None and table.header.count(title) == 1:
            columns.setdefault(ours, ((title,),))
    return Mapping("", columns)


def _checked(content: packs.Table, name: str, kind: str) -> Mapping:
    content.only("source", "dates", "columns", "values", "defaults", "history")
    dates, columns = content.table("dates"), content.table("columns")
    dates.only("format", "join", "timezone")
    formats, join = _texts(dates, "format"), _texts(dates, "join")
    if join and len(formats) not in (0, 1, len(join)):
        raise dates.wrong("format", _("one format for each column of join"))
    if "history" in content and kind != "complaints":
        raise content.wrong("history", _("nothing: only complaints have a history"))
    mapping = Mapping(
        name=name,
        columns=_columns(columns, COLUMNS[kind], join),
        source=content.text("source") if "source" in content else None,
        formats=formats,
        join=join,
        timezone=_timezone(dates),
        values=_values(content.table("values"), COLUMNS[kind]),
        defaults=_defaults(content.table("defaults"), COLUMNS[kind]),
        history=_history(content.table("history")) if "history" in content else None,
    )
    if not mapping.columns:
        raise content.wrong("columns", _("at least one column"))
    return mapping


def _texts(table: packs.Table, key: str) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple, empty when absent; raises BadInput."""
    value = table.values.get(key, [])
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(each, str) and each.strip() for each in found):
        raise table.wrong(key, _("a text or a list of texts"))
    return tuple(found)


def _columns(table: packs.Table, ours: tuple[str, ...], join: tuple[str, ...]) -> dict[str, tuple[Part, ...]]:
    table.only(*ours)
    columns = {key: _parts(table, key) for key in table.values}
    if join:
        columns["received_at"] = tuple((title,) for title in join)
    return columns


def _parts(table: packs.Table, key: str) -> tuple[Part, ...]:
    value = table.values[key]
    parts = [_part(each) for each in (value if isinstance(value, list) else [value])]
    if not parts or not all(parts):
        raise table.wrong(key, _("a header, a list of headers, or {first = [headers]}"))
    return tuple(parts)


def _part(value: Any) -> Part:
    """Return the headers of one part, empty when the value is none."""
    titles = value["first"] if isinstance(value, dict) and list(value) == ["first"] else [value]
    if not isinstance(titles, list) or not all(isinstance(each, str) and each.strip() for each in titles):
        return ()
    return tuple(titles)


def _timezone(dates: packs.Table) -> str | None:
    if "timezone" not in dates:
        return None
    name = dates.text("timezone")
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError) as error:
        raise dates.wrong("timezone", _("a time zone such as Asia/Shanghai")) from error


def _values(section: packs.Table, ours: tuple[str, ...]) -> dict[str, dict[str, str]]:
    section.only(*(name for name in ours if name not in DATE_COLUMNS))
    values = {}
    for name in section.values:
        words = section.table(name)
        for theirs in words.values:
            _check_word(words, theirs, name)
        values[name] = dict(words.values)
    return values


def _defaults(section: packs.Table, ours: tuple[str, ...]) -> dict[str, str]:
    section.only(*(name for name in ours[1:] if name not in DATE_COLUMNS))  # the first one is the key
    for name in section.values:
        _check_word(section, name, name)
    return dict(section.values)


def _check_word(table: packs.Table, key: str, column: str) -> None:
    known = _CLOSED_WORDS.get(column)
    if known:
        table.choice(key, known, "")
    else:
        table.text(key)


def _history(section: packs.Table) -> History:
    section.only("case", "at", "activity")
    activity = section.text("activity") if "activity" in section else None
    return History(section.text("case"), section.text("at"), activity)
