"""Values and outcomes in words, Chinese and English. No arithmetic beyond choosing a unit."""

from datetime import date

from kejin.facts import Label
from kejin.money import RATE_SCALE, Rounding, format_rate, readable_yuan, round_quotient
from kejin.policy.explanation import ExplainedValue, PlainValue

UNKNOWN = Label("未知", "unknown")
YES = Label("是", "yes")
NO = Label("否", "no")
NO_MEASURE = Label("", "")
DAYS = Label("天", "days")
FOREIGN = {"hkd_cent": Label("港元", "HKD"), "usd_cent": Label("美元", "USD")}
OPPOSITE = {">=": "<", "<=": ">", ">": "<=", "<": ">="}
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def value_text(value: PlainValue, unit: str, measure: Label = NO_MEASURE) -> Label:
    """How a value reads: fen as yuan, parts per billion as per cent, counts with the measure people use."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Label(f"{value.year}年{value.month}月{value.day}日", value.isoformat())
    return Label(value, value) if isinstance(value, str) else number_text(value, unit, measure)


def number_text(value: int, unit: str, measure: Label = NO_MEASURE) -> Label:
    """How a stored integer reads in its unit."""
    if unit == "fen":
        return Label(readable_yuan(value, language="zh"), readable_yuan(value, language="en"))
    if unit in FOREIGN:
        return Label(f"{value / 100:,.2f} {FOREIGN[unit].zh}", f"{FOREIGN[unit].en} {value / 100:,.2f}")
    if unit == "ppb":
        return Label(rate_text(value), rate_text(value))
    if unit == "centipoint":
        points = f"{value / 100:,.2f}".rstrip("0").rstrip(".")
        return Label(f"{points} 分", f"{points} points")
    word = DAYS if unit == "days" else measure
    number = f"{value:,}" if unit != "year" else str(value)
    return Label(f"{number} {word.zh}".strip(), f"{number} {word.en}".strip())


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


def comparison_text(comparison: str, sides: tuple[Label, Label], *, verdict: bool | None) -> Label:
    """Both sides with the sign that holds: `4.2% < 5%` when missed, `6% ≥ 5%` when met."""
    sign = SIGNS[comparison] if verdict else SIGNS[OPPOSITE[comparison]]
    actual, required = sides
    return Label(f"{actual.zh} {sign} {required.zh}", f"{actual.en} {sign} {required.en}")


def gap_text(margin: ExplainedValue, measure: Label, comparison: str) -> Label:
    """By how much a check is missed."""
    size = abs(margin.value) if isinstance(margin.value, int) else None
    gap = value_text(size, "days" if margin.unit == "date" else margin.unit, measure)
    if comparison in (">=", ">"):
        return Label(f"还差 {gap.zh}", f"short by {gap.en}")
    return Label(f"超出 {gap.zh}", f"over by {gap.en}")


def missing_text(names: list[Label]) -> Label:
    """Which facts are missing."""
    if not names:
        return Label("无法判断", "cannot be decided")
    return Label(
        "缺少：" + "、".join(name.zh for name in names), "missing: " + ", ".join(name.en for name in names)
    )


def not_seen_text(names: list[Label]) -> Label:
    """Which lists or values of the law nobody has seen."""
    return Label(
        "无法判断，规定内容未见到：" + "、".join(name.zh for name in names),
        "cannot be decided, not seen in any source: " + ", ".join(name.en for name in names),
    )
