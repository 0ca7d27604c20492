"""The next smallest step: the least set of changes that would turn a "no" into a "yes"."""

from kejin.facts import Label
from kejin.policy.explanation import ExplainedCondition, Step

FAR_COST = 1000


def steps_of(tree: ExplainedCondition) -> tuple[Step, ...]:
    """The changes of the cheapest way to a "yes"; empty when it is one already or stays undetermined.

    Missed conditions within reach count 1, others more; "all" needs every one, "any" the cheapest, "count" the
    cheapest so many. A way through a "not" is not offered: nobody is told to make something untrue.
    """
    if tree.verdict is not False:
        return ()
    return tuple(_cheapest(tree)[1])


def _cheapest(node: ExplainedCondition) -> tuple[int, list[Step]]:
    if node.verdict is True:
        return 0, []
    if not node.children or node.form == "not":
        cost = 1 if node.near else FAR_COST
        return cost, [Step(node.rule, _label(node), _sentence(node), not node.near)]
    ways = [_cheapest(child) for child in node.children]
    if node.form == "any":
        return min(ways, key=lambda way: way[0])
    if node.form == "count":
        met = sum(child.verdict is True for child in node.children)
        ways = sorted((way for way in ways if way[0]), key=lambda way: way[0])[: max(1, _needed(node) - met)]
    return sum(cost for cost, _ in ways), [step for _, steps in ways for step in steps]


def _needed(node: ExplainedCondition) -> int:
    required = node.required.value if node.required is not None else None
    return required if isinstance(required, int) else len(node.children)


def _label(node: ExplainedCondition) -> Label:
    """What a step is called; a "not" written inside a rule goes by what must not be the case."""
    if node.form != "not" or node.rule:
        return node.label
    inner = node.children[0].label
    return Label(f"不得属于“{inner.zh}”", f"must not be: {inner.en}")


def _sentence(node: ExplainedCondition) -> Label:
    if node.form == "not" and not node.rule and node.verdict is False:
        return node.children[0].sentence
    if node.verdict is None:
        return Label(f"先补充资料：{node.sentence.zh}", f"first supply: {node.sentence.en}")
    return node.sentence
