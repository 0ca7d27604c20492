"""The plan of a loan: its periods, what was drawn and corrected on which date, and what follows for each period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kejin.instruments.loans.servicing.accruing import Factors, Span
from kejin.instruments.loans.servicing.conventions import Arithmetic, Form, InterestMethod


@dataclass(slots=True)
class Period:
    """One instalment period and what was paid towards it, in minor units.

    Attributes:
        span: From the due date before to its own.
        instalment: Principal and interest together, as levelled.
        original: The instalment before early payments lowered it.
        paid_principal: Principal paid.
        paid_interest: Interest paid.
        deferred_interest: Interest of later periods that this one has to bear, because they are paid off.
        interest_moved: Whether its own interest is borne by an earlier one.
        set_interest: Interest that was agreed as an amount; None where it follows the balance.
        holds_principal: Whether its instalment pays principal back.
        holds_interest: Whether its instalment pays interest; otherwise the next one does.
        agreed_principal: Its principal where that is what was agreed; the instalment then follows from it.
    """

    span: Span
    instalment: int = 0
    original: int = 0
    paid_principal: int = 0
    paid_interest: int = 0
    deferred_interest: int = 0
    interest_moved: bool = False
    set_interest: int | None = None
    holds_principal: bool = True
    holds_interest: bool = True
    agreed_principal: int | None = None

    @property
    def paid(self) -> int:
        """All that was paid."""
        return self.paid_principal + self.paid_interest


@dataclass(slots=True)
class Change:
    """What changes the balance on one date, in minor units."""

    drawn: int = 0
    capitalised: int = 0
    correction: int = 0


@dataclass(slots=True)
class Credit:
    """What is charged anew on one date (a payment taken back), in minor units."""

    principal: int = 0
    interest: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Standing:
    """What a period comes to, in minor units.

    Attributes:
        opening: Principal owed on its first day.
        drawn: Drawn within it.
        credited: Charged anew within it.
        instalment: Principal and interest due, with what was charged anew and what it bears for later periods.
        reckoned: Interest by the calendar, with what the period before could not take in.
        interest: Interest due.
        principal: Principal due.
        left_over: Interest that its instalment cannot take in.
        closing: Principal owed after it.
        growth: One plus its factor in the annuity formula.
    """

    opening: int
    drawn: int
    credited: Credit
    instalment: int
    reckoned: int
    interest: int
    principal: int
    left_over: int
    closing: int
    growth: Decimal


@dataclass
class Plan:
    """Periods, changes, rates and pauses of one loan.

    Attributes:
        factors: The accrual rule of the loan.
        form: How instalments are worked out.
        method: Whether interest is charged on the balance or on all that was drawn.
        rate: The annual rate agreed at first.
        periods: In order of their dates, without a gap.
        changes: By date. A date with no amounts only cuts a period.
        credits: By date.
        rates: New annual rates by the last day of the one before.
        pauses: Days without interest, each from the day before its first to its last.
        shares: With the form `PRINCIPAL`, how much of it each instalment that holds principal repays beside the others;
            further ones have the share of the last.
        even: Whether the last instalment is kept near the others.
        scratch: Whether this is a copy on which instalments are tried.
    """

    factors: Factors
    method: InterestMethod
    form: Form
    rate: Decimal
    periods: list[Period]
    changes: dict[date, Change] = field(default_factory=dict)
    credits: dict[date, Credit] = field(default_factory=dict)
    rates: dict[date, Decimal] = field(default_factory=dict)
    pauses: list[Span] = field(default_factory=list)
    shares: tuple[int, ...] = (1,)
    even: bool = True
    scratch: bool = False

    @property
    def arithmetic(self) -> Arithmetic:
        """Digits and rounding."""
        return self.factors.arithmetic

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be paid."""
        return all(period.instalment == 0 for period in self.periods)

    @property
    def maturity(self) -> date:
        """The last due date."""
        return self.periods[-1].span.end

    def copy(self, *, without_payments: bool = False) -> "Plan":
        """A plan that can be changed without changing this one; without payments for working out instalments anew."""
        periods = [replace(period) for period in self.periods]
        changes = {day: replace(change) for day, change in self.changes.items()}
        if without_payments:
            for change in changes.values():
                change.correction = 0
            for period in periods:
                period.paid_principal = period.paid_interest = period.deferred_interest = 0
        return replace(
            self,
            periods=periods,
            changes=changes,
            credits={day: replace(credit) for day, credit in self.credits.items()},
            rates=dict(self.rates),
            pauses=list(self.pauses),
            scratch=without_payments,
        )

    def period_of(self, day: date) -> Period | None:
        """The period that a day falls into; the first one also holds its first day."""
        for place, period in enumerate(self.periods):
            if period.span.holds(day) or (place == 0 and day == period.span.start):
                return period
        return None

    def due_on(self, day: date) -> Period | None:
        """The period that is due on a day."""
        return next((period for period in self.periods if period.span.end == day), None)

    def from_due(self, day: date) -> list[Period]:
        """The periods due on a day or later."""
        return [period for period in self.periods if period.span.end >= day]

    def rate_on(self, day: date) -> Decimal:
        """The annual rate for days after this one."""
        effective = [start for start in self.rates if start <= day]
        return self.rates[max(effective)] if effective else self.rate

    def change(self, day: date) -> Change:
        """The change of a date, made where there is none."""
        return self.changes.setdefault(day, Change())

    def standings(self, until: date | None = None) -> list[Standing]:
        """What every period comes to; with `until`, as if no day after it bore interest."""
        found: list[Standing] = []
        balance = left_over = drawn_before = 0
        for place, period in enumerate(self.periods):
            standing = self._standing(
                period,
                first=place == 0,
                balance=balance,
                left_over=left_over,
                drawn_before=drawn_before,
                until=until,
            )
            balance, left_over = standing.closing, standing.left_over
            drawn_before += standing.drawn
            found.append(standing)
        return found

    def exact_interest(self, period: Period) -> Decimal:
        """The unrounded interest of a period on all that was drawn before."""
        place = self.periods.index(period)
        drawn = sum(standing.drawn for standing in self.standings()[:place])
        total = Decimal(0)
        for part in self.parts(period, first=place == 0):
            total += self._interest(part, period.span, base=drawn, until=None)
            change = self.changes.get(part.end, _NOTHING)
            drawn += change.drawn + change.capitalised
        return total

    def parts(self, period: Period, *, first: bool) -> Iterator[Span]:
        """The stretches of a period between the dates on which something changes."""
        start, end = period.span.start, period.span.end
        cuts = {day for day in self._cuts() if start < day < end}
        if first and start in self.changes:
            cuts.add(start)
        day = start
        for cut in sorted(cuts):
            yield Span(day, cut)
            day = cut
        yield Span(day, end)

    def _cuts(self) -> Iterable[date]:
        yield from self.changes
        yield from self.credits
        for pause in self.pauses:
            yield pause.start
            yield pause.end

    def _standing(
        self,
        period: Period,
        *,
        first: bool,
        balance: int,
        left_over: int,
        drawn_before: int,
        until: date | None,
    ) -> Standing:
        opening, drawn, growth, interest = balance, 0, Decimal(1), Decimal(0)
        credited = Credit()
        for part in self.parts(period, first=first):
            base = balance if self.method is InterestMethod.DECLINING_BALANCE else drawn_before + drawn
            interest += self._interest(part, period.span, base=base, until=until)
            rate = self.rate_on(part.start)
            growth += self.factors.for_instalment(rate, part, period=period.span)
            change = self.changes.get(part.end, _NOTHING)
            balance = max(0, balance + change.drawn + change.capitalised + change.correction)
            drawn += change.drawn + change.capitalised
        for day, credit in self.credits.items():
            if self._is_credited_in(day, period):
                credited.principal += credit.principal
                credited.interest += credit.interest
        own = self._own_interest(period, interest, credited.interest)
        reckoned = max(0, own + period.deferred_interest + left_over)
        due, charged = _due(period, reckoned, credited)
        principal = max(0, due - charged, period.paid_principal)
        return Standing(
            opening=opening,
            drawn=drawn,
            credited=credited,
            instalment=due,
            reckoned=reckoned,
            interest=charged,
            principal=principal,
            left_over=max(0, reckoned - charged),
            closing=max(0, balance + period.paid_principal - principal),
            growth=growth,
        )

    def _own_interest(self, period: Period, exact: Decimal, credited: int) -> int:
        if period.interest_moved:
            return 0
        if period.set_interest is not None:
            return period.set_interest + credited
        return self.arithmetic.whole(max(exact, Decimal(0)) + credited)

    def _is_credited_in(self, day: date, period: Period) -> bool:
        last = period is self.periods[-1]
        return period.span.start <= day < period.span.end or (last and day == period.span.end)

    def _interest(self, part: Span, period: Span, *, base: int, until: date | None) -> Decimal:
        """Interest of a part: the factor to the period's end, spread over the days to it."""
        days = part.days if until is None else (min(part.end, until) - part.start).days
        rest = Span(part.start, period.end)
        if days <= 0 or rest.days == 0 or self._is_paused(part, period):
            return Decimal(0)
        context = self.arithmetic.context
        factor = self.factors.for_interest(self.rate_on(part.start), rest, period=period)
        whole = context.divide(context.multiply(Decimal(base), factor), Decimal(rest.days))
        return context.multiply(whole, Decimal(days))

    def _is_paused(self, part: Span, period: Span) -> bool:
        return any(
            part.start >= max(pause.start, period.start) and part.end <= min(pause.end, period.end)
            for pause in self.pauses
        )


def _due(period: Period, reckoned: int, credited: Credit) -> tuple[int, int]:
    """What a period comes to with what was charged anew, and how much of it is interest."""
    if period.agreed_principal is not None:
        interest = reckoned if period.holds_interest else 0
        return period.agreed_principal + interest + credited.principal, interest
    due = period.instalment + credited.total + period.deferred_interest
    interest = period.paid_interest if period.paid_principal > max(0, due - reckoned) else min(reckoned, due)
    return due, max(interest, period.paid_interest)


_NOTHING = Change()
