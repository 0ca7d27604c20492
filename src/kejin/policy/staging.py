"""Policy by policy: many policies evaluated one after another, each lender before its borrowers.

One plan over all policies would go to and fro between the grains so often that joining outweighs counting. Here each
policy has a plan of its own over the facts and over the columns that earlier policies lend to it, so that nothing is
worked out twice and no plan grows with the number of policies.

    facts, ids as numbers ─► what moves make of facts alone, once for all ─► policy ─► policy ─► … ─► ids as texts
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from kejin.facts import GRAINS, Fact, FactSet, Grain
from kejin.policy.coding import Eager, coded_set, id_columns, spelled_out
from kejin.policy.conditions import referenced
from kejin.policy.plan import Frames, collected, known_frames, run_levels, start_frame, start_frames
from kejin.policy.rules import Move
from kejin.policy.ruleset import Decision, Node, Ruleset

Outputs = Callable[[Grain, Sequence[Decision], Sequence[Node]], list[pl.Expr]]
"""The columns to keep of one policy at one grain, from its decisions and from the nodes it worked out."""


def in_order(ruleset: Ruleset, decisions: Iterable[Decision]) -> list[list[Decision]]:
    """The decisions by policy, each policy after those whose names it uses."""
    groups: dict[str, list[Decision]] = {}
    for decision in decisions:
        groups.setdefault(decision.policy, []).append(decision)
    needs = {
        policy: _lenders(ruleset, [name for decision in group for name in decision.names])
        for policy, group in groups.items()
    }
    return [groups[policy] for policy in _after_lenders(needs)]


def _after_lenders(needs: Mapping[str, Collection[str]]) -> list[str]:
    """The policies, each after those among them that lend to it."""
    ordered: list[str] = []

    def visit(policy: str) -> None:
        if policy in ordered:
            return
        for lender in sorted(needs[policy]):
            if lender in needs and lender != policy:
                visit(lender)
        ordered.append(policy)

    for policy in needs:
        visit(policy)
    return ordered


def _lenders(ruleset: Ruleset, names: Iterable[str]) -> set[str]:
    return {node.policy for node in ruleset.closure(names) if node.policy}


def staged(ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision], *, outputs: Outputs) -> Eager:
    """The kept columns of every policy beside the keys, one frame per grain that has a decision."""
    found: Eager = {}
    for frames in stages(ruleset, factset, decisions, outputs=outputs):
        for grain, frame in frames.items():
            merge(found, grain, frame)
    return spelled_out(found)


def stages(
    ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision], *, outputs: Outputs
) -> Iterator[Eager]:
    """The kept columns policy by policy, ids still as numbers; what nobody needs any more is dropped on the way."""
    groups = in_order(ruleset, decisions)
    names = [_names(ruleset, group) for group in groups]
    bench = _Bench(ruleset, factset, names)
    for place, group in enumerate(groups):
        frames, fresh = bench.frames(names[place])
        lending = bench.wanted_after(place, fresh)
        own = dict.fromkeys(decision.grain for decision in group)
        wanted = {
            grain: frames[grain].select(
                *map(pl.col, keys_and_owner(grain)),
                *outputs(grain, [d for d in group if d.grain == grain], fresh),
                *(pl.col(node.name).alias(f"lent:{node.name}") for node in lending if node.grain == grain),
            )
            for grain in dict.fromkeys([*own, *(n.grain for n in lending if n.grain is not None)])
        }
        made = collected(wanted)
        for grain, frame in made.items():
            bench.lend(grain, frame.select(*keys_and_owner(grain), pl.col("^lent:.*$").name.map(_unlent)))
        bench.drop_unwanted(place)
        yield {grain: made[grain].select(pl.exclude("^lent:.*$")) for grain in own}


def kept_whole(ruleset: Ruleset, factset: FactSet, decisions: Sequence[Decision]) -> Eager:
    """Every column that deciding needs, facts and rules alike, policy by policy, one frame per grain."""
    found: Eager = {}
    names = [_names(ruleset, group) for group in in_order(ruleset, decisions)]
    bench = _Bench(ruleset, factset, names)
    for place, wanted in enumerate(names):
        frames, fresh = bench.frames(wanted)
        lending = bench.wanted_after(place, fresh)
        for grain, frame in collected(frames).items():
            merge(found, grain, frame)
            bench.lend(
                grain, frame.select(*keys_and_owner(grain), *(n.name for n in lending if n.grain == grain))
            )
        bench.drop_unwanted(place)
    return spelled_out(bench.with_facts(found))


def columns_of(ruleset: Ruleset, factset: FactSet, names: Sequence[str]) -> Eager:
    """The columns of the named rules beside the keys, one frame per grain."""
    bench = _Bench(ruleset, factset, [names])
    frames, _ = bench.frames(names)
    grains = dict.fromkeys(ruleset.nodes[name].grain for name in names)
    wanted = {
        grain: frames[grain].select(
            *keys_and_owner(grain), *(n for n in names if ruleset.nodes[n].grain == grain)
        )
        for grain in grains
        if grain is not None
    }
    return spelled_out(collected(wanted))


def columns_by_policy(
    ruleset: Ruleset, factset: FactSet, names: Sequence[str], *, beside: Mapping[Grain, Sequence[str]]
) -> Eager:
    """The columns of the named rules, policy by policy, and the facts `beside` them, one frame per grain of these.

    The same columns as `columns_of` makes, in less time where they rest on the rules of many policies. No move into one
    of the grains may add rows to it.
    """
    grouped: dict[str, list[str]] = {}
    for name in names:
        grouped.setdefault(ruleset.nodes[name].policy, []).append(name)
    policies = _after_lenders({policy: _lenders(ruleset, own) for policy, own in grouped.items()})
    facts = [name for own in beside.values() for name in own if name in ruleset.nodes]
    bench = _Bench(ruleset, factset, [facts, *(grouped[policy] for policy in policies)])
    found = collected({
        grain: bench.known(grain, facts).select(list(dict.fromkeys([*keys_and_owner(grain), *own])))
        for grain, own in beside.items()
    })  # fmt: skip
    for place, policy in enumerate(policies, start=1):
        frames, fresh = bench.frames(grouped[policy])
        kept = [*(ruleset.nodes[name] for name in grouped[policy]), *bench.wanted_after(place, fresh)]
        wanted = {
            grain: frames[grain].select(
                *keys_and_owner(grain), *dict.fromkeys(node.name for node in kept if node.grain == grain)
            )
            for grain in dict.fromkeys(node.grain for node in kept)
            if grain is not None
        }
        for grain, frame in collected(wanted).items():
            lent = [node.name for node in kept if node.grain == grain and node.policy]
            bench.lend(grain, frame.select(*keys_and_owner(grain), *dict.fromkeys(lent)))
            own = [
                name
                for name in grouped[policy]
                if name in frame.columns and name not in keys_and_owner(grain)
            ]
            if grain in found:
                merge(found, grain, frame.select(*keys_and_owner(grain), *own))
        bench.drop_unwanted(place)
    return spelled_out(found)


def _unlent(name: str) -> str:
    return name.removeprefix("lent:")


class _Bench:
    """What lies ready for the next policy: the facts as they were known in time, and the columns lent so far."""

    def __init__(self, ruleset: Ruleset, factset: FactSet, groups: Sequence[Collection[str]]) -> None:
        self._ruleset = ruleset
        self._names = [{node.name for node in ruleset.closure(names)} for names in groups]
        nodes = ruleset.closure(sorted(set[str]().union(*self._names)))
        ids = id_columns(nodes)
        self._all = self._facts = factset
        if ids or len(groups) > 1:
            known = collected(known_frames(factset, nodes, ruleset.dates))
            self._facts = coded_set(replace(factset, frames=known), ids)
        self._lent: Eager = {}
        self._same = self._moved_facts(nodes)

    def _moved_facts(self, nodes: Sequence[Node]) -> Mapping[str, str]:
        """Fill what moves bring to enterprises and down to children out of facts alone; for each move whose it is.

        Many policies ask for last year's revenue; one join brings it to all of them.
        """
        moves = [node for node in nodes if _moves_a_fact(self._ruleset, node)]
        if not moves:
            return {}
        first = {node.digest: node for node in reversed(moves)}
        needed = self._ruleset.closure(node.name for node in first.values())
        frames = known_frames(self._facts, needed, self._ruleset.dates)
        made = run_levels(
            self._ruleset, frames, needed, complete=self._facts.complete, beyond=self._facts.beyond
        )
        targets = dict.fromkeys(node.grain for node in first.values())
        names = {grain: [n.name for n in first.values() if n.grain == grain] for grain in targets}
        wanted = {
            grain: made[grain].select(*keys_and_owner(grain), *names[grain])
            for grain in targets
            if grain is not None
        }
        self._lent |= collected(wanted)
        return {node.name: first[node.digest].name for node in moves}

    def frames(self, names: Iterable[str]) -> tuple[Frames, list[Node]]:
        """The policy's frames with the columns named and all behind them, and the nodes worked out here."""
        there = self._there()
        nodes = list(_needed(self._ruleset, names, there.keys()))
        fresh = [node for node in nodes if node.name not in there]
        frames = start_frames(self._facts, nodes, self._ruleset.dates)
        for grain, lent in self._lent.items():
            borrowed = [node.name for node in nodes if there.get(node.name) == grain]
            if borrowed and grain in frames:
                columns = [pl.col(self._same.get(name, name)).alias(name) for name in borrowed]
                frames[grain] = _beside(frames[grain], lent.select(*GRAINS[grain].keys, *columns), grain)
        facts = self._facts
        made = run_levels(
            self._ruleset, frames, fresh, complete=facts.complete, in_memory=True, beyond=facts.beyond
        )
        return made, fresh

    def known(self, grain: Grain, names: Iterable[str]) -> pl.LazyFrame:
        """The rows of a grain with their links to parents and those of the named facts that are its own."""
        specs = [self._ruleset.nodes[name].spec for name in names]
        facts = [spec for spec in specs if isinstance(spec, Fact) and spec.grain is grain]
        # A grain that no rule looks at is not among the facts that lie ready.
        there = self._facts if grain in self._facts.frames else self._all
        return start_frame(there, grain, facts, dates=self._ruleset.dates)

    def with_facts(self, found: Mapping[Grain, pl.DataFrame]) -> Eager:
        """The frames with the facts that no policy had to look at, because their moves were lent."""
        if not self._same:
            return dict(found)
        frames = {**self._facts.frames, **found}
        for grain, frame in found.items():
            facts = self._facts.frames[grain].lazy().collect()
            new = [name for name in facts.columns if name not in frame.columns]
            frames[grain] = _beside(frame.lazy(), facts.select(*GRAINS[grain].keys, *new), grain)
        return {grain: frame.lazy().collect() for grain, frame in frames.items()}

    def _there(self) -> Mapping[str, Grain]:
        """The names that can be borrowed and where they lie."""
        lent = {
            name: grain
            for grain, frame in self._lent.items()
            for name in frame.columns
            if name not in keys_and_owner(grain)
        }
        return lent | {name: lent[first] for name, first in self._same.items() if first in lent}

    def wanted_after(self, place: int, fresh: Iterable[Node]) -> list[Node]:
        """The nodes worked out here that later policies need."""
        later = self._later(place)
        return [node for node in fresh if node.name in later and _is_made(node)]

    def _later(self, place: int) -> set[str]:
        return set[str]().union(*self._names[place + 1 :])

    def drop_unwanted(self, place: int) -> None:
        """Let go of the lent columns that no policy after this one needs."""
        wanted = {self._same.get(name, name) for name in self._later(place)}
        for grain, frame in self._lent.items():
            self._lent[grain] = frame.select(
                n for n in frame.columns if n in wanted or n in keys_and_owner(grain)
            )

    def lend(self, grain: Grain, frame: pl.DataFrame) -> None:
        """Keep a policy's columns for those that follow."""
        if frame.width > len(keys_and_owner(grain)):
            merge(self._lent, grain, frame.rechunk())


def _moves_a_fact(ruleset: Ruleset, node: Node) -> bool:
    """Whether a move reads a fact and goes where no row has to be added; its digest then says all that it does."""
    move = node.spec
    if not isinstance(move, Move) or move.how == "running":
        return False
    needs = [ruleset.nodes[need] for need in node.needs]
    stated = all(isinstance(need.spec, Fact) or need.grain is None for need in needs)
    return stated and (move.how == "parent" or move.target is Grain.ENTERPRISE)


def _beside(frame: pl.LazyFrame, lent: pl.DataFrame, grain: Grain) -> pl.LazyFrame:
    """The lent columns beside the frame; they are joined only where the rows differ."""
    keys = list(GRAINS[grain].keys)
    start = frame.collect()
    if start.height == lent.height and start.select(keys).equals(lent.select(keys)):
        return start.hstack(lent.drop(keys)).lazy()
    return start.lazy().join(lent.lazy(), on=keys, how="left", maintain_order="left")


def _names(ruleset: Ruleset, group: Iterable[Decision]) -> tuple[str, ...]:
    """What the answers of a policy's decisions read.

    Masks read the leaves, "nearly" every condition of the tree and both sides of each leaf, also where these lie
    behind a condition that was lent.
    """
    found: dict[str, None] = {}
    for decision in group:
        sides = [need for leaf in decision.leaves for need in ruleset.nodes[leaf].needs]
        found |= dict.fromkeys([*decision.names, *conditions_below(ruleset, decision.root), *sides])
    return tuple(found)


def _is_made(node: Node) -> bool:
    """Whether the node is a column that a plan makes; facts are there and constants stand nowhere."""
    return node.grain is not None and bool(node.policy)


def keys_and_owner(grain: Grain) -> tuple[str, ...]:
    """The columns that tell the rows of a grain apart, and the one that says whose they are."""
    spec = GRAINS[grain]
    owner = ("enterprise_id",) if Grain.ENTERPRISE in spec.parents else ()
    return tuple(dict.fromkeys([*spec.keys, *owner]))


def _needed(ruleset: Ruleset, names: Iterable[str], there: Collection[str]) -> Iterator[Node]:
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

    for name in names:
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


def merge(frames: dict[Grain, pl.DataFrame], grain: Grain, frame: pl.DataFrame) -> None:
    """Put the columns beside those that are there; rows that only one of the two knows are kept."""
    keys = list(keys_and_owner(grain))
    there = frames.get(grain)
    if there is None:
        frames[grain] = frame
        return
    # Frames in one piece stand side by side without a copy; a single frame is not worth putting in one piece.
    there, frame = there.rechunk(), frame.rechunk()
    new = [name for name in frame.columns if name not in there.columns]
    if there.height == frame.height and there.select(keys).equals(frame.select(keys)):
        frames[grain] = there.hstack(frame.select(new))
        return
    own = list(GRAINS[grain].keys)
    extra = [key for key in keys if key not in own]
    joined = there.join(frame.select(*own, *extra, *new), on=own, how="full", coalesce=True, suffix=":right")
    filled = joined.with_columns(pl.coalesce(key, f"{key}:right").alias(key) for key in extra)
    frames[grain] = filled.drop([f"{key}:right" for key in extra]).sort(own, maintain_order=True)
