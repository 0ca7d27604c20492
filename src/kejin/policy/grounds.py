"""What a figure of a policy rests on: the clauses that its rule cites, and the values that the rule asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from kejin.facts import Label
from kejin.policy.documents import ClauseDocument
from kejin.policy.explanation import ClauseRef, Confidence
from kejin.policy.inputs import clause_ref
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import Node, ResolvedParameter, ResolvedTable, Ruleset
from kejin.policy.wording import value_text

NOTHING = Label("", "")


@dataclass(frozen=True, slots=True)
class GroundValue:
    """A value of a policy.

    Attributes:
        label: What it is called.
        text: The value in words; empty where it is unknown, or where the row of a table decides.
        confidence: How well it is known.
        clause: Where it stands.
    """

    label: Label
    text: Label
    confidence: Confidence
    clause: ClauseRef


def clauses_behind(ruleset: Ruleset, node: Node) -> tuple[ClauseRef, ...]:
    """The clauses that a rule cites; a move cites what its source does; nothing for what is no rule."""
    while isinstance(node.spec, Move):
        node = ruleset.nodes[node.needs[0]]
    if not isinstance(node.spec, RuleSpec):
        return ()
    places = [cite.partition("#") for cite in node.spec.cites]
    found = [_ref(ruleset, node, ClauseDocument(doc=document, at=at)) for document, _, at in places]
    return tuple(dict.fromkeys(found))


def values_behind(ruleset: Ruleset, node: Node) -> tuple[GroundValue, ...]:
    """The values of the policy that a rule reads itself; where it reads none, those of the rules it reads.

    Of a parameter or a table, itself.
    """
    if isinstance(node.spec, ResolvedParameter | ResolvedTable):
        return tuple(_value(ruleset, node))
    needed = [ruleset.nodes[name] for name in node.needs]
    own = [value for need in needed for value in _value(ruleset, need)]
    if not own:
        figures = [need for need in needed if isinstance(need.spec, RuleSpec) and need.condition is None]
        deeper = [ruleset.nodes[name] for figure in figures for name in figure.needs]
        own = [value for need in deeper for value in _value(ruleset, need)]
    return tuple(dict.fromkeys(own))


def _value(ruleset: Ruleset, node: Node) -> Iterator[GroundValue]:
    spec = node.spec
    if isinstance(spec, ResolvedParameter):
        version = spec.current
        if version is not None and not isinstance(version.value, tuple):
            told = NOTHING if version.value is None else value_text(version.value, node.term.unit)
            clause = _ref(ruleset, node, version.clause)
            yield GroundValue(spec.document.label.label, told, version.confidence, clause)
    elif isinstance(spec, ResolvedTable) and spec.rows:
        # Which row counts depends on the subject; the table's place is where all of them stand.
        first = spec.rows[0]
        clause = _ref(ruleset, node, first.clause)
        yield GroundValue(spec.document.label.label, NOTHING, first.confidence, clause)


def _ref(ruleset: Ruleset, node: Node, clause: ClauseDocument) -> ClauseRef:
    return clause_ref(ruleset.policies[node.policy], clause)
