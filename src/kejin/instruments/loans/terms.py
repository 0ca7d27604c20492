"""The terms of a loan, by their ACTUS names, as small frozen values; and the forms in which principal is repaid."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from kejin.errors import TermsError
from kejin.instruments.conventions import Cycle, DateRules, DayCount, cycle_dates
from kejin.money import Money, Rate


@dataclass(frozen=True, slots=True)
class EqualInstalments:
    """等额本息: interest and principal together are the same every time (ACTUS ANN).

    Attributes:
        next_principal_redemption_payment: The instalment in minor units, where it is agreed and not worked out.
    """

    next_principal_redemption_payment: int | None = None


@dataclass(frozen=True, slots=True)
class EqualPrincipal:
    """等额本金: principal is the same every time, interest on what is left comes on top (ACTUS LAM).

    Attributes:
        next_principal_redemption_payment: The part of principal in minor units, where it is agreed and not worked out.
    """

    next_principal_redemption_payment: int | None = None


@dataclass(frozen=True, slots=True)
class Bullet:
    """到期一次还本: all principal at maturity, interest by its cycle, or with it (ACTUS PAM)."""


Repayment = EqualInstalments | EqualPrincipal | Bullet


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """What was agreed; attributes are ACTUS terms in Python's spelling.

    Attributes:
        notional_principal: What is lent.
        nominal_interest_rate: Per year.
        initial_exchange_date: When it is paid out, and from when interest is counted.
        maturity_date: The last payment.
        repayment: How principal comes back.
        day_count_convention: How days are counted.
        cycle_of_interest_payment: How often interest is paid; None for once, at maturity.
        cycle_anchor_date_of_interest_payment: The first interest payment; one cycle after payout where None.
        cycle_of_principal_redemption: How often principal is repaid; None for as often as interest.
        cycle_anchor_date_of_principal_redemption: The first repayment; interest alone is paid before. None for
            the first interest payment.
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
    dates: DateRules = field(default_factory=DateRules)
    contract_id: str = ""

    def interest_dates(self) -> list[date]:
        """The days on which interest is due by its cycle, before they are moved; the maturity is the last."""
        start, end = self.initial_exchange_date, self.maturity_date
        every = self.cycle_of_interest_payment or (
            None if isinstance(self.repayment, Bullet) else self.cycle_of_principal_redemption
        )
        if every is None:
            return [end]
        anchor = self.cycle_anchor_date_of_interest_payment or start
        days = cycle_dates(anchor, every, end, end_of_month=self.dates.sticks_to_month_end)
        return [day for day in days if day > start]

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
