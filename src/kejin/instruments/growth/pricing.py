"""Fair values of the extras: by formula where there is one, else by simulation with its standard error."""

import math
from collections.abc import Sequence
from functools import singledispatch

from kejin.instruments.growth.lognormal import above, call, probability_above
from kejin.instruments.growth.outlook import Outlook, Value
from kejin.instruments.growth.simulating import simulated_result_rate
from kejin.instruments.growth.terms import EquityGain, FutureBusiness, ResultRate, Warrants

Bases = Sequence[float]
"""For each year of the loan what interest is counted on: the average balance, in minor units."""

PATHS = 200_000
SEED = 20_260_101


@singledispatch
def value_of(extra: object, outlook: Outlook, *, bases: Bases = ()) -> Value:
    """What an extra is worth to the lender today.

    Args:
        extra: One of the forms.
        outlook: The assumptions.
        bases: The yearly average balances, for a rate tied to results.
    """
    raise TypeError(f"no value for {type(extra).__name__} under {outlook} over {len(bases)} years")


@value_of.register
def _(extra: ResultRate, outlook: Outlook, *, bases: Bases = ()) -> Value:
    """Interest above the floor. A year's rate within bounds is the floor and the difference of two calls on growth."""
    if extra.most is not None:
        return simulated_result_rate(extra, outlook, bases, paths=PATHS, seed=SEED)
    above_floor = expected_rate(extra, outlook) - extra.floor
    return Value(sum(base * above_floor * outlook.discounted(year) for year, base in enumerate(bases, 1)))


def expected_rate(extra: ResultRate, outlook: Outlook) -> float:
    """The expected rate of a year; growth of different years is independent."""
    if extra.slope == 0:
        return min(max(extra.base, extra.floor), extra.cap)
    zero = extra.base - extra.slope * extra.target
    low, high = (1 + (bound - zero) / extra.slope for bound in (extra.floor, extra.cap))
    mean, deviation = 1 + outlook.growth, outlook.volatility
    return extra.floor + extra.slope * (call(mean, low, deviation) - call(mean, high, deviation))


@value_of.register
def _(extra: FutureBusiness, outlook: Outlook, *, bases: Bases = ()) -> Value:
    """Margin on deposits of the years whose revenue reaches the level."""
    del bases
    total = 0.0
    for year in range(extra.first, extra.last + 1):
        mean = extra.revenue * (1 + outlook.growth) ** year
        revenue = above(mean, extra.least, outlook.volatility * math.sqrt(year))
        total += extra.margin * extra.share * revenue * outlook.discounted(year)
    return Value(total)


@value_of.register
def _(extra: EquityGain, outlook: Outlook, *, bases: Bases = ()) -> Value:
    """A call on the equity, or the difference of two where the payment is limited (Black and Scholes 1973)."""
    del bases
    unit = _equity_call(extra.value, extra.beyond, outlook, years=extra.years)
    if extra.most is not None and extra.share > 0:
        unit -= _equity_call(extra.value, extra.beyond + extra.most / extra.share, outlook, years=extra.years)
    return Value(extra.share * unit)


@value_of.register
def _(extra: Warrants, outlook: Outlook, *, bases: Bases = ()) -> Value:
    """Exercise makes new shares, so a warrant is N / (N + M) of a call on a share that counts the warrants in.

    W = N / (N + M) x C(S + (M / N) W), solved for W (Galai and Schneller 1978).
    """
    del bases
    ratio = extra.count / extra.shares
    share, warrant = extra.value / extra.shares, 0.0
    for _step in range(200):
        found = _equity_call(share + ratio * warrant, extra.strike, outlook, years=extra.years) / (1 + ratio)
        if abs(found - warrant) <= 1e-12 * (1 + share):
            break
        warrant = found
    return Value(extra.count * warrant)


def _equity_call(value: float, strike: float, outlook: Outlook, *, years: float) -> float:
    growth = math.pow(1 + outlook.risk_free, years)
    expected = call(value * growth, strike, outlook.equity_volatility * math.sqrt(years))
    return expected / growth


def exercise_probability(extra: Warrants, outlook: Outlook) -> float:
    """The probability, as options are priced, that the warrants are worth exercising at the end."""
    grown = extra.value / extra.shares * math.pow(1 + outlook.risk_free, extra.years)
    return probability_above(grown, extra.strike, outlook.equity_volatility * math.sqrt(extra.years))


def fair_share(extra: EquityGain, needed: float, outlook: Outlook) -> float | None:
    """The share of an unlimited gain that is worth so much today; None where no share is."""
    unit = _equity_call(extra.value, extra.beyond, outlook, years=extra.years)
    return needed / unit if unit > 0 and needed <= unit else None
