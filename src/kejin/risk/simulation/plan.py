"""What a simulation works on and what it leaves, as arrays.

Dimensions: N loans, C cells (loans of one sector and of probabilities that are close), F factors (one common, then
sectors, then cities), Y years of default, T years of events (defaults and what follows from them), M = 12 Y months of
exposure, P parties, L limits, V stop lines.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kejin.risk.arrays import I64, State, Terms, blank_state
from kejin.risk.simulation.philox import GENERATOR_SIZE

F64 = npt.NDArray[np.float64]

MONTHS: Final = 12
STEPS: Final = 256
"""Rows of a table of quantiles; each is as likely as the others."""

# The places in `Plan.settings`.
YEARS: Final = 0
EVENT_YEARS: Final = 1
CLAIM_MONTHS: Final = 2
RESUME: Final = 3
SECTORS: Final = 4
TRACE: Final = 5

# The places in `Paths.open`.
PENDING: Final = 0
UNSHARED: Final = 1
LATE: Final = 2


class Plan(NamedTuple):
    """What is simulated.

    Attributes:
        cell_from: [C+1] the loans of cell c are cell_loan[cell_from[c]] and so on.
        cell_loan: [N] loans by cell.
        sector: [C] factor of the cell's sector.
        city: [N] factor of the loan's city.
        load: [C, 4] weights of common factor, sector, city and the loan's own luck; their squares sum to one.
        top: [C, Y] highest threshold of the cell's loans.
        threshold: [N, Y] the loan defaults in a year in which its asset value falls below.
        shift: [Y, F] what is added to a factor in a year, in standard deviations.
        persistence: [1] correlation of a factor with itself a year before.
        exposure: [N, M] fen owed at the beginning of a month; nothing before and after the loan's life.
        recovery: [R, STEPS] parts per billion of the exposure that are recovered, by class.
        recovery_class: [N] class of the loan.
        delay: [STEPS] months from claim to recovery.
        month_day: [12 T] ordinal of the day that stands for a month.
        money: [T, L] fen that a pool receives at the beginning of a year.
        limit_amount: [slots] limits at the beginning.
        stop_line: [slots] stop lines.
        settings: see the places above.
        fee: [N, fees] fen of a full year that each fee of the agreements costs; UNKNOWN where nobody knows it.
    """

    cell_from: I64
    cell_loan: I64
    sector: I64
    city: I64
    load: F64
    top: F64
    threshold: F64
    shift: F64
    persistence: F64
    exposure: I64
    recovery: I64
    recovery_class: I64
    delay: I64
    month_day: I64
    money: I64
    limit_amount: I64
    stop_line: I64
    settings: I64
    fee: I64


class Scratch(NamedTuple):
    """Room for one scenario at a time: the generator, marks by scenario, events by month."""

    rng: I64
    factors: F64
    lowest: F64
    dead: I64
    picked: I64
    first: I64
    following: I64
    who: I64
    ordered: I64
    touched: I64
    counts: I64
    loss: I64
    back: I64
    default_month: I64


class Paths(NamedTuple):
    """What each scenario leaves, in fen.

    Attributes:
        net: [S, T, P] what each party bears, net of what came back, by the year of the event.
        lost: [S, T] losses claimed.
        defaults: [S, Y] how many loans default.
        bound: [S, L] first month in which a limit cuts; -1 for never.
        stopped: [S, V] first month in which a stop line suspends; -1 for never.
        open: [S, 3] suspended at the end; losses whose sharing is open; recoveries after the last year.
        forgone: [S, Y, fees] fees that fall away because loans default.
        trace_month: [S or 0, N] month of each loan's default, -1 for none.
        trace_loss: [S or 0, N] loss claimed.
        trace_back: [S or 0, N] recovered after the claim.
        trace_back_month: [S or 0, N] month of the recovery.
    """

    net: I64
    lost: I64
    defaults: I64
    bound: I64
    stopped: I64
    open: I64
    forgone: I64
    trace_month: I64
    trace_loss: I64
    trace_back: I64
    trace_back_month: I64


class Work(NamedTuple):
    """All that one block of scenarios works with."""

    terms: Terms
    plan: Plan
    state: State
    scratch: Scratch
    paths: Paths


def scratch_for(plan: Plan) -> Scratch:
    """Room for a plan; nothing is marked."""
    loans, months = len(plan.cell_loan), len(plan.month_day)
    return Scratch(
        rng=np.zeros(GENERATOR_SIZE, np.int64),
        factors=np.zeros(plan.shift.shape[1], np.float64),
        lowest=np.zeros(1, np.float64),
        dead=np.full(loans, -1, np.int64),
        picked=np.full(loans, -1, np.int64),
        first=np.full(2 * months, -1, np.int64),
        following=np.full(2 * loans, -1, np.int64),
        who=np.zeros(2 * loans, np.int64),
        ordered=np.zeros(loans, np.int64),
        touched=np.zeros(loans, np.int64),
        counts=np.zeros(2, np.int64),
        loss=np.zeros(loans, np.int64),
        back=np.zeros(loans, np.int64),
        default_month=np.zeros(loans, np.int64),
    )


def paths_for(terms: Terms, plan: Plan, scenarios: int) -> Paths:
    """Room for what so many scenarios leave."""
    years, event_years = int(plan.settings[YEARS]), int(plan.settings[EVENT_YEARS])
    parties, stops = terms.recovery_rank.shape[1], terms.stop_slot.shape[1]
    traced = (scenarios if plan.settings[TRACE] else 0, len(plan.cell_loan))
    return Paths(
        net=np.zeros((scenarios, event_years, parties), np.int64),
        lost=np.zeros((scenarios, event_years), np.int64),
        defaults=np.zeros((scenarios, years), np.int64),
        bound=np.full((scenarios, len(terms.limit_measure)), -1, np.int64),
        stopped=np.full((scenarios, stops), -1, np.int64),
        open=np.zeros((scenarios, 3), np.int64),
        forgone=np.zeros((scenarios, years, plan.fee.shape[1]), np.int64),
        trace_month=np.full(traced, -1, np.int64),
        trace_loss=np.zeros(traced, np.int64),
        trace_back=np.zeros(traced, np.int64),
        trace_back_month=np.full(traced, -1, np.int64),
    )


def state_for(terms: Terms, plan: Plan) -> State:
    """A blank state for a plan's limits and lines."""
    return blank_state(terms, limit_slots=len(plan.limit_amount), stop_slots=len(plan.stop_line))
