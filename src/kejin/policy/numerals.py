"""Whether a quotation holds a number: Arabic digits, full-width digits, 百分之三十, 五千万元, 三年."""

import re
from decimal import Decimal

from kejin.policy.documents import Kind
from kejin.policy.values import parse_integer

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
SCALE = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 10**2, "": 1}
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_ARABIC = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*([百千]?[万亿]?)(%|‰|个百分点)?")
_CHINESE = re.compile(
    r"(百分之|千分之|万分之)?([零〇一二两三四五六七八九十百千万亿半]+)(?:点([零〇一二两三四五六七八九]+))?"
)


def chinese_number(text: str) -> int | None:
    """The integer behind Chinese numerals up to 亿, or None: 五千 is 5000, 二十 is 20, 三十五 is 35."""
    if not text or any(c not in DIGITS and c not in UNITS and c not in LARGE for c in text):
        return None
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            section += (digit or 1) * UNITS[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * LARGE[char]
            section = digit = 0
    return total + section + digit


def numbers_in(quote: str) -> set[tuple[Decimal, str]]:
    """Every number of a text with its mark: "%" for per cent, "‰", "" for plain numbers (万 and 亿 multiplied out)."""
    text = quote.translate(FULL_WIDTH)
    found: set[tuple[Decimal, str]] = set()
    for digits, large, mark in _ARABIC.findall(text):
        size = Decimal(1)
        for char in large:
            size *= SCALE[char]
        found.add(
            (Decimal(digits.replace(",", "").replace("，", "")) * size, "%" if mark == "个百分点" else mark)
        )
    for prefix, whole, decimals in _CHINESE.findall(text):
        value = chinese_number(whole)
        if value is None:
            continue
        exact = (
            Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in decimals)}") if decimals else Decimal(value)
        )
        found.add((exact, {"百分之": "%", "千分之": "‰", "万分之": "bp"}.get(prefix, "")))
    return found


def quote_holds(quote: str, value: str, kind: Kind, *, unit: str) -> bool:
    """Whether the quotation contains the value, in any of the ways Chinese law writes it."""
    if kind is Kind.DATE:
        year, month, day = (int(part) for part in value.split("-"))
        return (
            re.search(rf"{year}\s*[年./-]\s*0?{month}\s*[月./-]\s*0?{day}", quote.translate(FULL_WIDTH))
            is not None
        )
    wanted = parse_integer(value, kind, unit, where="quotation")
    numbers = numbers_in(quote)
    if kind is Kind.RATIO:
        share = Decimal(wanted) / 10**9
        marks = {"%": 100, "‰": 1000, "bp": 10_000, "": 1}
        # "5:4:1" and "60" (of a percentage column) are read as they stand; the mark may be elsewhere in the table.
        return any(number == share * marks[mark] for number, mark in numbers) or (share * 100, "") in numbers
    if kind is Kind.MONEY:
        yuan = Decimal(wanted) / 100
        return any(number in (yuan, yuan / 10**4, yuan / 10**8) for number, _ in numbers)
    if kind is Kind.POINTS:
        return any(number == Decimal(wanted) / 100 for number, _ in numbers)
    return any(number == wanted for number, _ in numbers)
