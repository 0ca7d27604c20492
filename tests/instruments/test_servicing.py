from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kejin.errors import TermsError
from kejin.instruments.loans.servicing import (
    Account,
    Accrual,
    Agreement,
    Allocation,
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
    Rescheduled,
    Unit,
    WrittenOff,
    of_parts,
    owed_in_full,
    replay,
)

START = date(2026, 1, 1)
MONTHLY = Frequency(1, Unit.MONTHS)
ORDER = of_parts(Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)


def agreement(**changes: object) -> Agreement:
    terms: dict[str, object] = {
        "rate": Decimal("0.12"),
        "count": 6,
        "frequency": MONTHLY,
        "allocations": {"": ORDER},
        "accrual": Accrual(year_days=360, month_days=30),
        "recalculation": Recalculation(),
    }
    return Agreement(**(terms | changes))  # type: ignore[arg-type]


def standing(*events: Event, as_of: date = START, **changes: object) -> Account:
    return replay(agreement(**changes), [Disbursed(START, 1_000_000), *events], as_of=as_of)


def amounts(account: Account) -> list[tuple[int, int]]:
    return [(bill.charged[Part.PRINCIPAL], bill.charged[Part.INTEREST]) for bill in account.bills]


def test_level_instalments_of_a_loan_at_one_per_cent_a_month() -> None:
    # 10,000 yuan, 1 % a month, 6 months: 10,000 × 0.01 / (1 − 1.01^−6) = 1,725.483667 → 1,725.48.
    account = standing()
    assert [bill.due for bill in account.bills] == [172548] * 5 + [172551]
    assert amounts(account)[:2] == [(162548, 10000), (164173, 8375)]
    assert sum(principal for principal, _ in amounts(account)) == 1_000_000


def test_a_bullet_pays_interest_and_then_everything() -> None:
    account = standing(principal_grace=5)
    assert amounts(account) == [(0, 10000)] * 5 + [(1_000_000, 10000)]


def test_interest_that_is_not_due_at_first_falls_due_with_the_next_instalment() -> None:
    account = standing(principal_grace=5, interest_grace=2)
    assert [interest for _, interest in amounts(account)] == [0, 0, 30000, 10000, 10000, 10000]


def test_an_early_payment_bears_interest_to_its_day_and_the_rest_to_the_end() -> None:
    # Of 10,000.00 at 1 % for January: 15 of 31 days in full (48.39), then 16 days on what is left.
    account = standing(PaidOff(date(2026, 1, 16)))
    assert sum(bill.paid[Part.INTEREST] for bill in account.bills) == 4839
    half = standing(Paid(date(2026, 1, 16), 504_839), count=1, allocations={"": ORDER})
    # 48.387 for 15 days on 10,000.00 and 25.806 for 16 days on 5,000.00: 74.19.
    assert half.bills[0].charged[Part.INTEREST] == 7419
    assert half.bills[0].in_advance == 504_839


def test_a_late_instalment_bears_interest_until_it_is_paid() -> None:
    punctual = standing(as_of=date(2026, 2, 1))
    late = standing(as_of=date(2026, 2, 20))
    # 1,625.48 of principal overdue for 19 of 28 days at 1 %: 11.03 more in February.
    assert late.bills[1].charged[Part.INTEREST] - punctual.bills[1].charged[Part.INTEREST] == 1103


def test_a_loan_that_spares_what_is_overdue_bears_none() -> None:
    late = standing(as_of=date(2026, 2, 20), recalculation=Recalculation(spares_overdue=True))
    assert late.bills[1].charged[Part.INTEREST] == 8375


def test_no_interest_is_borne_in_a_pause() -> None:
    # 15 of January's 31 days: 16 / 31 of 100.00.
    account = standing(Paused(date(2026, 1, 11), date(2026, 1, 25)))
    assert account.bills[0].charged[Part.INTEREST] == 5161


def test_a_rate_counts_from_its_day() -> None:
    account = standing(RateChanged(date(2026, 2, 2), Decimal("0.06")))
    assert [interest for _, interest in amounts(account)][:2] == [10000, 4187]


def test_a_payment_that_is_taken_back_never_was() -> None:
    events = [Paid(date(2026, 2, 1), 172548)]
    assert amounts(standing(*events)) == amounts(standing())
    assert standing().bills[0].open == 172548


def test_an_event_that_arrives_late_counts_at_its_time() -> None:
    early, late = Paid(date(2026, 1, 20), 50_000), Paid(date(2026, 2, 1), 122_548)
    first = standing(early, late, as_of=date(2026, 3, 1))
    assert amounts(standing(late, early, as_of=date(2026, 3, 1))) == amounts(first)


def test_a_fee_is_on_the_bill_of_its_period_and_after_the_last_on_one_of_its_own() -> None:
    account = standing(
        Charged(date(2026, 1, 10), 500),
        Charged(date(2026, 3, 1), 700, penalty=True),
        Charged(date(2026, 9, 1), 900),
    )
    assert [bill.charged[Part.FEE] for bill in account.bills] == [500, 0, 0, 0, 0, 0, 900]
    assert account.bills[1].charged[Part.PENALTY] == 700
    assert account.bills[-1].span.end == date(2026, 9, 1)


def test_the_order_of_settlement_is_the_agreed_one() -> None:
    events = (Charged(date(2026, 1, 10), 500), Paid(date(2026, 2, 1), 10_600))
    fees_first = standing(*events)
    assert (fees_first.bills[0].paid[Part.FEE], fees_first.bills[0].paid[Part.PRINCIPAL]) == (500, 100)
    principal_first = standing(*events, allocations={"": of_parts(Part.PRINCIPAL, Part.INTEREST, Part.FEE)})
    assert principal_first.bills[0].paid[Part.PRINCIPAL] == 10_600


def test_payments_in_advance_go_to_the_next_to_the_last_or_to_all() -> None:
    def paid(future: Future) -> list[int]:
        order = Allocation(ORDER.order, future)
        account = standing(
            Paid(date(2026, 1, 10), 300_000), allocations={"": order}, rate=Decimal(0), count=5
        )
        return [bill.total_paid for bill in account.bills]

    assert paid(Future.NEXT) == [200_000, 100_000, 0, 0, 0]
    assert paid(Future.LAST) == [0, 0, 0, 100_000, 200_000]
    assert paid(Future.ALL) == [60_000] * 5


def test_vertically_one_part_of_all_bills_comes_before_the_next() -> None:
    order = Allocation(ORDER.order, Future.NEXT, vertical=True)
    account = standing(
        Paid(date(2026, 3, 15), 20_000), allocations={"": order}, recalculation=None, as_of=date(2026, 3, 15)
    )
    assert [bill.paid[Part.INTEREST] for bill in account.bills][:2] == [10_000, 8_375]
    assert account.bills[0].paid[Part.PRINCIPAL] == 20_000 - 18_375


def test_a_down_payment_is_due_at_once() -> None:
    account = standing(DownPaid(START), down_payment=Fraction(1, 4))
    assert (account.bills[0].charged[Part.PRINCIPAL], account.bills[0].open) == (250_000, 0)
    assert sum(bill.charged[Part.PRINCIPAL] for bill in account.bills[1:]) == 750_000


def test_what_is_paid_off_is_settled() -> None:
    account = standing(Paid(date(2026, 2, 1), 172_548), PaidOff(date(2026, 2, 15)), as_of=date(2026, 12, 1))
    assert sum(bill.open for bill in account.bills) == 0
    assert account.overpaid == 0
    # 14 of February's 28 days on 8,374.52 at 1 %: 41.87.
    assert sum(bill.paid[Part.INTEREST] for bill in account.bills) == 10_000 + 4_187


def test_restructured_principal_is_the_principal_that_was_owed() -> None:
    late = date(2026, 3, 15)
    for event in (ReAmortised(late), ReAged(late, date(2026, 8, 1), 3, MONTHLY)):
        account = standing(event, rate=Decimal(0))
        assert sum(bill.charged[Part.PRINCIPAL] for bill in account.bills) == 1_000_000
        assert sum(bill.open for bill in account.bills if bill.span.end <= late) == 0


def test_a_moved_due_date_moves_all_after_it() -> None:
    event = Rescheduled(START, date(2026, 3, 1), new_due=date(2026, 4, 15), extra=1, grace=1)
    account = standing(event, rate=Decimal(0), form=Form.CUMULATIVE)
    assert [bill.span.end.isoformat()[5:] for bill in account.bills][:3] == ["02-01", "04-15", "05-15"]
    assert len(account.bills) == 8
    assert account.bills[1].due == 0
    assert sum(bill.due for bill in account.bills) == 1_000_000


def test_a_loan_that_is_given_up_may_stop_its_interest_or_fall_due() -> None:
    day = date(2026, 2, 15)
    stopped = standing(ChargedOff(day), as_of=day, charge_off=ChargeOffRule.NO_INTEREST)
    assert [interest for _, interest in amounts(stopped)][2:] == [0, 0, 0, 0]
    assert sum(principal for principal, _ in amounts(stopped)) == 1_000_000
    due = standing(ChargedOff(day), as_of=day, charge_off=ChargeOffRule.ALL_DUE)
    assert due.bills[-1].span.end == day
    assert sum(principal for principal, _ in amounts(due)) == 1_000_000
    assert amounts(standing(ChargedOff(date(2026, 1, 2)))) == amounts(standing())


def test_what_is_written_off_is_owed_no_more() -> None:
    account = standing(Paid(date(2026, 2, 1), 172_548), WrittenOff(date(2026, 2, 2)))
    assert sum(bill.open for bill in account.bills) == 0
    assert sum(bill.written_off[Part.PRINCIPAL] for bill in account.bills) == 1_000_000 - 162_548


@pytest.mark.parametrize("recalculation", [None, Recalculation()])
def test_a_payment_charged_back_is_owed_anew(recalculation: Recalculation | None) -> None:
    day = date(2026, 2, 10)
    account = standing(
        Paid(date(2026, 2, 1), 172_548), ChargedBack(day, 172_548), recalculation=recalculation
    )
    assert sum(bill.charged[Part.PRINCIPAL] for bill in account.bills) == 1_000_000 + 172_548


def test_the_thirty_first_comes_back_after_february() -> None:
    start = date(2028, 1, 31)
    for month_end, days in (
        (MonthEnd.LAST_DAY, ["02-29", "03-31"]),
        (MonthEnd.FIRST_OF_NEXT, ["03-01", "03-31"]),
    ):
        terms = agreement(frequency=Frequency(1, Unit.MONTHS, month_end))
        account = replay(terms, [Disbursed(start, 100_000)], as_of=start)
        assert [bill.span.end.isoformat()[5:] for bill in account.bills][:2] == days


def test_flat_interest_is_the_same_in_every_instalment() -> None:
    for form in Form:
        follows = None if form is Form.PRINCIPAL else Recalculation()
        account = standing(
            method=InterestMethod.FLAT, form=form, accrual=Accrual(by_period=True), recalculation=follows
        )
        assert {interest for _, interest in amounts(account)} == {10_000}
        assert sum(principal for principal, _ in amounts(account)) == 1_000_000


def test_a_loan_that_was_never_disbursed_has_no_schedule() -> None:
    with pytest.raises(TermsError, match="at least one disbursement, found 0"):
        replay(agreement(), [], as_of=START)


@pytest.mark.parametrize("recalculation", [None, Recalculation()])
@pytest.mark.parametrize("rate", [Decimal(0), Decimal("0.12")])
def test_what_is_restructured_stays_so_whatever_is_paid_or_agreed_later(
    rate: Decimal, recalculation: Recalculation | None
) -> None:
    late = date(2026, 3, 15)
    later: list[Event] = [
        Paid(date(2026, 4, 20), 250_000), RateChanged(date(2026, 5, 1), Decimal("0.2")),
        Paused(date(2026, 5, 10), date(2026, 5, 20)),
    ]  # fmt: skip
    for event in (ReAmortised(late), ReAged(late, date(2026, 8, 1), 3, MONTHLY)):
        account = standing(event, *later, rate=rate, recalculation=recalculation, as_of=date(2026, 7, 1))
        assert sum(bill.charged[Part.PRINCIPAL] for bill in account.bills) == 1_000_000


def test_an_interest_free_loan_may_be_paused_and_may_come_to_bear_interest() -> None:
    paused = standing(Paused(date(2026, 2, 3), date(2026, 2, 9)), rate=Decimal(0))
    assert amounts(paused) == amounts(standing(rate=Decimal(0)))
    dearer = standing(RateChanged(date(2026, 3, 1), Decimal("0.12")), rate=Decimal(0))
    assert sum(principal for principal, _ in amounts(dearer)) == 1_000_000
    assert [interest for _, interest in amounts(dearer)][:3] == [0, 298, 6_636]


@pytest.mark.parametrize("recalculation", [None, Recalculation()])
def test_a_rate_that_changes_on_the_day_of_the_payout_is_the_rate(
    recalculation: Recalculation | None,
) -> None:
    changed = standing(RateChanged(START, Decimal("0.06")), recalculation=recalculation)
    assert amounts(changed) == amounts(standing(rate=Decimal("0.06"), recalculation=recalculation))


def test_flat_interest_does_not_follow_payments() -> None:
    for events in ([PaidOff(date(2026, 4, 20))], [Disbursed(date(2026, 2, 10), 500_000)]):
        account = standing(*events, method=InterestMethod.FLAT, as_of=date(2026, 12, 1))
        drawn = sum(event.amount for event in account.disbursements)
        assert sum(principal for principal, _ in amounts(account)) == drawn


def test_a_loan_may_be_given_up_on_its_first_day_or_after_a_restructuring() -> None:
    for events in (
        [ChargedOff(START)],
        [ReAged(START, date(2026, 2, 15), 3, MONTHLY), ChargedOff(date(2026, 7, 3))],
    ):
        account = standing(*events, charge_off=ChargeOffRule.ALL_DUE)
        assert sum(principal for principal, _ in amounts(account)) == 1_000_000


def test_money_paid_out_after_the_last_instalment_is_refused() -> None:
    with pytest.raises(TermsError, match="no instalment to repay it: expected a day before 2026-07-01"):
        standing(Disbursed(date(2026, 7, 1), 500), rate=Decimal(0))


ACCRUALS = [
    Accrual(year_days=360, month_days=30),
    Accrual(year_days=365),
    Accrual(),
    Accrual(by_period=True),
    Accrual(leap_day_periods=True),
]


@settings(max_examples=60)
@given(
    accrual=st.sampled_from(ACCRUALS),
    rate=st.integers(0, 36),
    count=st.integers(1, 15),
    drawn=st.integers(10_000, 10**12),
    day=st.dates(date(2023, 1, 1), date(2028, 12, 31)),
)
def test_principal_repaid_is_principal_drawn_and_no_balance_is_negative(
    accrual: Accrual, rate: int, count: int, drawn: int, day: date
) -> None:
    terms = agreement(accrual=accrual, rate=Decimal(rate) / 100, count=count)
    account = replay(terms, [Disbursed(day, drawn)], as_of=day)
    assert sum(bill.charged[Part.PRINCIPAL] for bill in account.bills) == drawn
    assert all(standing.closing >= 0 for standing in account.plan.standings())
    assert all(amount >= 0 for pair in amounts(account) for amount in pair)


@settings(max_examples=60)
@given(
    payments=st.lists(st.tuples(st.integers(0, 240), st.integers(1, 400_000)), max_size=6),
    second=st.none() | st.tuples(st.integers(1, 120), st.integers(10_000, 900_000)),
    future=st.sampled_from(list(Future)),
    follows=st.booleans(),
)
def test_whatever_is_paid_is_on_a_bill_or_overpaid_and_settles_in_the_end(
    payments: list[tuple[int, int]], second: tuple[int, int] | None, future: Future, follows: bool
) -> None:
    events: list[Event] = [Disbursed(START, 1_000_000)]
    events += [Disbursed(START + timedelta(days=second[0]), second[1])] if second else []
    events += [Paid(START + timedelta(days=day), amount) for day, amount in payments]
    terms = agreement(
        allocations={"": Allocation(ORDER.order, future)}, recalculation=Recalculation() if follows else None
    )
    account = replay(terms, events, as_of=START + timedelta(days=250))
    paid = sum(bill.total_paid for bill in account.bills)
    assert paid + account.overpaid == sum(amount for _, amount in payments)
    assert all(bill.left(part) >= 0 for bill in account.bills for part in Part)
    last = START + timedelta(days=400)
    settled = replay(terms, [*events, PaidOff(last)], as_of=last)
    assert sum(bill.open for bill in settled.bills) == 0
    drawn = sum(event.amount for event in events if isinstance(event, Disbursed))
    if account.overpaid == 0:
        assert sum(bill.paid[Part.PRINCIPAL] for bill in settled.bills) == drawn
    assert owed_in_full(settled, last) == 0
