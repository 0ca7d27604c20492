"""Mistakes that a bank makes in a tape: each changes a right row in one way, and must be one break of one code."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.records.tapes.book import AS_OF, Row, payments
from tests.records.world import credit_code

X = 123_45
Planting = Callable[[Row, Row], list[Row]]
"""From the right row and the one of the month before, what stands in the tape instead."""


def _missing(_row: Row, _before: Row) -> list[Row]:
    return []


def _twice(row: Row, _before: Row) -> list[Row]:
    return [row, row]


def _unknown(row: Row, _before: Row) -> list[Row]:
    return [row, replace(row, contract_number=f"{row.contract_number}-X", credit_code=credit_code())]


def _changed(**changes: Callable[[Row], object]) -> Planting:
    def planted(row: Row, _before: Row) -> list[Row]:
        return [replace(row, **{name: change(row) for name, change in changes.items()})]  # type: ignore[arg-type]

    return planted


def _falls(row: Row, before: Row) -> list[Row]:
    """Less than the month before had, told as if it had always been so late."""
    paid = before.principal_paid_minor - X
    total, first = 0, AS_OF
    for day, principal, _ in payments(row):
        total += principal
        if total > paid:
            first = day
            break
    return [replace(
        row, principal_paid_minor=paid, balance_minor=row.principal_minor - paid, days_past_due=(AS_OF - first).days,
        status="overdue",
    )]  # fmt: skip


MISTAKES: Mapping[str, Planting] = {
    "missing_loan": _missing,
    "duplicate_row": _twice,
    "unknown_loan": _unknown,
    "enterprise_code": _changed(credit_code=lambda _: credit_code()),
    "currency": _changed(currency=lambda _: "USD"),
    "principal": _changed(principal_minor=lambda row: row.principal_minor + X),
    "rate": _changed(rate_ppb=lambda row: row.rate_ppb + 1_000_000),
    "drawn_on": _changed(drawn_on=lambda row: row.drawn_on.replace(day=row.drawn_on.day % 28 + 1)),
    "maturity": _changed(matures_on=lambda row: row.matures_on.replace(day=row.matures_on.day % 28 + 1)),
    "repayment": _changed(
        repayment=lambda row: "bullet" if row.repayment != "bullet" else "interest_first"
    ),
    "balance": _changed(balance_minor=lambda row: row.balance_minor + X),
    "principal_paid": _changed(principal_paid_minor=lambda row: row.principal_paid_minor + X),
    "prepaid": _changed(
        principal_paid_minor=lambda row: row.principal_paid_minor + X,
        balance_minor=lambda row: row.balance_minor - X,
    ),
    "paid_falls": _falls,
    "interest": _changed(interest_paid_minor=lambda row: row.interest_paid_minor + X),
    "days_past_due": _changed(days_past_due=lambda _: 35, status=lambda _: "overdue"),
    "status": _changed(status=lambda _: "overdue"),
    "write_off_without_overdue": _changed(
        written_off_minor=lambda row: row.balance_minor, balance_minor=lambda _: 0,
        status=lambda _: "written_off",
    ),
}  # fmt: skip


def contract_of(code: str, row: Row) -> str:
    return f"{row.contract_number}-X" if code == "unknown_loan" else row.contract_number
