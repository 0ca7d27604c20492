"""A tape beside what should have happened: every difference, each with one cause named once.

One mistake in a row makes one difference. Amounts are judged by two sums that a bank cannot break by one slip without
showing where: balance, principal paid and what was written off make up the principal; and by its day the schedule asks
for so much principal and interest.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from kejin.records.tapes.dictionary import BY_NAME
from kejin.records.tapes.expecting import due_states

DIFFERENCE: Final = {
    "contract_number": pl.String(),
    "line": pl.Int64(),
    "code": pl.String(),
    "expected": pl.String(),
    "reported": pl.String(),
    "difference": pl.Int64(),
}
"""A difference: `difference` is reported minus expected where both are numbers, in the unit of its kind."""

LOANS: Final = {
    "contract_number": pl.String(),
    "credit_code": pl.String(),
    "currency": pl.String(),
    "principal_minor": pl.Int64(),
    "rate_ppb": pl.Int64(),
    "drawn_on": pl.Date(),
    "matures_on": pl.Date(),
    "repayment": pl.String(),
    "interest_months": pl.Int64(),
    "day_count": pl.String(),
    "from_on": pl.Date(),
    "opening_minor": pl.Int64(),
    "before_principal_minor": pl.Int64(),
    "before_interest_minor": pl.Int64(),
    "previous_principal_minor": pl.Int64(),
    "has_ended": pl.Boolean(),
}
"""What is known of the loans that a tape should hold: their terms; from when on the schedule goes, with how much
outstanding and what had been paid by then; the principal paid that the tape before told, null where none did; and
whether the loan has ended before, and so may be missing."""

_TERMS: Final = (
    ("enterprise_code", "credit_code"),
    ("currency", "currency"),
    ("principal", "principal_minor"),
    ("rate", "rate_ppb"),
    ("drawn_on", "drawn_on"),
    ("maturity", "matures_on"),
    ("repayment", "repayment"),
)


def differences(
    rows: pl.DataFrame, loans: pl.DataFrame, as_of: date, *, interest_tolerance_minor: int = 0
) -> pl.DataFrame:
    """Every difference between a tape and what should have happened by its day.

    Args:
        rows: The tape: `line` and the columns of the dictionary.
        loans: The loans that it should hold, with the columns of `LOANS`.
        as_of: The tape's day.
        interest_tolerance_minor: By how much interest may be off, for banks that round otherwise.

    Returns:
        The columns of `DIFFERENCE`, in the order of contracts and codes.
    """
    first = rows.unique("contract_number", keep="first", maintain_order=True)
    again = rows.join(first.select("line"), on="line", how="anti")
    joined = _with_states(first, loans, as_of)
    missing = loans.filter(~pl.col("has_ended")).join(first, on="contract_number", how="anti")
    missing = missing.with_columns(pl.lit(None, pl.Int64()).alias("line"))
    found = [
        _told(again, "duplicate_row", expected=pl.lit("1"), reported=pl.format("line {}", "line")),
        _told(first.join(loans, on="contract_number", how="anti"), "unknown_loan",
              expected=pl.lit(None, pl.String()), reported=pl.col("credit_code")),
        _told(missing, "missing_loan", expected=pl.col("credit_code"), reported=pl.lit(None, pl.String())),
        *_terms(joined),
        *_amounts(joined, interest_tolerance_minor),
    ]  # fmt: skip
    return pl.concat(found).sort("contract_number", "code", "line", maintain_order=True)


def _with_states(first: pl.DataFrame, loans: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Rows beside their loans (`_known` columns) with what the schedule asks for.

    Paid and due are in total since the loan was drawn; `comparable` is whether the amounts are in the loan's currency
    and its terms can be computed.
    """
    known = loans.select(pl.exclude("contract_number").name.suffix("_known"), "contract_number")
    joined = first.join(known, on="contract_number", how="inner", maintain_order="left")
    asked = joined.select(
        *(pl.col(f"{name}_known").alias(name) for name in (
            "from_on", "drawn_on", "matures_on", "repayment", "interest_months", "day_count", "opening_minor",
            "rate_ppb",
        )),
        (pl.col("principal_paid_minor") - pl.col("before_principal_minor_known")).alias("paid_principal_minor"),
        (pl.col("interest_paid_minor") - pl.col("before_interest_minor_known")).alias("paid_interest_minor"),
    )  # fmt: skip
    states = due_states(asked, as_of).select(
        "due_principal_minor", "due_interest_minor", "late_principal_days", "late_days", "is_computable"
    )
    written_off = (
        pl.when((pl.col("status") == "written_off") & pl.col("written_off_minor").is_null())
        .then(pl.col("principal_minor_known") - pl.col("principal_paid_minor") - pl.col("balance_minor"))
        .otherwise(pl.col("written_off_minor").fill_null(0))
    )
    return joined.hstack(states).with_columns(
        (pl.col("due_principal_minor") + pl.col("before_principal_minor_known")).alias("due_principal_minor"),
        (pl.col("due_interest_minor") + pl.col("before_interest_minor_known")).alias("due_interest_minor"),
        written_off.alias("gone_minor"),
        (pl.col("is_computable") & (pl.col("currency") == pl.col("currency_known"))).alias("comparable"),
    )


def _terms(joined: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for code, name in _TERMS:
        wrong = joined.filter(pl.col(name) != pl.col(f"{name}_known"))
        if code in {"principal", "rate"}:
            yield _counted(wrong, code, expected=pl.col(f"{name}_known"), reported=pl.col(name))
        else:
            yield _told(wrong, code, expected=_text(f"{name}_known"), reported=_text(name))
    yield _told(
        joined.filter(~pl.col("is_computable")), "not_computable",
        expected=pl.lit(None, pl.String()), reported=pl.format("{} {}", "repayment", "matures_on"),
    )  # fmt: skip


def _amounts(joined: pl.DataFrame, tolerance: int) -> Iterator[pl.DataFrame]:
    """Balance, principal, interest, days past due, status, write-offs of the rows that can be compared."""
    paid, due = pl.col("principal_paid_minor"), pl.col("due_principal_minor")
    balance, gone, whole = pl.col("balance_minor"), pl.col("gone_minor"), pl.col("principal_minor_known")
    adds_up = balance + paid + gone == whole
    on_schedule = paid == due
    # What was paid is confirmed by the schedule, or by the days for which that very amount makes the loan late.
    days = pl.col("days_past_due")
    confirmed = on_schedule | ((days > 0) & (days == pl.col("late_principal_days")))
    left = whole - due - gone
    frame = joined.filter("comparable")
    # Where the sum is off, the part that is confirmed is right and the other one wrong; else both are.
    yield _counted(
        frame.filter(~adds_up & (confirmed | (balance != left))),
        "balance",
        expected=whole - paid - gone,
        reported=balance,
    )
    yield _counted(frame.filter(~adds_up & ~confirmed), "principal_paid", expected=due, reported=paid)
    yield _counted(frame.filter(adds_up & (paid > due)), "prepaid", expected=due, reported=paid)
    before = pl.col("previous_principal_minor_known")
    yield _counted(frame.filter(adds_up & (paid < before)), "paid_falls", expected=before, reported=paid)
    yield from _lateness(
        frame.with_columns(adds_up.alias("adds_up"), on_schedule.alias("on_schedule")), tolerance
    )
    # Where the balance is the wrong one, the status may also go by the right one.
    righted = pl.when(~adds_up & confirmed).then(whole - paid - gone).otherwise(balance)
    fits = (pl.col("status") == _status(balance)) | (pl.col("status") == _status(righted))
    yield _told(frame.filter(~fits), "status", expected=_status(balance), reported=pl.col("status"))
    yield _counted(
        frame.filter((gone > 0) & (pl.col("days_past_due") == 0)), "write_off_without_overdue",
        expected=pl.lit(0, pl.Int64()), reported=gone,
    )  # fmt: skip


def _lateness(frame: pl.DataFrame, tolerance: int) -> Iterator[pl.DataFrame]:
    """Interest and days past due of the rows whose principal can be trusted.

    Days past due follow from what was paid. A row is right whether it counts them from the principal that is late or
    from principal or interest, whichever was late first: banks do either.
    """
    interest, due = pl.col("interest_paid_minor"), pl.col("due_interest_minor")
    days = pl.col("days_past_due")
    trusted = frame.filter(pl.col("adds_up") | pl.col("on_schedule"))
    # Interest that is short is what the days past due are about.
    explained = (days > 0) & (interest < due)
    off = (interest - due).abs() > tolerance
    # Of a loan that runs late or was repaid early, interest depends on days that a tape does not tell.
    yield _counted(
        trusted.filter(pl.col("on_schedule") & off & ~explained), "interest", expected=due, reported=interest
    )
    wrong = (days != pl.col("late_days")) & (days != pl.col("late_principal_days"))
    yield _counted(
        trusted.filter(wrong), "days_past_due", expected=pl.col("late_principal_days"), reported=days
    )


def _status(balance: pl.Expr) -> pl.Expr:
    """The status that follows from the row's own amounts and days, so that one mistake is told once."""
    return (
        pl.when(pl.col("gone_minor") > 0)
        .then(pl.lit("written_off"))
        .when(balance == 0)
        .then(pl.lit("settled"))
        .when(pl.col("days_past_due") > 0)
        .then(pl.lit("overdue"))
        .otherwise(pl.lit("normal"))
    )


def _text(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)


def _told(frame: pl.DataFrame, code: str, *, expected: pl.Expr, reported: pl.Expr) -> pl.DataFrame:
    return frame.select(
        "contract_number", "line", pl.lit(code).alias("code"), expected.alias("expected"),
        reported.alias("reported"), pl.lit(None, pl.Int64()).alias("difference"),
    )  # fmt: skip


def _counted(frame: pl.DataFrame, code: str, *, expected: pl.Expr, reported: pl.Expr) -> pl.DataFrame:
    return frame.select(
        "contract_number", "line", pl.lit(code).alias("code"), expected.cast(pl.String).alias("expected"),
        reported.cast(pl.String).alias("reported"), (reported - expected).alias("difference"),
    )  # fmt: skip


def tape_schema() -> dict[str, pl.DataType]:
    """The columns of a tape as `differences` takes them."""
    return {"line": pl.Int64()} | {name: column.fact.dtype for name, column in BY_NAME.items()}
