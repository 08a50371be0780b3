"""The half-year file: one row a complaint that was open at any time in the half-year, without personal data."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import SQL

from .complaints import Scope
from .conditions import COMPLAINT
from .exports import Field, Source, instant_sql

_REF = "printf('C-%06d', complaint.id)"


def complaints(scope: Scope, begin: int, end: int, now: int, offsets: Sequence[tuple[int, int]]) -> Source:
    """Return the complaints received before ``end`` and not ended before ``begin`` (UTC seconds).

    What happened from ``end`` on is left out: such a case is still open.  Days are those of the floor's zone.
    """
    closed_at = f"CASE WHEN complaint.open = 0 AND complaint.closed_at < {end} THEN complaint.closed_at END"
    received, closed = _day("complaint.received_at", offsets), f"({_day(f'({closed_at})', offsets)})"
    last = _day(str(min(now, end - 1)), offsets)
    fields = (
        Field("complaint_id", _REF),
        Field("received", received),
        Field("closed", closed),
        Field("days_open", f"CAST(julianday(coalesce({closed}, {last})) - julianday({received}) AS INTEGER)"),
        Field("channel", "complaint.channel", True),
        Field("category", "complaint.category", True),
        Field("outcome", f"CASE WHEN ({closed_at}) IS NULL THEN 'open' ELSE complaint.state END"),
        Field("redress_amount", _redress("redress_amount", end)),
        Field("redress_kind", _redress("redress_kind", end), True),
        Field("extension", f"CASE WHEN EXISTS ({_extended(end)}) THEN 'yes' ELSE 'no' END"),
        Field("region", "complaint.region", True),
    )
    rows = COMPLAINT.select(SQL("1")).where(
        (COMPLAINT.received_at < end)
        & ((COMPLAINT.open == SQL("1")) | (COMPLAINT.closed_at >= begin))
        & (COMPLAINT.state != "merged")
    )
    if scope.team_id is not None:
        rows = rows.where(COMPLAINT.team_id == scope.team_id)
    return Source(fields, rows, "complaint.id")


def _day(column: str, offsets: Sequence[tuple[int, int]]) -> str:
    return f"substr({instant_sql(column, offsets)}, 1, 10)"


def _redress(name: str, end: int) -> str:
    """Return SQL for a field of the last reply before ``end`` that was not undone."""
    return f"""(SELECT json_extract(f.fields, '$.{name}') FROM form f JOIN event r ON r.seq = f.event_seq
        WHERE f.complaint_id = complaint.id AND f.kind = 'respond' AND r.at < {end} AND NOT {_undone("r")}
        ORDER BY f.id DESC LIMIT 1)"""


def _extended(end: int) -> str:
    return f"""SELECT 1 FROM event x WHERE x.subject = {_REF} AND x.action = 'extend' AND x.at < {end}
        AND NOT {_undone("x")}"""


def _undone(event: str) -> str:
    return f"""EXISTS (SELECT 1 FROM event u WHERE u.subject = {event}.subject AND u.seq > {event}.seq
        AND u.action = 'undo' AND json_extract(u.body, '$.undoes') = {event}.seq)"""
