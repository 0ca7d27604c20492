"""Random mixes of everything that can happen to a loan, on agreements of every kind: what must hold of each."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.loans.servicing import (
    Account,
    Accrual,
    Agreement,
    Allocation,
    Arithmetic,
    Charged,
    ChargedBack,
    ChargedOff,
    ChargeOffRule,
    Disbursed,
    DownPaid,
    Event,
    Form,
    Frequency,
    Future,
    InterestMethod,
    MonthEnd,
    Paid,
    PaidOff,
    Part,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Recalculation,
    Refunded,
    Rescheduled,
    Unit,
    WrittenOff,
    of_parts,
    replay,
)

START = date(2026, 1, 1)
MONTHLY = Frequency(1, Unit.MONTHS)
ORDER = of_parts(Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)
FREQUENCIES = [
    (1, Unit.DAYS),
    (30, Unit.DAYS),
    (2, Unit.WEEKS),
    (1, Unit.MONTHS),
    (3, Unit.MONTHS),
    (1, Unit.YEARS),
]


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    every, unit = draw(st.sampled_from(FREQUENCIES))
    count = draw(st.integers(1, 12))
    parts = draw(st.permutations(list(Part)))
    flag = st.booleans()
    accrual = Accrual(
        year_days=draw(st.sampled_from([360, 364, 365, None])),
        month_days=draw(st.sampled_from([None, 30])),
        by_period=draw(flag),
        leap_day_periods=draw(flag),
        turn_of_year=draw(st.sampled_from([(12, 31), (1, 1)])),
        from_period_start=draw(flag),
    )
    form = draw(st.sampled_from(list(Form)))
    rule = st.none() if form is Form.PRINCIPAL else st.none() | st.builds(Recalculation, flag, flag, flag)
    return Agreement(
        rate=Decimal(draw(st.sampled_from([0, 4, 7, 12, 24]))) / 100,
        count=count,
        frequency=Frequency(every, unit, draw(st.sampled_from(list(MonthEnd)))),
        allocations={"": Allocation(of_parts(*parts).order, draw(st.sampled_from(list(Future))), draw(flag))},
        accrual=accrual,
        arithmetic=Arithmetic(multiple=draw(st.sampled_from([1, 100]))),
        method=draw(st.sampled_from(list(InterestMethod))),
        form=form,
        principal_grace=draw(st.integers(0, count - 1)),
        interest_grace=draw(st.integers(0, count - 1)),
        down_payment=draw(st.sampled_from([Fraction(0), Fraction(1, 4)])),
        recalculation=draw(rule),
        charge_off=draw(st.sampled_from(list(ChargeOffRule))),
        principal_shares=tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=count))),
    )


def anything(terms: Agreement, start: date, drawn: int) -> st.SearchStrategy[Event]:
    """One event of any kind, from the first day to some time after the last instalment."""
    due = st.integers(1, terms.count).map(lambda count: terms.frequency.after(start, count))
    span = (terms.frequency.after(start, terms.count) - start).days
    day = st.integers(0, span * 6 // 5 + 1).map(lambda days: start + timedelta(days=days))
    amount, few = st.integers(1, drawn), st.integers(0, 2)
    pauses = st.tuples(day, st.integers(0, 40)).map(
        lambda two: Paused(two[0], two[0] + timedelta(days=two[1]))
    )
    re_aged = st.tuples(day, st.integers(1, 30), st.integers(1, 5)).map(
        lambda three: ReAged(three[0], three[0] + timedelta(days=three[1]), three[2], MONTHLY)
    )
    moved = st.tuples(due, st.none() | st.integers(1, 20), few, few, few).map(
        lambda five: Rescheduled(start, five[0], _later(*five[:2]), *five[2:])
    )
    rates = st.integers(0, 24).map(lambda rate: Decimal(rate) / 100)
    return st.one_of(
        st.builds(Paid, day, amount), st.builds(PaidOff, day), st.builds(Refunded, day, amount),
        st.builds(Charged, day, st.integers(1, 5000), st.booleans()), st.builds(ChargedBack, day, st.integers(1, 1000)),
        st.builds(Disbursed, day, st.integers(100, 10**6)), st.builds(DownPaid, st.just(start)),
        st.builds(RateChanged, day, rates), pauses, moved, re_aged,
        st.builds(ReAmortised, day), st.builds(ChargedOff, day), st.builds(WrittenOff, day),
    )  # fmt: skip


def _later(due: date, days: int | None) -> date | None:
    return None if days is None else due + timedelta(days=days)


@st.composite
def mixes(draw: st.DrawFn) -> tuple[Agreement, list[Event], date]:
    terms = draw(agreements())
    start = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 900)))
    drawn = draw(st.integers(100, 10**7))
    happened = draw(st.lists(anything(terms, start, drawn), max_size=6))
    return terms, [Disbursed(start, drawn), *happened], start + timedelta(days=draw(st.integers(0, 900)))


def holds(account: Account, events: list[Event]) -> None:
    bills = account.bills
    drawn = sum(event.amount for event in events if isinstance(event, Disbursed))
    assert sum(bill.charged[Part.PRINCIPAL] for bill in bills) == drawn + account.owed_anew
    for bill in bills:
        for part in Part:
            assert bill.charged[part] >= 0
            assert bill.paid[part] >= 0
            assert bill.left(part) >= 0
    assert sum(bill.total_paid for bill in bills) + account.overpaid == account.received
    assert account.overpaid >= 0
    assert not account.overpaid or not any(bill.open for bill in bills)
    assert all(standing.closing >= 0 for standing in account.plan.standings())


def check(mix: tuple[Agreement, list[Event], date]) -> None:
    terms, events, as_of = mix
    try:
        account = replay(terms, events, as_of=as_of)
    except TermsError as error:
        assert any(word in str(error) for word in ("no such event after", "no instalment to repay it"))  # noqa: PT017
        reject()
    holds(account, events)
    paid = sum(event.amount for event in events if isinstance(event, Paid))
    back = sum(event.amount for event in events if isinstance(event, ChargedBack))
    if not any(isinstance(event, PaidOff | Refunded | DownPaid) for event in events):
        assert account.received - account.owed_anew == paid - back
    again = replay(terms, [events[0], *reversed(events[1:])], as_of=as_of)
    holds(again, events)


@settings(max_examples=300)
@given(mix=mixes())
def test_whatever_happens_principal_is_what_was_drawn_and_nothing_is_lost(
    mix: tuple[Agreement, list[Event], date],
) -> None:
    check(mix)


def test_looking_twice_at_a_loan_that_is_overdue_does_not_charge_its_interest_twice() -> None:
    # Nothing is ever paid: 1 % a month of 10,000.00 in each of the six months, however often one looks.
    terms: dict[str, Any] = {"accrual": Accrual(by_period=True), "as_of": date(2027, 6, 1)}
    looks = [Paid(date(2026, 8, month), 0) for month in (1, 9, 20)]
    for events in ([], looks[:1], looks, [Paid(date(2026, 4, 9), 0), *looks]):
        account = standing(*events, **terms)
        assert [bill.charged[Part.INTEREST] for bill in account.bills] == [10_000] * 6


@pytest.mark.slow
@settings(max_examples=5_000)
@given(mix=mixes())
def test_many_more_mixes(mix: tuple[Agreement, list[Event], date]) -> None:
    check(mix)


def standing(*events: Event, as_of: date = START, **changes: Any) -> Account:
    terms: dict[str, Any] = {
        "rate": Decimal("0.12"),
        "count": 6,
        "frequency": MONTHLY,
        "allocations": {"": ORDER},
        "accrual": Accrual(year_days=360, month_days=30),
        "recalculation": Recalculation(),
    }
    return replay(Agreement(**(terms | changes)), [Disbursed(START, 1_000_000), *events], as_of=as_of)


GIVEN_UP = date(2026, 3, 10)
LATER = date(2026, 3, 20)


@pytest.mark.parametrize("ended", [ChargedOff, WrittenOff])
@pytest.mark.parametrize(
    ("event", "name"),
    [
        (Disbursed(LATER, 500), "disbursed"),
        (RateChanged(LATER, Decimal("0.1")), "rateChanged"),
        (Paused(LATER, LATER), "interestPaused"),
        (ReAmortised(LATER), "reAmortised"),
        (ReAged(LATER, date(2026, 8, 1), 3, MONTHLY), "reAged"),
        (Rescheduled(LATER, date(2026, 4, 1), extra=1), "rescheduled"),
    ],
)
def test_a_loan_that_was_given_up_is_neither_lent_on_nor_agreed_anew(
    ended: Callable[[date], Event], event: Event, name: str
) -> None:
    with pytest.raises(
        TermsError, match=rf"no such event after \w+ on {GIVEN_UP}, found '{name} on {event.day}"
    ):
        standing(event, ended(GIVEN_UP))


def test_a_down_payment_needs_something_paid_out() -> None:
    with pytest.raises(TermsError, match="a disbursement before it, found 'the down payment on 2025-12-31"):
        standing(DownPaid(date(2025, 12, 31)))


def test_a_rate_that_falls_after_payments_in_advance_leaves_the_rest_to_the_last_open_instalment() -> None:
    # Flat: 6 × (1,666.67 + 100.00). The last two are paid in advance; from 2 March on flat interest is half.
    order = Allocation(ORDER.order, Future.LAST)
    account = standing(
        Paid(date(2026, 1, 10), 2 * 176_667), RateChanged(date(2026, 3, 2), Decimal("0.06")),
        method=InterestMethod.FLAT, accrual=Accrual(by_period=True), recalculation=None, allocations={"": order},
    )  # fmt: skip
    assert sum(bill.charged[Part.PRINCIPAL] for bill in account.bills) == 1_000_000
    assert [bill.open for bill in account.bills][4:] == [0, 0]
    # Paid at 100.00 each before; what was paid stays paid, though 50.00 would be due at the new rate.
    assert [bill.paid[Part.INTEREST] for bill in account.bills][4:] == [10_000, 10_000]


def test_a_few_fen_in_advance_to_all_instalments_are_not_paid_twice() -> None:
    # 5 fen to 6 bills: one each to the first five; rounded up for each, they would be six.
    order = Allocation(ORDER.order, Future.ALL)
    account = standing(Paid(date(2026, 1, 10), 5), allocations={"": order}, recalculation=None)
    assert sum(bill.total_paid for bill in account.bills) == 5
    assert account.overpaid == 0


def test_overpaid_money_settles_what_is_drawn_later() -> None:
    account = standing(
        PaidOff(date(2026, 1, 1)), Paid(date(2026, 2, 10), 400_000), Disbursed(date(2026, 3, 10), 300_000),
        as_of=date(2026, 12, 1),
    )  # fmt: skip
    assert sum(bill.open for bill in account.bills) == 0
    assert account.overpaid + sum(bill.paid[Part.PRINCIPAL] for bill in account.bills) <= 1_400_000
    assert account.overpaid >= 400_000 - 300_000 - 12_000
