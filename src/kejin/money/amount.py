"""An amount of money: whole minor units of one currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self, SupportsIndex

from kejin.errors import AmountError, CurrencyError
from kejin.money.currency import Currency
from kejin.money.rate import Rate
from kejin.money.rounding import Rounding, round_quotient
from kejin.money.scale import RATE_SCALE, checked_int64
from kejin.money.splitting import split
from kejin.money.text import parse_decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `Money(300_000_001, Currency.CNY)` is 3,000,000.01 yuan.

    Amounts of different currencies neither add nor compare; that is a `CurrencyError`.

    Raises:
        MoneyOverflowError: More than 64 bits of minor units.
        CurrencyError: Not a currency known here.
    """

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        object.__setattr__(self, "minor", checked_int64(self.minor, what="an amount in minor units"))
        object.__setattr__(self, "currency", Currency.of(self.currency))

    @classmethod
    def parse(cls, text: str, currency: Currency) -> Self:
        """An amount from digits in the currency's main unit, such as "3000000.01".

        Raises:
            AmountError: The text is not a number, or has more decimals than the currency.
        """
        number = parse_decimal(text)
        if number is None:
            raise AmountError("not an amount", expected=f"a number of {currency}", found=text)
        numerator, denominator = number.as_integer_ratio()
        minor, finer = divmod(numerator * 10**currency.exponent, denominator)
        if finer:
            raise AmountError(
                "an amount is finer than its currency",
                expected=f"at most {currency.exponent} decimals for {currency}",
                found=text,
            )
        return cls(minor, currency)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.minor + self._like(other), self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.minor - self._like(other), self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def __abs__(self) -> Self:
        return type(self)(abs(self.minor), self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._like(other)

    def __le__(self, other: Self) -> bool:
        return self.minor <= self._like(other)

    def __gt__(self, other: Self) -> bool:
        return self.minor > self._like(other)

    def __ge__(self, other: Self) -> bool:
        return self.minor >= self._like(other)

    def times(self, rate: Rate, *, rounding: Rounding) -> Self:
        """The rate applied to the amount, such as interest or a covered share, rounded once."""
        return self.ratio(rate.ppb, RATE_SCALE, rounding=rounding)

    def ratio(self, numerator: SupportsIndex, denominator: SupportsIndex, *, rounding: Rounding) -> Self:
        """The amount times a fraction, such as days over 360, rounded once."""
        return type(self)(round_quotient(self.minor * int(numerator), denominator, rounding), self.currency)

    def split(self, weights: Sequence[SupportsIndex]) -> list[Self]:
        """Parts in proportion to the weights that sum to the amount; see `kejin.money.split`."""
        return [type(self)(part, self.currency) for part in split(self.minor, weights)]

    def as_decimal(self) -> Decimal:
        """The amount in the main unit, exactly."""
        return Decimal(self.minor).scaleb(-self.currency.exponent)

    def __str__(self) -> str:
        """The currency and the amount with thousands separators: "CNY 3,000,000.01"."""
        return f"{self.currency} {self.as_decimal():,.{self.currency.exponent}f}"

    def _like(self, other: Self) -> int:
        if self.currency is not other.currency:
            raise CurrencyError(
                "amounts of two currencies do not combine", expected=self.currency, found=other.currency
            )
        return other.minor
