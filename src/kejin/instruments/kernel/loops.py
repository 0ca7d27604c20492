"""The loops of the kernel: one per family of ops, over the contracts of a block."""

from kejin.instruments.compiling import inlined
from kejin.instruments.kernel.arithmetic import accrued, due, share
from kejin.instruments.kernel.layout import (
    BALANCE,
    BASE,
    BUY,
    DRAW,
    FEE,
    FEE_RATE,
    FEE_REST,
    FINAL,
    INSTALMENT,
    LINEAR,
    MULCT,
    PAYMENT,
    RATE,
    REDEEM,
    RENT,
    REPAY,
    REST,
    SELL,
    SET_BASE,
    SET_PAYMENT,
    SET_RATE,
    SHARE,
    STOP,
    WHOLE,
    At,
    Data,
    Flows,
)


@inlined
def accrue(data: Data, at: At, own_base: bool) -> None:
    """Interest for the instruction's fraction of a year, on the balance or on a base of its own."""
    whole, rest = data.state[WHOLE, at.low : at.high], data.state[REST, at.low : at.high]
    balance = data.state[BASE if own_base else BALANCE, at.low : at.high]
    rate = data.state[RATE, at.low : at.high]
    for c in range(at.high - at.low):
        whole[c], rest[c] = accrued(whole[c], rest[c], balance[c], rate[c], at.part, data.scale, data.magic)


@inlined
def accrue_fees(data: Data, at: At) -> None:
    """The fee on the balance for the instruction's fraction of a year."""
    whole, rest = data.state[FEE, at.low : at.high], data.state[FEE_REST, at.low : at.high]
    balance, rate = data.state[BALANCE, at.low : at.high], data.state[FEE_RATE, at.low : at.high]
    for c in range(at.high - at.low):
        whole[c], rest[c] = accrued(whole[c], rest[c], balance[c], rate[c], at.part, data.scale, data.magic)


@inlined
def instalment(data: Data, flows: Flows, at: At) -> None:
    """INSTALMENT where nothing had accrued before: accrual, interest and principal in one pass over few columns."""
    balance, payment = data.state[BALANCE, at.low : at.high], data.state[PAYMENT, at.low : at.high]
    rate = data.state[RATE, at.low : at.high]
    interest, principal = flows.interest[at.row, at.low : at.high], flows.principal[at.row, at.low : at.high]
    left = flows.balance[at.row, at.low : at.high]
    for c in range(at.high - at.low):
        owed, over = accrued(0 * rate[c], 0 * rate[c], balance[c], rate[c], at.part, data.scale, data.magic)
        paid = due(owed, over, data.scale)
        redeemed = min(payment[c] - paid, balance[c])
        after = balance[c] - redeemed
        interest[c], principal[c], left[c], balance[c] = paid, redeemed, after, after


@inlined
def settled_pay(data: Data, flows: Flows, at: At, op: int) -> None:
    """LINEAR, INTEREST, FINAL where nothing had accrued before."""
    balance, payment = data.state[BALANCE, at.low : at.high], data.state[PAYMENT, at.low : at.high]
    rate = data.state[RATE, at.low : at.high]
    interest, principal = flows.interest[at.row, at.low : at.high], flows.principal[at.row, at.low : at.high]
    left = flows.balance[at.row, at.low : at.high]
    for c in range(at.high - at.low):
        owed, over = accrued(0 * rate[c], 0 * rate[c], balance[c], rate[c], at.part, data.scale, data.magic)
        all_of_it, part = balance[c], min(payment[c], balance[c])
        redeemed = all_of_it if op == FINAL else (part if op == LINEAR else 0 * part)
        after = all_of_it - redeemed
        interest[c], principal[c], left[c], balance[c] = due(owed, over, data.scale), redeemed, after, after


@inlined
def pay(data: Data, flows: Flows, at: At, op: int) -> None:
    """INSTALMENT, LINEAR, INTEREST, FINAL: interest due; as principal the payment's rest, the payment, nothing, all."""
    balance, payment = data.state[BALANCE, at.low : at.high], data.state[PAYMENT, at.low : at.high]
    whole, rest = data.state[WHOLE, at.low : at.high], data.state[REST, at.low : at.high]
    interest, principal = flows.interest[at.row, at.low : at.high], flows.principal[at.row, at.low : at.high]
    left = flows.balance[at.row, at.low : at.high]
    for c in range(at.high - at.low):
        paid = due(whole[c], rest[c], data.scale)
        if op == FINAL:
            redeemed = balance[c]
        elif op == INSTALMENT:
            redeemed = min(payment[c] - paid, balance[c])
        else:
            redeemed = min(payment[c], balance[c]) if op == LINEAR else 0 * balance[c]
        interest[c], principal[c] = paid, redeemed
        balance[c] -= redeemed
        left[c] = balance[c]
        whole[c], rest[c] = 0, 0


@inlined
def redeem(data: Data, flows: Flows, at: At, op: int) -> None:
    """REDEEM, REDEEM_NET, REPAY, DRAW: principal alone; what is due stays due."""
    balance, payment = data.state[BALANCE, at.low : at.high], data.state[PAYMENT, at.low : at.high]
    whole, rest = data.state[WHOLE, at.low : at.high], data.state[REST, at.low : at.high]
    for c in range(at.high - at.low):
        if op == DRAW:
            redeemed = -at.a[c]
        elif op == REPAY:
            redeemed = min(at.a[c], balance[c])
        elif op == REDEEM:
            redeemed = min(payment[c], balance[c])
        else:
            redeemed = min(payment[c] - due(whole[c], rest[c], data.scale), balance[c])
        balance[c] -= redeemed
        if at.row >= 0:
            flows.interest[at.row, at.low + c] = 0
            flows.principal[at.row, at.low + c] = redeemed
            flows.balance[at.row, at.low + c] = balance[c]
            if op == DRAW:
                flows.other[at.row, at.low + c] = -at.b[c]


@inlined
def set_all(data: Data, at: At, op: int) -> None:
    """RATE, PAYMENT, SHARE, BASE, STOP: the state alone."""
    state = data.state
    for c in range(at.low, at.high):
        if op == SET_RATE:
            state[RATE, c] = at.a[c - at.low]
        elif op == SET_PAYMENT:
            state[PAYMENT, c] = at.a[c - at.low]
        elif op == SHARE:
            state[PAYMENT, c] = share(state[BALANCE, c], at.last - at.first)
        elif op == SET_BASE:
            state[BASE, c] = state[BALANCE, c]
        elif op == STOP:
            state[RATE, c] = 0


@inlined
def capitalise(data: Data, flows: Flows, at: At) -> None:
    """CAPITALISE: the borrower draws what is due, and pays it as interest in the same moment."""
    state = data.state
    for c in range(at.low, at.high):
        added = due(state[WHOLE, c], state[REST, c], data.scale)
        state[BALANCE, c] += added
        state[WHOLE, c], state[REST, c] = 0, 0
        if at.row >= 0:
            flows.interest[at.row, c], flows.principal[at.row, c] = added, -added
            flows.balance[at.row, c] = state[BALANCE, c]


@inlined
def extra(data: Data, flows: Flows, at: At, op: int) -> None:
    """OTHER, RENT, MULCT, BUY, SELL: what is neither agreed interest nor principal."""
    state = data.state
    for c in range(at.low, at.high):
        a = at.a[c - at.low]
        interest, other = 0 * a, a
        if op == RENT:
            other = a + due(state[FEE, c], state[FEE_REST, c], data.scale)
            state[FEE, c], state[FEE_REST, c] = 0, 0
        elif op == MULCT:
            other = a + state[BALANCE, c] * at.b[c - at.low]
        elif op in (BUY, SELL):
            interest = due(state[WHOLE, c], state[REST, c], data.scale)
        if op == BUY:
            interest, other = -interest, -a
        elif op == SELL:
            for row in (BALANCE, WHOLE, REST, FEE, FEE_REST):
                state[row, c] = 0
        flows.interest[at.row, c], flows.principal[at.row, c] = interest, 0
        flows.balance[at.row, c], flows.other[at.row, c] = state[BALANCE, c], other


@inlined
def trace(data: Data, flows: Flows, at: At) -> None:
    """Rate and accrued interest after the row."""
    flows.rate[at.row, at.low : at.high] = data.state[RATE, at.low : at.high]
    flows.accrued[at.row, at.low : at.high] = data.state[WHOLE, at.low : at.high]
