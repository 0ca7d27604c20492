"""A year's claims beside closed forms, and the transform beside the recursion."""

import math
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import RiskError
from kejin.risk.insurance.aggregate import Aggregate, compound, on_grid, recursion
from kejin.risk.insurance.frequency import Binomial, Exactly, Frequency, NegativeBinomial, Poisson, mixed
from kejin.risk.insurance.severity import Ceded, Fixed, Gamma, Lognormal, Pareto, Severity
from kejin.risk.insurance.special import gamma_below

FREQUENCIES = [Poisson(0.3), Poisson(40), NegativeBinomial(8, 0.5), Binomial(30, 0.2), Exactly(7)]
LAYERS = [
    Ceded(Lognormal.of(5, 2), 5, 20),
    Ceded(Gamma.of(3, 1), 0, 10, 0.8),
    Ceded(Pareto(0.7, 2, 1), 2, 50),
    Ceded(Pareto(1.2, 2, 1), 2, 30),
]
CASES = [(frequency, layer) for frequency in FREQUENCIES for layer in LAYERS]


@pytest.mark.parametrize(("frequency", "layer"), CASES, ids=lambda part: repr(part)[:36])
def test_mean_and_variance_of_twenty_years_are_those_of_the_formulas(
    frequency: Frequency, layer: Ceded
) -> None:
    year = compound(frequency, layer)
    assert year.mean == pytest.approx(frequency.mean * layer.mean, rel=1e-6)
    top = layer.limit * layer.share
    x = np.linspace(0, top, 200_001)
    square = float(np.trapezoid(2 * x * (1 - layer.below(x)), x))
    variance = frequency.mean * (square - layer.mean**2) + frequency.variance * layer.mean**2
    assert year.deviation == pytest.approx(math.sqrt(variance), rel=1e-4)
    assert abs(year.lost) < 1e-6


def test_one_fixed_amount_gives_the_number_of_claims_back() -> None:
    poisson = compound(Poisson(3), Fixed(1), unit=1, size=64)
    assert poisson.likely[:6] == pytest.approx([math.exp(-3) * 3**k / math.factorial(k) for k in range(6)])
    binomial = compound(Binomial(10, 0.3), Fixed(1), unit=1, size=32)
    assert binomial.likely[:11] == pytest.approx([comb(10, k) * 0.3**k * 0.7 ** (10 - k) for k in range(11)])
    mixture = compound(NegativeBinomial(4, 0.5), Fixed(1), unit=1, size=256)
    # Size 2 and mean 4: k + 1 over k, a third and two thirds.
    assert mixture.likely[:6] == pytest.approx([(k + 1) * (1 / 3) ** 2 * (2 / 3) ** k for k in range(6)])
    assert compound(Exactly(5), Fixed(2), unit=1, size=64).likely.argmax() == 10


def test_exponential_claims_in_geometric_number_are_exponential_again() -> None:
    # P(S > x) = a / (1 + a) exp(-x / (s (1 + a))) with a the mean number and s the mean claim.
    year = compound(NegativeBinomial(4, 1), Gamma.of(1, 1), unit=0.005)
    for x in (0.5, 3.0, 10.0, 30.0):
        assert year.beyond(x) == pytest.approx(0.8 * math.exp(-x / 5), rel=2e-3)


def test_a_fixed_number_of_gamma_claims_is_gamma() -> None:
    year = compound(Exactly(4), Gamma(0.5, 2), unit=0.002)
    below = np.cumsum(year.likely)
    for x in (1.0, 4.0, 12.0):
        assert below[round(x / 0.002)] == pytest.approx(gamma_below(2, np.array([x / 2]))[0], abs=1e-3)


@pytest.mark.parametrize("frequency", [Poisson(3), NegativeBinomial(3, 0.4), Binomial(12, 0.25)], ids=repr)
@pytest.mark.parametrize("severity", [LAYERS[0], LAYERS[1]], ids=lambda part: repr(part)[:24])
def test_transform_and_recursion_agree_on_every_amount(frequency: Frequency, severity: Severity) -> None:
    slow = recursion(frequency, severity, unit=0.5, size=400)
    fast = compound(frequency, severity, unit=0.5, size=1024)
    assert fast.likely[:400] == pytest.approx(slow.likely, abs=1e-11)
    assert slow.likely.sum() == pytest.approx(1, abs=1e-6)


@given(
    mean=st.floats(0.05, 30),
    contagion=st.one_of(st.just(0.0), st.floats(0.05, 2)),
    deductible=st.floats(0, 4),
    limit=st.floats(0.5, 30),
)
def test_a_years_claims_sum_to_one_and_keep_their_mean(
    mean: float, contagion: float, deductible: float, limit: float
) -> None:
    layer = Ceded(Lognormal.of(3, 1.5), deductible, limit)
    year = compound(mixed(mean, contagion), layer, size=2**12)
    assert year.likely.sum() == pytest.approx(1)
    assert year.mean == pytest.approx(mean * layer.mean, rel=1e-4)
    assert year.quantile(0.5) <= year.quantile(0.99) <= year.shortfall(0.99) + 1e-9


@pytest.mark.parametrize("contagion", [1e-12, 1e-9, 1e-6])
def test_a_contagion_next_to_nothing_is_next_to_poisson(contagion: float) -> None:
    # The logarithm of one plus next to nothing, over next to nothing: all digits were lost here once.
    close = compound(NegativeBinomial(20, contagion), LAYERS[0], unit=0.1, size=2**12)
    plain = compound(Poisson(20), LAYERS[0], unit=0.1, size=2**12)
    assert close.likely == pytest.approx(plain.likely, abs=1e-5)


def test_layers_of_the_year_pay_between_them_what_the_whole_pays() -> None:
    year = compound(Poisson(5), LAYERS[1], unit=0.1, size=2**12)
    low, high = year.layer(0, 20), year.layer(20, math.inf)
    assert low.mean + high.mean == pytest.approx(year.mean)
    assert low.likely.sum() == pytest.approx(1)
    assert low.amounts.max() == pytest.approx(20)
    assert year.layer(0, math.inf) is year


def test_the_grid_keeps_every_limited_mean() -> None:
    found = on_grid(LAYERS[0], 0.25, 200)
    amounts = np.arange(200) * 0.25
    for bound in (1.0, 5.0, 20.0):
        kept = float(found @ np.minimum(amounts, bound))
        assert kept == pytest.approx(LAYERS[0].limited(np.array([bound]))[0], rel=1e-9)


def test_shortfall_counts_the_amount_on_its_edge_in_part() -> None:
    year = Aggregate(1.0, np.array([0.9, 0.06, 0.04]))
    assert year.quantile(0.95) == 1
    assert year.shortfall(0.95) == pytest.approx((0.04 * 2 + 0.01 * 1) / 0.05)


def test_what_has_no_year_is_refused() -> None:
    with pytest.raises(RiskError, match="finite mean"):
        compound(Poisson(2), Pareto(1.2, 1))
    with pytest.raises(RiskError, match="do not fit the grid"):
        compound(Poisson(100), Fixed(10), unit=1, size=64)
    with pytest.raises(RiskError, match="no recursion"):
        recursion(Exactly(3), Fixed(1), unit=1, size=8)
    with pytest.raises(RiskError, match="Too many claims"):
        recursion(Poisson(2_000), Fixed(1), unit=1, size=8)
    for wrong in (lambda: Poisson(-1), lambda: NegativeBinomial(1, 0), lambda: Binomial(3, 1.0)):
        with pytest.raises(RiskError, match="No such number"):
            wrong()
