"""Subjects replayed through the plan: their rows at every grain they touch, with both sides of each check.

The facts are first cut down to what the decisions can see: the subject, its enterprise and filings, and where a total
over a bank-year or a programme-year is involved, all rows of that year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from kejin.errors import UnknownFactError
from kejin.facts import GRAINS, Beyond, FactSet, Grain, spans_parts
from kejin.policy.conditions import Reach, Sides, margin_of, near_expr
from kejin.policy.explanation import PlainValue
from kejin.policy.moves import keys_of
from kejin.policy.plan import collected, run_levels, start_frames
from kejin.policy.resolve import pivoted_term
from kejin.policy.rules import Move
from kejin.policy.ruleset import Decision, Node, ResolvedParameter, ResolvedTable, Ruleset
from kejin.policy.terms import Day, Share, Term

Row = Mapping[str, object]


Key = tuple[object, ...]


@dataclass(frozen=True)
class Replay:
    """The replayed rows by grain, found by key, and what was replayed."""

    ruleset: Ruleset
    nodes: tuple[Node, ...]
    rows: Mapping[Grain, Sequence[Row]]
    factset: FactSet
    _found: dict[tuple[Grain, tuple[str, ...]], dict[Key, list[Row]]] = field(default_factory=dict)

    def subject(self, grain: Grain, keys: Mapping[str, PlainValue]) -> Row:
        """The subject's own row. Raises `UnknownFactError` when no such subject is in the facts."""
        found = self._matching(grain, tuple(keys), tuple(keys.values()))
        if not found:
            raise UnknownFactError(
                "No such subject in the facts",
                expected=f"a row at grain {grain}",
                found=", ".join(f"{key}={value}" for key, value in keys.items()),
            )
        return found[0]

    def belonging(self, grain: Grain, enterprise_id: str) -> list[Row]:
        """The rows of a grain that belong to an enterprise."""
        return self._matching(grain, ("enterprise_id",), (enterprise_id,))

    def parent_of(self, move: Move, row: Row) -> Row | None:
        """The row of the coarser grain whose value a `parent` move brings to `row`."""
        columns, keys = keys_of(move)
        found = self._matching(move.grain, keys, tuple(row.get(column) for column in columns))
        return found[0] if found else None

    def children_of(self, move: Move, row: Row) -> list[Row]:
        """The finer rows that a move to `row` reads, in the order of their keys."""
        columns, keys = keys_of(move)
        found = self._matching(move.grain, columns, tuple(row.get(key) for key in keys))
        return sorted(found, key=lambda r: [str(r.get(key)) for key in GRAINS[move.grain].keys])

    def _matching(self, grain: Grain, columns: tuple[str, ...], wanted: Key) -> list[Row]:
        place = (grain, columns)
        if place not in self._found:
            index: dict[Key, list[Row]] = {}
            for row in self.rows.get(grain, ()):
                index.setdefault(tuple(row.get(column) for column in columns), []).append(row)
            self._found[place] = index
        return self._found[place].get(wanted, [])


def replay(
    ruleset: Ruleset,
    factset: FactSet,
    decisions: Sequence[Decision],
    *,
    subjects: Mapping[Grain, pl.DataFrame],
) -> Replay:
    """Replay decisions for some subjects: for each grain a frame of keys (or of a parent's keys)."""
    nodes = ruleset.closure([name for d in decisions for name in d.names])
    small = cut_down(factset, nodes, subjects)
    start = start_frames(small, nodes, ruleset.dates, keep_places=True)
    frames = run_levels(ruleset, start, nodes, complete=factset.complete, beyond=factset.beyond)
    for grain in list(frames):
        details = _detail_columns(ruleset, nodes, grain=grain)
        frames[grain] = (
            frames[grain].with_columns(details).with_columns(_gaps(nodes, ruleset.reaches, grain=grain))
        )
    eager = collected(frames, optimizations=pl.QueryOptFlags.none())
    rows = {grain: frame.to_dicts() for grain, frame in eager.items()}
    return Replay(ruleset, nodes, rows, small)


def _detail_columns(ruleset: Ruleset, nodes: Sequence[Node], *, grain: Grain) -> list[pl.Expr]:
    columns: list[pl.Expr] = []
    for node in nodes:
        if node.grain != grain:
            continue
        if node.condition is not None and node.condition.sides is not None:
            columns.extend(_side_columns(node.name, node.condition.sides))
        if isinstance(node.spec, ResolvedTable):
            columns.append(node.spec.row_index.alias(f"{node.name}#row"))
        if isinstance(node.spec, ResolvedParameter) and node.spec.document.pivot:
            pivot = ruleset.nodes[node.needs[0]].term
            if isinstance(pivot, Day):
                columns.append(pivoted_term(node.spec, pivot, node.name)[1].alias(f"{node.name}#version"))
    return columns


def _side_columns(name: str, sides: Sides) -> list[pl.Expr]:
    columns = [
        _shown(sides.actual).alias(f"{name}#actual"),
        _shown(sides.required).alias(f"{name}#required"),
    ]
    if sides.share is not None:
        columns.append(sides.share[1].expr.alias(f"{name}#whole"))
        columns.append(_shown(sides.share[2]).alias(f"{name}#asked"))
    if sides.growth is not None:
        columns.append(sides.growth[1].expr.alias(f"{name}#whole"))
    return columns


def _gaps(nodes: Sequence[Node], reaches: Mapping[str, Reach], *, grain: Grain) -> list[pl.Expr]:
    """Margin and near miss of each check, from the columns of its sides, so that no side is computed twice."""
    columns: list[pl.Expr] = []
    for node in nodes:
        if node.grain != grain or node.condition is None or node.condition.sides is None:
            continue
        sides = node.condition.sides
        if not isinstance(
            sides.actual, Share
        ):  # the columns show a share in parts per billion, not over its scale
            actual, required = (
                sides.actual.named(f"{node.name}#actual"),
                sides.required.named(f"{node.name}#required"),
            )
            sides = replace(sides, actual=actual, required=required)
        columns.append(margin_of(sides).alias(f"{node.name}#margin"))
        columns.append(near_expr(sides, reaches[node.policy]).alias(f"{node.name}#near"))
    return columns


def _shown(term: Term) -> pl.Expr:
    return term.rescaled(10**9).expr if isinstance(term, Share) else term.expr


def cut_down(factset: FactSet, nodes: Sequence[Node], subjects: Mapping[Grain, pl.DataFrame]) -> FactSet:
    """The rows that the decisions can see from the subjects, fetched along the moves until nothing new comes."""
    beyond = factset.beyond
    ways = list(
        dict.fromkeys(
            way for node in nodes if isinstance(node.spec, Move) for way in _ways(node.spec, beyond)
        )
    )
    found = {grain: _rows(factset, grain, keys) for grain, keys in subjects.items()}
    # A bank-year that only its loans name has no row yet; its keys still lead to the loans, and the plan adds it.
    bare = {grain: _bare(keys, found[grain]) for grain, keys in subjects.items()}
    frames = {grain: pl.concat([found[grain], keys], how="diagonal_relaxed") for grain, keys in bare.items()}
    asked: dict[_Way, int] = {}
    moving = True
    while moving:
        moving = False
        for way in ways:
            start = frames.get(way.start)
            # A way is walked again only when rows were added where it starts.
            if start is None or asked.get(way) == start.height or not set(way.known) <= set(start.columns):
                continue
            asked[way] = start.height
            moving = True
            _fetch(factset, frames, way)
    rows = {
        grain: frame.join(bare[grain], on=bare[grain].columns, how="anti")
        if grain in bare and bare[grain].height
        else frame
        for grain, frame in frames.items()
    }
    rows = {grain: frame for grain, frame in rows.items() if grain not in found or frame.height}
    return replace(factset, frames=rows)


def _columns_of(given: pl.DataFrame | pl.LazyFrame) -> list[str]:
    # The schema of a frame in memory spells out every choice of every column, which takes 2 ms each time.
    return given.columns if isinstance(given, pl.DataFrame) else given.collect_schema().names()


def _bare(keys: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The keys that no row was found for; of a single key that needs no join."""
    if keys.height == 1 and found.height:
        return keys.clear()
    return keys.join(found, on=keys.columns, how="anti")


@dataclass(frozen=True, slots=True)
class _Way:
    """From the rows of one grain to the rows of another that go with them: columns here, columns there."""

    start: Grain
    goal: Grain
    known: tuple[str, ...]
    wanted: tuple[str, ...]


def _ways(move: Move, beyond: Beyond | None) -> list[_Way]:
    """What a move reads; a total also needs its parent's row and all other children of that parent.

    A total over many parts of the facts is there already, and needs only its parent's row.
    """
    if move.how == "running":
        same, _ = keys_of(move)
        if beyond is not None and spans_parts(Grain(move.by[0])):
            return []
        return [_Way(move.grain, move.grain, same, same)]
    if move.how == "parent":
        columns, keys = keys_of(move)
        return [_Way(move.target, move.grain, columns, keys)]
    columns, keys = keys_of(move)
    down = _Way(move.target, move.grain, keys, columns)
    if move.grain is Grain.FILING:
        return [down]
    if beyond is not None and spans_parts(move.target):
        return [_Way(move.grain, move.target, columns, keys)]
    return [
        _Way(move.grain, move.target, columns, keys),
        down,
        _Way(move.grain, move.grain, columns, columns),
    ]


def _fetch(factset: FactSet, frames: dict[Grain, pl.DataFrame], way: _Way) -> None:
    if way.goal not in factset.frames:
        return
    pairs = zip(way.known, way.wanted, strict=True)
    keys = frames[way.start].select(pl.col(known).alias(wanted) for known, wanted in pairs)
    found = _rows(factset, way.goal, keys)
    if way.goal in frames:
        together = pl.concat([frames[way.goal], found], how="diagonal_relaxed")
        found = together.unique(GRAINS[way.goal].keys, maintain_order=True)
    frames[way.goal] = found


def _rows(factset: FactSet, grain: Grain, keys: pl.DataFrame) -> pl.DataFrame:
    """The rows whose columns match one of the keys; one key is a search or a filter, much quicker than a join."""
    given = factset.frames.get(grain)
    if given is None:
        return pl.DataFrame(schema=keys.schema)
    if not set(keys.columns) <= set(_columns_of(given)):
        # A column that nobody gave (the year of a claim) leads nowhere, as if it were empty.
        return given.lazy().head(0).collect()
    if keys.height == 1:
        wanted = keys.row(0, named=True)
        if None in wanted.values():  # an unknown key leads nowhere
            return given.lazy().head(0).collect()
        return factset.rows_where(grain, wanted)
    unique = keys.unique().drop_nulls()
    return given.lazy().join(unique.lazy(), on=keys.columns, how="semi").collect()
