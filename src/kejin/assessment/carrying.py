"""Which conditions carry a verdict, for many subjects at once.

A failed alternative carries nothing while another alternative holds, and an unknown one is asked for only while the
decision waits for it. What the reasons of one explanation decide by walking its tree (`kejin.assessment.reasons`) is
decided here for whole columns, from the masks that an evaluation keeps: verdicts from the leaves up, then what is
carried from the root down, one column for each condition, so that the work grows with the tree and not with its paths.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kejin.policy import Decision, Ruleset
from kejin.policy.conditions import Condition
from kejin.policy.resolve import constant_int_or_none

Truth = NDArray[np.bool_]
Masks = NDArray[np.int64]
# Three values as two columns: where a condition holds and where it fails; unknown is neither.
Trio = tuple[Truth, Truth]


def carrying(
    ruleset: Ruleset, decision: Decision, frame: pl.DataFrame, *, verdict: bool | None
) -> pl.DataFrame:
    """A yes/no column for each leaf condition: it has `verdict` (False or None) and so has everything above it.

    `frame` is the decision's frame of an evaluation; the result has its rows in its order.
    """
    fails, unknowns = masks_of(decision, frame)
    carried = Tree.of(ruleset, decision).carried(fails, unknowns, verdict=verdict)
    return pl.DataFrame({leaf: pl.Series(marks) for leaf, marks in carried.items()})


def masks_of(decision: Decision, frame: pl.DataFrame) -> tuple[Masks, Masks]:
    """The masks of failed and of unknown conditions as arrays; where a row has none, everything is unknown."""
    everything = (1 << len(decision.leaves)) - 1
    fails, unknowns = (
        frame[f"{decision.key}:{name}"].cast(pl.Int64).fill_null(value).to_numpy()
        for name, value in (("fail", 0), ("unknown", everything))
    )
    return fails, unknowns


@dataclass(slots=True)
class _Node:
    """One condition of the tree: its name, its form, what it is made of, who refers to it."""

    name: str
    form: str
    leaf: str = ""
    bit: int = 0
    needed: int | None = None
    height: int = 0
    depth: int = 0
    children: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """A decision's conditions, each once however many others refer to it."""

    ruleset: Ruleset
    decision: Decision
    nodes: dict[str, _Node] = field(default_factory=dict)

    @classmethod
    def of(cls, ruleset: Ruleset, decision: Decision) -> "Tree":
        """The tree of a decision."""
        tree = cls(ruleset, decision)
        tree._deepen(tree._named(decision.root), 0)
        return tree

    def carried(self, fails: Masks, unknowns: Masks, *, verdict: bool | None) -> Mapping[str, Truth]:
        """For each leaf of the decision where it carries `verdict` (False or None), from the masks of the rows."""
        values: dict[str, Trio] = {}
        for node in sorted(self.nodes.values(), key=lambda node: node.height):
            values[node.name] = (
                _leaf(fails, unknowns, node.bit)
                if node.leaf
                else _combined(node, [values[child] for child in node.children])
            )
        marks: dict[str, Truth] = {}
        for node in sorted(self.nodes.values(), key=lambda node: node.depth):
            marks[node.name] = self._mark(node, values[node.name], marks, verdict=verdict)
        leaves = {node.leaf: marks[node.name] for node in self.nodes.values() if node.leaf}
        nothing = np.zeros(fails.size, dtype=np.bool_)
        return {leaf: leaves.get(leaf, nothing) for leaf in self.decision.leaves}

    def _mark(self, node: _Node, value: Trio, marks: Mapping[str, Truth], *, verdict: bool | None) -> Truth:
        yes, no = value
        mine = no if verdict is False else ~(yes | no)
        if not node.parents:
            return mine
        # Below a "not" a failure has no single cause.
        above = [
            marks[parent]
            for parent in dict.fromkeys(node.parents)
            if not (self.nodes[parent].form == "not" and verdict is False)
        ]
        return mine & reduce(np.logical_or, above) if above else np.zeros(mine.size, dtype=np.bool_)

    def _named(self, name: str) -> str:
        if name not in self.nodes:
            condition = self.ruleset.nodes[name].condition
            if condition is None or not condition.children:
                self.nodes[name] = _Node(name, "leaf", leaf=name, bit=1 << self.decision.leaves.index(name))
            else:
                self._compound(name, condition)
        return name

    def _compound(self, name: str, condition: Condition) -> str:
        children = [
            self._named(child.origin.name)
            if child.form == "named"
            else self._compound(f"{name}/{place}", child)
            for place, child in enumerate(condition.children)
        ]
        made = _Node(name, condition.form, needed=constant_int_or_none(condition.needed))
        made.children = children
        made.height = 1 + max(self.nodes[child].height for child in children)
        self.nodes[name] = made
        for child in children:
            self.nodes[child].parents.append(name)
        return name

    def _deepen(self, name: str, depth: int) -> None:
        node = self.nodes[name]
        if depth == 0 or depth > node.depth:
            node.depth = depth
            for child in node.children:
                self._deepen(child, depth + 1)


def _leaf(fails: Masks, unknowns: Masks, bit: int) -> Trio:
    unknown, failed = (unknowns & bit) != 0, (fails & bit) != 0
    return ~unknown & ~failed, ~unknown & failed


def _combined(node: _Node, parts: Sequence[Trio]) -> Trio:
    if node.form == "not":
        return parts[0][1], parts[0][0]
    yes, no = [part[0] for part in parts], [part[1] for part in parts]
    if node.form == "all":
        return np.logical_and.reduce(yes), np.logical_or.reduce(no)
    if node.needed is None:
        return np.logical_or.reduce(yes), np.logical_and.reduce(no)
    sure: Masks = np.add.reduce([part.astype(np.int64) for part in yes])
    ruled_out: Masks = np.add.reduce([part.astype(np.int64) for part in no])
    return sure >= node.needed, len(parts) - ruled_out < node.needed
