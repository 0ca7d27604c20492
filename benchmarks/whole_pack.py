"""Every policy over a million enterprises, beside the ten heaviest rules by the engine and by hand in Polars."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.figures import Figure, Section
from benchmarks.packs import DATES, fact_names, read
from benchmarks.register import register
from benchmarks.register_files import write_register
from benchmarks.register_runs import Runs, gigabytes
from benchmarks.sizes import Sizes
from benchmarks.ten_rules.engine import RULES, assert_same
from benchmarks.timing import Timing
from kejin.facts import Grain

WHOLE, ENGINE, HAND = "whole-pack", "ten-by-engine", "ten-by-hand"
NAMES = {
    WHOLE: "Kejin: every policy, policy by policy",
    ENGINE: "Kejin: the ten heaviest rules",
    HAND: "by hand in Polars: the ten heaviest rules",
}
GRAINS = (Grain.ENTERPRISE, Grain.FILING, Grain.LOAN)


def measure(sizes: Sizes) -> list[Section]:
    """Times and peak memory; the files of facts are removed afterwards."""
    ruleset = read().compile(DATES)
    with TemporaryDirectory() as name:
        folder = Path(name)
        facts = register(sorted(fact_names(ruleset)), enterprises=sizes.register_enterprises)
        rows = write_register(folder, facts)
        del facts
        runs = Runs.of(folder, NAMES, repetitions=sizes.slow_repetitions)
        known = assert_same(_written(folder, ENGINE), _written(folder, HAND))
    count = sizes.register_enterprises
    about = (
        f"A register of {count:,} enterprises, every value synthetic: three years of filings each, a loan, a right, an "
        f"investment, a bond, a debt, a hedge and an insurance contract each, {rows:,} rows in memory with "
        f"{len(fact_names(ruleset))} facts. {len(ruleset.decisions)} decisions of {len(ruleset.policies)} policies: "
        "verdict, the masks of failed and of unknown conditions, nearness, amounts. Each run is a process of its own; "
        "its peak is the most memory that was resident at any time, the facts, Python and Polars included. Beside it "
        "the ten heaviest rules, by the engine and by hand."
    )
    figures = [_figure(runs, way) for way in NAMES]
    return [Section(f"Every policy over {count:,} enterprises", about, tuple(figures), _remarks(runs, known))]


def _written(folder: Path, way: str) -> dict[Grain, pl.DataFrame]:
    return {grain: pl.read_parquet(folder / f"{grain.value}.{way}.parquet") for grain in GRAINS}


def _figure(runs: Runs, way: str) -> Figure:
    timing: Timing = runs.timings[way]
    if way == HAND:
        return Figure(NAMES[way], timing, detail=runs.detail(way))
    return Figure(NAMES[way], timing, NAMES[HAND], timing.over(runs.timings[HAND]), detail=runs.detail(way))


def _remarks(runs: Runs, known: dict[str, int]) -> tuple[str, ...]:
    answers = runs.counts[WHOLE]
    order = (
        f"{answers:,} answers, {round(answers / runs.timings[WHOLE].middle):,} a second. The policies are worked out "
        "one after another, each lender before its borrowers; what later ones need is kept, and the answers are "
        "dropped once they were counted. Kept in memory all together they are the same, row by row."
    )
    chosen = (
        f"The ten rules: {', '.join(RULES)}. `python -m benchmarks.ten_rules.heaviest` times every rule with the "
        "joins and sums it reads. Of each policy the heaviest counts; rules that rest on a whole policy (thirty "
        "columns and more) are passed over; for the many that take alike from the eighth place on stand three that "
        "work in different ways. Both sides agree on every row of every rule, between "
        f"{min(known.values()):,} and {max(known.values()):,} of them known."
    )
    return order, *(f"{NAMES[way]}: peak {gigabytes(runs.peaks[way])} GB." for way in NAMES), chosen
