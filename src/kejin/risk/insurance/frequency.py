"""How many claims there are in a year: Poisson, mixed (negative binomial), binomial, or a fixed number."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kejin.errors import RiskError

C128 = npt.NDArray[np.complex128]


class Frequency(Protocol):
    """The number of claims."""

    @property
    def mean(self) -> float:
        """The expected number."""

    @property
    def variance(self) -> float:
        """The variance of the number."""

    def generating(self, z: C128) -> C128:
        """The generating function E[z^N]."""

    def panjer(self) -> tuple[float, float, float]:
        """a, b and p(0) of the recursion p(n) = (a + b / n) p(n - 1). Raises `RiskError` where there is none."""


def _mean(mean: float) -> None:
    if not (mean >= 0 and math.isfinite(mean)):
        raise RiskError("No such number of claims", expected="a mean not below 0", found=mean)


@dataclass(frozen=True, slots=True)
class Poisson:
    """Claims that do not depend on each other."""

    mean: float

    def __post_init__(self) -> None:
        _mean(self.mean)

    @property
    def variance(self) -> float:
        """The mean."""
        return self.mean

    def generating(self, z: C128) -> C128:
        """exp(m (z - 1))."""
        return np.asarray(np.exp(self.mean * (z - 1)), np.complex128)

    def panjer(self) -> tuple[float, float, float]:
        """0, m, exp(-m)."""
        return 0.0, self.mean, math.exp(-self.mean)


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """A Poisson number whose mean is itself uncertain: gamma-distributed, its squared variation the contagion.

    Variance m (1 + c m).
    """

    mean: float
    contagion: float

    def __post_init__(self) -> None:
        _mean(self.mean)
        if not self.contagion > 0:
            raise RiskError("No such number of claims", expected="a contagion above 0", found=self.contagion)

    @property
    def variance(self) -> float:
        """M (1 + c m)."""
        return self.mean * (1 + self.contagion * self.mean)

    def generating(self, z: C128) -> C128:
        """(1 - c m (z - 1))^(-1/c)."""
        w = -self.contagion * self.mean * (z - 1)
        # log(1 + w) in parts: NumPy's loses all digits of a small w, and a small contagion divides by it.
        real = 0.5 * np.log1p(2 * w.real + w.real**2 + w.imag**2)
        inner = real + 1j * np.arctan2(w.imag, 1 + w.real)
        return np.asarray(np.exp(-inner / self.contagion), np.complex128)

    def panjer(self) -> tuple[float, float, float]:
        """A = c m / (1 + c m), b = (1/c - 1) a, p(0) = (1 + c m)^(-1/c)."""
        both = self.contagion * self.mean
        a = both / (1 + both)
        return a, (1 / self.contagion - 1) * a, math.exp(-math.log1p(both) / self.contagion)


@dataclass(frozen=True, slots=True)
class Binomial:
    """So many risks, each with at most one claim."""

    risks: int
    probability: float

    def __post_init__(self) -> None:
        if self.risks < 0 or not 0 <= self.probability < 1:
            raise RiskError(
                "No such number of claims",
                expected="a number of risks and a probability from 0 to below 1",
                found=f"{self.risks}, {self.probability}",
            )

    @property
    def mean(self) -> float:
        """N p."""
        return self.risks * self.probability

    @property
    def variance(self) -> float:
        """N p (1 - p)."""
        return self.mean * (1 - self.probability)

    def generating(self, z: C128) -> C128:
        """(1 + p (z - 1))^n."""
        return np.asarray((1 + self.probability * (z - 1)) ** self.risks, np.complex128)

    def panjer(self) -> tuple[float, float, float]:
        """A = -p / (1 - p), b = -(n + 1) a, p(0) = (1 - p)^n."""
        a = -self.probability / (1 - self.probability)
        return a, -(self.risks + 1) * a, (1 - self.probability) ** self.risks


@dataclass(frozen=True, slots=True)
class Exactly:
    """So many claims, no more and no less."""

    number: int

    def __post_init__(self) -> None:
        _mean(self.number)

    @property
    def mean(self) -> float:
        """The number."""
        return float(self.number)

    @property
    def variance(self) -> float:
        """None."""
        return 0.0

    def generating(self, z: C128) -> C128:
        """z^n."""
        return np.asarray(z**self.number, np.complex128)

    def panjer(self) -> tuple[float, float, float]:
        """There is none."""
        raise RiskError("A fixed number of claims has no recursion", expected="Poisson, mixed or binomial")


def mixed(mean: float, contagion: float) -> Frequency:
    """Poisson without a contagion, negative binomial with one."""
    return NegativeBinomial(mean, contagion) if contagion > 0 else Poisson(mean)
