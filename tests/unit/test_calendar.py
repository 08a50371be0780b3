"""Working time against the notices, the holidays library, and a slow, obvious count of minutes."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui import i18n
from cstui.errors import BadInput
from cstui.floor.calendar import Calendar, Span, calendar_names, load_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CN = load_calendar("cn", SHANGHAI)
ALWAYS = load_calendar("always", ZoneInfo("Europe/London"))
MINUTE = timedelta(minutes=1)

INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 20)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=SHANGHAI)
)
EXACT = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 20), timezones=st.just(SHANGHAI))


def at(text: str, zone: tzinfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def due(start: str, span: str, calendar: Calendar = CN, rolls: bool = False) -> str:
    end = calendar.add_span(at(start, calendar.zone), Span.parse(span), rolls).due_at
    assert end.tzinfo is UTC
    return end.astimezone(calendar.zone).strftime("%Y-%m-%d %H:%M")


def days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def counted(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count working minutes one by one, as nobody would in earnest."""
    total = 0
    moment = start.astimezone(UTC)
    while moment < end:
        local = moment.astimezone(calendar.zone)
        minute = local.hour * 60 + local.minute
        total += any(opens <= minute < closes for opens, closes in calendar.data.rule(local.date()).hours)
        moment += MINUTE
    return total


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Write a site's own calendar file and return its path."""
    monkeypatch.setenv("CSTUI_CONFIG", str(tmp_path))
    (tmp_path / "calendars").mkdir()

    def write(name: str, text: str) -> Path:
        path = tmp_path / "calendars" / f"{name}.toml"
        path.write_text(text, "utf-8")
        return path

    return write


# The notices


@pytest.mark.parametrize("year", [2025, 2026])
def test_china_has_248_working_days(year: int) -> None:
    assert sum(CN.is_working_day(day) for day in days(year)) == 248


def test_china_works_on_these_weekends() -> None:
    worked = {day for year in (2025, 2026) for day in days(year) if day.weekday() >= 5 and CN.is_working_day(day)}
    written = "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    written += "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
    assert worked == {date.fromisoformat(day) for day in written.split()}


@pytest.mark.parametrize("year", [2025, 2026])
def test_china_agrees_with_the_holidays_library(year: int) -> None:
    library = holidays.country_holidays("CN", years=year)
    assert [day for day in days(year) if CN.is_working_day(day) != library.is_working_day(day)] == []


def test_a_day_names_its_notice() -> None:
    spring, makeup, plain = CN.month(2026, 2)[15], CN.month(2026, 2)[13], CN.month(2026, 2)[11]
    assert (spring.date, spring.kind, spring.name, spring.hours) == (
        date(2026, 2, 16),
        "holiday",
        "Spring Festival",
        (),
    )
    assert (makeup.date, makeup.kind, makeup.source) == (date(2026, 2, 14), "makeup", "国办发明电〔2025〕7号")
    assert makeup.hours == plain.hours == ("09:00-12:00", "13:00-18:00")
    assert (plain.kind, plain.minutes, plain.provisional) == ("working", 480, False)


def test_names_follow_the_language() -> None:
    i18n.set_language("zh")
    try:
        assert CN.month(2025, 5)[30].name == "端午节"
        assert CN.title == "中国大陆"
    finally:
        i18n.set_language("en")


# Limits


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-02-10", "15wd", "2026-03-09 18:00"),
        ("2026-09-21", "7wd", "2026-10-08 18:00"),
        ("2026-02-10 17:59", "15wd", "2026-03-09 18:00"),
        ("2026-02-10 23:00", "15wd", "2026-03-09 18:00"),
        ("2026-02-15", "1wd", "2026-02-24 18:00"),
        ("2026-03-02", "30d", "2026-04-01 18:00"),
        ("2026-03-02", "8w", "2026-04-27 18:00"),
        ("2026-03-02 10:00", "2h", "2026-03-02 12:00"),
        ("2026-03-02 11:30", "45m", "2026-03-02 13:15"),
        ("2026-03-02 10:00", "7h", "2026-03-02 18:00"),
        ("2026-03-02 10:00", "8h", "2026-03-03 10:00"),
        ("2026-03-02 18:00", "8h", "2026-03-03 18:00"),
        ("2026-02-14 17:00", "2h", "2026-02-24 10:00"),
        ("2026-03-02 12:30", "30m", "2026-03-02 13:30"),
    ],
)
def test_limits_end_here(start: str, span: str, end: str) -> None:
    assert due(start, span) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-02 00:00", "2026-03-02 18:00"),
        ("2026-03-02 12:30", "2026-03-02 18:00"),
        ("2026-03-02 17:59", "2026-03-02 18:00"),
        ("2026-03-02 18:00", "2026-03-03 18:00"),
        ("2026-03-07 10:00", "2026-03-09 18:00"),
        ("2026-02-14 10:00", "2026-02-14 18:00"),
        ("2026-02-14 20:00", "2026-02-24 18:00"),
    ],
)
def test_same_working_day(start: str, end: str) -> None:
    assert due(start, "0wd") == due(start, "0d") == end


def test_natural_days_stand_or_roll() -> None:
    assert due("2026-02-27", "1d") == due("2026-02-27", "1d", rolls=True) == "2026-02-28 18:00"
    assert due("2026-02-26", "3d") == "2026-03-01 23:59"
    assert due("2026-02-26", "3d", rolls=True) == "2026-03-02 18:00"
    assert due("2026-02-10", "6d", rolls=True) == "2026-02-24 18:00"
    assert due("2026-02-26", "1wd", rolls=True) == "2026-02-27 18:00"


def test_a_floor_that_never_closes_is_due_within_the_last_day() -> None:
    assert due("2026-03-02 10:00", "3d", ALWAYS) == due("2026-03-02 10:00", "3wd", ALWAYS) == "2026-03-05 23:59"
    assert due("2026-03-02 10:00", "24h", ALWAYS) == "2026-03-03 10:00"


def test_the_changed_clock_costs_and_gives_an_hour() -> None:
    assert ALWAYS.working_minutes(at("2026-03-29", ALWAYS.zone), at("2026-03-30", ALWAYS.zone)) == 23 * 60
    assert ALWAYS.working_minutes(at("2026-10-25", ALWAYS.zone), at("2026-10-26", ALWAYS.zone)) == 25 * 60
    assert due("2026-03-28 12:00", "24h", ALWAYS) == "2026-03-29 13:00"


def test_seconds_are_kept_and_minutes_counted_whole() -> None:
    start = at("2026-03-02 17:30:40")
    end = CN.add_span(start, Span.parse("1h")).due_at
    assert end == at("2026-03-03 09:30:40")
    assert CN.working_minutes(start, end) == 60
    assert CN.working_minutes(start, at("2026-03-02 17:31")) == 1


def test_past_the_data_is_provisional() -> None:
    assert not CN.add_span(at("2026-12-28"), Span.parse("3wd")).provisional
    assert CN.add_span(at("2026-12-28"), Span.parse("4wd")).provisional
    assert CN.add_span(at("2026-12-31 17:00"), Span.parse("2h")).provisional
    assert CN.month(2027, 1)[3].provisional
    assert not ALWAYS.add_span(at("2030-01-01"), Span.parse("30d")).provisional


def test_beyond_the_calendar_is_refused() -> None:
    for span in ("99999d", "99999wd", "99999w"):
        with pytest.raises(BadInput, match="9990"):
            CN.add_span(at("9980-01-01"), Span.parse(span))
    for start in ("0001-01-01", "9999-12-31 20:00"):
        for span in ("8h", "0wd", "1wd", "1d"):
            with pytest.raises(BadInput, match="outside the years 2 to 9990"):
                CN.add_span(datetime.fromisoformat(start).replace(tzinfo=SHANGHAI), Span.parse(span))
    with pytest.raises(BadInput, match="2026-13"):
        CN.month(2026, 13)


# Properties


@given(start=INSTANTS, length=st.integers(0, 6 * 1440))
def test_minutes_as_counted_one_by_one(start: datetime, length: int) -> None:
    end = start + length * MINUTE
    assert CN.working_minutes(start, end) == counted(CN, start, end)
    assert CN.working_minutes(end, start) == -counted(CN, start, end)


@given(st.lists(EXACT, min_size=3, max_size=3))
def test_minutes_of_parts_add_up(moments: list[datetime]) -> None:
    a, b, c = moments
    assert CN.working_minutes(a, b) + CN.working_minutes(b, c) == CN.working_minutes(a, c)


@given(start=EXACT, minutes=st.integers(1, 20_000))
def test_a_span_of_minutes_has_that_many(start: datetime, minutes: int) -> None:
    end = CN.add_span(start, Span(minutes, "m")).due_at
    assert CN.working_minutes(start, end) == minutes


@given(start=INSTANTS, minutes=st.integers(1, 20_000))
def test_a_span_ends_not_a_minute_later_than_needed(start: datetime, minutes: int) -> None:
    end = CN.add_span(start, Span(minutes, "m")).due_at
    assert CN.working_minutes(start, end - MINUTE) == minutes - 1


@given(start=EXACT, count=st.integers(1, 400), unit=st.sampled_from(["wd", "d", "w"]))
def test_days_end_at_a_closing_after_the_day_of_receipt(start: datetime, count: int, unit: str) -> None:
    end = CN.add_span(start, Span(count, unit)).due_at.astimezone(SHANGHAI)
    assert end == CN.closing(end.date())
    first = start.astimezone(SHANGHAI).date()
    passed = [first + timedelta(days=number) for number in range(1, (end.date() - first).days + 1)]
    assert (sum(map(CN.is_working_day, passed)) if unit == "wd" else len(passed)) == count * (7 if unit == "w" else 1)


@given(start=EXACT, counts=st.lists(st.integers(0, 60), min_size=2, max_size=2))
def test_a_longer_limit_never_ends_sooner(start: datetime, counts: list[int]) -> None:
    for unit in ("wd", "d"):
        ends = [CN.add_span(start, Span(count, unit)).due_at for count in sorted(counts)]
        assert ends == sorted(ends)


@given(EXACT)
def test_next_open_is_open_and_skips_no_work(instant: datetime) -> None:
    opens = CN.next_open(instant)
    assert opens >= instant
    assert CN.working_minutes(instant, opens) == 0
    assert any(start <= opens < end for start, end in CN.intervals(opens.astimezone(SHANGHAI).date()))


@given(st.integers(2025, 2026), st.integers(1, 12))
def test_a_month_lists_its_days_and_minutes(year: int, month: int) -> None:
    listed = CN.month(year, month)
    assert [day.date for day in listed] == [day for day in days(year) if day.month == month]
    assert all(after.date - before.date == timedelta(days=1) for before, after in pairwise(listed))
    start, end = at(f"{listed[0].date}"), at(f"{listed[-1].date}") + timedelta(days=1)
    assert sum(day.minutes for day in listed) == CN.working_minutes(start, end)


# Files


def test_a_country_code_uses_the_library() -> None:
    london = load_calendar("GB", ZoneInfo("Europe/London"))
    assert london.name == "GB"
    assert not london.is_working_day(date(2026, 12, 25))
    assert [str(end) for end in london.intervals(date(2026, 7, 1))[0]] == [
        "2026-07-01 08:00:00+00:00",
        "2026-07-01 17:00:00+00:00",
    ]
    assert load_calendar("us-ca", ZoneInfo("America/Los_Angeles")).month(2026, 11)[25].name == "Thanksgiving Day"
    assert load_calendar("CN", SHANGHAI).data.title == CN.data.title


def test_the_library_brings_makeup_days_too(site: Callable[[str, str], Path]) -> None:
    site("mine", 'base = "country"\nholidays = "CN"\nlast_year = 2026\n')
    mine = load_calendar("mine", SHANGHAI)
    assert sum(map(mine.is_working_day, days(2026))) == 248
    assert mine.month(2026, 2)[13].kind == "makeup"
    assert mine.month(2027, 2)[0].provisional


def test_a_site_lays_its_own_days_over_a_shipped_calendar(site: Callable[[str, str], Path]) -> None:
    site(
        "cn",
        """
        base = "cn"
        [weekly]
        fri = ["09:00-12:00"]
        [[site]]
        from = 2026-02-14
        hours = []
        name = "Stocktaking"
        [[site]]
        from = 2026-02-16
        to = 2026-02-17
        hours = ["10:00-12:00", "12:00-14:00"]
        [year.2027]
        source = "国办发明电〔2026〕1号"
        off = [{ from = 2027-01-01, name = "New Year" }]
        """,
    )
    mine = load_calendar("cn", SHANGHAI)
    assert (mine.month(2026, 2)[13].kind, mine.month(2026, 2)[13].name) == ("site", "Stocktaking")
    assert not mine.is_working_day(date(2026, 2, 14))
    assert mine.working_minutes(at("2026-02-16"), at("2026-02-18")) == 480
    assert mine.month(2026, 3)[5].hours == ("09:00-12:00",)
    assert mine.month(2026, 3)[4].hours == ("09:00-12:00", "13:00-18:00")
    assert not mine.month(2027, 1)[0].provisional
    assert CN.is_working_day(date(2026, 2, 14))


def test_a_day_off_outranks_a_makeup_day(site: Callable[[str, str], Path]) -> None:
    site(
        "odd",
        """
        [weekly]
        mon = ["09:00-10:00"]
        [year.2026]
        source = "s"
        makeup = [2026-05-02]
        off = [{ from = 2026-05-01, to = 2026-05-03, name = "n" }]
        """,
    )
    assert not load_calendar("odd", SHANGHAI).is_working_day(date(2026, 5, 2))


def test_makeup_days_keep_the_hours_of_the_named_weekday(site: Callable[[str, str], Path]) -> None:
    site(
        "odd",
        """
        makeup_hours = "tue"
        [weekly]
        mon = ["09:00-10:00"]
        tue = ["09:00-15:00"]
        [year.2026]
        source = "s"
        makeup = [2026-05-02]
        """,
    )
    assert load_calendar("odd", SHANGHAI).month(2026, 5)[1].hours == ("09:00-15:00",)


def test_a_changed_file_is_read_again(site: Callable[[str, str], Path]) -> None:
    path = site("mine", '[weekly]\nmon = ["09:00-10:00"]\n')
    assert load_calendar("mine", SHANGHAI) is load_calendar("mine", SHANGHAI)
    path.write_text('[weekly]\ntue = ["09:00-10:00"]\n', "utf-8")
    os.utime(path, (0, 0))
    assert load_calendar("mine", SHANGHAI).is_working_day(date(2026, 3, 3))
    assert calendar_names() == ("always", "cn", "mine")


WEEK = '[weekly]\nmon = ["09:00-12:00"]\n'
OFF = f"{WEEK}[year.2026]\nsource = 's'\noff"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weekly = [", ["is not valid TOML", "at end of document"]),
        ("", ["weekly is missing", "at least one weekday"]),
        (f"wekly = 1\n{WEEK}", ["unknown key wekly", "weekly"]),
        ('[weekly]\nmon = "9-12"', ["weekly.mon", '"9-12"', "09:00-12:00"]),
        ('[weekly]\nmon = ["9-12"]', ["weekly.mon", "09:00-12:00"]),
        ('[weekly]\nmon = ["13:00-18:00", "09:00-12:00"]', ["weekly.mon", "hours in order"]),
        ('[weekly]\nmon = ["12:00-09:00"]', ["weekly.mon", "hours in order"]),
        ('[weekly]\nmon = ["22:00-24:30"]', ["weekly.mon"]),
        ("[weekly]\nmonday = []", ["unknown key weekly.monday", "mon, tue"]),
        (f"{WEEK}[year.26]\nsource = 's'", ["unknown key year.26", "[year.2026]"]),
        (f"{WEEK}[year.2026]\noff = []", ["year.2026.source is missing"]),
        (f"{WEEK}[year.2026]\nsource = 's'\nmakeup = [2025-01-01]", ["year.2026.makeup", "dates of 2026"]),
        (
            f"{OFF} = [{{ from = '1 May', name = 'n' }}]",
            ["year.2026.off[1].from", "1 May"],
        ),
        (
            f"{OFF} = [{{ from = 2026-05-02, to = 2026-05-01, name = 'n' }}]",
            ["off[1].to"],
        ),
        (f"{OFF} = [{{ from = 2026-05-02 }}]", ["off[1].name is missing"]),
        (f"{WEEK}[[site]]\nfrom = 2026-05-02", ["site[1].hours is missing"]),
        (f"{WEEK}[[site]]\nfrom = 2026-05-02T10:00:00\nhours = []", ["site[1].from", "2026-05-01"]),
        (f"site = 3\n{WEEK}", ["site cannot be 3", "list of tables"]),
        (f"makeup_hours = 'monday'\n{WEEK}", ["makeup_hours", '"monday"', "mon, tue"]),
        (f"base = 'mars'\n{WEEK}", ["base", '"mars"', "always, cn"]),
        (f"holidays = 'XX'\n{WEEK}", ["no holidays for XX", "GB"]),
        (f"holidays = 'US-ZZ'\n{WEEK}", ["no holidays for US-ZZ"]),
        (f"last_year = 'soon'\n{WEEK}", ["last_year", '"soon"', "1900"]),
        (f"title = {{ de = 'x' }}\n{WEEK}", ["unknown key title.de", "en, zh"]),
        (f"title = 3\n{WEEK}", ["title cannot be 3"]),
    ],
)
def test_a_mistake_is_named(site: Callable[[str, str], Path], text: str, words: list[str]) -> None:
    path = site("mine", text)
    with pytest.raises(BadInput) as caught:
        load_calendar("mine", SHANGHAI)
    told = str(caught.value)
    assert [word for word in [str(path), *words] if word not in told] == []


def test_a_file_that_is_no_text_is_named(site: Callable[[str, str], Path]) -> None:
    path = site("mine", WEEK)
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadInput, match="UTF-8"):
        load_calendar("mine", SHANGHAI)


@pytest.mark.parametrize("name", ["nowhere", "../cn", "", "a/b", "x" * 200, "ZZ-"])
def test_an_unknown_calendar_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        load_calendar(name, SHANGHAI)


# Spans


@given(st.integers(1, 99_999), st.sampled_from(["wd", "d", "w", "h", "m"]))
def test_spans_read_back(number: int, unit: str) -> None:
    assert Span.parse(str(Span(number, unit))) == Span(number, unit)


def test_spans_are_read_generously_but_not_guessed() -> None:
    assert Span.parse(" 15 WD ") == Span(15, "wd")
    for text in ("", "15", "wd", "-1d", "1.5h", "0h", "0m", "0w", "100000d", "15 workdays", "１５d", "1d2h"):
        with pytest.raises(BadInput, match="is not a length of time"):
            Span.parse(text)


def test_spans_add_where_units_allow() -> None:
    assert Span(15, "d").plus(Span(15, "d")) == Span(30, "d")
    assert Span(1, "w").plus(Span(3, "d")) == Span(10, "d")
    assert Span(1, "h").plus(Span(30, "m")) == Span(90, "m")
    assert Span(3, "wd").plus(Span(3, "d")) is None
    assert Span(3, "wd").plus(Span(3, "h")) is None
