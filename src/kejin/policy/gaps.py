"""What the packs do not know: values nobody has seen, values without a good source, questions left open.

The list is meant for an office that can answer: what is missing, which answers rest on it, whom to ask.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kejin.facts import Label
from kejin.policy.documents import ClauseDocument
from kejin.policy.explanation import ClauseRef, Confidence
from kejin.policy.inputs import clause_ref
from kejin.policy.ruleset import Decision, Node, ResolvedParameter, ResolvedTable, Ruleset
from kejin.policy.values import Scalar
from kejin.policy.wording import value_text


class GapKind(StrEnum):
    """How little is known: nothing, general knowledge only, one weak source; or a question about the text."""

    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    WEAK = "weak"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to ask.

    Attributes:
        kind: How little is known.
        policy: The policy's id.
        name: "policy.parameter", "policy.table#row", or the policy's id for a question.
        label: What it is, or the question itself.
        value: What is assumed now; None where nothing is.
        clause: The place where the answer should stand; None for a question.
        decisions: The decisions that rest on it; for a question those of the policy.
        row: The position of the row in its table, for a table's row.
    """

    kind: GapKind
    policy: str
    name: str
    label: Label
    value: Label | None
    clause: ClauseRef | None
    decisions: tuple[Decision, ...]
    row: int | None = None

    @property
    def node(self) -> str:
        """The node of the ruleset that holds the value."""
        return self.name.partition("#")[0]


KINDS = {Confidence.UNCONFIRMED: GapKind.UNCONFIRMED, Confidence.WEAK: GapKind.WEAK}


def gaps(ruleset: Ruleset) -> list[Gap]:
    """Every gap of the policies that decide something on the law date: missing values first, questions last."""
    users = _users(ruleset)
    found = [
        gap
        for node in ruleset.nodes.values()
        if node.name in users
        for gap in _of_node(ruleset, node, users[node.name])
    ]
    found.extend(_questions(ruleset))
    order = list(GapKind)
    return sorted(found, key=lambda gap: (order.index(gap.kind), gap.policy, gap.name))


def _users(ruleset: Ruleset) -> dict[str, tuple[Decision, ...]]:
    users: dict[str, list[Decision]] = {}
    for decision in ruleset.decisions:
        for node in ruleset.closure(decision.names):
            users.setdefault(node.name, []).append(decision)
    return {name: tuple(decisions) for name, decisions in users.items()}


def _of_node(ruleset: Ruleset, node: Node, users: Sequence[Decision]) -> Iterator[Gap]:
    spec = node.spec
    if isinstance(spec, ResolvedParameter):
        versions = spec.versions if spec.document.pivot else [spec.current] if spec.current else []
        for version in versions:
            kind = GapKind.MISSING if version.value is None else KINDS.get(version.confidence)
            if kind is not None:
                yield Gap(
                    kind,
                    node.policy,
                    node.name,
                    spec.document.label.label,
                    _text(version.value, node),
                    _ref(ruleset, node, version.clause),
                    tuple(users),
                )
    elif isinstance(spec, ResolvedTable):
        for place, row in enumerate(spec.rows):
            kind = GapKind.MISSING if row.row.value is None else KINDS.get(row.confidence)
            if kind is not None:
                label, own = spec.document.label.label, row.row.label.label
                yield Gap(
                    kind,
                    node.policy,
                    f"{node.name}#{row.row.id}",
                    Label(f"{label.zh}：{own.zh}", f"{label.en}: {own.en}"),
                    None if row.row.value is None else Label(row.row.value, row.row.value),
                    _ref(ruleset, node, row.clause),
                    tuple(users),
                    place,
                )


def _text(value: Scalar | None, node: Node) -> Label | None:
    if value is None:
        return None
    return value_text(", ".join(value) if isinstance(value, tuple) else value, node.term.unit)


def _ref(ruleset: Ruleset, node: Node, clause: ClauseDocument) -> ClauseRef:
    return clause_ref(ruleset.policies[node.policy], clause)


def _questions(ruleset: Ruleset) -> Iterator[Gap]:
    for policy_id in dict.fromkeys(decision.policy for decision in ruleset.decisions):
        policy = ruleset.policies[policy_id]
        own = tuple(decision for decision in ruleset.decisions if decision.policy == policy_id)
        for text in policy.head.missing:
            yield Gap(GapKind.QUESTION, policy_id, policy_id, text.label, None, None, own)
