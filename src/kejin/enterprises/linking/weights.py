"""How much each level of evidence weighs, counted from the tables themselves (Fellegi and Sunter 1969, by EM).

The weight of a level is log2(m / u): m is how often it is seen between two rows about one enterprise, u between two
rows about different ones. u is counted among pairs taken evenly over the tables, nearly all of which are different
enterprises; m and the number of matches come from expectation and maximisation over the candidate pairs:

    p(match | levels) = λ Π m / (λ Π m + (1 − λ) Π u)

where λ is the share of matches among all pairs, compared or not. Nobody has to mark a single pair by hand.
"""

from dataclasses import dataclass, replace
from math import log, log2
from typing import Final

import polars as pl

from kejin.enterprises.linking.comparing import COMPARISONS, NAMES, Comparison, compare

SAMPLE: Final = 400_000
"""At most how many pairs u is counted over."""

PRIOR_UNMATCHED: Final = 2_000.0
"""How many pairs the starting values of u are worth."""

_STEPS: Final = 30
_CLOSE: Final = 1e-4
_PRIOR_MATCHED: Final = 100.0
_STRIDE: Final = 1_000_003
_TURN: Final = 7_919


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned from two tables.

    Attributes:
        matched: For each comparison how often each of its levels is seen between rows about one enterprise.
        unmatched: The same between rows about different enterprises.
        expected: How many matches there seem to be.
        pairs: How many pairs there are altogether.
    """

    matched: dict[str, tuple[float, ...]]
    unmatched: dict[str, tuple[float, ...]]
    expected: float
    pairs: int

    @property
    def prior(self) -> float:
        """log2 of the odds that a pair taken anyhow is a match."""
        share = min(self.expected / self.pairs, 0.5) if self.pairs else 0.5
        return log2(share / (1 - share))

    def weight(self, comparison: str, level: int) -> float:
        """log2(m / u) of one level; to be the same never speaks against a match, to be different never for it.

        In a table where nearly all have one legal form, another form is rarer still between different enterprises than
        between two records of one, and would count as a point in common.
        """
        bits = log2(self.matched[comparison][level] / self.unmatched[comparison][level])
        if level == 0:
            return max(bits, 0.0)
        return min(bits, 0.0) if level == len(self.matched[comparison]) - 1 else bits


def learn(left: pl.DataFrame, right: pl.DataFrame | None, levels: pl.DataFrame) -> Weights:
    """Weights from two tables of prepared records (or one, when `right` is None) and their compared candidates."""
    count = left.height
    other = left if right is None else right
    total = count * (count - 1) // 2 if right is None else count * other.height
    sample = sample_pairs(count, None if right is None else other.height)
    seen = _counts(_patterns(compare(left, other, sample)).with_columns(p=pl.lit(1.0)))
    patterns = _patterns(levels.filter(~pl.col("other_branch") & pl.col("same_code").is_null()))
    weights = Weights(
        {one.name: one.matched for one in COMPARISONS},
        {one.name: one.unmatched for one in COMPARISONS},
        max(1.0, min(count, other.height) / 2),
        total,
    )
    fraction, most = (sample.height / total if total else 0.0), float(min(count, other.height))
    for _ in range(_STEPS):
        scored = patterns.with_columns(p=_pattern_probability(weights))
        last, found = weights, _maximised(scored, seen, fraction, total=total)
        # No table has more enterprises than rows; without this regular tables may be read as one crowd of matches.
        weights = replace(found, expected=min(found.expected, most))
        if abs(last.expected - weights.expected) < _CLOSE * last.expected:
            break
    return weights


def sample_pairs(left: int, right: int | None) -> pl.DataFrame:
    """At most `SAMPLE` pairs spread evenly over all there are; every pair of small tables."""
    other = left if right is None else right
    if left * other <= SAMPLE:
        rows = pl.select(n=pl.int_range(left * other, dtype=pl.Int64))
        pairs = rows.select(l=pl.col("n") // max(other, 1), r=pl.col("n") % max(other, 1))
    else:
        most = min(max(left, other), SAMPLE)
        rows = pl.select(n=pl.int_range(most * max(1, SAMPLE // most), dtype=pl.Int64))
        row, turn = pl.col("n") % most, pl.col("n") // most
        # Rows are sorted by what they say; stepping by a large prime takes partners from everywhere.
        pairs = rows.select(l=(row + turn * _TURN) % left, r=(row * _STRIDE + turn) % other)
    if right is None:
        pairs = pairs.filter(pl.col("l") != pl.col("r")).select(
            l=pl.min_horizontal("l", "r"), r=pl.max_horizontal("l", "r")
        )
    return pairs.unique().sort("l", "r").cast(pl.UInt32)


def level_weight(comparison: Comparison, weights: Weights) -> pl.Expr:
    """The weight of a comparison's level as an expression over the column of levels; 0 where one side is silent."""
    level = pl.col(comparison.name)
    found = pl.lit(0.0)
    for number in range(len(comparison.levels)):
        found = pl.when(level == number).then(weights.weight(comparison.name, number)).otherwise(found)
    return found


def _patterns(levels: pl.DataFrame) -> pl.DataFrame:
    return levels.group_by(NAMES).len("pairs").sort(NAMES)


def _pattern_probability(weights: Weights) -> pl.Expr:
    score = pl.lit(weights.prior)
    for comparison in COMPARISONS:
        score += level_weight(comparison, weights)
    return probability_of(score)


def probability_of(bits: pl.Expr) -> pl.Expr:
    """The probability whose odds have this binary logarithm."""
    return 1 / (1 + (-bits * log(2)).exp())


def _counts(patterns: pl.DataFrame) -> dict[str, list[float]]:
    """For each comparison the sum of `p` over the pairs of each level."""
    mass = pl.col("p") * pl.col("pairs")
    sums = patterns.select(
        mass.filter(pl.col(one.name) == number).sum().alias(f"{one.name} {number}")
        for one in COMPARISONS
        for number in range(len(one.levels))
    ).row(0, named=True)
    return {
        one.name: [float(sums[f"{one.name} {number}"]) for number in range(len(one.levels))]
        for one in COMPARISONS
    }


def _maximised(scored: pl.DataFrame, seen: dict[str, list[float]], fraction: float, *, total: int) -> Weights:
    """The next estimate. What the sample must hold of matches by chance is taken out of the counts of non-matches."""
    matches = _counts(scored)
    matched, unmatched = {}, {}
    for one in COMPARISONS:
        found = matches[one.name]
        others = [max(0.0, n - fraction * m) for n, m in zip(seen[one.name], found, strict=True)]
        matched[one.name] = _shares(found, one.matched, _PRIOR_MATCHED)
        unmatched[one.name] = _shares(others, one.unmatched, PRIOR_UNMATCHED)
    expected = float(scored.select((pl.col("p") * pl.col("pairs")).sum()).item())
    return Weights(matched, unmatched, expected + 0.5, total)


def _shares(counts: list[float], prior: tuple[float, ...], strength: float) -> tuple[float, ...]:
    whole = sum(counts) + strength
    return tuple((count + strength * share) / whole for count, share in zip(counts, prior, strict=True))
