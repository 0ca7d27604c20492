"""What an allocation works on: agreements, loans and running sums as whole numbers in arrays.

One form for one real loss and for a billion simulated ones. Dimensions: N loans, A agreements in the order in which
they apply, T takers over all agreements, P parties, L limits, S stop lines; slots are the places of running sums.
Amounts are fen, shares parts per billion, days ordinals (`date.toordinal`).
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]

SCALE: Final = 1_000_000_000
UNKNOWN: Final = -1
NOBODY: Final = -1
WITHOUT: Final = 2**62
"""An amount, a share or a day that limits nothing."""

# How a part comes to whole fen.
FLOOR: Final = 0
HALF_UP: Final = 1
LARGEST_REMAINDER: Final = 2

# What a limit measures.
PAID: Final = 0
PAYOUTS: Final = 1

# What a line of an allocation says. Up to MOVES the amount passes from one party to another; a note moves nothing.
LOSS: Final = 0
SHARE: Final = 1
RETURNED: Final = 2
RECOVERY: Final = 3
SURPLUS: Final = 4
CLAWBACK: Final = 5
RESUMED: Final = 6
MOVES: Final = 9
OVER_LIMIT: Final = 10
SUSPENDED: Final = 11
LINE_UNKNOWN: Final = 12
UNDETERMINED: Final = 13
OUTSIDE: Final = 14
EXPIRED: Final = 15
OVER_CEILING: Final = 16
NOTHING_LEFT: Final = 17
WITHDRAWN: Final = 18

# The columns of a line.
WHAT: Final = 0
SOURCE: Final = 1
TARGET: Final = 2
AMOUNT: Final = 3
TAKER: Final = 4
CAUSE: Final = 5
AGREEMENT: Final = 6
COLUMNS: Final = 7


class Terms(NamedTuple):
    """What was agreed; nothing here changes while events are allocated.

    Attributes:
        bearer: [A] party that bears the loss before the agreement, and what is left after it.
        ceiling: [A] most of the loss that the takers and the public parties before them may bear; WITHOUT for none.
        rounding: [A] FLOOR, HALF_UP or LARGEST_REMAINDER.
        interest: [A] 1 where interest counts as loss.
        taker_from: [A+1] the takers of agreement a are taker_from[a] up to taker_from[a+1].
        taker_party: [T] who takes.
        returns_to: [T] who bears what a limit cuts off; NOBODY for the bearer.
        public: [P] 1 for public money.
        limit_from: [A+1] the limits of agreement a are limit_use[limit_from[a]] and so on.
        limit_use: [U] limit.
        limit_takers: [U] bit t set: the limit binds taker t.
        limit_measure: [L] PAID, or PAYOUTS for what all takers of the agreement pay.
        limit_restores: [L] 1 where money that comes back makes room again.
        limit_yearly: [L] 1 where there is a slot for every year.
        stop_from: [A+1] the stop lines of agreement a.
        stop_use: [V] stop line; each has a slot for every year.
        recovery_rank: [A, P] who is paid first out of a recovery; equal ranks share.
        covers: [N, A] 1 yes, 0 no, UNKNOWN.
        share: [N, T] parts per billion, UNKNOWN where nobody has read it.
        covered_fen: [N, A] most of the loan's loss that is shared; WITHOUT for all.
        covered_until: [N, A] last day on which the loan may turn bad; WITHOUT for any.
        limit_slot: [N, L] slot of the loan's running sum (of the first year, where there is one for each).
        stop_slot: [N, S] slot of the loan's institution in the first year.
    """

    bearer: I64
    ceiling: I64
    rounding: I64
    interest: I64
    taker_from: I64
    taker_party: I64
    returns_to: I64
    public: I64
    limit_from: I64
    limit_use: I64
    limit_takers: I64
    limit_measure: I64
    limit_restores: I64
    limit_yearly: I64
    stop_from: I64
    stop_use: I64
    recovery_rank: I64
    covers: I64
    share: I64
    covered_fen: I64
    covered_until: I64
    limit_slot: I64
    stop_slot: I64


class State(NamedTuple):
    """Where things stand, and the room that the work needs.

    Attributes:
        burden: [N, P] what each party bears of each loan, net of what came back.
        paid: [N, T] what each taker has paid for the loan, net.
        pending: [N, T] what a suspended taker would have paid; its bearer holds it.
        shared: [N, A] loss of the loan counted so far.
        closed: [N, A] 1 after a clawback: the agreement covers the loan no more.
        limit_amount: [slots] most that may be borne; UNKNOWN is not enforced.
        limit_used: [slots] borne so far.
        stop_line: [slots] losses above which payment is suspended; UNKNOWN, or WITHOUT.
        stop_total: [slots] losses so far.
        event: [P] what each party bears of the event at hand.
        due: [T] parts of the event at hand.
        weight: [P+T+1] claims between which an amount is split.
        part: [P+T+1] the parts.
        lines: [rows, COLUMNS] the lines of the event at hand.
        written: [1] how many they are.
    """

    burden: I64
    paid: I64
    pending: I64
    shared: I64
    closed: I64
    limit_amount: I64
    limit_used: I64
    stop_line: I64
    stop_total: I64
    event: I64
    due: I64
    weight: I64
    part: I64
    lines: I64
    written: I64


class LossEvent(NamedTuple):
    """A loss on a loan: which loan, the year it is claimed in (counted from the first), the day, the amounts in fen."""

    loan: int
    year: int
    day: int
    principal: int
    interest: int


def blank_state(terms: Terms, *, limit_slots: int, stop_slots: int) -> State:
    """A state in which nothing has happened: no limit has an amount yet, no stop line is known."""
    loans, takers = terms.share.shape
    agreements, parties = terms.recovery_rank.shape
    rows = 4 + 2 * parties + 6 * takers + 3 * agreements
    return State(
        burden=_zeros(loans, parties),
        paid=_zeros(loans, takers),
        pending=_zeros(loans, takers),
        shared=_zeros(loans, agreements),
        closed=_zeros(loans, agreements),
        limit_amount=np.full(limit_slots, UNKNOWN, np.int64),
        limit_used=_zeros(limit_slots),
        stop_line=np.full(stop_slots, UNKNOWN, np.int64),
        stop_total=_zeros(stop_slots),
        event=_zeros(parties),
        due=_zeros(takers),
        weight=_zeros(parties + takers + 1),
        part=_zeros(parties + takers + 1),
        lines=_zeros(rows, COLUMNS),
        written=_zeros(1),
    )


def _zeros(*shape: int) -> I64:
    return np.zeros(shape, np.int64)
