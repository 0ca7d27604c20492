"""Conventions as data: how days are counted, how cycles run, how dates are moved."""

from kejin.instruments.conventions.adjusting import BusinessDayConvention, DateRules, EndOfMonth, Moment
from kejin.instruments.conventions.cycles import Cycle, Stub, cycle_dates
from kejin.instruments.conventions.daycount import DayCount, Reference, year_fraction

__all__ = [
    "BusinessDayConvention",
    "Cycle",
    "DateRules",
    "DayCount",
    "EndOfMonth",
    "Moment",
    "Reference",
    "Stub",
    "cycle_dates",
    "year_fraction",
]
