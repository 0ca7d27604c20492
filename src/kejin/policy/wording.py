"""Values and outcomes in words, Chinese and English. No arithmetic beyond choosing a unit."""

from datetime import date
from functools import lru_cache

from kejin.facts import Fact, FactKind, Label, with_name
from kejin.money import (
    RATE_SCALE,
    Currency,
    Rounding,
    format_rate,
    readable_money,
    round_quotient,
)
from kejin.policy.explanation import ExplainedValue, PlainValue

UNKNOWN = Label("未知", "unknown")
YES = Label("是", "yes")
NO = Label("否", "no")
NO_MEASURE = Label("", "")
DAYS = Label("天", "days")
CURRENCIES = {"fen": Currency.CNY, "hkd_cent": Currency.HKD, "usd_cent": Currency.USD}
ODD_PLURALS = {"people": "person", "branches": "branch"}
OPPOSITE = {">=": "<", "<=": ">", ">": "<=", "<": ">="}
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


# Typed, because yes and 1 are equal to Python and not to a reader.
@lru_cache(maxsize=2**16, typed=True)
def value_text(value: PlainValue, unit: str, measure: Label = NO_MEASURE) -> Label:
    """How a value reads: fen as yuan, parts per billion as per cent, counts with the measure people use."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Label(f"{value.year}年{value.month}月{value.day}日", value.isoformat())
    return Label(value, value) if isinstance(value, str) else number_text(value, unit, measure)


def fact_text(fact: Fact, value: PlainValue) -> Label:
    """How the value of a fact reads: a choice by its label, the code of a county or an industry with its name."""
    if isinstance(value, str):
        chosen = next((choice.label for choice in fact.choices if choice.code == value), None)
        if chosen is not None:
            return chosen
        if fact.kind is FactKind.DATE:
            return value_text(date.fromisoformat(value), fact.unit)
        return with_name(fact.name, value)
    return value_text(value, fact.unit, fact.measure)


def number_text(value: int, unit: str, measure: Label = NO_MEASURE) -> Label:
    """How a stored integer reads in its unit."""
    if unit in CURRENCIES:
        currency = CURRENCIES[unit]
        return Label(
            readable_money(value, currency, language="zh"), readable_money(value, currency, language="en")
        )
    if unit == "ppb":
        return Label(rate_text(value), rate_text(value))
    if unit == "centipoint":
        points = f"{value / 100:,.2f}".rstrip("0").rstrip(".")
        return Label(f"{points} 分", f"{points} points")
    word = DAYS if unit == "days" else measure
    number = f"{value:,}" if unit != "year" else str(value)
    english = singular(word.en) if value == 1 else word.en
    return Label(f"{number} {word.zh}".strip(), f"{number} {english}".strip())


def singular(measure: str) -> str:
    """A measure of one thing: 1 day, 1 person, 1 branch."""
    return ODD_PLURALS.get(measure, measure.removesuffix("s"))


def rate_text(ppb: int) -> str:
    """A rate in per cent to at most four decimals: enough to tell both sides of a check apart on a page."""
    return format_rate(round_quotient(ppb, 1000, Rounding.HALF_UP) * 1000)


def explained(value: PlainValue, unit: str, measure: Label = NO_MEASURE) -> ExplainedValue:
    """The value with its text."""
    return ExplainedValue(value, unit, value_text(value, unit, measure))


def ratio_of(part: PlainValue, whole: PlainValue) -> int | None:
    """Part / whole in parts per billion for display, cut off so that a miss never shows as met; None if undefined."""
    if not isinstance(part, int) or not isinstance(whole, int) or whole <= 0:
        return None
    return round_quotient(part * RATE_SCALE, whole, Rounding.FLOOR)
