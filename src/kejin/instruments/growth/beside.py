"""A loan with an extra beside the plain loan: what each is worth to the lender, and what is missing or over."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kejin.calendars import add_months
from kejin.errors import TermsError
from kejin.instruments.growth.outlook import Outlook, Value
from kejin.instruments.growth.pricing import exercise_probability, value_of
from kejin.instruments.growth.terms import EquityGain, Extra, ResultRate, Warrants, dilution_of_equity
from kejin.instruments.loans import LoanTerms, schedule
from kejin.money import RATE_SCALE

DAYS_OF_A_YEAR = 365.0
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """Values to the lender today, in minor units, of what he lends.

    Attributes:
        plain: The plain loan.
        loan: The loan at its lower rate, without the extra.
        extra: The extra.
        dilution: The part of the firm that the extra may take; None where it takes none.
        expected_dilution: The same times the probability that it is taken.
        equity_dilution: The part that new shares for the same amount would take; None where no value is given.
    """

    plain: float
    loan: float
    extra: Value
    dilution: float | None
    expected_dilution: float | None
    equity_dilution: float | None

    @property
    def forgone(self) -> float:
        """What the lower rate costs the lender."""
        return self.plain - self.loan

    @property
    def balance(self) -> float:
        """What the lender has gained over the plain loan; negative where the extra does not pay for the rate."""
        return self.extra.amount - self.forgone


def loan_value(terms: LoanTerms, outlook: Outlook) -> float:
    """What a loan's payments are worth, with default: what is owed then comes back in part at the next payment."""
    payments = list(schedule(terms).payments())
    start, total, alive, owed = payments[0].day, 0.0, 1.0, 0.0
    for line in payments:
        years = _years(start, line.day)
        discount = math.pow(1 + outlook.discount, -years)
        survives = outlook.survival(years)
        total += discount * outlook.recovery * (alive - survives) * owed
        if line.principal >= 0:
            total += discount * survives * (line.principal + line.interest + line.other)
        alive, owed = survives, line.balance
    return total


def beside_plain(plain: LoanTerms, lower: LoanTerms, extra: Extra, *, outlook: Outlook) -> Beside:
    """A loan at a lower rate with an extra beside the plain loan.

    A rate tied to results takes the place of the lower loan's own rate: its floor is what the loan bears anyway.

    Raises:
        TermsError: It is not, or a term of a loan breaks a rule.
    """
    own = lower.nominal_interest_rate.ppb / RATE_SCALE
    if isinstance(extra, ResultRate) and abs(extra.floor - own) > 0.5 / RATE_SCALE:
        raise TermsError(
            "the floor of a rate tied to results is what the loan bears anyway",
            expected=f"{own:g}",
            found=extra.floor,
            where="floor",
        )
    amount = lower.notional_principal.minor
    value = extra.value if isinstance(extra, EquityGain | Warrants) else None
    dilution = extra.dilution if isinstance(extra, Warrants) else None
    taken = exercise_probability(extra, outlook) if isinstance(extra, Warrants) else None
    return Beside(
        plain=loan_value(plain, outlook),
        loan=loan_value(lower, outlook),
        extra=value_of(extra, outlook, bases=yearly_bases(lower) if isinstance(extra, ResultRate) else ()),
        dilution=dilution,
        expected_dilution=dilution * taken if dilution is not None and taken is not None else None,
        equity_dilution=dilution_of_equity(amount, value) if value is not None else None,
    )


def yearly_bases(terms: LoanTerms) -> Sequence[float]:
    """The average balance of each year of a loan, the last one by its part: what a year's rate is counted on."""
    payments = list(schedule(terms).payments())
    first, last = payments[0].day, payments[-1].day
    bases: list[float] = []
    begins = first
    while begins < last:
        ends = add_months(first, MONTHS_OF_A_YEAR * (len(bases) + 1))
        total = sum(
            line.balance * max(0, (min(after.day, ends) - max(line.day, begins)).days)
            for line, after in pairwise(payments)
        )
        bases.append(total / (ends - begins).days)
        begins = ends
    return bases


def _years(start: date, day: date) -> float:
    return (day - start).days / DAYS_OF_A_YEAR
