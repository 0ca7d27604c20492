"""What all claims of a year come to: severities on a grid, compounded by Fourier transform or by Panjer's recursion."""

import math
from dataclasses import dataclass

import numpy as np

from kejin.errors import RiskError
from kejin.risk.insurance.frequency import Frequency
from kejin.risk.insurance.severity import Severity
from kejin.risk.simulation.plan import F64

SIZE = 2**16
_TILT = 10.0
_MOST_LOST = 1e-4
_ROUND = (1, 2, 5)


@dataclass(frozen=True)
class Aggregate:
    """How likely each whole number of units is. `lost` is the part of the mean that lies beyond the grid."""

    unit: float
    likely: F64
    lost: float = 0.0

    @property
    def amounts(self) -> F64:
        """The amounts of the grid."""
        return np.arange(len(self.likely), dtype=np.float64) * self.unit

    @property
    def mean(self) -> float:
        """The expected amount."""
        return float(self.likely @ self.amounts)

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        second = float(self.likely @ self.amounts**2)
        return math.sqrt(max(second - self.mean**2, 0.0))

    def quantile(self, level: float) -> float:
        """The least amount that is not passed with that confidence."""
        place = int(np.searchsorted(np.cumsum(self.likely), level - 1e-12))
        return float(min(place, len(self.likely) - 1) * self.unit)

    def shortfall(self, level: float) -> float:
        """The mean of the worst part of 1 - level, the amount on its edge counted in part."""
        edge = self.quantile(level)
        return edge + float(self.likely @ np.maximum(self.amounts - edge, 0)) / (1 - level)

    def beyond(self, amount: float) -> float:
        """How likely an amount is passed."""
        return float(self.likely[self.amounts > amount + 1e-9].sum())

    def layer(self, deductible: float, limit: float) -> "Aggregate":
        """What a cover of the year's total pays: min(max(S - deductible, 0), limit). Whole units of the grid."""
        if deductible <= 0 and not math.isfinite(limit):
            return self
        paid = np.minimum(np.maximum(self.amounts - deductible, 0.0), limit)
        place = np.rint(paid / self.unit).astype(np.int64)
        gathered = np.bincount(place, weights=self.likely, minlength=1).astype(np.float64)
        return Aggregate(self.unit, gathered, self.lost)


def on_grid(severity: Severity, unit: float, size: int) -> F64:
    """The severity on whole units such that every mean below a bound is kept (local moment matching, Gerber 1982).

    f(0) = 1 - L(h) / h, f(k) = (2 L(kh) - L((k - 1) h) - L((k + 1) h)) / h with the limited expected value L. What
    lies beyond the grid is put on its last unit.
    """
    limited = severity.limited(np.arange(size + 1, dtype=np.float64) * unit) / unit
    found = np.empty(size)
    found[0] = 1.0 - limited[1]
    found[1:] = 2 * limited[1:-1] - limited[:-2] - limited[2:]
    found = np.clip(found, 0.0, None)
    found[-1] += max(1.0 - found.sum(), 0.0)
    return found


def compound(
    frequency: Frequency, severity: Severity, *, unit: float | None = None, size: int = SIZE
) -> Aggregate:
    """The year's total by fast Fourier transform, the grid's ends kept apart by an exponential tilt.

    Grübel and Hermesmeier 1999. Without a unit one is chosen that leaves at most a hundredth of a per cent of the mean
    beyond the grid; with one that does not, or a severity without a mean, `RiskError` is raised.
    """
    step = unit if unit is not None else unit_for(frequency, severity, size)
    claims = on_grid(severity, step, size)
    tilt = np.exp(-_TILT / size * np.arange(size))
    transformed = np.fft.rfft(claims * tilt)
    likely = np.fft.irfft(frequency.generating(transformed.astype(np.complex128)), size) / tilt
    likely = np.clip(np.asarray(likely, np.float64), 0.0, None)
    made = Aggregate(step, likely / max(likely.sum(), 1e-300))
    expected = frequency.mean * severity.mean
    lost = 1 - made.mean / expected if expected > 0 else 0.0
    if not math.isfinite(expected) or abs(lost) > _MOST_LOST:
        raise RiskError(
            "The year's claims do not fit the grid",
            expected=f"all but {_MOST_LOST:.2%} of a finite mean on {size} units of {step:g}",
            found=f"{lost:.2%} beyond"
            if math.isfinite(expected)
            else "no finite mean: give the cover a limit",
        )
    return Aggregate(step, made.likely, lost)


def recursion(frequency: Frequency, severity: Severity, *, unit: float, size: int) -> Aggregate:
    """The year's total by Panjer's recursion (1981), for numbers of claims of its class; slow and exact on the grid.

    g(0) = G(f(0)), g(s) = sum over k of (a + b k / s) f(k) g(s - k) / (1 - a f(0)). Raises `RiskError` for another
    number of claims, and where so many are expected that none at all has no probability left in 64 bits.
    """
    a, b, _ = frequency.panjer()
    f = on_grid(severity, unit, size)
    found = np.zeros(size)
    found[0] = float(frequency.generating(np.array([f[0]], np.complex128))[0].real)
    if found[0] <= 0:
        raise RiskError("Too many claims for the recursion", expected="a number that may be nought")
    k = np.arange(size)
    head = 1 - a * f[0]
    for s in range(1, size):
        weights = (a + b * k[1 : s + 1] / s) * f[1 : s + 1]
        found[s] = float(weights @ found[s - 1 :: -1][:s]) / head if s > 1 else weights[0] * found[0] / head
    return Aggregate(unit, np.clip(found, 0.0, None))


def unit_for(frequency: Frequency, severity: Severity, size: int) -> float:
    """A round unit on which the grid holds the year: the mean, fifteen deviations, the largest claims."""
    mean = severity.mean
    if not math.isfinite(mean) or mean <= 0:
        raise RiskError("Claims without a finite mean", expected="a limit on what the cover pays", found=mean)
    largest = _largest(severity, mean)
    square = _square(severity, largest)
    spread = frequency.mean * (square - mean**2) + frequency.variance * mean**2
    top = frequency.mean * mean + 15 * math.sqrt(max(spread, 0.0)) + 1.5 * largest
    return _round_up(top / size)


def _largest(severity: Severity, mean: float) -> float:
    """An amount above which a millionth of the mean lies."""
    amount = mean
    for _ in range(200):
        if mean - float(severity.limited(np.array([amount]))[0]) < 1e-6 * mean:
            break
        amount *= 1.5
    return amount


def _square(severity: Severity, largest: float) -> float:
    """E[X²] = the integral of 2 x (1 - F(x)), up to the largest claim."""
    x = np.linspace(0, largest, 20_001)
    return float(np.trapezoid(2 * x * (1 - severity.below(x)), x))


def _round_up(value: float) -> float:
    scale = 10.0 ** math.floor(math.log10(value))
    return next(scale * digit for digit in (*_ROUND, 10) if scale * digit >= value * (1 - 1e-12))
