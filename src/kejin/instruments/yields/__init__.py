"""Yields: what rate a series of dated flows bears, and whether there is just one."""

from kejin.instruments.yields.rates import (
    Yield,
    YieldStatus,
    internal_rates,
    irr,
    largest_rate,
    largest_rates,
    present_value,
    xirr,
    xirr_many,
)

__all__ = [
    "Yield",
    "YieldStatus",
    "internal_rates",
    "irr",
    "largest_rate",
    "largest_rates",
    "present_value",
    "xirr",
    "xirr_many",
]
