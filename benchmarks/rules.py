"""Twenty rules over filings in memory: the engine beside the same rules by hand, and OpenFisca where it is at hand."""

import polars as pl

from benchmarks.figures import Figure, Section, beside
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from benchmarks.twenty_rules import openfisca
from benchmarks.twenty_rules.data import filings
from benchmarks.twenty_rules.engine import answers, assert_same, compiled, factset, read
from benchmarks.twenty_rules.handwritten import twenty_rules
from kejin.facts import Grain

ENGINE = "Kejin: verdicts, masks, amounts"
HAND = "by hand in Polars"
MOST = 1.2


def measure(sizes: Sizes) -> list[Section]:
    """The section of the twenty rules, and OpenFisca's."""
    frame = filings(sizes.rows)
    store = read()
    ruleset, facts = compiled(store), factset(frame)
    expected = twenty_rules(frame.lazy()).collect()
    assert_same(answers(ruleset, facts).frames[Grain.FILING], expected)
    timings = in_turns(
        {
            ENGINE: lambda: answers(ruleset, facts),
            HAND: lambda: twenty_rules(frame.lazy()).collect(),
        },
        repetitions=sizes.repetitions,
    )
    once = in_turns(
        {"read the pack": read, "compile it": lambda: compiled(store)}, repetitions=sizes.repetitions
    )
    section = Section(
        f"Twenty rules over {sizes.rows:,} filings",
        "Eighteen fact columns with about 3% unknown in each; verdict, the masks of failed and of unknown "
        "conditions, a score, a capped amount and a rounded one. Both from a frame in memory to a frame in memory.",
        (
            beside(ENGINE, timings, HAND, most=MOST),
            Figure(HAND, timings[HAND]),
            *(Figure(name, timing) for name, timing in once.items()),
        ),
        (_spread_of_answers(expected),),
    )
    beside_it = openfisca.measure(
        frame, expected, Figure(ENGINE, timings[ENGINE]), repetitions=max(3, sizes.repetitions // 5)
    )
    return [section, beside_it]


def _spread_of_answers(expected: pl.DataFrame) -> str:
    verdict = expected["twenty_rules.qualifies"]
    rows = expected.height
    return (
        f"Of the filings {verdict.sum() / rows:.1%} meet all conditions, {verdict.null_count() / rows:.1%} stay "
        f"undetermined; both implementations agree on every row of every column."
    )
