"""Why a decision came out as it did, in one sentence a person can read aloud.

The sentence is built from the conditions that carry the verdict. Under "all" a failed child carries it; under "any",
"count" and "not" the failed node itself does, because no single child of it is to blame.
"""

from collections.abc import Callable

from kejin.facts import Label
from kejin.policy import ExplainedCondition, Explanation, Verdict

_COUNTED = ("all", "any", "count")
ENOUGH = {
    "any": Label("满足其一即可", "One is enough"),
    "count": Label("满足其中若干项即可", "A number of them is enough"),
}


def conditions_of(tree: ExplainedCondition) -> tuple[ExplainedCondition, ...]:
    """The conditions a reader counts: the children of the root, or the root itself where it has none to count."""
    return tree.children if tree.form in _COUNTED and tree.children else (tree,)


def carriers(node: ExplainedCondition, *, verdict: bool | None) -> tuple[ExplainedCondition, ...]:
    """The conditions at or below `node` that give it `verdict` (False: missed, None: open), in the tree's order."""
    if node.verdict is not verdict:
        return ()
    if node.form != "all" or not node.children:
        return (node,)
    return tuple(found for child in node.children for found in carriers(child, verdict=verdict))


def tally(tree: ExplainedCondition) -> tuple[int, int, int]:
    """How many of the counted conditions are met, missed and open."""
    verdicts = [condition.verdict for condition in conditions_of(tree)]
    return verdicts.count(True), verdicts.count(False), verdicts.count(None)


def reason(explanation: Explanation) -> Label:
    """One sentence: what holds, what is missed and by how much, or how much is not known yet."""
    return _SENTENCES[explanation.verdict](explanation)


def _met(explanation: Explanation) -> Label:
    conditions = conditions_of(explanation.tree)
    if len(conditions) == 1:
        return _named(conditions[0])
    if explanation.tree.form != "all":
        met = [called(condition) for condition in conditions if condition.verdict]
        zh, en = "、".join(label.zh for label in met), ", ".join(label.en for label in met)
        how = ENOUGH[explanation.tree.form]
        return Label(f"{how.zh}，已满足：{zh}。", f"{how.en}; met: {en}.")
    count = len(conditions)
    return Label(f"{count} 项条件全部满足。", f"All {count} conditions are met.")


def called(condition: ExplainedCondition) -> Label:
    """What a condition is called; a compound written inside a rule goes by its parts."""
    if condition.rule or not condition.children:
        return condition.label
    parts = [called(child) for child in condition.children]
    if condition.form == "not":
        return Label(f"不属于“{parts[0].zh}”", f"not: {parts[0].en}")
    zh, en = (" 且 ", " and ") if condition.form == "all" else (" 或 ", " or ")
    return Label(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def _missed(explanation: Explanation) -> Label:
    missed = carriers(explanation.tree, verdict=False)
    _, failed, unknown = tally(explanation.tree)
    total = len(conditions_of(explanation.tree))
    # A near miss is what the reader can act on, so it is the one that is spelled out.
    first = next((node for node in missed if node.near), missed[0])
    if total == 1:
        return _named(first)
    if explanation.tree.form != "all":
        met = total - failed - unknown
        how = ENOUGH[explanation.tree.form]
        return Label(
            f"{how.zh}，{total} 项中满足 {met} 项。", f"{how.en}; {met} of {total} {is_or_are(met)} met."
        )
    head = Label(
        f"{total} 项条件中有 {failed} 项未满足", f"{failed} of {total} conditions {is_or_are(failed)} not met"
    )
    if unknown:
        head = Label(
            f"{head.zh}，另有 {unknown} 项缺资料", f"{head.en}, {unknown} more {is_or_are(unknown)} open"
        )
    # Steps spell out what is missed; without them (nothing within sight) the first missed condition is named here.
    if explanation.steps:
        return Label(f"{head.zh}。", f"{head.en}.")
    shown = _named(first)
    return Label(f"{head.zh}。{shown.zh}", f"{head.en}. {shown.en}")


def _open(explanation: Explanation) -> Label:
    count = len({(ask.name, ask.year) for ask in explanation.ask})
    if not count:
        return Label(
            "所依据的一项政策数值尚未查到可靠来源，暂时无法判断。",
            "A figure of the policy itself has not been found in any reliable source, so this cannot be decided yet.",
        )
    facts, them = ("fact is", "it") if count == 1 else ("facts are", "them")
    return Label(
        f"还缺 {count} 项资料，补齐后即可判断。", f"{count} {facts} missing; with {them} this can be decided."
    )


def _named(node: ExplainedCondition) -> Label:
    name = called(node)
    return Label(
        f"{name.zh}：{_ended(node.sentence.zh, '。')}",
        f"{name.en}: {_ended(node.sentence.en, '.')}",
    )


def _ended(sentence: str, stop: str) -> str:
    return sentence if sentence.endswith((".", "。", "!", "?", "！", "？")) else sentence + stop


def is_or_are(count: int) -> str:
    """The verb that goes with a count."""
    return "is" if count == 1 else "are"


_SENTENCES: dict[Verdict, Callable[[Explanation], Label]] = {
    Verdict.ELIGIBLE: _met,
    Verdict.NEARLY: _missed,
    Verdict.NOT_ELIGIBLE: _missed,
    Verdict.UNDETERMINED: _open,
}
