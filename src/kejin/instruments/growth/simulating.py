"""Values by simulation, with their standard error: for payments that hang on more than one year at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kejin.instruments.growth.outlook import Outlook, Value
from kejin.instruments.growth.terms import ResultRate


def growth_paths(outlook: Outlook, years: int, *, paths: int, seed: int) -> npt.NDArray[np.float64]:
    """Growth of revenue year by year, shape (paths, years); every second path mirrors the one before it."""
    generator = np.random.Generator(np.random.Philox(seed))
    half = generator.standard_normal((paths // 2, years))
    normal = np.stack([half, -half], axis=1).reshape(-1, years)
    deviation = outlook.volatility
    return (1 + outlook.growth) * np.exp(deviation * normal - deviation**2 / 2) - 1


def simulated_result_rate(
    extra: ResultRate, outlook: Outlook, bases: Sequence[float], *, paths: int, seed: int
) -> Value:
    """Interest above the floor, as far as the limit over all years leaves it.

    The standard error is that of the means of mirrored pairs.
    """
    growth = growth_paths(outlook, len(bases), paths=paths, seed=seed)
    rate = np.clip(extra.base + extra.slope * (growth - extra.target), extra.floor, extra.cap)
    paid = (rate - extra.floor) * np.asarray(bases, dtype=np.float64)
    if extra.most is not None:
        before = np.cumsum(paid, axis=1) - paid
        paid = np.minimum(paid, np.maximum(extra.most - before, 0.0))
    discount = np.array([outlook.discounted(year) for year in range(1, len(bases) + 1)])
    pairs = (paid @ discount).reshape(-1, 2).mean(axis=1)
    return Value(float(pairs.mean()), float(pairs.std(ddof=1) / np.sqrt(pairs.size)), "simulation")
