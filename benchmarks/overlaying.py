"""A what-if that touches one leaf: the kept columns revised, beside the whole evaluation under the same overlay."""

from benchmarks.figures import Figure, Section, within
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from benchmarks.twenty_rules.data import filings
from benchmarks.twenty_rules.engine import answers, assert_same, compiled, factset, read
from benchmarks.twenty_rules.handwritten import DECISION
from kejin.facts import Grain
from kejin.policy import Baseline, Overlay

MOST_SECONDS = 0.010
CHANGES = {
    "a share that one condition asks for": {"twenty_rules.tech_staff_share": "12%"},
    "a row of the table behind one condition": {"twenty_rules.rd_floor#middle": "4.5%"},
    "a row of the table behind the amount": {"twenty_rules.coverage#small": "55%"},
}


def measure(sizes: Sizes) -> list[Section]:
    """Revision under three overlays, each beside full evaluation under the same overlay."""
    store, facts = read(), factset(filings(sizes.rows))
    base = Baseline.of(compiled(store), facts, decisions=[DECISION])
    figures: list[Figure] = []
    for what, changes in CHANGES.items():
        overlay = Overlay.of(what, dict(changes))
        changed = compiled(store, overlay)
        assert_same(base.revised(changed).frames[Grain.FILING], answers(changed, facts).frames[Grain.FILING])
        name, whole = f"Revise: {what}", "whole evaluation under it"
        together = f"compile and revise: {what}"
        timings = in_turns(
            {
                name: lambda changed=changed: base.revised(changed),  # type: ignore[misc] # bound at once
                whole: lambda changed=changed: answers(changed, facts),  # type: ignore[misc]
                together: lambda overlay=overlay: base.revised(compiled(store, overlay)),  # type: ignore[misc]
            },
            repetitions=sizes.repetitions,
        )
        figures += [
            within(name, timings, whole, seconds=MOST_SECONDS),
            Figure(together, timings[together]),
            Figure(f"{whole} ({what})", timings[whole]),
        ]
    about = (
        f"An overlay over {sizes.rows:,} filings whose columns were kept: only what it touches is computed again. "
        "Compiling the overlay itself, which does not depend on the number of filings, is shown with it."
    )
    return [Section("An overlay that touches one leaf", about, tuple(figures))]
