"""Binary numbers out of workbooks and Parquet files as the decimal text a person would have typed.

A number keeps fifteen significant digits, as many as a workbook itself keeps; beyond that there is only binary noise
such as 0.30000000000000004. One of 10^15 or more keeps its exponent, which every parser refuses: it may be a code
that has already lost its last digits.
"""

from decimal import Decimal

import polars as pl


def float_text(number: float) -> str:
    """One number as text: "1234.5", "0.0000001", "1e+15", "nan"."""
    text = f"{number:.15g}"
    return format(Decimal(text), "f") if "e-" in text else text


def float_texts(numbers: pl.Series) -> pl.Series:
    """`float_text` for a column (Float64 to String); null stays null.

    Trap: `round_sig_figs(15)` of Polars makes 10^15 of 999999999999998. The shortest text that reads back as the same
    number has more than fifteen digits only where there is noise, so only those few are written anew, one by one.
    """
    texts = numbers.cast(pl.Float64).cast(pl.String).str.replace(r"\.0$", "")
    long = (texts.str.count_matches("[0-9]") > 15) | ~texts.str.contains(r"^-?[0-9]+(\.[0-9]+)?$")
    places = long.fill_null(value=False).arg_true()
    if places.is_empty():
        return texts
    rewritten = [float_text(number) for number in numbers.gather(places)]
    return texts.scatter(places, pl.Series(rewritten, dtype=pl.String))
