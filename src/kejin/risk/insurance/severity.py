"""How large one claim is: distributions by their mean below a bound, and what a cover pays of them.

All that pricing asks of a distribution is how likely a claim is below x and its limited expected value E[min(X, x)].
Amounts are floats of one unit (fen in the files): severities are models.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kejin.errors import RiskError
from kejin.risk.insurance.special import beta_below, gamma_below, normal_below
from kejin.risk.simulation.plan import F64


class Severity(Protocol):
    """The size of one claim."""

    @property
    def mean(self) -> float:
        """The expected claim; infinite where there is none."""

    def below(self, x: F64) -> F64:
        """How likely a claim is at most x."""

    def limited(self, x: F64) -> F64:
        """The limited expected value E[min(X, x)] for x not below 0."""


def _positive(what: str, *values: float) -> None:
    if not all(value > 0 and math.isfinite(value) for value in values):
        raise RiskError("No such distribution of claims", expected=f"{what} above 0", found=str(values))


@dataclass(frozen=True, slots=True)
class Fixed:
    """Every claim is of one amount."""

    amount: float

    def __post_init__(self) -> None:
        _positive("an amount", self.amount)

    @property
    def mean(self) -> float:
        """The amount."""
        return self.amount

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return (np.asarray(x, np.float64) >= self.amount).astype(np.float64)

    def limited(self, x: F64) -> F64:
        """See `Severity`."""
        return np.minimum(np.asarray(x, np.float64), self.amount)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """exp(mu + sigma Z)."""

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        _positive("a sigma", self.sigma)

    @classmethod
    def of(cls, mean: float, cv: float) -> "Lognormal":
        """With this mean and coefficient of variation."""
        _positive("a mean and a coefficient of variation", mean, cv)
        square = math.log1p(cv * cv)
        return cls(math.log(mean) - square / 2, math.sqrt(square))

    @property
    def mean(self) -> float:
        """exp(mu + sigma² / 2)."""
        return math.exp(self.mu + self.sigma**2 / 2)

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return normal_below((_log(x) - self.mu) / self.sigma)

    def limited(self, x: F64) -> F64:
        """M N((ln x - mu - sigma²) / sigma) + x (1 - F(x))."""
        x = np.asarray(x, np.float64)
        z = (_log(x) - self.mu) / self.sigma
        return self.mean * normal_below(z - self.sigma) + x * normal_below(-z)


@dataclass(frozen=True, slots=True)
class Gamma:
    """With a shape and a scale; a shape of 1 is the exponential distribution."""

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _positive("a shape and a scale", self.shape, self.scale)

    @classmethod
    def of(cls, mean: float, cv: float) -> "Gamma":
        """With this mean and coefficient of variation."""
        _positive("a mean and a coefficient of variation", mean, cv)
        return cls(1 / cv**2, mean * cv**2)

    @property
    def mean(self) -> float:
        """Shape times scale."""
        return self.shape * self.scale

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return gamma_below(self.shape, np.asarray(x, np.float64) / self.scale)

    def limited(self, x: F64) -> F64:
        """M P(a + 1, x / s) + x (1 - P(a, x / s))."""
        x = np.asarray(x, np.float64)
        return self.mean * gamma_below(self.shape + 1, x / self.scale) + x * (1 - self.below(x))


@dataclass(frozen=True, slots=True)
class Pareto:
    """The generalised Pareto distribution above a threshold: 1 - F = (1 + xi (x - u) / beta)^(-1/xi)."""

    xi: float
    beta: float
    threshold: float = 0.0

    def __post_init__(self) -> None:
        _positive("a beta", self.beta)
        if self.threshold < 0:
            raise RiskError("No such distribution of claims", expected="a threshold not below 0")

    @property
    def mean(self) -> float:
        """U + beta / (1 - xi); infinite from xi = 1 on."""
        return self.threshold + self.beta / (1 - self.xi) if self.xi < 1 else math.inf

    def _beyond(self, x: F64) -> tuple[F64, F64]:
        """How far x lies above the threshold, and how likely a claim passes it."""
        over = np.maximum(np.asarray(x, np.float64) - self.threshold, 0.0)
        if self.xi < 0:
            over = np.minimum(over, -self.beta / self.xi)
        if abs(self.xi) < 1e-12:
            return over, np.exp(-over / self.beta)
        base = np.maximum(1 + self.xi * over / self.beta, 0.0)
        with np.errstate(divide="ignore"):
            return over, np.where(base > 0, base ** (-1 / self.xi), 0.0)

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return 1.0 - self._beyond(x)[1]

    def limited(self, x: F64) -> F64:
        """Below the threshold x; above it, the integral of how likely a claim passes each amount."""
        over, tail = self._beyond(x)
        start = np.minimum(np.asarray(x, np.float64), self.threshold)
        if abs(self.xi - 1) < 1e-12:
            return start + self.beta * np.log1p(over / self.beta)
        whole = 1 + self.xi * over / self.beta if abs(self.xi) >= 1e-12 else np.ones_like(over)
        return start + self.beta / (1 - self.xi) * (1 - tail * whole)


@dataclass(frozen=True, slots=True)
class Beta:
    """A part between 0 and 1 of an amount: what is lost of a loan."""

    a: float
    b: float
    amount: float

    def __post_init__(self) -> None:
        _positive("two shapes and an amount", self.a, self.b, self.amount)

    @property
    def mean(self) -> float:
        """The amount times a / (a + b)."""
        return self.amount * self.a / (self.a + self.b)

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return beta_below(self.a, self.b, np.asarray(x, np.float64) / self.amount)

    def limited(self, x: F64) -> F64:
        """M I(a + 1, b) + x (1 - I(a, b))."""
        x = np.asarray(x, np.float64)
        return self.mean * beta_below(self.a + 1, self.b, x / self.amount) + x * (1 - self.below(x))


@dataclass(frozen=True)
class Observed:
    """Amounts as they were seen, each with a weight."""

    amounts: F64
    weights: F64

    @classmethod
    def of(cls, amounts: Sequence[float] | F64, weights: Sequence[float] | F64 | None = None) -> "Observed":
        """Amounts with weights that need not sum to one; equal ones where none are given."""
        values = np.asarray(amounts, np.float64)
        parts = np.ones(len(values)) if weights is None else np.asarray(weights, np.float64)
        if not len(values) or values.min() < 0 or parts.min() < 0 or parts.sum() <= 0:
            raise RiskError("No claims to go by", expected="amounts and weights not below 0, one above")
        order = np.argsort(values, kind="stable")
        return cls(values[order], parts[order] / parts.sum())

    @property
    def mean(self) -> float:
        """The weighted mean."""
        return float((self.amounts * self.weights).sum())

    def _places(self, x: F64) -> tuple[F64, F64]:
        """Weight and weighted sum of the amounts up to x."""
        place = np.searchsorted(self.amounts, np.asarray(x, np.float64), side="right")
        weight = np.concatenate([[0.0], np.cumsum(self.weights)])
        total = np.concatenate([[0.0], np.cumsum(self.amounts * self.weights)])
        return weight[place], total[place]

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return np.minimum(self._places(x)[0], 1.0)

    def limited(self, x: F64) -> F64:
        """See `Severity`."""
        weight, total = self._places(x)
        return np.asarray(total + np.asarray(x, np.float64) * np.maximum(1 - weight, 0.0), np.float64)


@dataclass(frozen=True)
class Mixture:
    """One of several distributions, each as likely as its weight."""

    parts: tuple[tuple[float, Severity], ...]

    def __post_init__(self) -> None:
        weights = [weight for weight, _ in self.parts]
        if not weights or min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
            raise RiskError("A mixture's weights do not sum to one", expected="1", found=str(sum(weights)))

    @property
    def mean(self) -> float:
        """The weighted mean."""
        return sum(weight * part.mean for weight, part in self.parts if weight)

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        return np.asarray(sum(weight * part.below(x) for weight, part in self.parts), np.float64)

    def limited(self, x: F64) -> F64:
        """See `Severity`."""
        return np.asarray(sum(weight * part.limited(x) for weight, part in self.parts), np.float64)


@dataclass(frozen=True)
class Ceded:
    """What a cover pays of a claim X: share × min(max(X - deductible, 0), limit). A claim it pays nothing of is 0."""

    ground: Severity
    deductible: float = 0.0
    limit: float = math.inf
    share: float = 1.0

    def __post_init__(self) -> None:
        if self.deductible < 0 or not self.limit > 0 or not 0 < self.share <= 1:
            raise RiskError(
                "No such cover",
                expected="a deductible not below 0, a limit above 0, a share above 0 and up to 1",
                found=f"{self.deductible}, {self.limit}, {self.share}",
            )

    @property
    def mean(self) -> float:
        """What is paid on average of every claim, those below the deductible included."""
        top = self.deductible + self.limit
        bounds = np.array([self.deductible, top if math.isfinite(top) else 0.0])
        low, high = self.ground.limited(bounds)
        return float(self.share * ((high if math.isfinite(top) else self.ground.mean) - low))

    def below(self, x: F64) -> F64:
        """See `Severity`."""
        paid = np.asarray(x, np.float64) / self.share
        return np.where(paid >= self.limit, 1.0, self.ground.below(self.deductible + np.maximum(paid, 0)))

    def limited(self, x: F64) -> F64:
        """See `Severity`."""
        paid = np.minimum(np.asarray(x, np.float64) / self.share, self.limit)
        low = self.ground.limited(np.array([self.deductible]))[0]
        return np.asarray(self.share * (self.ground.limited(self.deductible + paid) - low), np.float64)


def reached(severity: Severity, amount: float) -> float:
    """How likely a claim passes an amount: what turns claims from the ground up into claims that reach a layer.

    "Ten claims" and "ten claims that reach 20 xs 5" are two things; the second pays several times as much.
    """
    return float(1.0 - severity.below(np.array([amount]))[0])


def _log(x: F64) -> F64:
    with np.errstate(divide="ignore"):
        return np.log(np.maximum(np.asarray(x, np.float64), 0.0))
