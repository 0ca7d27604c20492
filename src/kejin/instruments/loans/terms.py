"""The terms of a loan, by their ACTUS names, as small frozen values."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DateRules, DayCount, cycle_dates
from kejin.instruments.loans.forms import (
    Bullet,
    EqualInstalments,
    EqualPrincipal,
    PrincipalPlan,
    Repayment,
    SteppedInstalments,
)
from kejin.money import Money, Rate

__all__ = [
    "Bullet",
    "Draw",
    "EqualInstalments",
    "EqualPrincipal",
    "LoanTerms",
    "Prepayment",
    "PrepaymentEffect",
    "PrincipalPlan",
    "RateReset",
    "Repayment",
    "SteppedInstalments",
    "UpfrontFee",
    "YearlyFee",
]


@dataclass(frozen=True, slots=True)
class RateReset:
    """The rate from a day on (重定价); see `kejin.instruments.loans.resets` for where rates come from."""

    day: date
    rate: Rate


@dataclass(frozen=True, slots=True)
class Draw:
    """A further part of the loan that is paid out later (分次提款)."""

    day: date
    amount: Money


class PrepaymentEffect(StrEnum):
    """What a prepayment does to the payments after it (ACTUS prepaymentEffect)."""

    AMOUNT = "A"
    """They are worked out anew, smaller, to the same maturity (减少月供)."""
    MATURITY = "M"
    """They stay as they are, and the loan is repaid sooner (缩短期限)."""


@dataclass(frozen=True, slots=True)
class Prepayment:
    """Principal repaid before its time (提前还款), at most what is owed; interest on it runs up to the day."""

    day: date
    amount: Money
    effect: PrepaymentEffect = PrepaymentEffect.MATURITY


@dataclass(frozen=True, slots=True)
class UpfrontFee:
    """A fee on the day of payout: an amount, or a share of what is paid out that day."""

    amount: Money | None = None
    share: Rate | None = None


@dataclass(frozen=True, slots=True)
class YearlyFee:
    """A fee by the year on what is outstanding (担保费), paid by its cycle and at maturity.

    Attributes:
        rate: Per year.
        cycle: How often it is paid, counted from the payout.
    """

    rate: Rate
    cycle: Cycle


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """What was agreed; attributes are ACTUS terms in Python's spelling.

    Attributes:
        notional_principal: What is lent on the first day; draws come on top.
        nominal_interest_rate: Per year.
        initial_exchange_date: When it is paid out, and from when interest is counted.
        maturity_date: The last payment.
        repayment: How principal comes back.
        day_count_convention: How days are counted.
        cycle_of_interest_payment: How often interest is paid; None for once, at maturity.
        cycle_anchor_date_of_interest_payment: The first interest payment; one cycle after payout where None. A later
            one is grace on interest, which accrues and is paid then.
        cycle_of_principal_redemption: How often principal is repaid; None for as often as interest.
        cycle_anchor_date_of_principal_redemption: The first repayment; interest alone is paid before. None for
            the first interest payment.
        amortization_date: Up to where equal instalments are worked out, if that is after the maturity; the rest is then
            paid at maturity (气球贷).
        capitalization_end_date: Interest that falls due until then is added to the principal (利息转本金).
        interest_free_until: No interest is counted before this day (免息期).
        payment_months: Principal is repaid in these months only, and at maturity (季节性还款); empty for all.
        rate_resets: Rates from later days on; equal instalments are worked out anew.
        draws: What is paid out later.
        prepayments: What is repaid before its time.
        down_payment: What the borrower pays back at once (首付).
        fees: Fees beside interest.
        dates: Calendar, business day and end-of-month conventions.
        contract_id: A name for messages and tables.
    """

    notional_principal: Money
    nominal_interest_rate: Rate
    initial_exchange_date: date
    maturity_date: date
    repayment: Repayment
    day_count_convention: DayCount
    cycle_of_interest_payment: Cycle | None = None
    cycle_anchor_date_of_interest_payment: date | None = None
    cycle_of_principal_redemption: Cycle | None = None
    cycle_anchor_date_of_principal_redemption: date | None = None
    amortization_date: date | None = None
    capitalization_end_date: date | None = None
    interest_free_until: date | None = None
    payment_months: frozenset[int] = frozenset()
    rate_resets: tuple[RateReset, ...] = ()
    draws: tuple[Draw, ...] = ()
    prepayments: tuple[Prepayment, ...] = ()
    down_payment: Money | None = None
    fees: tuple[UpfrontFee | YearlyFee, ...] = ()
    dates: DateRules = field(default_factory=DateRules)
    contract_id: str = ""

    def interest_dates(self) -> list[date]:
        """The days on which interest is due by its cycle, before they are moved; the maturity is the last."""
        start, end = self.initial_exchange_date, self.maturity_date
        every = self.cycle_of_interest_payment or (
            self.cycle_of_principal_redemption if _in_parts(self.repayment) else None
        )
        if every is None:
            return [end]
        anchor = self.cycle_anchor_date_of_interest_payment or start
        days = cycle_dates(anchor, every, end, end_of_month=self.dates.sticks_to_month_end)
        days = [day for day in days if day > start]
        if self.payment_months and pays_level(self.repayment):
            first = self.cycle_anchor_date_of_principal_redemption or start
            days = [day for day in days if day < first or day == end or day.month in self.payment_months]
        return days

    def principal_dates(self) -> list[date]:
        """The days on which principal is due, before they are moved; the maturity is the last."""
        start, end, interest = self.initial_exchange_date, self.maturity_date, self.interest_dates()
        if isinstance(self.repayment, PrincipalPlan):
            return [*(day for day, _ in self.repayment.parts if day < end), end]
        if not _in_parts(self.repayment):
            return [end]
        anchor, often = self.cycle_anchor_date_of_principal_redemption, self.cycle_of_principal_redemption
        if often in {None, self.cycle_of_interest_payment} and (anchor is None or anchor in interest):
            days = [day for day in interest if anchor is None or day >= anchor]
        else:
            days = cycle_dates(anchor or start, often, end, end_of_month=self.dates.sticks_to_month_end)
        months = self.payment_months
        return [day for day in days if day > start and (not months or day == end or day.month in months)]

    def amortization_dates(self) -> list[date]:
        """The days that equal instalments are worked out for: those of principal, and on to the amortization date."""
        days, last = self.principal_dates(), self.amortization_date
        every = self.cycle_of_principal_redemption or self.cycle_of_interest_payment
        if last is None or every is None or last <= self.maturity_date:
            return days
        anchor = self.cycle_anchor_date_of_principal_redemption or self.cycle_anchor_date_of_interest_payment
        first = anchor or self.initial_exchange_date
        later = cycle_dates(first, every, last, end_of_month=self.dates.sticks_to_month_end)
        return [*days, *(day for day in later if day > self.maturity_date)]

    def after_interest_only(self, count: int) -> Self:
        """The same terms with so many payments of interest alone first (先息后本).

        Raises:
            TermsError: There are not that many payments before the maturity.
        """
        if count == 0:
            return self
        days = self.interest_dates()
        if not 0 < count < len(days):
            raise TermsError(
                "too many payments of interest alone",
                expected=f"fewer than the {len(days)} payments",
                found=count,
            )
        return replace(self, cycle_anchor_date_of_principal_redemption=days[count])


def pays_level(repayment: Repayment) -> bool:
    """Whether interest and principal are one payment that is agreed or worked out together."""
    return isinstance(repayment, EqualInstalments | SteppedInstalments)


def _in_parts(repayment: Repayment) -> bool:
    return not isinstance(repayment, Bullet | PrincipalPlan)
