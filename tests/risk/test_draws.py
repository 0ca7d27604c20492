"""The random numbers: published vectors, exact distributions, and the same out of plain Python and machine code."""

from math import comb, sqrt
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from kejin.errors import RiskError
from kejin.risk.arrays import I64
from kejin.risk.simulation import philox, sampling
from kejin.risk.simulation.assumptions import Correlation, Recovery, geometric_buckets
from kejin.risk.simulation.compiled import kernels

KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_the_generator_gives_the_published_words(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    for refill in (philox.refill, compiled("refill")):
        rng = generator()
        rng[:4], rng[4:6] = counter, key
        with np.errstate(over="ignore"):
            refill(rng)
        assert tuple(rng[7:].tolist()) == words


def generator(seed: int = 5) -> I64:
    rng = np.zeros(philox.GENERATOR_SIZE, np.int64)
    rng[philox.KEY] = seed
    with np.errstate(over="ignore"):
        philox.begin_stream(rng, 1, 2)
    return rng


def compiled(name: str) -> Any:
    return kernels(("refill", "binomial", "normal", "uniform", "sort_first"), philox, sampling)[name]


def test_numbers_lie_within_0_and_1_and_are_even() -> None:
    rng, draw = generator(), compiled("uniform")
    drawn = np.array([draw(rng) for _ in range(40_000)])
    assert 0 < drawn.min() < drawn.max() < 1
    counts = np.histogram(drawn, 20, (0, 1))[0]
    # Chi-square with 19 degrees of freedom: 43.8 is passed once in a thousand times, and the seed does not change.
    assert ((counts - 2_000) ** 2 / 2_000).sum() < 43.8


def test_normal_numbers_have_the_moments_of_the_normal_distribution() -> None:
    rng, draw = generator(), compiled("normal")
    drawn = np.array([draw(rng) for _ in range(60_000)])
    for power, moment in ((1, 0), (2, 1), (3, 0), (4, 3)):
        values = drawn**power
        assert abs(values.mean() - moment) < 4 * values.std() / sqrt(len(values))


@pytest.mark.parametrize(
    ("count", "chance"), [(1, 0.5), (7, 0.1), (40, 0.2), (60, 0.5), (80, 0.7), (30, 0.97), (300, 0.05)]
)
def test_numbers_of_defaults_are_binomial(count: int, chance: float) -> None:
    rng, draw, size = generator(), compiled("binomial"), 40_000
    seen = np.bincount([draw(rng, count, chance) for _ in range(size)], minlength=count + 1)
    expected = (
        np.array([comb(count, k) * chance**k * (1 - chance) ** (count - k) for k in range(count + 1)]) * size
    )
    kept = expected > 5
    chi = ((seen[kept] - expected[kept]) ** 2 / expected[kept]).sum()
    freedom = kept.sum() - 1
    # Within four standard deviations of the chi-square distribution; rare counts together stay rare.
    assert chi < freedom + 4 * sqrt(2 * max(freedom, 1))
    assert seen[~kept].sum() <= expected[~kept].sum() + 4 * sqrt(expected[~kept].sum() + 1)


@pytest.mark.parametrize(("count", "chance", "found"), [(9, 0.0, 0), (9, 1.0, 9), (0, 0.4, 0)])
def test_what_is_certain_is_not_drawn(count: int, chance: float, found: int) -> None:
    assert sampling.binomial(generator(), count, chance) == found


def test_nobody_is_picked_twice_and_everybody_is_picked() -> None:
    picked = np.full(20, -1, np.int64)
    rng = generator()
    with np.errstate(over="ignore"):
        found = [sampling.pick(rng, picked, (5, 15, 77)) for _ in range(15)]
    assert sorted(found) == list(range(5, 20))


@pytest.mark.parametrize("values", [[], [3], [2, 1], [5, 5, 1, 9, -3, 0, 4], list(range(100, 0, -1))])
def test_values_are_sorted(values: list[int]) -> None:
    array = np.array([*values, 7], np.int64)
    compiled("sort_first")(array, len(values))
    assert array.tolist() == [*sorted(values), 7]


@pytest.mark.parametrize(
    ("mean", "spread"), [(0.5, 0.2), (0.05, 0.05), (0.9, 0.1), (0.3, 0.0), (0.0, 0.0), (1.0, 0.0)]
)
def test_recoveries_have_their_mean_and_spread(mean: float, spread: float) -> None:
    shares = Recovery(mean, spread).shares() / 1e9
    assert 0 <= shares.min() <= shares.max() <= 1
    assert shares.mean() == pytest.approx(mean, abs=1e-3)
    assert shares.std() == pytest.approx(spread, rel=0.02, abs=1e-12)


def test_a_beta_distribution_has_the_quantiles_that_the_tables_print() -> None:
    # Beta(2, 2): the quantile of 1/4 solves 3x² - 2x³ = 1/4.
    shares = Recovery(0.5, sqrt(1 / 20)).shares() / 1e9
    x = np.interp(0.25, (np.arange(256) + 0.5) / 256, shares)
    assert 3 * x**2 - 2 * x**3 == pytest.approx(0.25, abs=1e-4)


@pytest.mark.parametrize("wrong", [Recovery(0.5, 0.4), Recovery(1.2), Recovery(0.5, -0.1)])
def test_a_recovery_that_there_is_not_is_refused(wrong: Recovery) -> None:
    with pytest.raises(RiskError):
        wrong.shares()


def test_delays_spread_around_their_mean() -> None:
    delays = Recovery(0.5, 0, 18).delays()
    assert (delays.min(), delays.max()) == (9, 27)
    assert delays.mean() == pytest.approx(18, abs=0.1)
    assert set(Recovery(0.5, 0, 0).delays().tolist()) == {0}


@pytest.mark.parametrize("parts", [(0.5, 0.3, 0.2), (-0.1, 0, 0), (1.0, 0, 0)])
def test_correlations_leave_something_to_the_loan(parts: tuple[float, float, float]) -> None:
    with pytest.raises(RiskError, match="less than 1"):
        Correlation(*parts)


def test_a_class_of_probabilities_is_narrow() -> None:
    probabilities = np.geomspace(1e-4, 0.3, 200)
    buckets = geometric_buckets(probabilities)
    for bucket in set(buckets.tolist()):
        own = probabilities[buckets == bucket]
        assert own.max() <= 1.5 * own.min() * (1 + 1e-12)


def test_two_kernel_functions_of_one_name_are_refused() -> None:
    other = ModuleType("other")

    def uniform(rng: I64) -> float:
        return float(rng[0])

    uniform.__module__ = "other"
    vars(other)["uniform"] = uniform
    with pytest.raises(RiskError, match="one name"):
        kernels(("uniform",), philox, other)
