"""Texts of a pack into exact integers: money to fen, ratios to parts per billion, points to hundredths.

No float is ever made. A value that does not fall on a whole unit is refused, never rounded.
"""

import re
from datetime import date
from fractions import Fraction

from kejin.errors import SchemaError
from kejin.money import RATE_SCALE
from kejin.policy.documents import Kind

MONEY_UNITS = {
    "CNY": {"": 100, "元": 100, "yuan": 100, "万元": 10**6, "亿元": 10**10, "分": 1, "fen": 1},
    "HKD": {"港元": 100, "万港元": 10**6, "亿港元": 10**10},
    "USD": {"美元": 100, "万美元": 10**6, "亿美元": 10**10},
}
RATIO_UNITS = {"": 1, "%": 100, "‰": 1000, "bp": 10_000, "pp": 100}
PLAIN_KINDS = (Kind.COUNT, Kind.DAYS)
EPOCH = date(1970, 1, 1)
_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)$")
_MONEY = re.compile(r"^([+-]?[\d.]+)\s*([万亿]?[港美]?元|分|yuan|fen)?$")
_RATIO = re.compile(r"^([+-]?[\d.]+)\s*(%|‰|bp|pp)?$")

Scalar = int | bool | date | tuple[str, ...]


PLAIN_UNITS = {"CNY": "元", "HKD": "港元", "USD": "美元"}


def currency_of(unit: str) -> str:
    """The currency of a unit of money such as 亿港元; renminbi for a unit that names none."""
    return next((currency for currency, units in MONEY_UNITS.items() if unit in units), "CNY")


def parse_value(text: str | list[str], kind: Kind, unit: str, *, where: str) -> Scalar:
    """The value behind a text.

    Returns minor units for money (fen, cents), parts per billion for ratios, hundredths for points, whole numbers for
    counts and days, a date, a bool, or the tuple of codes. Raises `SchemaError` naming `where`.
    """
    if kind is Kind.CHOICES:
        return tuple(text) if isinstance(text, list) else (text,)
    if isinstance(text, list):
        raise SchemaError(
            "A list stands where one value belongs", expected=kind.value, found=str(text), where=where
        )
    if kind is Kind.DATE:
        return _date(text, where)
    if kind is Kind.FLAG:
        if text not in ("true", "false"):
            raise SchemaError("Not a yes/no value", expected="true or false", found=text, where=where)
        return text == "true"
    return parse_integer(text, kind, unit, where=where)


def parse_integer(text: str, kind: Kind, unit: str, *, where: str) -> int:
    """The integer behind a number, date (days since 1970-01-01) or amount; see `parse_value`."""
    if kind is Kind.DATE:
        return (_date(text, where) - EPOCH).days
    if kind is Kind.MONEY:
        number, own = _split(_MONEY, text, kind, where=where)
        # 元 beside a number of a column in 港元 would be another currency, which is refused and not converted.
        factor = MONEY_UNITS[currency_of(unit)].get(own or unit)
    elif kind is Kind.RATIO:
        number, own = _split(_RATIO, text, kind, where=where)
        divisor = RATIO_UNITS.get(own or unit)
        return _whole(number * RATE_SCALE / divisor, text, where) if divisor else _bad_unit(unit, where)
    elif kind is Kind.POINTS:
        number, _ = _split(_NUMBER_ONLY, text, kind, where=where)
        factor = 100
    else:
        number, _ = _split(_NUMBER_ONLY, text, kind, where=where)
        factor = 1
    return _whole(number * factor, text, where) if factor else _bad_unit(unit, where)


_NUMBER_ONLY = re.compile(r"^([+-]?[\d.]+)()$")


def _split(pattern: re.Pattern[str], text: str, kind: Kind, *, where: str) -> tuple[Fraction, str]:
    match = pattern.match(text.strip().replace(",", ""))
    if match is None or not _NUMBER.match(match.group(1)):
        raise SchemaError(
            "Not a number", expected=f"a {kind.value} such as 0.05, 5% or 300万元", found=text, where=where
        )
    return Fraction(match.group(1)), match.group(2) or ""


def _whole(value: Fraction, text: str, where: str) -> int:
    if value.denominator != 1:
        raise SchemaError(
            "Finer than the unit that is kept", expected="a whole number of units", found=text, where=where
        )
    return value.numerator


def _bad_unit(unit: str, where: str) -> int:
    raise SchemaError(
        "Unknown unit",
        expected="元, 万元, 亿元 (or 港元, 美元 likewise) or %, ‰, bp",
        found=unit,
        where=where,
    )


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SchemaError("Not a date", expected="YYYY-MM-DD", found=text, where=where) from error
