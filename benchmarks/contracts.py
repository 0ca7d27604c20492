"""Repayment schedules of many loans at once, beside NumPy and beside QuantLib loan by loan."""

import subprocess
import sys
from fractions import Fraction
from time import perf_counter

import numpy as np
import numpy.typing as npt
import QuantLib

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing, Work, in_turns
from kejin.instruments.programs import Instruction, Op, Program
from kejin.instruments.running import Opening, Result, RoundingPolicy, run_program

MONTHS = 36
OTHERS = 500
SEED = 20261102
UNROUNDED, EXACT = "Kejin: unrounded", "Kejin: whole fen"
NUMPY, QUANTLIB, FIRST = (
    "NumPy: unrounded, month by month",
    "QuantLib: loan by loan",
    "Kejin: first schedule of a new process",
)
MOST = {UNROUNDED: 2.0, EXACT: 5.0}
MOST_SECONDS = 2.0
ONE_LOAN = """
from datetime import date
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import EqualInstalments, LoanTerms, schedule
from kejin.money import Currency, Money, Rate
terms = LoanTerms(
    notional_principal=Money(300_000_000, Currency.CNY), nominal_interest_rate=Rate(34_500_000),
    initial_exchange_date=date(2026, 1, 20), maturity_date=date(2029, 1, 20), repayment=EqualInstalments(),
    day_count_convention=DayCount.MONTHLY, cycle_of_interest_payment=Cycle(months=1),
)
assert schedule(terms).result.balance[-1, 0] == 0
"""


def measure(sizes: Sizes) -> list[Section]:
    """Times of level payments for so many loans of 36 months, on one thread, into arrays that are there already."""
    random = np.random.default_rng(SEED)
    principal = random.integers(10**7, 10**9, sizes.loans)
    rates = random.integers(300, 800, sizes.loans) * 100_000
    program = level_program()
    opening = Opening(balance=principal, rate=rates)
    kept: dict[str, Result] = {}

    def ours(name: str, policy: RoundingPolicy) -> Work:
        def work() -> Result:
            kept[name] = run_program(program, opening, policy=policy, into=kept.get(name))
            return kept[name]

        return work

    columns = tuple(np.empty((MONTHS, sizes.loans)) for _ in range(3))
    works: dict[str, Work] = {
        UNROUNDED: ours(UNROUNDED, RoundingPolicy.NONE),
        EXACT: ours(EXACT, RoundingPolicy.PER_EVENT),
        NUMPY: lambda: by_numpy(principal, rates, columns),
    }
    timings = in_turns(works, repetitions=sizes.repetitions)
    _compared(kept[UNROUNDED], columns)
    timings[QUANTLIB] = in_turns({QUANTLIB: lambda: by_quantlib(principal, rates)}, repetitions=1, warm_up=0)[
        QUANTLIB
    ]
    flows = sizes.loans * MONTHS
    figures = [_figure(name, timings, flows) for name in (UNROUNDED, EXACT)]
    figures += [Figure(NUMPY, timings[NUMPY]), Figure(QUANTLIB, timings[QUANTLIB]), _first()]
    about = (
        f"{sizes.loans:,} loans of {MONTHS} equal instalments: interest, principal and balance of every month, the "
        "instalment worked out, on one thread, from columns of principal and rate into arrays that are there already. "
        "In whole fen no number on the way is a float. NumPy takes a column a month; QuantLib builds amortising bonds "
        f"of {min(OTHERS, sizes.loans)} of the loans and reads their coupons."
    )
    each = {name: timings[name].middle / flows * 1e9 for name in works}
    each[QUANTLIB] = timings[QUANTLIB].middle / (min(OTHERS, sizes.loans) * MONTHS) * 1e9
    remarks = tuple(
        f"{name}: {nanoseconds:.2f} ns a cash flow; the quickest run {timings[name].least / flows * 1e9:.2f}."
        if name in works
        else f"{name}: {nanoseconds:,.0f} ns a cash flow."
        for name, nanoseconds in each.items()
    )
    return [Section(f"Schedules of {sizes.loans:,} loans", about, tuple(figures), remarks)]


def level_program() -> Program:
    """Equal instalments over 36 months, a month being a twelfth of a year."""
    month = Fraction(1, 12)
    agreed = Instruction(Op.LEVEL, writes=False, periods=[month] * MONTHS)
    paid = [Instruction(Op.INSTALMENT, month)] * (MONTHS - 1)
    return Program.of([agreed, *paid, Instruction(Op.FINAL, month)], exact=True)


def by_numpy(
    principal: npt.NDArray[np.int64],
    rates: npt.NDArray[np.int64],
    columns: tuple[npt.NDArray[np.float64], ...],
) -> None:
    """The same in plain NumPy, written for speed: one column a month, no temporary array kept."""
    interest, repaid, balance = columns
    monthly = rates / 12e9
    owed = principal.astype(np.float64)
    payment = owed * monthly / (1 - (1 + monthly) ** -MONTHS)
    for month in range(MONTHS):
        np.multiply(owed, monthly, out=interest[month])
        np.subtract(payment, interest[month], out=repaid[month])
        np.subtract(owed, repaid[month], out=balance[month])
        owed = balance[month]


def by_quantlib(principal: npt.NDArray[np.int64], rates: npt.NDArray[np.int64]) -> float:
    """Amortising bonds with the same payments, and the sum of their coupons."""
    start, calendar = QuantLib.Date(20, 1, 2026), QuantLib.NullCalendar()
    count = QuantLib.Thirty360(QuantLib.Thirty360.European)
    length = QuantLib.Period(MONTHS, QuantLib.Months)
    total = 0.0
    for amount, rate in zip(principal[:OTHERS].tolist(), (rates[:OTHERS] / 1e9).tolist(), strict=True):
        notionals = QuantLib.sinkingNotionals(length, QuantLib.Monthly, rate, amount)
        dates = QuantLib.sinkingSchedule(start, length, QuantLib.Monthly, calendar)
        bond = QuantLib.AmortizingFixedRateBond(0, notionals, dates, [rate], count)
        total += sum(flow.amount() for flow in bond.cashflows())
    return total


def _compared(result: Result, columns: tuple[npt.NDArray[np.float64], ...]) -> None:
    for mine, theirs in zip((result.interest, result.principal, result.balance), columns, strict=True):
        assert np.abs(mine - theirs).max() < 1e-3


def _figure(name: str, timings: dict[str, Timing], flows: int) -> Figure:
    each = timings[name].middle / flows * 1e9
    return Figure(
        name,
        timings[name],
        NUMPY,
        timings[name].over(timings[NUMPY]),
        goal=f"at most {MOST[name]:g} ns a cash flow",
        met=each <= MOST[name],
        detail={"nanoseconds_per_cash_flow": round(each, 2)},
    )


def _first() -> Figure:
    """A new process from its start to its first schedule, the compiled kernel being kept on disk."""
    taken = []
    for _ in range(3):
        start = perf_counter()
        subprocess.run([sys.executable, "-c", ONE_LOAN], check=True)  # noqa: S603 - our own interpreter and text
        taken.append(perf_counter() - start)
    timing = Timing(tuple(taken))
    return Figure(FIRST, timing, goal=f"at most {MOST_SECONDS:g} s", met=timing.middle <= MOST_SECONDS)
