"""Which conditions carry a verdict, for many subjects at once.

A failed alternative carries nothing while another alternative holds, and an unknown one is asked for only while the
decision waits for it. What the reasons of one explanation decide by walking its tree (`kejin.assessment.reasons`) is
decided here for whole columns, from the masks that an evaluation keeps: verdicts from the leaves up, then what is
carried from the root down, one column for each condition, so that the work grows with the tree and not with its paths.
"""

from dataclasses import dataclass, field

import polars as pl

from kejin.policy import Decision, Ruleset
from kejin.policy.conditions import Condition
from kejin.policy.resolve import constant_int_or_none


def carrying(
    ruleset: Ruleset, decision: Decision, frame: pl.DataFrame, *, verdict: bool | None
) -> pl.DataFrame:
    """A yes/no column for each leaf condition: it has `verdict` (False or None) and so has everything above it.

    `frame` is the decision's frame of an evaluation; the result has its rows in its order.
    """
    tree = _Tree.of(ruleset, decision)
    found = frame
    for level in tree.upwards():
        found = found.with_columns([node.expr.alias(node.column) for node in level])
    for level in tree.downwards():
        found = found.with_columns([_carried(node, tree, verdict=verdict).alias(node.mark) for node in level])
    leaves = {node.leaf: node.mark for node in tree.nodes.values() if node.leaf}
    nothing = pl.lit(value=False)
    columns = [(pl.col(leaves[leaf]) if leaf in leaves else nothing).alias(leaf) for leaf in decision.leaves]
    return found.select(columns)


@dataclass(slots=True)
class _Node:
    """One condition of the tree: its column, what it is made of, who refers to it."""

    column: str
    expr: pl.Expr
    form: str
    leaf: str = ""
    height: int = 0
    depth: int = 0
    children: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The column that says whether it carries the verdict."""
        return f"{self.column}:carries"


@dataclass(slots=True)
class _Tree:
    """A decision's conditions, each once however many others refer to it."""

    ruleset: Ruleset
    decision: Decision
    nodes: dict[str, _Node] = field(default_factory=dict)

    @classmethod
    def of(cls, ruleset: Ruleset, decision: Decision) -> "_Tree":
        tree = cls(ruleset, decision)
        root = tree._named(decision.root)
        tree._deepen(root, 0)
        return tree

    def upwards(self) -> list[list[_Node]]:
        """The conditions by height: leaves first, each level resting on those before it."""
        return self._levels("height")

    def downwards(self) -> list[list[_Node]]:
        """The conditions by depth: the root first, each after all that refer to it."""
        return self._levels("depth")

    def _levels(self, by: str) -> list[list[_Node]]:
        found: dict[int, list[_Node]] = {}
        for node in self.nodes.values():
            found.setdefault(getattr(node, by), []).append(node)
        return [found[place] for place in sorted(found)]

    def _named(self, name: str) -> str:
        column = f"#c:{name}"
        if column not in self.nodes:
            condition = self.ruleset.nodes[name].condition
            if condition is None or not condition.children:
                bit = 1 << self.decision.leaves.index(name)
                self.nodes[column] = _Node(column, _leaf_expr(self.decision.key, bit), "leaf", leaf=name)
            else:
                self._compound(column, condition)
        return column

    def _compound(self, column: str, condition: Condition) -> str:
        children = [
            self._named(child.origin.name)
            if child.form == "named"
            else self._compound(f"{column}/{place}", child)
            for place, child in enumerate(condition.children)
        ]
        made = _Node(column, _combined(condition, [pl.col(child) for child in children]), condition.form)
        made.children = children
        made.height = 1 + max(self.nodes[child].height for child in children)
        self.nodes[column] = made
        for child in children:
            self.nodes[child].parents.append(column)
        return column

    def _deepen(self, column: str, depth: int) -> None:
        node = self.nodes[column]
        if depth == 0 or depth > node.depth:
            node.depth = depth
            for child in node.children:
                self._deepen(child, depth + 1)


def _carried(node: _Node, tree: _Tree, *, verdict: bool | None) -> pl.Expr:
    mine = _is(pl.col(node.column), verdict=verdict)
    # Below a "not" a failure has no single cause.
    above = [
        pl.col(tree.nodes[parent].mark)
        for parent in dict.fromkeys(node.parents)
        if not (tree.nodes[parent].form == "not" and verdict is False)
    ]
    if not node.parents:
        return mine
    return mine & pl.any_horizontal(above) if above else pl.lit(value=False)


def _leaf_expr(key: str, bit: int) -> pl.Expr:
    unknown, failed = ((pl.col(f"{key}:{mask}").cast(pl.Int64) & bit) != 0 for mask in ("unknown", "fail"))
    return pl.when(unknown).then(pl.lit(None, pl.Boolean)).otherwise(~failed)


def _combined(condition: Condition, parts: list[pl.Expr]) -> pl.Expr:
    if condition.form == "not":
        return ~parts[0]
    if condition.form == "all":
        return pl.all_horizontal(parts)
    needed = constant_int_or_none(condition.needed)
    if needed is None:
        return pl.any_horizontal(parts)
    yes = pl.sum_horizontal([part.cast(pl.Int64).fill_null(0) for part in parts])
    maybe = pl.sum_horizontal([part.cast(pl.Int64).fill_null(1) for part in parts])
    return pl.when(yes >= needed).then(pl.lit(True)).when(maybe < needed).then(pl.lit(False))


def _is(expr: pl.Expr, *, verdict: bool | None) -> pl.Expr:
    return expr.is_null() if verdict is None else expr.not_().fill_null(value=False)
