"""The simulation beside what is known without drawing: binomial, the large pool, CreditRisk+, the regulator's weights."""

from math import comb, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from tests.risk.pooled_books import Pooled, pooled

from kejin.errors import RiskError
from kejin.risk.simulation.closed_forms import (
    credit_risk_plus,
    large_pool_below,
    large_pool_quantile,
    quantile_of,
    regulatory_capital,
    regulatory_correlation,
    risk_weight,
)
from kejin.risk.simulation.measures import measures_of

CENTRE = NormalDist()


@pytest.mark.parametrize(
    ("probability", "weight"), [(0.0003, 14.44), (0.001, 29.65), (0.01, 92.32), (0.05, 149.86), (0.2, 238.23)]
)
def test_risk_weights_are_those_of_the_regulators_annex(probability: float, weight: float) -> None:
    # The annex prints 149.86 where the formula gives 149.854.
    assert 100 * risk_weight(probability, 0.45) == pytest.approx(weight, abs=0.006)


def test_a_small_enterprise_weighs_less() -> None:
    assert 100 * risk_weight(0.01, 0.45, turnover_millions=5) == pytest.approx(72.4, abs=0.05)
    assert regulatory_correlation(0.01, 5) == pytest.approx(regulatory_correlation(0.01) - 0.04)
    assert regulatory_correlation(0.01, 80) == regulatory_correlation(0.01)
    assert regulatory_capital(0.01, 0.45, maturity=5) > regulatory_capital(0.01, 0.45)


@pytest.mark.parametrize("wrong", [(0.0, 0.1, 0.9), (0.1, 1.0, 0.9), (0.1, 0.2, 1.0)])
def test_a_large_pool_that_there_is_not_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(RiskError):
        large_pool_quantile(*wrong)


def test_independent_loans_default_as_the_binomial_distribution_says() -> None:
    made = Pooled(probability=np.array([0.04]), counts=np.array([60]), correlation=0.0, loss=1)
    lost, _ = pooled(made, scenarios=40_000, seed=3)
    seen = np.bincount(lost[:, 0], minlength=61)[:12]
    expected = np.array([comb(60, k) * 0.04**k * 0.96 ** (60 - k) for k in range(12)]) * 40_000
    assert (np.abs(seen - expected) < 4.5 * np.sqrt(expected + 1)).all()


def test_a_large_pool_comes_close_to_the_endless_one() -> None:
    made = Pooled(probability=np.array([0.02]), counts=np.array([20_000]), correlation=0.12, loss=1)
    lost, _ = pooled(made, scenarios=30_000, seed=3)
    parts = lost[:, 0] / 20_000
    for part in (0.005, 0.01, 0.02, 0.05, 0.1):
        below = large_pool_below(part, 0.02, 0.12)
        assert np.mean(parts <= part) == pytest.approx(
            below, abs=4 * sqrt(below * (1 - below) / 30_000) + 0.002
        )
    found = measures_of(lost[:, 0]).value_at_risk[0.99]
    assert found.low - 20 <= 20_000 * large_pool_quantile(0.02, 0.12, 0.99) <= found.high + 20


def test_the_mean_is_the_sum_of_the_probabilities_and_defaults_correlate_as_the_formula_says() -> None:
    made = Pooled(probability=np.array([0.01, 0.05]), counts=np.array([50, 50]), correlation=0.2, loss=1)
    lost, _ = pooled(made, scenarios=60_000, seed=11)
    for pool, probability in enumerate(made.probability):
        counts = lost[:, pool].astype(float)
        assert counts.mean() == pytest.approx(50 * probability, abs=4 * counts.std() / sqrt(60_000))
        # Variance of the count: n p (1 - p) + n (n - 1) (P(both) - p²), both by integrating over the factor.
        z = np.linspace(-8, 8, 4_001)
        weight = np.exp(-(z**2) / 2) / sqrt(2 * np.pi) * (z[1] - z[0])
        given = np.array([CENTRE.cdf((CENTRE.inv_cdf(probability) - sqrt(0.2) * x) / sqrt(0.8)) for x in z])
        both = float((given**2 * weight).sum())
        variance = 50 * probability * (1 - probability) + 50 * 49 * (both - probability**2)
        assert counts.var() == pytest.approx(variance, rel=0.08)


def test_credit_risk_plus_has_the_moments_of_its_model_and_no_mass_is_lost() -> None:
    probability = np.tile([0.01, 0.03], 100)
    units = np.tile([3.0, 5.0], 100)
    likely = credit_risk_plus(probability, units, volatility=0.8, size=4096)
    size = np.arange(4096)
    mean = float((probability * units).sum())
    variance = float((probability * units**2).sum()) + 0.64 * mean**2
    assert likely.sum() == pytest.approx(1, abs=1e-9)
    assert (likely * size).sum() == pytest.approx(mean)
    assert (likely * size**2).sum() - mean**2 == pytest.approx(variance)


def test_credit_risk_plus_is_negative_binomial_for_equal_loans() -> None:
    likely = credit_risk_plus(np.full(100, 0.02), np.ones(100), volatility=0.5, size=256)
    a, d = 4.0, 2.0 / 6.0
    expected = [(1 - d) ** a * d**k * np.prod([(a + j) / (j + 1) for j in range(k)]) for k in range(12)]
    assert likely[:12] == pytest.approx(expected)
    assert quantile_of(likely, 0.5) == int(np.searchsorted(np.cumsum(likely), 0.5))


def test_the_simulated_gamma_limit_and_the_transform_tell_the_same_order_of_tails() -> None:
    # Two models of one book with the same mean and the same variance of defaults: their tails lie close together.
    made = Pooled(probability=np.array([0.02]), counts=np.array([1_000]), correlation=0.12, loss=1)
    lost, _ = pooled(made, scenarios=40_000, seed=5)
    counts = lost[:, 0].astype(float)
    volatility = sqrt(max(counts.var() - counts.mean(), 1)) / counts.mean()
    likely = credit_risk_plus(np.full(1_000, 0.02), np.ones(1_000), volatility=volatility, size=2_048)
    assert quantile_of(likely, 0.99) == pytest.approx(np.quantile(counts, 0.99), rel=0.1)


@pytest.mark.parametrize("size", [4, 5])
def test_a_transform_too_short_for_the_losses_is_refused(size: int) -> None:
    with pytest.raises(RiskError, match="units below"):
        credit_risk_plus(np.array([0.1]), np.array([5.0]), volatility=1.0, size=size)
