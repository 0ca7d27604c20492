"""Policy by policy: many policies evaluated one after another, each lender before its borrowers.

One plan over all policies would go to and fro between the grains so often that joining outweighs counting. Here each
policy has a plan of its own over the facts and over the columns that earlier policies lend to it, so that nothing is
worked out twice and no plan grows with the number of policies.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import polars as pl

from kejin.facts import GRAINS, FactSet, Grain
from kejin.policy.conditions import referenced
from kejin.policy.plan import Frames, collected, run_levels, start_frames
from kejin.policy.ruleset import Decision, Node, Ruleset

Outputs = Callable[[Grain, Sequence[Decision], Sequence[Node]], list[pl.Expr]]
"""The columns to keep of one policy at one grain, from its decisions and from the nodes it worked out."""


def in_order(ruleset: Ruleset, decisions: Iterable[Decision]) -> list[list[Decision]]:
    """The decisions by policy, each policy after those whose names it uses."""
    groups: dict[str, list[Decision]] = {}
    for decision in decisions:
        groups.setdefault(decision.policy, []).append(decision)
    needs = {policy: _lenders(ruleset, group) & groups.keys() - {policy} for policy, group in groups.items()}
    ordered: list[str] = []

    def visit(policy: str) -> None:
        if policy in ordered:
            return
        for lender in sorted(needs[policy]):
            visit(lender)
        ordered.append(policy)

    for policy in groups:
        visit(policy)
    return [groups[policy] for policy in ordered]


def _lenders(ruleset: Ruleset, group: Iterable[Decision]) -> set[str]:
    nodes = ruleset.closure([name for decision in group for name in decision.names])
    return {node.policy for node in nodes if node.policy}


def staged(
    ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision], *, outputs: Outputs
) -> dict[Grain, pl.DataFrame]:
    """The kept columns of every policy beside the keys, one frame per grain that has a decision."""
    groups = in_order(ruleset, decisions)
    names = [{node.name for node in _closure(ruleset, group)} for group in groups]
    lent: dict[Grain, pl.DataFrame] = {}
    found: dict[Grain, pl.DataFrame] = {}
    for place, group in enumerate(groups):
        later = set[str]().union(*names[place + 1 :])
        frames, fresh = _frames(ruleset, factset, group, lent=lent)
        lending = [node for node in fresh if node.name in later and _is_made(node)]
        grains = dict.fromkeys(
            [*(d.grain for d in group), *(n.grain for n in lending if n.grain is not None)]
        )
        wanted = {
            grain: frames[grain].select(
                *map(pl.col, _keys(grain)),
                *outputs(grain, [d for d in group if d.grain == grain], fresh),
                *(pl.col(node.name).alias(f"lent:{node.name}") for node in lending if node.grain == grain),
            )
            for grain in grains
        }
        for grain, frame in collected(wanted).items():
            columns = [name for name in frame.columns if name.startswith("lent:")]
            if any(decision.grain == grain for decision in group):
                _merge(found, grain, frame.drop(columns))
            if columns:
                keyed = frame.select(*_keys(grain), pl.col(columns).name.map(_unlent))
                _merge(lent, grain, keyed)
    return found


def kept_whole(
    ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision]
) -> dict[Grain, pl.DataFrame]:
    """Every column that deciding needs, facts and rules alike, policy by policy, one frame per grain."""
    found: dict[Grain, pl.DataFrame] = {}
    lent: dict[Grain, pl.DataFrame] = {}
    for group in in_order(ruleset, decisions):
        frames, fresh = _frames(ruleset, factset, group, lent=lent)
        for grain, frame in collected(frames).items():
            _merge(found, grain, frame)
            made = [node.name for node in fresh if node.grain == grain and _is_made(node)]
            if made:
                _merge(lent, grain, frame.select(*_keys(grain), *made))
    return found


def _unlent(name: str) -> str:
    return name.removeprefix("lent:")


def _closure(ruleset: Ruleset, group: Iterable[Decision]) -> tuple[Node, ...]:
    return ruleset.closure([name for decision in group for name in decision.names])


def _is_made(node: Node) -> bool:
    """Whether the node is a column that a plan makes; facts are there and constants stand nowhere."""
    return node.grain is not None and bool(node.policy)


def _keys(grain: Grain) -> tuple[str, ...]:
    spec = GRAINS[grain]
    owner = ("enterprise_id",) if Grain.ENTERPRISE in spec.parents else ()
    return tuple(dict.fromkeys([*spec.keys, *owner]))


def _frames(
    ruleset: Ruleset, factset: FactSet, group: Sequence[Decision], *, lent: Mapping[Grain, pl.DataFrame]
) -> tuple[Frames, list[Node]]:
    """The policy's frames with all its columns, and the nodes that were worked out here."""
    there = {
        name: grain for grain, frame in lent.items() for name in frame.columns if name not in _keys(grain)
    }
    nodes = list(_needed(ruleset, group, set(there)))
    fresh = [node for node in nodes if node.name not in there]
    frames = start_frames(factset, nodes, ruleset.dates)
    for grain, frame in lent.items():
        borrowed = [node.name for node in nodes if there.get(node.name) == grain]
        if borrowed and grain in frames:
            keys = list(GRAINS[grain].keys)
            columns = frame.lazy().select(*keys, *borrowed)
            frames[grain] = frames[grain].join(columns, on=keys, how="left", maintain_order="left")
    return run_levels(ruleset, frames, fresh, complete=factset.complete), fresh


def _needed(ruleset: Ruleset, group: Iterable[Decision], there: set[str]) -> Iterator[Node]:
    """The nodes to have, each after all it needs; what lies behind a lent column is not needed any more."""
    seen: set[str] = set()

    def visit(name: str) -> Iterator[Node]:
        if name in seen:
            return
        seen.add(name)
        node = ruleset.nodes[name]
        if name not in there:
            for need in node.needs:
                yield from visit(need)
        yield node

    for decision in group:
        # Masks read the leaves, "nearly" every condition of the tree and both sides of each leaf, also where these
        # lie behind a condition that was lent.
        sides = [need for leaf in decision.leaves for need in ruleset.nodes[leaf].needs]
        for name in (*decision.names, *conditions_below(ruleset, decision.root), *sides):
            yield from visit(name)


def conditions_below(ruleset: Ruleset, root: str) -> tuple[str, ...]:
    """The rules of a decision's tree, each once: the root, its compounds and its leaves."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        found[name] = None
        condition = ruleset.nodes[name].condition
        for child in referenced(condition) if condition is not None and condition.children else ():
            visit(child.origin.name)

    visit(root)
    return tuple(found)


def _merge(frames: dict[Grain, pl.DataFrame], grain: Grain, frame: pl.DataFrame) -> None:
    """Put the columns beside those that are there; rows that only one of the two knows are kept."""
    keys = list(_keys(grain))
    there = frames.get(grain)
    if there is None:
        frames[grain] = frame
        return
    new = [name for name in frame.columns if name not in there.columns]
    if there.height == frame.height and there.select(keys).equals(frame.select(keys)):
        frames[grain] = there.hstack(frame.select(new))
        return
    own = list(GRAINS[grain].keys)
    extra = [key for key in keys if key not in own]
    joined = there.join(frame.select(*own, *extra, *new), on=own, how="full", coalesce=True, suffix=":right")
    filled = joined.with_columns(pl.coalesce(key, f"{key}:right").alias(key) for key in extra)
    frames[grain] = filled.drop([f"{key}:right" for key in extra]).sort(own, maintain_order=True)
