"""The aggregates of a run as people read them: groups of enterprises, and how each instrument reaches them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kejin.assessment.standing import STAGES
from kejin.facts import Label
from kejin.planning.aggregates.tables import Aggregates
from kejin.planning.catalogue import INSTRUMENTS
from kejin.planning.matrix import UNSTAGED as UNDETERMINED

UNKNOWN = Label("未填报", "not stated")
COUNTED_HOW = Label(
    "每家企业在一格中只计一次，取面向其阶段的产品中最好的结论；未定阶段的企业不分阶段计。",
    "Each enterprise counts once in a cell, by the best verdict among the products for its stage; an enterprise "
    "whose stage is undetermined counts with products of any stage.",
)
AMOUNT_HOW = Label(
    "金额是额度上限：每家企业取最好结论中额度最大的一项再相加，备选产品不叠加；没有人民币额度的不计入，也不当作零。",
    "Amounts are ceilings: for each enterprise the largest among the offers with its best verdict, added up; offers "
    "are alternatives and are never summed. Those without an amount in renminbi stay out and are not taken for zero.",
)
NEARLY_HOW = Label(
    "“接近”是本系统的阅读提示：每项政策说明差多少以内、差几个条件算接近；它不是政策用语。",
    "“Nearly” is a reading aid of this system: each policy states how far and how many conditions count as near; "
    "it is no term of any policy.",
)
STAGES_HOW = Label(
    "阶段由本系统的约定划分，读到的文本都没有划线；它只决定看哪些产品，不影响任何一项结论。",
    "Stages follow a convention of this system, since no text read so far draws the lines; they decide which "
    "products are looked at and change no verdict.",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """How an instrument reaches a group of enterprises: how many are open, nearly and undetermined, of how many.

    Attributes:
        open_fen: The ceiling of what is open; None where it is withheld, as `disclosure` does.
    """

    enterprises: int
    open: int
    nearly: int
    undetermined: int
    open_fen: int | None
    open_without_amount: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A group of enterprises (a stage, a city, an industry) and its cell for each instrument."""

    key: str | None
    label: Label
    enterprises: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind a count: a clause, or a value that a rule asks for with the clause it stands in."""

    label: Label
    value: Label
    confidence: str
    document: Label
    number: str
    at: str


@dataclass(frozen=True)
class Reading:
    """Aggregates in words and groups.

    Attributes:
        aggregates: What was counted.
    """

    aggregates: Aggregates

    @cached_property
    def _labels(self) -> Mapping[tuple[str, str], Label]:
        rows = self.aggregates["labels"].select("kind", "key", "zh", "en").iter_rows()
        return {(kind, key): Label(zh, en) for kind, key, zh, en in rows}

    def label(self, kind: str, key: str | None) -> Label:
        """What a key is called; "not stated" for none, the key itself where nobody named it."""
        if key is None:
            return UNKNOWN
        return self._labels.get((kind, key), Label(key, key))

    @cached_property
    def _grounds(self) -> Mapping[tuple[str, str, str], Sequence[Ground]]:
        found: dict[tuple[str, str, str], list[Ground]] = {}
        for row in self.aggregates["grounds"].sort("kind", "key", "place").iter_rows(named=True):
            ground = Ground(
                Label(row["zh"], row["en"]),
                Label(row["value_zh"], row["value_en"]),
                row["confidence"],
                Label(row["document_zh"], row["document_en"]),
                row["number"],
                row["at"],
            )
            found.setdefault((row["kind"], row["key"], row["what"]), []).append(ground)
        return found

    def grounds(self, kind: str, key: str, what: str) -> Sequence[Ground]:
        """The clauses ("clause") or values ("value") behind a decision, a condition or an amount."""
        return self._grounds.get((kind, key, what), ())

    @cached_property
    def stages_of(self) -> Mapping[str, frozenset[str]]:
        """For each instrument the stages that some product of the catalogue is meant for."""
        found: dict[str, set[str]] = {name: set() for name in INSTRUMENTS}
        for instrument, stages in self.aggregates["catalogue"].select("instrument", "stages").iter_rows():
            found.setdefault(instrument, set()).update(stages)
        return {name: frozenset(stages) for name, stages in found.items()}

    def stages(self) -> list[Reach]:
        """The matrix: one group for each stage that has enterprises, in the order of the plan, undetermined last."""
        whole = self.aggregates.split("matrix").filter(value="")
        return self._reaches(whole, "stage", "stage")

    def split(self, dimension: str) -> list[Reach]:
        """The groups of a dimension, those with most enterprises first; "other", "none" and not stated come last."""
        found = self._reaches(self.aggregates.split("matrix", dimension), "value", dimension)
        return sorted(
            found,
            key=lambda reach: (_LAST.index(reach.key) if reach.key in _LAST else -1, -reach.enterprises),
        )

    def within(self, dimension: str, value: str | None) -> list[Reach]:
        """The matrix of one group of a dimension."""
        rows = self.aggregates.split("matrix", dimension).filter(pl.col("value").eq_missing(pl.lit(value)))
        return self._reaches(rows, "stage", "stage")

    def _reaches(self, rows: pl.DataFrame, by: str, kind: str) -> list[Reach]:
        numbers = ["enterprises", "open", "nearly", "undetermined", "open_fen", "open_without_amount"]
        # A sum of which a part is withheld is no sum.
        summed = rows.group_by(by, "instrument", maintain_order=True).agg(
            pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).cast(pl.Int128).sum().cast(pl.Int64))
            for name in numbers
        )
        groups: dict[str | None, dict[str, Cell]] = {}
        for key, instrument, *counts in summed.iter_rows():
            groups.setdefault(key, {})[instrument] = Cell(*counts)
        return [
            Reach(key, self.name_of(kind, key), next(iter(cells.values())).enterprises, cells)
            for key, cells in sorted(groups.items(), key=lambda item: _place(kind, item[0]))
        ]

    def name_of(self, kind: str, key: str | None) -> Label:
        """What a group of a dimension, or a stage, is called where nothing else says what it is a group of."""
        if key == "none" and kind in _NONE:
            return _NONE[kind]
        if kind == "stage" and not key:
            return ALL_STAGES
        return UNSTAGED if kind == "stage" and key == UNDETERMINED else self.label(kind, key)


ALL_STAGES = Label("各阶段合计", "All stages")
UNSTAGED = Label("阶段未定", "Stage undetermined")
_LAST = ("other", "none", None)
# A bare "none" says too little beside a figure.
_NONE = {
    "platform": Label("不在重大平台", "Outside the platforms"),
    "key_industry": Label("不属于重点产业", "No key industry"),
}
_STAGE_ORDER = (*STAGES, UNDETERMINED)


def _place(kind: str, key: str | None) -> tuple[bool, int, str]:
    if kind == "stage" and key in _STAGE_ORDER:
        return False, _STAGE_ORDER.index(key), ""
    return key is None, 0, key or ""
