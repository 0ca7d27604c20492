import itertools
import math
from datetime import date, timedelta

import numpy as np
import pytest
import pyxirr
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kejin.errors import CashFlowError
from kejin.instruments.conventions import DayCount
from kejin.instruments.yields import (
    Yield,
    YieldStatus,
    internal_rates,
    irr,
    largest_rate,
    largest_rates,
    present_value,
    xirr,
    xirr_many,
)
from kejin.instruments.yields.exponential import exponential

START = date(2026, 1, 1)
YEAR = date(2027, 1, 1)


def test_a_loan_for_a_year_bears_its_interest() -> None:
    assert xirr([START, YEAR], [-100.0, 103.15]).rate == pytest.approx(0.0315, abs=1e-14)


def test_flows_of_one_day_are_added_up_before_rates_are_counted() -> None:
    # 60 paid and 60 received on the first day leave one change of sign.
    found = xirr([START, START, START, YEAR], [-100.0, -60.0, 60.0, 110.0])
    assert found.status is YieldStatus.UNIQUE
    assert found.rate == pytest.approx(0.1)


def test_the_order_of_flows_does_not_matter() -> None:
    days = [date(2026, 7, 1), START, YEAR]
    assert xirr(days, [50.0, -100.0, 60.0]) == xirr(sorted(days), [-100.0, 50.0, 60.0])


def test_flows_that_only_come_in_have_no_rate() -> None:
    assert xirr([START, YEAR], [100.0, 5.0]) == Yield(YieldStatus.NONE, ())
    assert xirr([], []).status is YieldStatus.NONE
    assert xirr([START], [-1.0]).rate is None


def test_flows_that_change_sign_twice_may_have_no_rate() -> None:
    # -100 + 150 v - 100 v^2 has a negative discriminant: 150^2 < 4 * 100 * 100.
    assert irr([-100.0, 150.0, -100.0]) == Yield(YieldStatus.NONE, ())


def test_two_rates_are_told_and_none_is_chosen() -> None:
    # (1 + r) = 1.1 and 1.2 by construction: -1 + 2.3 v - 1.32 v^2 with v = 1 / (1 + r).
    found = irr([-100.0, 230.0, -132.0])
    assert found.status is YieldStatus.SEVERAL
    assert found.rates == pytest.approx((0.1, 0.2), abs=1e-12)
    assert found.rate is None


def test_a_rate_of_exactly_nil_is_found() -> None:
    assert irr([-100.0, 40.0, 60.0]).rate == pytest.approx(0.0, abs=1e-15)


def test_a_present_value_that_touches_nil_gives_its_rate_once() -> None:
    # -(1 - 1.1 v)^2: the rate 10 % counts twice and is one.
    found = irr([-100.0, 220.0, -121.0])
    assert len(found.rates) == 1
    assert found.rates[0] == pytest.approx(0.1, abs=1e-6)


def test_a_subsidised_loan_changes_sign_many_times_and_has_one_rate() -> None:
    # What the borrower sees: 1,000,000 in; each quarter interest out and a month later half of it back.
    days, amounts = [START], [1_000_000.0]
    for quarter in range(1, 9):
        due = START + timedelta(days=91 * quarter)
        days += [due, due + timedelta(days=30)]
        amounts += [-10_000.0, 5_000.0]
    days.append(START + timedelta(days=91 * 8))
    amounts.append(-1_000_000.0)
    found = xirr(days, amounts)
    assert found.status is YieldStatus.UNIQUE
    assert found.rate == pytest.approx(0.0201, abs=2e-4)


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(-10_000, 10_000)), min_size=2, max_size=12),
)
@example([(0, 0), (85, -2), (0, 170)])
@example([(0, -2), (29, 11)])
def test_every_rate_brings_the_present_value_to_nil_and_another_solver_finds_no_other(
    flows: list[tuple[int, int]],
) -> None:
    days = [START + timedelta(days=day) for day, _ in flows]
    amounts = [float(amount) for _, amount in flows]
    found = xirr(days, amounts)
    first = min(days)
    times = [(day - first).days / 365 for day in days]
    for rate in found.rates:
        sizes = present_value(rate, times, [abs(amount) for amount in amounts])
        # Near -100 % the number itself says 1 + rate less exactly.
        told = 1e-9 + 4e-16 * max(times) / (1.0 + rate)
        assert abs(present_value(rate, times, amounts)) <= told * sizes
    try:
        other = pyxirr.xirr(days, amounts)
    except pyxirr.InvalidPaymentsError:
        other = None
    if other is not None and math.isfinite(other) and -0.99999999 < other < 1e9:  # where rates are looked for
        sizes = present_value(other, times, [abs(amount) for amount in amounts])
        # It stops at a present value near nil, which far out need not be near a rate.
        assume(abs(present_value(other, times, amounts)) <= 1e-12 * sizes)
        assert any(rate == pytest.approx(other, rel=1e-4, abs=1e-6) for rate in found.rates)


@given(st.lists(st.floats(-0.5, 2.0), min_size=1, max_size=4, unique=True))
def test_as_many_rates_are_found_as_were_built_in(roots: list[float]) -> None:
    roots = sorted(roots)
    assume(all(b - a > 1e-3 for a, b in itertools.pairwise(roots)))
    # The polynomial in v = 1 / (1 + r) whose zeros are these.
    polynomial = np.polynomial.polynomial.polyfromroots([1 / (1 + root) for root in roots])
    found = irr(polynomial.tolist())
    assert found.rates == pytest.approx(tuple(roots), abs=1e-6)
    assert found.status is (YieldStatus.UNIQUE if len(roots) == 1 else YieldStatus.SEVERAL)


@given(st.integers(1, 30), st.floats(-0.3, 1.5), st.integers(0, 1000))
def test_a_level_loan_gives_back_the_rate_it_was_made_with(count: int, rate: float, shift: int) -> None:
    payment = sum((1 + rate) ** -n for n in range(1, count + 1))
    amounts = [0.0] * (shift % 3) + [-payment] + [1.0] * count
    assert irr(amounts).rate == pytest.approx(rate, rel=1e-9, abs=1e-12)


def test_many_series_come_out_as_one_by_one() -> None:
    generator = np.random.default_rng(20261001)
    starts, dates, amounts = [0], [], []
    for _ in range(300):
        size = int(generator.integers(0, 14))
        dates += [START + timedelta(days=int(d)) for d in generator.integers(0, 3000, size)]
        amounts += generator.normal(0, 1000, size).tolist()
        starts.append(len(dates))
    rates, status = xirr_many(np.array(starts), np.array(dates, "datetime64[D]"), amounts)
    for place, (low, high) in enumerate(itertools.pairwise(starts)):
        single = xirr(dates[low:high], amounts[low:high])
        assert status[place] == single.status
        if single.rate is None:
            assert math.isnan(rates[place])
        else:
            assert rates[place] == pytest.approx(single.rate, rel=1e-10, abs=1e-13)
    assert set(status.tolist()) == {0, 1, 2}


def test_times_may_come_from_another_day_count() -> None:
    found = xirr([START, YEAR], [-100.0, 110.0], day_count=DayCount.A360)
    assert found.rate == pytest.approx(1.1 ** (360 / 365) - 1)


def test_flows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(CashFlowError, match="Every flow needs its time: expected 2 times, found 1"):
        xirr([START], [1.0, 2.0])
    with pytest.raises(CashFlowError, match=r"finite amounts, found nan \(flow 2\)"):
        internal_rates([0.0, 1.0], [1.0, math.nan])
    with pytest.raises(CashFlowError, match="starts that rise from 0 to 1"):
        xirr_many(np.array([0, 2]), np.array([START], "datetime64[D]"), [1.0])
    with pytest.raises(CashFlowError, match="above -100 %"):
        present_value(-1.0, [0.0], [1.0])


@given(st.floats(-699.0, 699.0))
def test_the_exponential_is_good_to_the_last_places(x: float) -> None:
    assert exponential(x) == pytest.approx(math.exp(x), rel=1e-15, abs=0)


@given(
    months=st.integers(1, 36),
    rate=st.integers(-200, 2_000),
    paid=st.lists(st.tuples(st.integers(1, 1500), st.integers(1, 30_000)), max_size=6),
)
def test_the_largest_rate_of_a_subsidised_loan_is_the_largest_of_all(
    months: int, rate: int, paid: list[tuple[int, int]]
) -> None:
    start = date(2026, 1, 1)
    part = round(1_000_000 / months * (1 + rate / 10_000))
    flows = [(start, 1_000_000), *((start + timedelta(days=30 * n), -part) for n in range(1, months + 1))]
    flows += [(start + timedelta(days=day), amount) for day, amount in paid]
    dates, amounts = [day for day, _ in flows], [amount for _, amount in flows]
    every = xirr(dates, amounts)
    found = largest_rate(dates, amounts)
    if not every.rates:
        assert found is None
    else:
        assert found == pytest.approx(max(every.rates), rel=1e-9, abs=1e-11)


def test_the_largest_rate_of_a_table_is_that_of_each_row() -> None:
    days = [date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1), date(2027, 3, 1)]
    table = [[1000, -20, -1020, 30], [1000, 0, -1100, 0], [1000, 10, 20, 30], [-500, 30, 530, 0]]
    found = largest_rates(days, table)
    for row, rate in zip(table, found.tolist(), strict=True):
        alone = largest_rate(days, row)
        assert alone == rate if alone is not None else math.isnan(rate)
    assert found[1] == pytest.approx(0.1)
    with pytest.raises(CashFlowError, match="does not fit its days"):
        largest_rates(days, [[1, 2]])
    assert largest_rate([], []) is None
