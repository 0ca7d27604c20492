"""From events to steps: what the kernel does at each, with the rate and the scaling that hold on the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from kejin.errors import TermsError
from kejin.instruments.actus.observing import Observations
from kejin.instruments.actus.reading import counted_day
from kejin.instruments.actus.schedules import Happening, Timetable
from kejin.instruments.actus.terms import ContractTerms
from kejin.instruments.conventions import Moment, Reference, year_fraction
from kejin.instruments.events import EventKind
from kejin.instruments.plans import Step
from kejin.instruments.programs import Op
from kejin.instruments.running import Opening

Kinds = tuple[EventKind | None, EventKind | None, EventKind | None]


@dataclass(slots=True)
class Writer:
    """Writes the steps of one contract, keeping the rate and the scaling that hold on the way."""

    terms: ContractTerms
    seen: Observations
    timetable: Timetable
    rate: float
    scale: tuple[float, float]
    scales: list[tuple[float, float]]
    counted: date
    previous: date
    fix_after: date | None

    def __init__(self, terms: ContractTerms, seen: Observations, timetable: Timetable) -> None:
        self.terms, self.seen, self.timetable = terms, seen, timetable
        self.rate = terms.interest.rate or 0.0 if self.begun else 0.0
        effect, index = terms.scaling.effect, terms.scaling.index_at_status_date
        self.scale = (index if "N" in effect else 1.0, index if "I" in effect else 1.0)
        self.scales, self.counted = [], counted_day(terms.basics.status_date)
        self.previous, self.fix_after = self.counted, None

    @property
    def begun(self) -> bool:
        """Whether the initial exchange lies at the status date or before."""
        return self.terms.principal.initial_exchange_date <= self.terms.basics.status_date

    def fraction(self, start: date, end: date) -> Fraction:
        """The part of a year between two dates; none for a contract without a day count."""
        count = self.terms.basics.day_count
        if count is None:
            return Fraction(0)
        last = self.timetable.maturity.date() if self.timetable.maturity is not None else None
        first = self.terms.principal.initial_exchange_date.date()
        cycle = self.terms.interest.cycle
        coupons = (
            (self.terms.interest.anchor or first, cycle.months)
            if cycle is not None and cycle.months
            else None
        )
        reference = Reference(maturity=last, coupons=coupons, first_day=first)
        return year_fraction(count, start, end, reference=reference)

    def opening(self) -> Opening:
        """The state at the status date."""
        principal, interest, fees = self.terms.principal, self.terms.interest, self.terms.fees
        notional = principal.notional_principal
        base = None
        if interest.base != "NT":
            base = notional if interest.base_amount is None else interest.base_amount
        return Opening(
            balance=notional if self.begun else 0.0,
            rate=(interest.rate or 0.0) if self.begun else 0.0,
            payment=principal.next_payment or self._equal_part(),
            accrued=self._accrued(),
            base=base,
            fee_rate=fees.rate if fees.basis == "N" else 0.0,
        )

    def _equal_part(self) -> float:
        """LAM without a stated payment: equal parts over all payments and the maturity."""
        if self.terms.basics.kind != "LAM":
            return 0.0
        status = self.terms.basics.status_date
        later = [day for day in self.timetable.payments if datetime(day.year, day.month, day.day) > status]  # noqa: DTZ001 - ACTUS times have no zone
        return self.terms.principal.notional_principal / max(len(later), 1)

    def _accrued(self) -> float:
        """Accrued interest at the status date, or that of the initial exchange, which nothing changes before."""
        interest, sign = self.terms.interest, self.terms.basics.sign
        if interest.rate is None:
            return 0.0
        if interest.accrued is not None:
            return sign * interest.accrued
        start = self.terms.principal.initial_exchange_date.date()
        principal = self.terms.principal.notional_principal
        if self.begun and self.timetable.interest_from is not None:
            since = self.fraction(self.timetable.interest_from, counted_day(self.terms.basics.status_date))
            return float(since) * principal * interest.rate
        if not self.begun and interest.anchor is not None and interest.anchor < start:
            return float(self.fraction(interest.anchor, start)) * principal * interest.rate
        return 0.0

    @property
    def fixes_itself(self) -> bool:
        """Whether this is an annuity that states no payment."""
        return self.terms.basics.kind == "ANN" and self.terms.principal.next_payment is None

    def before(self) -> Iterator[Step]:
        """What is set before the first event: an annuity whose payment was fixed before the status date."""
        if self.fixes_itself and self.begun:
            moment = Moment(self.counted, self.counted)
            yield Step(moment, Op.LEVEL, periods=self.periods(self.counted))

    def steps(self, each: Happening) -> Iterator[Step]:
        """The steps of one event; the last of them writes its row."""
        if each.kind is EventKind.XD:  # interest runs on to the payment that the call brings about
            each = Happening(each.kind, each.time, self.counted, each.scheduled)
        self.previous, self.counted = self.counted, each.counted
        self.scales.append(self.scale)
        yield from STEPS[each.kind](self, Stage(each, Moment(each.time.date(), each.counted)))

    def periods(self, start: date) -> list[Fraction]:
        """The fractions up to the next payment and between the payments after it."""
        dates = self.terms.basics.dates
        days = [
            moment.counted for moment in map(dates.moment, self.timetable.payments) if moment.counted > start
        ]
        return [self.fraction(first, last) for first, last in pairwise([start, *days])] or [Fraction(0)]


@dataclass(frozen=True, slots=True)
class Stage:
    """An event as its steps need it: with the moment in dates, and the kinds that its row is marked by."""

    event: Happening
    moment: Moment

    @property
    def kinds(self) -> Kinds:
        """The marks of the row that the event writes."""
        return (self.event.kind, None, None)


Maker = Callable[[Writer, Stage], Iterator[Step]]


# What each event makes of the state; the sources are the state transition and payoff functions of the specification.


def _begin(writer: Writer, at: Stage) -> Iterator[Step]:
    principal = writer.terms.principal
    writer.rate = writer.terms.interest.rate or 0.0
    yield Step(at.moment, Op.RATE, arguments=(writer.rate,))
    yield Step(at.moment, Op.DRAW, at.kinds, (at.event.value, principal.premium_discount))
    first = writer.timetable.payments[0] if writer.timetable.payments else None
    if writer.fixes_itself and first is not None and first <= at.event.counted:
        yield Step(at.moment, Op.LEVEL, periods=[Fraction(0), *writer.periods(at.event.counted)])


def _repay(writer: Writer, at: Stage) -> Iterator[Step]:
    kind = writer.terms.basics.kind
    if kind == "UMP":  # what was observed has its sign already
        yield Step(at.moment, Op.REPAY, at.kinds, (writer.terms.basics.sign * at.event.value,))
        return
    if kind == "LAX":
        yield Step(at.moment, Op.PAYMENT, arguments=(at.event.value,))
    yield Step(at.moment, Op.REDEEM_NET if kind in {"NAM", "ANN"} else Op.REDEEM, at.kinds)
    yield from _base_follows(writer, at)


def _draw(writer: Writer, at: Stage) -> Iterator[Step]:
    yield Step(at.moment, Op.DRAW, at.kinds, (at.event.value, 0.0))
    yield from _base_follows(writer, at)


def _capitalise(writer: Writer, at: Stage) -> Iterator[Step]:
    yield Step(at.moment, Op.CAPITALISE, at.kinds)
    yield from _base_follows(writer, at)


def _base_follows(writer: Writer, at: Stage) -> Iterator[Step]:
    """The base follows the principal, except a lagged one, which waits for its own event."""
    if writer.terms.interest.base not in {"NT", "NTL"}:
        yield Step(at.moment, Op.BASE)


def _prepay(writer: Writer, at: Stage) -> Iterator[Step]:
    yield Step(at.moment, Op.REPAY, at.kinds, (at.event.value,))
    yield from _base_follows(writer, at)


def _penalty(writer: Writer, at: Stage) -> Iterator[Step]:
    option = writer.terms.prepayment
    fraction = float(writer.fraction(writer.previous, at.event.counted))
    if option.penalty == "A":
        arguments = (option.penalty_rate, 0.0)
    elif option.penalty == "N":
        arguments = (0.0, option.penalty_rate * fraction)
    else:
        now = writer.seen.at(writer.terms.reset.market_object, at.event.time, otherwise=at.event.scheduled)
        arguments = (0.0, max(0.0, writer.rate - now) * fraction)
    yield Step(at.moment, Op.MULCT, at.kinds, arguments)


def _reset(writer: Writer, at: Stage) -> Iterator[Step]:
    reset = writer.terms.reset
    now = writer.seen.at(reset.market_object, at.event.time, otherwise=at.event.scheduled)
    writer.rate = reset.rate(now, writer.rate, spread=at.event.value)
    yield Step(at.moment, Op.RATE, at.kinds, (writer.rate,))


def _known_rate(writer: Writer, at: Stage) -> Iterator[Step]:
    writer.rate = at.event.value
    yield Step(at.moment, Op.RATE, at.kinds, (writer.rate,))


def _fix(writer: Writer, at: Stage) -> Iterator[Step]:
    """The annuity amount; where interest is paid before the first payment that it is for, fixed after that interest."""
    later = [day for day in writer.timetable.payments if day > at.event.counted]
    between = [
        each.counted
        for each in writer.timetable.happenings
        if later and each.kind is EventKind.IP and at.event.counted < each.counted < later[0]
    ]
    if between:
        writer.fix_after = max(between)
        yield Step(at.moment, Op.NOTE, at.kinds)
    else:
        yield Step(at.moment, Op.LEVEL, at.kinds, periods=writer.periods(at.event.counted))


def _pay_interest(writer: Writer, at: Stage) -> Iterator[Step]:
    yield Step(at.moment, Op.INTEREST, at.kinds)
    if writer.fix_after == at.event.counted:
        yield Step(at.moment, Op.LEVEL, periods=writer.periods(at.event.counted))
        writer.fix_after = None


def _fee(writer: Writer, at: Stage) -> Iterator[Step]:
    fees = writer.terms.fees
    yield Step(at.moment, Op.RENT, at.kinds, (fees.rate if fees.basis == "A" else 0.0,))


def _scale(writer: Writer, at: Stage) -> Iterator[Step]:
    scaling = writer.terms.scaling
    if not scaling.index_at_deal:
        raise TermsError(
            "a term is missing", expected="the index on which scaling rests",
            where=f"{writer.terms.basics.identity}: scalingIndexAtContractDealDate",
        )  # fmt: skip
    index = (
        writer.seen.at(scaling.market_object, at.event.time, otherwise=at.event.scheduled)
        / scaling.index_at_deal
    )
    notional, interest = writer.scale
    writer.scale = (
        index if "N" in scaling.effect else notional,
        index if "I" in scaling.effect else interest,
    )
    yield Step(at.moment, Op.NOTE, at.kinds)


def _default(writer: Writer, at: Stage) -> Iterator[Step]:
    writer.scale = (0.0, 0.0)
    yield Step(at.moment, Op.NOTE, at.kinds)


def _plainly(op: Op) -> Maker:
    def steps(writer: Writer, at: Stage) -> Iterator[Step]:  # noqa: ARG001 - one form for all events
        yield Step(at.moment, op, at.kinds)

    return steps


def _priced(op: Op) -> Maker:
    def steps(writer: Writer, at: Stage) -> Iterator[Step]:  # noqa: ARG001 - one form for all events
        yield Step(at.moment, op, at.kinds, (at.event.value,))

    return steps


STEPS: Final[Mapping[EventKind, Maker]] = MappingProxyType(
    {
        EventKind.IED: _begin,
        EventKind.PR: _repay,
        EventKind.PI: _draw,
        EventKind.PP: _prepay,
        EventKind.PY: _penalty,
        EventKind.IP: _pay_interest,
        EventKind.IPCI: _capitalise,
        EventKind.IPCB: _plainly(Op.BASE),
        EventKind.RR: _reset,
        EventKind.RRF: _known_rate,
        EventKind.PRF: _fix,
        EventKind.FP: _fee,
        EventKind.SC: _scale,
        EventKind.PRD: _priced(Op.BUY),
        EventKind.TD: _priced(Op.SELL),
        EventKind.MD: _plainly(Op.FINAL),
        EventKind.STD: _plainly(Op.FINAL),
        EventKind.XD: _plainly(Op.NOTE),
        EventKind.AD: _plainly(Op.NOTE),
        EventKind.CE: _default,
    }
)
