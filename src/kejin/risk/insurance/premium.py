"""What a cover has to cost: expected claims, experience, uncertainty, capital, expenses, each shown apart, in fen."""

from dataclasses import dataclass, replace
from typing import Literal

from kejin.errors import RiskError
from kejin.money import RATE_SCALE, Rounding, round_quotient
from kejin.risk.insurance.aggregate import SIZE, Aggregate, compound
from kejin.risk.insurance.frequency import Exactly, Frequency, mixed
from kejin.risk.insurance.severity import Ceded, Severity

Measure = Literal["var", "shortfall"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is paid of one claim, and of all claims of the year together; amounts in fen.

    Attributes:
        deductible: Of each claim, borne by the insured.
        limit: Of each claim, above the deductible.
        share: Of what is left of a claim.
        year_deductible: Of all that would be paid in the year.
        year_limit: Of the year, above its deductible.
    """

    deductible: float = 0.0
    limit: float = float("inf")
    share: float = 1.0
    year_deductible: float = 0.0
    year_limit: float = float("inf")

    def of(self, severity: Severity) -> Ceded:
        """What is paid of one claim."""
        return Ceded(severity, self.deductible, self.limit, self.share)


@dataclass(frozen=True, slots=True)
class Loads:
    """What is added to the expected claims.

    Attributes:
        capital_cost: Yearly return asked on capital, above what it earns.
        level: The confidence at which capital is measured.
        measure: Value at risk or shortfall.
        parameter_error: Relative standard error of the expected number of claims.
        expense_rate: Part of the premium for expenses, commission and profit.
        fixed_fen: Expenses whatever the premium.
    """

    capital_cost: float = 0.0
    level: float = 0.995
    measure: Measure = "shortfall"
    parameter_error: float = 0.0
    expense_rate: float = 0.0
    fixed_fen: int = 0

    def __post_init__(self) -> None:
        fine = self.capital_cost >= 0 and 0 < self.level < 1 and 0 <= self.expense_rate < 1
        if not fine or self.parameter_error < 0 or self.fixed_fen < 0:
            raise RiskError(
                "No such loads", expected="rates not below 0, a level and expenses below 1", found=str(self)
            )


@dataclass(frozen=True, slots=True)
class Premium:
    """A premium taken apart, in whole fen; the parts sum to `gross_fen`.

    Attributes:
        expected_fen: Expected claims of the year, as the model has them.
        experience_fen: What experience adds or takes off, by its credibility.
        uncertainty_fen: Cost of the capital that not knowing the expected number of claims asks for.
        capital_fen: Cost of the capital that chance alone asks for.
        expense_fen: Expenses, commission, profit, rounding.
        gross_fen: All of them.
        capital_needed_fen: The measure less the expected claims, uncertainty included.
    """

    expected_fen: int
    experience_fen: int
    uncertainty_fen: int
    capital_fen: int
    expense_fen: int
    gross_fen: int
    capital_needed_fen: int


@dataclass(frozen=True)
class Priced:
    """A cover with its year: the number of claims, what the cover pays of one, and the year's total."""

    frequency: Frequency
    claim: Ceded
    year: Aggregate
    year_paid: Aggregate
    uncertain: Aggregate
    premium: Premium


def price(
    frequency: Frequency,
    severity: Severity,
    cover: Cover,
    *,
    loads: Loads,
    experience: float = 1.0,
    size: int = SIZE,
) -> Priced:
    """Price a cover.

    `experience` is the factor that credible experience puts on the expected claims (1 for none). The uncertainty of
    the expected number of claims is a gamma factor with mean one and the stated error, put on the number: what the
    capital for it costs beyond that for chance alone is its load. Raises `RiskError` where the year does not fit.
    """
    if not experience >= 0:
        raise RiskError("No such experience", expected="a factor not below 0", found=experience)
    claim = cover.of(severity)
    year = compound(frequency, claim, size=size)
    paid = year.layer(cover.year_deductible, cover.year_limit)
    uncertain = paid
    if loads.parameter_error > 0:
        wide = compound(uncertain_number(frequency, loads.parameter_error), claim, size=size)
        uncertain = wide.layer(cover.year_deductible, cover.year_limit)
    return Priced(
        frequency,
        claim,
        year,
        paid,
        uncertain,
        premium_of(paid, uncertain, loads=loads, experience=experience),
    )


def uncertain_number(frequency: Frequency, error: float) -> Frequency:
    """The number of claims when its mean is known with this relative error only: (1 + c)(1 + e²) - 1 as contagion."""
    if frequency.mean <= 0 or isinstance(frequency, Exactly):
        return frequency
    own = max((frequency.variance - frequency.mean) / frequency.mean**2, 0.0)
    return mixed(frequency.mean, (1 + own) * (1 + error**2) - 1)


def measured(year: Aggregate, loads: Loads) -> float:
    """The amount that capital has to reach."""
    return year.quantile(loads.level) if loads.measure == "var" else year.shortfall(loads.level)


def premium_of(paid: Aggregate, uncertain: Aggregate, *, loads: Loads, experience: float) -> Premium:
    """The parts of a premium from the year's distributions."""
    expected = round(paid.mean)
    adjusted = round(paid.mean * experience)
    chance = max(measured(paid, loads) - paid.mean, 0.0)
    all_of_it = max(measured(uncertain, loads) - uncertain.mean, chance)
    capital = round(loads.capital_cost * chance)
    uncertainty = round(loads.capital_cost * all_of_it) - capital
    net = adjusted + capital + uncertainty + loads.fixed_fen
    kept = RATE_SCALE - round(loads.expense_rate * RATE_SCALE)
    # The premium is rounded up to the fen, so that its parts never ask for more than there is.
    gross = round_quotient(net * RATE_SCALE, kept, Rounding.CEILING)
    return Premium(
        expected,
        adjusted - expected,
        uncertainty,
        capital,
        gross - (net - loads.fixed_fen),
        gross,
        round(all_of_it),
    )


def surprise(year: Aggregate, claims: float) -> float:
    """How likely the model has a year of at least these claims: what a back-test asks of the past."""
    return float(year.likely[year.amounts >= claims - year.unit / 2].sum())


def scaled(year: Aggregate, factor: float) -> Aggregate:
    """A year whose amounts are all so many times as large: one party's quota of it."""
    return replace(year, unit=year.unit * factor)
