"""Whatever stands in a file, no import of rosters, stamps or demand breaks on it."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.errors import CstuiError
from cstui.exchange.rosters.attendance_in import import_attendance
from cstui.exchange.rosters.demand_in import import_demand
from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from tests.conftest import Floor
from tests.exchange.rosters.drafts import Make

WORDS = (
    "||李娜|张伟|王|姓名|工号|日期|班次|时间|来电量|进出|11/23|11/24|23日|24日|23|24|1|2|3|一|二|三|周一|A1|休|年假|08:38、18:00"
    "|22:00 06:00|2026-11-23|2026-11-23 09:00|合计|备注|A1=09:00-18:00|11月排班表|99/99|31/2|-1|1e308|nan|=1+1"
    "|24:00-25:00|2/29|12/31|1/1|99999999999999999999|²|١|login|date|shift|count|\u202e\x1b[2J"
).split("|")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=6))
def test_any_table_is_read_or_refused_in_words(floor: Floor, make: Make, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = make("any.csv", text.getvalue())
    for bringing in (import_roster, import_attendance, import_demand):
        try:
            report = bringing(floor.boss, path, SheetOptions(on_bad="skip"))
        except CstuiError as error:
            assert error.title
        else:
            assert report.rejected <= report.rows + 1
