"""Amounts and rates as people write and read them, without a float on the way.

Everything here is decimal text to integer and back. A value that arrives as a float (a spreadsheet cell) is
turned into its shortest decimal text by whoever read the file, who also knows what to do with its noise.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from kejin.errors import AmountError
from kejin.money.currency import Currency
from kejin.money.rounding import Rounding, round_quotient
from kejin.money.scale import RATE_SCALE, checked_int64

YuanUnit = Literal["元", "万元", "亿元", "CNY", "CNY million"]

_FEN: Final = 100
_FEN_IN: Final[dict[str, int]] = {
    "元": _FEN,
    "万元": 10_000 * _FEN,
    "亿元": 100_000_000 * _FEN,
    "CNY": _FEN,
    "CNY million": 1_000_000 * _FEN,
}
# Longest first: 万元 ends in 元.
_SUFFIXES: Final[tuple[tuple[str, int], ...]] = (
    ("亿元", _FEN_IN["亿元"]),
    ("万元", _FEN_IN["万元"]),
    ("亿", _FEN_IN["亿元"]),
    ("万", _FEN_IN["万元"]),
    ("元", _FEN),
    ("圆", _FEN),
)
_PREFIXES: Final = ("人民币", "RMB", "CNY", "¥")

_MAGNITUDES: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "zh": (("亿", 10**8), ("万", 10**4), ("", 1)),
    "en": ((" million", 10**6), ("", 1)),
}

_TAIL: Final = 10**4

# Plain digits, or digits in groups of three; "1.234,56" and "1,23" are refused, not guessed at.
_NUMBER: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?", re.ASCII)
_LONGEST: Final = 64
_HALF_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0xFFE5: "¥", 0x2212: "-"}


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, without blanks around; everything else stays as it is.

    Unicode's own compatibility form goes further and makes a 1 of a circled ①, which is not an amount.
    """
    return text.translate(_HALF_WIDTH).strip()


def parse_decimal(text: str) -> Decimal | None:
    """The number that a text holds, exactly, or None when it is not one.

    Understands a sign, a decimal point, separators of thousands and full-width characters. Exponents
    ("1E+08"),
    "nan", "1.234,56" and texts longer than 64 characters are not numbers here.
    """
    plain = half_width(text) if len(text) <= _LONGEST else ""
    if not any(character.isdigit() for character in plain) or not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", ""))


def parse_yuan(text: str, *, unit: YuanUnit = "元", rounding: Rounding | None = None) -> int:
    """Fen from a renminbi amount such as "3000000.01", "３，０００元", "¥300万" or "1.2亿元".

    Args:
        text: The amount. A unit written in it wins over `unit`.
        unit: What a bare number counts, usually from the column's header.
        rounding: The method for what is finer than a fen; none means that such a text is refused.

    Raises:
        AmountError: The text is not an amount, or is finer than a fen and no rounding was named.
        MoneyOverflowError: More than 64 bits of fen.
    """
    body, fen_in_unit = _without_unit(text, _FEN_IN[unit])
    number = parse_decimal(body)
    if number is None:
        raise AmountError(
            "not an amount", expected='a number such as "3000000.01" or "300万元"', found=text[:_LONGEST]
        )
    numerator, denominator = number.as_integer_ratio()
    if rounding is not None:
        return round_quotient(numerator * fen_in_unit, denominator, rounding)
    if numerator * fen_in_unit % denominator:
        raise AmountError(
            "an amount is finer than a fen", expected="whole fen, or a named rounding", found=text
        )
    return checked_int64(numerator * fen_in_unit // denominator, what="an amount in fen")


def _without_unit(text: str, fen_in_unit: int) -> tuple[str, int]:
    """The number's own text, and the fen in the unit that stands beside it, if one does."""
    body = half_width(text) if len(text) <= _LONGEST else ""
    for prefix in _PREFIXES:
        # A currency is not a unit: in a column of 万元, "¥300" is still 300 万元.
        if body.upper().startswith(prefix):
            body = body[len(prefix) :]
            break
    for suffix, fen in _SUFFIXES:
        if body.endswith(suffix):
            return body[: -len(suffix)], fen
    return body, fen_in_unit


def format_yuan(fen: int, *, unit: YuanUnit = "元") -> str:
    """An amount for people, exact: "3,000,000.01 元", "300.000001 万元", "CNY 3.00000001 million".

    Yuan always show two decimals; the larger units show as many as the amount needs.
    """
    decimals = 2 if _FEN_IN[unit] == _FEN else 0
    number = _grouped(fen, _FEN_IN[unit], decimals=decimals)
    if unit == "CNY":
        return f"CNY {number}"
    return f"CNY {number} million" if unit == "CNY million" else f"{number} {unit}"


def readable_yuan(fen: int, *, language: Literal["zh", "en"] = "zh") -> str:
    """An exact amount in the largest unit that shows it without a long tail: "300 万元", "2,819.7425 万元", "1.2 亿元".

    Four decimals are kept, so that whole yuan are told in 万, whole 万 in 亿, hundreds of yuan in millions, and two
    amounts that are compared seldom stand in two units.
    """
    return readable_money(fen, Currency.CNY, language=language)


def readable_money(minor: int, currency: Currency, *, language: Literal["zh", "en"] = "zh") -> str:
    """`readable_yuan` for any currency: "300 万港元", "USD 3 million", "USD 0.01"."""
    for name, size in _MAGNITUDES[language]:
        scale = size * 10**currency.exponent
        if size == 1 or (abs(minor) >= scale and minor * _TAIL % scale == 0):
            number = _grouped(minor, scale, decimals=currency.exponent if size == 1 else 0)
            return (
                f"{number} {name}{currency.chinese}"
                if language == "zh"
                else f"{currency.value} {number}{name}"
            )
    raise AssertionError("the last magnitude takes every amount")


def short_yuan(fen: int, *, language: Literal["zh", "en"] = "zh") -> str:
    """An amount at a glance, rounded half up to two decimals of the largest unit it reaches: "6,295.49 万元".

    For headings and charts only; whoever shows it shows the exact amount beside it.
    """
    scales = [(size * _FEN, name) for name, size in _MAGNITUDES[language] if size > 1]
    for scale, _ in scales:
        if abs(fen) >= scale:
            unit = scale // 100
            return readable_yuan(round_quotient(fen, unit, Rounding.HALF_UP) * unit, language=language)
    return readable_yuan(fen, language=language)


def format_rate(ppb: int) -> str:
    """A rate in per cent, exact and without idle zeros: 31,500,000 parts per billion is "3.15%"."""
    return f"{_grouped(ppb, RATE_SCALE // 100, decimals=0)}%"


def _grouped(value: int, scale: int, *, decimals: int) -> str:
    """`value / scale` with thousands separators and at least so many decimals; `scale` is a power of ten."""
    whole, rest = divmod(abs(value), scale)
    digits = str(rest).zfill(len(str(scale)) - 1).rstrip("0").ljust(decimals, "0")
    return f"{'-' if value < 0 else ''}{whole:,}{'.' if digits else ''}{digits}"
