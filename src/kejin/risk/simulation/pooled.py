"""The simple book: one factor, one year, a fixed loss by default, each pool's loss shared as a whole.

Compiled like `scenario`. Where every loan of a pool is shared alike and nothing depends on the order of losses, sharing
the sum of a pool's losses once gives what sharing each would give, up to the rounding of single losses.
"""

from typing import NamedTuple

from kejin.risk.arrays import I64, LossEvent, State, Terms
from kejin.risk.kernel import allocate_loss
from kejin.risk.simulation.philox import begin_stream, normal
from kejin.risk.simulation.plan import F64
from kejin.risk.simulation.sampling import binomial, normal_below, pick


class PooledPlan(NamedTuple):
    """Loans by cell (equal probability, one pool), and what each loses.

    Attributes:
        cell_from: [C+1] the loans of cell c.
        cell_pool: [C] its pool.
        threshold: [C] the normal quantile of its probability.
        load: [2] weights of the factor and of the loan's own luck.
        loss: [N] fen lost by default, in the order of cells.
    """

    cell_from: I64
    cell_pool: I64
    threshold: F64
    load: F64
    loss: I64


class PooledWork(NamedTuple):
    """All that a block of scenarios works with; `lost` is [S, pools], `borne` [S, parties]."""

    plan: PooledPlan
    terms: Terms
    state: State
    rng: I64
    picked: I64
    lost: I64
    borne: I64


def pooled_block(work: PooledWork, first: int, count: int) -> None:
    """Draw scenarios first to first + count - 1 and share their losses; `lost` and `borne` begin with the first."""
    for row in range(count):
        draw_pools(work, first + row, row)
        share_pools(work, row)


def draw_pools(work: PooledWork, scenario: int, row: int) -> None:
    """The losses of all pools in one scenario."""
    plan = work.plan
    begin_stream(work.rng, scenario, 0)
    level = plan.load[0] * normal(work.rng)
    for pool in range(work.lost.shape[1]):
        work.lost[row, pool] = 0
    for cell in range(len(plan.cell_pool)):
        first, last = plan.cell_from[cell], plan.cell_from[cell + 1]
        chance = normal_below((plan.threshold[cell] - level) / plan.load[1])
        total = 0
        for _ in range(binomial(work.rng, last - first, chance)):
            total += plan.loss[pick(work.rng, work.picked, (first, last - first, scenario))]
        work.lost[row, plan.cell_pool[cell]] += total


def share_pools(work: PooledWork, row: int) -> None:
    """Share the loss of each pool as one."""
    state, parties = work.state, work.state.burden.shape[1]
    for slot in range(len(state.limit_used)):
        state.limit_used[slot] = 0
    for party in range(parties):
        work.borne[row, party] = 0
    for pool in range(work.lost.shape[1]):
        for party in range(parties):
            state.burden[pool, party] = 0
        for agreement in range(state.shared.shape[1]):
            state.shared[pool, agreement] = 0
        allocate_loss(work.terms, state, LossEvent(pool, 0, 0, work.lost[row, pool], 0))
        for party in range(parties):
            work.borne[row, party] += state.burden[pool, party]
