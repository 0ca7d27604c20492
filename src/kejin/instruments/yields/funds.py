"""What a fund has earned, alone and beside a public index: multiples and public market equivalents 公开市场等价.

Flows are one period apart: contributions are negative, distributions positive. `index` is the level of a total-return
index at each flow, `nav` the value of what is still held at the end. Formulas: INSEAD Global Private Equity
Initiative, "Measuring Private Equity Fund Performance", 2019.
"""

from collections.abc import Sequence

from kejin.errors import CashFlowError
from kejin.instruments.yields.rates import irr


def dpi(amounts: Sequence[float]) -> float:
    """Distributions to paid-in 已分配倍数."""
    return _received(amounts) / _paid_in(amounts)


def rvpi(amounts: Sequence[float], nav: float) -> float:
    """Residual value to paid-in 剩余价值倍数."""
    return nav / _paid_in(amounts)


def tvpi(amounts: Sequence[float], nav: float) -> float:
    """Total value to paid-in 总价值倍数: `dpi` and `rvpi` together."""
    return dpi(amounts) + rvpi(amounts, nav)


def at_the_end(amounts: Sequence[float], index: Sequence[float]) -> list[float]:
    """Each flow as if it had moved with the index to the end (the flows of Kaplan and Schoar's measure)."""
    if len(amounts) != len(index) or any(not level > 0 for level in index):
        raise CashFlowError(
            "The index does not go with the flows",
            expected=f"{len(amounts)} levels above 0",
            found=list(index),
        )
    return [amount * index[-1] / level for amount, level in zip(amounts, index, strict=True)]


def ks_pme(amounts: Sequence[float], index: Sequence[float], nav: float) -> float:
    """Kaplan and Schoar's measure: distributions and rest over contributions, all carried with the index to the end."""
    return tvpi(at_the_end(amounts, index), nav)


def ln_pme_nav(amounts: Sequence[float], index: Sequence[float]) -> float:
    """What an index account would hold at the end that took in and paid out the fund's flows (Long and Nickels)."""
    return -sum(at_the_end(amounts, index))


def ln_pme(amounts: Sequence[float], index: Sequence[float]) -> float | None:
    """The rate per period that such an account would have earned; None where there is not just one."""
    return _rate(amounts, ln_pme_nav(amounts, index))


def pme_plus_lambda(amounts: Sequence[float], index: Sequence[float], nav: float) -> float:
    """By how much distributions must be scaled so that the index account ends at the fund's value (PME+)."""
    carried = at_the_end(amounts, index)
    return (_paid_in(carried) - nav) / _received(carried)


def pme_plus_flows(amounts: Sequence[float], index: Sequence[float], nav: float) -> list[float]:
    """The flows with distributions scaled by `pme_plus_lambda`."""
    scale = pme_plus_lambda(amounts, index, nav)
    return [amount * scale if amount > 0 else amount for amount in amounts]


def pme_plus(amounts: Sequence[float], index: Sequence[float], nav: float) -> float | None:
    """The rate per period of PME+; None where there is not just one."""
    return _rate(pme_plus_flows(amounts, index, nav), nav)


def mpme(amounts: Sequence[float], index: Sequence[float], navs: Sequence[float]) -> float | None:
    """The modified measure (Cambridge Associates): the index account pays out the share of itself that the fund did.

    `navs` is the fund's value after each flow. None where there is not just one rate.
    """
    at_the_end(amounts, index)
    if len(navs) != len(amounts):
        raise CashFlowError(
            "The values do not go with the flows", expected=f"{len(amounts)} values", found=len(navs)
        )
    held, flows = 0.0, []
    before = index[0]
    for amount, level, nav in zip(amounts, index, navs, strict=True):
        held = held * level / before + max(-amount, 0.0)
        share = max(amount, 0.0) / (max(amount, 0.0) + nav) if amount > 0 else 0.0
        flows.append(min(amount, 0.0) + share * held)
        held *= 1.0 - share
        before = level
    return _rate(flows, held)


def direct_alpha(amounts: Sequence[float], index: Sequence[float], nav: float) -> float | None:
    """The rate per period beyond the index: of the flows carried with the index to the end. None as above."""
    return _rate(at_the_end(amounts, index), nav)


def _rate(amounts: Sequence[float], nav: float) -> float | None:
    return irr([*amounts[:-1], amounts[-1] + nav]).rate


def _received(amounts: Sequence[float]) -> float:
    return sum(amount for amount in amounts if amount > 0)


def _paid_in(amounts: Sequence[float]) -> float:
    paid = -sum(amount for amount in amounts if amount < 0)
    if not paid > 0:
        raise CashFlowError("Nothing was paid in", expected="a negative flow", found=list(amounts))
    return paid
