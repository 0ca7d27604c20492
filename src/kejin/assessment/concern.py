"""Whom a decision concerns.

A decision about a firm's year that adds up the year's claims says nothing about a firm without any claim: asked of
every firm and every year it would be "undetermined" a thousand times over. It concerns the years that the claims
point at. A decision that adds nothing up concerns every row of its grain.
"""

import polars as pl

from kejin.facts import GRAINS, FactSet, Way, dictionary
from kejin.policy import Decision, Ruleset
from kejin.policy.moves import keys_of
from kejin.policy.rules import Move

_UP = ("total", "tally")
BY_YEAR = tuple(grain for grain, spec in GRAINS.items() if "year" in spec.keys)
"""The grains of yearly rows: a firm's, an institution's, a programme's year."""


def asked_of_enterprises(ruleset: Ruleset) -> tuple[Decision, ...]:
    """The decisions that are an enterprise's own questions, not a bank's, an office's or a step of other policies."""
    return tuple(d for d in ruleset.decisions if d.audience == "enterprise")


def concerned_keys(ruleset: Ruleset, factset: FactSet, decision: Decision) -> pl.DataFrame | None:
    """The keys of the rows that the decision concerns, each once; None when it concerns all rows of its grain."""
    keys = GRAINS[decision.grain].keys
    moves = [
        node.spec
        for node in ruleset.closure([decision.root])
        if isinstance(node.spec, Move) and node.spec.how in _UP and _gathers(node.spec, decision)
    ]
    if not moves or decision.grain not in BY_YEAR:
        return None
    parts = [part for move in moves if (part := _pointed_at(factset, move)) is not None]
    if not parts:
        return pl.DataFrame(schema={key: dictionary()[key].dtype for key in keys})
    return pl.concat(parts, how="vertical_relaxed").unique().drop_nulls()


def _gathers(move: Move, decision: Decision) -> bool:
    return move.target is decision.grain and move.grain not in BY_YEAR


def _pointed_at(factset: FactSet, move: Move) -> pl.DataFrame | None:
    columns, keys = keys_of(move)
    way = Way(move.grain, move.target, tuple(columns))
    if factset.beyond is not None and way in factset.beyond.totals:
        # Rows of other parts point at a lender's year too.
        return factset.beyond.totals[way].select(keys)
    frame = factset.frames.get(move.grain)
    if frame is None or not set(columns) <= set(frame.lazy().collect_schema().names()):
        return None
    named = [pl.col(column).alias(key) for column, key in zip(columns, keys, strict=True)]
    return frame.lazy().select(named).unique().collect()


def only_concerned(
    ruleset: Ruleset, factset: FactSet, decisions: tuple[Decision, ...], *, verdicts: pl.DataFrame
) -> pl.DataFrame:
    """The rows of an evaluation's `verdicts()` whose subjects their decision concerns."""
    split = verdicts.partition_by("policy", "decision", as_dict=True, maintain_order=True)
    parts = []
    for decision in decisions:
        rows = split.get((decision.policy, decision.id))
        keys = concerned_keys(ruleset, factset, decision)
        if rows is None:
            continue
        if keys is not None:
            others = [key for key in GRAINS[decision.grain].keys if key != "enterprise_id"]
            subject = pl.concat_str([pl.col(key).cast(pl.String) for key in others], separator="/")
            on = ["enterprise_id", "subject"] if "enterprise_id" in keys.columns else ["subject"]
            rows = rows.join(keys.with_columns(subject=subject), on=on, how="semi")
        parts.append(rows)
    return pl.concat(parts) if parts else verdicts
