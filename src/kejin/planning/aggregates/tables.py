"""The aggregates of a run: a few small tables of whole numbers that say what a run of any size found.

Two kinds: `COUNTED` tables hold whole numbers that add up over part files, and `DESCRIBED` tables say what the keys of
the others mean. docs/run-folder.md describes every column; a column keeps its meaning within a `FORMAT`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from kejin.policy import Verdict

FORMAT = 1
DIMENSIONS = ("city_code", "platform", "key_industry", "stage", "tier")
"""What counts are split by, one at a time; the empty dimension is the whole."""
VERDICT_ORDER = (Verdict.ELIGIBLE, Verdict.NEARLY, Verdict.UNDETERMINED, Verdict.NOT_ELIGIBLE)
VERDICT_COLUMNS = tuple(verdict.value for verdict in VERDICT_ORDER)
ANY = ""
"""Stands for the whole as a dimension, and for any question that enterprises ask as a decision."""

_TEXT, _WHOLE = pl.String, pl.Int64
Schema = Mapping[str, pl.DataType | type[pl.DataType]]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one table: those that tell its rows apart, and the others."""

    keys: tuple[str, ...]
    columns: Schema

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that are no keys."""
        return tuple(name for name in self.columns if name not in self.keys)

    def empty(self) -> pl.DataFrame:
        """The table without a row."""
        return pl.DataFrame(schema=dict(self.columns))


def _table(texts: str, numbers: str = "", **others: pl.DataType | type[pl.DataType]) -> Table:
    columns: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(texts.split(), _TEXT)
    columns |= dict.fromkeys(numbers.split(), _WHOLE)
    return Table(tuple(texts.split()), MappingProxyType(columns | others))


_SPLIT = "dimension value"
_VERDICTS = " ".join(VERDICT_COLUMNS)

COUNTED: Mapping[str, Table] = MappingProxyType(
    {
        "enterprises": _table(" ".join(DIMENSIONS), "enterprises"),
        "decisions": _table(f"decision {_SPLIT}", _VERDICTS),
        "conditions": _table("decision condition", "failed near waiting"),
        "missing": _table("fact decision", "enterprises"),
        "amounts": _table(f"decision amount {_SPLIT}", "total known unknown"),
        "products": _table(
            f"product {_SPLIT}",
            f"{_VERDICTS} open amount amount_known net_cost net_cost_known relief relief_known",
        ),
        "matrix": _table(
            f"{_SPLIT} stage instrument",
            "enterprises open open_fen open_without_amount nearly nearly_fen nearly_without_amount "
            "undetermined undetermined_fen undetermined_without_amount",
        ),
    }
)
DESCRIBED: Mapping[str, Table] = MappingProxyType(
    {
        "questions": _table(
            "decision policy grain audience instrument part_of zh en",
            place=pl.Int64,
            asked=pl.Boolean,
            demonstration=pl.Boolean,
        ),
        "catalogue": _table(
            "product instrument currency zh en provider_zh provider_en decision",
            place=pl.Int64,
            demonstration=pl.Boolean,
            stages=pl.List(pl.String),
        ),
        "values": _table(
            "kind policy name zh en value_zh value_en document_zh document_en at",
            "answers",
            decisions=pl.List(pl.String),
        ),
        "grounds": Table(
            ("kind", "key", "place"),
            MappingProxyType(
                {
                    **dict.fromkeys(("kind", "key"), _TEXT),
                    "place": _WHOLE,
                    **dict.fromkeys(["what", "zh", "en", "value_zh", "value_en", "confidence"], _TEXT),
                    **dict.fromkeys(["document_zh", "document_en", "number", "at", "read"], _TEXT),
                    "unread": pl.Boolean,
                }
            ),
        ),
        "labels": _table("kind key zh en"),
    }
)
TABLES: Mapping[str, Table] = MappingProxyType({**COUNTED, **DESCRIBED})


@dataclass(frozen=True, slots=True)
class Aggregates:
    """The aggregates of a run by table; a table that nothing was counted in has no rows.

    Attributes:
        frames: One frame for each name in `TABLES`.
    """

    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The table of that name. Raises `KeyError` for a name that is not in `TABLES`."""
        found = self.frames.get(name)
        return TABLES[name].empty() if found is None else found

    def split(self, name: str, dimension: str = ANY) -> pl.DataFrame:
        """The rows of a table for one dimension; without one, the whole."""
        return self[name].filter(dimension=dimension).drop("dimension")

    def label(self, kind: str, key: str) -> tuple[str, str]:
        """What a key is called in Chinese and in English; the key itself where nobody named it."""
        rows = self["labels"].filter(kind=kind, key=key)
        return rows.select("zh", "en").row(0) if rows.height else (key, key)

    @property
    def enterprises(self) -> int:
        """How many enterprises the run was about."""
        return int(self["enterprises"]["enterprises"].sum())
