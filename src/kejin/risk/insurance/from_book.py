"""The claims that a book of loans may bring within its first year: how many, how large, how far they come together."""

import math
from statistics import NormalDist

import numpy as np

from kejin.errors import RiskError
from kejin.risk.arrays import I64, SCALE
from kejin.risk.insurance.frequency import Frequency, mixed
from kejin.risk.insurance.severity import Observed
from kejin.risk.insurance.special import normal_below
from kejin.risk.simulation.plan import F64, MONTHS, STEPS
from kejin.risk.simulation.whole import Prepared

_NORMAL = NormalDist()
_TERMS = 60
_RECOVERIES = 16


def claims_of(prepared: Prepared) -> tuple[Frequency, Observed]:
    """Number and size of the claims on the covered loans of a book that default within twelve months.

    A claim is what is owed in the month of default, each month as likely, less what is recovered. The number has the
    variance that the book's correlations give it (see `covariance`), as a mixed Poisson number. Raises `RiskError`
    where no loan is covered or none can default.
    """
    plan = prepared.plan
    covered = (prepared.terms.covers == 1).any(axis=1)
    owed = plan.exposure[:, :MONTHS]
    alive = np.where(covered, (owed > 0).sum(axis=1) / MONTHS, 0.0)
    yearly = normal_below(plan.threshold[:, 0])
    chance = yearly * alive
    if not chance.sum() > 0:
        raise RiskError("No loan of the book can bring a claim", expected="a covered loan with a probability")
    weights = plan.load[0]
    together = covariance(
        plan.threshold[:, 0],
        alive,
        shares=(weights[0] ** 2, weights[1] ** 2, weights[2] ** 2),
        groups=(_sectors(prepared), plan.city),
    )
    mean = float(chance.sum())
    return mixed(mean, max(together, 0.0) / mean**2), _sizes(prepared, yearly * covered)


def insured_of(prepared: Prepared) -> int:
    """Fen owed on covered loans, on average over the first twelve months: what a premium is a part of."""
    covered = (prepared.terms.covers == 1).any(axis=1)
    return int(prepared.plan.exposure[covered][:, :MONTHS].sum()) // MONTHS


def _sectors(prepared: Prepared) -> I64:
    plan = prepared.plan
    found = np.zeros(len(plan.cell_loan), np.int64)
    sizes = np.diff(plan.cell_from)
    found[plan.cell_loan] = np.repeat(plan.sector, sizes)
    return found


def _sizes(prepared: Prepared, yearly: F64) -> Observed:
    plan = prepared.plan
    lost = 1 - plan.recovery[0][STEPS // _RECOVERIES // 2 :: STEPS // _RECOVERIES] / SCALE
    owed = plan.exposure[:, :MONTHS]
    amounts = (owed[:, :, None] * lost).ravel()
    weights = np.broadcast_to((yearly[:, None] * (owed > 0))[:, :, None], (*owed.shape, len(lost))).ravel()
    return Observed.of(amounts[weights > 0], weights[weights > 0])


def covariance(
    threshold: F64, weight: F64, *, shares: tuple[float, float, float], groups: tuple[I64, I64]
) -> float:
    """What defaults of different loans add to the variance of their (weighted) number.

    The sum over pairs of P(both) - p q, each by the tetrachoric series: the sum over k from 0 of r^(k+1) / (k+1) times
    phi(x) h(k, x) phi(y) h(k, y) with Hermite polynomials h of norm one. Pairs then come apart into sums over groups.

    Args:
        threshold: [N] normal quantiles of the probabilities.
        weight: [N] how much each loan counts.
        shares: Correlation by the common factor, the sector's and the city's.
        groups: [N] each, numbers of sector and city.
    """
    common, sector, city = shares
    finite = np.isfinite(threshold)
    x = np.where(finite, threshold, 0.0)
    scale = np.where(finite, weight * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi), 0.0)
    both = groups[0] * (int(groups[1].max(initial=0)) + 1) + groups[1]
    before, here, total = np.zeros_like(x), np.ones_like(x), 0.0
    for k in range(_TERMS):
        c = scale * here
        whole, own = float(c.sum()) ** 2, float((c**2).sum())
        by_sector, by_city, by_both = (_squares(c, group) for group in (groups[0], groups[1], both))
        found = common ** (k + 1) * (whole - by_sector - by_city + by_both)
        found += (common + sector) ** (k + 1) * (by_sector - by_both)
        found += (common + city) ** (k + 1) * (by_city - by_both)
        found += (common + sector + city) ** (k + 1) * (by_both - own)
        total += found / (k + 1)
        before, here = here, (x * here - math.sqrt(k) * before) / math.sqrt(k + 1)
    return total


def _squares(values: F64, group: I64) -> float:
    return float((np.bincount(group, weights=values) ** 2).sum())
