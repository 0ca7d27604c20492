"""A book compared, as plain values for JSON, with words for every figure and its error beside it."""

import math
from collections.abc import Mapping
from typing import Any

import polars as pl

from kejin.facts import Label
from kejin.risk.simulation.measures import Estimate
from kejin.risk.simulation.results import carried, pools, summary, years
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.telling import amount, estimate, percent, points, times
from kejin.risk.simulation.whole import Change
from kejin.runs.books import ComparedBook
from kejin.runs.manifest import dates_as_text
from kejin.runs.whatif_plain import Plain, label_as_plain

_PUBLIC = Label("财政合计", "Public money together")
_SUSPENDED = Label("期末暂缓未付", "Suspended at the end")
_UNSHARED = Label("分担待定的损失", "Losses whose sharing is open")
_RATIO = Label("每元预期财政承担带动贷款", "Lending per expected yuan of public money")


def book_as_plain(found: ComparedBook) -> Plain:
    """All of a comparison."""
    run = found.before
    ruleset = run.book.arrangement.ruleset
    return {
        "title": label_as_plain(found.prepared.document.title.label),
        "agreements": [label_as_plain(one.label) for one in run.book.arrangement.agreements],
        "dates": dates_as_text(ruleset.dates),
        "rules": [ruleset.digest, found.after.book.arrangement.ruleset.digest],
        "facts": found.facts,
        "synthetic": found.synthetic,
        "scenarios": run.scenarios,
        "seed": run.seed,
        "loans": run.book.loans.height,
        "changes": [_change(run, change) for change in found.changes],
        "open": _side_by_side(_UNSHARED, summary(run)["unshared_fen"], summary(found.after)["unshared_fen"]),
        "ratio": _ratio(found),
        "lent": label_as_plain(amount(_lent(run))),
        "pools": _pools(found),
        "paths": _paths(found),
    }


def _change(run: Run, change: Change) -> Plain:
    arrangement = run.book.arrangement
    parties = {party.key: party for party in arrangement.parties}
    bounds = {one.key: one.label for one in arrangement.limits}
    bounds |= {one.key: one.label for one in arrangement.stop_lines}
    three = {"before": change.before, "after": change.after, "difference": change.difference}
    if change.key in bounds:
        chances = {
            "before": percent(change.before.value),
            "after": percent(change.after.value),
            "difference": points(change.difference),
        }
        texts = {name: Label(text, text) for name, text in chances.items()}
        kind, label = "chance", bounds[change.key]
    else:
        texts = {name: estimate(one, signed=name == "difference") for name, one in three.items()}
        kind = "party" if change.key in parties else change.key
        label = parties[change.key].label if change.key in parties else _named(change.key)
    public = change.key == "public" or (change.key in parties and parties[change.key].public)
    return {
        "key": change.key,
        "kind": kind,
        "public": public,
        "label": label_as_plain(label),
        **{name: label_as_plain(text) for name, text in texts.items()},
        "numbers": {name: _numbers(one) for name, one in three.items()},
    }


def _named(key: str) -> Label:
    return {"public": _PUBLIC, "suspended": _SUSPENDED}.get(key, Label(key, key))


def _numbers(one: Estimate) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in (one.value, one.error)]


def _side_by_side(label: Label, before: Estimate, after: Estimate) -> Plain:
    return {
        "label": label_as_plain(label),
        "before": label_as_plain(estimate(before)),
        "after": label_as_plain(estimate(after)),
        "is_any": bool(before.value or after.value),
    }


def _ratio(found: ComparedBook) -> Plain | None:
    ratios = [carried(run)["per_expected"] for run in (found.before, found.after)]
    shown = [times(one) for one in ratios if isinstance(one, Estimate) and math.isfinite(one.value)]
    both = len(ratios)
    return (
        {"label": label_as_plain(_RATIO), "before": shown[0], "after": shown[1]}
        if len(shown) == both
        else None
    )


def _lent(run: Run) -> int:
    lent = carried(run)["lent_fen"]
    return lent if isinstance(lent, int) else 0


def _pools(found: ComparedBook) -> list[Plain]:
    """What pools that answer with their money have left by year, before and after."""
    labels = {one.key: one.label for one in found.before.book.arrangement.limits}
    before, after = pools(found.before), pools(found.after)
    if not before.height or not after.height:
        return []
    joined = before.join(after, on=("limit", "year"), suffix="_after", maintain_order="left")
    return [
        {
            "label": label_as_plain(labels[row["limit"]]),
            "year": row["year"],
            **{
                f"left{end}": label_as_plain(
                    estimate(Estimate(row[f"left_fen{end}"], row[f"left_error_fen{end}"], 0, 0))
                )
                for end in ("", "_after")
            },
            **{f"empty{end}": percent(row[f"empty{end}"]) for end in ("", "_after")},
        }
        for row in joined.iter_rows(named=True)
    ]


def _paths(found: ComparedBook) -> list[Plain]:
    """Year by year what the public parties have borne so far on average, with the error, before and after."""
    public = [party.key for party in found.before.book.arrangement.parties if party.public]
    sides = [_of_years(run, public) for run in (found.before, found.after)]
    return [
        {"year": year, "before": sides[0][year], "after": sides[1][year]}
        for year in sides[0]
        if year in sides[1]
    ]


def _of_years(run: Run, public: list[str]) -> Mapping[int, Any]:
    frame = years(run).filter(pl.col("party").is_in(public))
    summed = frame.group_by("year", maintain_order=True).agg(pl.col("total_fen").sum())
    return dict(summed.select("year", "total_fen").iter_rows())
