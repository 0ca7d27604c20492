from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.costs import Bridge, Purpose, bridged, cost_of_flows, renewed
from kejin.instruments.loans import Bullet, LoanTerms
from kejin.instruments.loans.revenue_based import RevenueBased, recognised
from kejin.money import Currency, Money, Rate

WAN = 10_000_00


def test_the_effective_rate_follows_from_the_pace() -> None:
    # 100,000 × 18 % / 360 = 50 a day; 450 advanced for 500: 1.962997978 % a day over ten payments.
    terms = RevenueBased(450_00, 50_00, Rate.parse("18%"))
    payments = terms.level_payments(100_000_00)
    assert payments == [50_00] * 10
    assert terms.rate(payments).rate == pytest.approx(0.01962997978, abs=1e-11)


def test_the_last_payment_is_what_is_left() -> None:
    terms = RevenueBased(430_00, 50_00, Rate.parse("18%"))
    payments = terms.level_payments(100_000_00)
    assert payments == [50_00] * 9 + [30_00]
    assert terms.rate(payments).rate == pytest.approx(0.021249433, abs=1e-9)


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(1, 10**9), st.integers(0, 10**8))
def test_a_share_of_revenue_is_paid_until_all_is_paid(revenues: list[int], advanced: int, fee: int) -> None:
    terms = RevenueBased(advanced, fee, Rate.parse("10%"))
    paid = list(terms.payments(revenues))
    assert sum(paid) == min(terms.owed, sum((revenue * 2 + 10) // 20 for revenue in revenues[: len(paid)]))
    assert len(paid) == len(revenues) or sum(paid) == terms.owed


def test_the_whole_fee_is_earned_and_nothing_is_owed_in_the_end() -> None:
    terms = RevenueBased(430_00, 50_00, Rate.parse("18%"))
    lines = recognised(terms, terms.level_payments(100_000_00), start=date(2026, 1, 1))
    assert sum(line.earned for line in lines) == 50_00
    assert lines[-1].balance == pytest.approx(0, abs=1e-6)


def test_terms_that_repay_nothing_are_refused() -> None:
    with pytest.raises(TermsError, match=r"at least 1, found 0 \(advanced\)"):
        RevenueBased(0, 1, Rate.parse("1%"))
    terms = RevenueBased(450_00, 50_00, Rate.parse("18%"))
    with pytest.raises(TermsError, match="nothing is ever repaid"):
        terms.level_payments(0)
    with pytest.raises(TermsError, match="do not settle"):
        recognised(terms, [1], start=date(2026, 1, 1))


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
