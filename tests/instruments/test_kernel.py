"""The kernel: exact runs beside the same source in plain integers, beside floats, and beside arithmetic by hand."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import MoneyOverflowError
from kejin.instruments.kernel import Code, feeding, layout
from kejin.instruments.kernel.arithmetic import high_product, long_quotient
from kejin.instruments.programs import Instruction, Op, Program
from kejin.instruments.running import Opening, RoundingPolicy, run_program

NAMES = {
    "RATE": "SET_RATE",
    "PAYMENT": "SET_PAYMENT",
    "BASE": "SET_BASE",
}
COUNT = 12
MONTH = Fraction(1, 12)


def level_program(fractions: list[Fraction]) -> Program:
    agreed = Instruction(Op.LEVEL, writes=False, periods=fractions)
    paid = [Instruction(Op.INSTALMENT, fraction) for fraction in fractions[:-1]]
    return Program.of([agreed, *paid, Instruction(Op.FINAL, fractions[-1])], exact=True)


def plainly(program: Program, opening: Opening) -> Any:
    """The flows by the kernel's source run as Python with integers of any size."""
    data = feeding._exact(program, opening)
    data.unsure[:] = True
    flows = feeding._flows(program, data.state, trace=False)
    feeding._settle(Code(program.code, program.pool, False, False, True), data, flows)
    return flows


def test_the_numbers_of_the_ops_are_those_of_the_programs() -> None:
    for op in Op:
        assert getattr(layout, NAMES.get(op.name, op.name)) == op.value


@given(a=st.integers(0, 2**64 - 1), b=st.integers(0, 2**64 - 1), divisor=st.integers(1, 2**64 - 1))
def test_products_and_quotients_of_two_words(a: int, b: int, divisor: int) -> None:
    assert int(high_product(np.uint64(a), np.uint64(b))) == (a * b) >> 64
    high = a % divisor
    quotient, rest = long_quotient(np.uint64(high), np.uint64(b), np.uint64(divisor))
    assert (int(quotient), int(rest)) == divmod((high << 64) + b, divisor)


@given(
    balances=st.lists(st.integers(1, 10**13), min_size=1, max_size=4),
    rate=st.integers(0, 10**9),
    days=st.lists(st.integers(1, 400), min_size=2, max_size=COUNT),
    year=st.sampled_from([360, 365, 133_590]),
)
def test_an_exact_run_is_the_same_in_64_bits_in_128_and_in_any(
    balances: list[int], rate: int, days: list[int], year: int
) -> None:
    program = level_program([Fraction(each, year) for each in days])
    opening = Opening(balance=np.array(balances), rate=rate)
    ours, plain = run_program(program, opening), plainly(program, opening)
    for column in ("interest", "principal", "balance"):
        assert getattr(ours, column).tolist() == getattr(plain, column).tolist()
    assert ours.interest.dtype == np.int64
    assert ours.principal.sum(axis=0).tolist() == balances
    assert (ours.balance >= 0).all()


@given(balance=st.integers(1, 10**12), rate=st.integers(1, 4 * 10**8), count=st.integers(1, 36))
def test_the_level_payment_is_the_formula_rounded_half_up(balance: int, rate: int, count: int) -> None:
    program = level_program([MONTH] * count)
    paid = run_program(program, Opening(balance=balance, rate=rate))
    one = 1 + Fraction(rate, 12 * 10**9)
    payment = balance * (one - 1) * one**count / (one**count - 1)
    if count > 1:
        assert paid.interest[0, 0] + paid.principal[0, 0] == (2 * payment + 1) // 2


@pytest.mark.parametrize("rate", [0, -10_000_000, 34_500_000])
def test_rates_of_nil_and_below_are_rates(rate: int) -> None:
    paid = run_program(level_program([MONTH] * 3), Opening(balance=1_000_00, rate=rate))
    assert paid.principal.sum() == 1_000_00
    assert np.sign(paid.interest[0, 0]) == np.sign(rate)


def test_unrounded_and_exact_runs_differ_by_rounding_alone() -> None:
    program = level_program([MONTH] * 36)
    opening = Opening(balance=np.arange(1, 500) * 123_457, rate=34_500_000)
    exact = run_program(program, opening)
    floats = run_program(program, opening, policy=RoundingPolicy.NONE)
    assert floats.balance.dtype == np.float64
    # Half a fen each month, and what a payment off by half a fen adds up to.
    assert np.abs(exact.interest - floats.interest).max() < 1


def test_interest_is_rounded_once_however_often_the_rate_changes() -> None:
    # Ten days each at 1%, then 2%, then 3% on 100.00: 0.0277… + 0.0555… + 0.0833… = 0.1666…, which is 17 fen.
    ten = Fraction(10, 360)
    steps = [Instruction(Op.RATE, ten, (rate,), writes=False) for rate in (20_000_000, 30_000_000)]
    program = Program.of([*steps, Instruction(Op.INTEREST, ten)], exact=True)
    paid = run_program(program, Opening(balance=100_00, rate=10_000_000))
    assert paid.interest.tolist() == [[17]]


def test_half_a_fen_goes_away_from_zero() -> None:
    program = Program.of([Instruction(Op.INTEREST, Fraction(1, 2))], exact=True)
    paid = run_program(program, Opening(balance=1, rate=np.array([10**9, 3 * 10**9, -(10**9), -3 * 10**9])))
    assert paid.interest.tolist() == [[1, 2, -1, -2]]


def test_blocks_make_no_difference() -> None:
    program = level_program([MONTH] * 5)
    balances = np.arange(1, 1_001) * 1_000_003
    together = run_program(program, Opening(balance=balances, rate=50_000_000))
    for place in (0, 255, 256, 257, 999):
        alone = run_program(program, Opening(balance=balances[place], rate=50_000_000))
        assert together.interest[:, place].tolist() == alone.interest[:, 0].tolist()


def test_what_cannot_fit_is_refused_before_it_runs() -> None:
    with pytest.raises(MoneyOverflowError, match="does not fit 64-bit minor units"):
        run_program(level_program([MONTH] * 3), Opening(balance=2**62, rate=10**8))
