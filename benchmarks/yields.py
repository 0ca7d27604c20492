"""Yields of many dated series, beside pyxirr."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyxirr

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing, Work, in_turns
from kejin.instruments.yields import YieldStatus, xirr_many

FLOWS = 24
SEED = 20261101
START = date(2026, 1, 1)
MOST_MICROSECONDS = 1.0
PLAIN, SUBSIDISED, OTHER = "Kejin: loans", "Kejin: loans with subsidies", "pyxirr: loans"


def measure(sizes: Sizes) -> list[Section]:
    """Times of the rates of so many series of 24 flows, on one thread."""
    count = sizes.yield_series
    starts = np.arange(count + 1, dtype=np.int64) * FLOWS
    days, loans, subsidised = series(count)
    dates = np.datetime64(START, "D") + days.ravel()
    lists = [[START + timedelta(days=int(day)) for day in row] for row in days]
    amounts = loans.tolist()
    flat, shorn = loans.ravel(), subsidised.ravel()
    works: dict[str, Work] = {
        PLAIN: lambda: xirr_many(starts, dates, flat),
        SUBSIDISED: lambda: xirr_many(starts, dates, shorn),
        OTHER: lambda: _other(lists, amounts),
    }
    _compared(xirr_many(starts, dates, flat), _other(lists, amounts))
    _compared(xirr_many(starts, dates, shorn), None)
    timings = in_turns(works, repetitions=sizes.slow_repetitions, warm_up=0)
    figures = [
        _figure(name, timings[name].middle / count * 1e6, timings=timings) for name in (PLAIN, SUBSIDISED)
    ]
    figures.append(Figure(OTHER, timings[OTHER]))
    about = (
        f"{count:,} series of {FLOWS} dated flows, from arrays of dates and amounts to annual rates, on one thread. "
        "Each rate is proved to be the only one before it is given; the loans with subsidies change sign nine "
        "times. The baseline takes lists of dates, its quickest way in, and proves nothing."
    )
    remarks = tuple(f"{name}: {timings[name].middle / count * 1e6:.2f} µs a series." for name in works)
    return [Section("Yields of dated series", about, tuple(figures), remarks)]


def _other(dates: list[list[date]], amounts: list[list[float]]) -> list[float | None]:
    return [pyxirr.xirr(days, paid) for days, paid in zip(dates, amounts, strict=True)]


def _compared(
    mine: tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]], theirs: list[float | None] | None
) -> None:
    """Every series has exactly one rate, and the other code finds the same to where it stops looking."""
    rates, status = mine
    assert np.all(status == YieldStatus.UNIQUE)
    if theirs is not None:
        assert np.max(np.abs(rates - np.array(theirs, dtype=np.float64))) < 1e-7


def _figure(name: str, microseconds: float, *, timings: Mapping[str, Timing]) -> Figure:
    mine, theirs = timings[name], timings[OTHER]
    return Figure(
        name,
        mine,
        OTHER,
        mine.over(theirs),
        goal=f"at most {MOST_MICROSECONDS:g} µs a series",
        met=microseconds <= MOST_MICROSECONDS,
    )


def series(
    count: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Days, loans paid back in unequal parts, and the same with four subsidies larger than that month's payment."""
    generator = np.random.default_rng(SEED)
    days = np.cumsum(generator.integers(20, 40, (count, FLOWS)), axis=1)
    days -= days[:, :1]
    loans = np.empty((count, FLOWS))
    loans[:, 0] = -generator.uniform(5e5, 2e7, count)
    level = generator.uniform(1.02, 1.4, count) * -loans[:, 0] / (FLOWS - 1)
    loans[:, 1:] = level[:, None] * generator.uniform(0.7, 1.3, (count, FLOWS - 1))
    subsidised = loans.copy()
    subsidised[:, [5, 10, 15, 20]] *= -0.05
    return days, loans, subsidised
