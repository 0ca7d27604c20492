"""Texts into dates and years: year first in any usual spelling, or as a mapping says; never a guess.

Refused rather than guessed: two-digit years, 3/4/2024, months without a day, days that do not exist, and serial
numbers from the stretch in which a workbook's calendar has a 29 February 1900.
"""

from datetime import date
from enum import StrEnum

import polars as pl

from kejin.enterprises.importing.cells import Parsed, by_parts, marked, tidied, within_bounds
from kejin.enterprises.importing.reasons import Reason
from kejin.enterprises.importing.workbook import EARLY
from kejin.facts import Fact

_EASY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_YEAR_FIRST = rf"^([0-9]{{4}})\s*[-/.年]\s*([0-9]{{1,2}})\s*[-/.月]\s*([0-9]{{1,2}})\s*[日号]?{_TIME}$"
_EIGHT_DIGITS = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
_YEAR_LAST = rf"^([0-9]{{1,2}})\s*[-/.]\s*([0-9]{{1,2}})\s*[-/.]\s*([0-9]{{4}}){_TIME}$"
_TWO_DIGIT_YEAR = r"^([0-9]{1,2}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?|[0-9]{6})$"
_INCOMPLETE = r"^([0-9]{4}\s*年?|[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*月?)$"
_SERIAL = r"^[0-9]{1,5}(\.[0-9]+)?$"
_YEAR = r"(?i)^(?:fy\s*)?([0-9]{4})\s*(?:年度?|财年|会计年度)?$"
# Serial 61 is 1900-03-01: from there on the calendars agree. Five digits reach from 1927 to 2173.
_FIRST_SURE_SERIAL = 61
_FIRST_UNMISTAKABLE_SERIAL = 10_000
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


class DateForm(StrEnum):
    """How a column writes its dates. `AUTO` takes every form that has one reading."""

    AUTO = "auto"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    SERIAL = "serial"


def parse_dates(texts: pl.Series, fact: Fact, form: DateForm, *, epoch_1904: bool) -> Parsed:
    """A column of dates.

    Args:
        texts: The cells; null is unknown.
        fact: What the column holds, for its bounds.
        form: How 3/4/2024 is read, and whether small numbers are serial dates.
        epoch_1904: Whether serial dates count from 1904-01-01.

    Returns:
        Date.
    """
    easy = texts.str.contains(_EASY).fill_null(value=False)
    values = texts.str.to_date("%Y-%m-%d", strict=False)
    # A well-formed 2023-02-30 is no day; the slow way says so.
    easy &= values.is_not_null()
    rest = texts.filter(~easy & texts.is_not_null())
    values = pl.select(pl.when(easy).then(values)).to_series()
    parsed = Parsed(values)
    if not rest.is_empty():
        parsed = by_parts(texts, (easy, values), _parse_slowly(rest, form, epoch=_EPOCHS[epoch_1904]))
    return within_bounds(parsed, fact)


def _parse_slowly(texts: pl.Series, form: DateForm, *, epoch: date) -> Parsed:
    frame = pl.DataFrame({"text": tidied(texts), "marked": marked(texts)})
    text = pl.col("text")
    frame = frame.with_columns(
        text=text.str.replace(EARLY, "", literal=True), early=text.str.contains(EARLY, literal=True)
    )
    written = _written(text, form)
    # A text may look like two forms (12345678 is eight digits and no serial); the first that fits decides.
    frame = frame.with_columns(written=written, serial=_serial(text, form)).with_columns(
        value=pl.coalesce(
            pl.col("written").str.to_date("%Y-%m-%d", strict=False),
            pl.lit(epoch) + pl.duration(days=pl.col("serial")),
        )
    )
    reason = (
        pl.when(pl.col("early") | (pl.col("serial") < _FIRST_SURE_SERIAL))
        .then(pl.lit(Reason.EARLY_SERIAL.value))
        .when(pl.col("value").is_not_null() | text.is_null())
        .then(None)
        .when(pl.col("written").is_not_null())
        .then(pl.lit(Reason.NO_SUCH_DAY.value))
        .otherwise(_complaint(text))
    )
    made = frame.select(reason=pl.coalesce(pl.col("marked"), reason), value=pl.col("value").cast(pl.Date))
    wrong = made["reason"].is_not_null()
    return Parsed(pl.select(pl.when(~wrong).then(made["value"])).to_series(), made["reason"])


def _written(text: pl.Expr, form: DateForm) -> pl.Expr:
    """The date as YYYY-MM-DD where the text spells one out, else null; it need not be a day that exists."""
    spelled = [_iso(text, _YEAR_FIRST, (1, 2, 3)), _iso(text, _EIGHT_DIGITS, (1, 2, 3))]
    if form is DateForm.DAY_FIRST:
        spelled.append(_iso(text, _YEAR_LAST, (3, 2, 1)))
    elif form is DateForm.MONTH_FIRST:
        spelled.append(_iso(text, _YEAR_LAST, (3, 1, 2)))
    return pl.coalesce(spelled)


def _iso(text: pl.Expr, pattern: str, order: tuple[int, int, int]) -> pl.Expr:
    year, month, day = (text.str.extract(pattern, place) for place in order)
    return pl.concat_str(year, pl.lit("-"), month.str.zfill(2), pl.lit("-"), day.str.zfill(2))


def _serial(text: pl.Expr, form: DateForm) -> pl.Expr:
    """The serial number where the text is one, else null. Without being told, only five digits are taken for it."""
    number = pl.when(text.str.contains(_SERIAL)).then(text.str.extract(r"^([0-9]+)")).cast(pl.Int64)
    return number if form is DateForm.SERIAL else pl.when(number >= _FIRST_UNMISTAKABLE_SERIAL).then(number)


def _complaint(text: pl.Expr) -> pl.Expr:
    return (
        pl.when(text.str.contains(_INCOMPLETE))
        .then(pl.lit(Reason.INCOMPLETE_DATE.value))
        .when(text.str.contains(_YEAR_LAST))
        .then(pl.lit(Reason.AMBIGUOUS_DATE.value))
        .when(text.str.contains(_TWO_DIGIT_YEAR))
        .then(pl.lit(Reason.TWO_DIGIT_YEAR.value))
        .otherwise(pl.lit(Reason.NOT_A_DATE.value))
    )


def parse_years(texts: pl.Series, fact: Fact) -> Parsed:
    """A column of years such as 2024, 2024年度 or FY2024, as Int64."""
    frame = pl.DataFrame({"text": tidied(texts), "marked": marked(texts)})
    plain = pl.col("text").str.replace(r"\.0$", "")
    frame = frame.with_columns(value=plain.str.extract(_YEAR).cast(pl.Int64))
    wrong = pl.col("value").is_null() & pl.col("text").is_not_null()
    reason = pl.coalesce(pl.col("marked"), pl.when(wrong).then(pl.lit(Reason.NOT_A_YEAR.value)))
    made = frame.select("value", reason=reason)
    return within_bounds(Parsed(made["value"], made["reason"]), fact)
