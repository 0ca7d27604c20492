"""Revenue-based repayment 按收入还款: a share of revenue until an agreed total is repaid.

There is no rate in the contract. What it costs follows from how fast revenue comes in: the faster, the dearer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat

from kejin.errors import TermsError
from kejin.instruments.yields import internal_rates
from kejin.money import RATE_SCALE, Rate, Rounding, round_quotient


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueTerms:
    """What was agreed; amounts in minor units.

    Attributes:
        net_disbursement: What is paid out.
        discount_fee: What is repaid on top of it.
        share: The share of each period's revenue that is paid.
    """

    net_disbursement: int
    discount_fee: int
    share: Rate

    def __post_init__(self) -> None:
        for name in ("net_disbursement", "share"):
            value = getattr(self, name)
            if (value.ppb if isinstance(value, Rate) else value) <= 0:
                raise TermsError("a term breaks a rule", expected="more than zero", found=value, where=name)
        if self.discount_fee < 0:
            raise TermsError(
                "a term breaks a rule", expected="zero or more", found=self.discount_fee, where="discount_fee"
            )

    @property
    def total(self) -> int:
        """All that is to be paid."""
        return self.net_disbursement + self.discount_fee


@dataclass(frozen=True, slots=True)
class RevenuePayment:
    """One payment; amounts in minor units.

    Attributes:
        day: When.
        payment: What is paid.
        principal: How much of it repays what was paid out.
        fee: How much of it is the discount fee, by the effective rate.
        balance: What was paid out and is not repaid.
        discount_factor: What one unit of that day is worth when the money is paid out, at the effective rate.
    """

    day: date
    payment: int
    principal: int
    fee: int
    balance: int
    discount_factor: float


def revenue_payments(terms: RevenueTerms, revenues: Sequence[tuple[date, int]]) -> list[RevenuePayment]:
    """The payments out of revenues that are expected or were had, until the agreed total is repaid.

    The fee is spread over the payments by the effective rate per period, as interest would be; what rounding leaves
    falls on the last payment.

    Args:
        terms: What was agreed.
        revenues: Revenue of each period, in minor units, in the order of time.

    Returns:
        The payments; fewer than the total where the revenues do not suffice.
    """
    paid, payments = 0, []
    for day, revenue in revenues:
        due = round_quotient(revenue * terms.share.ppb, RATE_SCALE, Rounding.HALF_UP)
        payment = min(max(due, 0), terms.total - paid)
        paid += payment
        payments.append((day, payment))
        if paid == terms.total:
            break
    return _spread(terms, payments, complete=paid == terms.total)


def level_payments(
    terms: RevenueTerms, yearly_revenue: int, *, start: date, days_of_year: int = 360
) -> list[RevenuePayment]:
    """The same daily payment out of a year's revenue spread evenly over its days; the last takes what is left.

    Args:
        terms: What was agreed.
        yearly_revenue: Revenue of a year in minor units.
        start: When the money is paid out; the first payment is a day later.
        days_of_year: Over how many days the revenue is spread.

    Raises:
        TermsError: The revenue brings nothing.
    """
    daily = round_quotient(yearly_revenue * terms.share.ppb, RATE_SCALE * days_of_year, Rounding.HALF_UP)
    if daily <= 0:
        raise TermsError("nothing is ever repaid", expected="more than zero", found=daily, where="revenues")
    whole, rest = divmod(terms.total, daily)
    amounts = [*repeat(daily, whole), *([rest] if rest else [])]
    days = (start + timedelta(days=number) for number in range(1, len(amounts) + 1))
    return _spread(terms, list(zip(days, amounts, strict=True)), complete=True)


def _spread(terms: RevenueTerms, payments: list[tuple[date, int]], *, complete: bool) -> list[RevenuePayment]:
    amounts = [payment for _, payment in payments]
    rate = effective_rate(terms.net_disbursement, amounts) if complete else 0.0
    left, fee_left, owed, made = terms.net_disbursement, terms.discount_fee, float(terms.net_disbursement), []
    for place, (day, payment) in enumerate(payments):
        last = complete and place == len(payments) - 1
        fee = fee_left if last else min(max(round(owed * rate), 0), fee_left, payment)
        principal = min(payment - fee, left)
        owed = owed * (1 + rate) - payment
        left, fee_left = left - principal, fee_left - fee
        made.append(RevenuePayment(day, payment, payment - fee, fee, left, (1 + rate) ** -(place + 1)))
    return made


def effective_rate(net: int, payments: Sequence[int]) -> float:
    """The rate per period at which payments one period apart are worth what was paid out.

    Raises:
        TermsError: The payments are less than what was paid out.
    """
    if sum(payments) < net:
        raise TermsError(
            "the payments never repay what was paid out",
            expected=f"at least {net}",
            found=sum(payments),
            where="revenues",
        )
    # Money out, then money in, no less of it: there is exactly one rate, and it is not below zero.
    rate = internal_rates(range(len(payments) + 1), [-net, *payments]).rate
    if rate is None:
        raise TermsError(
            "the payments bear no rate", expected="one rate", found=len(payments), where="revenues"
        )
    return rate
