"""Revenue-based repayment 按收入还款: a share of revenue until an agreed total is repaid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kejin.errors import TermsError
from kejin.money import RATE_SCALE, Rate, Rounding, round_quotient

_STEPS: Final = 200


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


@dataclass(frozen=True, slots=True)
class RevenuePayment:
    """One payment; amounts in minor units.

    Attributes:
        day: When.
        payment: What is paid.
        principal: How much of it repays what was paid out.
        fee: How much of it is the discount fee, by the effective rate.
        balance: What was paid out and is not repaid.
    """

    day: date
    payment: int
    principal: int
    fee: int
    balance: int


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
    total, paid, payments = terms.net_disbursement + terms.discount_fee, 0, []
    for day, revenue in revenues:
        due = round_quotient(revenue * terms.share.ppb, RATE_SCALE, Rounding.HALF_UP)
        payment = min(max(due, 0), total - paid)
        paid += payment
        payments.append((day, payment))
        if paid == total:
            break
    return _spread(terms, payments, complete=paid == total)


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
        made.append(RevenuePayment(day, payment, payment - fee, fee, left))
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
    low, high = 0.0, 1.0
    while _worth(payments, high) > net:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _worth(payments, middle) > net:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _worth(payments: Sequence[int], rate: float) -> float:
    return sum(payment / (1 + rate) ** (place + 1) for place, payment in enumerate(payments))
