"""Kinds of events and the one event table: what happens when, how much is paid, and what is owed afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import polars as pl

Days = npt.NDArray[np.int32]
Numbers = npt.NDArray[Any]  # of int64 minor units, or of float64 where nothing is rounded

_EPOCH: Final = date(1970, 1, 1).toordinal()


class EventKind(StrEnum):
    """An event by its ACTUS code.

    The order of the members is the order of events on one day (ACTUS event sequence).
    """

    IED = "IED"  # initial exchange 初始交换
    FP = "FP"  # fee 费用
    PR = "PR"  # principal redemption 还本
    PI = "PI"  # principal increase 提款
    PY = "PY"  # penalty 违约金
    PP = "PP"  # prepayment 提前还款
    IP = "IP"  # interest payment 付息
    IPCI = "IPCI"  # interest capitalised 利息转本金
    CE = "CE"  # credit event 信用事件
    RRF = "RRF"  # rate reset to a rate that is known 已知利率重定价
    RR = "RR"  # rate reset 利率重定价
    PRF = "PRF"  # principal payment amount fixed 还款额重定
    DV = "DV"  # dividend 分红
    PRD = "PRD"  # purchase 买入
    MR = "MR"  # margin call 追加保证金
    TD = "TD"  # termination 转让或终止
    SC = "SC"  # scaling 指数化
    IPCB = "IPCB"  # interest calculation base fixed 计息基数重定
    MD = "MD"  # maturity 到期
    XD = "XD"  # exercise 行权
    STD = "STD"  # settlement 结算
    AD = "AD"  # state at a date 时点状态


KINDS: Final = tuple(EventKind)
"""The kinds by their number in an event table."""


def day_number(day: date) -> int:
    """A date as days since 1970-01-01, as the tables hold it."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The date with this number."""
    return date.fromordinal(int(number) + _EPOCH)


@dataclass(frozen=True, slots=True)
class Event:
    """One row of an event table; amounts in the table's unit, from the lender's side.

    Attributes:
        day: When it is paid.
        kind: What happens.
        amount: What the lender receives; negative for what he pays.
        balance: The principal outstanding afterwards.
    """

    day: date
    kind: EventKind
    amount: int | float
    balance: int | float


@dataclass(frozen=True, slots=True, eq=False)
class EventTable:
    """Events as arrays, one element per event, contract after contract and in the order of time.

    Attributes:
        contract: Which contract, from 0.
        day: Days since 1970-01-01 on which it is paid, shape (events,).
        kind: The position of the kind in `KINDS`.
        amount: What the lender receives, in whole minor units or, unrounded, in minor units as floats.
        balance: The principal outstanding after the event, in the same unit.
        currency: The currency's ISO 4217 code.
    """

    contract: npt.NDArray[np.int32]
    day: Days
    kind: npt.NDArray[np.int8]
    amount: Numbers
    balance: Numbers
    currency: str

    def __len__(self) -> int:
        return len(self.day)

    def __iter__(self) -> Iterator[Event]:
        columns = (self.day.tolist(), self.kind.tolist(), self.amount.tolist(), self.balance.tolist())
        for day, kind, amount, balance in zip(*columns, strict=True):
            yield Event(day_of(day), KINDS[kind], amount, balance)

    def frame(self) -> "pl.DataFrame":
        """The table as a frame: contract, date, kind, amount, balance, currency."""
        import polars as pl  # noqa: PLC0415 - who handles schedules alone need not load it

        names = pl.Series([kind.value for kind in KINDS], dtype=pl.String)
        return pl.DataFrame(
            {
                "contract": self.contract,
                "date": pl.Series(self.day).cast(pl.Date),
                "kind": names.gather(self.kind.astype(np.int64)),
                "amount": self.amount,
                "balance": self.balance,
            }
        ).with_columns(currency=pl.lit(self.currency))
