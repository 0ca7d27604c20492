"""The pack of twenty rules, compiled, and the check that two frames of its answers are the same."""

from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.twenty_rules.handwritten import COLUMNS, DECISION
from kejin.facts import FactSet, Grain
from kejin.policy import Dates, Evaluation, Overlay, PolicyStore, Ruleset, evaluate

FOLDER = Path(__file__).parent
DATES = Dates(date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 30))


def read() -> PolicyStore:
    """The pack, read from its folder."""
    return PolicyStore.read([FOLDER])


def compiled(store: PolicyStore, overlay: Overlay | None = None) -> Ruleset:
    """The ruleset on the day of the benchmarks."""
    return store.compile(DATES, overlay)


def factset(filings: pl.DataFrame | pl.LazyFrame) -> FactSet:
    """The filings as facts."""
    return FactSet({Grain.FILING: filings})


def answers(ruleset: Ruleset, facts: FactSet) -> Evaluation:
    """Verdicts, masks and amounts of all filings, without nearness, as the hand-written query gives them."""
    return evaluate(ruleset, facts, [DECISION], near=False)


def assert_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Both frames hold the same values in every column of the answers, unknown where the other is unknown."""
    assert found.height == expected.height, f"{found.height} rows against {expected.height}"
    for name in COLUMNS:
        mine, theirs = found[name], expected[name]
        assert mine.dtype == theirs.dtype, f"{name}: {mine.dtype} against {theirs.dtype}"
        differing = mine.ne_missing(theirs).sum()
        assert differing == 0, f"{name} differs in {differing} rows"
