"""Dates: one format for a whole file, never a guess."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui.errors import BadInput
from cstui.exchange.dates import KNOWN, DateChoice, Format, as_text, of_serial, written_format
from cstui.exchange.offsets import offsets_of


def chosen(*texts: str) -> Format:
    choice = DateChoice()
    choice.look(texts)
    return choice.decide("file.csv")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-10", datetime(2026, 2, 10)),
        ("2026/2/3 9:05", datetime(2026, 2, 3, 9, 5)),
        ("2026.02.10", datetime(2026, 2, 10)),
        ("20260210", datetime(2026, 2, 10)),
        ("2026-02-10T15:30:00Z", datetime(2026, 2, 10, 15, 30, tzinfo=UTC)),
        ("2026-02-10 15:30+08:00", datetime(2026, 2, 10, 15, 30, tzinfo=timezone(timedelta(hours=8)))),
        ("2012/10/09 14:50:17.000", datetime(2012, 10, 9, 14, 50, 17)),
        ("2026年2月10日 下午3:30", datetime(2026, 2, 10, 15, 30)),
        ("2026年2月10日15时30分", datetime(2026, 2, 10, 15, 30)),
        ("22-Apr-15 3:53:50 PM", datetime(2015, 4, 22, 15, 53, 50)),
        ("Apr 22, 2015", datetime(2015, 4, 22)),
        ("22 September 1999", datetime(1999, 9, 22)),
        ("9/24/19", datetime(2019, 9, 24)),
        ("24.9.2019 12:00 AM", datetime(2019, 9, 24)),
    ],
)
def test_one_way_to_read_it(text: str, moment: datetime) -> None:
    assert chosen(text).read(text) == moment


@pytest.mark.parametrize("text", ["2026-02-30", "2026-02-10 24:30", "12:30", "0001-01-01", "tomorrow", "32/13/2026",
                                  "2026-02-10 13:00 PM", "1-2", "2026-2-", "22-Abc-15", "9999-01-01"])  # fmt: skip
def test_no_date_at_all(text: str) -> None:
    assert [each.label for each in KNOWN if each.read(text)] == []


def test_one_clear_date_settles_the_whole_file() -> None:
    assert chosen("03/04/2026", "05/04/2026", "13/04/2026").label == "day-month-year"
    assert chosen("03/04/2026", "05/04/2026", "04/13/2026").label == "month-day-year"


def test_dates_that_can_be_read_in_two_ways_are_not_guessed() -> None:
    with pytest.raises(BadInput, match="two ways") as caught:
        chosen("03/04/2026", "05/06/2026")
    assert "'03/04/2026' is 2026-04-03 as day-month-year, but 2026-03-04 as month-day-year" in caught.value.detail
    assert "--map" in caught.value.detail


def test_two_digits_may_be_a_year_in_front() -> None:
    with pytest.raises(BadInput, match="two ways"):
        chosen("22-04-15", "04-08-15")


def test_ways_that_agree_are_no_question() -> None:
    assert chosen("05/05/2026").read("05/05/2026") == datetime(2026, 5, 5)


def test_a_year_in_front_is_never_ambiguous() -> None:
    assert chosen("2026-03-04", "2026-05-06").label == "year-month-day"


def test_where_none_fits_all_the_one_that_fits_most_is_taken() -> None:
    assert chosen("2026-03-04", "2026-13-45", "2026-05-06", "13/02/2026").label == "year-month-day"
    with pytest.raises(BadInput, match="two ways"):
        chosen("03/04/2026", "nonsense")


def test_a_mapping_names_one_format_or_several() -> None:
    choice = DateChoice([written_format("%Y-%m-%d"), written_format("%m/%d/%y")])
    choice.look(["03/04/26", "05/06/26"])
    assert choice.decide("f").label == "%m/%d/%y"


def test_a_date_and_a_time_in_two_cells_become_one_text() -> None:
    patterns = ("%d-%b-%y", "%I:%M:%S %p")
    assert as_text(["22-Apr-15", "3:53:50 PM"], patterns) == "22-Apr-15 3:53:50 PM"
    assert as_text([date(2015, 4, 22), time(15, 53, 50)], patterns) == "22-Apr-15 03:53:50 PM"
    assert as_text([datetime(2015, 4, 22), None], ()) == "2015-04-22 00:00:00"


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_iso_is_read_as_it_was_written(moment: datetime) -> None:
    for text in (
        moment.isoformat(),
        moment.isoformat(" "),
        moment.strftime("%Y/%m/%d %H:%M:%S"),
        f"{moment:%Y.%m.%d %H:%M:%S}",
    ):
        assert chosen(text).read(text) == moment


TWO_DIGITS = MOMENTS.filter(lambda moment: moment.year < 2069)


@given(st.lists(TWO_DIGITS, min_size=1), st.sampled_from(["%d/%m/%Y %H:%M:%S", "%m/%d/%Y", "%m-%d-%y", "%y-%m-%d"]))
def test_a_wrong_way_is_never_taken_in_silence(moments: list[datetime], pattern: str) -> None:
    texts = [moment.strftime(pattern) for moment in moments]
    try:
        found = chosen(*texts)
    except BadInput:
        return
    assert [found.read(text) for text in texts] == [datetime.strptime(text, pattern) for text in texts]


@pytest.mark.parametrize("name", ["Asia/Shanghai", "Europe/Rome", "America/New_York", "UTC", "Australia/Lord_Howe"])
@given(at=st.integers(0, 1_790_000_000))
def test_offsets_are_those_of_the_zone(name: str, at: int) -> None:
    zone = ZoneInfo(name)
    table = offsets_of(zone, datetime(2026, 11, 1, tzinfo=UTC))
    offset = next((offset for since, offset in table if at >= since), table[-1][1])
    told = datetime.fromtimestamp(at, zone).utcoffset()
    assert told is not None
    assert offset == told.total_seconds()


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        (36_526.0, datetime(2000, 1, 1)),
        (46_346.75, datetime(2026, 11, 20, 18)),
        (73_050.0, datetime(2099, 12, 31)),
        (36_525.9, None),
        (73_051.0, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_numbers_of_spreadsheets_are_moments_of_this_century(number: float, moment: datetime | None) -> None:
    assert of_serial(number) == moment
