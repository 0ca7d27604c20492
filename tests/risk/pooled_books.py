"""The simple book in tests: pools of equal loans, one factor, shares and caps of a guarantor and a risk pool."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kejin.risk.arrays import I64, NOBODY, SCALE, WITHOUT, Terms, blank_state
from kejin.risk.simulation import philox, sampling
from kejin.risk.simulation import pooled as kernel
from kejin.risk.simulation.compiled import kernels
from kejin.risk.simulation.plan import F64
from kejin.risk.simulation.pooled import PooledPlan, PooledWork


@dataclass(frozen=True)
class Pooled:
    """Pools of equal loans; shares 50% and 30% with caps as parts of the pool, in parts per billion."""

    probability: F64
    counts: I64
    correlation: float
    loss: int
    caps: tuple[int, int] = (SCALE, SCALE)


def pooled(made: Pooled, *, scenarios: int, seed: int) -> tuple[I64, I64]:
    """Losses by scenario and pool, and what bank, guarantor and risk pool bear by scenario."""
    pools, loans = len(made.counts), int(made.counts.sum())
    terms = shared_by_three(pools)
    state = blank_state(terms, limit_slots=2 * pools, stop_slots=0)
    for place, cap in enumerate(made.caps):
        state.limit_amount[place * pools : (place + 1) * pools] = made.counts * made.loss * cap // SCALE
    plan = PooledPlan(
        cell_from=np.concatenate([[0], np.cumsum(made.counts)]).astype(np.int64),
        cell_pool=np.arange(pools),
        threshold=np.array([NormalDist().inv_cdf(p) for p in made.probability]),
        load=np.sqrt(np.array([made.correlation, 1 - made.correlation])),
        loss=np.full(loans, made.loss, np.int64),
    )
    rng = np.zeros(philox.GENERATOR_SIZE, np.int64)
    rng[philox.KEY] = seed
    lost, borne = np.zeros((scenarios, pools), np.int64), np.zeros((scenarios, 3), np.int64)
    work = PooledWork(plan, terms, state, rng, np.full(loans, -1, np.int64), lost, borne)
    kernels(("pooled_block",), philox, sampling, kernel)["pooled_block"](work, 0, scenarios)
    return lost, borne


def shared_by_three(pools: int) -> Terms:
    """Bank, guarantor and risk pool at 20, 50 and 30%, the latter two capped pool by pool; a pool stands for a loan."""

    def whole(*values: int) -> I64:
        return np.array(values, np.int64)

    place = np.arange(pools, dtype=np.int64)
    return Terms(
        bearer=whole(0),
        ceiling=whole(WITHOUT),
        rounding=whole(0),
        interest=whole(0),
        taker_from=whole(0, 2),
        taker_party=whole(1, 2),
        returns_to=whole(NOBODY, NOBODY),
        public=whole(0, 1, 1),
        limit_from=whole(0, 2),
        limit_use=whole(0, 1),
        limit_takers=whole(1, 2),
        limit_measure=whole(0, 0),
        limit_restores=whole(0, 0),
        limit_yearly=whole(0, 0),
        stop_from=whole(0, 0),
        stop_use=whole(),
        recovery_rank=np.zeros((1, 3), np.int64),
        covers=np.ones((pools, 1), np.int64),
        share=np.tile(whole(SCALE // 2, 3 * SCALE // 10), (pools, 1)),
        covered_fen=np.full((pools, 1), WITHOUT, np.int64),
        covered_until=np.full((pools, 1), WITHOUT, np.int64),
        limit_slot=np.stack([place, pools + place], axis=1),
        stop_slot=np.zeros((pools, 0), np.int64),
    )
