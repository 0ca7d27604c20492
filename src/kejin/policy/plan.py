"""The plan of an evaluation: nodes in levels, one frame per grain, columns added and grains joined level by level.

Works the same on data in memory and on lazy scans of part files (streaming); explanations replay the same plan on a
few rows. There is one implementation, so an explanation cannot drift from the batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import polars as pl

from kejin.errors import MoneyOverflowError
from kejin.facts import GRAINS, Beyond, Fact, FactSet, Grain, Way, dictionary
from kejin.policy.explanation import Dates
from kejin.policy.moves import (
    YEARLY_HOWS,
    Step,
    base_year,
    complete_parents,
    downward_frame,
    elsewhere_frame,
    keys_of,
    named_parents,
    running_column,
    upward_frame,
    yearly_columns,
    yearly_frame,
)
from kejin.policy.rules import BEGINNING, Move
from kejin.policy.ruleset import Node, Ruleset
from kejin.policy.terms import constant_int

Frames = dict[Grain, pl.LazyFrame]


def levels(nodes: Sequence[Node]) -> list[list[Node]]:
    """The nodes grouped so that each needs only nodes of earlier groups; facts and constants are in none."""
    depth: dict[str, int] = {}
    for node in nodes:
        below = max((depth.get(need, 0) for need in node.needs), default=0)
        makes = node.expr is not None or isinstance(node.spec, Move)
        depth[node.name] = below + 1 if makes else below
    made = [n for n in nodes if n.expr is not None or isinstance(n.spec, Move)]
    made.sort(key=lambda n: depth[n.name])
    return [list(group) for _, group in groupby(made, key=lambda n: depth[n.name])]


def start_frames(
    factset: FactSet, nodes: Sequence[Node], dates: Dates, *, keep_places: bool = False
) -> Frames:
    """The frame of each grain the nodes touch: keys, the facts they need (unknown where absent), known in time.

    Parents that only their children name have a row too. `keep_places` keeps the columns that say where each row was
    read.
    """
    known = known_frames(factset, nodes, dates, keep_places=keep_places)
    return _with_all_parents(known, nodes, factset.beyond)


def known_frames(
    factset: FactSet, nodes: Sequence[Node], dates: Dates, *, keep_places: bool = False
) -> Frames:
    """The rows that are there, grain by grain, with the facts that the nodes need, as they were known in time."""
    wanted: dict[Grain, list[Fact]] = {}
    for node in nodes:
        if node.grain is not None:
            wanted.setdefault(node.grain, [])
        if isinstance(node.spec, Fact):
            wanted[node.spec.grain].append(node.spec)
        if isinstance(node.spec, Move):
            wanted.setdefault(node.spec.grain, [])
            wanted.setdefault(node.spec.target, [])
    return {
        grain: start_frame(factset, grain, facts, dates=dates, keep_places=keep_places)
        for grain, facts in wanted.items()
    }


def start_frame(
    factset: FactSet, grain: Grain, facts: Sequence[Fact], *, dates: Dates, keep_places: bool = False
) -> pl.LazyFrame:
    """The rows of one grain as they were known in time: its keys, its links to parents and the given facts."""
    spec = GRAINS[grain]
    links = {column for columns in spec.parents.values() for column in columns}
    names = dict.fromkeys([*spec.keys, *sorted(links), *(fact.name for fact in facts)])
    given = factset.frames.get(grain)
    frame = (given if given is not None else pl.DataFrame()).lazy()
    present = frame.collect_schema().names()
    if "_known_since" in present:
        # Of several filings for one key, the latest that was known in time counts; a correction is a new filing.
        known = pl.col("_known_since").fill_null(BEGINNING) <= dates.known_by
        latest = frame.filter(known).sort("_known_since", nulls_last=False, maintain_order=True)
        frame = latest.unique(subset=list(spec.keys), keep="last", maintain_order=True)
    book = dictionary()
    columns = [
        pl.col(name) if name in present else pl.lit(None, book[name].dtype).alias(name) for name in names
    ]
    if given is None:
        return pl.DataFrame(schema={name: book[name].dtype for name in names}).lazy()
    places = [name for name in ("_sheet", "_row") if keep_places and name in present]
    return frame.select([*columns, *map(pl.col, places)])


def _with_all_parents(frames: Frames, nodes: Iterable[Node], beyond: Beyond | None) -> Frames:
    # A loan's firm-year, bank-year or programme-year may have no row of its own; its totals still need one. Each way
    # is walked once: the parent frame stands twice in its own completion, so repeating it would double the plan.
    ways: dict[Way, Mapping[str, str]] = {}
    for node in nodes:
        move = node.spec
        if not isinstance(move, Move) or move.how not in ("total", "tally") or move.grain is Grain.FILING:
            continue
        if move.target is Grain.ENTERPRISE:
            continue
        columns, keys = keys_of(move)
        ways[Way(move.grain, move.target, tuple(columns))] = dict(zip(columns, keys, strict=True))
    for way, pairs in ways.items():
        elsewhere = beyond.totals.get(way) if beyond is not None else None
        named = named_parents(frames[way.grain], pairs) if elsewhere is None else elsewhere.lazy()
        frames[way.target] = complete_parents(frames[way.target], named, tuple(pairs.values()))
    return frames


def run_levels(
    ruleset: Ruleset,
    frames: Frames,
    nodes: Sequence[Node],
    *,
    complete: frozenset[Grain],
    in_memory: bool = False,
    beyond: Beyond | None = None,
) -> Frames:
    """Add every node's column to the frame of its grain, level by level.

    What `beyond` holds is not added up here: it is the total over all parts of the facts.

    With `in_memory` the two frames of a move are worked out before it. A frame that several moves read is then made
    once, where a plan that runs at the end would make it again for each.
    """
    for level in levels(nodes):
        for grain in dict.fromkeys(node.grain for node in level if node.expr is not None):
            if grain is not None:
                columns = [n.expr.alias(n.name) for n in level if n.grain == grain and n.expr is not None]
                frames[grain] = frames[grain].with_columns(columns)
        steps = [step_of(ruleset, node) for node in level if isinstance(node.spec, Move)]
        if in_memory and steps:
            touched = dict.fromkeys(grain for s in steps for grain in (s.move.grain, s.move.target))
            made = collected({grain: frames[grain] for grain in touched})
            frames |= {grain: frame.lazy() for grain, frame in made.items()}
        for (_, target, family, _), group in _by_way(steps).items():
            frames[target] = _moved(
                frames, family, group, dates=ruleset.dates, complete=complete, beyond=beyond
            )
    return frames


def step_of(ruleset: Ruleset, node: Node) -> Step:
    """The move of a node with the names of its columns."""
    move = node.spec
    assert isinstance(move, Move)  # noqa: S101 - narrowing for the type checker; callers filter on it
    # The compiler lists a move's source first and its years second, whichever policy they belong to.
    years = constant_int(ruleset.nodes[node.needs[1]].term) if move.years else 0
    return Step(node.name, move, node.needs[0], years)


def _family(step: Step) -> str:
    if (
        step.move.grain is Grain.FILING
        and step.move.target is Grain.ENTERPRISE
        and step.move.how in YEARLY_HOWS
    ):
        return "yearly"
    return {"parent": "down", "running": "running"}.get(step.move.how, "up")


def _by_way(steps: Sequence[Step]) -> dict[tuple[Grain, Grain, str, tuple[str, ...]], list[Step]]:
    """Steps that one join can fill: the same two grains by the same columns."""
    ways: dict[tuple[Grain, Grain, str, tuple[str, ...]], list[Step]] = {}
    for step in steps:
        move = step.move
        ways.setdefault((move.grain, move.target, _family(step), move.through), []).append(step)
    return ways


def _moved(
    frames: Frames,
    family: str,
    steps: Sequence[Step],
    *,
    dates: Dates,
    complete: frozenset[Grain],
    beyond: Beyond | None,
) -> pl.LazyFrame:
    grain, target = steps[0].move.grain, steps[0].move.target
    frame = frames[target]
    if family == "running":
        return _with_running(frame, steps, beyond)
    if family == "yearly":
        base = base_year(dates.facts_as_of)
        moved = yearly_frame(frames[grain], steps, base, enterprises=frame)
        joined = frame.join(moved, on="enterprise_id", how="left", maintain_order="left")
        return _without_helpers(joined.with_columns(yearly_columns(steps, base)), steps)
    if family == "down":
        columns, _ = keys_of(steps[0].move)
        moved = downward_frame(frames[grain], steps)
        return frame.join(moved, on=list(columns), how="left", maintain_order="left")
    columns, keys = keys_of(steps[0].move)
    way = Way(grain, target, tuple(columns))
    if beyond is not None and way in beyond.totals:
        summed = elsewhere_frame(beyond.totals[way], steps)
    else:
        summed = upward_frame(frames[grain], steps)
    joined = frame.join(summed, on=list(keys), how="left", maintain_order="left")
    if grain in complete:
        none = [
            pl.when(pl.col(f"{s.name}#rows").is_null()).then(0).otherwise(pl.col(s.name)).alias(s.name)
            for s in steps
        ]
        joined = joined.with_columns(none)
    return _without_helpers(joined, steps)


def _with_running(frame: pl.LazyFrame, steps: Sequence[Step], beyond: Beyond | None) -> pl.LazyFrame:
    grain = steps[0].move.grain
    there = beyond.running.get(grain) if beyond is not None else None
    given = [step.name for step in steps if there is not None and step.name in there.columns]
    if there is not None and given:
        keys = list(GRAINS[grain].keys)
        frame = frame.join(there.lazy().select(*keys, *given), on=keys, how="left", maintain_order="left")
    return frame.with_columns([running_column(step) for step in steps if step.name not in given])


def collected(frames: Frames, **options: Any) -> dict[Grain, pl.DataFrame]:
    """Run the plan. A sum that passes int64 is an error of ours, never a wrapped number.

    Raises:
        MoneyOverflowError: A total over many rows needs more than 64 bits.
    """
    try:
        found = pl.collect_all(list(frames.values()), **options)
    except pl.exceptions.InvalidOperationError as error:
        raise MoneyOverflowError(
            "a total needs more than 64 bits",
            expected="sums below 92 quadrillion yuan",
            found=str(error).splitlines()[0],
            kept="No result was made.",
        ) from error
    return dict(zip(frames, found, strict=True))


def _without_helpers(frame: pl.LazyFrame, steps: Sequence[Step]) -> pl.LazyFrame:
    helpers = [f"{step.name}#{suffix}" for step in steps for suffix in ("known", "found", "rows")]
    return frame.drop(helpers, strict=False)
