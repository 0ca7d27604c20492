"""What comes after a loss: money recovered goes back, undue money is clawed back, suspended payment is taken up.

The second half of the one allocation code, under the same rules as `kejin.risk.kernel`.
"""

from kejin.risk.arrays import (
    CLAWBACK,
    NOBODY,
    OVER_LIMIT,
    PAID,
    RECOVERY,
    RESUMED,
    SURPLUS,
    UNKNOWN,
    WITHDRAWN,
    LossEvent,
    State,
    Terms,
)
from kejin.risk.kernel import (
    first_bearer,
    limit_slot_of,
    put,
    split_weights,
    use_limits,
    within_limits,
)


def allocate_recovery(terms: Terms, state: State, place: tuple[int, int, int]) -> int:
    """Give back what was recovered of a loan (loan, year, amount), in the agreed order. Returns the number of lines.

    A suspended part counts as its taker's, whose bearer holds it: it shrinks, and the bearer gets the money. What is
    recovered beyond all burdens is the first bearer's surplus.
    """
    loan, year, amount = place
    state.written[0] = 0
    order = governing(terms, state, loan)
    left, rank = amount, -1
    while left > 0:
        rank = next_rank(terms, state, (loan, order, rank))
        if rank == NOBODY:
            break
        total = claims(terms, state, (loan, order, rank))
        share = min(left, total)
        left -= share
        if total > 0:
            split_weights(state, (share, total, len(state.weight) - 1))
            pay_back(terms, state, (loan, year, order))
    if left > 0:
        put(state, (SURPLUS, NOBODY, first_bearer(terms, state, loan), left), (NOBODY, NOBODY, NOBODY))
    return int(state.written[0])


def governing(terms: Terms, state: State, loan: int) -> int:
    """The agreement whose order of recovery holds: the first that covers the loan, else the first of all."""
    for agreement in range(len(terms.bearer)):
        if terms.covers[loan, agreement] != 0 and state.closed[loan, agreement] == 0:
            return agreement
    return 0


def next_rank(terms: Terms, state: State, place: tuple[int, int, int]) -> int:
    """The next rank above the given one among parties that bear something, NOBODY where there is none."""
    loan, order, rank = place
    found = NOBODY
    for party in range(len(state.event)):
        own = terms.recovery_rank[order, party]
        if own > rank and (found == NOBODY or own < found) and has_claim(terms, state, (loan, party)):
            found = own
    return int(found)


def has_claim(terms: Terms, state: State, place: tuple[int, int]) -> bool:
    """Whether a party bears something of the loan, or would but for a suspension."""
    loan, party = place
    if state.burden[loan, party] > 0:
        return True
    for taker in range(len(terms.taker_party)):
        if terms.taker_party[taker] == party and state.pending[loan, taker] > 0:
            return True
    return False


def claims(terms: Terms, state: State, place: tuple[int, int, int]) -> int:
    """Fill `state.weight` with what each party of a rank bears, then with what suspended takers would; their sum."""
    loan, order, rank = place
    parties, total = len(state.event), 0
    for party in range(parties):
        state.weight[party] = max(state.burden[loan, party], 0)
    for taker in range(len(terms.taker_party)):
        # A suspended part is the taker's claim and not its holder's; what the holder no longer bears is nobody's.
        holder = bearer_of(terms, taker)
        owed = min(state.pending[loan, taker], state.weight[holder])
        state.weight[holder] -= owed
        state.weight[parties + taker] = owed
    for k in range(parties + len(terms.taker_party)):
        party = k if k < parties else terms.taker_party[k - parties]
        if terms.recovery_rank[order, party] != rank:
            state.weight[k] = 0
        total += state.weight[k]
    return int(total)


def bearer_of(terms: Terms, taker: int) -> int:
    """The party that bears what a taker does not."""
    for agreement in range(len(terms.bearer)):
        if terms.taker_from[agreement] <= taker < terms.taker_from[agreement + 1]:
            return int(terms.bearer[agreement])
    return NOBODY


def pay_back(terms: Terms, state: State, place: tuple[int, int, int]) -> None:
    """Pay the parts of a recovery: a party's own, and a suspended taker's to whoever holds it."""
    loan, year, _ = place
    parties = len(state.event)
    for party in range(parties):
        part = state.part[party]
        if part > 0:
            state.burden[loan, party] -= part
            refund(terms, state, (loan, year, party, part))
            put(state, (RECOVERY, NOBODY, party, part), (NOBODY, NOBODY, NOBODY))
    for taker in range(len(terms.taker_party)):
        part = state.part[parties + taker]
        if part > 0:
            holder = bearer_of(terms, taker)
            state.pending[loan, taker] -= part
            state.burden[loan, holder] -= part
            put(state, (RECOVERY, NOBODY, holder, part), (taker, NOBODY, NOBODY))


def refund(terms: Terms, state: State, place: tuple[int, int, int, int]) -> None:
    """Take money that came back to a party off what its takers paid, and make room again where a limit restores."""
    loan, year, party, amount = place
    left = amount
    for agreement in range(len(terms.bearer)):
        for taker in range(terms.taker_from[agreement], terms.taker_from[agreement + 1]):
            if terms.taker_party[taker] == party and left > 0:
                back = min(left, state.paid[loan, taker])
                state.paid[loan, taker] -= back
                left -= back
                make_room(terms, state, (loan, year, agreement, taker, back))


def make_room(terms: Terms, state: State, place: tuple[int, int, int, int, int]) -> None:
    """Give the limits that restore their room back."""
    loan, year, agreement, taker, amount = place
    for use in range(terms.limit_from[agreement], terms.limit_from[agreement + 1]):
        limit = terms.limit_use[use]
        binds = terms.limit_takers[use] >> taker & 1
        if terms.limit_restores[limit] == 1 and terms.limit_measure[limit] == PAID and binds:
            state.limit_used[limit_slot_of(terms, LossEvent(loan, year, 0, 0, 0), limit)] -= amount


def claw_back(terms: Terms, state: State, place: tuple[int, int, int]) -> int:
    """Return all that the takers of an agreement still bear of a loan (loan, year, agreement) to its bearer.

    The agreement covers the loan no more. Returns the number of lines.
    """
    loan, year, agreement = place
    state.written[0] = 0
    bearer = terms.bearer[agreement]
    for taker in range(terms.taker_from[agreement], terms.taker_from[agreement + 1]):
        party = terms.taker_party[taker]
        back = min(state.paid[loan, taker], state.burden[loan, party])
        if back > 0:
            state.burden[loan, party] -= back
            state.burden[loan, bearer] += back
            state.paid[loan, taker] -= back
            make_room(terms, state, (loan, year, agreement, taker, back))
            put(state, (CLAWBACK, party, bearer, back), (taker, NOBODY, agreement))
        if state.pending[loan, taker] > 0:
            put(state, (WITHDRAWN, bearer, party, state.pending[loan, taker]), (taker, NOBODY, agreement))
            state.pending[loan, taker] = 0
    state.closed[loan, agreement] = 1
    return int(state.written[0])


def resume(terms: Terms, state: State, place: tuple[int, int, int]) -> int:
    """Pay what suspended takers of an agreement owe on a loan (loan, year, agreement), within the limits of the year.

    What a limit cuts stays owed. Returns the number of lines.
    """
    loan, year, agreement = place
    state.written[0] = 0
    bearer = terms.bearer[agreement]
    event = LossEvent(loan, year, 0, 0, 0)
    for taker in range(terms.taker_from[agreement], terms.taker_from[agreement + 1]):
        due = min(state.pending[loan, taker], max(state.burden[loan, bearer], 0))
        if due == 0:
            continue
        party = terms.taker_party[taker]
        pay, cause = within_limits(terms, state, (event, agreement, taker, due))
        use_limits(terms, state, (event, agreement, taker, pay))
        state.pending[loan, taker] -= pay
        state.paid[loan, taker] += pay
        state.burden[loan, bearer] -= pay
        state.burden[loan, party] += pay
        if pay > 0:
            put(state, (RESUMED, bearer, party, pay), (taker, cause, agreement))
        if due > pay:
            put(state, (OVER_LIMIT, bearer, party, due - pay), (taker, cause, agreement))
    return int(state.written[0])


def room_of(state: State, slot: int) -> int:
    """What is left under a limit; UNKNOWN where the limit is not known."""
    if state.limit_amount[slot] == UNKNOWN:
        return UNKNOWN
    return int(max(state.limit_amount[slot] - state.limit_used[slot], 0))
