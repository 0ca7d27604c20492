"""Dates and years in every form people write them in; and what is refused rather than guessed."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.enterprises.importing import Reason
from kejin.enterprises.importing.dates import DateForm, parse_dates, parse_years
from kejin.facts import dictionary

FOUNDED = dictionary()["founded_on"]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
FORMS = (
    "{0:04d}-{1:02d}-{2:02d}",
    "{0:04d}-{1}-{2}",
    "{0:04d}/{1}/{2}",
    "{0:04d}/{1:02d}/{2:02d}",
    "{0:04d}.{1}.{2}",
    "{0:04d}年{1}月{2}日",
    "{0:04d} 年 {1:02d} 月 {2:02d} 日",
    "{0:04d}{1:02d}{2:02d}",
    "{0:04d}-{1:02d}-{2:02d} 00:00:00",
    "{0:04d}/{1}/{2} 8:30",
    "{0:04d}-{1:02d}-{2:02d}T23:59:59.5",
)


def parse(
    texts: list[str | None], form: DateForm = DateForm.AUTO, *, epoch_1904: bool = False
) -> list[date | Reason | None]:
    parsed = parse_dates(pl.Series(texts, dtype=pl.String), FOUNDED, form, epoch_1904=epoch_1904)
    assert parsed.values.dtype == pl.Date
    reasons = parsed.reasons.to_list() if parsed.reasons is not None else [None] * len(texts)
    return [Reason(r) if r is not None else v for v, r in zip(parsed.values, reasons, strict=True)]


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(st.lists(st.tuples(days, st.sampled_from(FORMS), st.booleans()), min_size=1, max_size=8))
def test_a_day_written_in_any_accepted_form_reads_back(written: list[tuple[date, str, bool]]) -> None:
    texts = [form.format(day.year, day.month, day.day) for day, form, _ in written]
    wide = [
        text.translate(FULL_WIDTH) if turned else text
        for text, (_, _, turned) in zip(texts, written, strict=True)
    ]
    assert parse([*wide]) == [day for day, _, _ in written]


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_a_serial_number_is_counted_from_either_epoch(day: date) -> None:
    # Day 1 of the 1900 system is 1900-01-01, but the system has a 29 February 1900: from March on it is one ahead.
    serial = (day - date(1899, 12, 30)).days
    assert parse([str(serial)], DateForm.SERIAL) == [day]
    later = (day - date(1904, 1, 1)).days
    if later >= 61:
        assert parse([str(later)], DateForm.SERIAL, epoch_1904=True) == [day]
    if serial >= 10_000:
        assert parse([f"{serial}.75"]) == [day]


@given(days)
def test_a_year_at_the_end_is_read_only_in_the_order_that_was_said(day: date) -> None:
    assert parse([f"{day.day}/{day.month}/{day.year}"], DateForm.DAY_FIRST) == [day]
    assert parse([f"{day.month}/{day.day}/{day.year}"], DateForm.MONTH_FIRST) == [day]
    assert parse([f"{day.month}/{day.day}/{day.year}"]) == [Reason.AMBIGUOUS_DATE]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24-01-05", Reason.TWO_DIGIT_YEAR),
        ("24年1月5日", Reason.TWO_DIGIT_YEAR),
        ("240105", Reason.TWO_DIGIT_YEAR),
        ("2024", Reason.INCOMPLETE_DATE),
        ("2024年", Reason.INCOMPLETE_DATE),
        ("2024-01", Reason.INCOMPLETE_DATE),
        ("2024年1月", Reason.INCOMPLETE_DATE),
        ("2023-02-29", Reason.NO_SUCH_DAY),
        ("1900-02-29", Reason.NO_SUCH_DAY),
        ("2024/13/1", Reason.NO_SUCH_DAY),
        ("20241301", Reason.NO_SUCH_DAY),
        ("1899-12-31", Reason.OUT_OF_BOUNDS),
        ("2101-01-01", Reason.OUT_OF_BOUNDS),
        ("长期", Reason.NOT_A_DATE),
        ("二〇二四年一月五日", Reason.NOT_A_DATE),
        ("Jan 5, 2024", Reason.NOT_A_DATE),
        ("123", Reason.NOT_A_DATE),
        ("1900-02-28 ⟨before 1900-03-01⟩", Reason.EARLY_SERIAL),
        ("⟨formula without value⟩", Reason.NO_CACHED_VALUE),
        ("#VALUE!", Reason.EXCEL_ERROR),
    ],
)
def test_what_would_have_to_be_guessed_is_refused_with_its_reason(text: str, reason: Reason) -> None:
    assert parse(["2024-01-05", text]) == [date(2024, 1, 5), reason]


def test_the_day_that_only_excel_knows_is_refused_and_the_next_one_read() -> None:
    assert parse(["59", "60", "61"], DateForm.SERIAL) == [
        Reason.EARLY_SERIAL,
        Reason.EARLY_SERIAL,
        date(1900, 3, 1),
    ]


def test_unknown_stays_unknown() -> None:
    assert parse(["", "-", "N/A", "不详", None]) == [None] * 5


@given(st.integers(1990, 2100), st.sampled_from(["{}", "{}年", "{}年度", "FY{}", "{}.0", " {} "]))
def test_years_are_read_in_their_usual_forms(year: int, form: str) -> None:
    assert parse_years(pl.Series([form.format(year)]), dictionary()["year"]).values.to_list() == [year]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("24", Reason.NOT_A_YEAR), ("1989", Reason.OUT_OF_BOUNDS), ("近三年", Reason.NOT_A_YEAR)],
)
def test_a_year_has_four_digits(text: str, reason: Reason) -> None:
    parsed = parse_years(pl.Series([text]), dictionary()["year"])
    assert parsed.reasons is not None
    assert parsed.reasons.to_list() == [reason.value]


def test_leap_days_are_days() -> None:
    assert parse(["2024-02-29", "2000/2/29"]) == [date(2024, 2, 29), date(2000, 3, 1) - timedelta(days=1)]
