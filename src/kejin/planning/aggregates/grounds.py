"""What lies behind each decision, condition and amount that a run counted: clauses, and the values asked for."""

from collections.abc import Iterator, Mapping
from itertools import count

import polars as pl

from kejin.facts import Label
from kejin.planning.aggregates.scheme import Scheme
from kejin.policy import ClauseRef
from kejin.policy.grounds import clauses_behind, values_behind
from kejin.policy.ruleset import Node

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
    for clause in clauses_behind(scheme.ruleset, node):
        yield kind, key, next(place), CLAUSE, "", "", "", "", "", *_place(clause)
    # A decision's values stand with its conditions, which are many.
    for value in values_behind(scheme.ruleset, node) if kind != "decision" else ():
        told = *_both(value.label), *_both(value.text), value.confidence.value, *_place(value.clause)
        yield kind, key, next(place), VALUE, *told


def _both(label: Label) -> Row:
    return label.zh, label.en


def _place(clause: ClauseRef) -> Row:
    return clause.title.zh, clause.title.en, clause.number, clause.at, clause.url, clause.unread
