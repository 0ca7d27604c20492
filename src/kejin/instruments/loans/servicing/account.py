"""A loan account while it is worked out: the plan, the bills that follow from it, and what is done to both."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kejin.errors import TermsError
from kejin.instruments.loans.servicing.accruing import Span
from kejin.instruments.loans.servicing.agreement import Agreement
from kejin.instruments.loans.servicing.allocating import Payer, Target, When, allocate
from kejin.instruments.loans.servicing.bills import Bill, BillKind, Part
from kejin.instruments.loans.servicing.conventions import Arithmetic, Form, InterestMethod
from kejin.instruments.loans.servicing.events import Disbursed
from kejin.instruments.loans.servicing.levelling import draw
from kejin.instruments.loans.servicing.overdue import catch_up
from kejin.instruments.loans.servicing.paying import owed_on, pay_interest, pay_principal
from kejin.instruments.loans.servicing.plan import Plan


@dataclass
class Account:
    """Plan and bills.

    Attributes:
        agreement: The terms.
        plan: The plan.
        bills: In order of their due dates.
        disbursements: What was paid out.
        received: All that was paid, refunds and the interest given back with them included.
        owed_anew: Principal that is owed anew because a payment was taken back.
        overpaid: What was paid beyond all that was owed.
        given_up: Whether the lender charged the loan off.
        restructured: Whether principal was spread over other bills: the plan then tells no more what the bills hold.
        will_bear: Whether a later change of rate lets an interest-free loan bear interest.
        overdue_to: The day up to which the plan counts overdue principal.
        interest_returned: Interest given back with refunds.
    """

    agreement: Agreement
    plan: Plan
    bills: list[Bill]
    disbursements: list[Disbursed] = field(default_factory=list)
    received: int = 0
    owed_anew: int = 0
    overpaid: int = 0
    given_up: bool = False
    restructured: bool = False
    will_bear: bool = False
    overdue_to: date | None = None
    interest_returned: int = 0

    @property
    def arithmetic(self) -> Arithmetic:
        """Digits and rounding."""
        return self.plan.arithmetic

    @property
    def bears_interest(self) -> bool:
        """Whether any rate is above nil, now or after a change that is known."""
        return self.will_bear or self.plan.rate > 0 or any(rate > 0 for rate in self.plan.rates.values())

    @property
    def follows_payments(self) -> bool:
        """Whether interest is reckoned anew after each payment; flat interest, on what was drawn, never is."""
        return (
            self.agreement.recalculation is not None
            and self.bears_interest
            and self.plan.method is InterestMethod.DECLINING_BALANCE
            and not self.given_up
            and not self.restructured
        )

    @property
    def is_planned(self) -> bool:
        """Whether the bills follow from the plan, so that a change of the plan changes them."""
        return not self.spreads_principal and not self.restructured

    def catch_up(self, day: date) -> None:
        """Interest on what is overdue, up to a day."""
        rule = self.agreement.recalculation
        if rule is None or rule.spares_overdue or not self.follows_payments:
            return
        self.overdue_to, changed = catch_up(
            self.plan, self.bills, day=day, known=self.overdue_to, for_periods=rule.overdue_for_periods
        )
        if changed:
            self.take_over(day)

    def disburse(self, event: Disbursed) -> None:
        """Money paid out: a bill for the down payment, and instalments for the rest."""
        self.disbursements.append(event)
        down = self.down_payment(event.amount)
        if down:
            bill = self._down_payment_bill(event.day)
            bill.charged[Part.PRINCIPAL] = down
            bill.settle(event.day)
        if event.amount > down:
            if not self.is_planned:
                self._spread(event.amount - down, event.day)
            else:
                draw(self.plan, self._counted_from(event.day), event.amount - down)
                self.take_over(event.day, since=event.day)
        if self.overpaid:
            self.overpaid = self.allocate(self.overpaid, event.day, "")

    @property
    def spreads_principal(self) -> bool:
        """Whether each disbursement is added to the bills on its own: so it is without interest."""
        return not self.bears_interest and self.plan.form is Form.PROGRESSIVE

    def down_payment(self, amount: int) -> int:
        """The part of a disbursement that is due at once."""
        share = self.agreement.down_payment
        exact = Decimal(amount) * share.numerator / share.denominator
        return self.arithmetic.to_multiple(self.arithmetic.whole(exact))

    def _down_payment_bill(self, day: date) -> Bill:
        bill = Bill(Span(day, day), BillKind.DOWN_PAYMENT)
        before = [
            b for b in self.bills if b.span.end < day or (b.span.end == day and b.kind is not BillKind.EXTRA)
        ]
        self.bills.insert(len(before), bill)
        return bill

    def _counted_from(self, day: date) -> date:
        if not (self.plan.factors.accrual.by_period and self.plan.factors.accrual.from_period_start):
            return day
        later = [period.span.start for period in self.plan.periods if period.span.end > day]
        return later[0] if later else day

    def _spread(self, amount: int, day: date) -> None:
        """Principal without interest: equal parts on the instalments still to come, the last with the rest."""
        bills = [bill for bill in self.bills if bill.span.end > day and bill.kind is BillKind.INSTALMENT]
        if not bills:
            raise TermsError(
                "a disbursement has no instalment to repay it", expected=f"a day before {self.plan.maturity}",
                found=day, where="events: disbursed", kept="No schedule was made.",
            )  # fmt: skip
        even = self.arithmetic.whole(Decimal(amount) / len(bills))
        left = amount
        for bill in bills:
            before = bill.charged[Part.PRINCIPAL]
            after = self.arithmetic.to_multiple(before + even)
            bill.charged[Part.PRINCIPAL] = after
            left -= after - before
        bills[-1].charged[Part.PRINCIPAL] += left
        for bill in bills:
            bill.settle(day)

    def take_over(self, day: date, *, since: date | None = None, unpaid_only: bool = False) -> None:
        """Principal and interest of the bills from the plan."""
        by_due = {bill.span.end: bill for bill in self.bills if bill.kind is BillKind.INSTALMENT}
        for period, standing in zip(self.plan.periods, self.plan.standings(), strict=True):
            bill = by_due.get(period.span.end)
            if bill is None or (since is not None and bill.span.end < since):
                continue
            if unpaid_only and bill.settled_on is not None:
                continue
            bill.charged[Part.PRINCIPAL] = standing.principal
            bill.charged[Part.INTEREST] = standing.interest
            bill.settle(day)

    def pay(self, amount: int, day: date, kind: str) -> None:
        """A payment; what no bill can take is overpaid."""
        self.received += amount
        self.overpaid += self.allocate(amount, day, kind)

    def allocate(self, amount: int, day: date, kind: str, *, plainly: bool = False) -> int:
        """Settle bills out of an amount; what no bill could take is returned. `plainly`: as the bills stand."""
        allocation = self.agreement.allocation(kind)
        payer = self._payer(day, plainly=plainly)
        return allocate(
            self.bills, allocation, day=day, amount=amount, payer=payer, arithmetic=self.arithmetic
        )

    def _payer(self, day: date, *, plainly: bool) -> Payer:
        def as_it_stands(bill: Bill, target: Target, amount: int) -> int:
            return bill.pay(target[1], amount, day=day)

        def with_plan(bill: Bill, target: Target, amount: int) -> int:
            if bill.kind is not BillKind.INSTALMENT or bill.span.end > self.plan.maturity:
                return as_it_stands(bill, target, amount)
            return self._pay_into_plan(bill, target, amount, day=day)

        return with_plan if self.follows_payments and not plainly else as_it_stands

    def _pay_into_plan(self, bill: Bill, target: Target, amount: int, *, day: date) -> int:
        when, part = target
        counted = day
        if when is When.IN_ADVANCE:
            counted = self._counted_to(bill, day)
            owed = owed_on(self.plan, bill.span.end, day=counted)
            if part is Part.INTEREST:
                bill.charged[part] = owed.interest
            elif part is Part.PRINCIPAL:
                bill.charged[part] = owed.principal
        taken = bill.pay(part, amount, day=day)
        if part is Part.PRINCIPAL:
            pay_principal(self.plan, bill.span.end, taken, day=counted)
            self.take_over(day)
        elif part is Part.INTEREST:
            pay_interest(self.plan, bill.span.end, taken, day=counted)
            self.take_over(day)
        return taken

    def _counted_to(self, bill: Bill, day: date) -> date:
        """The day up to which a payment in advance bears interest."""
        rule = self.agreement.recalculation
        to_end = rule is not None and rule.to_period_end and bill.span.holds(day)
        return bill.span.end if to_end else day

    def charge(self, amount: int, day: date, part: Part) -> None:
        """A fee or penalty: on the bill of its period, or on one of its own after the last."""
        bill = next((bill for bill in self.bills if self._is_charged_on(bill, day)), None)
        if bill is None:
            bill = self._extra_bill(day)
        bill.charged[part] += amount
        bill.settle(day)

    def _is_charged_on(self, bill: Bill, day: date) -> bool:
        first = bill.span.start == self.plan.periods[0].span.start and bill.span.start == day
        return bill.kind is not BillKind.DOWN_PAYMENT and (bill.span.holds(day) or first)

    def _extra_bill(self, day: date) -> Bill:
        last = self.bills[-1]
        if last.kind is BillKind.EXTRA:
            last.span = Span(last.span.start, max(day, last.span.end))
            return last
        bill = Bill(Span(last.span.end, day), BillKind.EXTRA)
        self.bills.append(bill)
        return bill
