"""What a reader must know before relying on a result: weak values, unread clauses, a law date past checking."""

from collections.abc import Sequence

from kejin.facts import Label
from kejin.policy.explanation import Caution, Confidence
from kejin.policy.ruleset import Decision, Node, ResolvedParameter, ResolvedTable, Ruleset

MISSING = "value_not_known"


def cautions_of(ruleset: Ruleset, decision: Decision, nodes: Sequence[Node]) -> tuple[Caution, ...]:
    """The cautions of one decision, most serious first."""
    policy = ruleset.policies[decision.policy]
    own = [node for node in nodes if node.policy == decision.policy]
    found = list(_values(own))
    checked = policy.head.checked_through
    if ruleset.dates.law > checked:
        found.append(
            Caution(
                "law_date_past_checking",
                Label(
                    f"本政策核对至{checked}；此后是否有变动尚未核对",
                    f"This policy was checked through {checked}; later changes have not been checked",
                ),
            )
        )
    if ruleset.overlay:
        found.append(
            Caution("overlay", Label(f"假设情景：{ruleset.overlay}", f"What-if scenario: {ruleset.overlay}"))
        )
    return tuple(found)


def _values(nodes: Sequence[Node]) -> list[Caution]:
    unconfirmed: dict[Label, None] = {}
    weak: dict[Label, None] = {}
    unknown: dict[Label, None] = {}
    for node in nodes:
        for label, confidence, missing in _confidences(node):
            if missing:
                unknown[label] = None
            elif confidence is Confidence.UNCONFIRMED:
                unconfirmed[label] = None
            elif confidence is Confidence.WEAK:
                weak[label] = None
    texts = (
        (MISSING, unknown, "规定值未知", "Required values nobody has seen"),
        ("unconfirmed_values", unconfirmed, "使用了未经证实的数值", "Unconfirmed values used"),
        ("weak_values", weak, "使用了来源较弱的数值", "Values from weak sources used"),
    )
    return [
        Caution(
            code, Label(f"{zh}：{'、'.join(n.zh for n in names)}", f"{en}: {', '.join(n.en for n in names)}")
        )
        for code, names, zh, en in texts
        if names
    ]


def _confidences(node: Node) -> list[tuple[Label, Confidence, bool]]:
    if isinstance(node.spec, ResolvedParameter):
        label = node.spec.document.label.label
        if node.spec.document.pivot:
            return [(label, version.confidence, version.value is None) for version in node.spec.versions]
        current = node.spec.current
        return (
            [(label, current.confidence, current.value is None)]
            if current
            else [(label, Confidence.UNCONFIRMED, True)]
        )
    if isinstance(node.spec, ResolvedTable):
        label = node.spec.document.label.label
        return [(label, row.confidence, row.row.value is None) for row in node.spec.rows]
    return []
