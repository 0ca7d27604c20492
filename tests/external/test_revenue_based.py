"""The revenue-based schedules of Apache Fineract: payments, effective rate, how the discount fee is earned."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from tests.external.files import documents, needed

from kejin.instruments.loans.revenue_based import RevenueBased, recognised
from kejin.money import Rate

PATTERN = "fineract/newer-revenue-based*.json"


def cases() -> list[Any]:
    return [
        pytest.param(file["terms"], case, id=case["id"])
        for _, file in documents(PATTERN)
        for case in file["cases"]
    ]


def shown(value: float, decimals: str) -> Decimal:
    rounded = Decimal(repr(round(value, 10))).quantize(Decimal(decimals), rounding=ROUND_HALF_UP)
    return rounded + 0


@pytest.mark.parametrize(("terms", "case"), needed(cases(), PATTERN, values=2))
def test_every_line_is_theirs_to_the_digits_that_they_print(terms: Any, case: Any) -> None:
    agreed = RevenueBased(
        advanced=int(Decimal(case["net_disbursement"]) * 100),
        fee=int(Decimal(terms["discount_fee"]) * 100),
        share=Rate.parse(f"{terms['period_payment_rate_pct']}%"),
    )
    volume = int(Decimal(terms["total_payment_volume"]) * 100)
    payments = agreed.level_payments(volume, days_of_year=int(terms["day_count"]))
    lines = recognised(agreed, payments, start=date.fromisoformat(case["disbursed"]))
    assert len(lines) == len(case["rows"])
    for line, row in zip(lines, case["rows"], strict=True):
        mine = {
            "date": line.day.isoformat(),
            "expected_payment": shown(line.payment / 100, "0.01"),
            "discount_factor": shown(line.discount_factor, "1e-8"),
            "npv": shown(line.present_value / 100, "0.01"),
            "expected_balance": shown(line.balance / 100, "0.01"),
            "expected_amortization": shown(line.earned / 100, "0.01"),
            "expected_deferred": shown(line.deferred / 100, "0.01"),
        }
        for name, value in mine.items():
            if name in row:
                assert value == (row[name] if name == "date" else Decimal(row[name])), (row["index"], name)
