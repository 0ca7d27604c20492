"""The comparison by itself: what a schedule asks for, and each difference told once."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.tapes.book import AS_OF, Row, due, loans, payments

from kejin.records.tapes.comparing import LOANS, differences, tape_schema
from kejin.records.tapes.dictionary import usual_cycle_months, usual_day_count
from kejin.records.tapes.expecting import due_states

AMOUNT = 123_45


def told(*rows: Row) -> pl.DataFrame:
    schema = tape_schema()
    made = pl.DataFrame([asdict(row) for row in rows]).with_row_index("line", 1)
    absent = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in made.columns]
    return made.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in schema.items())


def known(*rows: Row, **other: object) -> pl.DataFrame:
    frame = pl.DataFrame([
        {
            "contract_number": row.contract_number, "credit_code": row.credit_code, "currency": "CNY",
            "principal_minor": row.principal_minor, "rate_ppb": row.rate_ppb, "drawn_on": row.drawn_on,
            "matures_on": row.matures_on, "repayment": row.repayment,
            "interest_months": usual_cycle_months(row.repayment), "day_count": usual_day_count(row.repayment),
            "from_on": row.drawn_on, "opening_minor": row.principal_minor, "before_principal_minor": 0,
            "before_interest_minor": 0, "previous_principal_minor": None, "has_ended": False,
        } | other
        for row in rows
    ])  # fmt: skip
    return frame.select(pl.col(name).cast(kind) for name, kind in LOANS.items())


def codes(rows: pl.DataFrame, loans: pl.DataFrame, as_of: date = AS_OF, tolerance: int = 0) -> list[str]:
    return differences(rows, loans, as_of, interest_tolerance_minor=tolerance)["code"].to_list()


@given(st.integers(0, 35), st.integers(0, 1100))
def test_what_is_due_for_many_is_what_is_due_for_each(at: int, days: int) -> None:
    """Months' ends, leap days and every form: the portfolio run and each loan's own schedule agree on any day."""
    row = BOOK[at]
    as_of = row.drawn_on + timedelta(days=days)
    asked = known(row).with_columns(
        paid_principal_minor=pl.lit(0, pl.Int64), paid_interest_minor=pl.lit(0, pl.Int64)
    )
    state = due_states(asked, as_of).row(0, named=True)
    assert (state["due_principal_minor"], state["due_interest_minor"]) == due(row, as_of)
    first = next((day for day, principal, interest in payments(row) if principal or interest), as_of)
    assert state["late_days"] == max((as_of - first).days, 0)


BOOK = [
    replace(row, drawn_on=day, matures_on=day.replace(year=day.year + 2))
    for row, day in zip(
        loans(36),
        (date(2024, 1, 31), date(2023, 8, 30), date(2025, 12, 29), date(2024, 3, 15)) * 9,
        strict=True,
    )
]


@pytest.mark.parametrize("change", [
    lambda row: replace(row, balance_minor=row.balance_minor + AMOUNT),
    lambda row: replace(row, balance_minor=row.balance_minor + AMOUNT, status="normal"),
])  # fmt: skip
def test_a_wrong_balance_of_a_settled_loan_is_told_once(change: Callable[[Row], Row]) -> None:
    row = replace(loans(1)[0], matures_on=date(2026, 2, 5), drawn_on=date(2025, 2, 5)).by(AS_OF)
    assert row.status == "settled"
    assert codes(told(row), known(row)) == []
    assert codes(told(change(row)), known(row)) == ["balance"]


def test_a_loan_that_has_ended_may_be_missing_or_there() -> None:
    row = loans(1)[0].by(AS_OF)
    other = loans(1)[0].by(AS_OF)
    assert codes(told(other), known(row, other, has_ended=True)) == []
    assert codes(told(row), known(row, has_ended=True)) == []
    assert codes(told(other), known(row, other)) == ["missing_loan"]


def test_a_late_loan_may_count_its_days_from_interest_or_from_principal() -> None:
    """Interest first: interest is late each month, principal only at the end."""
    row = next(row for row in loans(4) if row.repayment == "interest_first").late(AS_OF, 1)
    assert row.days_past_due > 0
    assert codes(told(row), known(row)) == []
    assert codes(told(replace(row, days_past_due=row.days_past_due + 1)), known(row)) == ["days_past_due"]


def test_interest_within_the_tolerance_is_no_break() -> None:
    row = loans(1)[0].by(AS_OF)
    off = replace(row, interest_paid_minor=row.interest_paid_minor - 3)
    assert codes(told(off), known(row)) == ["interest"]
    assert codes(told(off), known(row), tolerance=3) == []


def test_terms_that_the_engine_refuses_are_a_break_and_no_crash() -> None:
    row = replace(loans(1)[0], matures_on=date(2025, 1, 1), drawn_on=date(2025, 6, 1))
    assert codes(told(row), known(row)) == ["not_computable"]


def test_a_late_loan_with_a_wrong_balance_is_wrong_in_its_balance_alone() -> None:
    row = next(row for row in loans(4) if row.repayment == "equal_principal").late(AS_OF, 2)
    assert codes(told(replace(row, balance_minor=row.balance_minor + AMOUNT)), known(row)) == ["balance"]
