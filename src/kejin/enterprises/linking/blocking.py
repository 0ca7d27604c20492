"""Which pairs are worth comparing: rows that share at least one rare enough key.

Comparing all of 150,000 × 50,000 rows would be 7.5 thousand million pairs. A key is a few words of evidence: the core
of the name, the core with one character left out, the day of founding with the person, and so on. A key that too many
rows share says little and costs much, so it is left out; such pairs are found by another key or not at all.
"""

from typing import Final

import polars as pl

from kejin.errors import MappingError

MOST_PAIRS: Final = 400
"""How many pairs one key may make before it is left out; codes are never left out."""

_MOST_BY_CODE: Final = 10_000_000
_CODE: Final = ("organisation",)
_KEYS: Final = (
    ("plain",), ("core",), ("core", "city"), ("core", "name_industry"), ("core", "founded"), ("core", "person"),
    ("core", "phone"), ("founded", "person"), ("founded", "phone"), ("person", "phone"),
    ("founded", "city", "district"), ("person", "city", "district"), ("phone", "city", "district"),
)  # fmt: skip
_SHORTEST: Final = 3


def candidate_pairs(left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
    """The pairs to compare, as row numbers `l` of `left` and `r` of `right`, in their order.

    Args:
        left: Prepared records.
        right: Those of the other table; None compares `left` with itself, each pair once and `l` before `r`.

    Raises:
        MappingError: Equal codes alone make more pairs than can be meant.
    """
    other = left if right is None else right
    blocks = [_by_code(_keyed(left, _CODE), _keyed(other, _CODE))]
    blocks += [_paired(_keyed(left, key), _keyed(other, key)) for key in _KEYS]
    blocks.append(_paired(_shortened(left), _shortened(other)))
    pairs = pl.concat(blocks)
    if right is None:
        pairs = pairs.filter(pl.col("l") < pl.col("r"))
    return pairs.unique().sort("l", "r")


def _keyed(records: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The key of every row that has all of these columns. A collision of hashes only adds a pair to look at."""
    key = pl.concat_str([pl.col(column).cast(pl.String) for column in columns], separator="\0")
    return records.select(key=key.hash(), row=pl.int_range(pl.len(), dtype=pl.UInt32)).filter(
        records.select(key.is_not_null()).to_series()
    )


def _shortened(records: pl.DataFrame) -> pl.DataFrame:
    """Each core, and each core with one character left out: they meet when a character was dropped or changed."""
    cores = records.select(
        core="core", length=pl.col("core").str.len_chars(), row=pl.int_range(pl.len(), dtype=pl.UInt32)
    ).filter(pl.col("length") >= _SHORTEST - 1)
    longest = cores["length"].max()
    variants = [cores.select("core", "row")]
    for place in range(min(int(str(longest or 0)), 12)):
        there = cores.filter((pl.col("length") >= _SHORTEST) & (pl.col("length") > place))
        kept = pl.col("core").str.slice(0, place) + pl.col("core").str.slice(place + 1)
        variants.append(there.select(kept.alias("core"), "row"))
    return pl.concat(variants).select(key=pl.col("core").hash(), row="row").unique()


def _paired(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    rare = _sizes(left, right).filter(pl.col("pairs") <= MOST_PAIRS).select("key")
    return _joined(left.join(rare, on="key", how="semi"), right)


def _by_code(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Rows with one code, however many there are, up to where something else must be wrong."""
    pairs = int(_sizes(left, right)["pairs"].sum())
    if pairs > _MOST_BY_CODE:
        raise MappingError(
            "the same credit codes stand in very many rows",
            expected=f"tables of enterprises, with at most {_MOST_BY_CODE:,} pairs of rows with equal codes",
            found=f"{pairs:,} pairs",
        )
    return _joined(left, right)


def _sizes(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """How many pairs each key makes."""
    counts = left.group_by("key").len("a").join(right.group_by("key").len("b"), on="key")
    return counts.select("key", pairs=pl.col("a").cast(pl.UInt64) * pl.col("b").cast(pl.UInt64))


def _joined(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    return left.join(right, on="key", suffix="_r").select(l="row", r="row_r")
