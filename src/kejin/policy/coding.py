"""Ids as small numbers while a run lasts: joining a million texts takes seven times as long as joining their codes.

An id is only ever compared with another id. So the columns that tell rows apart or point at a parent become
categories of one family, which join, group and sort as the texts would, and become texts again at the end.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from kejin.facts import GRAINS, Fact, Grain
from kejin.policy.rules import Move
from kejin.policy.ruleset import Node

Eager = dict[Grain, pl.DataFrame]


def id_columns(nodes: Iterable[Node]) -> frozenset[str]:
    """The names of all columns that moves join by; none where a rule reads such a column as a text.

    None either where nothing moves: turning a million ids into numbers takes longer than twenty rules over them.
    """
    nodes = list(nodes)
    if not any(isinstance(node.spec, Move) for node in nodes):
        return frozenset()
    names = {name for spec in GRAINS.values() for name in (*spec.keys, *spec.foreign_keys)}
    names |= {name for node in nodes if isinstance(node.spec, Move) for name in node.spec.through}
    read = {need for node in nodes if not isinstance(node.spec, Move) for need in node.needs}
    moved = {node.needs[0] for node in nodes if isinstance(node.spec, Move)}
    return frozenset() if names & (read | moved) & _texts(nodes) else frozenset(names)


def _texts(nodes: Iterable[Node]) -> set[str]:
    return {node.name for node in nodes if isinstance(node.spec, Fact) and node.spec.dtype == pl.String}


def coded(frames: Mapping[Grain, pl.DataFrame], names: frozenset[str]) -> Eager:
    """The frames with their ids as categories of one new family."""
    family = pl.Categorical(pl.Categories.random())
    return {
        grain: frame.with_columns(
            pl.col(name).cast(family)
            for name, dtype in frame.schema.items()
            if name in names and dtype == pl.String
        )
        for grain, frame in frames.items()
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
