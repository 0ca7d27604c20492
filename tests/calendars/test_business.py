"""Rolling and counting on small calendars whose answers can be checked by eye."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.calendars import BusinessCalendar, Roll, hong_kong, joint, mainland
from kejin.errors import CalendarError, CoverageError

# May 2026 with the holiday of 1 to 5 May and the make-up Saturday of 9 May, as in the State Council's notice.
MAY = (date(2026, 4, 27), date(2026, 5, 31))
CLOSED = [date(2026, 5, day) for day in (1, 4, 5)]
SMALL = BusinessCalendar.of("MAY", period=MAY, closed=CLOSED, opened=[date(2026, 5, 9)])

# Dates well inside what both calendars know, so that no step leaves it.
inside = st.dates(date(2007, 1, 1), date(2025, 12, 31))
calendars = st.sampled_from([mainland(), hong_kong(), joint(mainland(), hong_kong())])
steps = st.integers(-200, 200)


def may(day: int) -> date:
    return date(2026, 5, day)


def test_a_make_up_saturday_is_worked_and_its_sunday_is_not() -> None:
    assert SMALL.is_business_day(may(9))
    assert not SMALL.is_business_day(may(10))
    assert not SMALL.is_business_day(may(4))


@pytest.mark.parametrize(
    ("day", "roll", "expected"),
    [
        (may(2), Roll.UNADJUSTED, may(2)),
        (may(2), Roll.FOLLOWING, may(6)),
        (may(2), Roll.PRECEDING, date(2026, 4, 30)),
        (may(2), Roll.MODIFIED_FOLLOWING, may(6)),
        (may(2), Roll.MODIFIED_PRECEDING, may(6)),
        (may(30), Roll.PRECEDING, may(29)),
        (may(30), Roll.MODIFIED_PRECEDING, may(29)),
        (may(9), Roll.FOLLOWING, may(9)),
        (may(10), Roll.PRECEDING, may(9)),
    ],
)
def test_a_date_rolls_as_its_convention_says(day: date, roll: Roll, expected: date) -> None:
    assert SMALL.roll(day, roll) == expected


def test_modified_following_turns_back_at_the_end_of_a_month() -> None:
    # 31 January 2026 was a Saturday.
    assert mainland().roll(date(2026, 1, 31), Roll.FOLLOWING) == date(2026, 2, 2)
    assert mainland().roll(date(2026, 1, 31), Roll.MODIFIED_FOLLOWING) == date(2026, 1, 30)


def test_working_days_are_counted_from_the_day_after() -> None:
    assert SMALL.add_business_days(date(2026, 4, 30), 1) == may(6)
    assert SMALL.add_business_days(may(2), 1) == may(6)
    assert SMALL.add_business_days(may(8), 1) == may(9)
    assert SMALL.add_business_days(may(6), -1) == date(2026, 4, 30)
    assert SMALL.add_business_days(may(2), 0) == may(6)
    assert SMALL.add_business_days(may(6), 0) == may(6)
    assert SMALL.business_days_between(date(2026, 4, 30), may(9)) == 4


def test_the_last_working_day_of_a_month_skips_its_weekend() -> None:
    assert mainland().last_business_day_of_month(date(2026, 5, 3)) == date(2026, 5, 29)


@pytest.mark.parametrize("day", [date(2026, 4, 26), date(2026, 6, 1)])
def test_a_date_outside_the_known_period_is_unknown_and_never_a_working_day(day: date) -> None:
    with pytest.raises(CoverageError, match=r"expected 2026-04-27 to 2026-05-31, found 2026-.*calendar MAY"):
        SMALL.is_business_day(day)
    for roll in set(Roll) - {Roll.UNADJUSTED}:
        with pytest.raises(CoverageError, match="not known for this date"):
            SMALL.roll(day, roll)
    with pytest.raises(CoverageError, match="not known"):
        SMALL.add_business_days(day, 1)
    with pytest.raises(CoverageError, match="not known"):
        SMALL.business_days_between(may(6), day)


def test_a_step_that_leaves_the_known_period_is_unknown() -> None:
    moves: list[Callable[[], date]] = [
        lambda: SMALL.add_business_days(may(29), 1),
        lambda: SMALL.add_business_days(date(2026, 4, 27), -1),
        lambda: SMALL.roll(may(31), Roll.FOLLOWING),
        lambda: SMALL.roll(may(31), Roll.MODIFIED_FOLLOWING),
    ]
    for move in moves:
        with pytest.raises(CoverageError, match="moving a date leaves the period"):
            move()
    assert SMALL.roll(date(2027, 1, 1), Roll.UNADJUSTED) == date(2027, 1, 1)


def test_a_day_cannot_be_both_closed_and_worked() -> None:
    with pytest.raises(CalendarError, match="both closed and worked: found 2026-05-09"):
        BusinessCalendar.of("X", period=MAY, closed=[may(9)], opened=[may(9)])


def test_calendars_without_a_common_period_cannot_be_joined() -> None:
    june = BusinessCalendar.of("JUNE", period=(date(2026, 6, 1), date(2026, 6, 30)), closed=[])
    with pytest.raises(CalendarError, match=r"no known day in common: found 'MAY\+JUNE'"):
        joint(SMALL, june)


@given(calendars, inside)
def test_a_rolled_date_is_a_working_day_with_none_in_between(calendar: BusinessCalendar, day: date) -> None:
    later, earlier = calendar.roll(day, Roll.FOLLOWING), calendar.roll(day, Roll.PRECEDING)
    assert earlier <= day <= later
    assert calendar.is_business_day(later)
    assert calendar.is_business_day(earlier)
    assert (later == day) == (earlier == day) == calendar.is_business_day(day)
    if later != day:
        between = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days)]
        assert not any(calendar.is_business_day(each) for each in between)


@given(calendars, inside, st.sampled_from(Roll))
def test_rolling_twice_is_rolling_once(calendar: BusinessCalendar, day: date, roll: Roll) -> None:
    once = calendar.roll(day, roll)
    assert calendar.roll(once, roll) == once


@given(calendars, inside)
def test_a_modified_roll_stays_in_its_month_whenever_the_month_has_a_working_day(
    calendar: BusinessCalendar, day: date
) -> None:
    for roll in (Roll.MODIFIED_FOLLOWING, Roll.MODIFIED_PRECEDING):
        assert calendar.roll(day, roll).month == day.month


@given(calendars, inside, steps)
def test_walking_there_and_back_from_a_working_day_ends_where_it_began(
    calendar: BusinessCalendar, day: date, steps: int
) -> None:
    start = calendar.roll(day, Roll.FOLLOWING)
    there = calendar.add_business_days(start, steps)
    assert calendar.is_business_day(there)
    assert calendar.add_business_days(there, -steps) == start
    assert calendar.business_days_between(start, there) == steps


@given(calendars, inside, st.integers(1, 100), st.integers(1, 100))
def test_two_walks_are_one_long_walk(calendar: BusinessCalendar, day: date, first: int, second: int) -> None:
    halfway = calendar.add_business_days(day, first)
    assert calendar.add_business_days(halfway, second) == calendar.add_business_days(day, first + second)


@given(inside)
def test_a_joint_calendar_works_when_every_place_does(day: date) -> None:
    both = joint(mainland(), hong_kong())
    expected = mainland().is_business_day(day) and hong_kong().is_business_day(day)
    assert both.is_business_day(day) == expected
