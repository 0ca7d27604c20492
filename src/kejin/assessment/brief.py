"""Why a decision came out as it did, in one line from the masks that a run keeps, without asking the facts again.

The line counts the conditions and names those that carry a refusal; by how much each is missed takes an explanation
(`kejin.assessment.reasons`), whose counts are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kejin.assessment.carrying import Tree
from kejin.assessment.reasons import ENOUGH, is_or_are
from kejin.facts import Label
from kejin.policy import Decision, Ruleset, Verdict
from kejin.policy.explain import kleene
from kejin.policy.inputs import label_of

_MOST_NAMED = 2
_COUNTED = ("all", "any", "count")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the conditions that a reader counts are met, missed and open, and what those are called.

    Attributes:
        form: all, any or count; leaf where there is only one condition.
        met: The conditions that are met.
        missed: The conditions that carry a refusal: those that are missed, and of a compound its parts.
        counts: How many are met, missed and open.
    """

    form: str
    met: tuple[Label, ...]
    missed: tuple[Label, ...]
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Briefs:
    """The brief reasons of a ruleset's decisions; their trees are made once."""

    ruleset: Ruleset
    _trees: dict[str, Tree] = field(default_factory=dict)

    def tally(self, decision: Decision, fails: int, unknowns: int) -> Tally:
        """Count a decision's conditions from the masks of its failed and its unknown ones."""
        tree = self._trees.get(decision.key)
        if tree is None:
            tree = self._trees[decision.key] = Tree.of(self.ruleset, decision)
        values = _values(tree, fails, unknowns)
        root = tree.nodes[decision.root]
        counted = root.children if root.form in _COUNTED else [root.name]
        found = [values[name] for name in counted]
        return Tally(
            form=root.form if root.form in _COUNTED else "leaf",
            met=tuple(self._called(tree, name) for name in counted if values[name]),
            missed=tuple(self._called(tree, name) for name in _carriers(tree, root.name, values)),
            counts=(found.count(True), found.count(False), found.count(None)),
        )

    def reason(self, decision: Decision, verdict: Verdict, masks: tuple[int, int]) -> Label:
        """One line for a verdict and its masks of failed and unknown conditions."""
        tally = self.tally(decision, *masks)
        total = sum(tally.counts)
        if total == 1:
            names = tally.met or tally.missed
            name = names[0] if names else decision.label
            return Label(f"{name.zh}：{_OUTCOME[verdict].zh}。", f"{name.en}: {_OUTCOME[verdict].en}.")
        return _SENTENCES[verdict](tally, total)

    def _called(self, tree: Tree, name: str) -> Label:
        node = tree.nodes[name]
        if name in self.ruleset.nodes:
            return label_of(self.ruleset.nodes[name])
        parts = [self._called(tree, child) for child in node.children]
        if node.form == "not":
            return Label(f"不属于“{parts[0].zh}”", f"not: {parts[0].en}")
        zh, en = (" 且 ", " and ") if node.form == "all" else (" 或 ", " or ")
        return Label(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def _values(tree: Tree, fails: int, unknowns: int) -> dict[str, bool | None]:
    values: dict[str, bool | None] = {}
    for node in sorted(tree.nodes.values(), key=lambda node: node.height):
        if node.leaf:
            values[node.name] = None if unknowns & node.bit else not fails & node.bit
        else:
            below = [values[child] for child in node.children]
            values[node.name] = kleene(node.form, below, node.needed)
    return values


def _carriers(tree: Tree, name: str, values: dict[str, bool | None]) -> list[str]:
    """As `kejin.assessment.reasons.carriers` walks an explanation."""
    node = tree.nodes[name]
    if values[name] is not False:
        return []
    if node.form != "all":
        return [name]
    return [found for child in node.children for found in _carriers(tree, child, values)]


_OUTCOME = {
    Verdict.ELIGIBLE: Label("满足", "met"),
    Verdict.NEARLY: Label("接近满足", "nearly met"),
    Verdict.NOT_ELIGIBLE: Label("不满足", "not met"),
    Verdict.UNDETERMINED: Label("尚无法判断", "cannot be decided yet"),
}


def _met(tally: Tally, total: int) -> Label:
    if tally.form == "all":
        return Label(f"{total} 项条件全部满足。", f"All {total} conditions are met.")
    how, names = ENOUGH[tally.form], _listed(tally.met)
    return Label(f"{how.zh}，已满足：{names.zh}。", f"{how.en}; met: {names.en}.")


def _missed(tally: Tally, total: int) -> Label:
    met, missed, unknown = tally.counts
    if tally.form != "all":
        how = ENOUGH[tally.form]
        return Label(
            f"{how.zh}，{total} 项中满足 {met} 项。", f"{how.en}; {met} of {total} {is_or_are(met)} met."
        )
    zh, en = (
        f"{total} 项条件中有 {missed} 项未满足",
        f"{missed} of {total} conditions {is_or_are(missed)} not met",
    )
    if unknown:
        zh, en = f"{zh}，另有 {unknown} 项缺资料", f"{en}, {unknown} more {is_or_are(unknown)} open"
    names = _listed(tally.missed[:_MOST_NAMED])
    more = len(tally.missed) > _MOST_NAMED
    return Label(
        f"{zh}：{names.zh}{' 等' if more else ''}。", f"{en}: {names.en}{' and others' if more else ''}."
    )


def _open(tally: Tally, total: int) -> Label:
    unknown = tally.counts[2]
    return Label(
        f"{total} 项条件中有 {unknown} 项尚无法判断。",
        f"{unknown} of {total} conditions cannot be decided yet.",
    )


def _listed(names: Sequence[Label]) -> Label:
    return Label("、".join(name.zh for name in names), ", ".join(name.en for name in names))


_SENTENCES = {
    Verdict.ELIGIBLE: _met,
    Verdict.NEARLY: _missed,
    Verdict.NOT_ELIGIBLE: _missed,
    Verdict.UNDETERMINED: _open,
}
