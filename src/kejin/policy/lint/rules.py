"""Checks on rules: no figures in code, names that mean one thing, everything used, both languages, widths that hold."""

import ast
from collections.abc import Iterator

from kejin.facts import dictionary
from kejin.policy.lint.finding import Finding
from kejin.policy.lint.sharing import sharing_used
from kejin.policy.market import quoted_names, support_names
from kejin.policy.pack import Policy
from kejin.policy.rules import RuleSpec

# 0 and 1 are identities, not figures of a policy.
ALLOWED_LITERALS = (0, 1)


def no_figures_in_rules(policy: Policy) -> Iterator[Finding]:
    """No numeric literal except 0 and 1 inside a rule: a figure belongs to a parameter, with its clause."""
    for spec in _specs(policy):
        for node in ast.walk(spec.syntax()):
            if isinstance(node, ast.Constant) and _is_figure(node.value):
                yield Finding(
                    policy.id,
                    "literal",
                    "error",
                    f"rule {spec.leaf}",
                    f"the figure {node.value!r} stands in code",
                )


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in ALLOWED_LITERALS


def names_mean_one_thing(policy: Policy) -> Iterator[Finding]:
    """No name is at once a rule, a move, a parameter, a table or a fact."""
    groups = {
        "rule": policy.rules.keys(),
        "move": policy.moves.keys(),
        "parameter": policy.parameters.keys(),
        "table": policy.tables.keys(),
        "borrowed name": policy.uses.keys(),
        "fact": dictionary().keys(),
    }
    seen: dict[str, str] = {}
    for kind, names in groups.items():
        for name in names:
            if name in seen and seen[name] != kind:
                yield Finding(policy.id, "name", "error", name, f"is both a {seen[name]} and a {kind}")
            seen[name] = kind


def everything_is_used(policy: Policy, lent: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Every parameter, table, move, rule and borrowed name serves a decision, a product or a support on some date.

    What another policy borrows is used too, but only a look at all policies could know of that.
    """
    used = _used_names(policy, lent)
    kinds = {
        "parameter": policy.parameters,
        "table": policy.tables,
        "move": policy.moves,
        "rule": policy.rules,
        "borrowed name": policy.uses,
    }
    for kind, names in kinds.items():
        for name in names:
            if name not in used:
                yield Finding(
                    policy.id, f"{kind}-unused".replace(" ", "-"), "error", name, "no decision uses it"
                )


def _used_names(policy: Policy, lent: frozenset[str]) -> set[str]:
    start = [name for d in policy.head.decisions for name in (d.rule, *d.amounts, d.held)]
    start += [name for product in policy.products.values() for name in quoted_names(product.quote).values()]
    start += [product.response_days for product in policy.products.values()]
    start += [name for support in policy.supports.values() for name in support_names(support).values()]
    start += [stacking.ceiling for stacking in policy.stacking.values()]
    start += sharing_used(policy)
    start += lent
    used: set[str] = set()
    while start:
        name = start.pop()
        if name in used:
            continue
        used.add(name)
        for spec in policy.rules.get(name, ()):
            start.extend(spec.arguments)
        if name in policy.tables:
            start.extend(policy.tables[name].inputs)
        if name in policy.moves:
            move = policy.moves[name]
            start.extend(part for part in (move.source, move.years, *move.by[1:]) if part)
        if name in policy.parameters and policy.parameters[name].pivot:
            start.append(policy.parameters[name].pivot)
    return used


def rules_are_labelled(policy: Policy) -> Iterator[Finding]:
    """Every rule has a Chinese and an English label, a docstring and a citation."""
    for spec in _specs(policy):
        where = f"rule {spec.leaf}"
        if not any("一" <= char <= "鿿" for char in spec.label.zh):
            yield Finding(policy.id, "label", "error", where, "no Chinese label")
        if not spec.label.en or any("一" <= char <= "鿿" for char in spec.label.en):
            yield Finding(policy.id, "label", "error", where, "no English label")
        if not spec.meaning:
            yield Finding(policy.id, "docstring", "error", where, "no docstring")
        if not spec.cites or not all(spec.cites):
            yield Finding(policy.id, "citation", "error", where, "no citation")


def _specs(policy: Policy) -> Iterator[RuleSpec]:
    for versions in policy.rules.values():
        yield from versions
