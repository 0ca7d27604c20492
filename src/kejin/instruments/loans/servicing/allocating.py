"""In which order a payment settles what is owed.

An order lists pairs of *when* (past due, due today, in advance) and *what* (penalty, fee, interest, principal). Read
horizontally, one bill is settled as far as the order says before the next; read vertically, one part of all bills
before the next part. What is paid in advance goes to the next bill, to the last one, or to all that are left in equal
parts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from kejin.instruments.loans.servicing.bills import Bill, Part
from kejin.instruments.loans.servicing.conventions import Arithmetic


class When(StrEnum):
    """How a bill's due date lies to the day of a payment."""

    PAST_DUE = "PAST_DUE"
    DUE = "DUE"
    IN_ADVANCE = "IN_ADVANCE"


class Future(StrEnum):
    """Which bills a payment in advance goes to."""

    NEXT = "NEXT_INSTALLMENT"
    LAST = "LAST_INSTALLMENT"
    ALL = "REAMORTIZATION"


Target = tuple[When, Part]
Payer = Callable[[Bill, Target, int], int]
"""Pays one part of one bill out of an amount and returns what it took."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """The order agreed on.

    Attributes:
        order: Pairs, first to last.
        future: Where payments in advance go.
        vertical: Whether one part of all bills comes before the next part.
    """

    order: tuple[Target, ...]
    future: Future = Future.NEXT
    vertical: bool = False


def of_parts(*parts: Part, future: Future = Future.NEXT) -> Allocation:
    """The order that settles these parts first past due, then due, then in advance."""
    return Allocation(tuple((when, part) for when in When for part in parts), future)


def allocate(
    bills: Sequence[Bill],
    allocation: Allocation,
    *,
    day: date,
    amount: int,
    payer: Payer,
    arithmetic: Arithmetic,
) -> int:
    """Settle bills out of an amount; what no bill could take is returned."""
    machine = _Allocating(bills, allocation, day, payer, arithmetic)
    return machine.vertically(amount) if allocation.vertical else machine.horizontally(amount)


@dataclass(frozen=True, slots=True)
class _Allocating:
    bills: Sequence[Bill]
    allocation: Allocation
    day: date
    payer: Payer
    arithmetic: Arithmetic

    def horizontally(self, amount: int) -> int:
        for when, targets in groupby(self.allocation.order, key=lambda target: target[0]):
            amount = self._bill_by_bill(when, tuple(targets), amount)
        return amount

    def _bill_by_bill(self, when: When, targets: tuple[Target, ...], amount: int) -> int:
        while amount > 0 and (chosen := self._chosen(when, [bill for bill in self.bills if bill.open > 0])):
            before = amount
            for target in targets:
                amount -= self._spread(chosen, target, amount)
            if amount == before:
                break
        return amount

    def vertically(self, amount: int) -> int:
        for target in self.allocation.order:
            when, part = target
            while amount > 0 and (chosen := self._chosen(when, [b for b in self.bills if b.left(part) > 0])):
                taken = self._spread(chosen, target, amount)
                amount -= taken
                if taken == 0:
                    break
        return amount

    def _chosen(self, when: When, bills: list[Bill]) -> list[Bill]:
        if when is When.PAST_DUE:
            return [bill for bill in bills if bill.span.end < self.day][:1]
        if when is When.DUE:
            return [bill for bill in bills if bill.span.end == self.day][:1]
        ahead = [bill for bill in bills if bill.span.end > self.day]
        if self.allocation.future is Future.NEXT:
            return ahead[:1]
        return ahead[-1:] if self.allocation.future is Future.LAST else ahead

    def _spread(self, bills: Sequence[Bill], target: Target, amount: int) -> int:
        """Equal parts to each bill, the last one with what rounding left."""
        even = self.arithmetic.whole(Decimal(amount) / len(bills))
        left, taken = amount, 0
        for place, bill in enumerate(bills):
            # A few units on many bills: rounded up, the parts would come to more than the amount.
            part = min(even, left) if place < len(bills) - 1 else left
            left -= part
            taken += self.payer(bill, target, part)
        return taken
