"""What lies behind each decision, condition and amount that a run counted: clauses, and the values asked for."""

from collections.abc import Iterator, Mapping
from itertools import count

import polars as pl

from kejin.facts import Label
from kejin.planning.aggregates.scheme import Scheme
from kejin.policy import ClauseRef
from kejin.policy.documents import ClauseDocument
from kejin.policy.inputs import clause_ref
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import Node, ResolvedParameter, ResolvedTable
from kejin.policy.wording import value_text

NOTHING = Label("", "")
Row = tuple[object, ...]
CLAUSE, VALUE = "clause", "value"


def grounds(scheme: Scheme, counts: Mapping[str, pl.DataFrame]) -> Iterator[Row]:
    """Rows of the table `grounds`: every decision of the run, every condition and amount that was counted."""
    for decision in scheme.decisions:
        yield from _of(scheme, "decision", decision.key, node=scheme.ruleset.nodes[decision.root])
    for kind, table in (("condition", "conditions"), ("amount", "amounts")):
        for name in counts[table][kind].unique().sort().to_list():
            yield from _of(scheme, kind, name, node=scheme.ruleset.nodes[name])


def _of(scheme: Scheme, kind: str, key: str, *, node: Node) -> Iterator[Row]:
    place = count()
    clauses = dict.fromkeys(_clauses(scheme, node))
    for clause in clauses:
        yield kind, key, next(place), CLAUSE, "", "", "", "", "", *_place(clause)
    # A decision's values stand with its conditions, which are many.
    for value in _values(scheme, node) if kind != "decision" else ():
        yield kind, key, next(place), VALUE, *value


def _clauses(scheme: Scheme, node: Node) -> Iterator[ClauseRef]:
    while isinstance(node.spec, Move):
        node = scheme.ruleset.nodes[node.needs[0]]
    if isinstance(node.spec, RuleSpec):
        for cite in node.spec.cites:
            document, _, at = cite.partition("#")
            yield _ref(scheme, node, ClauseDocument(doc=document, at=at))


def _values(scheme: Scheme, node: Node) -> Iterator[Row]:
    """The values of the policy that a rule reads itself; where it reads none, those of the rules it reads."""
    needed = [scheme.ruleset.nodes[name] for name in node.needs]
    own = [value for need in needed for value in _value(scheme, need)]
    if not own:
        figures = [need for need in needed if isinstance(need.spec, RuleSpec) and need.condition is None]
        deeper = [scheme.ruleset.nodes[name] for figure in figures for name in figure.needs]
        own = [value for need in deeper for value in _value(scheme, need)]
    yield from dict.fromkeys(own)


def _value(scheme: Scheme, node: Node) -> Iterator[Row]:
    spec = node.spec
    if isinstance(spec, ResolvedParameter):
        version = spec.current
        if version is not None and not isinstance(version.value, tuple):
            told = NOTHING if version.value is None else value_text(version.value, node.term.unit)
            clause = _ref(scheme, node, version.clause)
            yield *_both(spec.document.label.label), *_both(told), version.confidence.value, *_place(clause)
    elif isinstance(spec, ResolvedTable) and spec.rows:
        # Which row counts depends on the subject; the table's place is where all of them stand.
        first = spec.rows[0]
        clause = _ref(scheme, node, first.clause)
        yield *_both(spec.document.label.label), *_both(NOTHING), first.confidence.value, *_place(clause)


def _both(label: Label) -> Row:
    return label.zh, label.en


def _ref(scheme: Scheme, node: Node, clause: ClauseDocument) -> ClauseRef:
    return clause_ref(scheme.ruleset.policies[node.policy], clause)


def _place(clause: ClauseRef) -> Row:
    return clause.title.zh, clause.title.en, clause.number, clause.at, clause.url, clause.unread
