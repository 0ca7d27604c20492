"""One explanation: of one filing out of a million, out of a sorted million, and out of one enterprise's own facts."""

import polars as pl

from benchmarks.figures import Figure, Section, within
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from benchmarks.twenty_rules.data import filings
from benchmarks.twenty_rules.engine import answers, compiled, factset, read
from benchmarks.twenty_rules.handwritten import DECISION, twenty_rules
from kejin.facts import Grain
from kejin.policy import Explanation, Ruleset, explain

MOST_SECONDS = 0.005


def measure(sizes: Sizes) -> list[Section]:
    """Explanations beside the bare filter and the twenty rules by hand on the same row."""
    frame = filings(sizes.rows)
    keys = frame.row(sizes.rows * 7 // 10, named=True)
    subject: dict[str, str | int] = {"enterprise_id": str(keys["enterprise_id"]), "year": int(keys["year"])}
    ruleset = compiled(read())
    places = {
        f"one of {sizes.rows:,} filings, sorted by enterprise": frame.sort("enterprise_id", "year"),
        f"one of {sizes.rows:,} filings, in any order": frame.reverse(),
        "one enterprise's own filings": frame.filter(pl.col("enterprise_id") == subject["enterprise_id"]),
    }
    figures: list[Figure] = []
    for place, there in places.items():
        figures += _figures(ruleset, there, subject, place=place, repetitions=sizes.repetitions)
    about = (
        "The whole explanation of one decision: fourteen conditions with both sides, margins, clauses, parameter "
        "versions, table rows and next steps. Beside it a bare filter of the same frame for the same keys with the "
        "same rules by hand, which explains nothing."
    )
    remark = (
        "A frame that is known to be sorted by enterprise (`frame.sort(...)`) is bisected. Of any other the hashes of "
        "the codes are kept from the first explanation on (which takes 4 ms longer, not counted here) and searched "
        "from end to end; the hand-written query compares the codes themselves each time."
    )
    return [Section("One explanation", about, tuple(figures), (remark,))]


def _figures(
    ruleset: Ruleset, frame: pl.DataFrame, subject: dict[str, str | int], *, place: str, repetitions: int
) -> list[Figure]:
    facts = factset(frame)

    def explained() -> Explanation:
        return explain(ruleset, facts, DECISION, subject=subject)

    def by_hand() -> pl.DataFrame:
        tests = [pl.col(name) == value for name, value in subject.items()]
        return twenty_rules(frame.lazy().filter(tests)).collect()

    _assert_same_verdict(explained(), by_hand())
    batch = answers(ruleset, facts).frames[Grain.FILING]
    _assert_same_verdict(explained(), batch.filter(pl.col(name) == value for name, value in subject.items()))
    name, hand = f"Explain {place}", f"filter and rules by hand: {place}"
    timings = in_turns({name: explained, hand: by_hand}, repetitions=repetitions, warm_up=3)
    return [within(name, timings, hand, seconds=MOST_SECONDS), Figure(hand, timings[hand])]


def _assert_same_verdict(explanation: Explanation, row: pl.DataFrame) -> None:
    expected = row[DECISION].to_list()
    assert [explanation.tree.verdict] == expected, f"{explanation.tree.verdict} against {expected}"
