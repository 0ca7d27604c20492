"""Money with its currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejin.errors import AmountError, CurrencyError, MoneyOverflowError
from kejin.money import INT64_MAX, INT64_MIN, Currency, Money, Rate, Rounding

fen = st.integers(-(10**17), 10**17)
CNY = Currency.CNY


def yuan(text: str) -> Money:
    return Money.parse(text, CNY)


# ISO 4217 list one: the minor unit of each currency.
@pytest.mark.parametrize(
    ("code", "exponent"),
    [("CNY", 2), ("HKD", 2), ("MOP", 2), ("USD", 2), ("EUR", 2), ("GBP", 2), ("JPY", 0), ("SGD", 2)],
)
def test_each_currency_has_the_decimals_of_iso_4217(code: str, exponent: int) -> None:
    assert Currency.of(code).exponent == exponent


def test_an_unknown_currency_is_named_with_the_known_ones() -> None:
    with pytest.raises(CurrencyError, match=r"expected CNY, HKD, .* found 'XAU'"):
        Currency.of("XAU")
    with pytest.raises(CurrencyError, match="unknown currency"):
        Money(1, "RMB")  # type: ignore[arg-type]


def test_an_amount_is_read_to_the_minor_unit_and_no_further() -> None:
    assert yuan("3000000.01") == Money(300_000_001, CNY)
    assert yuan("1,234.5") == Money(123_450, CNY)
    assert Money.parse("1500", Currency.JPY) == Money(1500, Currency.JPY)
    with pytest.raises(AmountError, match=r"at most 2 decimals for CNY, found '0\.001'"):
        yuan("0.001")
    with pytest.raises(AmountError, match="at most 0 decimals for JPY"):
        Money.parse("0.5", Currency.JPY)
    with pytest.raises(AmountError, match="not an amount"):
        yuan("12万")


def test_two_currencies_neither_add_nor_compare() -> None:
    dollar = Money(100, Currency.USD)
    for combine in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__, Money.__gt__, Money.__ge__):
        with pytest.raises(CurrencyError, match="do not combine: expected CNY, found 'USD'"):
            combine(yuan("1"), dollar)
    assert Money(100, CNY) != dollar


def test_a_sum_beyond_64_bits_is_refused_and_does_not_wrap() -> None:
    top = Money(INT64_MAX, CNY)
    with pytest.raises(MoneyOverflowError, match="an amount in minor units does not fit"):
        top + Money(1, CNY)
    with pytest.raises(MoneyOverflowError, match="an amount in minor units does not fit"):
        -Money(INT64_MIN, CNY)
    with pytest.raises(TypeError, match="float"):
        Money(1.0, CNY)  # type: ignore[arg-type]


def test_a_rate_on_an_amount_is_rounded_once_by_a_named_method() -> None:
    # A year's interest on 3,000,000.01 yuan at 3.15% is 94,500.000315 yuan.
    assert yuan("3000000.01").times(Rate.parse("3.15%"), rounding=Rounding.HALF_UP) == yuan("94500.00")
    assert yuan("3000000.01").times(Rate.parse("3.15%"), rounding=Rounding.UP) == yuan("94500.01")
    assert yuan("100").ratio(90, 360, rounding=Rounding.HALF_UP) == yuan("25")


def test_an_amount_shows_its_currency_and_every_decimal() -> None:
    assert str(yuan("3000000.01")) == "CNY 3,000,000.01"
    assert str(Money(-5, CNY)) == "CNY -0.05"
    assert str(Money(1500, Currency.JPY)) == "JPY 1,500"
    assert str(Money(INT64_MIN, CNY)) == "CNY -92,233,720,368,547,758.08"
    assert yuan("0.10").as_decimal() == Decimal("0.10")


@given(fen, fen, fen)
def test_amounts_add_like_integers(a: int, b: int, c: int) -> None:
    x, y, z = Money(a, CNY), Money(b, CNY), Money(c, CNY)
    assert (x + y) + z == x + (y + z)
    assert x + y - y == x
    assert abs(x).minor == abs(a)
    assert (x < y, x <= y, x > y, x >= y) == (a < b, a <= b, a > b, a >= b)


@given(fen, st.lists(st.integers(0, 10**6), min_size=1, max_size=10).filter(any))
def test_the_parts_of_an_amount_sum_to_it_in_its_currency(minor: int, weights: list[int]) -> None:
    parts = Money(minor, Currency.HKD).split(weights)
    assert sum(part.minor for part in parts) == minor
    assert {part.currency for part in parts} == {Currency.HKD}
