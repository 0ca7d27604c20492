"""Which rules are the heaviest: `python -m benchmarks.ten_rules.heaviest [ENTERPRISES]` prints them with their times.

A rule costs what its own column takes and what the joins and sums take that it reads, each timed alone on columns
that are there. Processor time, the least of three.
"""

import sys
from collections.abc import Callable
from time import process_time

from benchmarks.packs import DATES, fact_names
from benchmarks.register import register
from kejin.facts import GRAINS
from kejin.packs import HOME
from kejin.policy import Baseline, PolicyStore
from kejin.policy.plan import run_levels
from kejin.policy.rules import Move, RuleSpec
from kejin.policy.ruleset import Node

SHOWN = 60


def main(enterprises: int) -> None:
    """Time every rule that a decision reads."""
    ruleset = PolicyStore.read([HOME]).compile(DATES)
    facts = register(sorted(fact_names(ruleset)), enterprises=enterprises)
    frames = Baseline.of(ruleset, facts).frames

    def seconds(node: Node) -> float:
        moves = isinstance(node.spec, Move)
        grains = {node.spec.grain, node.spec.target} if isinstance(node.spec, Move) else {node.grain}
        start = {
            grain: frames[grain].lazy().drop(node.name, strict=False) for grain in grains if grain is not None
        }
        keys = GRAINS[node.grain].keys if node.grain is not None else ()
        work = run_levels(ruleset, start, [node], complete=frozenset())[node.grain or next(iter(start))]
        return _least(lambda: work.select(*(keys if moves else ()), node.name).collect())

    nodes = ruleset.closure([name for decision in ruleset.decisions for name in decision.names])
    own = {node.name: seconds(node) for node in nodes if node.expr is not None or isinstance(node.spec, Move)}
    moved = {node.name for node in nodes if isinstance(node.spec, Move)}
    whole = {
        node.name: own[node.name] + sum(own[need] for need in node.needs if need in moved)
        for node in nodes
        if isinstance(node.spec, RuleSpec) and node.name in own
    }
    for name, time in sorted(whole.items(), key=lambda item: -item[1])[:SHOWN]:
        print(f"{time * 1000:8.1f} ms  {name}")


def _least(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
