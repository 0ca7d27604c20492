"""What is known without drawing: the large pool, the regulator's capital, CreditRisk+ by Fourier transform.

The simulation is checked against these; they also answer a first question in no time at all.
"""

from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from kejin.errors import RiskError
from kejin.risk.simulation.plan import F64

_NORMAL = NormalDist()
CONFIDENCE = 0.999


def large_pool_quantile(probability: float, correlation: float, confidence: float) -> float:
    """The part of an endless pool of equal loans that defaults, at most with that confidence (Vasicek 1991).

    N((G(p) + sqrt(rho) G(q)) / sqrt(1 - rho)).
    """
    _within("a probability", probability)
    _within("a confidence", confidence)
    if not 0 <= correlation < 1:
        raise RiskError("No such correlation", expected="from 0 to below 1", found=correlation)
    x = _NORMAL.inv_cdf(probability) + sqrt(correlation) * _NORMAL.inv_cdf(confidence)
    return _NORMAL.cdf(x / sqrt(1 - correlation))


def large_pool_below(part: float, probability: float, correlation: float) -> float:
    """How likely at most that part of an endless pool of equal loans defaults."""
    x = sqrt(1 - correlation) * _NORMAL.inv_cdf(part) - _NORMAL.inv_cdf(probability)
    return _NORMAL.cdf(x / sqrt(correlation))


def _within(what: str, value: float) -> None:
    if not 0 < value < 1:
        raise RiskError(f"Not {what}", expected="between 0 and 1", found=value)


def regulatory_correlation(probability: float, turnover_millions: float | None = None) -> float:
    """The regulator's correlation of a corporate loan; with a turnover, that of a small or medium enterprise.

    R = 0.12 e + 0.24 (1 - e), e = (1 - exp(-50 p)) / (1 - exp(-50)), less 0.04 (1 - (S - 5) / 45) with the turnover S
    held within 5 and 50 million.
    """
    e = (1 - exp(-50 * probability)) / (1 - exp(-50))
    found = 0.12 * e + 0.24 * (1 - e)
    if turnover_millions is not None:
        found -= 0.04 * (1 - (min(max(turnover_millions, 5), 50) - 5) / 45)
    return found


def regulatory_capital(
    probability: float, loss: float, *, maturity: float = 2.5, turnover_millions: float | None = None
) -> float:
    """Capital as a part of the exposure by the internal-ratings formula (Basel, asymptotic single risk factor).

    [L N((G(p) + sqrt(R) G(0.999)) / sqrt(1 - R)) - p L] (1 + (M - 2.5) b) / (1 - 1.5 b), b = (0.11852 - 0.05478 ln p)².
    """
    correlation = regulatory_correlation(probability, turnover_millions)
    b = (0.11852 - 0.05478 * log(probability)) ** 2
    unexpected = loss * (large_pool_quantile(probability, correlation, CONFIDENCE) - probability)
    return unexpected * (1 + (maturity - 2.5) * b) / (1 - 1.5 * b)


def risk_weight(
    probability: float, loss: float, *, maturity: float = 2.5, turnover_millions: float | None = None
) -> float:
    """The risk weight that goes with the capital: twelve and a half times as much."""
    return 12.5 * regulatory_capital(
        probability, loss, maturity=maturity, turnover_millions=turnover_millions
    )


def credit_risk_plus(probability: F64, units: F64, *, volatility: float, size: int) -> F64:
    """The distribution of a loss in whole units where one gamma-distributed factor moves all probabilities.

    CreditRisk+ with one sector: the generating function ((1 - d) / (1 - d Q(z)))^a with a = 1 / volatility², mean
    number of defaults m, d = m / (a + m) and Q(z) the units of the loans weighted by their probabilities; read off by
    a Fourier transform of `size` points.

    Args:
        probability: [N] of default.
        units: [N] whole units lost by default.
        volatility: Standard deviation of the factor over its mean.
        size: Number of points; the distribution has to be as good as over before.

    Returns:
        [size] how likely each number of units is.
    """
    whole = np.rint(units).astype(np.int64)
    if volatility <= 0 or whole.min(initial=0) < 0 or whole.max(initial=0) >= size:
        raise RiskError("The loss does not fit the transform", expected="units below its size", found=size)
    mean = float(probability.sum())
    weights = np.bincount(whole, weights=probability, minlength=size)[:size] / mean
    a = 1.0 / volatility**2
    d = mean / (a + mean)
    transformed = np.exp(a * (np.log(1 - d) - np.log(1 - d * np.fft.rfft(weights))))
    return np.asarray(np.clip(np.fft.irfft(transformed, size), 0, None), np.float64)


def quantile_of(likely: F64, confidence: float) -> int:
    """The least number of units that is not passed with that confidence."""
    return int(np.searchsorted(np.cumsum(likely), confidence))
