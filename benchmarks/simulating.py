"""The simulation of shared losses: a simple book with its waterfall, and a book of sectors, cities and years."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import polars as pl

from benchmarks.figures import Figure, Section, beside
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing, in_turns
from kejin.facts import FactSet, Grain
from kejin.packs import load_packs
from kejin.policy import Dates
from kejin.risk import Arrangement, Book
from kejin.risk.arrays import I64, NOBODY, WITHOUT, Terms, blank_state
from kejin.risk.simulation import philox, pooled, sampling
from kejin.risk.simulation.assumptions import Assumptions, Correlation, Recovery
from kejin.risk.simulation.compiled import kernels
from kejin.risk.simulation.plan import Plan
from kejin.risk.simulation.pooled import PooledPlan, PooledWork
from kejin.risk.simulation.portfolio import Portfolio, plan_of
from kejin.risk.simulation.running import simulate_book

POOLS, RHO = 10, 0.12
SIMPLE, SIMPLE_NUMPY = "Kejin: draw and share", "NumPy: conditional probabilities, float32"
WHOLE, FLOOR_NAME, WHOLE_NUMPY = (
    "Kejin: defaults, claims, recoveries, caps, stop lines",
    "the random numbers alone",
    "NumPy: defaults and losses alone, in no order",
)


def measure(sizes: Sizes) -> list[Section]:
    """Both books beside their baselines."""
    return [_simple(sizes), _million(sizes), _whole(sizes)]


@dataclass(frozen=True)
class _Simple:
    """Ten pools of loans from 0.3 to 15 per cent, lognormal amounts, 45 per cent lost, one factor."""

    probability: np.ndarray[tuple[int], np.dtype[np.float64]]
    amount: I64

    @classmethod
    def of(cls, loans: int) -> "_Simple":
        rng = np.random.default_rng(5)
        amount = np.round(np.exp(rng.normal(np.log(3e8), 1, loans))).astype(np.int64)
        return cls(np.geomspace(0.003, 0.15, POOLS), amount)

    @property
    def loss(self) -> I64:
        return self.amount * 45 // 100

    def work(self, scenarios: int) -> PooledWork:
        """Room for so many scenarios: guarantor 50 and risk pool 30 per cent, capped at 2 and 1.2 of the amounts."""
        loans = len(self.amount)
        terms = _three(POOLS)
        state = blank_state(terms, limit_slots=2 * POOLS, stop_slots=0)
        exposure = self.amount.reshape(POOLS, -1).sum(axis=1)
        state.limit_amount[:POOLS], state.limit_amount[POOLS:] = exposure * 2 // 100, exposure * 12 // 1000
        plan = PooledPlan(
            np.arange(0, loans + 1, loans // POOLS),
            np.arange(POOLS),
            np.array([NormalDist().inv_cdf(p) for p in self.probability]),
            np.sqrt(np.array([RHO, 1 - RHO])),
            self.loss,
        )
        rng = np.zeros(philox.GENERATOR_SIZE, np.int64)
        rng[philox.KEY] = 1
        lost, borne = np.zeros((scenarios, POOLS), np.int64), np.zeros((scenarios, 3), np.int64)
        return PooledWork(plan, terms, state, rng, np.full(loans, -1, np.int64), lost, borne)

    def numpy(self, scenarios: int) -> I64:
        """Losses by scenario and pool with plain NumPy, then the same waterfall over whole columns."""
        rng = np.random.Generator(np.random.SFC64(1))
        threshold = np.array([NormalDist().inv_cdf(p) for p in self.probability])
        loss, size = self.loss.reshape(POOLS, -1), len(self.amount) // POOLS
        lost = np.zeros((scenarios, POOLS), np.int64)
        levels = np.sqrt(RHO) * rng.standard_normal(scenarios)
        below = np.vectorize(NormalDist().cdf)
        chance = below((threshold - levels[:, None]) / np.sqrt(1 - RHO)).astype(np.float32)
        for scenario in range(scenarios):
            drawn = rng.random((POOLS, size), np.float32) < chance[scenario][:, None]
            lost[scenario] = (loss * drawn).sum(axis=1)
        exposure = self.amount.reshape(POOLS, -1).sum(axis=1)
        guarantor = np.minimum(lost // 2, exposure * 2 // 100)
        risk_pool = np.minimum(lost * 8 // 10 - lost // 2, exposure * 12 // 1000)
        return np.stack(
            [(lost - guarantor - risk_pool).sum(axis=1), guarantor.sum(axis=1), risk_pool.sum(axis=1)], 1
        )


def _three(pools: int) -> Terms:
    def whole(*values: int) -> I64:
        return np.array(values, np.int64)

    place = np.arange(pools, dtype=np.int64)
    return Terms(
        bearer=whole(0), ceiling=whole(WITHOUT), rounding=whole(0), interest=whole(0), taker_from=whole(0, 2),
        taker_party=whole(1, 2), returns_to=whole(NOBODY, NOBODY), public=whole(0, 1, 1), limit_from=whole(0, 2),
        limit_use=whole(0, 1), limit_takers=whole(1, 2), limit_measure=whole(0, 0), limit_restores=whole(0, 0),
        limit_yearly=whole(0, 0), stop_from=whole(0, 0), stop_use=whole(), recovery_rank=np.zeros((1, 3), np.int64),
        covers=np.ones((pools, 1), np.int64), share=np.tile(whole(500_000_000, 300_000_000), (pools, 1)),
        covered_fen=np.full((pools, 1), WITHOUT, np.int64), covered_until=np.full((pools, 1), WITHOUT, np.int64),
        limit_slot=np.stack([place, pools + place], axis=1), stop_slot=np.zeros((pools, 0), np.int64),
    )  # fmt: skip


def _run(work: PooledWork, scenarios: int) -> None:
    work.picked[:] = -1
    kernels(("pooled_block",), philox, sampling, pooled)["pooled_block"](work, 0, scenarios)


def _simple(sizes: Sizes) -> Section:
    book, scenarios = _Simple.of(sizes.simulated_loans), sizes.simulated_scenarios
    work = book.work(scenarios)
    _run(work, scenarios)
    theirs = book.numpy(scenarios)
    mine = work.borne
    assert (work.lost.sum(axis=1) == mine.sum(axis=1)).all()
    for party in range(3):
        gap = abs(mine[:, party].mean() - theirs[:, party].mean())
        assert gap < 5 * np.hypot(mine[:, party].std(), theirs[:, party].std()) / np.sqrt(scenarios)
    timings = in_turns(
        {SIMPLE: lambda: _run(work, scenarios), SIMPLE_NUMPY: lambda: book.numpy(scenarios)},
        repetitions=sizes.slow_repetitions,
        warm_up=1,
    )
    timing = timings[SIMPLE]
    figure = Figure(
        SIMPLE,
        timing,
        SIMPLE_NUMPY,
        timing.over(timings[SIMPLE_NUMPY]),
        goal="at most 50 ms",
        met=timing.least <= 0.05,
    )
    about = (
        f"{sizes.simulated_loans:,} loans in ten pools x {scenarios:,} scenarios, one factor, on one thread: who "
        "defaults, the loss of each pool in fen, and bank, guarantor and risk pool with their caps. The goal is held "
        "to the shortest time, as the machine is shared. The means of all parties agree within five standard errors."
    )
    busy = min(_busy(lambda: _run(work, scenarios)) for _ in range(sizes.slow_repetitions))
    return Section(
        "Losses of a simple book",
        about,
        (figure, Figure(SIMPLE_NUMPY, timings[SIMPLE_NUMPY])),
        (f"The shortest run took {busy * 1000:.0f} ms of processor time.",),
    )


def _busy(work: Callable[[], object]) -> float:
    """Seconds the processor spent on the work, which others on the machine do not lengthen as they do the wall's."""
    before = time.process_time()
    work()
    return time.process_time() - before


def _million(sizes: Sizes) -> Section:
    book, scenarios = _Simple.of(sizes.simulated_loans), 100 * sizes.simulated_scenarios
    work = book.work(scenarios)
    before = time.process_time()
    timing = in_turns({SIMPLE: lambda: _run(work, scenarios)}, repetitions=1, warm_up=0)[SIMPLE]
    busy = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    figure = Figure(SIMPLE, timing, goal="at most 4 s and 1 GB", met=timing.least <= 4 and peak <= 10**9)
    about = f"The same book x {scenarios:,} scenarios, once, on one thread; the peak is that of the whole process."
    return Section(
        "Losses of a simple book, a hundred times as often",
        about,
        (figure,),
        (f"Peak {peak / 1e9:.2f} GB; {busy:.1f} s of processor time.",),
    )


def _whole(sizes: Sizes) -> Section:
    book, terms, plan = _book(sizes.simulated_loans)
    scenarios = max(sizes.simulated_scenarios // 20, 20)
    run = simulate_book(book, terms, plan, scenarios=scenarios, seed=1)
    words = int(scenarios * (4 * 5 * len(plan.sector) + 8 * run.paths.defaults.sum(axis=1).mean()))
    theirs = _whole_numpy(plan, scenarios)
    assert abs(run.paths.defaults.mean() - theirs.mean()) < 0.1 * theirs.mean()
    rng = np.random.Generator(np.random.Philox(1))
    timings = in_turns(
        {
            WHOLE: lambda: simulate_book(book, terms, plan, scenarios=scenarios, seed=1),
            FLOOR_NAME: lambda: rng.integers(0, 2**32, words, np.uint32),
            WHOLE_NUMPY: lambda: _whole_numpy(plan, scenarios),
        },
        repetitions=sizes.slow_repetitions,
        warm_up=1,
    )
    figures = (
        beside(WHOLE, timings, WHOLE_NUMPY),
        Figure(f"{WHOLE}, again", timings[WHOLE], FLOOR_NAME, timings[WHOLE].over(timings[FLOOR_NAME])),
        Figure(WHOLE_NUMPY, timings[WHOLE_NUMPY]),
        Figure(FLOOR_NAME, timings[FLOOR_NAME]),
    )
    about = (
        f"{sizes.simulated_loans:,} loans of 20 banks, 10 sectors and 21 cities x {scenarios:,} scenarios of five "
        "years under Guangzhou's compensation, on one thread: factors from year to year, defaults by month, claims "
        "after six months, recoveries after nine to 27, each loan's own share, the cap of the year, a stop line for "
        "every bank and year, in the order of events. NumPy draws the same defaults and sums what is lost, without "
        "order, recoveries, caps or lines. The floor draws as many 32-bit numbers with NumPy's Philox as the "
        "simulation does, four for each cell and year and eight for each default."
    )
    took: Timing = timings[WHOLE]
    each = 1e9 * took.least / run.paths.defaults.sum()
    remark = f"{scenarios / took.least:,.0f} scenarios a second; {each:,.0f} ns a default."
    return Section("Losses of a book over five years", about, figures, (remark,))


def _book(loans: int) -> tuple[Book, Terms, Plan]:
    rng, day = np.random.default_rng(1), date(2026, 1, 1)
    size = np.clip(np.round(np.exp(rng.normal(np.log(300), 0.8, loans))), 10, 1_499).astype(np.int64) * 10**6
    banks = [f"bank-{n % 20}" for n in range(loans)]
    frame = pl.DataFrame(
        {
            "loan_id": [f"L{n}" for n in range(loans)], "enterprise_id": ["e"] * loans, "institution_id": banks,
            "loan_year": [2025] * loans, "loan_mode": ["bank"] * loans, "loan_enrolled": [True] * loans,
            "loan_enrolled_on": [date(2025, 11, 3)] * loans, "loan_signed_on": [date(2025, 11, 1)] * loans,
            "loan_principal_fen": size, "loan_ip_pledged": rng.random(loans) < 0.3,
            "loan_monetary_tool": rng.random(loans) < 0.2, "loan_compensated_other_mode": [False] * loans,
        }
    )  # fmt: skip
    enrolled = int(size.sum()) // 20
    years = pl.DataFrame(
        [
            {"institution_id": f"bank-{n}", "year": y, "institution_enrolled_principal_fen": enrolled}
            for n in range(20)
            for y in range(2026, 2031)
        ]
    )
    firms = pl.DataFrame({"enterprise_id": ["e"], "key_list_enterprise": [False]})
    facts = FactSet({Grain.LOAN: frame, Grain.ENTERPRISE: firms, Grain.INSTITUTION_YEAR: years})
    assumed = Assumptions(day, 5, Correlation(0.08, 0.04, 0.03), Recovery(0.5, 0.2, 18), 0.3, 6)
    ruleset = load_packs().only(["loan_loss_compensation"]).compile(Dates(day, day, day))
    book = Book.of(
        Arrangement.of(ruleset, ["loan_loss_compensation.bank_mode"]), facts, assumed.calendar_years
    )
    probability = np.clip(np.exp(rng.normal(np.log(0.02), 0.8, loans)), 0.001, 0.3)
    portfolio = Portfolio(
        np.repeat(probability[:, None], 5, axis=1),
        np.repeat(size[:, None], 60, axis=1),
        tuple(f"sector-{n % 10}" for n in range(loans)),
        tuple(f"city-{n % 21}" for n in range(loans)),
    )
    return book, *plan_of(book, portfolio, assumed)


def _whole_numpy(plan: Plan, scenarios: int) -> I64:
    """Defaults by scenario and year with plain NumPy; losses are summed and let go."""
    rng = np.random.Generator(np.random.SFC64(1))
    loans, years = plan.threshold.shape
    sector = np.zeros(loans, np.int64)
    for cell in range(len(plan.sector)):
        sector[plan.cell_loan[plan.cell_from[cell] : plan.cell_from[cell + 1]]] = plan.sector[cell]
    weights, keep = plan.load[0], plan.persistence[0]
    counts = np.zeros((scenarios, years), np.int64)
    for scenario in range(scenarios):
        factors, alive = np.zeros(plan.shift.shape[1]), np.ones(loans, bool)
        for year in range(years):
            fresh = rng.standard_normal(len(factors))
            factors = fresh if year == 0 else keep * factors + np.sqrt(1 - keep**2) * fresh
            level = weights[0] * factors[0] + weights[1] * factors[sector] + weights[2] * factors[plan.city]
            own = rng.standard_normal(loans, np.float32)
            bad = alive & (level + weights[3] * own < plan.threshold[:, year])
            counts[scenario, year] = bad.sum()
            (plan.exposure[bad, 12 * year] // 2).sum()
            alive &= ~bad
    return counts
