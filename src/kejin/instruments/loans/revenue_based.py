"""Revenue-based repayment 收入分成还款: so much of what comes in, until the money and a fixed fee are paid.

There is no rate in the contract. What it costs follows from how fast revenue comes in: the faster, the dearer.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kejin.errors import TermsError
from kejin.instruments.yields import Yield, internal_rates
from kejin.money import RATE_SCALE, Rate, Rounding, round_quotient


@dataclass(frozen=True, slots=True)
class RevenueBased:
    """The terms; amounts in minor units.

    Attributes:
        advanced: What is paid out.
        fee: What is paid on top, whatever the pace.
        share: The part of revenue that goes to repayment.
    """

    advanced: int
    fee: int
    share: Rate

    def __post_init__(self) -> None:
        for name, value, least in (
            ("advanced", self.advanced, 1),
            ("fee", self.fee, 0),
            ("share", self.share.ppb, 1),
        ):
            if value < least:
                raise TermsError("a term is too small", expected=f"at least {least}", found=value, where=name)

    @property
    def owed(self) -> int:
        """All that is to be paid."""
        return self.advanced + self.fee

    def payments(self, revenues: Iterable[int]) -> Iterator[int]:
        """The payment for each period's revenue, the last one cut to what is left; then nothing more."""
        left = self.owed
        for revenue in revenues:
            if left == 0:
                return
            paid = min(left, max(0, round_quotient(revenue * self.share.ppb, RATE_SCALE, Rounding.HALF_UP)))
            left -= paid
            yield paid

    def level_payments(self, yearly_revenue: int, *, days_of_year: int = 360) -> list[int]:
        """Equal daily payments from a year's revenue spread over its days, the last one with what is left.

        Raises:
            TermsError: The revenue brings nothing.
        """
        exact = Fraction(yearly_revenue * self.share.ppb, RATE_SCALE * days_of_year)
        daily = round_quotient(exact.numerator, exact.denominator, Rounding.HALF_UP)
        if daily <= 0:
            raise TermsError("nothing is ever repaid", expected="a payment of at least 1 a day", found=daily)
        whole, rest = divmod(self.owed, daily)
        return [daily] * whole + ([rest] if rest else [])

    def rate(self, payments: Sequence[int]) -> Yield:
        """The rate per period at which the payments are worth what was advanced."""
        return internal_rates(range(len(payments) + 1), [-self.advanced, *payments])


@dataclass(frozen=True, slots=True)
class Recognition:
    """One line of how the fee is earned at the effective rate; minor units, whole where they are earned or paid.

    Attributes:
        day: When it is paid.
        payment: What is paid; negative for the advance.
        discount_factor: What one unit of that day is worth on the first.
        present_value: The payment on the first day.
        balance: What is owed at the effective rate afterwards.
        earned: The part of the fee that is earned with this payment; all parts add up to the fee.
        deferred: The part that is not earned yet.
    """

    day: date
    payment: int
    discount_factor: float
    present_value: float
    balance: float
    earned: int
    deferred: int


def recognised(terms: RevenueBased, payments: Sequence[int], *, start: date) -> list[Recognition]:
    """How the fee is earned over daily payments.

    Raises:
        TermsError: The payments do not come to what is owed.
    """
    if sum(payments) != terms.owed:
        raise TermsError(
            "the payments do not settle the advance", expected=str(terms.owed), found=sum(payments)
        )
    rate = terms.rate(payments).rate
    if rate is None:
        raise TermsError("the payments bear no rate", expected="one rate", found=len(payments))
    balance, deferred = float(terms.advanced), terms.fee
    lines = [Recognition(start, -terms.advanced, 1.0, float(-terms.advanced), balance, 0, deferred)]
    for number, payment in enumerate(payments, 1):
        interest = balance * rate
        balance += interest - payment
        # The last line earns what rounding left.
        earned = deferred if number == len(payments) else min(deferred, math.floor(interest + 0.5))
        deferred -= earned
        factor = (1 + rate) ** -number
        day = start + timedelta(days=number)
        lines.append(Recognition(day, payment, factor, payment * factor, balance, earned, deferred))
    return lines
