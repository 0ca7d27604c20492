"""What happens when: the events of a maturity contract, from its cycles, its trades and what was observed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kejin.errors import TermsError
from kejin.instruments.actus.maturing import first_of, maturity_of, segment_days
from kejin.instruments.actus.observing import Observations
from kejin.instruments.actus.reading import counted_day, midnight
from kejin.instruments.actus.terms import ContractTerms
from kejin.instruments.conventions import Cycle, cycle_dates
from kejin.instruments.events import KINDS, EventKind

_SEQUENCE: Final = {kind: place for place, kind in enumerate(KINDS)}
_CALLED: Final = frozenset({"CLM", "UMP"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a contract.

    Attributes:
        kind: What happens.
        time: When, after the business day convention.
        counted: Up to when interest is counted.
        scheduled: When it would have been, for looking up market data.
        value: Its amount, price or rate, where it has one of its own.
    """

    kind: EventKind
    time: datetime
    counted: date
    scheduled: datetime
    value: float = 0.0

    @property
    def order(self) -> tuple[datetime, int]:
        """By time, and at one time by the ACTUS event sequence."""
        return self.time, _SEQUENCE[self.kind]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The events of a contract.

    Attributes:
        happenings: In the order of evaluation.
        maturity: The maturity, before the business day convention; None where there is none.
        payments: The days of principal payments up to the end of the amortization, for the annuity amount.
        interest_from: The last interest payment at the status date or before, from which interest accrues since.
    """

    happenings: list[Happening]
    maturity: datetime | None
    payments: list[date]
    interest_from: date | None


def timetable_of(terms: ContractTerms, seen: Observations, until: datetime | None) -> Timetable:
    """The events after the status date.

    Args:
        terms: The contract.
        seen: Market data and observed events.
        until: The last time that is looked at; None for no limit.

    Raises:
        TermsError: The contract has no end, and no last time was given.
    """
    maker = _Maker(terms, seen, until)
    found = sorted(maker.all(), key=lambda each: each.order)
    status = terms.basics.status_date
    kept = [each for each in found if each.time > status]
    paid = [
        each.counted for each in found if each.kind in {EventKind.IP, EventKind.IPCI} and each.time <= status
    ]
    ends = [each.order for each in kept if each.kind is EventKind.TD]
    if ends:
        kept = [each for each in kept if each.order <= ends[0]]
    # Call money keeps what has accrued in its terms alone (ACTUS, state Nac of CLM).
    last_paid = max(paid) if paid and terms.basics.kind not in _CALLED else None
    return Timetable(kept, maker.maturity, maker.amortization_days(), last_paid)


class _Maker:
    """Makes the events of one contract, kind by kind."""

    def __init__(self, terms: ContractTerms, seen: Observations, until: datetime | None) -> None:
        self.terms, self.seen = terms, seen
        self.maturity = maturity_of(terms)
        self.call = None
        if terms.basics.kind in _CALLED and self.maturity is None:
            calls = [event for event in seen.of_kind("XD") if event.time > terms.basics.status_date]
            self.call = calls[0] if calls else None
        self.end = self._end(until)

    def _end(self, until: datetime | None) -> date:
        """The day before which cycles run."""
        limit = self.maturity or (self.call.time if self.call is not None else until)
        if limit is None:
            raise TermsError(
                "the contract has no end", expected="a maturityDate, or a last time to look at",
                where=f"{self.terms.basics.identity}: maturityDate",
            )  # fmt: skip
        # A last time is looked at itself; a maturity and a call replace what a cycle has on their day.
        return limit.date() if limit is not until else limit.date() + timedelta(days=1)

    def all(self) -> Iterator[Happening]:
        """Every event, before and after the status date, in no order."""
        principal = self.terms.principal
        ied = principal.initial_exchange_date
        yield Happening(EventKind.IED, ied, counted_day(ied), ied, principal.notional_principal)
        yield from self._principal()
        yield from self._interest()
        yield from self._resets()
        yield from self._fees_and_indices()
        yield from self._prepayments()
        yield from self._trades_and_observations()
        yield from self._last()

    def _at(self, kind: EventKind, day: date, value: float = 0.0) -> Happening:
        moment = self.terms.basics.dates.moment(day)
        return Happening(kind, midnight(moment.paid), moment.counted, midnight(day), value)

    def _cyclic(self, anchor: date | None, cycle: Cycle | None) -> list[date]:
        """The days of a cycle before the end; the anchor alone where there is no cycle."""
        first = first_of(self.terms, anchor, cycle)
        if first is None or first >= self.end:
            return []
        if cycle is None:
            return [first]
        sticks = self.terms.basics.dates.sticks_to_month_end
        return cycle_dates(first, cycle, self.end, end_of_month=sticks)[:-1]

    # Principal

    def payment_days(self) -> list[date]:
        """The days of principal payments before the maturity."""
        principal = self.terms.principal
        if self.terms.basics.kind in {"LAM", "NAM", "ANN"}:
            return self._cyclic(principal.anchor, principal.cycle)
        return []

    def amortization_days(self) -> list[date]:
        """The same up to the end of the amortization, which may lie after the maturity; that end is the last."""
        principal = self.terms.principal
        last = principal.amortization_date or self.maturity
        first = first_of(self.terms, principal.anchor, principal.cycle)
        if last is None or first is None:
            return []
        sticks = self.terms.basics.dates.sticks_to_month_end
        return cycle_dates(first, principal.cycle, last.date(), end_of_month=sticks)

    def _principal(self) -> Iterator[Happening]:
        yield from (self._at(EventKind.PR, day) for day in self.payment_days())
        if self.terms.basics.kind == "LAX":
            sticks = self.terms.basics.dates.sticks_to_month_end
            for day, segment in segment_days(self.terms.principal.segments, self.end, sticks=sticks):
                kind = EventKind.PI if segment.marker == "INC" else EventKind.PR
                yield self._at(kind, day, segment.payment)
        if self.terms.basics.kind == "UMP":
            for event in self.seen.of_kind("PR", "PI"):
                kind = EventKind(event.kind)
                yield Happening(kind, event.time, counted_day(event.time), event.time, event.value)

    # Interest

    def _interest_days(self) -> Iterable[date]:
        """The days before the maturity on which interest is paid or capitalised."""
        interest, kind = self.terms.interest, self.terms.basics.kind
        if interest.segments:
            sticks = self.terms.basics.dates.sticks_to_month_end
            return [day for day, _ in segment_days(interest.segments, self.end, sticks=sticks)]
        days = self._cyclic(interest.anchor, interest.cycle)
        if kind in {"NAM", "ANN"}:
            payments = self.payment_days()
            return {*(day for day in days if not payments or day < payments[0]), *payments}
        return days

    def _interest(self) -> Iterator[Happening]:
        interest = self.terms.interest
        if interest.rate is None:
            return
        start = self.terms.principal.initial_exchange_date.date()
        days = {day for day in self._interest_days() if day >= start}
        called = self.terms.basics.kind in _CALLED
        capitalised = {day for day in days if called or day <= (interest.capitalization_end or date.min)}
        if interest.capitalization_end is not None and not called and interest.capitalization_end < self.end:
            capitalised.add(interest.capitalization_end)
        yield from (self._at(EventKind.IPCI, day) for day in capitalised)
        yield from (self._at(EventKind.IP, day) for day in days - capitalised)
        if interest.base == "NTL":
            yield from (
                self._at(EventKind.IPCB, day)
                for day in self._cyclic(interest.base_anchor, interest.base_cycle)
            )

    # Rates

    def _resets(self) -> Iterator[Happening]:
        reset, status = self.terms.reset, self.terms.basics.status_date
        if reset.segments:
            sticks = self.terms.basics.dates.sticks_to_month_end
            for day, segment in segment_days(reset.segments, self.end, sticks=sticks):
                kind = EventKind.RRF if segment.marker.startswith("F") else EventKind.RR
                yield self._at(kind, day, segment.payment)
            return
        resets = [
            self._at(EventKind.RR, day, reset.spread) for day in self._cyclic(reset.anchor, reset.cycle)
        ]
        later = [place for place, each in enumerate(resets) if each.time > status]
        if reset.next_rate is not None and later:
            first = resets[later[0]]
            resets[later[0]] = Happening(
                EventKind.RRF, first.time, first.counted, first.scheduled, reset.next_rate
            )
        yield from resets
        if self.terms.basics.kind == "ANN":
            yield from (Happening(EventKind.PRF, each.time, each.counted, each.scheduled) for each in resets)
            yield from self._first_fixing()

    def _first_fixing(self) -> Iterator[Happening]:
        """An annuity without a stated payment fixes it the day before the first payment; if it begins later, then."""
        principal = self.terms.principal
        first = first_of(self.terms, principal.anchor, principal.cycle)
        if principal.next_payment is None and first is not None:
            day = first - timedelta(days=1)
            if day < principal.initial_exchange_date.date():
                return
            yield Happening(EventKind.PRF, midnight(day), day, midnight(day))

    # The rest

    def _fees_and_indices(self) -> Iterator[Happening]:
        fees, scaling = self.terms.fees, self.terms.scaling
        if fees.rate and (fees.anchor is not None or fees.cycle is not None):
            days = self._cyclic(fees.anchor, fees.cycle)
            yield from (
                self._at(EventKind.FP, day) for day in [*days, *([self.end] if self.maturity else [])]
            )
        if scaling.effect.strip("0"):
            yield from (self._at(EventKind.SC, day) for day in self._cyclic(scaling.anchor, scaling.cycle))

    def _prepayments(self) -> Iterator[Happening]:
        option = self.terms.prepayment
        paid = [
            Happening(EventKind.PP, event.time, counted_day(event.time), event.time, event.value)
            for event in self.seen.of_kind("PP")
        ]
        if option.effect != "N" and option.market_object is not None:
            for day in self._cyclic(option.anchor, option.cycle):
                planned = self._at(EventKind.PP, day)
                amount = self.seen.at(option.market_object, planned.time, otherwise=planned.scheduled)
                paid.append(self._at(EventKind.PP, day, amount))
        yield from paid
        if option.penalty != "O":
            yield from (Happening(EventKind.PY, each.time, each.counted, each.scheduled) for each in paid)

    def _trades_and_observations(self) -> Iterator[Happening]:
        trade, identity = self.terms.trade, self.terms.basics.identity
        for kind, time, price in (
            (EventKind.PRD, trade.purchase_date, trade.price_at_purchase),
            (EventKind.TD, trade.termination_date, trade.price_at_termination),
        ):
            if time is not None:
                yield Happening(kind, time, counted_day(time), time, price)
        for event in self.seen.of_kind("AD", "CE"):
            if event.contract in {"", identity}:
                defaulted = event.kind == "CE" and event.states.get("contractPerformance") == "DF"
                if event.kind == "AD" or defaulted:
                    yield Happening(EventKind(event.kind), event.time, counted_day(event.time), event.time)

    def _last(self) -> Iterator[Happening]:
        has_interest = self.terms.interest.rate is not None and self.terms.basics.kind != "UMP"
        if self.call is not None:
            yield from self._called(has_interest=has_interest)
        if self.maturity is None:
            return
        moment = self.terms.basics.dates.moment(self.maturity.date())
        time = datetime.combine(moment.paid, self.maturity.time())
        counted = counted_day(time) if moment.counted == moment.paid else moment.counted
        last = Happening(EventKind.MD, time, counted, self.maturity)
        if has_interest:
            yield Happening(EventKind.IP, last.time, last.counted, last.scheduled)
        yield last

    def _called(self, *, has_interest: bool) -> Iterator[Happening]:
        """A call: exercised when it was seen, settled after the notice; interest runs up to the call."""
        assert self.call is not None  # noqa: S101 - the caller's condition
        time = self.call.time
        notice = self.terms.notice
        settled = notice.after(time.date()) if notice is not None else time.date()
        moment = self.terms.basics.dates.moment(settled)
        yield Happening(EventKind.XD, time, counted_day(time), time)
        if has_interest:
            yield Happening(EventKind.IP, midnight(moment.paid), counted_day(time), time)
        yield Happening(EventKind.STD, midnight(moment.paid), counted_day(time), time)
