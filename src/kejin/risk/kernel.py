"""The one allocation code: a loss, a recovery, a clawback or a resumed payment, shared to the fen.

Plain Python over arrays of whole numbers, written so that Numba compiles the very same functions for the simulation
(`kejin.risk.compiled`). Nothing here overflows 64 bits as long as an event stays below 2**53 fen: products are formed
in two halves.

Every line passes an amount from one party to another or notes why an amount did not pass; the burdens of all parties
of a loan therefore always sum to its losses less its recoveries.
"""

from kejin.risk.arrays import (
    AGREEMENT,
    AMOUNT,
    CAUSE,
    EXPIRED,
    HALF_UP,
    LARGEST_REMAINDER,
    LINE_UNKNOWN,
    LOSS,
    NOBODY,
    NOTHING_LEFT,
    OUTSIDE,
    OVER_CEILING,
    OVER_LIMIT,
    PAID,
    PAYOUTS,
    RETURNED,
    SCALE,
    SHARE,
    SOURCE,
    SUSPENDED,
    TAKER,
    TARGET,
    UNDETERMINED,
    UNKNOWN,
    WHAT,
    WITHOUT,
    LossEvent,
    State,
    Terms,
)

SAFE_PRODUCT = 9.0e18


def share_part(amount: int, ppb: int, rounding: int) -> int:
    """A share of an amount in whole fen, rounded down or half up. Both are not negative, the share at most one."""
    whole, rest = amount // SCALE, amount % SCALE
    product = rest * ppb
    if rounding == HALF_UP:
        product += SCALE // 2
    return whole * ppb + product // SCALE


def mul_div(amount: int, weight: int, total: int) -> tuple[int, int]:
    """Amount x weight / total, rounded down, and the remainder over `total`; exact although the product may be long.

    None is negative, the weight at most the total, the total positive and below 2**61.
    """
    if weight == 0:
        return 0, 0
    # A product of floats is right to the sixteenth digit: far below 2**63 there is no doubt.
    if float(amount) * float(weight) < SAFE_PRODUCT:
        product = amount * weight
        quotient = product // total
        return quotient, product - quotient * total
    quotient, rest, bit = 0, 0, 1
    while bit <= amount // 2:
        bit *= 2
    while bit > 0:
        quotient, rest = 2 * quotient, 2 * rest
        if amount // bit % 2 == 1:
            rest += weight
        quotient, rest = quotient + rest // total, rest % total
        bit //= 2
    return quotient, rest


def allocate_loss(terms: Terms, state: State, event: LossEvent) -> int:
    """Share one loss through all agreements that cover the loan. Returns how many lines stand in `state.lines`."""
    amount = event.principal + event.interest
    state.written[0] = 0
    for party in range(len(state.event)):
        state.event[party] = 0
    first = first_bearer(terms, state, event.loan)
    state.event[first] = amount
    state.burden[event.loan, first] += amount
    put(state, (LOSS, NOBODY, first, amount), (NOBODY, NOBODY, NOBODY))
    for agreement in range(len(terms.bearer)):
        if terms.covers[event.loan, agreement] != 0 and state.closed[event.loan, agreement] == 0:
            cede(terms, state, (event, agreement))
    return int(state.written[0])


def first_bearer(terms: Terms, state: State, loan: int) -> int:
    """Who bears a loss before anything is shared: the bearer of the loan's first agreement, else the first party."""
    for agreement in range(len(terms.bearer)):
        if terms.covers[loan, agreement] != 0 and state.closed[loan, agreement] == 0:
            return int(terms.bearer[agreement])
    return 0


def cede(terms: Terms, state: State, place: tuple[LossEvent, int]) -> None:
    """Share the loss under one agreement."""
    event, agreement = place
    loan = event.loan
    base = event.principal + (event.interest if terms.interest[agreement] == 1 else 0)
    halted = count_loss(terms, state, (event, agreement, base))
    until = terms.covered_until[loan, agreement]
    if until != UNKNOWN and event.day > until:
        put(state, (EXPIRED, NOBODY, NOBODY, base), (NOBODY, NOBODY, agreement))
        return
    if not determined(terms, loan, agreement):
        put(state, (UNDETERMINED, NOBODY, NOBODY, base), (NOBODY, NOBODY, agreement))
        return
    room = max(terms.covered_fen[loan, agreement] - state.shared[loan, agreement], 0)
    if base > room:
        put(state, (OUTSIDE, NOBODY, NOBODY, base - room), (NOBODY, NOBODY, agreement))
        base = room
    state.shared[loan, agreement] += base
    first = terms.taker_from[agreement]
    fill_due(terms, state, (loan, agreement, base))
    for taker in range(first, terms.taker_from[agreement + 1]):
        state.due[taker] = state.part[taker - first]
    admit(terms, state, (event, agreement))
    hold_ceiling(terms, state, (agreement, base))
    for taker in range(terms.taker_from[agreement], terms.taker_from[agreement + 1]):
        take(terms, state, (event, agreement, taker, halted))


def determined(terms: Terms, loan: int, agreement: int) -> bool:
    """Whether it is known that the loan is covered, when, how far, and with which shares."""
    known = terms.covers[loan, agreement] != UNKNOWN and terms.covered_until[loan, agreement] != UNKNOWN
    known = known and terms.covered_fen[loan, agreement] != UNKNOWN and terms.ceiling[agreement] != UNKNOWN
    for taker in range(terms.taker_from[agreement], terms.taker_from[agreement + 1]):
        known = known and terms.share[loan, taker] != UNKNOWN
    return bool(known)


def count_loss(terms: Terms, state: State, place: tuple[LossEvent, int, int]) -> int:
    """Count the loss towards the agreement's stop lines; the line that suspends payment, else NOBODY."""
    event, agreement, base = place
    halted = NOBODY
    for use in range(terms.stop_from[agreement], terms.stop_from[agreement + 1]):
        line = terms.stop_use[use]
        slot = terms.stop_slot[event.loan, line] + event.year
        if not counted_before(terms, state, (event.loan, agreement, line)):
            state.stop_total[slot] += base
        known = state.stop_line[slot] != UNKNOWN
        if not known or state.stop_total[slot] > state.stop_line[slot]:
            halted = line
    return halted


def counted_before(terms: Terms, state: State, place: tuple[int, int, int]) -> bool:
    """Whether an agreement before this one has counted the same loss towards the same stop line."""
    loan, agreement, line = place
    for earlier in range(agreement):
        if terms.covers[loan, earlier] != 0 and state.closed[loan, earlier] == 0:
            for use in range(terms.stop_from[earlier], terms.stop_from[earlier + 1]):
                if terms.stop_use[use] == line:
                    return True
    return False


def fill_due(terms: Terms, state: State, place: tuple[int, int, int]) -> None:
    """The parts of all takers of an agreement in a loss: running sums rounded, or by largest remainder."""
    loan, agreement, base = place
    first, last = terms.taker_from[agreement], terms.taker_from[agreement + 1]
    rounding = terms.rounding[agreement]
    running, before = 0, 0
    for taker in range(first, last):
        share = min(terms.share[loan, taker], SCALE - running)
        running += share
        if rounding == LARGEST_REMAINDER:
            state.weight[taker - first] = share
        else:
            upto = share_part(base, running, rounding)
            state.part[taker - first] = upto - before
            before = upto
    if rounding == LARGEST_REMAINDER:
        # What stays with the bearer competes for the last fen like any part.
        state.weight[last - first] = SCALE - running
        split_weights(state, (base, SCALE, last - first + 1))


def split_weights(state: State, place: tuple[int, int, int]) -> None:
    """Split an amount over the first `count` weights, which sum to `total`, into `state.part`: `kejin.money.split`.

    Fen left over by rounding down go to the largest remainders, then to the larger weight, then to the earlier one.
    """
    amount, total, count = place
    left = amount
    for k in range(count):
        state.part[k] = mul_div(amount, state.weight[k], total)[0]
        left -= state.part[k]
    taken = 0
    while left > 0:
        best, most = NOBODY, -1
        for k in range(count):
            rest = mul_div(amount, state.weight[k], total)[1]
            larger = best != NOBODY and rest == most and state.weight[k] > state.weight[best]
            if taken >> k & 1 == 0 and (rest > most or larger):
                best, most = k, rest
        state.part[best] += 1
        taken |= 1 << best
        left -= 1


def admit(terms: Terms, state: State, place: tuple[LossEvent, int]) -> None:
    """Hold the parts within the limits on what all takers pay: those bound bear their part of what is within."""
    event, agreement = place
    first, last = terms.taker_from[agreement], terms.taker_from[agreement + 1]
    for use in range(terms.limit_from[agreement], terms.limit_from[agreement + 1]):
        limit = terms.limit_use[use]
        slot = limit_slot_of(terms, event, limit)
        if terms.limit_measure[limit] != PAYOUTS or state.limit_amount[slot] == UNKNOWN:
            continue
        total = 0
        for taker in range(first, last):
            total += state.due[taker]
        admitted = min(total, max(state.limit_amount[slot] - state.limit_used[slot], 0))
        state.limit_used[slot] += admitted
        for taker in range(first, last):
            if admitted < total and terms.limit_takers[use] >> taker & 1:
                part = mul_div(state.due[taker], admitted, total)[0]
                cut = state.due[taker] - part
                state.due[taker] = part
                give_over(terms, state, (event.loan, agreement, taker, limit, cut))


def limit_slot_of(terms: Terms, event: LossEvent, limit: int) -> int:
    """The place of the running sum that a limit keeps for the event's loan and year."""
    slot = terms.limit_slot[event.loan, limit]
    return int(slot + event.year) if terms.limit_yearly[limit] == 1 else int(slot)


def hold_ceiling(terms: Terms, state: State, place: tuple[int, int]) -> None:
    """Hold the takers, with the public parties before them, within the agreement's ceiling; the last is cut first."""
    agreement, base = place
    if terms.ceiling[agreement] == WITHOUT:
        return
    room = share_part(base, terms.ceiling[agreement], 0)
    for party in range(len(state.event)):
        if terms.public[party] == 1:
            room -= state.event[party]
    for taker in range(terms.taker_from[agreement], terms.taker_from[agreement + 1]):
        allowed = max(min(state.due[taker], room), 0)
        if allowed < state.due[taker]:
            cut = state.due[taker] - allowed
            put(
                state,
                (OVER_CEILING, terms.bearer[agreement], terms.taker_party[taker], cut),
                (taker, NOBODY, agreement),
            )
            state.due[taker] = allowed
        room -= allowed


def take(terms: Terms, state: State, place: tuple[LossEvent, int, int, int]) -> None:
    """One taker's part: suspended, cut by limits, or passed on."""
    event, agreement, taker, halted = place
    bearer, party = terms.bearer[agreement], terms.taker_party[taker]
    due = state.due[taker]
    if due > state.event[bearer]:
        cut = due - state.event[bearer]
        put(state, (NOTHING_LEFT, bearer, party, cut), (taker, NOBODY, agreement))
        due = state.event[bearer]
    if due == 0:
        return
    if halted != NOBODY:
        slot = terms.stop_slot[event.loan, halted] + event.year
        what = LINE_UNKNOWN if state.stop_line[slot] == UNKNOWN else SUSPENDED
        state.pending[event.loan, taker] += due
        put(state, (what, bearer, party, due), (taker, halted, agreement))
        return
    pay, cause = within_limits(terms, state, (event, agreement, taker, due))
    use_limits(terms, state, (event, agreement, taker, pay))
    if pay > 0:
        state.paid[event.loan, taker] += pay
        pass_on(state, (event.loan, bearer, party, pay), (SHARE, taker, cause, agreement))
    if due > pay:
        give_over(terms, state, (event.loan, agreement, taker, cause, due - pay))


def within_limits(terms: Terms, state: State, place: tuple[LossEvent, int, int, int]) -> tuple[int, int]:
    """How much of a part its limits leave, and the limit that cuts it (NOBODY where none does)."""
    event, agreement, taker, due = place
    pay, cause = due, NOBODY
    for use in range(terms.limit_from[agreement], terms.limit_from[agreement + 1]):
        limit = terms.limit_use[use]
        if terms.limit_measure[limit] == PAID and terms.limit_takers[use] >> taker & 1:
            slot = limit_slot_of(terms, event, limit)
            room = max(state.limit_amount[slot] - state.limit_used[slot], 0)
            if state.limit_amount[slot] != UNKNOWN and room < pay:
                pay, cause = room, limit
    return pay, cause


def use_limits(terms: Terms, state: State, place: tuple[LossEvent, int, int, int]) -> None:
    """Count what is paid towards every limit that binds the taker."""
    event, agreement, taker, pay = place
    for use in range(terms.limit_from[agreement], terms.limit_from[agreement + 1]):
        limit = terms.limit_use[use]
        if terms.limit_measure[limit] == PAID and terms.limit_takers[use] >> taker & 1:
            state.limit_used[limit_slot_of(terms, event, limit)] += pay


def give_over(terms: Terms, state: State, place: tuple[int, int, int, int, int]) -> None:
    """What a limit cuts off a part: it stays with the bearer, or passes to the party that the agreement names."""
    loan, agreement, taker, limit, cut = place
    bearer, party = terms.bearer[agreement], terms.taker_party[taker]
    put(state, (OVER_LIMIT, bearer, party, cut), (taker, limit, agreement))
    other = terms.returns_to[taker]
    if other not in (NOBODY, bearer):
        moved = min(cut, state.event[bearer])
        pass_on(state, (loan, bearer, other, moved), (RETURNED, taker, limit, agreement))


def pass_on(state: State, move: tuple[int, int, int, int], why: tuple[int, int, int, int]) -> None:
    """Pass an amount (loan, source, target, amount) of the event for a reason (what, taker, cause, agreement)."""
    loan, source, target, amount = move
    what, taker, cause, agreement = why
    state.event[source] -= amount
    state.event[target] += amount
    state.burden[loan, source] -= amount
    state.burden[loan, target] += amount
    put(state, (what, source, target, amount), (taker, cause, agreement))


def put(state: State, what: tuple[int, int, int, int], why: tuple[int, int, int]) -> None:
    """Write a line: what, source, target, amount; taker, cause, agreement."""
    row = state.written[0]
    state.lines[row, WHAT] = what[0]
    state.lines[row, SOURCE] = what[1]
    state.lines[row, TARGET] = what[2]
    state.lines[row, AMOUNT] = what[3]
    state.lines[row, TAKER] = why[0]
    state.lines[row, CAUSE] = why[1]
    state.lines[row, AGREEMENT] = why[2]
    state.written[0] = row + 1
