"""Sizes of claims: each distribution beside a plain numerical integral, and what layers pay of it."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import RiskError
from kejin.risk.insurance.severity import (
    Beta,
    Ceded,
    Fixed,
    Gamma,
    Lognormal,
    Mixture,
    Observed,
    Pareto,
    Severity,
    reached,
)
from kejin.risk.insurance.special import beta_below, gamma_below, normal_below

DISTRIBUTIONS: list[Severity] = [
    Lognormal.of(5, 2),
    Gamma.of(3, 0.4),
    Gamma.of(3, 2.5),
    Gamma.of(3, 1),
    Pareto(0.5, 2, 1),
    Pareto(-0.3, 2),
    Pareto(0, 2, 1),
    Pareto(1, 2),
    Beta(2, 3, 4),
    Mixture(((0.3, Gamma.of(3, 1)), (0.7, Lognormal.of(2, 1)))),
]


def names(severity: Severity) -> str:
    return repr(severity)[:40]


@pytest.mark.parametrize("severity", DISTRIBUTIONS, ids=names)
@pytest.mark.parametrize("bound", [0.5, 3.0, 20.0])
def test_the_mean_below_a_bound_is_the_integral_of_the_tail(severity: Severity, bound: float) -> None:
    x = np.linspace(0, bound, 400_001)
    tail = 1 - severity.below(x)
    assert severity.limited(np.array([bound]))[0] == pytest.approx(np.trapezoid(tail, x), rel=1e-5)


@pytest.mark.parametrize("severity", DISTRIBUTIONS, ids=names)
def test_the_mean_is_what_is_left_without_a_bound(severity: Severity) -> None:
    # A Pareto tail of 0.5 reaches its mean slowly: at 10^12 a millionth is missing.
    if math.isfinite(severity.mean):
        assert severity.limited(np.array([1e12]))[0] == pytest.approx(severity.mean, rel=1e-5)
    else:
        assert severity.limited(np.array([1e12]))[0] > 40


def test_special_functions_at_values_of_the_tables() -> None:
    # Abramowitz and Stegun, table 26.1: P(1.96); 26.7: chi-square 3.841 with one degree; I(2, 3; 0.5) = 11/16.
    assert normal_below(np.array([1.96]))[0] == pytest.approx(0.9750021048517795, rel=1e-12)
    assert gamma_below(0.5, np.array([3.841458820694124 / 2]))[0] == pytest.approx(0.95, rel=1e-9)
    assert beta_below(2, 3, np.array([0.5]))[0] == pytest.approx(11 / 16, rel=1e-12)
    assert gamma_below(1, np.array([0.0, 1.0, 40.0])) == pytest.approx([0, 1 - math.exp(-1), 1], rel=1e-12)
    assert beta_below(0.5, 0.5, np.array([0.0, 0.25, 1.0])) == pytest.approx([0, 1 / 3, 1], rel=1e-9)


def test_observed_claims_and_one_fixed_amount() -> None:
    seen = Observed.of([1, 2, 2, 7])
    assert seen.mean == 3
    assert seen.below(np.array([0.5, 2, 6, 7])).tolist() == [0, 0.75, 0.75, 1]
    assert seen.limited(np.array([2, 5])).tolist() == [1.75, 2.5]
    assert Fixed(3).limited(np.array([2, 5])).tolist() == [2, 3]
    assert Fixed(3).below(np.array([2.9, 3.0])).tolist() == [0, 1]
    weighted = Observed.of([4, 1], [1, 3])
    assert weighted.mean == 1.75


@given(
    deductible=st.floats(0, 20),
    first=st.floats(0.1, 20),
    second=st.floats(0.1, 20),
    place=st.integers(0, len(DISTRIBUTIONS) - 1),
)
def test_two_layers_on_each_other_pay_what_one_layer_of_both_pays(
    deductible: float, first: float, second: float, place: int
) -> None:
    severity = DISTRIBUTIONS[place]
    low = Ceded(severity, deductible, first)
    high = Ceded(severity, deductible + first, second)
    both = Ceded(severity, deductible, first + second)
    assert low.mean + high.mean == pytest.approx(both.mean, rel=1e-9, abs=1e-12)
    assert Ceded(severity, deductible, first, 0.25).mean == pytest.approx(low.mean / 4, abs=1e-12)


def test_claims_from_the_ground_up_and_claims_that_reach_a_layer_are_two_things() -> None:
    severity = Lognormal.of(5, 2)
    layer = Ceded(severity, 5, 20)
    assert 10 * layer.mean == pytest.approx(17.69032, rel=1e-6)
    assert 10 * layer.mean / reached(severity, 5) == pytest.approx(67.279789, rel=1e-7)


def test_a_cover_pays_no_more_than_its_limit_and_a_part_only() -> None:
    layer = Ceded(Fixed(10), 2, 5, 0.5)
    assert layer.mean == 2.5
    assert layer.below(np.array([2.4, 2.5])).tolist() == [0, 1]
    assert layer.limited(np.array([1, 9])).tolist() == [1, 2.5]


ONE: Severity = Fixed(1)
WRONG: list[Callable[[], object]] = [
    partial(Fixed, 0),
    partial(Lognormal.of, 5, 0),
    partial(Gamma, 0, 1),
    partial(Pareto, 0.2, -1),
    partial(Pareto, 0.2, 1, -1),
    partial(Beta, 0, 1, 1),
    partial(Observed.of, []),
    partial(Observed.of, [1], [0]),
    partial(Observed.of, [-1]),
    partial(Mixture, ((0.5, Fixed(1)),)),
    partial(Ceded, ONE, -1),
    partial(Ceded, ONE, 0, 0),
    partial(Ceded, ONE, 0, 1, 0),
    partial(Ceded, ONE, 0, 1, 1.5),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_distribution_or_cover_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(RiskError):
        wrong()
