"""Currencies and how many decimals their amounts have."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

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

    @property
    def chinese(self) -> str:
        """The currency's unit in Chinese."""
        return _CHINESE[self.value]

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


_CHINESE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "CNY": "元",
        "HKD": "港元",
        "MOP": "澳门元",
        "USD": "美元",
        "EUR": "欧元",
        "GBP": "英镑",
        "JPY": "日元",
        "SGD": "新加坡元",
    }
)
