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
- Decisions about loans, years or funds are left out: many of them may be one enterprise's. So is the table of
  enterprises by all dimensions at once.

What it does not do: it does not know how much of a sum is one enterprise's, nor hide that all of a group share an
answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

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
_REST = Verdict.NOT_ELIGIBLE.value
_STARS = ("decisions", "products", "matrix", "amounts")
_ALONE = ("conditions", "missing", "values")
_OF_DECISIONS = ("decisions", "conditions", "amounts")
# The same enterprises stand beside each instrument; told once, they are told alike.
_SHARED = {("matrix", "enterprises"): "instrument"}


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
    whole: int, parts: Sequence[int], order: Sequence[int], *, base: int, up: bool
) -> tuple[int, list[int]]:
    """A whole and its parts as multiples of a base that add up. Each differs from the truth by less than the base.

    Args:
        whole: What the parts add up to.
        parts: Counts, none below nought.
        order: For each part a number that was drawn; parts with small ones go up first.
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
        The same tables with the same columns; `enterprises` without rows, decisions about other things than enterprises
        left out. The same aggregates and key give the same figures again.
    """
    questions = found["questions"].filter(grain=Grain.ENTERPRISE.value)["decision"].to_list()
    frames = {name: frame for name, frame in found.frames.items() if name != "enterprises"}
    for name in _OF_DECISIONS:
        if name in frames:
            frames[name] = frames[name].filter(pl.col("decision").is_in(questions))
    for name in _STARS:
        if name in frames:
            frames[name] = _Star(name, frames[name], protection).told()
    for name in _ALONE:
        if name in frames:
            frames[name] = _alone(name, frames[name], protection)
    return Aggregates(frames)


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
        columns = [self._counts(name) for name in numbers] + [
            self._sums(name, of) for name, of in sums.items()
        ]
        told = self.frame.with_columns(columns)
        if _REST not in numbers:
            return told
        return told.with_columns(pl.when(pl.col("dimension") == ANY).then(pl.col(_REST)).alias(_REST))

    def _groups(self, column: str) -> Mapping[tuple[object, ...], list[int]]:
        """The rows of each whole with its splits; where a count stands in several rows, in all of them alike."""
        left_out = {*_SPLIT, _SHARED.get((self.name, column), "")}
        keys = [
            name for name, kind in self.frame.schema.items() if kind == pl.String and name not in left_out
        ]
        groups: dict[tuple[object, ...], list[int]] = {}
        for row, key in enumerate(self.frame.select(keys).iter_rows() if keys else [()] * self.frame.height):
            groups.setdefault(key, []).append(row)
        return groups

    def _counts(self, column: str) -> pl.Series:
        values = self.frame[column].to_list()
        places = list(self.frame.select(_SPLIT).iter_rows())
        told: list[int] = [0] * len(values)
        for key, rows in self._groups(column).items():
            self._one_whole(told, (values, places), name=(column, *key), rows=rows)
        return pl.Series(column, told, dtype=pl.Int64)

    def _one_whole(
        self,
        told: list[int],
        given: tuple[list[int], list[tuple[str, str | None]]],
        *,
        name: tuple[object, ...],
        rows: Iterable[int],
    ) -> None:
        """Round one whole and each of its splits; rows of the same place are one figure."""
        values, places = given
        held: dict[str, dict[str | None, list[int]]] = {}
        for row in rows:
            dimension, value = places[row]
            held.setdefault(dimension, {}).setdefault(value, []).append(row)
        draw, base = self.protection.draw, self.protection.base
        up = bool(draw(self.name, *name, "whole") & 1)
        whole = max((values[same[0]] for same in held.get(ANY, {}).values()), default=None)
        for dimension, split in held.items():
            parts = [values[same[0]] for same in split.values()]
            total = sum(parts) if whole is None else whole
            # What belongs to no group is a part that nobody is shown.
            rest = max(total - sum(parts), 0)
            order = [draw(self.name, *name, dimension, value) for value in (*split, "\x1e")]
            _, made = rounded(sum(parts) + rest, [*parts, rest], order, base=base, up=up)
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
