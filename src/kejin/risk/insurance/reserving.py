"""What is still to be paid on claims that have happened: the chain ladder with Mack's standard error (1993)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kejin.errors import RiskError
from kejin.risk.simulation.plan import F64

TailRule = Literal["mack", "loglinear"]


@dataclass(frozen=True, slots=True)
class Reserve:
    """A triangle run off.

    Attributes:
        factors: [J-1] from each age to the next.
        sigmas: [J-1] their deviations; the last is set by the rule, as no data shows it.
        ultimate: [I] what each year will come to.
        latest: [I] what it has come to.
        reserve: [I] what is missing.
        errors: [I] standard error of each year's reserve.
        total: Sum of the reserves.
        error: Its standard error; the years share their factors, so that errors do not cancel.
        rule: The rule for the last sigma.
    """

    factors: F64
    sigmas: F64
    ultimate: F64
    latest: F64
    reserve: F64
    errors: F64
    total: float
    error: float
    rule: TailRule


def chain_ladder(triangle: F64, rule: TailRule = "mack") -> Reserve:
    """Run off cumulative claims: a row per year, a column per age, nan where nobody knows yet.

    Factors are weighted by volume. Mack's rule sets the last variance to min(s²(J-3)² / s²(J-4), s²(J-4), s²(J-3)),
    the other carries the line through the logarithms of the sigmas on; the two give different errors. Raises
    `RiskError` for what is no triangle.
    """
    c = np.asarray(triangle, np.float64)
    known = _known(c)
    ages = c.shape[1]
    factors, sigmas = np.ones(ages - 1), np.full(ages - 1, np.nan)
    for age in range(ages - 1):
        rows = known[:, age + 1]
        before, after = c[rows, age], c[rows, age + 1]
        if not len(before) or before.sum() <= 0:
            raise RiskError(
                "An age without claims", expected="claims in every column", found=f"age {age + 1}"
            )
        factors[age] = after.sum() / before.sum()
        used = before > 0
        if used.sum() > 1:
            spread = (before[used] * (after[used] / before[used] - factors[age]) ** 2).sum()
            sigmas[age] = np.sqrt(spread / (used.sum() - 1))
    _last_sigma(sigmas, rule)
    return _run_off(c, known, factors, sigmas=sigmas, rule=rule)


def _known(c: F64) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    known = np.isfinite(c)
    falling = (np.diff(known.astype(np.int64), axis=1) <= 0).all() if c.ndim == 2 else False
    if c.ndim != 2 or c.shape[1] < 2 or not known[:, 0].all() or not falling:
        raise RiskError(
            "This is no triangle of claims",
            expected="cumulative claims, a row per year, known up to an age and unknown after it",
            found=str(c.shape),
        )
    return known


def _last_sigma(sigmas: F64, rule: TailRule) -> None:
    """Set the sigmas that no data shows."""
    missing = np.flatnonzero(np.isnan(sigmas))
    shown = np.flatnonzero(~np.isnan(sigmas) & (np.nan_to_num(sigmas) > 0))
    for age in missing:
        if rule == "loglinear" and len(shown) > 1:
            slope, start = np.polyfit(shown.astype(np.float64), np.log(sigmas[shown]), 1)
            sigmas[age] = np.exp(start + slope * age)
        elif age >= 2 and sigmas[age - 2] > 0:
            one, two = sigmas[age - 2] ** 2, sigmas[age - 1] ** 2
            sigmas[age] = np.sqrt(min(two**2 / one, one, two))
        else:
            sigmas[age] = sigmas[age - 1] if age else 0.0


def _run_off(
    c: F64,
    known: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    factors: F64,
    *,
    sigmas: F64,
    rule: TailRule,
) -> Reserve:
    rows, ages = c.shape
    last = known.sum(axis=1) - 1
    full = c.copy()
    for age in range(ages - 1):
        unknown = ~known[:, age + 1]
        full[unknown, age + 1] = full[unknown, age] * factors[age]
    ultimate, latest = full[:, -1], c[np.arange(rows), last]
    volume = np.array([c[known[:, age + 1], age].sum() for age in range(ages - 1)])
    ratio = sigmas**2 / factors**2
    variances, total = np.zeros(rows), 0.0
    for row in range(rows):
        span = slice(int(last[row]), ages - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = ratio[span] * (1 / full[row, span.start : -1] + 1 / volume[span])
        variances[row] = ultimate[row] ** 2 * np.nansum(parts[np.isfinite(parts)])
        # Years share factors: the covariance with the years after this one.
        later = ultimate[
            [k for k in range(rows) if last[k] < last[row] or (last[k] == last[row] and k > row)]
        ]
        total += variances[row] + ultimate[row] * later.sum() * float((2 * ratio[span] / volume[span]).sum())
    reserve = ultimate - latest
    return Reserve(
        factors=factors,
        sigmas=sigmas,
        ultimate=ultimate,
        latest=latest,
        reserve=reserve,
        errors=np.sqrt(variances),
        total=float(reserve.sum()),
        error=float(np.sqrt(total)),
        rule=rule,
    )
