"""Measure and write benchmarks/results.json and results.md: `python -m benchmarks`, which `make bench` calls.

python -m benchmarks                     everything; about twenty minutes
python -m benchmarks rules overlaying    some of it, shown and not written; `--only rules` says the same
python -m benchmarks rules --renew       some of it, in its place among what was measured before
python -m benchmarks --quick             everything on small data, shown and not written
python -m benchmarks at-size --full --renew   the largest size, in a section of its own; `make bench-full` calls it
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import (
    at_size,
    console,
    contracts,
    explaining,
    generation,
    importing,
    mixed,
    offering,
    overlaying,
    packs,
    records,
    report,
    rules,
    simulating,
    streaming,
    tapes,
    whole_pack,
    yields,
)
from benchmarks.figures import Section
from benchmarks.machine import describe, load
from benchmarks.sizes import FULL, QUICK, Sizes

BENCHMARKS: Mapping[str, Callable[[Sizes], list[Section]]] = {
    "rules": rules.measure,
    "explaining": explaining.measure,
    "overlaying": overlaying.measure,
    "streaming": streaming.measure,
    "packs": packs.measure,
    "whole-pack": whole_pack.measure,
    "offers": offering.measure,
    "importing": importing.measure,
    "contracts": contracts.measure,
    "mixed": mixed.measure,
    "generation": generation.measure,
    "yields": yields.measure,
    "simulating": simulating.measure,
    "tapes": tapes.measure,
    "records": records.measure,
    "console": console.measure,
    "at-size": at_size.measure,
}


def main(arguments: list[str]) -> None:
    """Run the benchmarks named, all of them for none."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure Kejin beside baselines."
    )
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(BENCHMARKS)}; all for none")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="one of them; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="small data, only to see that everything works")
    parser.add_argument("--full", action="store_true", help="the largest size; an hour, and 50 GB of disk")
    parser.add_argument("--out", type=Path, help="folder for results.json and results.md")
    parser.add_argument(
        "--renew", action="store_true", help="put the sections measured in place among those that stand"
    )
    options = parser.parse_args(arguments)
    names = [*options.names, *options.only]
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    machine = describe()
    sizes = FULL if options.full else Sizes()
    sections = _measured(names, QUICK if options.quick else sizes)
    machine["load_at_end"] = load()
    results = report.measured(machine, sections)
    print(report.markdown(results))
    folder = options.out
    if folder is None and (options.renew or not names) and not options.quick:
        folder = Path(__file__).parent
    if folder is not None:
        report.write(folder, report.renewed(report.read(folder), results) if options.renew else results)


def _measured(names: list[str], sizes: Sizes) -> list[Section]:
    sections: list[Section] = []
    for name, measure in BENCHMARKS.items():
        if not names or name in names:
            print(f"{name} ...", file=sys.stderr)
            sections += measure(sizes)
    return sections


if __name__ == "__main__":
    main(sys.argv[1:])
