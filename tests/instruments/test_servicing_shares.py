"""Serviced loans whose principal is what was agreed: equal parts, steps, a balloon, grace; each case worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kejin.errors import SeveralTermsErrors, TermsError
from kejin.instruments.loans.servicing import (
    Account,
    Accrual,
    Agreement,
    ChargedOff,
    ChargeOffRule,
    Disbursed,
    Event,
    Form,
    Frequency,
    Paid,
    Part,
    Paused,
    RateChanged,
    ReAged,
    ReAmortised,
    Recalculation,
    Rescheduled,
    Unit,
    of_parts,
    replay,
)
from kejin.instruments.termsheets import contract_of

START = date(2026, 1, 1)
MONTHLY = Frequency(1, Unit.MONTHS)
ORDER = of_parts(Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)
WAIVED = of_parts(Part.INTEREST)


def standing(*events: Event, as_of: date = START, **changes: Any) -> Account:
    """12,000 yuan at 1 % a month over six months."""
    terms: dict[str, Any] = {
        "rate": Decimal("0.12"),
        "count": 6,
        "frequency": MONTHLY,
        "allocations": {"": ORDER, "WAIVED": WAIVED},
        "accrual": Accrual(year_days=360, month_days=30),
        "form": Form.PRINCIPAL,
    }
    return replay(Agreement(**(terms | changes)), [Disbursed(START, 1_200_000), *events], as_of=as_of)


def amounts(account: Account) -> list[tuple[int, int]]:
    return [(bill.charged[Part.PRINCIPAL], bill.charged[Part.INTEREST]) for bill in account.bills]


EQUAL = [
    (200_000, 12_000),
    (200_000, 10_000),
    (200_000, 8_000),
    (200_000, 6_000),
    (200_000, 4_000),
    (200_000, 2_000),
]


def test_equal_principal_with_interest_on_what_is_left() -> None:
    assert amounts(standing()) == EQUAL


def test_interest_first_then_equal_principal() -> None:
    assert amounts(standing(principal_grace=4)) == [(0, 12_000)] * 4 + [(600_000, 12_000), (600_000, 6_000)]


def test_shares_may_grow_and_leave_a_balloon() -> None:
    balloon = standing(principal_shares=(1, 1, 1, 1, 1, 7))
    assert amounts(balloon)[3:] == [(100_000, 9_000), (100_000, 8_000), (700_000, 7_000)]
    stepped = standing(principal_shares=(1, 1, 2, 2, 3, 3))
    assert [principal for principal, _ in amounts(stepped)] == [100_000] * 2 + [200_000] * 2 + [300_000] * 2
    bullet = standing(principal_shares=(0, 0, 0, 0, 0, 1))
    assert amounts(bullet) == [(0, 12_000)] * 5 + [(1_200_000, 12_000)]


def test_the_last_share_takes_what_rounding_leaves() -> None:
    assert [principal for principal, _ in amounts(standing(count=7))] == [171_429] * 6 + [171_426]


def test_a_rate_changes_interest_alone() -> None:
    # The day that ends on 2 March is the first of the period that is due on 1 April: 0.5 % from there on.
    account = standing(RateChanged(date(2026, 3, 2), Decimal("0.06")))
    assert amounts(account)[:2] == EQUAL[:2]
    assert amounts(account)[2:] == [(200_000, 4_000), (200_000, 3_000), (200_000, 2_000), (200_000, 1_000)]


def test_a_pause_spares_interest_and_leaves_principal() -> None:
    account = standing(Paused(date(2026, 2, 2), date(2026, 3, 1)))
    assert amounts(account) == [EQUAL[0], (200_000, 0), *EQUAL[2:]]


def test_a_reschedule_gives_grace_and_further_instalments() -> None:
    # Eight instalments, the second without principal: a seventh of 12,000.00 each.
    account = standing(Rescheduled(date(2026, 2, 1), date(2026, 3, 1), extra=1, grace=1))
    assert [principal for principal, _ in amounts(account)] == [171_429, 0, *[171_429] * 5, 171_426]
    later = standing(Rescheduled(date(2026, 2, 1), date(2026, 3, 1), interest_grace=1))
    assert amounts(later) == [EQUAL[0], (200_000, 0), (200_000, 18_000), *EQUAL[3:]]


def test_a_draw_is_shared_out_over_the_instalments_after_it() -> None:
    account = standing(Disbursed(date(2026, 3, 1), 400_000))
    assert amounts(account) == [
        *EQUAL[:2],
        (300_000, 12_000),
        (300_000, 9_000),
        (300_000, 6_000),
        (300_000, 3_000),
    ]


def test_a_partial_and_late_payment_settles_in_the_agreed_order() -> None:
    account = standing(Paid(date(2026, 2, 10), 250_000))
    first, second = account.bills[:2]
    assert (first.total_paid, first.late, first.open) == (212_000, 212_000, 0)
    assert (second.paid[Part.INTEREST], second.paid[Part.PRINCIPAL]) == (10_000, 28_000)


def test_interest_that_is_waived_leaves_principal_owed() -> None:
    account = standing(Paid(date(2026, 2, 20), 12_000, "WAIVED"))
    assert account.bills[0].left(Part.INTEREST) == 0
    assert account.bills[0].left(Part.PRINCIPAL) == 200_000


def test_overdue_principal_is_re_amortised_or_re_aged() -> None:
    # 2,000.00 of February and 2,000.00 of March are overdue on 10 March: 1,000.00 more on each of four.
    again = standing(ReAmortised(date(2026, 3, 10)))
    assert [principal for principal, _ in amounts(again)] == [0, 0, *[300_000] * 4]
    aged = standing(ReAged(date(2026, 3, 10), date(2026, 8, 1), 2, MONTHLY))
    assert [bill.charged[Part.PRINCIPAL] for bill in aged.bills][-2:] == [600_000, 600_000]


def test_a_charge_off_stops_interest() -> None:
    account = standing(ChargedOff(date(2026, 2, 15)), charge_off=ChargeOffRule.NO_INTEREST)
    # 14 of February's 28 days: half of 100.00.
    assert [interest for _, interest in amounts(account)] == [12_000, 5_000, 0, 0, 0, 0]
    assert sum(principal for principal, _ in amounts(account)) == 1_200_000


def test_interest_that_follows_payments_is_refused_by_its_name() -> None:
    with pytest.raises(TermsError, match="no recalculation with the form PRINCIPAL"):
        standing(recalculation=Recalculation())


def serviced(**changes: Any) -> dict[str, Any]:
    return {
        "contractType": "servicedLoan", "nominalInterestRate": "12%", "instalments": 6, "cycle": "P1M",
        "daysInMonth": "30", "form": "PRINCIPAL",
        "events": [{"event": "disbursed", "day": "2026-01-01", "amount": "12000"}],
    } | changes  # fmt: skip


def test_a_terms_file_says_the_same() -> None:
    made = contract_of(serviced()).made
    assert isinstance(made, Account)
    assert amounts(made) == EQUAL


def test_shares_that_do_not_fit_are_refused_by_their_name() -> None:
    for changes, rule in (
        ({"principalShares": [1, 2]}, "6 shares of zero or more"),
        ({"principalShares": [1, 1, 1, 1, 1, 0]}, "the last above zero"),
        ({"principalShares": [1] * 6, "form": "CUMULATIVE"}, "the form PRINCIPAL"),
        ({"recalculation": {}}, "none with the form PRINCIPAL"),
    ):
        with pytest.raises((TermsError, SeveralTermsErrors), match=rule):
            contract_of(serviced(**changes))
