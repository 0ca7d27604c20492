"""What a reader must know before relying on a result: weak values, unread clauses, a law date past checking."""

from collections.abc import Iterable, Iterator

from kejin.facts import Label
from kejin.policy.explanation import Caution, Confidence, ExplainedCondition, ExplainedInput, InputKind
from kejin.policy.ruleset import Decision, Ruleset

LAW = (InputKind.PARAMETER, InputKind.TABLE)
TEXTS = (
    ("value_not_known", "规定值未知", "Required values nobody has seen"),
    ("unconfirmed_values", "使用了未经证实的数值", "Unconfirmed values used"),
    ("weak_values", "使用了来源较弱的数值", "Values from weak sources used"),
)
CODES = {Confidence.UNCONFIRMED: "unconfirmed_values", Confidence.WEAK: "weak_values"}


def cautions_of(
    ruleset: Ruleset, decision: Decision, tree: ExplainedCondition, *, amounts: Iterable[ExplainedInput]
) -> tuple[Caution, ...]:
    """The cautions of one explained decision, most serious first: only values that this subject's answer read."""
    found = list(_values([*_inputs_of(tree), *amounts]))
    checked = ruleset.policies[decision.policy].head.checked_through
    if ruleset.dates.law > checked:
        text = Label(
            f"本政策核对至{checked}；此后是否有变动尚未核对",
            f"This policy was checked through {checked}; later changes have not been checked",
        )
        found.append(Caution("law_date_past_checking", text))
    if ruleset.overlay is not None:
        text = Label(f"假设情景：{ruleset.overlay.zh}", f"What-if scenario: {ruleset.overlay.en}")
        found.append(Caution("overlay", text))
    return tuple(found)


def _inputs_of(tree: ExplainedCondition) -> Iterator[ExplainedInput]:
    yield from tree.inputs
    for child in tree.children:
        yield from _inputs_of(child)


def _values(inputs: Iterable[ExplainedInput]) -> Iterator[Caution]:
    names: dict[str, dict[Label, None]] = {}
    _gather(inputs, names, set())
    for code, zh, en in TEXTS:
        if code in names:
            listed = names[code]
            text = Label(
                f"{zh}：{'、'.join(n.zh for n in listed)}", f"{en}: {', '.join(n.en for n in listed)}"
            )
            yield Caution(code, text)


def _gather(inputs: Iterable[ExplainedInput], names: dict[str, dict[Label, None]], seen: set[int]) -> None:
    for item in inputs:
        # What many conditions read is one object, and has been gathered from.
        if id(item) in seen:
            continue
        seen.add(id(item))
        if item.kind in LAW:
            code = CODES.get(item.confidence) if item.confidence is not None else None
            # A table without a hit lacks a fact, not a figure; a hit or a parameter without a value lacks the figure.
            read = item.kind is InputKind.PARAMETER or item.row
            if read and item.value.value is None:
                code = "value_not_known"
            if code is not None:
                names.setdefault(code, {})[item.label] = None
        _gather(item.inputs, names, seen)
