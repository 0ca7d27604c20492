"""Ids as small numbers while a run lasts: joining a million texts takes seven times as long as joining their codes.

An id is only ever compared with another id. So the columns that tell rows apart or point at a parent become
categories of one family, which join, group and sort as the texts would, and become texts again at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import polars as pl

from kejin.facts import GRAINS, Beyond, FactKind, FactSet, Grain, dictionary
from kejin.policy.rules import Move
from kejin.policy.ruleset import Node

K = TypeVar("K")
Eager = dict[Grain, pl.DataFrame]


def id_columns(nodes: Iterable[Node]) -> frozenset[str]:
    """The names of all columns that moves join by; none where a rule reads such a column as a text.

    None either where nothing moves: turning a million ids into numbers takes longer than twenty rules over them.
    """
    nodes = list(nodes)
    moves = any(isinstance(node.spec, Move) for node in nodes)
    return id_names(nodes) if moves and not ids_are_read(nodes) else frozenset()


def id_names(nodes: Iterable[Node]) -> frozenset[str]:
    """The names of all texts that tell rows apart or lead to a parent."""
    names = {name for spec in GRAINS.values() for name in (*spec.keys, *spec.foreign_keys)}
    names |= {name for node in nodes if isinstance(node.spec, Move) for name in node.spec.through}
    book = dictionary()
    return frozenset(name for name in names if book[name].kind is FactKind.TEXT)


def ids_are_read(nodes: Iterable[Node]) -> bool:
    """Whether a rule looks into an id instead of only joining by it."""
    nodes = list(nodes)
    read = {need for node in nodes if not isinstance(node.spec, Move) for need in node.needs}
    moved = {node.needs[0] for node in nodes if isinstance(node.spec, Move)}
    return bool(id_names(nodes) & (read | moved))


def coded_set(factset: FactSet, names: frozenset[str]) -> FactSet:
    """The facts, in memory, with their ids as categories of one new family."""
    family = pl.Categorical(pl.Categories.random())
    beyond = factset.beyond
    if beyond is not None:
        beyond = Beyond(
            coded(beyond.totals, names, family=family), coded(beyond.running, names, family=family)
        )
    eager = {grain: frame.lazy().collect() for grain, frame in factset.frames.items()}
    return replace(factset, frames=coded(eager, names, family=family), beyond=beyond)


def coded(
    frames: Mapping[K, pl.DataFrame], names: frozenset[str], *, family: pl.Categorical | None = None
) -> dict[K, pl.DataFrame]:
    """The frames with their ids as categories of the family given, of one new family without any."""
    family = pl.Categorical(pl.Categories.random()) if family is None else family
    return {
        key: frame.with_columns(
            pl.col(name).cast(family)
            for name, dtype in frame.schema.items()
            if name in names and dtype == pl.String
        )
        for key, frame in frames.items()
    }


def spelled_out(frames: Mapping[Grain, pl.DataFrame]) -> Eager:
    """The frames with their ids as texts."""
    return {
        grain: frame.with_columns(
            pl.col(name).cast(pl.String)
            for name, dtype in frame.schema.items()
            if isinstance(dtype, pl.Categorical)
        )
        for grain, frame in frames.items()
    }
