"""What a lender and a borrower agree on for a loan that is serviced: dates, rate, rounding, order of payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kejin.instruments.loans.servicing.allocating import Allocation
from kejin.instruments.loans.servicing.conventions import Accrual, Arithmetic, Form, Frequency, InterestMethod

EXACT_TO_THE_UNIT = Arithmetic()


@dataclass(frozen=True, slots=True)
class Recalculation:
    """How interest follows early and late payments.

    Attributes:
        rest_by_period: Whether overdue principal counts for whole periods, not for days.
        to_period_end: Whether a payment in advance bears interest to the end of its period, not to its day.
        spares_overdue: Whether overdue principal bears no interest beyond its due date.
    """

    rest_by_period: bool = False
    to_period_end: bool = False
    spares_overdue: bool = False

    @property
    def overdue_for_periods(self) -> bool:
        """Whether overdue principal bears interest for whole periods."""
        return self.rest_by_period and self.to_period_end


class ChargeOffRule(StrEnum):
    """What a charge-off does to the bills still to come."""

    NONE = "REGULAR"
    NO_INTEREST = "ZERO_INTEREST"
    ALL_DUE = "ACCELERATE_MATURITY"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The terms of a loan that is serviced.

    Attributes:
        rate: Per year, as a number (0.07 is 7 %).
        count: How many instalments.
        frequency: How far they are apart.
        accrual: How days become parts of a year.
        arithmetic: Digits and rounding.
        method: What interest is charged on.
        form: How instalments are worked out.
        length_days: Days from the first to the last date, where the last period is shorter or longer than the others.
        principal_grace: How many instalments at first hold no principal.
        interest_grace: How many instalments at first hold no interest; it falls due with the one after them.
        down_payment: The share of each disbursement that is due at once.
        recalculation: None where interest stays as first planned.
        charge_off: What a charge-off does.
        principal_shares: With the form `PRINCIPAL`, the shares of instalments that hold principal; further ones have
            that of the last.
        allocations: The order of settlement for each kind of payment by its name; under "" that of all others.
    """

    rate: Decimal
    count: int
    frequency: Frequency
    allocations: Mapping[str, Allocation]
    accrual: Accrual
    arithmetic: Arithmetic = EXACT_TO_THE_UNIT
    method: InterestMethod = InterestMethod.DECLINING_BALANCE
    form: Form = Form.PROGRESSIVE
    length_days: int | None = None
    principal_grace: int = 0
    interest_grace: int = 0
    down_payment: Fraction = Fraction(0)
    recalculation: Recalculation | None = None
    charge_off: ChargeOffRule = ChargeOffRule.NONE
    principal_shares: tuple[int, ...] = (1,)

    def allocation(self, kind: str) -> Allocation:
        """The order for a kind of payment."""
        return self.allocations.get(kind, self.allocations[""])
