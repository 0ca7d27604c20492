"""The compiled form: an immutable graph of nodes with a digest, and the decisions read off it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

import polars as pl

from kejin.errors import UnknownPolicyError
from kejin.facts import Fact, Grain, Label
from kejin.policy.conditions import Condition, Reach, referenced
from kejin.policy.documents import Audience, ClauseDocument, ParameterDocument, RowDocument, TableDocument
from kejin.policy.explanation import Confidence, Dates, InputKind
from kejin.policy.pack import Policy
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.terms import Term
from kejin.policy.values import Scalar


@dataclass(frozen=True, slots=True)
class Dated:
    """One version of a parameter as it resolved: when it holds, its value (None is unknown), its clause."""

    start: date
    value: Scalar | None
    clause: ClauseDocument
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ResolvedParameter:
    """A parameter at a law date. `current` is the version in force, None before the first; pivots keep all."""

    document: ParameterDocument
    versions: tuple[Dated, ...]
    current: Dated | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    """A table row with the clause of its version."""

    row: RowDocument
    start: date
    clause: ClauseDocument
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ResolvedTable:
    """A table at a law date: its rows in the order of the `row` index column."""

    document: TableDocument
    rows: tuple[ResolvedRow, ...]
    row_index: pl.Expr


@dataclass(frozen=True, slots=True)
class DayOfRun:
    """One of the run's own dates, used as an input of a rule."""

    name: str
    label: Label
    value: date


Spec = Fact | ResolvedParameter | ResolvedTable | Move | RuleSpec | DayOfRun


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One column of the plan: how others see it (`term`), how it is made (`expr`), what it needs, its digest.

    `expr` is None for facts (they are there) and for moves (a join makes them). `condition` is the tree of a rule
    that answers yes or no. `row_index` names the companion column of tables and pivoted parameters.
    """

    name: str
    policy: str
    leaf: str
    kind: InputKind
    grain: Grain | None
    needs: tuple[str, ...]
    term: Term
    spec: Spec
    digest: str
    expr: pl.Expr | None = None
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A question of a policy, ready to be answered: root rule, leaves in mask order, amounts, what is "nearly".

    `held` names the rule that says a certificate of this status is held; empty where there is none. `audience` says
    whose question it is.
    """

    key: str
    policy: str
    id: str
    label: Label
    grain: Grain
    root: str
    leaves: tuple[str, ...]
    amounts: tuple[str, ...]
    reach: Reach
    held: str = ""
    audience: Audience = "enterprise"

    @property
    def names(self) -> tuple[str, ...]:
        """The nodes that answering needs: root, amounts, and the rule on the certificate."""
        return (self.root, *self.amounts, *((self.held,) if self.held else ()))


def reach_of(policy: Policy) -> Reach:
    """What "nearly" means to a policy, from its head."""
    nearly = policy.head.nearly
    return Reach(Fraction(nearly.share), nearly.units, nearly.days, nearly.conditions)


@dataclass(frozen=True)
class Ruleset:
    """Everything compiled at three dates. Immutable; the digest names it."""

    dates: Dates
    nodes: Mapping[str, Node]
    decisions: tuple[Decision, ...]
    policies: Mapping[str, Policy]
    digest: str
    overlay: Label | None = None
    asleep: tuple[str, ...] = field(default=())

    @cached_property
    def reaches(self) -> Mapping[str, Reach]:
        """What "nearly" means, by policy."""
        return {name: reach_of(policy) for name, policy in self.policies.items()}

    @cached_property
    def code_labels(self) -> Mapping[str, Mapping[str, Label]]:
        """What the codes of a list are called, by parameter: as the fact calls them that a rule compares with it."""
        found: dict[str, Mapping[str, Label]] = {}
        for node in self.nodes.values():
            if node.condition is not None and node.condition.form == "choice":
                needs = [self.nodes[need] for need in node.needs]
                fact = next((fact for need in needs if (fact := self.fact_below(need))), None)
                if fact is not None:
                    labels = {choice.code: choice.label for choice in fact.choices}
                    found |= {n.name: labels for n in needs if isinstance(n.spec, ResolvedParameter)}
        return found

    def fact_below(self, node: Node) -> Fact | None:
        """The fact that a node is or whose value it brings, over as many moves as there are."""
        while isinstance(node.spec, Move):
            node = self.nodes[node.needs[0]]
        return node.spec if isinstance(node.spec, Fact) else None

    def decision(self, key: str) -> Decision:
        """The decision named "policy.decision". Raises `UnknownPolicyError` with the ones there are."""
        for decision in self.decisions:
            if decision.key == key:
                return decision
        there = ", ".join(d.key for d in self.decisions)
        raise UnknownPolicyError("No such decision", expected=f"one of {there}", found=key)

    def chosen(self, keys: Iterable[str] | None) -> tuple[Decision, ...]:
        """The decisions asked for; all of them for None. A policy's id stands for all its decisions."""
        if keys is None:
            return self.decisions
        wanted = list(keys)
        found = [d for d in self.decisions if d.key in wanted or d.policy in wanted]
        for key in wanted:
            if not any(key in (d.key, d.policy) for d in found):
                self.decision(key)
        return tuple(found)

    def closure(self, names: Iterable[str]) -> tuple[Node, ...]:
        """The nodes needed for `names`, each after all that it needs."""
        ordered: dict[str, Node] = {}

        def visit(name: str) -> None:
            if name in ordered:
                return
            node = self.nodes[name]
            for need in node.needs:
                visit(need)
            ordered[name] = node

        for name in names:
            visit(name)
        return tuple(ordered.values())

    def leaves_of(self, root: str) -> tuple[str, ...]:
        """The rules at the ends of a condition's tree, in the order of the mask's bits."""
        found: dict[str, None] = {}

        def visit(name: str) -> None:
            node = self.nodes[name]
            condition = node.condition
            children = referenced(condition) if condition is not None and condition.children else ()
            if not children:
                found[name] = None
            for child in children:
                visit(child.origin.name)

        visit(root)
        return tuple(found)
