"""The mainland's and Hong Kong's days against the notices that set them."""

import re
from datetime import date, timedelta

import chinese_calendar
import pytest

from kejin.calendars import Roll, calendar_named, hong_kong, mainland
from kejin.errors import CoverageError, UnknownCalendarError

# (year, notice of the General Office of the State Council, days off, weekend days worked), as the notices print them.
NOTICES = [
    (
        2025,
        "国办发明电〔2024〕12号, 2024-11-12",
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    (
        2026,
        "国办发明电〔2025〕7号, 2025-11-04",
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
]


def days(year: int, text: str) -> set[date]:
    """Dates from "01-28..02-04 04-04"."""
    found = set()
    for first, last in re.findall(r"(\d\d-\d\d)(?:\.\.(\d\d-\d\d))?", text):
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


def year_of(year: int, last: date) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=n)
        for n in range(366)
        if date(year, 1, 1) + timedelta(days=n) <= last
    ]


@pytest.mark.parametrize(("year", "notice", "off", "worked"), NOTICES, ids=["2025", "2026"])
def test_every_day_of_a_mainland_year_is_as_its_notice_says(
    year: int, notice: str, off: str, worked: str
) -> None:
    closed, opened = days(year, off), days(year, worked)
    for day in year_of(year, min(date(year, 12, 31), mainland().last)):
        expected = day in opened or (day.weekday() < 5 and day not in closed)
        assert mainland().is_business_day(day) == expected, f"{day} {notice}"


def test_the_mainland_agrees_with_a_second_list_on_every_day_it_knows() -> None:
    day, differing = mainland().first, []
    while day <= mainland().last:
        if mainland().is_business_day(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


def test_a_notice_has_moved_days_of_the_year_before_but_none_before_29_december() -> None:
    """The reason why the last year is known to 28 December only."""
    moved = set(chinese_calendar.workdays) | {day for day in chinese_calendar.holidays if day.weekday() < 5}
    december = {day for day in moved if day.month == 12}
    assert date(2018, 12, 31) in december
    assert min(day.day for day in december) == 29
    assert mainland().last == date(2026, 12, 28)


@pytest.mark.parametrize("day", [date(2005, 12, 31), date(2026, 12, 29), date(2027, 1, 1), date(2027, 1, 2)])
def test_a_mainland_day_without_a_notice_is_unknown(day: date) -> None:
    with pytest.raises(CoverageError, match="expected 2006-01-01 to 2026-12-28"):
        mainland().is_business_day(day)


# General holidays other than Sundays as gazetted under Cap. 149 (gov.hk, "General holidays for …").
GAZETTED = {
    2010: "01-01 02-13 02-15 02-16 04-02 04-03 04-05 04-06 05-01 05-21 06-16 07-01 09-23 10-01 10-16 12-25 12-27",
    2014: "01-01 01-31 02-01 02-03 04-05 04-18 04-19 04-21 05-01 05-06 06-02 07-01 09-09 10-01 10-02 12-25 12-26",
    2025: "01-01 01-29 01-30 01-31 04-04 04-18 04-19 04-21 05-01 05-05 05-31 07-01 10-01 10-07 10-29 12-25 12-26",
    2026: "01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19 12-25 12-26",
}


@pytest.mark.parametrize(("year", "gazetted"), GAZETTED.items())
def test_every_day_of_a_hong_kong_year_is_as_gazetted(year: int, gazetted: str) -> None:
    closed = days(year, gazetted)
    assert len(closed) == 17
    for day in year_of(year, date(year, 12, 31)):
        assert hong_kong().is_business_day(day) == (day.weekday() < 5 and day not in closed), day


def test_the_one_off_holiday_of_3_september_2015_was_kept_in_hong_kong() -> None:
    # The 70th anniversary of victory in the war of resistance, a general holiday by a special ordinance.
    assert not hong_kong().is_business_day(date(2015, 9, 3))


def test_hong_kong_rests_on_mainland_make_up_days_and_the_joint_calendar_too() -> None:
    make_up = date(2026, 5, 9)
    assert mainland().is_business_day(make_up)
    assert not hong_kong().is_business_day(make_up)
    assert not calendar_named("CN+HK").is_business_day(make_up)
    assert calendar_named("CN+HK").last == date(2026, 12, 28)


def test_a_calendar_is_found_by_name_or_refused_by_name() -> None:
    assert calendar_named("CN") is mainland()
    assert calendar_named("HK") is hong_kong()
    with pytest.raises(UnknownCalendarError, match="expected CN, HK, MF, found 'MO'"):
        calendar_named("CN+MO")


def test_weekdays_alone_are_a_calendar_of_contracts_and_not_of_a_place() -> None:
    weekdays = calendar_named("MF")
    assert weekdays.is_business_day(date(2026, 10, 1))
    assert weekdays.roll(date(2026, 10, 3), Roll.FOLLOWING) == date(2026, 10, 5)
    assert not weekdays.is_business_day(date(1900, 1, 7))
    with pytest.raises(CoverageError):
        weekdays.is_business_day(date(2200, 1, 1))
