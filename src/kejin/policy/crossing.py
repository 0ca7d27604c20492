"""Totals over facts that lie in parts: partial sums part by part, added up in whole numbers, read by every part.

A part holds whole enterprises with all that belongs to them, so most moves stay inside it. A total of a lender's year,
of a programme's year or of a fund does not, nor does a running total within one of them. Such a move is *crossing*;
it is worked out in a pass over all parts before the pass that decides. Where one crossing total rests on another, there
is a pass for each round.

    facts of a part ─► sources of a round's moves ─► partial sums ─┐
    facts of a part ─► sources of a round's moves ─► partial sums ─┴─► totals over all parts ─► `FactSet.beyond`

Sums are kept in two halves of 32 bits, which add up exactly in 64, in any order; only the whole is put together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from kejin.errors import MoneyOverflowError
from kejin.facts import GRAINS, Beyond, FactSet, Grain, Way, spans_parts
from kejin.facts.beyond import ROWS
from kejin.policy.moves import Step, keys_of, running_column
from kejin.policy.plan import step_of
from kejin.policy.rules import Move
from kejin.policy.ruleset import Decision, Node, Ruleset
from kejin.policy.staging import columns_by_policy

Tables = Mapping[str, pl.DataFrame]
"""A part's contribution to a round: for each way the parent's keys, `#rows`, and for each total its halves and how many
rows are unknown; for each running total its rows with what they run within, in which order, and their value."""
_HALF = 2**32
_HIGH, _LOW, _UNKNOWN = "#high", "#low", "#unknown"


@dataclass(frozen=True, slots=True)
class Round:
    """The crossing moves that can be worked out together, once those of earlier rounds are known.

    Attributes:
        totals: By the way they go, the totals and tallies. The first round has every way of any round, with or without
            totals: which parents the rows name is known from there on.
        running: The running totals.
    """

    totals: Mapping[Way, tuple[Step, ...]]
    running: tuple[Step, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The nodes that are added up, each once."""
        steps = [step for group in self.totals.values() for step in group]
        return tuple(dict.fromkeys(step.source for step in (*steps, *self.running)))


def is_crossing(node: Node) -> bool:
    """Whether a node is a total over rows that may lie in many parts."""
    move = node.spec
    if not isinstance(move, Move):
        return False
    if move.how == "running":
        return spans_parts(Grain(move.by[0]))
    return move.how in {"total", "tally"} and spans_parts(move.target)


def rounds(ruleset: Ruleset, decisions: Iterable[Decision]) -> tuple[Round, ...]:
    """The rounds of the crossing moves behind some decisions, in order; none where nothing crosses."""
    nodes = ruleset.closure([name for decision in decisions for name in decision.names])
    known_after: dict[str, int] = {}
    found: dict[int, list[Step]] = {}
    for node in nodes:
        number = max((known_after[need] for need in node.needs), default=0)
        crosses = is_crossing(node)
        known_after[node.name] = number + crosses
        if crosses:
            found.setdefault(number, []).append(step_of(ruleset, node))
    last = max(found, default=-1)
    made = [_round(found.get(number, [])) for number in range(last + 1)]
    if made:
        every = {way: made[0].totals.get(way, ()) for one in made for way in one.totals}
        made[0] = Round(every, made[0].running)
    return tuple(made)


def _round(steps: Sequence[Step]) -> Round:
    totals: dict[Way, tuple[Step, ...]] = {}
    for step in steps:
        if step.move.how != "running":
            totals[way_of(step)] = (*totals.get(way_of(step), ()), step)
    return Round(totals, tuple(step for step in steps if step.move.how == "running"))


def way_of(step: Step) -> Way:
    """The way that a total goes."""
    columns, _ = keys_of(step.move)
    return Way(step.move.grain, step.move.target, tuple(columns))


def partial(ruleset: Ruleset, factset: FactSet, one: Round) -> Tables:
    """A part's contribution to a round; its `beyond` holds the totals of all earlier rounds."""
    frames = columns_by_policy(ruleset, factset, one.sources, beside=_leading(one))
    tables = {name_of(way): _summed(frames[way.grain], way, steps) for way, steps in one.totals.items()}
    return tables | {step.name: _placed(frames[step.move.grain], step) for step in one.running}


def name_of(way: Way) -> str:
    """What the table of a way is called."""
    return "-".join((way.grain.value, way.target.value, *way.columns))


def _leading(one: Round) -> Mapping[Grain, tuple[str, ...]]:
    """The columns, beside keys and sources, that lead to parents and give the order of running totals."""
    found: dict[Grain, dict[str, None]] = {}
    for way in one.totals:
        found.setdefault(way.grain, {}).update(dict.fromkeys(way.columns))
    for step in one.running:
        within, _ = keys_of(step.move)
        found.setdefault(step.move.grain, {}).update(dict.fromkeys([*within, *step.move.by[1:]]))
    return {grain: tuple(names) for grain, names in found.items()}


def _summed(frame: pl.DataFrame, way: Way, steps: Sequence[Step]) -> pl.DataFrame:
    aggregates = [pl.len().cast(pl.Int64).alias(ROWS)]
    for step in steps:
        value = pl.col(step.source).cast(pl.Int64)
        known = value.fill_null(0)
        low = known & (_HALF - 1)
        aggregates += [
            ((known - low) // _HALF).sum().alias(step.name + _HIGH),
            low.sum().alias(step.name + _LOW),
            value.null_count().cast(pl.Int64).alias(step.name + _UNKNOWN),
        ]
    keys = list(GRAINS[way.target].keys)
    named = [pl.col(column).alias(key) for column, key in zip(way.columns, keys, strict=True)]
    sources = list(dict.fromkeys(step.source for step in steps if step.source not in keys))
    grouped = frame.select(*named, *sources).drop_nulls(keys).group_by(keys)
    return grouped.agg(aggregates).sort(keys)


def _placed(frame: pl.DataFrame, step: Step) -> pl.DataFrame:
    within, _ = keys_of(step.move)
    names = dict.fromkeys([*GRAINS[step.move.grain].keys, *within, *step.move.by[1:], step.source])
    return frame.select(list(names)).drop_nulls(list(within))


def totals_of(one: Round, gathered: Mapping[str, Sequence[pl.DataFrame]]) -> dict[Way, pl.DataFrame]:
    """The totals of a round over all parts, from the tables of each way.

    Raises:
        MoneyOverflowError: A total needs more than 64 bits.
    """
    return {way: _whole(way, steps, gathered[name_of(way)]) for way, steps in one.totals.items()}


def added(tables: Sequence[pl.DataFrame], target: Grain) -> pl.DataFrame:
    """The tables of one way with the same parents added up; adding up in steps comes to the same."""
    keys = list(GRAINS[target].keys)
    return pl.concat(tables).group_by(keys).agg(pl.exclude(keys).sum()).sort(keys)


def _whole(way: Way, steps: Sequence[Step], tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    keys = list(GRAINS[way.target].keys)
    columns = []
    for step in steps:
        summed = pl.col(step.name + _HIGH).cast(pl.Int128) * _HALF + pl.col(step.name + _LOW)
        known = pl.col(step.name + _UNKNOWN) == 0
        columns.append(pl.when(known).then(summed).cast(pl.Int64).alias(step.name))
    try:
        return added(tables, way.target).select(*keys, ROWS, *columns)
    except pl.exceptions.InvalidOperationError as error:
        raise MoneyOverflowError(
            "a total over all parts needs more than 64 bits",
            expected="sums below 92 quadrillion yuan",
            found=str(error).splitlines()[0],
            where=f"{way.grain} to {way.target}",
            kept="No result was made.",
        ) from error


def running_of(step: Step, tables: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """A running total over the rows of all parts: for each part, in their order, its rows' keys and the total."""
    keys = list(GRAINS[step.move.grain].keys)
    # In one piece: a row's text told part from part once took gigabytes, since every part held on to all the others'.
    whole = pl.concat(tables, rechunk=True).select(running_column(step)).to_series()
    ends = list(accumulate(table.height for table in tables))
    return [
        table.select(keys).with_columns(whole.slice(end - table.height, table.height))
        for table, end in zip(tables, ends, strict=True)
    ]


def with_totals(before: Beyond, totals: Mapping[Way, pl.DataFrame]) -> Beyond:
    """What was known of the other parts together with the totals of a further round."""
    found = dict(before.totals)
    for way, frame in totals.items():
        there = found.get(way)
        keys = list(GRAINS[way.target].keys)
        # Every parent has a row since the first round.
        found[way] = frame if there is None else there.join(frame.drop(ROWS), on=keys, how="left")
    return Beyond(found, before.running)


def with_running(before: Beyond, grain: Grain, frames: Sequence[pl.DataFrame]) -> Beyond:
    """What was known of the other parts together with further running totals of a grain, for this part's rows."""
    keys = list(GRAINS[grain].keys)
    found = before.running.get(grain)
    for frame in frames:
        found = frame if found is None else found.join(frame, on=keys, how="full", coalesce=True)
    return before if found is None else Beyond(before.totals, {**before.running, grain: found})
