"""An invented bank's book, and the tape that it brings of it without a mistake: each loan worked out by itself."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.importing import credit_code
from kejin.calendars import add_months
from kejin.facts import FactKind
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import Bullet, EqualInstalments, EqualPrincipal, LoanTerms, Repayment, schedule
from kejin.money import Currency, Money, Rate
from kejin.records.tapes.dictionary import COLUMNS
from kejin.records.tapes.expecting import due_states

SEED = 20260331
FORMS = ("equal_instalment", "equal_principal", "interest_first", "bullet")
_FORMS: dict[str, Repayment] = {"equal_instalment": EqualInstalments(), "equal_principal": EqualPrincipal()}


def book(count: int) -> pl.DataFrame:
    """Loans of four forms and three terms, drawn on a thousand days."""
    draw = np.random.default_rng(SEED)
    drawn = [
        date.fromordinal(date(2023, 6, 5).toordinal() + int(day)) for day in draw.integers(0, 970, count)
    ]
    terms = draw.choice([12, 24, 36], count)
    return pl.DataFrame({
        "contract_number": [f"HT{number:08d}" for number in range(count)],
        "credit_code": [credit_code(number) for number in range(count)],
        "currency": ["CNY"] * count,
        "principal_minor": draw.integers(10_000_00, 30_000_000_00, count),
        "rate_ppb": draw.integers(280, 520, count) * 100_000,
        "drawn_on": drawn,
        "matures_on": [add_months(day, int(term)) for day, term in zip(drawn, terms, strict=True)],
        "repayment": pl.Series(list(FORMS)).gather(draw.integers(0, 4, count)),
    })  # fmt: skip


def tape_of(loans: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The rows of a book by a day, every loan paid as agreed."""
    by_month = pl.col("repayment").str.starts_with("equal")
    nothing = pl.lit(None, pl.Int64())
    due = due_states(
        loans.with_columns(
            from_on="drawn_on",
            opening_minor="principal_minor",
            interest_months=pl.when(pl.col("repayment") == "bullet").then(0).otherwise(1).cast(pl.Int64),
            day_count=pl.when(by_month).then(pl.lit("MONTHLY")).otherwise(pl.lit("A360")),
            paid_principal_minor=nothing,
            paid_interest_minor=nothing,
        ),
        as_of,
    )
    left = pl.col("principal_minor") - pl.col("due_principal_minor")
    told = loans.hstack(due.select("due_principal_minor", "due_interest_minor")).with_columns(
        balance_minor=left,
        principal_paid_minor="due_principal_minor",
        interest_paid_minor="due_interest_minor",
        days_past_due=pl.lit(0, pl.Int64()),
        status=pl.when(left == 0).then(pl.lit("settled")).otherwise(pl.lit("normal")),
    )
    missing = [
        pl.lit(None, each.fact.dtype).alias(each.fact.name)
        for each in COLUMNS
        if each.fact.name not in told.columns
    ]
    return told.with_columns(missing).select(each.fact.name for each in COLUMNS)


def one_by_one(loans: pl.DataFrame, as_of: date) -> list[tuple[int, int]]:
    """Principal and interest due by a day, each loan's schedule by itself."""
    return [_due(row, as_of) for row in loans.iter_rows(named=True)]


def _due(row: dict[str, Any], as_of: date) -> tuple[int, int]:
    by_month = row["repayment"].startswith("equal")
    terms = LoanTerms(
        notional_principal=Money(row["principal_minor"], Currency.CNY),
        nominal_interest_rate=Rate(row["rate_ppb"]),
        initial_exchange_date=row["drawn_on"],
        maturity_date=row["matures_on"],
        repayment=_FORMS.get(row["repayment"], Bullet()),
        day_count_convention=DayCount.MONTHLY if by_month else DayCount.A360,
        cycle_of_interest_payment=None if row["repayment"] == "bullet" else Cycle(months=1),
    )
    past = [each for each in list(schedule(terms).payments())[1:] if each.day <= as_of]
    return sum(int(each.principal) for each in past), sum(int(each.interest) for each in past)


def write(path: Path, tape: pl.DataFrame) -> Path:
    """The tape as a CSV file with Chinese headers, amounts in yuan with two decimals, rates in per cent."""
    columns = [_text(each.fact.name, each.fact.kind).alias(each.fact.label.zh) for each in COLUMNS]
    tape.select(columns).write_csv(path)
    return path


def _text(name: str, kind: FactKind) -> pl.Expr:
    column = pl.col(name)
    if kind is FactKind.MONEY:
        return pl.format("{}.{}", column // 100, (column % 100).cast(pl.String).str.zfill(2))
    if kind is FactKind.RATIO:
        return pl.format("{}.{}%", column // 10**7, (column % 10**7).cast(pl.String).str.zfill(7))
    return column.cast(pl.String)
