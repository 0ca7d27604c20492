from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.costs import Bridge, Purpose, bridged, cost_of_flows, renewed
from kejin.instruments.loans import (
    Bullet,
    LoanTerms,
    RevenueTerms,
    effective_rate,
    level_payments,
    revenue_payments,
)
from kejin.money import Currency, Money, Rate

WAN = 10_000_00


def test_level_payments_settle_what_was_agreed() -> None:
    # 100,000 × 18 % / 360 = 50 a day; 430 advanced for 480: nine whole payments and one of 30.
    terms = RevenueTerms(net_disbursement=430_00, discount_fee=50_00, share=Rate.parse("18%"))
    lines = level_payments(terms, 100_000_00, start=date(2026, 1, 1))
    assert [line.payment for line in lines] == [50_00] * 9 + [30_00]
    assert effective_rate(430_00, [line.payment for line in lines]) == pytest.approx(0.021249433, abs=1e-9)
    assert sum(line.fee for line in lines) == 50_00
    assert sum(line.payment * line.discount_factor for line in lines) == pytest.approx(430_00)
    assert lines[-1].balance == 0
    with pytest.raises(TermsError, match="nothing is ever repaid"):
        level_payments(terms, 0, start=date(2026, 1, 1))


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(1, 10**9), st.integers(0, 10**8))
def test_a_share_of_revenue_is_paid_until_all_is_paid(revenues: list[int], advanced: int, fee: int) -> None:
    terms = RevenueTerms(net_disbursement=advanced, discount_fee=fee, share=Rate.parse("10%"))
    day = date(2026, 1, 1)
    lines = revenue_payments(
        terms, [(day + timedelta(days=n), revenue) for n, revenue in enumerate(revenues)]
    )
    paid = [line.payment for line in lines]
    assert sum(paid) == min(terms.total, sum((revenue * 2 + 10) // 20 for revenue in revenues[: len(paid)]))
    assert len(paid) == len(revenues) or sum(paid) == terms.total


def loan(start: date, rate: str, amount: int = 300 * WAN) -> LoanTerms:
    return LoanTerms(
        notional_principal=Money(amount, Currency.CNY),
        nominal_interest_rate=Rate.parse(rate),
        initial_exchange_date=start,
        maturity_date=date(start.year + 1, start.month, start.day),
        repayment=Bullet(),
        day_count_convention=DayCount.MONTHLY,
        cycle_of_interest_payment=Cycle.parse("P3M"),
    )


OLD = loan(date(2026, 1, 1), "3.45%")


def test_a_renewal_pays_no_principal_on_the_day_between() -> None:
    flows = renewed(OLD, loan(date(2027, 1, 1), "3.15%"))
    assert [f.purpose for f in flows if f.day == date(2027, 1, 1)] == [Purpose.INTEREST]
    cost = cost_of_flows(flows, rate_ppb=OLD.nominal_interest_rate.ppb, currency="CNY")
    assert cost.total(Purpose.DRAWN) == -cost.total(Purpose.PRINCIPAL) == 300 * WAN
    # 3.45 % and 3.15 % of 3,000,000.
    assert cost.gross == 103_500_00 + 94_500_00


def test_a_renewal_in_part_repays_the_difference() -> None:
    flows = renewed(OLD, loan(date(2027, 1, 1), "3.15%", 200 * WAN))
    between = [f for f in flows if f.day == date(2027, 1, 1) and f.purpose is not Purpose.INTEREST]
    assert [(f.purpose, f.amount) for f in between] == [(Purpose.PRINCIPAL, -100 * WAN)]


def test_a_bridge_costs_its_days() -> None:
    # 0.1 % a day for 10 days on 3,000,000 is 30,000.
    bridge = Bridge(Rate.parse("0.1%"), 10)
    later = date(2027, 1, 1) + timedelta(days=10)
    flows = bridged(OLD, loan(later, "3.15%"), bridge)
    assert (
        sum(f.amount for f in flows if f.source == "bridge" and f.purpose is Purpose.INTEREST) == -30_000_00
    )
    dear = cost_of_flows(flows, rate_ppb=0, currency="CNY").effective_rate or 0
    plain = renewed(OLD, loan(date(2027, 1, 1), "3.15%"))
    assert dear > (cost_of_flows(plain, rate_ppb=0, currency="CNY").effective_rate or 1) + 0.004


def test_a_renewal_begins_when_the_loan_before_it_ends() -> None:
    with pytest.raises(TermsError, match="when the loan before it ends: expected 2027-01-01"):
        renewed(OLD, loan(date(2027, 1, 2), "3.15%"))
    with pytest.raises(TermsError, match="when the bridge ends"):
        bridged(OLD, loan(date(2027, 1, 2), "3.15%"), Bridge(Rate.parse("0.1%"), 10))
