"""Which conditions carry a verdict, for many subjects at once.

A failed alternative carries nothing while another alternative holds, and an unknown one is asked for only while the
decision waits for it. What the reasons of one explanation decide by walking its tree (`kejin.assessment.reasons`) is
decided here for whole columns, from the masks that an evaluation keeps.
"""

from collections.abc import Iterator

import polars as pl

from kejin.policy import Decision, Ruleset
from kejin.policy.conditions import Condition
from kejin.policy.resolve import constant_int_or_none


def carrying_exprs(ruleset: Ruleset, decision: Decision, *, verdict: bool | None) -> dict[str, pl.Expr]:
    """For each leaf condition a yes/no column: it has `verdict` (False or None) and so has everything above it.

    The columns are read from the decision's frame of an evaluation.
    """
    tree = _Tree(ruleset, decision)
    found: dict[str, pl.Expr] = {}
    for leaf, path in tree.paths(decision.root, verdict=verdict):
        held = pl.all_horizontal([_is(expr, verdict=verdict) for expr in path])
        found[leaf] = found[leaf] | held if leaf in found else held
    return found


class _Tree:
    """A decision's conditions as columns rebuilt from its masks."""

    def __init__(self, ruleset: Ruleset, decision: Decision) -> None:
        self.ruleset = ruleset
        bits = {leaf: 1 << place for place, leaf in enumerate(decision.leaves)}
        self.leaves = {leaf: _leaf_expr(decision.key, bit) for leaf, bit in bits.items()}

    def expr(self, condition: Condition | str) -> pl.Expr:
        """The three-valued column of a rule or of a compound written inside one."""
        if isinstance(condition, str):
            inner = self.ruleset.nodes[condition].condition
            return self.leaves[condition] if inner is None or not inner.children else self.expr(inner)
        if condition.form == "named":
            return self.expr(condition.origin.name)
        return _combined(condition, [self.expr(child) for child in condition.children])

    def paths(
        self, condition: Condition | str, above: tuple[pl.Expr, ...] = (), *, verdict: bool | None
    ) -> Iterator[tuple[str, tuple[pl.Expr, ...]]]:
        """Each leaf with the columns from the root down to it; below a "not" a failure has no single cause."""
        here = (*above, self.expr(condition))
        if isinstance(condition, str):
            inner = self.ruleset.nodes[condition].condition
            if inner is None or not inner.children:
                yield condition, here
                return
            condition = inner
        if condition.form == "named":
            yield from self.paths(condition.origin.name, above, verdict=verdict)
        elif not (condition.form == "not" and verdict is False):
            for child in condition.children:
                yield from self.paths(child, here, verdict=verdict)


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
