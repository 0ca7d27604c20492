"""Rates and shares, exact to one part per billion."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Self

from kejin.errors import RateError
from kejin.money.rounding import Rounding, round_quotient
from kejin.money.scale import RATE_SCALE, checked_int64
from kejin.money.text import format_rate, half_width, parse_decimal

# What one unit of each notation is worth, in parts per billion. 基点 is a hundredth of a percentage point.
_UNITS: Final = {
    "": RATE_SCALE,
    "%": RATE_SCALE // 100,
    "‰": RATE_SCALE // 1_000,
    "‱": RATE_SCALE // 10_000,
    "bp": RATE_SCALE // 10_000,
    "bps": RATE_SCALE // 10_000,
    "基点": RATE_SCALE // 10_000,
}
_TEXT: Final = re.compile(r"(?P<number>.*?)\s*(?P<unit>%|‰|‱|bps?|基点)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A rate or share in parts per billion: 3.15% is `Rate(31_500_000)`. Negative rates are rates.

    Raises:
        MoneyOverflowError: More than 64 bits.
    """

    ppb: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "ppb", checked_int64(self.ppb, what="a rate"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """A rate from "3.15%", "0.0315", "315bp", "315基点" or "35‰"; full-width characters are as good.

        Raises:
            RateError: The text is not a rate, or is finer than one part per billion. Nothing is rounded here.
        """
        match = _TEXT.fullmatch(half_width(text))
        number = parse_decimal(match["number"]) if match else None
        if match is None or number is None:
            raise RateError(
                "not a rate", expected='a number such as "3.15%", "0.0315" or "315bp"', found=text
            )
        numerator, denominator = number.as_integer_ratio()
        ppb, finer = divmod(numerator * _UNITS[(match["unit"] or "").lower()], denominator)
        if finer:
            raise RateError("a rate is finer than the scale", expected="whole parts per billion", found=text)
        return cls(ppb)

    @classmethod
    def of(cls, part: int, whole: int, *, rounding: Rounding) -> Self:
        """The share that `part` is of `whole`, such as R&D spend of revenue, by a named rounding."""
        return cls(round_quotient(part * RATE_SCALE, whole, rounding))

    @property
    def fraction(self) -> Fraction:
        """The rate as an exact fraction of one."""
        return Fraction(self.ppb, RATE_SCALE)

    def times(self, other: Self, *, rounding: Rounding | None = None) -> Self:
        """A share of a rate, such as 35% of 3.15%.

        Args:
            other: The rate that this one is applied to.
            rounding: The method for a product between two parts per billion; none means that it must be
                exact.

        Raises:
            RateError: The product is finer than the scale, and no rounding was named.
        """
        product = self.ppb * other.ppb
        if rounding is None and product % RATE_SCALE:
            raise RateError(
                "a product of rates is finer than the scale",
                expected="whole parts per billion, or a named rounding",
                found=f"{self} × {other}",
            )
        return type(self)(round_quotient(product, RATE_SCALE, rounding or Rounding.DOWN))

    def __add__(self, other: Self) -> Self:
        """A spread on a rate."""
        return type(self)(self.ppb + other.ppb)

    def __sub__(self, other: Self) -> Self:
        """The distance between two rates."""
        return type(self)(self.ppb - other.ppb)

    def __neg__(self) -> Self:
        return type(self)(-self.ppb)

    def __str__(self) -> str:
        """In per cent, exactly: "3.15%"."""
        return format_rate(self.ppb)

    def as_decimal(self) -> Decimal:
        """The rate as a decimal of one, exactly: 3.15% is 0.0315."""
        return Decimal(self.ppb).scaleb(-9)
