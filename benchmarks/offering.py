"""Offers: every product beside every enterprise with its net cost, and the matrix, beside the decisions alone."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Section
from benchmarks.packs import DATES, fact_names, read
from benchmarks.register import register
from benchmarks.register_files import write_register
from benchmarks.register_runs import Runs, gigabytes
from benchmarks.sizes import Sizes
from kejin.planning import Catalogue

OFFERS, DECISIONS = "offers", "decisions"
NAMES = {OFFERS: "Kejin: offers and matrix", DECISIONS: "Kejin: the decisions behind them alone"}
MOST_SECONDS = 10
MOST_BYTES = 2 * 10**9


def measure(sizes: Sizes) -> list[Section]:
    """Times and peak memory of the whole catalogue over a register."""
    ruleset = read().compile(DATES)
    catalogue = Catalogue.of(ruleset)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_register(folder, register(sorted(fact_names(ruleset)), enterprises=sizes.offered_enterprises))
        runs = Runs.of(folder, NAMES, repetitions=sizes.slow_repetitions)
    count, supports = sizes.offered_enterprises, {s.key for p in catalogue.products for s in p.supports}
    about = (
        f"{count:,} enterprises beside {len(catalogue.products)} products of the catalogue, with {len(supports)} "
        f"supports and {len(catalogue.stacking)} rules on which of them go together: verdict, masks, quoted terms, "
        "what applies, net cost of the first year, for open offers the exact cost to the end with its effective rate, "
        "and the matrix of stages by instruments over all. From facts in "
        "memory to frames in memory, in a process of its own; the baseline decides the same questions and stops there."
    )
    timing, peak = runs.timings[OFFERS], runs.peaks[OFFERS]
    figure = Figure(
        NAMES[OFFERS],
        timing,
        NAMES[DECISIONS],
        timing.over(runs.timings[DECISIONS]),
        goal=f"at most {MOST_SECONDS} s and {MOST_BYTES / 10**9:g} GB resident",
        met=timing.middle <= MOST_SECONDS and peak <= MOST_BYTES,
        detail=runs.detail(OFFERS),
    )
    baseline = Figure(NAMES[DECISIONS], runs.timings[DECISIONS], detail=runs.detail(DECISIONS))
    remarks = (
        f"{runs.counts[OFFERS]:,} offers, {round(runs.counts[OFFERS] / timing.middle):,} a second.",
        *(f"{NAMES[job]}: peak {gigabytes(runs.peaks[job])} GB." for job in NAMES),
    )
    return [Section(f"Offers for {count:,} enterprises", about, (figure, baseline), remarks)]
