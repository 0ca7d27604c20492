"""Fitting the calibrated parameters: each moves until the published total it belongs to comes out.

The parameters x solve r(x) = 0, where r holds the logarithms of synthetic over published totals, one for each of them.
Provinces of the same seeds are measured at every step, so that r is a smooth function of x but for the few enterprises
that cross a threshold. Broyden's method (1965) needs one measurement a step; it starts from the slopes that the file of
parameters gives on the diagonal. Everything is deterministic.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.calibration import calibration
from kejin.enterprises.synthetic.parameters import Parameters, fitted_parameters, parameters
from kejin.enterprises.synthetic.streams import Real
from kejin.enterprises.synthetic.world import FULL_SCALE
from kejin.enterprises.synthetic.writing import Order, measure_blocks, sum_measures
from kejin.errors import InputError

SEEDS: Final = (1, 2, 3, 4, 5)
ENOUGH: Final = 0.002
"""A fit ends when every fitted total is this near, as a logarithm."""
_LONGEST_STEP: Final = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """One measurement of a fit.

    Attributes:
        values: The parameters that were measured.
        errors: Logarithm of synthetic over published, by parameter.
    """

    values: Parameters
    errors: dict[str, float]

    @property
    def worst(self) -> float:
        """The largest of the errors, without sign."""
        return max(abs(error) for error in self.errors.values())


def measured(
    values: Parameters, *, seeds: Sequence[int] = SEEDS, enterprises: int = FULL_SCALE, workers: int = 1
) -> pl.DataFrame:
    """The calibration table at these parameters, over the provinces of all seeds together."""
    parts = (
        part
        for seed in seeds
        for part in measure_blocks(Order(enterprises, seed), workers=workers, fitted=values)
    )
    return calibration(sum_measures(parts), enterprises=enterprises * len(seeds), full_scale=FULL_SCALE)


def fit(
    measure: Callable[[Parameters], pl.DataFrame], start: Parameters | None = None, *, most: int = 12
) -> Iterator[Step]:
    """The steps of a fit, the last the best; it ends when all totals are near enough or after `most` steps.

    Args:
        measure: Gives the calibration table at some parameters; `measured` with seeds and number chosen.
        start: Where to begin; the calibrated values by default.
        most: How many measurements at most.

    Raises:
        InputError: A total came to nothing, so that its logarithm says nothing.
    """
    known = fitted_parameters()
    at = _vector(start or parameters())
    slopes = np.diag([float(one.slope) for one in known])
    step = _step(at, measure)
    yield step
    for _ in range(most - 1):
        if step.worst < ENOUGH:
            return
        errors = np.array(list(step.errors.values()))
        move = -np.linalg.solve(slopes, errors)
        move *= min(1.0, _LONGEST_STEP / float(np.abs(slopes.diagonal() * move).max()))
        at = at + move
        step = _step(at, measure)
        yield step
        change = np.array(list(step.errors.values())) - errors
        slopes = slopes + np.outer(change - slopes @ move, move) / (move @ move)


def _vector(values: Parameters) -> Real:
    return np.array([getattr(values, one.name) for one in fitted_parameters()], dtype=np.float64)


def _step(at: Real, measure: Callable[[Parameters], pl.DataFrame]) -> Step:
    known = fitted_parameters()
    # Four decimals are what the file keeps, so that what was measured is what will be used.
    values = Parameters(**{one.name: round(float(value), 4) for one, value in zip(known, at, strict=True)})
    rows = {row["key"]: row for row in measure(values).iter_rows(named=True)}
    errors: dict[str, float] = {}
    for one in known:
        row = rows[one.fitted_to]
        if not row["synthetic"]:
            raise InputError(
                "A total came to nothing, so that nothing can be fitted to it", expected="more enterprises",
                found=f"{one.fitted_to} = {row['synthetic']}", where=one.name,
            )  # fmt: skip
        errors[one.name] = float(np.log(row["synthetic"] / row["published"]))
    return Step(values, errors)
