"""Means, values at risk, shortfalls and chances beside what is known, and errors that are as large as they should be."""

from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import RiskError
from kejin.risk.simulation.measures import (
    chance_of,
    difference_of,
    mean_of,
    measures_of,
    place_of,
    ratio_of,
)


def test_the_value_at_risk_is_the_least_loss_passed_in_few_enough_scenarios() -> None:
    found = measures_of(np.arange(1, 1_001), (0.95, 0.999))
    assert found.value_at_risk[0.95].value == 950
    assert found.value_at_risk[0.999].value == 999
    # The mean of the worst 50 of 1 to 1000, and of the worst one.
    assert found.shortfall[0.95].value == pytest.approx(975.5)
    assert found.shortfall[0.999].value == pytest.approx(1_000)


@given(values=st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_shortfall_is_never_below_value_at_risk_and_both_lie_within_the_losses(values: list[int]) -> None:
    found = measures_of(np.array(values, np.int64), (0.5, 0.9))
    for level in (0.5, 0.9):
        risk, shortfall = found.value_at_risk[level], found.shortfall[level].value
        assert min(values) <= risk.low <= risk.value <= risk.high <= max(values)
        assert shortfall >= risk.value - 1e-6
        assert shortfall <= max(values) * (1 + 1e-9) + 1e-6
        assert sum(value > risk.value for value in values) <= (1 - level) * len(values) + 1e-9


def test_nothing_cannot_be_measured() -> None:
    with pytest.raises(RiskError, match="at least one scenario"):
        measures_of(np.zeros(0, np.int64))


def test_errors_and_intervals_are_as_large_as_they_should_be() -> None:
    # A thousand samples of a normal loss: nineteen of twenty intervals hold the true value, and the stated standard
    # errors are those of the samples.
    rng = np.random.default_rng(20)
    samples = np.round(1e9 + 1e8 * rng.standard_normal((1_000, 2_000))).astype(np.int64)
    z = NormalDist().inv_cdf(0.95)
    truths = {"mean": 1e9, "var": 1e9 + z * 1e8, "es": 1e9 + 1e8 * NormalDist().pdf(z) / 0.05}
    found = [measures_of(sample, (0.95,)) for sample in samples]
    for name, estimates in {
        "mean": [one.mean for one in found],
        "var": [one.value_at_risk[0.95] for one in found],
        "es": [one.shortfall[0.95] for one in found],
    }.items():
        held = np.mean([one.low <= truths[name] <= one.high for one in estimates])
        assert 0.92 < held < 0.98, name
        spread = np.std([one.value for one in estimates])
        assert np.mean([one.error for one in estimates]) == pytest.approx(spread, rel=0.12), name


def test_a_chance_of_nothing_and_of_everything_has_an_interval_too() -> None:
    never, always = chance_of(np.zeros(100, bool)), chance_of(np.ones(100, bool))
    assert (never.value, never.low) == (0, 0)
    assert 0 < never.high < 0.05
    assert (always.value, always.high) == (1, 1)
    assert 0.95 < always.low < 1
    half = chance_of(np.arange(400) % 2 == 0)
    assert half.low < 0.5 < half.high
    assert half.error == pytest.approx(0.025)


def test_one_scenario_has_a_mean_and_no_known_error() -> None:
    assert mean_of(np.array([5])).error == float("inf")


def test_the_same_draws_leave_little_error_in_a_difference() -> None:
    rng = np.random.default_rng(1)
    first = rng.normal(100, 30, 5_000)
    second = first * 1.1
    both = difference_of(first, second)
    assert both.value == pytest.approx(10, abs=0.2)
    assert both.error < 0.15 * mean_of(second).error


def test_a_ratio_has_the_error_of_the_delta_method() -> None:
    rng = np.random.default_rng(3)
    ratios = [ratio_of(np.full(400, 10.0), rng.normal(5, 1, 400)) for _ in range(500)]
    assert np.mean([one.value for one in ratios]) == pytest.approx(2, abs=0.01)
    assert np.mean([one.error for one in ratios]) == pytest.approx(np.std([r.value for r in ratios]), rel=0.1)
    assert np.mean([one.error for one in ratios]) == pytest.approx(2 / 5 / sqrt(400), rel=0.05)
    assert ratio_of(np.ones(3), np.zeros(3)).value == float("inf")


def test_a_date_by_which_is_among_the_scenarios_in_which_it_happens() -> None:
    months = np.array([-1, -1, 4, 8, 12, 20])
    assert place_of(months, 0.5) == 8
    assert place_of(months, 0.05) == 4
    assert place_of(np.array([-1, -1]), 0.5) is None
