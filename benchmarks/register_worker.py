"""One job on a register in a process of its own: `python -m benchmarks.register_worker JOB FOLDER`.

The facts are read from the folder first, which is not timed. Prints one JSON object: seconds, the most memory that was
resident in bytes (facts, Python and Polars included), and how many answers there are.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import polars as pl

from benchmarks.packs import DATES, read
from benchmarks.register_files import read_register
from benchmarks.streaming_worker import peak_bytes
from benchmarks.ten_rules import engine
from benchmarks.ten_rules.handwritten import ten_rules
from kejin.facts import FactSet, Grain
from kejin.planning import Catalogue, matrix, offers
from kejin.planning.exact import with_exact_costs
from kejin.policy import Ruleset, evaluate, evaluate_by_policy

Frames = Mapping[Grain, pl.DataFrame]
Job = Callable[[Ruleset, FactSet], int | Frames]


def whole_pack(ruleset: Ruleset, facts: FactSet) -> int:
    """Every decision of every policy with masks, nearness and amounts, policy by policy; returns the answers."""
    answers = 0
    for part in evaluate_by_policy(ruleset, facts):
        answers += sum(part.frames[decision.grain].height for decision in part.decisions)
    return answers


def ten_by_hand(ruleset: Ruleset, facts: FactSet) -> Frames:
    """The ten heaviest rules by hand."""
    return ten_rules(facts, engine.figures(ruleset), last_year=DATES.facts_as_of.year - 1)


def all_offers(ruleset: Ruleset, facts: FactSet) -> int:
    """Every product beside every enterprise, with exact costs, and the matrix over them; returns the offers."""
    made = with_exact_costs(offers(Catalogue.of(ruleset), facts), start=DATES.law)
    matrix(made)
    return sum(frame.height for frame in made.frames.values())


def decisions_alone(ruleset: Ruleset, facts: FactSet) -> int:
    """The decisions that the products rest on, and nothing else."""
    wanted = [decision.key for decision in Catalogue.of(ruleset).decisions]
    return evaluate(ruleset, facts, wanted).frames[Grain.ENTERPRISE].height


JOBS: Mapping[str, Job] = {
    "whole-pack": whole_pack,
    "ten-by-engine": engine.answers,
    "ten-by-hand": ten_by_hand,
    "offers": all_offers,
    "decisions": decisions_alone,
}


def main(name: str, folder: Path) -> None:
    """Run one job on the facts of the folder; frames that it returns are written there afterwards, for the check."""
    ruleset, facts = read().compile(DATES), read_register(folder)
    start = perf_counter()
    made = JOBS[name](ruleset, facts)
    report = {"seconds": perf_counter() - start, "peak_bytes": peak_bytes()}
    if isinstance(made, int):
        report["count"] = made
    else:
        report["count"] = sum(frame.height for frame in made.values())
        for grain, frame in made.items():
            frame.write_parquet(folder / f"{grain.value}.{name}.parquet")
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
