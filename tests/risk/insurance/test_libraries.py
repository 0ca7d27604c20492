"""Our year beside what kept libraries print for the same question.

Recorded with aggregate 0.30.1 (`build(program, bs=1/64, log2=16)`) and gemact 1.3.0 (`LossModel`, FFT, local moments,
step 1/64); neither is needed to run this. What chainladder prints for triangles stands in tests/external.
"""

import pytest

from kejin.risk.insurance.aggregate import compound
from kejin.risk.insurance.frequency import Frequency, NegativeBinomial, Poisson
from kejin.risk.insurance.severity import Ceded, Gamma, Lognormal, Pareto

QUANTILES = (0.5, 0.9, 0.99, 0.995)


@pytest.mark.parametrize(
    ("frequency", "claim", "mean", "cv", "quantiles", "shortfall"),
    [
        # agg A 10 claims 20 xs 5 sev lognorm 5 cv 2 ! poisson
        (Poisson(10), Ceded(Lognormal.of(5, 2), 5, 20), 17.690320094200153, 0.8547706381118497,
         (14.828125, 38.890625, 63.328125, 69.921875), 72.5723467135448),
        # agg B 30 claims 100 xs 0 sev gamma 3 cv 1.5 mixed gamma 0.5
        (NegativeBinomial(30, 0.25), Ceded(Gamma.of(3, 1.5), 0, 100), 89.99999217952016, 0.5986093437520462,
         (80.640625, 162.40625, 254.5, 280.0625), 290.682210804252),
        # agg C 8 claims 50 xs 2 sev 2 * genpareto 0.7 ! poisson
        (Poisson(8), Ceded(Pareto(0.7, 2), 2, 50), 27.453077893251837, 0.9362820460868737,
         (19.171875, 63.515625, 111.15625, 123.5), 128.94295999142324),
    ],
    ids=["lognormal layer", "mixed gamma", "pareto layer"],
)  # fmt: skip
def test_the_year_is_that_of_aggregate(
    frequency: Frequency,
    claim: Ceded,
    mean: float,
    cv: float,
    quantiles: tuple[float, ...],
    shortfall: float,
) -> None:
    year = compound(frequency, claim, unit=1 / 64)
    assert frequency.mean * claim.mean == pytest.approx(mean, rel=1e-9)
    assert year.deviation / year.mean == pytest.approx(cv, rel=1e-5)
    assert [year.quantile(level) for level in QUANTILES] == list(quantiles)
    assert year.shortfall(0.99) == pytest.approx(shortfall, rel=1e-4)


def test_the_year_is_that_of_gemact() -> None:
    year = compound(Poisson(10), Ceded(Lognormal.of(5, 2), 5, 20), unit=1 / 64)
    assert year.mean == pytest.approx(17.69031299844548, rel=1e-6)
    assert year.deviation == pytest.approx(15.121135171908698, rel=1e-5)
    for level, amount in zip(QUANTILES, (14.83272283, 38.89133089, 63.32600733, 69.92918193), strict=True):
        # It interpolates between the amounts of the grid.
        assert year.quantile(level) == pytest.approx(amount, abs=1 / 64)
