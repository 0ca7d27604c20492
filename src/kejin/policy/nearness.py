"""How many conditions, each within reach, stand between a subject and a "yes".

A leaf costs 0 when met, 1 when missed within reach, FAR otherwise; "all" adds, "any" takes the least. Unknown is
FAR: nobody is called "nearly" on the strength of something unknown.
"""

import polars as pl

from kejin.policy.conditions import Condition, Reach, near_expr
from kejin.policy.ruleset import Ruleset
from kejin.policy.terms import constant_int

FAR = 99


def steps_expr(ruleset: Ruleset, name: str) -> pl.Expr:
    """The number of near misses to put right for the condition named; FAR (or more) if that is not enough.

    How near is near is said by the policy to which a condition belongs, also where another policy borrows it.
    """
    node = ruleset.nodes[name]
    condition = node.condition
    if condition is None or not condition.children:
        return _leaf(condition, pl.col(name), reach=ruleset.reaches[node.policy])
    return _tree(ruleset, condition, pl.col(name))


def _leaf(condition: Condition | None, verdict: pl.Expr, reach: Reach) -> pl.Expr:
    chain = pl.when(verdict).then(0)
    if condition is not None and condition.sides is not None:
        missed = ~verdict & near_expr(condition.sides, reach)
        return chain.when(missed).then(1).otherwise(FAR).cast(pl.Int32)
    return chain.otherwise(FAR).cast(pl.Int32)


def _tree(ruleset: Ruleset, condition: Condition, verdict: pl.Expr) -> pl.Expr:
    if condition.form == "named":
        return steps_expr(ruleset, condition.origin.name)
    costs = [_tree(ruleset, child, child.expr) for child in condition.children]
    if condition.form == "all":
        return pl.sum_horizontal(costs)
    if condition.form == "any":
        return pl.min_horizontal(costs)
    if condition.form == "count" and condition.needed is not None:
        return _so_many(costs, constant_int(condition.needed))
    return pl.when(verdict).then(0).otherwise(FAR).cast(pl.Int32)


def _so_many(costs: list[pl.Expr], needed: int) -> pl.Expr:
    met = pl.sum_horizontal([(cost == 0).cast(pl.Int32) for cost in costs])
    near = pl.sum_horizontal([(cost == 1).cast(pl.Int32) for cost in costs])
    missing = needed - met
    return pl.when(missing <= 0).then(0).when(near >= missing).then(missing).otherwise(FAR).cast(pl.Int32)
