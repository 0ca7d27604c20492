"""The same checks for a column, some millions of codes a second on one core.

Row for row the answers are those of `kejin.identity.credit_code`. A missing code stays missing: whether it
would have been valid is unknown.
"""

from typing import Final

import polars as pl

from kejin.identity.credit_code import TIDY, CreditCodeProblem
from kejin.identity.scheme import ALPHABET, LENGTH, ORGANISATION, ORGANISATION_WEIGHTS, VALUES, WEIGHTS

_CLASS: Final = f"[{ALPHABET}]"
_FORMAT: Final = f"^{_CLASS}{{2}}[0-9]{{6}}{_CLASS}{{8}}[0-9X]{_CLASS}$"
_BYTES: Final = pl.Array(pl.UInt8, LENGTH)
_NUMBERS: Final = pl.Array(pl.Int32, LENGTH)

# The value of every byte under both standards; bytes outside the format are never looked up.
_OUTER_VALUES: Final = pl.Series([VALUES.get(chr(byte), 0) for byte in range(256)], dtype=pl.Int32)
_INNER_VALUES: Final = pl.Series(
    [int(chr(byte), 36) if chr(byte) in VALUES else 0 for byte in range(256)], dtype=pl.Int32
)
_OUTER_WEIGHTS: Final = pl.Series([[*WEIGHTS, 1]], dtype=_NUMBERS)
_INNER_WEIGHTS: Final = pl.Series([[0] * ORGANISATION.start + [*ORGANISATION_WEIGHTS, 1, 0]], dtype=_NUMBERS)


def normalise_credit_codes(codes: pl.Series) -> pl.Series:
    """A String column in half-width capitals without blanks or invisible characters; nulls stay null."""
    untidy = ~codes.str.contains(_FORMAT)
    if not untidy.any():
        return codes
    # Only the rows that need it pay for the replacements.
    tidied = codes.filter(untidy).str.replace_many(TIDY)
    return codes.scatter(untidy.arg_true(), tidied)


def credit_code_problems(codes: pl.Series) -> pl.Series:
    """The first thing wrong with each code of a String column, after normalising it.

    Returns:
        A String column of `CreditCodeProblem` values: "" for a valid code, null for a missing one.
    """
    tidy = normalise_credit_codes(codes)
    formed = tidy.str.contains(_FORMAT)
    # Ill-formed rows are judged by their form; zeros keep their places in the arithmetic.
    text = tidy.zip_with(formed.fill_null(value=False), pl.Series(["0" * LENGTH]))
    places = text.cast(pl.Binary).bin.reinterpret(dtype=_BYTES).explode()
    outer = _weighted_sum(_OUTER_VALUES.gather(places), _OUTER_WEIGHTS) % 31
    inner = _weighted_sum(_INNER_VALUES.gather(places), _INNER_WEIGHTS)
    # As a check character X stands for ten, but it was counted as the letter 33, which is 0 modulo 11.
    inner = (inner + 10 * (text.str.slice(LENGTH - 2, 1) == "X").cast(pl.Int32)) % 11
    length = tidy.str.len_chars()
    frame = pl.DataFrame({"formed": formed, "outer": outer, "inner": inner, "length": length})
    return frame.select(
        pl.when(pl.col("formed").is_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col("length") != LENGTH)
        .then(pl.lit(CreditCodeProblem.LENGTH.value))
        .when(~pl.col("formed"))
        .then(pl.lit(CreditCodeProblem.CHARACTER.value))
        .when(pl.col("outer") != 0)
        .then(pl.lit(CreditCodeProblem.CHECK.value))
        .when(pl.col("inner") != 0)
        .then(pl.lit(CreditCodeProblem.ORGANISATION.value))
        .otherwise(pl.lit(""))
        .alias(codes.name)
    ).to_series()


def normalise_credit_code_expr(codes: pl.Expr) -> pl.Expr:
    """`normalise_credit_codes` as an expression: String to String."""
    return codes.map_batches(normalise_credit_codes, return_dtype=pl.String, is_elementwise=True)


def credit_code_problem_expr(codes: pl.Expr) -> pl.Expr:
    """`credit_code_problems` as an expression: String to String, "" where the code is valid."""
    return codes.map_batches(credit_code_problems, return_dtype=pl.String, is_elementwise=True)


def credit_code_valid_expr(codes: pl.Expr) -> pl.Expr:
    """Whether each code is valid: true, false, or null where the code is missing."""
    return credit_code_problem_expr(codes) == ""


def _weighted_sum(values: pl.Series, weights: pl.Series) -> pl.Series:
    """Σ value × weight of every 18 values in turn."""
    return (values.reshape((-1, LENGTH)) * weights).arr.sum()
