"""The one line of a condition: how a check came out and by how much it is missed, or why it stays open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kejin.facts import Label
from kejin.policy.conditions import STRICT
from kejin.policy.explanation import ExplainedInput, ExplainedValue, InputKind
from kejin.policy.wording import OPPOSITE, SIGNS, value_text

UNDECIDED = Label("无法判断", "cannot be decided")
NO_BASE = Label("无法计算：分母不为正", "cannot be computed: the base is not positive")
EQUAL = Label("相等不算", "equal is not enough")
# Of whole things the next one is meant; of amounts, points and shares the next smallest unit says nothing to a reader.
WHOLE = ("count", "days", "date", "year")


@dataclass(frozen=True)
class Causes:
    """What keeps something open.

    Attributes:
        facts: Facts that nobody gave.
        empty: Totals and look-ups for which there is no row to read.
        unseen: Values of the policy that nobody has seen.
        undated: Parameters that have no value on the day that counts.
        unfitting: Tables of which no row fits.
    """

    facts: list[ExplainedInput] = field(default_factory=list)
    empty: list[Label] = field(default_factory=list)
    unseen: list[Label] = field(default_factory=list)
    undated: list[Label] = field(default_factory=list)
    unfitting: list[Label] = field(default_factory=list)


def causes_of(inputs: Iterable[ExplainedInput]) -> Causes:
    """What keeps the inputs open, found by following those that are unknown; what is known is no cause."""
    causes = Causes()
    for item in inputs:
        _gather(item, causes)
    return causes


def _gather(item: ExplainedInput, causes: Causes) -> None:
    if item.value.value is not None:
        return
    if item.kind is InputKind.FACT:
        causes.facts.append(item)
    elif item.kind is InputKind.PARAMETER and item.since is not None:
        causes.unseen.append(item.label)
    elif item.kind is InputKind.TABLE and item.row:
        causes.unseen.append(_row_label(item))
    elif any(below.value.value is None for below in item.inputs):
        for below in item.inputs:
            _gather(below, causes)
    elif item.kind is InputKind.PARAMETER:
        causes.undated.append(item.label)
    elif item.kind is InputKind.TABLE:
        causes.unfitting.append(item.label)
    elif item.kind is InputKind.AGGREGATE:
        causes.empty.append(item.label)


def _row_label(item: ExplainedInput) -> Label:
    row = item.row_label
    return Label(f"{item.label.zh}（{row.zh}）", f"{item.label.en} ({row.en})") if row else item.label


def open_text(inputs: Iterable[ExplainedInput], otherwise: Label = UNDECIDED) -> Label:
    """Why a condition is open; `otherwise` where everything that it reads is known."""
    causes = causes_of(inputs)
    reasons = [
        _reason("缺少", "missing", [*map(_dated, causes.facts), *causes.empty]),
        _reason("规定内容未见到", "not seen in any source", causes.unseen),
        _reason("该日期没有规定值", "no value laid down for the day", causes.undated),
        _reason("没有适用的档次", "no row fits", causes.unfitting),
    ]
    told = [reason for reason in reasons if reason is not None]
    if told and not (causes.facts or causes.empty):
        told = [Label(f"{UNDECIDED.zh}，{told[0].zh}", f"{UNDECIDED.en}, {told[0].en}"), *told[1:]]
    if not told:
        return otherwise
    return Label("；".join(one.zh for one in told), "; ".join(one.en for one in told))


def _reason(zh: str, en: str, names: Iterable[Label]) -> Label | None:
    listed = list(dict.fromkeys(names))
    if not listed:
        return None
    return Label(
        f"{zh}：" + "、".join(name.zh for name in listed), f"{en}: " + ", ".join(name.en for name in listed)
    )


def _dated(fact: ExplainedInput) -> Label:
    if not fact.year:
        return fact.label
    return Label(f"{fact.year}年{fact.label.zh}", f"{fact.year} {fact.label.en}")


def comparison_text(comparison: str, sides: tuple[Label, Label], *, verdict: bool | None) -> Label:
    """Both sides with the sign that holds: `4.2% < 5%` when missed, `6% ≥ 5%` when met."""
    sign = SIGNS[comparison] if verdict else SIGNS[OPPOSITE[comparison]]
    actual, required = sides
    return Label(f"{actual.zh} {sign} {required.zh}", f"{actual.en} {sign} {required.en}")


def lacking(margin: int, unit: str, comparison: str) -> int:
    """The margin that a reader is shown: of whole things, and where the sides are equal, a strict check lacks one."""
    if comparison not in STRICT or margin > 0:
        return margin
    return margin - 1 if unit in WHOLE or margin == 0 else margin


def missed_text(
    sides: tuple[Label, Label], margin: ExplainedValue, comparison: str, *, measure: Label
) -> Label:
    """Both sides of a check that is missed and by how much; `margin` as `lacking` gives it."""
    compared = comparison_text(comparison, sides, verdict=False)
    tail = _gap_text(margin, comparison, measure)
    return Label(f"{compared.zh}，{tail.zh}", f"{compared.en}, {tail.en}")


def _gap_text(margin: ExplainedValue, comparison: str, measure: Label) -> Label:
    size = abs(margin.value) if isinstance(margin.value, int) else 0
    if margin.unit == "ppb" and comparison in STRICT and size == 1:
        return EQUAL
    gap = value_text(size, margin.unit, measure)
    told = Label(f"超出 {gap.zh}", f"over by {gap.en}")
    if comparison in (">=", ">"):
        told = Label(f"还差 {gap.zh}", f"short by {gap.en}")
    if comparison in STRICT and margin.unit not in WHOLE and size > 1:
        return Label(f"{told.zh}，{EQUAL.zh}", f"{told.en}, {EQUAL.en}")
    return told
