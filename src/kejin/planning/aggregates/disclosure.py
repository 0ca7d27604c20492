"""The aggregates of a run so that no enterprise is recognised in them: for readers who may know nothing of one.

The law (统计法, 第二十五条 in the text of 2009): what was gathered in a statistical survey and lets a single respondent
be recognised or inferred must not be handed out by anybody. Sums and counts of few are such.

The method is controlled rounding, as the Handbook on Statistical Disclosure Control has it for tables of counts
(chapter 5.5; https://sdctools.github.io/HandbookSDC/05-frequency-tables.html):

- Every count becomes one of the two multiples of a base beside it; nought and exact multiples stay. The rounded counts
  of a split add up to the rounded whole, so a difference of published figures is a published figure.
- Which counts go up is drawn by a keyed digest, and without regard to how far they are from either multiple. So whoever
  sees a count, however many times and under however many names, knows between which two multiples it lies and no more:
  one to four enterprises are the same to him with a base of five.
- Sums of money are told of the whole alone, where enough enterprises contribute, to two digits: a split's sums would
  give away a hidden one as the difference.
- Of a split the refused are not told: three counts beside the number of all leave more than one way for each of them,
  where a fourth could leave none.
- The matrix is told by stage for the whole, and by city, platform, industry or tier for all stages together.
- Decisions about loans, years or funds are left out: many of them may be one enterprise's. So is the table of
  enterprises by all dimensions at once.

What it does not do: it does not know how much of a sum is one enterprise's, nor hide that all of a group share an
answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

import polars as pl

from kejin.facts import Grain
from kejin.planning.aggregates.tables import ANY, Aggregates
from kejin.policy import Verdict

_SPLIT = ("dimension", "value")
# Sums, each with the counts that say how many contribute: those that have an amount.
_SUMS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "matrix": {
        f"{name}_fen": (name, f"{name}_without_amount") for name in ("open", "nearly", "undetermined")
    },
    "products": {name: (f"{name}_known", "") for name in ("amount", "net_cost", "relief")},
    "amounts": {"total": ("known", "")},
}
ALL_STAGES = ""
"""Stands in the matrix for all stages together."""
_REST = Verdict.NOT_ELIGIBLE.value
_STARS = ("decisions", "products", "matrix", "amounts")
_ALONE = ("conditions", "missing", "values")
_OF_DECISIONS = ("decisions", "conditions", "amounts")
# The same enterprises stand beside each instrument; told once, they are told alike.
_SHARED = {("matrix", "enterprises"): "instrument"}
_CAPS = {"matrix": "enterprises"}
Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Protection:
    """How much is hidden.

    Attributes:
        base: Counts become multiples of it; 3 at least.
        least: From how many enterprises a sum is told; not below the base.
        key: Draws which counts go up. Whoever knows it can undo the draw: it stays with the site.
    """

    base: int = 5
    least: int = 10
    key: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if self.base < 3 or self.least < self.base:
            raise ValueError("a base of at least 3, and sums from at least as many")

    def draw(self, *names: object) -> int:
        """A number that follows from names and the key, and from nothing else."""
        text = "\x1f".join("\x00" if name is None else str(name) for name in names)
        return int.from_bytes(blake2b(text.encode(), key=self.key[:64], digest_size=8).digest(), "big")


def rounded(
    whole: int, parts: Sequence[int], order: Sequence[Any], *, base: int, up: bool
) -> tuple[int, list[int]]:
    """A whole and its parts as multiples of a base that add up. Each differs from the truth by less than the base.

    Args:
        whole: What the parts add up to.
        parts: Counts, none below nought.
        order: For each part what was drawn for it; parts with small ones go up first.
        base: What the results are multiples of.
        up: Whether a whole that is no multiple goes up.

    Returns:
        The whole and the parts, in their order. They follow from the multiples below whole and parts, from which of
        them are multiples, and from what was drawn: the remainders do not matter.
    """
    floor = whole // base * base
    total = floor + base if up and whole != floor else floor
    floors = [part // base * base for part in parts]
    loose = sorted((place for place, part in enumerate(parts) if part % base), key=lambda place: order[place])
    # Never more than there are loose parts: the remainders of as many parts stay below as many bases.
    rising = (total - sum(floors)) // base
    for place in loose[:rising]:
        floors[place] += base
    return total, floors


def protected(found: Aggregates, protection: Protection) -> Aggregates:
    """The aggregates with every count rounded and every sum that stands for few withheld (null).

    Args:
        found: As a run counted them.
        protection: How much is hidden.

    Returns:
        The same tables with the same columns; in the matrix `stage` is `ALL_STAGES` for splits; `enterprises` without
        rows, decisions about other things than enterprises left out. The same aggregates and key give the same
        figures again.
    """
    questions = found["questions"].filter(grain=Grain.ENTERPRISE.value)["decision"].to_list()
    frames = {name: frame for name, frame in found.frames.items() if name != "enterprises"}
    for name in _OF_DECISIONS:
        if name in frames:
            frames[name] = frames[name].filter(pl.col("decision").is_in(questions))
    if "matrix" in frames:
        frames["matrix"] = _without_stages(frames["matrix"])
    for name in _STARS:
        if name in frames:
            frames[name] = _Star(name, frames[name], protection).told()
    for name in _ALONE:
        if name in frames:
            frames[name] = _alone(name, frames[name], protection)
    return Aggregates(frames)


def _without_stages(matrix: pl.DataFrame) -> pl.DataFrame:
    """The matrix whose splits are of all stages together: the stages of a small city are few enterprises each."""
    keys = ("dimension", "value", "stage", "instrument")
    numbers = [name for name in matrix.columns if name not in keys]
    split = pl.col("dimension") != ANY
    of_splits = (
        matrix.filter(split)
        .with_columns(stage=pl.lit(ALL_STAGES))
        .group_by(keys, maintain_order=True)
        .agg(pl.col(numbers).cast(pl.Int128).sum().cast(pl.Int64))
    )
    return pl.concat([matrix.filter(~split), of_splits.select(matrix.columns)])


@dataclass(frozen=True)
class _Star:
    """One table of wholes and their splits."""

    name: str
    frame: pl.DataFrame
    protection: Protection

    def told(self) -> pl.DataFrame:
        """The table as it is told."""
        sums = _SUMS.get(self.name, {})
        numbers = [name for name, kind in self.frame.schema.items() if kind == pl.Int64 and name not in sums]
        counts: dict[str, list[int]] = {}
        # What others are a part of goes first: they are told so as not to be more, where that can be.
        for name in sorted(numbers, key=lambda name: name != _CAPS.get(self.name)):
            counts[name] = self._counts(name, counts.get(_CAPS.get(self.name, "")))
        columns = [pl.Series(name, values, dtype=pl.Int64) for name, values in counts.items()]
        told = self.frame.with_columns(*columns, *(self._sums(name, of) for name, of in sums.items()))
        if _REST not in numbers:
            return told
        return told.with_columns(pl.when(pl.col("dimension") == ANY).then(pl.col(_REST)).alias(_REST))

    @cached_property
    def _places(self) -> list[Place]:
        """Of which split each row is which part; the stages of the whole are a split like the others."""
        if "stage" not in self.frame.columns:
            return list(self.frame.select(_SPLIT).iter_rows())
        rows = self.frame.select(*_SPLIT, "stage").iter_rows()
        return [(dimension, value) if dimension else ("stage", stage) for dimension, value, stage in rows]

    def _groups(self, column: str) -> Mapping[tuple[object, ...], list[int]]:
        """The rows of each whole with its splits; where a count stands in several rows, in all of them alike."""
        left_out = {*_SPLIT, "stage", _SHARED.get((self.name, column), "")}
        keys = [
            name for name, kind in self.frame.schema.items() if kind == pl.String and name not in left_out
        ]
        groups: dict[tuple[object, ...], list[int]] = {}
        for row, key in enumerate(self.frame.select(keys).iter_rows() if keys else [()] * self.frame.height):
            groups.setdefault(key, []).append(row)
        return groups

    def _counts(self, column: str, caps: list[int] | None) -> list[int]:
        told = [0] * self.frame.height
        values = self.frame[column].to_list()
        for key, rows in self._groups(column).items():
            self._one_whole(told, (values, caps), name=(column, *key), rows=rows)
        return told

    def _one_whole(
        self,
        told: list[int],
        given: tuple[list[int], list[int] | None],
        *,
        name: tuple[object, ...],
        rows: Iterable[int],
    ) -> None:
        """Round one whole and each of its splits; rows of the same place are one figure."""
        values, caps = given
        held: dict[str, dict[str | None, list[int]]] = {}
        for row in rows:
            dimension, value = self._places[row]
            held.setdefault(dimension, {}).setdefault(value, []).append(row)
        draw, base = self.protection.draw, self.protection.base
        up = bool(draw(self.name, *name, "whole") & 1)
        counts = {
            dimension: [max(values[row] for row in same) for same in split.values()]
            for dimension, split in held.items()
        }
        whole = max(map(sum, counts.values()))
        for dimension, split in held.items():
            # What belongs to no group is a part that nobody is shown.
            parts = [*counts[dimension], whole - sum(counts[dimension])]
            order: list[tuple[bool, int]] = [
                (
                    caps is not None and parts[place] // base * base + base > caps[same[0]],
                    draw(self.name, *name, dimension, value),
                )
                for place, (value, same) in enumerate(split.items())
            ]
            order.append((False, draw(self.name, *name, dimension, "\x1e")))
            _, made = rounded(whole, parts, order, base=base, up=up)
            for same, count in zip(split.values(), made, strict=False):
                for row in same:
                    told[row] = count

    def _sums(self, column: str, of: tuple[str, str]) -> pl.Series:
        count, without = of
        contributing = pl.col(count) - (pl.col(without) if without else 0)
        shown = (pl.col("dimension") == ANY) & (contributing >= self.protection.least)
        values = self.frame.select(pl.when(shown).then(pl.col(column))).to_series()
        return pl.Series(column, [_two_digits(value) for value in values], dtype=pl.Int64)


def _two_digits(value: int | None) -> int | None:
    """A sum to two digits, halves away from nought."""
    if value is None:
        return None
    step: int = 10 ** max(len(str(abs(value))) - 2, 0)
    return (abs(value) + step // 2) // step * step * (1 if value >= 0 else -1)


def _alone(name: str, frame: pl.DataFrame, protection: Protection) -> pl.DataFrame:
    """Counts that are no part of a whole."""
    keys = [column for column, kind in frame.schema.items() if kind == pl.String]
    numbers = [column for column, kind in frame.schema.items() if kind == pl.Int64]
    rows = list(frame.select(keys).iter_rows())
    made = []
    for column in numbers:
        ups = [bool(protection.draw(name, column, *row) & 1) for row in rows]
        counts = [
            rounded(value, [], [], base=protection.base, up=up)[0]
            for value, up in zip(frame[column].to_list(), ups, strict=True)
        ]
        made.append(pl.Series(column, counts, dtype=pl.Int64))
    return frame.with_columns(made)


__all__ = ["Protection", "protected", "rounded"]
