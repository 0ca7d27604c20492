"""What is assumed: correlation, persistence, recoveries and their delay, shocks, money for the pools."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import lgamma, log

import numpy as np

from kejin.errors import RiskError
from kejin.risk.arrays import I64, SCALE
from kejin.risk.simulation.plan import F64, STEPS

_GRID = 20_001


@dataclass(frozen=True, slots=True)
class Correlation:
    """Shares of the variance of a loan's asset value that a common factor, its sector's and its city's explain."""

    common: float = 0.0
    sector: float = 0.0
    city: float = 0.0

    def __post_init__(self) -> None:
        parts = (self.common, self.sector, self.city)
        if min(parts) < 0 or sum(parts) >= 1:
            raise RiskError(
                "Correlations explain more than there is",
                expected="shares that sum to less than 1",
                found=str(parts),
            )

    @property
    def weights(self) -> tuple[float, float, float, float]:
        """Weights of the factors and of the loan's own luck."""
        own = 1.0 - self.common - self.sector - self.city
        return (self.common**0.5, self.sector**0.5, self.city**0.5, own**0.5)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is recovered of a bad loan: mean and standard deviation as parts of it, mean delay in months.

    A recovery comes at any time between half and one and a half times the mean delay after the claim.
    """

    mean: float
    spread: float = 0.0
    months: int = 0

    def shares(self) -> I64:
        """Quantiles of a Beta distribution with this mean and spread, in parts per billion; their mean is the mean.

        Raises `RiskError` where no such distribution with a bounded density at its ends exists.
        """
        if not 0 <= self.mean <= 1 or self.spread < 0:
            raise RiskError(
                "No such recovery", expected="a mean from 0 to 1, a spread not below 0", found=str(self)
            )
        if self.spread == 0 or self.mean in (0, 1):
            return np.full(STEPS, round(self.mean * SCALE), np.int64)
        both = self.mean * (1 - self.mean) / self.spread**2 - 1
        a, b = self.mean * both, (1 - self.mean) * both
        if min(a, b) < 0.5:
            raise RiskError(
                "The spread of recoveries is too large for their mean", expected="less", found=self.spread
            )
        quantiles = _beta_quantiles(a, b)
        parts: F64 = np.clip(quantiles * self.mean / quantiles.mean(), 0, 1)
        return np.round(parts * SCALE).astype(np.int64)

    def delays(self) -> I64:
        """Months from the claim to the recovery, each row as likely as the others."""
        steps = (np.arange(STEPS) + 0.5) / STEPS
        return np.round(self.months * (0.5 + steps)).astype(np.int64)


def _beta_quantiles(a: float, b: float) -> F64:
    """Quantiles in the middle of each of STEPS parts, by integrating over x = sin²(t), where the density is bounded."""
    t = np.linspace(0, np.pi / 2, _GRID)
    with np.errstate(divide="ignore"):
        logs = (2 * a - 1) * np.log(np.sin(t)) + (2 * b - 1) * np.log(np.cos(t))
    density = 2 * np.exp(logs - (lgamma(a) + lgamma(b) - lgamma(a + b)))
    density[[0, -1]] = np.where(np.isfinite(density[[0, -1]]), density[[0, -1]], 0)
    below = np.concatenate([[0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(t))])
    middle = (np.arange(STEPS) + 0.5) / STEPS
    return np.asarray(np.sin(np.interp(middle, below / below[-1], t)) ** 2, np.float64)


@dataclass(frozen=True, slots=True)
class Shock:
    """Bad times in a year: a factor lowered by so many standard deviations; the common one where nothing is named."""

    year: int
    deviations: float
    sector: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All assumptions of a simulation.

    Attributes:
        starts: The first day of the first month.
        years: How many years loans may default in.
        correlation: Between loans.
        persistence: Of a factor from one year to the next.
        recovery: Of a bad loan.
        claim_months: From default to the claim.
        shocks: Bad times.
        resume: Whether payment suspended in a year is taken up at the beginning of the next.
        money: Fen that a pool receives at the beginning of a calendar year, by limit ("policy.limit").
    """

    starts: date
    years: int
    correlation: Correlation
    recovery: Recovery
    persistence: float = 0.0
    claim_months: int = 0
    shocks: tuple[Shock, ...] = ()
    resume: bool = False
    money: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.starts.day != 1 or self.years < 1 or self.claim_months < 0 or not 0 <= self.persistence < 1:
            raise RiskError(
                "No such course of years",
                expected="the first day of a month, at least one year, claims after defaults, a persistence below 1",
                found=f"{self.starts}, {self.years}, {self.claim_months}, {self.persistence}",
            )

    @property
    def event_years(self) -> int:
        """Years until the last claim and the last recovery."""
        latest = self.claim_months + int(self.recovery.delays().max())
        return self.years + -(-latest // 12)

    @property
    def calendar_years(self) -> range:
        """The calendar years that running sums are kept for: year k of the simulation is its calendar year."""
        return range(self.starts.year, self.starts.year + self.event_years)


def geometric_buckets(probabilities: F64, ratio: float = 1.5) -> I64:
    """Classes of probabilities in which the largest is at most `ratio` times the smallest there can be."""
    floor = max(float(probabilities.min()), 1e-9)
    return np.floor(np.log(np.maximum(probabilities, floor) / floor) / log(ratio)).astype(np.int64)
