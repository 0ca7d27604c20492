"""Currencies and how many decimals their amounts have."""

from enum import StrEnum
from typing import Self

from kejin.errors import CurrencyError


class Currency(StrEnum):
    """A currency by its ISO 4217 code: those that Guangdong's enterprises borrow, invest or hedge in."""

    CNY = "CNY"
    HKD = "HKD"
    MOP = "MOP"
    USD = "USD"
    EUR = "EUR"
    GBP = "GBP"
    JPY = "JPY"
    SGD = "SGD"

    @property
    def exponent(self) -> int:
        """Decimals of an amount (ISO 4217): 2 means that the minor unit is a hundredth."""
        return 0 if self is Currency.JPY else 2

    @classmethod
    def of(cls, code: str) -> Self:
        """The currency with this code.

        Raises:
            CurrencyError: No such code is known here.
        """
        try:
            return cls(code)
        except ValueError:
            raise CurrencyError("unknown currency", expected=", ".join(cls), found=code) from None
