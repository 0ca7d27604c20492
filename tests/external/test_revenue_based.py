"""The revenue-based schedules of Apache Fineract: payments, effective rate, how the discount fee is earned."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from tests.external.files import documents, needed

from kejin.instruments.loans import RevenuePayment, RevenueTerms, effective_rate, level_payments
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
    agreed = RevenueTerms(
        net_disbursement=int(Decimal(case["net_disbursement"]) * 100),
        discount_fee=int(Decimal(terms["discount_fee"]) * 100),
        share=Rate.parse(f"{terms['period_payment_rate_pct']}%"),
    )
    volume, start = int(Decimal(terms["total_payment_volume"]) * 100), date.fromisoformat(case["disbursed"])
    first = RevenuePayment(start, -agreed.net_disbursement, 0, 0, agreed.net_disbursement, 1.0)
    payments = level_payments(agreed, volume, start=start, days_of_year=int(terms["day_count"]))
    rate = effective_rate(agreed.net_disbursement, [line.payment for line in payments])
    owed, deferred = 0.0, agreed.discount_fee
    assert len(payments) + 1 == len(case["rows"])
    for line, row in zip([first, *payments], case["rows"], strict=True):
        owed = owed * (1 + rate) - line.payment
        deferred -= line.fee
        mine = {
            "date": line.day.isoformat(),
            "expected_payment": shown(line.payment / 100, "0.01"),
            "discount_factor": shown(line.discount_factor, "1e-8"),
            "npv": shown(line.payment * line.discount_factor / 100, "0.01"),
            "expected_balance": shown(owed / 100, "0.01"),
            "expected_amortization": shown(line.fee / 100, "0.01"),
            "expected_deferred": shown(deferred / 100, "0.01"),
        }
        for name, value in mine.items():
            if name in row:
                assert value == (row[name] if name == "date" else Decimal(row[name])), (row["index"], name)
