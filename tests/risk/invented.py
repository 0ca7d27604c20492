"""Arrangements, states and events of any shape, invented by Hypothesis: no law behind them, only the arithmetic."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from kejin.risk import arrays, kernel, returns
from kejin.risk.arrays import I64, NOBODY, SCALE, UNKNOWN, WITHOUT, State, Terms, blank_state


@dataclass(frozen=True)
class World:
    """Terms, and the amounts that limits and stop lines begin with."""

    terms: Terms
    limit_amount: I64
    stop_line: I64

    def state(self) -> State:
        made = blank_state(self.terms, limit_slots=len(self.limit_amount), stop_slots=len(self.stop_line))
        made.limit_amount[:] = self.limit_amount
        made.stop_line[:] = self.stop_line
        return made


YEARS = 2


@st.composite
def worlds(draw: st.DrawFn, loans: int = 3) -> World:
    """One to three agreements over up to five parties, with limits, stop lines, ceilings and unknowns."""
    parties = draw(st.integers(2, 5))
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    agreements, takers = len(counts), sum(counts)
    bearers = [draw(st.integers(0, parties - 1)) for _ in counts]
    party = [
        (bearer + draw(st.integers(1, parties - 1))) % parties
        for count, bearer in zip(counts, bearers, strict=True)
        for _ in range(count)
    ]
    limits, stops = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    use = [draw(st.lists(st.integers(0, limits - 1), unique=True)) if limits else [] for _ in counts]
    lines = [draw(st.lists(st.integers(0, stops - 1), unique=True)) if stops else [] for _ in counts]
    starts = np.concatenate([[0], np.cumsum(counts)])
    masks = [
        sum(1 << t for t in range(starts[a], starts[a + 1]) if draw(st.booleans()))
        for a, used in enumerate(use)
        for _ in used
    ]
    share = [
        [draw(st.one_of(st.just(UNKNOWN), st.integers(0, SCALE), st.integers(0, 4).map(lambda k: k * SCALE // 4)))
         if draw(st.booleans()) else draw(st.integers(0, SCALE // 2)) for _ in range(takers)]
        for _ in range(loans)
    ]  # fmt: skip
    yearly = [draw(st.integers(0, 1)) for _ in range(limits)]
    first, slots = 0, []
    for one in yearly:
        slots.append(first)
        first += YEARS if one else 1
    amount = st.one_of(st.just(UNKNOWN), st.integers(0, 2_000))
    ratio = st.one_of(st.just(WITHOUT), st.integers(0, SCALE))
    part = st.one_of(st.just(WITHOUT), st.integers(0, 1_500), st.just(UNKNOWN))
    day = st.one_of(st.just(WITHOUT), st.integers(0, 10))

    def whole(values: list[int]) -> I64:
        return np.array(values, np.int64)

    def table(rows: list[list[int]], width: int) -> I64:
        return np.array(rows, np.int64).reshape(loans, width)

    terms = Terms(
        bearer=whole(bearers),
        ceiling=whole([draw(ratio) for _ in counts]),
        rounding=whole([draw(st.integers(0, 2)) for _ in counts]),
        interest=whole([draw(st.integers(0, 1)) for _ in counts]),
        taker_from=whole(list(starts)),
        taker_party=whole(party),
        returns_to=whole([draw(st.integers(NOBODY, parties - 1)) for _ in range(takers)]),
        public=whole([draw(st.integers(0, 1)) for _ in range(parties)]),
        limit_from=whole([0, *np.cumsum([len(used) for used in use])]),
        limit_use=whole([limit for used in use for limit in used]),
        limit_takers=whole(masks),
        limit_measure=whole([draw(st.integers(0, 1)) for _ in range(limits)]),
        limit_restores=whole([draw(st.integers(0, 1)) for _ in range(limits)]),
        limit_yearly=whole(yearly),
        stop_from=whole([0, *np.cumsum([len(one) for one in lines])]),
        stop_use=whole([line for one in lines for line in one]),
        recovery_rank=np.array(
            [[draw(st.integers(0, 2)) for _ in range(parties)] for _ in counts], np.int64
        ),
        covers=table([[draw(st.sampled_from([0, 1, 1, 1, UNKNOWN])) for _ in counts] for _ in range(loans)], agreements),
        share=table(share, takers),
        covered_fen=table([[draw(part) for _ in counts] for _ in range(loans)], agreements),
        covered_until=table([[draw(day) for _ in counts] for _ in range(loans)], agreements),
        limit_slot=table([slots for _ in range(loans)], limits),
        stop_slot=table([[k * YEARS for k in range(stops)] for _ in range(loans)], stops),
    )  # fmt: skip
    return World(
        terms,
        whole([draw(amount) for _ in range(first)]),
        whole([draw(amount) for _ in range(stops * YEARS)]),
    )


class Happening(NamedTuple):
    """A loss, a recovery, a clawback or a payment resumed; `amount` of the latter two is the agreement."""

    what: str
    loan: int
    year: int
    day: int
    amount: int
    interest: int


happenings = st.lists(
    st.one_of(
        st.builds(Happening, st.just("loss"), st.integers(0, 2), st.integers(0, 1), st.integers(0, 12), st.integers(1, 1_000), st.integers(0, 100)),
        st.builds(Happening, st.just("recovery"), st.integers(0, 2), st.integers(0, 1), st.just(0), st.integers(1, 1_500), st.just(0)),
        st.builds(Happening, st.sampled_from(["clawback", "resume"]), st.integers(0, 2), st.integers(0, 1), st.just(0), st.integers(0, 2), st.just(0)),
    ),
    max_size=12,
)  # fmt: skip


def happen(world: World, state: State, event: Happening) -> list[list[int]]:
    """Allocate one event; its lines."""
    if event.what == "loss":
        loss = arrays.LossEvent(event.loan, event.year, event.day, event.amount, event.interest)
        count = kernel.allocate_loss(world.terms, state, loss)
    elif event.what == "recovery":
        count = returns.allocate_recovery(world.terms, state, (event.loan, event.year, event.amount))
    else:
        agreement = event.amount % len(world.terms.bearer)
        work = returns.claw_back if event.what == "clawback" else returns.resume
        count = work(world.terms, state, (event.loan, event.year, agreement))
    return [list(map(int, line)) for line in state.lines[:count]]
